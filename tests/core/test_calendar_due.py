"""Deadlines: each unit is counted its own way, and a later arrival is never due earlier."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from builders_calendar import (
    at,
    calendars,
    clock,
    compiled,
    days_of,
    hours,
    instants,
    season,
    version,
    week,
)
from hypothesis import given
from hypothesis import strategies as st

from engine.core.calendar_due import due
from engine.core.durations import Duration, TimeUnit, duration_from_text
from engine.core.errors import BeyondCalendar

KANTOR = compiled("kantor-wib")
COUNTED_IN_DAYS = (TimeUnit.WORKING_DAY, TimeUnit.CALENDAR_DAY, TimeUnit.MONTH)


def told(start: str, length: str, **rules: object) -> str:
    instant = due(KANTOR, duration_from_text(length), start=at(KANTOR, start), **rules)  # type: ignore[arg-type]
    return clock(KANTOR, instant)


@pytest.mark.parametrize(
    ("start", "length", "until"),
    [
        ("2026-11-26 15:50", "15 menit", "2026-11-27 07:35"),
        ("2026-11-26 15:00", "2 jam", "2026-11-27 08:30"),
        ("2026-12-23 15:30", "1 jam kerja", "2026-12-28 08:00"),
        ("2026-11-26 15:50", "24 jam kalender", "2026-11-27 15:50"),
        ("2026-11-28 23:00", "3 jam kalender", "2026-11-29 02:00"),
        ("2026-11-26 15:50", "1 hari kerja", "2026-11-27 16:30"),
        ("2026-11-26 07:00", "1 hari kerja", "2026-11-27 16:30"),
        ("2026-11-28 10:00", "1 hari kerja", "2026-11-30 16:00"),
        ("2026-03-17 09:00", "3 hari kerja", "2026-03-27 16:30"),
        ("2026-03-17 09:00", "5 hari kerja", "2026-03-31 16:00"),
        ("2026-12-22 09:00", "5 hari kerja", "2026-12-31 16:00"),
        ("2026-11-20 09:00", "28 hari kerja", "2027-01-04 16:00"),
        ("2027-03-05 09:00", "5 hari kerja", "2027-03-22 16:00"),
        ("2026-02-18 09:00", "1 hari kerja", "2026-02-19 15:00"),  # the end of a Ramadan day
        ("2026-11-26 09:00", "14 hari", "2026-12-10 23:59:59"),
        ("2026-12-20 09:00", "14 hari", "2027-01-03 23:59:59"),  # a Sunday stays one
        ("2026-11-26 09:00", "1 bulan", "2026-12-26 23:59:59"),
        ("2026-01-31 09:00", "1 bulan", "2026-02-28 23:59:59"),
        ("2026-12-31 09:00", "2 bulan", "2027-02-28 23:59:59"),
        ("2026-11-30 09:00", "12 bulan", "2027-11-30 23:59:59"),
    ],
)
def test_each_unit_is_counted_its_own_way(start, length, until) -> None:
    assert told(start, length) == until


@pytest.mark.parametrize(
    ("start", "cut_off", "until"),
    [
        ("2026-11-26 14:00", "14:00", "2026-11-27 16:30"),  # on the hour is in time
        ("2026-11-26 14:01", "14:00", "2026-11-30 16:00"),
        ("2026-11-27 15:00", "14:00", "2026-12-01 16:00"),  # late on Friday counts as Monday's
        ("2026-11-28 08:00", "14:00", "2026-12-01 16:00"),  # and so does Saturday
        ("2026-11-27 15:00", None, "2026-11-30 16:00"),
    ],
)
def test_what_comes_after_the_cut_off_counts_as_the_next_working_days(
    start, cut_off, until
) -> None:
    hour = None if cut_off is None else time.fromisoformat(cut_off)

    assert told(start, "1 hari kerja", cut_off=hour) == until


@pytest.mark.parametrize(
    ("start", "cut_off", "until"),
    [
        ("2026-11-26 09:00", None, "2026-11-26 16:00"),
        ("2026-11-26 15:59", None, "2026-11-26 16:00"),
        ("2026-11-26 16:00", None, "2026-11-27 16:30"),  # work is over: tomorrow is day one
        ("2026-11-26 10:00", "12:00", "2026-11-26 16:00"),
        ("2026-11-26 12:01", "12:00", "2026-11-27 16:30"),
        ("2026-11-26 17:00", "18:00", "2026-11-27 16:30"),
        ("2026-11-28 09:00", None, "2026-11-30 16:00"),
        ("2025-01-01 09:00", None, "2025-01-02 16:00"),
    ],
)
def test_the_day_of_arrival_may_be_the_first(start, cut_off, until) -> None:
    hour = None if cut_off is None else time.fromisoformat(cut_off)

    assert told(start, "1 hari kerja", day_one="same_day", cut_off=hour) == until


def test_the_same_day_may_be_the_first_day_compiled() -> None:
    calendar = compiled("puskesmas-wit", first=date(2026, 1, 2), last=date(2026, 12, 31))
    start = at(calendar, "2026-01-02 08:00")

    found = due(calendar, duration_from_text("1 hari kerja"), start=start, day_one="same_day")

    assert clock(calendar, found) == "2026-01-02 11:30"


def test_day_one_and_cut_off_move_working_days_only() -> None:
    for length in ("15 menit", "2 jam", "3 jam kalender", "14 hari", "1 bulan"):
        plain = told("2026-11-26 15:30", length)
        assert told("2026-11-26 15:30", length, day_one="same_day", cut_off=time(12)) == plain


RULES = st.fixed_dictionaries(
    {
        "day_one": st.sampled_from(["next_working_day", "same_day"]),
        "cut_off": st.none() | st.times(),
    }
)
SOME = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.builds(Duration, amount=st.integers(1, 60), unit=st.sampled_from(TimeUnit)).filter(
    lambda length: length.unit is not TimeUnit.MONTH or length.amount <= 10
)


@given(SOME, SOME, LENGTHS, RULES)
def test_a_later_arrival_is_never_due_earlier(one, other, length, rules) -> None:
    first, second = (due(KANTOR, length, start=start, **rules) for start in sorted((one, other)))

    assert first <= second


@given(SOME, LENGTHS, RULES)
def test_a_deadline_lies_after_its_beginning_and_a_longer_one_later(start, length, rules) -> None:
    longer = Duration(amount=length.amount + 1, unit=length.unit)

    found = due(KANTOR, length, start=start, **rules)

    assert start.replace(microsecond=0) < found < due(KANTOR, longer, start=start, **rules)


@given(SOME, st.integers(1, 60), RULES)
def test_working_days_end_with_the_work_of_a_working_day(start, amount, rules) -> None:
    length = Duration(amount=amount, unit=TimeUnit.WORKING_DAY)

    found = due(KANTOR, length, start=start, **rules)

    assert found == KANTOR.closing(KANTOR.day_of(found))


@given(calendars(), st.data())
def test_days_end_with_their_last_second_whatever_the_clock_does(calendar, data) -> None:
    start = data.draw(instants(calendar))
    day = calendar.day_of(start)
    if day + timedelta(days=1) > calendar.last:
        return

    found = due(calendar, duration_from_text("1 hari"), start=start)

    following = calendar.local(found + timedelta(seconds=1))
    assert following.date() > day + timedelta(days=1)
    assert calendar.day_of(found) <= day + timedelta(days=1)


@pytest.mark.parametrize(
    "length",
    ["999999 menit", "999999 jam", "999999 hari kerja", "999999 jam kalender", "999999 hari",
     "999999 bulan"],
)  # fmt: skip
def test_a_deadline_beyond_the_days_compiled_is_refused(length) -> None:
    with pytest.raises(BeyondCalendar, match="after 2026-11-2"):
        told("2026-11-26 09:00", length)


def test_the_last_day_compiled_can_be_a_last_day() -> None:
    assert told("2027-12-30 09:00", "1 hari") == "2027-12-31 23:59:59"
    assert told("2027-12-30 09:00", "39 jam kalender") == "2028-01-01 00:00"
    with pytest.raises(BeyondCalendar, match="2 calendar days after 2027-12-30T02:00:00"):
        told("2027-12-30 09:00", "2 hari")


def test_a_working_day_that_ends_at_midnight_is_due_then() -> None:
    calendar = days_of(
        version("Asia/Jakarta", season(week(*[hours("20:00-24:00")] * 7))), date(2026, 11, 23)
    )
    start = at(calendar, "2026-11-23 21:00")

    found = due(calendar, duration_from_text("1 hari kerja"), start=start)

    assert clock(calendar, found) == "2026-11-25 00:00"
