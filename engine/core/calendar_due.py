"""Deadlines: where a stated length of time ends, counted the way its unit is counted.

Minutes and working hours run through the segments of work. Days and months are counts of dates
and never become hours: a deadline of working days is the end of work of its last day, one of
days or months the last second of its last day.

The day something happens on does not count (the custom, and what `next_working_day` says of
working days). The rule of day one and the cut-off hour are an office's own and move working days
only; days and months come from the law, which knows neither.
"""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Literal, assert_never

from engine.core.calendar import Calendar
from engine.core.durations import Duration, TimeUnit, duration_in_english
from engine.core.local_time import end_of_day, instant_from_seconds

DayOne = Literal["next_working_day", "same_day"]
"""Whether the first of the working days is the one after the arrival, or that of the arrival."""

_MINUTE = 60
_HOUR = 3600
_ONE_DAY = timedelta(days=1)


def due(
    calendar: Calendar,
    duration: Duration,
    *,
    start: datetime,
    day_one: DayOne = "next_working_day",
    cut_off: time | None = None,
) -> datetime:
    """The instant (UTC, whole seconds) until which a duration that begins at `start` lasts.

    Args:
        calendar: When the office works.
        duration: How long.
        start: When it begins: the instant of arrival.
        day_one: Which day is the first of working days.
        cut_off: By the office's clock; what arrives later counts as the next working day's.

    Raises:
        BeyondCalendar: the deadline lies outside the days compiled, whatever its unit.
    """
    match duration.unit:
        case TimeUnit.MINUTE:
            return calendar.add(start, duration.amount * _MINUTE)
        case TimeUnit.WORKING_HOUR:
            return calendar.add(start, duration.amount * _HOUR)
        case TimeUnit.WORKING_DAY:
            before = _day_before_first(calendar, start, day_one=day_one, cut_off=cut_off)
            return calendar.closing(calendar.nth_working_day_after(before, duration.amount))
        case TimeUnit.CALENDAR_HOUR:
            over = calendar.second_of(start) + duration.amount * _HOUR
        case TimeUnit.CALENDAR_DAY:
            over = _end_of(calendar, calendar.day_of(start).toordinal() + duration.amount)
        case TimeUnit.MONTH:
            over = _end_of(calendar, _months_after(calendar.day_of(start), duration.amount))
        case _:
            assert_never(duration.unit)
    if over > calendar.stops:
        asked = duration_in_english(duration)
        raise calendar.beyond(f"{asked} after {start.isoformat(timespec='seconds')}")
    return instant_from_seconds(over)


def _day_before_first(
    calendar: Calendar, start: datetime, *, day_one: DayOne, cut_off: time | None
) -> date:
    """The day after which working days are counted."""
    day = calendar.day_of(start)
    if day_one == "same_day":
        return day if _too_late_for_today(calendar, start, cut_off) else day - _ONE_DAY
    if cut_off is None or (calendar.is_working_day(day) and not _after(calendar, start, cut_off)):
        return day
    # It counts as the next working day's arrival, also from a day of rest: were that left out, a
    # file that came on Saturday would be due before one that came late on Friday.
    return calendar.nth_working_day_after(day, 1)


def _too_late_for_today(calendar: Calendar, start: datetime, cut_off: time | None) -> bool:
    """Whether the day of arrival cannot be the first: it is cut off, or its work is over."""
    day = calendar.day_of(start)
    if not calendar.is_working_day(day):
        return True
    over = start >= calendar.closing(day)
    return over or (cut_off is not None and _after(calendar, start, cut_off))


def _after(calendar: Calendar, start: datetime, cut_off: time) -> bool:
    return calendar.local(start).time() > cut_off


def _months_after(day: date, months: int) -> int:
    """The ordinal of the same date some months later, or of the month's last day before it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, MAXYEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


def _end_of(calendar: Calendar, ordinal: int) -> int:
    """The last second of a day; past the days compiled, some second that lies past them, too."""
    if ordinal > calendar.last.toordinal():
        return calendar.stops + 1
    return end_of_day(date.fromordinal(ordinal), calendar.zone) - 1
