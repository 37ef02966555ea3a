"""Cases counted: by SOP, by how they stand, how many were sent back."""

from collections.abc import Iterator
from functools import cache

import msgspec
from sqlalchemy import func, literal_column, select

from engine.core.events import Result
from engine.core.ids import SopId
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, Within, asked_within, limited
from engine.store.rows import StandingRow
from engine.store.tables import CASE, TASK

_BY_STANDING = (CASE.c.sop, CASE.c.result)


def tally(reader: Reader, limits: Within | None = None) -> tuple[StandingRow, ...]:
    """Cases counted by SOP and result. Reads every case: for reports, not for every page."""
    shape, given = asked_within(limits)
    return tuple(msgspec.convert(one, StandingRow) for one in reader.records(_tally(shape), given))


def standings(
    reader: Reader, limits: Within | None = None
) -> Iterator[tuple[SopId, Result | None, int]]:
    """How many cases of an SOP stand so; from an index, without their events."""
    shape, given = asked_within(limits)
    yield from reader.rows(_standings(shape), given)


def count_returned(reader: Reader, limits: Within | None = None) -> int:
    """Visits that ended with the case being sent back."""
    shape, given = asked_within(limits)
    ((count,),) = reader.rows(_returned(shape), given)
    return int(count)


@cache
def _standings(shape: Shape | None) -> Prepared:
    counted = select(*_BY_STANDING, func.count()).where(*limited(CASE, shape))
    return Prepared(counted.group_by(*_BY_STANDING).order_by(*_BY_STANDING))


@cache
def _tally(shape: Shape | None) -> Prepared:
    cases, events = func.count().label("cases"), func.sum(CASE.c.seq).label("events")
    counted = select(*_BY_STANDING, cases, events).where(*limited(CASE, shape))
    return Prepared(counted.group_by(*_BY_STANDING).order_by(*_BY_STANDING))


@cache
def _returned(shape: Shape | None) -> Prepared:
    was_returned = TASK.c.status == literal_column("'returned'")
    counted = select(func.count()).select_from(TASK)
    return Prepared(counted.where(was_returned, *limited(TASK, shape)))
