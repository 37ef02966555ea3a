"""Why a deadline lies where it lies: each stretch of time, counted or left out, and for what."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from engine.core.calendar import Calendar
from engine.core.calendar_days import DayPlan, LeftOut
from engine.core.calendar_version import Holiday
from engine.core.local_time import (
    end_of_day,
    instant_from_seconds,
    local_from_seconds,
    start_of_day,
)
from engine.core.text import Frozen, Text


class Interval(Frozen, frozen=True, kw_only=True):
    """A stretch of time from `begins` up to, not including, `ends`; instants in UTC.

    `hours` names the season or special day by whose hours it was judged.
    """

    begins: datetime
    ends: datetime
    hours: Text
    left_out: LeftOut | None = None
    holiday: Holiday | None = None

    @property
    def counted(self) -> bool:
        """Whether it is working time."""
        return self.left_out is None

    @property
    def seconds(self) -> int:
        """How long it is on the clock."""
        return round((self.ends - self.begins).total_seconds())


def explain(calendar: Calendar, start: datetime, end: datetime) -> tuple[Interval, ...]:
    """All the time from `start` to `end` in order and without gaps; empty where they are one.

    What is counted adds up to `calendar.between(start, end)`, to the second.

    Raises:
        ValueError: `end` comes before `start`.
        BeyondCalendar: one of them lies outside the days compiled.
    """
    begun, over = calendar.second_of(start), calendar.second_of(end)
    if over < begun:
        raise ValueError(f"{end.isoformat()} comes before {start.isoformat()}")
    found: list[Interval] = []
    for piece in _pieces(calendar, begun, over):
        if found and _alike(found[-1], piece):
            found[-1] = msgspec.structs.replace(found[-1], ends=piece.ends)
        else:
            found.append(piece)
    return tuple(found)


def _alike(one: Interval, other: Interval) -> bool:
    """Whether there is no telling the two apart but by their times."""
    same_rule = one.hours == other.hours and one.left_out == other.left_out
    return same_rule and one.holiday == other.holiday


def _pieces(calendar: Calendar, begun: int, over: int) -> Iterator[Interval]:
    """Day by day, what of each lies between the two seconds."""
    for day in _days(calendar, begun, over):
        plan = calendar.rules.plan(day)
        for begins, ends, left_out in _stretches(calendar, plan, day):
            if max(begins, begun) < min(ends, over):
                yield Interval(
                    begins=instant_from_seconds(max(begins, begun)),
                    ends=instant_from_seconds(min(ends, over)),
                    hours=plan.hours,
                    left_out=left_out,
                    holiday=plan.holiday,
                )


def _days(calendar: Calendar, begun: int, over: int) -> Iterator[date]:
    # The second before `over` is the last one asked for; at most it is the last one compiled.
    first = local_from_seconds(begun, calendar.zone).toordinal()
    last = local_from_seconds(over - 1, calendar.zone).toordinal()
    return map(date.fromordinal, range(first, last + 1))


def _stretches(
    calendar: Calendar, plan: DayPlan, day: date
) -> Iterator[tuple[int, int, LeftOut | None]]:
    """The whole day as begin, end and why it does not count; some may have no length."""
    at, left_out = start_of_day(day, calendar.zone), plan.left_out
    for begins, ends in calendar.segments_of(day):
        yield at, begins, left_out
        yield begins, ends, None
        at, left_out = ends, LeftOut.BREAK
    yield at, end_of_day(day, calendar.zone), plan.left_out
