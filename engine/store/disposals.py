"""Lists of records to be destroyed: proposed, decided about, carried out case by case."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy import bindparam, desc, insert, select, update

from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_retention import DISPOSAL, DISPOSAL_CASE

Status = Literal["proposed", "approved", "refused", "done"]

_LIST, _CASE = DISPOSAL.c, DISPOSAL_CASE.c
_OF_ID = _LIST.id == bindparam("the_list")
_OF_LIST = _CASE.list_id == bindparam("the_list")
_OF_CASE = _CASE.case_id == bindparam("the_case")
_MOST = 500

_names = msgspec.json.Decoder(tuple[str, ...])

_insert = Prepared(insert(DISPOSAL))
_insert_case = Prepared(insert(DISPOSAL_CASE))
_find = Prepared(select(DISPOSAL).where(_OF_ID))
_lock = Prepared(select(_LIST.status).where(_OF_ID).with_for_update())
_newest = Prepared(select(DISPOSAL).order_by(desc(_LIST.proposed_at), desc(_LIST.id)).limit(_MOST))
_cases = Prepared(select(DISPOSAL_CASE).where(_OF_LIST).order_by(_CASE.closed_at, _CASE.case_id))
_one = Prepared(select(_CASE.seq, _CASE.left_out).where(_OF_LIST, _OF_CASE))
_lists_of = Prepared(
    select(DISPOSAL_CASE, _LIST.status)
    .join(DISPOSAL, _LIST.id == _CASE.list_id)
    .where(_OF_CASE)
    .order_by(_CASE.list_id)
)
_decide = Prepared(
    update(DISPOSAL)
    .where(_OF_ID)
    .values(
        status=bindparam("as_what"),
        decided_at=bindparam("when"),
        decided_by=bindparam("who"),
        reason=bindparam("why"),
        minutes=bindparam("number"),
        signed_on=bindparam("on_day"),
        witnesses=bindparam("seen_by"),
    )
)
_finish = Prepared(update(DISPOSAL).where(_OF_ID).values(status="done"))
_done = Prepared(
    update(DISPOSAL_CASE)
    .where(_OF_LIST, _OF_CASE)
    .values(seq=bindparam("the_seq"), done_at=bindparam("when"))
)
_leave_out = Prepared(
    update(DISPOSAL_CASE).where(_OF_LIST, _OF_CASE).values(left_out=bindparam("why"))
)
_is_disposed = Prepared(select(_CASE.list_id).where(_OF_CASE, _CASE.seq.is_not(None)).limit(1))


class Minutes(Frozen, frozen=True, kw_only=True):
    """The minutes (berita acara) of a disposal: number, day, and who witnessed it."""

    number: str
    signed_on: date
    witnesses: tuple[str, ...]


class Disposal(Frozen, frozen=True, kw_only=True):
    """A list of records to be destroyed. Instants are UTC; `minutes` once it is approved."""

    id: str
    status: Status
    note: str
    proposed_at: datetime
    proposed_by: PersonId
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    reason: str = ""
    minutes: Minutes | None = None


class ListedCase(Frozen, frozen=True, kw_only=True):
    """A record on a list, as it stood when it was proposed.

    `head`: the hash of its last event then, in hexadecimal. `seq`: the event of the case that says
    it was disposed of; `left_out`: why it was not.
    """

    case: CaseId
    sop: SopId
    version: int
    unit: UnitId
    kept_as: str
    opened_at: datetime
    closed_at: datetime
    over_on: date
    head: str
    seq: int | None = None
    done_at: datetime | None = None
    left_out: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether nothing became of it yet."""
        return self.seq is None and not self.left_out


def keep(unit: Unit, disposal: Disposal, cases: Sequence[ListedCase]) -> None:
    """Keep a new list."""
    row: dict[str, object] = {
        "id": disposal.id,
        "status": disposal.status,
        "note": disposal.note,
        "proposed_at": disposal.proposed_at,
        "proposed_by": disposal.proposed_by,
        "decided_at": None,
        "decided_by": None,
        "reason": "",
        "minutes": "",
        "signed_on": None,
        "witnesses": "[]",
    }
    unit.execute(_insert, row)
    unit.execute_all(_insert_case, [_row_of(disposal.id, one) for one in cases])


