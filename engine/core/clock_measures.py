"""How a clock's budget is counted: by seconds of work, by seconds, or by the ends of days.

A day counts for a clock that runs when the day ends: a working day at the end of its work, a day
of the calendar with its last second. Thus days never become hours: a pause that is over before
the day ends takes nothing away, and one over the ends of k days moves the deadline by k days.
"""

from bisect import bisect_right
from datetime import date, datetime, time
from enum import StrEnum
from typing import assert_never

from engine.core.calendar import Calendar
from engine.core.calendar_due import DayOne, due
from engine.core.durations import Duration, TimeUnit
from engine.core.local_time import end_of_day, instant_from_seconds, local_from_seconds
from engine.core.text import Frozen


class Counted(StrEnum):
    """What a clock counts."""

    WORKING_SECOND = "working_second"
    SECOND = "second"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


class DayRule(Frozen, frozen=True, kw_only=True):
    """Which day is the first of working days; `cut_off` is by the office's clock."""

    day_one: DayOne = "next_working_day"
    cut_off: time | None = None


class Measure(Frozen, frozen=True, kw_only=True):
    """A budget laid on the calendar: `total` of what is `counted` must pass until it is used up.

    The first `lead` of them are ends of days before day one, which the budget does not count: as
    a rule that of the day on which the clock starts.
    """

    counted: Counted
    total: int
    lead: int = 0

    @property
    def amount(self) -> int:
        """The budget itself; months are counted as the days they are from where they start."""
        return self.total - self.lead


_COUNTED = {
    TimeUnit.MINUTE: Counted.WORKING_SECOND,
    TimeUnit.WORKING_HOUR: Counted.WORKING_SECOND,
    TimeUnit.CALENDAR_HOUR: Counted.SECOND,
    TimeUnit.WORKING_DAY: Counted.WORKING_DAY,
    TimeUnit.CALENDAR_DAY: Counted.CALENDAR_DAY,
    TimeUnit.MONTH: Counted.CALENDAR_DAY,
}


def measure(calendar: Calendar, budget: Duration, *, start: datetime, rule: DayRule) -> Measure:
    """What must pass from `start`, so that without a pause it is over when `due` says.

    Raises:
        BeyondCalendar: the deadline lies outside the days compiled.
    """
    counted = _COUNTED[budget.unit]
    over = due(calendar, budget, start=start, day_one=rule.day_one, cut_off=rule.cut_off)
    total = passed(calendar, counted, start, over)
    if budget.unit is TimeUnit.MONTH:
        return Measure(counted=counted, total=total, lead=_own_day(calendar, start))
    if counted in {Counted.WORKING_DAY, Counted.CALENDAR_DAY}:
        return Measure(counted=counted, total=total, lead=total - budget.amount)
    return Measure(counted=counted, total=total)


def _own_day(calendar: Calendar, start: datetime) -> int:
    """1, for the end of the day that `start` lies in; 0 in its last second."""
    return int(_day_at(calendar, start) == calendar.day_of(start))


def passed(calendar: Calendar, counted: Counted, begins: datetime, ends: datetime) -> int:
    """How much of what is counted lies after `begins`, and at or before `ends`."""
    match counted:
        case Counted.WORKING_SECOND:
            return calendar.between(begins, ends)
        case Counted.SECOND:
            return calendar.second_of(ends) - calendar.second_of(begins)
        case Counted.WORKING_DAY:
            return _closings_until(calendar, ends) - _closings_until(calendar, begins)
        case Counted.CALENDAR_DAY:
            return _day_at(calendar, ends).toordinal() - _day_at(calendar, begins).toordinal()
        case _:
            assert_never(counted)


def reach(calendar: Calendar, counted: Counted, start: datetime, amount: int) -> datetime:
    """The instant (UTC, whole seconds) by which `amount` has passed since `start`.

    Raises:
        BeyondCalendar: it lies outside the days compiled.
    """
    begun = calendar.second_of(start)
    if amount == 0:
        return instant_from_seconds(begun)
    match counted:
        case Counted.WORKING_SECOND:
            return calendar.add(start, amount)
        case Counted.SECOND:
            return _within(calendar, begun + amount)
        case Counted.WORKING_DAY:
            place = _closings_until(calendar, start) + amount - 1
            if place >= len(calendar.closings):
                raise calendar.beyond(f"{amount} working days after {start.isoformat()}")
            return instant_from_seconds(calendar.closings[place])
        case Counted.CALENDAR_DAY:
            day = _day_at(calendar, start).toordinal() + amount - 1
            if day > calendar.last.toordinal():
                raise calendar.beyond(f"{amount} days after {start.isoformat()}")
            return _last_second(calendar, date.fromordinal(day))
        case _:
            assert_never(counted)


def day_end(calendar: Calendar, counted: Counted, day: date) -> datetime | None:
    """With which a day counts; None for a day without work where working days are counted."""
    if counted is not Counted.WORKING_DAY:
        return _last_second(calendar, day)
    return calendar.closing(day) if calendar.is_working_day(day) else None


def _last_second(calendar: Calendar, day: date) -> datetime:
    return instant_from_seconds(end_of_day(day, calendar.zone) - 1)


def _within(calendar: Calendar, second: int) -> datetime:
    found = instant_from_seconds(second)
    calendar.second_of(found)
    return found


def _closings_until(calendar: Calendar, at: datetime) -> int:
    return bisect_right(calendar.closings, calendar.second_of(at))


def _day_at(calendar: Calendar, at: datetime) -> date:
    """The day whose end comes next after `at`: in its last second that of the following day."""
    return local_from_seconds(calendar.second_of(at) + 1, calendar.zone).date()
