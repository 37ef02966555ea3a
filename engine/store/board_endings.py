"""How the latest cases ended, day by day, and which steps were done: for an SLA board."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    asc,
    bindparam,
    case,
    desc,
    false,
    func,
    literal_column,
    select,
    true,
)

from engine.core.events import Result
from engine.core.ids import ActivationId, CaseId, PersonId, SopId, StepId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import TASK
from engine.store.tables_pace import ENDING

Which = Literal["timed", "on_time", "late", "completed"]
"""Of the cases that ended: those that a clock timed, of these in time or late; or all completed."""


class Day(Frozen, frozen=True, kw_only=True):
    """Cases that ended on a day of the office: all, those that were timed, those in time."""

    day: date
    ended: int
    timed: int
    on_time: int


class DoneStep(Frozen, frozen=True, kw_only=True):
    """A step as somebody finished it. Instants are UTC."""

    case_id: CaseId
    activation: ActivationId
    finished_by: PersonId | None
    sop: SopId
    version: int
    step: StepId
    opened_at: datetime
    finished_at: datetime


class Ended(Frozen, frozen=True, kw_only=True):
    """A case that ended; `worked`: the office's working seconds."""

    case_id: CaseId
    sop: SopId
    version: int
    result: Result
    closed_at: datetime
    on_time: bool | None
    worked: int


class EndedWanted(Frozen, frozen=True, kw_only=True):
    """Which of them: those that ended from one day up to (not with) another."""

    reach: Reach
    since: date
    until: date
    which: Which = "timed"


_SERVED = ENDING.c.result != literal_column("'withdrawn'")


def days(reader: Reader, reach: Reach, *, since: date) -> tuple[Day, ...]:
    """Each day on which cases ended since then; those withdrawn were not the office's to end."""
    shape, given = asked_within(within(reader, reach))
    rows = reader.records(_days(shape), given | {"since": since})
    return tuple(msgspec.convert(one, Day) for one in rows)


@cache
def _days(shape: Shape | None) -> Prepared:
    one = ENDING.c
    in_time = case((one.on_time == false(), 0), (one.on_time.is_(None), 0), else_=1)
    counted = select(
        one.day,
        func.count().label("ended"),
        func.count(one.on_time).label("timed"),
        func.sum(in_time).label("on_time"),
    ).where(one.day >= bindparam("since", type_=one.day.type), _SERVED, *limited(ENDING, shape))
    return Prepared(counted.group_by(one.day).order_by(asc(one.day)))


def count_ended(reader: Reader, wanted: EndedWanted) -> int:
    """How many cases ended so."""
    shape, given = asked_within(within(reader, wanted.reach))
    ((found,),) = reader.rows(_ended(wanted.which, shape), given | _span(wanted))
    return int(found)


def ended(reader: Reader, wanted: EndedWanted, *, limit: int, skip: int = 0) -> tuple[Ended, ...]:
    """Such cases, the one that ended last before the others."""
    shape, given = asked_within(within(reader, wanted.reach))
    asked = given | _span(wanted) | {"most": limit, "skipped": skip}
    records = reader.records(_endings(wanted.which, shape), asked)
    return tuple(msgspec.convert(one, Ended, strict=False) for one in records)


def median_worked(reader: Reader, reach: Reach, *, since: date, until: date) -> int | None:
    """Of the cases completed from one day up to (not with) another: the office's seconds.

    The lower one of two in the middle; None where none was.
    """
    wanted = EndedWanted(reach=reach, since=since, until=until, which="completed")
    middle = max(count_ended(reader, wanted) - 1, 0) // 2
    shape, given = asked_within(within(reader, reach))
    row = reader.row(_worked(shape), given | _span(wanted) | {"middle": middle})
    return None if row is None else int(row[0])


def _span(wanted: EndedWanted) -> dict[str, object]:
    return {"since": wanted.since, "until": wanted.until}


_E = ENDING.c
_OF: dict[Which, tuple[ColumnElement[bool], ...]] = {
    "timed": (_SERVED, _E.on_time.is_not(None)),
    "on_time": (_SERVED, _E.on_time == true()),
    "late": (_SERVED, _E.on_time == false()),
    "completed": (_E.result == literal_column("'completed'"),),
}


def _in_days(which: Which, shape: Shape | None) -> Iterator[ColumnElement[bool]]:
    yield _E.day >= bindparam("since", type_=_E.day.type)
    yield _E.day < bindparam("until", type_=_E.day.type)
    yield from _OF[which]
    yield from limited(ENDING, shape)


@cache
def _ended(which: Which, shape: Shape | None) -> Prepared:
    return Prepared(select(func.count()).select_from(ENDING).where(*_in_days(which, shape)))


@cache
def _endings(which: Which, shape: Shape | None) -> Prepared:
    names = (_E[name] for name in Ended.__struct_fields__)
    shown = select(*names).where(*_in_days(which, shape))
    latest = shown.order_by(desc(_E.closed_at), asc(_E.case_id))
    return Prepared(latest.limit(bindparam("most")).offset(bindparam("skipped")))


@cache
def _worked(shape: Shape | None) -> Prepared:
    sorted_ = select(_E.worked).where(*_in_days("completed", shape)).order_by(asc(_E.worked))
    return Prepared(sorted_.limit(1).offset(bindparam("middle")))


def done_steps(
    reader: Reader, reach: Reach, *, since: datetime, limit: int
) -> tuple[DoneStep, ...]:
    """The steps that people finished since then, the latest first, at most so many."""
    shape, given = asked_within(within(reader, reach))
    rows = reader.records(_done(shape), given | {"since": since, "most": limit})
    return tuple(msgspec.convert(one, DoneStep) for one in rows)


@cache
def _done(shape: Shape | None) -> Prepared:
    one = TASK.c
    shown = select(*(one[name] for name in DoneStep.__struct_fields__)).where(
        one.finished_at >= bindparam("since", type_=one.finished_at.type),
        one.status == literal_column("'completed'"),
        one.automated == false(),
        *limited(TASK, shape),
    )
    return Prepared(shown.order_by(desc(one.finished_at)).limit(bindparam("most")))
