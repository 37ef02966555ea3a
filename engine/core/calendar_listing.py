"""A calendar day by day, for showing: the hours of each, or why it has none."""

from datetime import date

from engine.core.calendar import Calendar
from engine.core.calendar_days import LeftOut
from engine.core.calendar_version import Holiday
from engine.core.text import Frozen, Text


class CalendarDay(Frozen, frozen=True, kw_only=True):
    """A day by the office's clock. `segments` are written as offices do: 07.30-12.00.

    `hours` names the season or special day whose hours rule it, `seconds` is the work there is.
    `left_out` says why there is none.
    """

    day: date
    hours: Text
    segments: tuple[str, ...] = ()
    seconds: int = 0
    left_out: LeftOut | None = None
    holiday: Holiday | None = None


def days_of(calendar: Calendar) -> tuple[CalendarDay, ...]:
    """Every day that the calendar was compiled for."""
    ordinals = range(calendar.first.toordinal(), calendar.last.toordinal() + 1)
    return tuple(_day(calendar, date.fromordinal(ordinal)) for ordinal in ordinals)


def _day(calendar: Calendar, day: date) -> CalendarDay:
    plan = calendar.rules.plan(day)
    return CalendarDay(
        day=day,
        hours=plan.hours,
        segments=tuple(map(str, plan.segments)),
        seconds=sum(ends - begins for begins, ends in calendar.segments_of(day)),
        left_out=None if plan.segments else plan.left_out,
        holiday=plan.holiday,
    )
