"""Whole cases for exports: page by page in one snapshot, so that memory stays flat."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, asc, bindparam, func, select

from engine.core.events import Recorded
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import CASE, CASE_EVENT
from engine.store.tables_personal import CASE_SUBJECT, SUBJECT_KEY

_CASES_A_PAGE = 256
_EVENTS_AT_ONCE = 4_000
"""Read together, unless one case alone has more. A server ends a snapshot that is idle for long."""

_SUBJECT = (
    select(func.max(SUBJECT_KEY.c.id))
    .join(CASE_SUBJECT, CASE_SUBJECT.c.key_id == SUBJECT_KEY.c.id)
    .where(
        CASE_SUBJECT.c.case_id == CASE.c.id,
        CASE_SUBJECT.c.owns,
        SUBJECT_KEY.c.subject.is_not(None),
    )
    .correlate(CASE)
    .scalar_subquery()
)
"""The key of whoever's request a case is; None once it is destroyed."""


class ExportQuery(Frozen, frozen=True, kw_only=True):
    """Which cases; empty means all. Days begin with `from` and end before `before`; aware UTC.

    `reach` as for lists: None for whoever runs the machine.
    """

    sops: tuple[SopId, ...] = ()
    unit: UnitId | None = None
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    closed_from: datetime | None = None
    closed_before: datetime | None = None
    only_closed: bool = False
    reach: Reach | None = None


class ExportSize(Frozen, frozen=True, kw_only=True):
    """How much there is to export."""

    cases: int
    events: int


class WholeCase(Frozen, frozen=True, kw_only=True):
    """A case with its history. `subject` is what its applicant is known by, where that is known."""

    case: CaseId
    subject: str | None
    history: tuple[Recorded, ...]


def size_of(reader: Reader, query: ExportQuery) -> ExportSize:
    """How many cases and events the query finds."""
    asked, shape, given = _asked(reader, query)
    ((cases, events),) = reader.rows(_size(asked, shape), given)
    return ExportSize(cases=cases, events=int(events or 0))


def whole_cases(reader: Reader, query: ExportQuery) -> Iterator[WholeCase]:
    """Every case that the query finds, by id: the oldest first."""
    asked, shape, given = _asked(reader, query)
    page, after = _page(asked, shape), ""
    while rows := reader.rows(page, {**given, "after_case": after}):
        after = rows[-1][0]
        for together in _together(rows):
            yield from _with_histories(reader, together)


_Row = tuple[str, int, str | None]


def _together(rows: Sequence[tuple[str, int, str | None]]) -> Iterator[list[_Row]]:
    """The rows in lots whose histories fit into memory."""
    lot: list[_Row] = []
    events = 0
    for row in rows:
        if lot and events + row[1] > _EVENTS_AT_ONCE:
            yield lot
            lot, events = [], 0
        lot.append(row)
        events += row[1]
    yield lot


def _with_histories(reader: Reader, rows: list[_Row]) -> Iterator[WholeCase]:
    room = 1 << (len(rows) - 1).bit_length()  # few sizes, so few statements
    given = {f"case_{place}": "" for place in range(room)}
    given |= {f"case_{place}": row[0] for place, row in enumerate(rows)}
    bodies: dict[str, list[bytes]] = {row[0]: [] for row in rows}
    for case, body in reader.rows(_histories(room), given):
        bodies[case].append(body)
    for case, _, subject in rows:
        history = tuple(decode_recorded(body) for body in bodies.pop(case))
        yield WholeCase(case=CaseId(case), subject=subject, history=history)


@cache
def _histories(room: int) -> Prepared:
    event = CASE_EVENT.c
    cases = [bindparam(f"case_{place}", type_=event.case_id.type) for place in range(room)]
    found = select(event.case_id, event.body).where(event.case_id.in_(cases))
    return Prepared(found.order_by(asc(event.case_id), asc(event.seq)))


def _asked(
    reader: Reader, query: ExportQuery
) -> tuple[frozenset[str], Shape | None, dict[str, object]]:
    shape, limits = asked_within(within(reader, query.reach))
    instants = {name: getattr(query, name) for name in _BETWEEN}
    asked = {name for name, at in instants.items() if at is not None}
    asked |= {f"sops:{len(query.sops)}"} if query.sops else set()
    asked |= {"unit"} if query.unit is not None else set()
    asked |= {"only_closed"} if query.only_closed else set()
    sops = {f"sop_{place}": sop for place, sop in enumerate(query.sops)}
    return frozenset(asked), shape, {**instants, **sops, "the_unit": query.unit, **limits}


_BETWEEN: Mapping[str, ColumnElement[bool]] = {
    "opened_from": CASE.c.opened_at >= bindparam("opened_from", type_=CASE.c.opened_at.type),
    "opened_before": CASE.c.opened_at < bindparam("opened_before", type_=CASE.c.opened_at.type),
    "closed_from": CASE.c.closed_at >= bindparam("closed_from", type_=CASE.c.opened_at.type),
    "closed_before": CASE.c.closed_at < bindparam("closed_before", type_=CASE.c.opened_at.type),
}


def _conditions(asked: frozenset[str], shape: Shape | None) -> list[ColumnElement[bool]]:
    found = [condition for name, condition in _BETWEEN.items() if name in asked]
    for name in asked:
        if name.startswith("sops:"):
            count = int(name.removeprefix("sops:"))
            sops = [bindparam(f"sop_{place}", type_=CASE.c.sop.type) for place in range(count)]
            found.append(CASE.c.sop.in_(sops))
    if "unit" in asked:
        found.append(CASE.c.unit == bindparam("the_unit"))
    if "only_closed" in asked:
        found.append(CASE.c.closed_at.is_not(None))
    return [*found, *limited(CASE, shape)]


@cache
def _page(asked: frozenset[str], shape: Shape | None) -> Prepared:
    after = CASE.c.id > bindparam("after_case", type_=CASE.c.id.type)
    found = select(CASE.c.id, CASE.c.seq, _SUBJECT.label("subject"))
    found = found.where(after, *_conditions(asked, shape))
    return Prepared(found.order_by(asc(CASE.c.id)).limit(_CASES_A_PAGE))


@cache
def _size(asked: frozenset[str], shape: Shape | None) -> Prepared:
    counted = select(func.count(), func.sum(CASE.c.seq)).select_from(CASE)
    return Prepared(counted.where(*_conditions(asked, shape)))
