"""For which years calendars are compiled: few at first, more where a question needs them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import CalendarVersion
from engine.core.errors import BeyondCalendar

T = TypeVar("T")

_REACHES = ((1, 2), (5, 12), (30, 30))
"""Years before and after the one asked in. Compiling takes 10 ms a year."""

_FIRST_YEAR, _LAST_YEAR = 1900, 9990


def years_around(at: datetime) -> Iterator[tuple[date, date]]:
    """Longer and longer stretches of whole years around `at`."""
    for back, ahead in _REACHES:
        yield date(_within(at.year - back), 1, 1), date(_within(at.year + ahead), 12, 31)


def _within(year: int) -> int:
    return min(max(year, _FIRST_YEAR), _LAST_YEAR)


def compiled_for(version: CalendarVersion, first: date, last: date) -> Calendar:
    """The version with the zone that it names, for these days."""
    return compile_calendar(version, zone=ZoneInfo(version.zone), first=first, last=last)


def widening(years: Callable[[date, date], T], *, at: datetime) -> T:
    """What `years` answers for the first stretch of years around `at` that is long enough.

    Raises:
        BeyondCalendar: none is.
    """
    refusal: BeyondCalendar | None = None
    for first, last in years_around(at):
        try:
            return years(first, last)
        except BeyondCalendar as beyond:
            refusal = beyond
    assert refusal is not None  # noqa: S101  # there is always a first stretch
    refusal.hint = "No deadline lies so far off: mend the dates or the length of time given."
    raise refusal
