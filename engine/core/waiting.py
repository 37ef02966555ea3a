"""When a waiting step passes by itself."""

from datetime import date, datetime

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_measures import DayRule
from engine.core.effects import WakeAt
from engine.core.local_time import instant_from_seconds, start_of_day


def wakes_at(wait: WakeAt, begun: datetime, calendar: Calendar, rule: DayRule) -> datetime | None:
    """The instant (UTC) the step passes; None where it waits for a date and there is none.

    A date passes at its first moment by the office's clock, a length of time when it is over: of
    working days at the end of work of the last one, as any deadline.

    Raises:
        BeyondCalendar: that lies outside the days compiled.
    """
    if wait.duration is not None:
        return due(calendar, wait.duration, start=begun, day_one=rule.day_one, cut_off=rule.cut_off)
    try:
        day = date.fromisoformat(wait.until or "")
    except ValueError:
        return None
    return instant_from_seconds(start_of_day(day, calendar.zone))
