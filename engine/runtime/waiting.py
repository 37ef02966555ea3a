"""When a waiting step passes by itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.core.durations import Duration, TimeUnit
from engine.core.effects import WakeAt

_CALENDAR_UNITS = {
    TimeUnit.CALENDAR_HOUR: timedelta(hours=1),
    TimeUnit.CALENDAR_DAY: timedelta(days=1),
}
_MONTHS_A_YEAR = 12
_LAST_DAY_EVERYWHERE = 28


def wakes_at(wait: WakeAt, begun: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant the step passes; None where that needs a working calendar, or there is no date.

    A date passes at its first moment in the office's `zone`. A month ends on the same day of a
    later month, at the latest on the 28th where that day is not in every month.
    """
    if wait.until is not None:
        try:
            day = date.fromisoformat(wait.until)
        except ValueError:
            return None
        return datetime.combine(day, time(), tzinfo=zone)
    return None if wait.duration is None else _after(begun.astimezone(zone), wait.duration)


def _after(begun: datetime, duration: Duration) -> datetime | None:
    if duration.unit is TimeUnit.MONTH:
        return _months_after(begun, duration.amount)
    unit = _CALENDAR_UNITS.get(duration.unit)
    return None if unit is None else begun + unit * duration.amount


def _months_after(begun: datetime, months: int) -> datetime:
    years, month = divmod(begun.month - 1 + months, _MONTHS_A_YEAR)
    day = begun.day
    try:
        return begun.replace(year=begun.year + years, month=month + 1)
    except ValueError:
        day = _LAST_DAY_EVERYWHERE
    return begun.replace(year=begun.year + years, month=month + 1, day=day)
