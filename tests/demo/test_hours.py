"""The office hours of the demonstration."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.demo.hours import OfficeHours

ZONE = ZoneInfo("Asia/Jakarta")
HOURS = OfficeHours(zone=ZONE)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
WORK = st.integers(0, 5000).map(lambda minutes: timedelta(minutes=minutes))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "minutes", "then"),
    [
        ("2026-11-19T08:00", 30, "2026-11-19T08:30"),
        ("2026-11-19T11:50", 30, "2026-11-19T13:20"),  # over the break
        ("2026-11-19T15:50", 30, "2026-11-20T07:50"),  # over night
        ("2026-11-20T11:00", 60, "2026-11-20T13:30"),  # Friday's longer break
        ("2026-11-20T16:20", 30, "2026-11-23T07:50"),  # over the weekend
        ("2026-11-21T10:00", 0, "2026-11-23T07:30"),
        ("2026-11-19T06:00", 10, "2026-11-19T07:40"),
    ],
)
def test_work_goes_on_in_office_hours_only(at: str, minutes: int, then: str) -> None:
    assert HOURS.after(local(at), timedelta(minutes=minutes)) == local(then)


@given(INSTANTS, WORK)
def test_work_always_ends_while_the_office_works(at: datetime, work: timedelta) -> None:
    end = HOURS.after(at, work)
    clock = end.astimezone(ZONE)

    assert end >= at + work
    assert clock.weekday() < 5
    assert time(7, 30) <= clock.time() < time(16, 30)


@given(INSTANTS, WORK, WORK)
def test_work_done_in_two_parts_takes_as_long(at: datetime, one: timedelta, two: timedelta) -> None:
    assert HOURS.after(HOURS.after(at, one), two) == HOURS.after(at, one + two)


def test_a_week_has_37_hours_and_a_half() -> None:
    monday = HOURS.opening(date(2026, 11, 16))

    assert HOURS.after(monday, timedelta(hours=37, minutes=30)) == HOURS.opening(date(2026, 11, 23))


def test_a_day_without_work_closes_with_the_working_day_before_it() -> None:
    assert HOURS.closing(date(2026, 11, 22)) == local("2026-11-20T16:30")
    assert HOURS.closing(date(2026, 11, 19)) == local("2026-11-19T16:00")
