"""Records kept back, closed cases by the day they were closed, and what of a case is to go."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.events import FileAttached, Recorded
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.retention_events import CaseHeld, HoldGround, HoldLifted
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables import CASE, CASE_EVENT
from engine.store.tables_retention import CASE_HOLD, DISPOSAL, DISPOSAL_CASE, DISPOSAL_FILE

_PAGE = 1000
_HELD, _CASE, _EVENT, _LISTED = CASE_HOLD.c, CASE.c, CASE_EVENT.c, DISPOSAL_CASE.c

_hold = Prepared(insert(CASE_HOLD))
_lift = Prepared(
    delete(CASE_HOLD).where(
        _HELD.case_id == bindparam("the_case"), _HELD.ground == bindparam("the_ground")
    )
)
_forget = Prepared(delete(CASE_HOLD))
_holds = Prepared(
    select(*CASE_HOLD.c, _CASE.sop, _CASE.unit)
    .join(CASE, _CASE.id == _HELD.case_id)
    .order_by(_HELD.since, _HELD.case_id, _HELD.ground)
)
_settled = exists().where(
    _LISTED.case_id == _CASE.id,
    _LISTED.list_id == DISPOSAL.c.id,
    or_(
        _LISTED.seq.is_not(None),
        and_(
            _LISTED.left_out == "",
            or_(DISPOSAL.c.status == "proposed", DISPOSAL.c.status == "approved"),
        ),
    ),
)
_closed = Prepared(
    select(_CASE.id, _CASE.unit, _CASE.opened_at, _CASE.closed_at, _CASE.head)
    .where(
        _CASE.sop == bindparam("the_sop"),
        _CASE.version == bindparam("the_version"),
        _CASE.closed_at < bindparam("before"),
        ~exists().where(_HELD.case_id == _CASE.id),
        ~_settled,
    )
    .order_by(_CASE.closed_at, _CASE.id)
    .limit(bindparam("most"))
)
_attached = Prepared(
    select(_EVENT.case_id, _EVENT.seq, _EVENT.body)
    .where(
        _EVENT.kind == "file_attached",
        or_(
            _EVENT.case_id > bindparam("after_case"),
            and_(_EVENT.case_id == bindparam("same_case"), _EVENT.seq > bindparam("after_seq")),
        ),
        ~exists().where(_LISTED.case_id == _EVENT.case_id, _LISTED.seq.is_not(None)),
    )
    .order_by(_EVENT.case_id, _EVENT.seq)
    .limit(_PAGE)
)
_want_gone = Prepared(
    sqlite.insert(DISPOSAL_FILE).on_conflict_do_nothing(),
    postgresql=postgresql.insert(DISPOSAL_FILE).on_conflict_do_nothing(),
)
_to_go = Prepared(select(DISPOSAL_FILE.c.sha256).order_by(DISPOSAL_FILE.c.sha256))
_gone = Prepared(delete(DISPOSAL_FILE).where(DISPOSAL_FILE.c.sha256 == bindparam("the_hash")))


class HoldRow(Frozen, frozen=True, kw_only=True):
    """A ground on which a record is kept back."""

    case: CaseId
    ground: HoldGround
    since: datetime
    by: PersonId
    reason: str
    sop: SopId
    unit: UnitId


class ClosedRow(Frozen, frozen=True, kw_only=True):
    """A closed case that stands on no list and is not held."""

    case: CaseId
    unit: UnitId
    opened_at: datetime
    closed_at: datetime
    head: bytes


def project(unit: Unit, events: Iterable[Recorded]) -> None:
    """Bring what is kept back up to date with events just appended."""
    for one in events:
        match one.event:
            case CaseHeld(ground=ground, reason=reason):
                row = {"case_id": one.case, "ground": ground.value, "since": one.at}
                unit.execute(_hold, {**row, "by": one.by.person, "reason": reason})
            case HoldLifted(ground=ground):
                unit.execute(_lift, {"the_case": one.case, "the_ground": ground.value})
            case _:
                pass


def forget(unit: Unit) -> None:
    """Empty the view, to make it anew from the events."""
    unit.execute(_forget)


def list_holds(reader: Reader) -> tuple[HoldRow, ...]:
    """Everything that is kept back, longest first."""
    return tuple(
        HoldRow(
            case=CaseId(record["case_id"]),
            ground=HoldGround(record["ground"]),
            since=record["since"],
            by=PersonId(record["by"]),
            reason=record["reason"],
            sop=SopId(record["sop"]),
            unit=UnitId(record["unit"]),
        )
        for record in reader.records(_holds)
    )


def closed_before(
    reader: Reader, sop: SopId, version: int, before: datetime, *, limit: int
) -> tuple[ClosedRow, ...]:
    """Cases closed before an instant that nobody keeps back or has on a list, oldest first."""
    given = {"the_sop": sop, "the_version": version, "before": before, "most": limit}
    return tuple(
        ClosedRow(case=CaseId(case), unit=UnitId(at), opened_at=opened, closed_at=closed, head=head)
        for case, at, opened, closed, head in reader.rows(_closed, given)
    )


def want_gone(unit: Unit, hashes: Collection[str]) -> None:
    """Note documents whose bytes are to go, once this unit is over."""
    for name in sorted(hashes):
        unit.execute(_want_gone, {"sha256": name})


def to_go(reader: Reader) -> tuple[str, ...]:
    """The documents whose bytes are to go."""
    return tuple(name for (name,) in reader.rows(_to_go))


def kept_by_others(reader: Reader, hashes: Collection[str]) -> frozenset[str]:
    """Those of the documents that stand in a record which is not disposed of.

    Walks over every document there is: asked once for many.
    """
    wanted, found = frozenset(hashes), set[str]()
    case, seq = "", 0
    while page := _page(reader, case, seq):
        for case, seq, body in page:  # noqa: B007  # the last of a page is where the next begins
            event = decode_recorded(body).event
            if isinstance(event, FileAttached) and event.sha256 in wanted:
                found.add(event.sha256)
    return frozenset(found)


def _page(reader: Reader, case: str, seq: int) -> Sequence[tuple[str, int, bytes]]:
    return reader.rows(_attached, {"after_case": case, "same_case": case, "after_seq": seq})


def forget_files(unit: Unit, names: Iterable[str]) -> None:
    """Their bytes are gone, or stay for another's sake."""
    for name in names:
        unit.execute(_gone, {"the_hash": name})