def _row_of(name: str, listed: ListedCase) -> dict[str, object]:
    row: dict[str, object] = {one: getattr(listed, one) for one in listed.__struct_fields__}
    row["case_id"], row["list_id"] = row.pop("case"), name
    row["head"] = bytes.fromhex(listed.head)
    return row


def find(reader: Reader, name: str) -> Disposal | None:
    """The list of that id."""
    found = reader.records(_find, {"the_list": name})
    return _disposal(found[0]) if found else None


def hold(unit: Unit, name: str) -> None:
    """Let nobody else decide about the list, or carry it out, until this unit is over."""
    unit.row(_lock, {"the_list": name})


def is_pending(reader: Reader, name: str, case: CaseId) -> bool:
    """Whether nothing became yet of that case on the list."""
    found = reader.rows(_one, {"the_list": name, "the_case": case})
    return found == [(None, "")]


def list_disposals(reader: Reader) -> tuple[Disposal, ...]:
    """All lists there are, the newest first."""
    return tuple(_disposal(one) for one in reader.records(_newest))


def cases_of(reader: Reader, name: str) -> tuple[ListedCase, ...]:
    """What stands on a list, the case first that was closed first."""
    return tuple(_listed(one) for one in reader.records(_cases, {"the_list": name}))


def lists_of(reader: Reader, case: CaseId) -> tuple[tuple[str, Status, ListedCase], ...]:
    """The lists that a case stands or stood on, oldest first: id, status, and the case there."""
    found = []
    for record in reader.records(_lists_of, {"the_case": case}):
        name, status = record["list_id"], record.pop("status")
        found.append((name, status, _listed(record)))
    return tuple(found)


def decide(unit: Unit, disposal: Disposal) -> None:
    """Keep what was decided about a list."""
    minutes = disposal.minutes
    given: dict[str, object] = {
        "the_list": disposal.id,
        "as_what": disposal.status,
        "when": disposal.decided_at,
        "who": disposal.decided_by,
        "why": disposal.reason,
        "number": "" if minutes is None else minutes.number,
        "on_day": None if minutes is None else minutes.signed_on,
        "seen_by": msgspec.json.encode(() if minutes is None else minutes.witnesses).decode(),
    }
    unit.execute(_decide, given)


def finish(unit: Unit, name: str) -> None:
    """Nothing on the list is pending any more."""
    unit.execute(_finish, {"the_list": name})


def mark_done(unit: Unit, name: str, case: CaseId, *, seq: int, at: datetime) -> None:
    """The case was disposed of, as its event `seq` says."""
    unit.execute(_done, {"the_list": name, "the_case": case, "the_seq": seq, "when": at})


def leave_out(unit: Unit, name: str, case: CaseId, *, why: str) -> None:
    """The case was not disposed of, and why."""
    unit.execute(_leave_out, {"the_list": name, "the_case": case, "why": why})


def is_disposed(reader: Reader, case: CaseId) -> bool:
    """Whether the record of the case is gone."""
    return reader.row(_is_disposed, {"the_case": case}) is not None


def _disposal(record: dict[str, object]) -> Disposal:
    number, day = str(record.pop("minutes")), record.pop("signed_on")
    witnesses = _names.decode(str(record.pop("witnesses")))
    minutes = None
    if isinstance(day, date):
        minutes = Minutes(number=number, signed_on=day, witnesses=witnesses)
    return Disposal(**record, minutes=minutes)  # type: ignore[arg-type]  # the columns of its table


def _listed(record: dict[str, object]) -> ListedCase:
    record.pop("list_id")
    head = record.pop("head")
    told = head.hex() if isinstance(head, bytes) else ""
    return ListedCase(case=record.pop("case_id"), head=told, **record)  # type: ignore[arg-type]  # as above
