"""The office hours that the demonstration is played in.

Monday to Thursday 07.30 to 16.00 with an hour's break, Friday to 16.30 with an hour and a half.
Source: Perpres 21/2023 (37 h 30 m over five days); the place of the breaks is local custom.
Public holidays are left out: the demonstration promises nothing to anybody.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.core.text import Frozen

_FRIDAY, _SATURDAY = 4, 5
_DAILY = ((time(7, 30), time(12)), (time(13), time(16)))
_ON_FRIDAY = ((time(7, 30), time(11, 30)), (time(13), time(16, 30)))


class OfficeHours(Frozen, frozen=True, kw_only=True):
    """When people work, in the office's zone; instants go in and come out in UTC."""

    zone: ZoneInfo

    def opening(self, day: date) -> datetime:
        """The first working instant on or after `day`."""
        return self.within(datetime.combine(day, time(), self.zone).astimezone(UTC))

    def closing(self, day: date) -> datetime:
        """The end of the day's work; of the last working day before where `day` is none."""
        while not self._segments(day):
            day -= timedelta(days=1)
        return self._segments(day)[-1][1]

    def within(self, at: datetime) -> datetime:
        """`at` itself while the office works, else the next instant that it does."""
        return self.after(at, timedelta())

    def after(self, at: datetime, work: timedelta) -> datetime:
        """The instant when `work` of working time has passed since `at`."""
        day = at.astimezone(self.zone).date()
        while True:
            for begins, ends in self._segments(day):
                start = max(at, begins)
                if start + work < ends:
                    return start + work
                work -= max(ends - start, timedelta())
            day += timedelta(days=1)

    def _segments(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if day.weekday() >= _SATURDAY:
            return ()
        hours = _ON_FRIDAY if day.weekday() == _FRIDAY else _DAILY
        return tuple(
            (self._instant(day, begins), self._instant(day, ends)) for begins, ends in hours
        )

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)
