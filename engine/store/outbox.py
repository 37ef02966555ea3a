"""Effects that wait for the runtime. They outlive a crash: a row goes only when it is settled.

A claim leases a row: until the lease ends nobody else gets it, afterwards anybody may. So an
effect may be delivered twice; its result counts once, because the core takes only one.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Update,
    asc,
    bindparam,
    delete,
    func,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from engine.core.effects import Effect
from engine.core.ids import ActivationId, CaseId
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.rows import Backlog, PutOff, Waiting
from engine.store.tables import OUTBOX

_effect: msgspec.json.Decoder[Effect] = msgspec.json.Decoder(Effect)
_KEY = (OUTBOX.c.case_id, OUTBOX.c.activation, OUTBOX.c.kind)
_NEWS = "tell_parent"

_enqueue = upsert(OUTBOX)
_OF_STEP = (
    OUTBOX.c.case_id == bindparam("the_case"),
    OUTBOX.c.activation == bindparam("the_activation"),
)
_OF_ROW = (*_OF_STEP, OUTBOX.c.kind == bindparam("the_kind"))
_HELD = (*_OF_ROW, OUTBOX.c.owner == bindparam("the_owner"))
_BY_ATTEMPT = (
    *_HELD,
    OUTBOX.c.attempt == bindparam("the_attempt"),
    OUTBOX.c.enqueued_at == bindparam("since"),  # attempts are counted anew when it is put out anew
)
_settle_step = Prepared(delete(OUTBOX).where(*_OF_STEP, OUTBOX.c.kind != bindparam("the_kind")))
_settle_held = Prepared(delete(OUTBOX).where(*_BY_ATTEMPT).returning(OUTBOX.c.attempt))
_postpone = Prepared(
    update(OUTBOX)
    .where(*_BY_ATTEMPT)
    .values(available_at=bindparam("until"), owner=null())
    .returning(OUTBOX.c.attempt)
)
_renew = Prepared(
    update(OUTBOX)
    .where(*_BY_ATTEMPT)
    .values(available_at=bindparam("until"))
    .returning(OUTBOX.c.attempt)
)
_holds = Prepared(select(OUTBOX.c.attempt).where(*_BY_ATTEMPT).with_for_update())


def _claiming(*more: ColumnElement[bool]) -> Prepared:
    due = (
        select(*_KEY)
        .where(OUTBOX.c.available_at <= bindparam("now"), *more)
        .order_by(asc(OUTBOX.c.available_at))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    # PostgreSQL may run a subquery anew for each row, and so claim more than asked for.
    once = due.cte("due").prefix_with("MATERIALIZED", dialect="postgresql")
    same = (mine == due for mine, due in zip(_KEY, once.c, strict=True))
    return Prepared(
        _claimed(update(OUTBOX).where(tuple_(*_KEY).in_(due))),
        postgresql=_claimed(update(OUTBOX).where(*same)),
    )


def _claimed(rows: Update) -> ReturningUpdate[Any]:
    return rows.values(
        owner=bindparam("the_owner"),
        available_at=bindparam("leased_until"),
        attempt=OUTBOX.c.attempt + 1,
    ).returning(*_KEY, OUTBOX.c.payload, OUTBOX.c.attempt, OUTBOX.c.enqueued_at)


_claim = _claiming()
_claim_of_case = _claiming(OUTBOX.c.case_id == bindparam("the_case"))
_is_due = Prepared(
    select(OUTBOX.c.attempt).where(OUTBOX.c.available_at <= bindparam("now")).limit(1)
)
_put_off = Prepared(
    select(OUTBOX.c.activation, OUTBOX.c.kind, OUTBOX.c.attempt, OUTBOX.c.available_at)
    .where(OUTBOX.c.case_id == bindparam("the_case"), OUTBOX.c.owner.is_(None))
    .where(OUTBOX.c.attempt > 0)
    .order_by(asc(OUTBOX.c.activation), asc(OUTBOX.c.kind))
)
_count = Prepared(select(func.count()).select_from(OUTBOX))
_backlog = Prepared(
    select(func.count(), func.min(OUTBOX.c.available_at)).where(
        OUTBOX.c.available_at <= bindparam("now")
    )
)


def enqueue(
    unit: Unit,
    case: CaseId,
    effects: tuple[Effect, ...],
    at: datetime,
    *,
    now: datetime | None = None,
) -> None:
    """Let the runtime do these. One that waits already starts anew.

    `at` is when the case asks for them by its own time, `now` when that is written down, and
    from when on they may be run: a case whose time was once set ahead must not wait for itself.
    """
    for effect in effects:
        row = {
            "case_id": case,
            "activation": effect.activation,
            "kind": str(effect.__struct_config__.tag),
            "payload": canonical(effect).decode(),
            "attempt": 0,
            "enqueued_at": at,
            "available_at": at if now is None else min(at, now),
            "owner": None,
        }
        unit.execute(_enqueue, row)


def settle(unit: Unit, case: CaseId, activation: ActivationId) -> None:
    """The step needs its effect no longer: it has its result, or was cancelled.

    What the case has to tell its parent goes by the parent's numbers and stays.
    """
    row = {"the_case": case, "the_activation": activation, "the_kind": _NEWS}
    unit.execute(_settle_step, row)


def settle_held(unit: Unit, waiting: Waiting) -> bool:
    """This effect is done; whether whoever claimed it had it still."""
    return bool(unit.rows(_settle_held, _held(waiting)))


def postpone(unit: Unit, waiting: Waiting, *, until: datetime) -> bool:
    """Give a claimed effect back, to be claimed again from `until` on; whether it was had still."""
    return bool(unit.rows(_postpone, {**_held(waiting), "until": until}))


def renew(unit: Unit, waiting: Waiting, *, until: datetime) -> bool:
    """Hold a claimed effect until that instant; whether it was had still."""
    return bool(unit.rows(_renew, {**_held(waiting), "until": until}))


def holds(unit: Unit, waiting: Waiting) -> bool:
    """Whether whoever claimed it has it still; if so nobody else gets it while the unit lasts."""
    return bool(unit.rows(_holds, _held(waiting)))


def _held(waiting: Waiting) -> dict[str, object]:
    return {
        "the_case": waiting.case,
        "the_activation": waiting.activation,
        "the_kind": waiting.kind,
        "the_owner": waiting.owner,
        "the_attempt": waiting.attempt,
        "since": waiting.enqueued_at,
    }


def claim(  # noqa: PLR0913  # whose, when, for how long, how many, of which case
    unit: Unit,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    case: CaseId | None = None,
) -> tuple[Waiting, ...]:
    """Up to `limit` effects that are due, the longest waiting first; none that others hold.

    With `case` only those of that case.
    """
    until = now + lease
    asked = {"the_owner": owner, "now": now, "leased_until": until, "most": limit}
    of_case = {} if case is None else {"the_case": case}
    records = unit.records(_claim if case is None else _claim_of_case, {**asked, **of_case})
    claimed = (_waiting(record, owner=owner, until=until) for record in records)
    return tuple(sorted(claimed, key=lambda one: (one.enqueued_at, one.case, one.activation)))


def _waiting(record: dict[str, Any], *, owner: str, until: datetime) -> Waiting:
    return Waiting(
        case=record["case_id"],
        activation=record["activation"],
        kind=record["kind"],
        effect=_read(record["payload"]),
        attempt=record["attempt"],
        enqueued_at=record["enqueued_at"],
        leased_until=until,
        owner=owner,
    )


def _read(payload: str) -> Effect | None:
    """One that cannot be read must not keep the others from being claimed."""
    try:
        return _effect.decode(payload)
    except (msgspec.MsgspecError, ValueError):
        return None


def is_due(reader: Reader, at: datetime) -> bool:
    """Whether there is anything to claim at `at`; cheaper than claiming."""
    return reader.row(_is_due, {"now": at}) is not None


def backlog(reader: Reader, at: datetime) -> Backlog:
    """What could be run at `at` and nobody has, or has had for longer than its lease."""
    ((waiting, oldest),) = reader.rows(_backlog, {"now": at})
    return Backlog(waiting=waiting, oldest=oldest)


def put_off(reader: Reader, case: CaseId) -> tuple[PutOff, ...]:
    """What of a case was given back by whoever had it, and now waits for its next attempt."""
    records = reader.records(_put_off, {"the_case": case})
    return tuple(PutOff(**record) for record in records)


def count(reader: Reader) -> int:
    """How many effects there are, whoever has them and whenever they are due."""
    ((found,),) = reader.rows(_count)
    return int(found)
