"""Queues: what waits to be claimed, what somebody holds or has lent, and who did how much."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    asc,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
)

from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.rows import TaskRow
from engine.store.tables import TASK
from engine.store.tables_runtime import URGENCY

_TASK = TASK.c
_WAITING = (_TASK.finished_at.is_(None), _TASK.automated == false())
_FIRST = func.coalesce(URGENCY.c.goes_first, false())
_OVERDUE = URGENCY.c.due < bindparam("now")
_PRESSING = (
    asc(case((or_(_FIRST, _OVERDUE), 0), else_=1)),
    asc(URGENCY.c.due.is_(None)),
    asc(URGENCY.c.due),
    asc(_TASK.opened_at),
    asc(_TASK.case_id),
    asc(_TASK.activation),
)
"""The order of `engine.core.priority`, so that cutting off the rest cuts off the right ones."""

_SAME_TASK = and_(URGENCY.c.case_id == _TASK.case_id, URGENCY.c.activation == _TASK.activation)
_WITH_URGENCY = TASK.outerjoin(URGENCY, _SAME_TASK)


class QueueQuery(Frozen, frozen=True, kw_only=True):
    """What nobody holds yet: of a role, of these units, of one SOP, as far as they are named."""

    role: RoleId | None = None
    units: tuple[UnitId, ...] | None = None
    sop: SopId | None = None


class QueueRow(Frozen, frozen=True, kw_only=True):
    """An open task and how much it presses, as far as a look at its case has told yet."""

    task: TaskRow
    due: datetime | None
    first: bool


class HeldCount(Frozen, frozen=True, kw_only=True):
    """How many open tasks of a unit a person holds, and how many of them are overdue."""

    person: PersonId
    unit: UnitId
    held: int
    overdue: int


def waiting(reader: Reader, query: QueueQuery, *, at: datetime, limit: int) -> tuple[QueueRow, ...]:
    """The tasks that are to be taken up first at `at`, in that order."""
    return _rows(reader, _waiting(_shape(query)), _given(query) | {"now": at, "most": limit})


def count_waiting(
    reader: Reader, query: QueueQuery, *, at: datetime
) -> dict[UnitId, tuple[int, int]]:
    """How many tasks of which unit wait, and how many of them are overdue at `at`."""
    rows = reader.rows(_count(_shape(query)), _given(query) | {"now": at})
    return {unit: (int(count), int(overdue)) for unit, count, overdue in rows}


class _Shape(Frozen, frozen=True):
    """Which conditions there are; `room` for so many units (a power of two, so few statements)."""

    role: bool
    sop: bool
    room: int


def _shape(query: QueueQuery) -> _Shape:
    units = query.units
    room = 0 if units is None else 1 << max(len(units) - 1, 0).bit_length()
    return _Shape(query.role is not None, query.sop is not None, room)


def _given(query: QueueQuery) -> dict[str, object]:
    room = {f"unit_{place}": "" for place in range(_shape(query).room)}
    units = {f"unit_{place}": unit for place, unit in enumerate(query.units or ())}
    return {"the_role": query.role, "the_sop": query.sop, **room, **units}


def _in_queue(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    yield from _WAITING
    yield _TASK.assignee.is_(None)
    if shape.role:
        yield _TASK.role == bindparam("the_role")
    if shape.sop:
        yield _TASK.sop == bindparam("the_sop")
    if shape.room:
        units = (bindparam(f"unit_{place}", type_=_TASK.unit.type) for place in range(shape.room))
        yield _TASK.unit.in_(tuple(units))


def _listed(*where: ColumnElement[bool]) -> Select[Any]:
    columns = select(TASK, URGENCY.c.due, _FIRST.label("first"))
    return columns.select_from(_WITH_URGENCY).where(*where)


@cache
def _waiting(shape: _Shape) -> Prepared:
    """Only what it is sorted by is sorted; the rest is read of the few that are wanted."""
    sorted_by = select(_TASK.case_id, _TASK.activation).select_from(_WITH_URGENCY)
    wanted = sorted_by.where(*_in_queue(shape)).order_by(*_PRESSING).limit(bindparam("most"))
    those = wanted.subquery("wanted")
    same = and_(those.c.case_id == _TASK.case_id, those.c.activation == _TASK.activation)
    columns = select(TASK, URGENCY.c.due, _FIRST.label("first"))
    listed = columns.select_from(those.join(TASK, same).outerjoin(URGENCY, _SAME_TASK))
    return Prepared(listed.order_by(*_PRESSING))


@cache
def _count(shape: _Shape) -> Prepared:
    counted = select(_TASK.unit, func.count(), func.sum(case((_OVERDUE, 1), else_=0)))
    queued = counted.select_from(_WITH_URGENCY).where(*_in_queue(shape))
    return Prepared(queued.group_by(_TASK.unit))


_held = Prepared(
    _listed(*_WAITING, _TASK.assignee == bindparam("the_person"))
    .order_by(*_PRESSING)
    .limit(bindparam("most"))
)
_lent = Prepared(
    _listed(*_WAITING, _TASK.owner == bindparam("the_person"))
    .order_by(*_PRESSING)
    .limit(bindparam("most"))
)


def held(reader: Reader, person: PersonId, *, at: datetime, limit: int) -> tuple[QueueRow, ...]:
    """What somebody holds, in the order in which it is to be done."""
    return _rows(reader, _held, {"the_person": person, "now": at, "most": limit})


def lent(reader: Reader, person: PersonId, *, at: datetime, limit: int) -> tuple[QueueRow, ...]:
    """What somebody has delegated and is still theirs, in the same order."""
    return _rows(reader, _lent, {"the_person": person, "now": at, "most": limit})


def _rows(reader: Reader, statement: Prepared, given: dict[str, object]) -> tuple[QueueRow, ...]:
    return tuple(_row(record) for record in reader.records(statement, given))


def _row(record: dict[str, Any]) -> QueueRow:
    due, first = record.pop("due"), bool(record.pop("first"))
    return QueueRow(task=msgspec.convert(record, TaskRow), due=due, first=first)


_of_holder = Prepared(select(TASK).where(*_WAITING, _TASK.assignee == bindparam("the_person")))
_of_owner = Prepared(select(TASK).where(*_WAITING, _TASK.owner == bindparam("the_person")))
_holders = Prepared(
    select(_TASK.assignee, _TASK.owner)
    .where(_TASK.finished_at.is_(None), _TASK.assignee.is_not(None))
    .distinct()
)


def holders(reader: Reader) -> frozenset[PersonId]:
    """Everybody who holds an open task, or has lent one."""
    return frozenset(person for row in reader.rows(_holders) for person in row if person)


def in_hands_of(reader: Reader, person: PersonId) -> Iterator[TaskRow]:
    """All that somebody holds or has lent."""
    for statement in (_of_holder, _of_owner):
        for record in reader.records(statement, {"the_person": person}):
            yield msgspec.convert(record, TaskRow)


_load = Prepared(
    select(
        _TASK.assignee.label("person"),
        _TASK.unit,
        func.count().label("held"),
        func.sum(case((_OVERDUE, 1), else_=0)).label("overdue"),
    )
    .select_from(_WITH_URGENCY)
    .where(*_WAITING, _TASK.assignee.is_not(None))
    .group_by(_TASK.assignee, _TASK.unit)
)
_done = Prepared(
    select(_TASK.finished_by, _TASK.unit, func.count())
    .where(
        _TASK.finished_at >= bindparam("since"),
        or_(*(_TASK.status == literal_column(f"'{done}'") for done in ("completed", "returned"))),
    )
    .group_by(_TASK.finished_by, _TASK.unit)
)


def load(reader: Reader, *, at: datetime) -> tuple[HeldCount, ...]:
    """Who holds how much of which unit at `at`."""
    return tuple(msgspec.convert(one, HeldCount) for one in reader.records(_load, {"now": at}))


def done(reader: Reader, *, since: datetime) -> dict[tuple[PersonId, UnitId], int]:
    """How many steps of which unit who has finished since then."""
    return {
        (person, unit): int(count) for person, unit, count in reader.rows(_done, {"since": since})
    }
