"""Working time told minute by minute: slow, and too simple to be wrong in the same way."""

from datetime import UTC, date, datetime, time, timedelta

from engine.core.calendar import Calendar
from engine.core.calendar_version import CalendarVersion, HolidayKind, Segments

MIDNIGHT = time()
MINUTE = timedelta(minutes=1)


class SlowCalendar:
    """One mark for each minute of the calendar: is there work?

    A minute is judged by the latest time the office's clock has shown so far, so that an hour
    that comes twice does not open what has closed.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.starts = minute = datetime.fromtimestamp(calendar.starts, UTC)
        stops = datetime.fromtimestamp(calendar.stops, UTC)
        self.works: list[bool] = []
        worked: dict[date, bool] = {}
        hours: dict[date, Segments] = {}
        latest = datetime(1970, 1, 1)  # noqa: DTZ001  # by the office's clock
        while minute < stops:
            latest = max(latest, minute.astimezone(calendar.zone).replace(tzinfo=None))
            day = latest.date()
            if day not in hours:
                hours[day] = _hours(calendar.version, day)
            works = _works(hours[day], latest.time())
            self.works.append(works)
            worked[day] = works or worked.get(day, False)
            minute += MINUTE
        self.days = [day for day, any_work in worked.items() if any_work]

    def between(self, start: datetime, end: datetime) -> int:
        return self._elapsed(end) - self._elapsed(start)

    def works_at(self, instant: datetime) -> bool:
        return self.works[(instant - self.starts) // MINUTE]

    def _elapsed(self, instant: datetime) -> int:
        minutes, rest = divmod(instant - self.starts, MINUTE)
        running = rest.seconds if rest and self.works[minutes] else 0
        return sum(self.works[:minutes]) * 60 + running


def _works(hours: Segments, now: time) -> bool:
    return any(one.begins <= now and (now < one.ends or one.ends == MIDNIGHT) for one in hours)


def _hours(version: CalendarVersion, day: date) -> Segments:
    for special in version.special_days:
        if special.day == day:
            return special.hours
    for holiday in version.holidays:
        joint_leave = holiday.kind is HolidayKind.CUTI_BERSAMA
        if holiday.day == day and not (joint_leave and version.works_on_joint_leave):
            return ()
    valid = [one for one in version.seasons if (one.first or day) <= day <= (one.last or day)]
    chosen = max(valid, key=lambda one: (one.last is not None, one.first or date.min))
    return chosen.hours.week[day.weekday()]
