"""Working time against other people's arithmetic: pandas for hours, numpy for days.

Neither knows zones that put their clocks back, seasons, or breaks that differ by the day, and so
the calendars here have none of these; what Alur adds to them has its own tests. Both libraries take
seconds to import, and so only the tests themselves do it.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from builders_calendar import season, version, week
from hypothesis import given
from hypothesis import strategies as st

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import Holiday, HolidayKind, Segment
from engine.core.text import Text

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30)).map(  # noqa: DTZ001  # the office's clock
    lambda clock: clock.replace(microsecond=0)
)
DAYS = st.dates(FIRST, date(2026, 6, 30))


class Office(NamedTuple):
    """When an office works, as each of the three is told it."""

    calendar: Calendar
    hours: tuple[tuple[time, time], ...]
    weekmask: list[bool]
    holidays: list[date]

    def utc(self, clock: datetime) -> datetime:
        return clock.replace(tzinfo=self.calendar.zone).astimezone(UTC)

    def hours_after(self, start: datetime, hours: int) -> datetime:
        """By the office's clock; where work is over then, the beginning of the next work."""
        from pandas import Timestamp  # noqa: PLC0415
        from pandas.tseries.offsets import CustomBusinessHour  # noqa: PLC0415

        offset = CustomBusinessHour(
            n=hours,
            start=[begins for begins, _ in self.hours],
            end=[ends for _, ends in self.hours],
            weekmask="".join("01"[works] for works in self.weekmask),
            holidays=self.holidays,
        )
        return (Timestamp(start) + offset).to_pydatetime()

    def days_after(self, day: date, n: int) -> date:
        """A day of rest counts as the working day before it: the n-th comes after either."""
        from numpy import busday_offset  # noqa: PLC0415

        known = {"weekmask": self.weekmask, "holidays": self.holidays}
        return busday_offset(day, n, roll="backward", **known).astype(date)

    def days_between(self, first: date, last: date) -> int:
        """Both included."""
        from numpy import busday_count  # noqa: PLC0415

        known = {"weekmask": self.weekmask, "holidays": self.holidays}
        return int(busday_count(first, last + timedelta(days=1), **known))


@st.composite
def offices(draw: st.DrawFn) -> Office:
    minutes = sorted(draw(st.sets(st.integers(1, 1439), min_size=2, max_size=6)))
    clocks = [time(minute // 60, minute % 60) for minute in minutes]
    hours = tuple(zip(clocks[::2], clocks[1::2], strict=False))
    weekmask = draw(st.lists(st.booleans(), min_size=7, max_size=7).filter(any))
    free = sorted(draw(st.sets(DAYS, max_size=20)))
    day = tuple(Segment(begins=begins, ends=ends) for begins, ends in hours)
    made = version(
        draw(st.sampled_from(ZONES)),
        season(week(*(day if works else () for works in weekmask))),
        holidays=tuple(
            Holiday(day=one, name=Text(id="Libur"), kind=HolidayKind.NATIONAL, source="SKB")
            for one in free
        ),
    )
    zone = ZoneInfo(made.zone)
    calendar = compile_calendar(made, zone=zone, first=FIRST, last=LAST)
    return Office(calendar, hours, weekmask, free)


@given(offices(), STARTS, st.data())
def test_hours_of_work_are_over_when_pandas_says(office: Office, start: datetime, data) -> None:
    enough = office.calendar.between(office.utc(start), office.utc(datetime(2027, 11, 30)))  # noqa: DTZ001
    hours = data.draw(st.integers(1, max(1, min(60, enough // 3600))))
    if enough < hours * 3600:
        return

    theirs = office.hours_after(start, hours)

    found = office.calendar.add(office.utc(start), hours * 3600)
    assert office.calendar.opening(found) == office.utc(theirs)
    assert office.calendar.between(office.utc(start), office.utc(theirs)) == hours * 3600


@given(offices(), DAYS, st.integers(1, 40))
def test_working_days_are_those_that_numpy_counts(office: Office, day: date, n: int) -> None:
    if not any(office.calendar.first <= one <= day for one in office.calendar.working_days):
        return

    assert office.calendar.nth_working_day_after(day, n) == office.days_after(day, n)


@given(offices(), DAYS, DAYS)
def test_as_many_working_days_lie_between_as_numpy_counts(office, one: date, other: date) -> None:
    first, last = sorted((one, other))

    assert office.calendar.count_working_days(first, last) == office.days_between(first, last)
