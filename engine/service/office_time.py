"""How much working time lies between two instants, by the calendar that an SOP version goes by."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime

from engine.core.calendar import Calendar
from engine.core.errors import CalendarError, NotFound
from engine.core.ids import SopId
from engine.core.local_time import end_of_day, instant_from_seconds, start_of_day
from engine.core.text import Frozen
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_of
from engine.service.database import Database
from engine.store.job import Reader


class WorkLength(Frozen, frozen=True, kw_only=True):
    """Working time in seconds, and how many a working day of those days has (0: none is one)."""

    seconds: int
    a_day: int


class OfficeTime:
    """Working time by the calendars in force at `at`, each looked up once: for a page, say."""

    def __init__(self, database: Database, *, at: datetime) -> None:
        self._database, self._at = database, at
        self._kept: dict[tuple[SopId, int], Calendar | None] = {}
        self._a_day: dict[tuple[str, date, date], int] = {}

    def between(
        self, sop: SopId, version: int, start: datetime, end: datetime
    ) -> WorkLength | None:
        """From `start` to `end`, which is no earlier; None where the calendar cannot tell."""
        named = sop, version
        if named not in self._kept:
            self._kept[named] = self._database.store.read(lambda reader: self._find(reader, *named))
        calendar = self._kept[named]
        try:
            return None if calendar is None else self._length(calendar, start, end)
        except CalendarError:
            return None

    def _length(self, calendar: Calendar, start: datetime, end: datetime) -> WorkLength:
        days = calendar.version.id, calendar.day_of(start), calendar.day_of(end)
        if days not in self._a_day:  # many lines of a page are due on the same day
            self._a_day[days] = mean_day(calendar, *days[1:])
        return WorkLength(seconds=calendar.between(start, end), a_day=self._a_day[days])

    def _find(self, reader: Reader, sop: SopId, version: int) -> Calendar | None:
        try:
            flow = workflow_of(self._database, reader, sop, version)
            return calendar_for(self._database, reader, flow.calendar, _itself, at=self._at)
        except (NotFound, CalendarError):
            return None


def _itself(calendar: Calendar) -> Calendar:
    return calendar


def mean_day(calendar: Calendar, first: date, last: date) -> int:
    """The seconds that a working day has, of those from `first` to `last`; 0 where none is one.

    Raises:
        BeyondCalendar: one of them lies outside the days compiled.
    """
    working = calendar.working_days
    days = bisect_right(working, last) - bisect_left(working, first)
    whole = calendar.between(
        instant_from_seconds(start_of_day(first, calendar.zone)),
        instant_from_seconds(end_of_day(last, calendar.zone)),
    )
    return whole // days if days else 0
