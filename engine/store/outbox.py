"""Effects that wait for the runtime. They outlive a crash: a row goes only when it is settled.

A claim leases a row: until the lease ends nobody else gets it, afterwards anybody may. So an
effect may be delivered twice; its result counts once, because the core takes only one.
"""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Insert, asc, bindparam, delete, null, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.effects import Effect
from engine.core.ids import ActivationId, CaseId
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.rows import Waiting
from engine.store.tables import OUTBOX

_effect: msgspec.json.Decoder[Effect] = msgspec.json.Decoder(Effect)
_KEY = (OUTBOX.c.case_id, OUTBOX.c.activation, OUTBOX.c.kind)
_NEWS = "tell_parent"

_AGAIN = ("payload", "attempt", "enqueued_at", "available_at", "owner")


def _upsert(statement: sqlite.Insert | postgresql.Insert) -> Insert:
    again = {name: statement.excluded[name] for name in _AGAIN}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=again)


_enqueue = Prepared(_upsert(sqlite.insert(OUTBOX)), postgresql=_upsert(postgresql.insert(OUTBOX)))
_OF_STEP = (
    OUTBOX.c.case_id == bindparam("the_case"),
    OUTBOX.c.activation == bindparam("the_activation"),
)
_OF_ROW = (*_OF_STEP, OUTBOX.c.kind == bindparam("the_kind"))
_settle_step = Prepared(delete(OUTBOX).where(*_OF_STEP, OUTBOX.c.kind != bindparam("the_kind")))
_settle_row = Prepared(delete(OUTBOX).where(*_OF_ROW))
_postpone = Prepared(
    update(OUTBOX).where(*_OF_ROW).values(available_at=bindparam("until"), owner=null())
)
_due = (
    select(*_KEY)
    .where(OUTBOX.c.available_at <= bindparam("now"))
    .order_by(asc(OUTBOX.c.available_at))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claim = Prepared(
    update(OUTBOX)
    .where(tuple_(*_KEY).in_(_due))
    .values(
        owner=bindparam("the_owner"),
        available_at=bindparam("leased_until"),
        attempt=OUTBOX.c.attempt + 1,
    )
    .returning(*_KEY, OUTBOX.c.payload, OUTBOX.c.attempt, OUTBOX.c.enqueued_at)
)
_oldest = Prepared(select(OUTBOX.c.enqueued_at).order_by(asc(OUTBOX.c.enqueued_at)).limit(1))


def enqueue(unit: Unit, case: CaseId, effects: tuple[Effect, ...], at: datetime) -> None:
    """Let the runtime do these, from `at` on. One that waits already starts anew."""
    for effect in effects:
        row = {
            "case_id": case,
            "activation": effect.activation,
            "kind": str(effect.__struct_config__.tag),
            "payload": canonical(effect).decode(),
            "attempt": 0,
            "enqueued_at": at,
            "available_at": at,
            "owner": None,
        }
        unit.execute(_enqueue, row)


def settle(unit: Unit, case: CaseId, activation: ActivationId) -> None:
    """The step needs its effect no longer: it has its result, or was cancelled.

    What the case has to tell its parent goes by the parent's numbers and stays.
    """
    row = {"the_case": case, "the_activation": activation, "the_kind": _NEWS}
    unit.execute(_settle_step, row)


def settle_waiting(unit: Unit, waiting: Waiting) -> None:
    """This effect is done."""
    unit.execute(_settle_row, _key(waiting))


def postpone(unit: Unit, waiting: Waiting, *, until: datetime) -> None:
    """Give a claimed effect back, to be claimed again from `until` on."""
    unit.execute(_postpone, {**_key(waiting), "until": until})


def _key(waiting: Waiting) -> dict[str, object]:
    return {
        "the_case": waiting.case,
        "the_activation": waiting.activation,
        "the_kind": waiting.kind,
    }


def claim(
    unit: Unit, *, owner: str, now: datetime, lease: timedelta, limit: int
) -> tuple[Waiting, ...]:
    """Up to `limit` effects that are due, the longest waiting first; none that others hold."""
    until = now + lease
    asked = {"the_owner": owner, "now": now, "leased_until": until, "most": limit}
    claimed = (
        Waiting(
            case=record["case_id"],
            activation=record["activation"],
            kind=record["kind"],
            effect=_effect.decode(record["payload"]),
            attempt=record["attempt"],
            enqueued_at=record["enqueued_at"],
            leased_until=until,
        )
        for record in unit.records(_claim, asked)
    )
    return tuple(sorted(claimed, key=lambda one: (one.enqueued_at, one.case, one.activation)))


def oldest(reader: Reader) -> datetime | None:
    """Since when the longest waiting effect waits; None where none does."""
    row = reader.row(_oldest)
    return None if row is None else row[0]
