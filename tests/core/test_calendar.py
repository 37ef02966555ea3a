"""Working time: sums and sums backwards, in every zone, across everything that clocks do."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
import pytest
from builders_calendar import (
    FIRST,
    LAST,
    at,
    calendars,
    clock,
    compiled,
    days_of,
    every_day,
    hours,
    instants,
    season,
    version,
    week,
)
from hypothesis import given
from hypothesis import strategies as st
from slow_calendar import SlowCalendar

from engine.core.calendar import Calendar, compile_calendar
from engine.core.errors import BeyondCalendar, CalendarInvalid

KANTOR, PUSKESMAS = compiled("kantor-wib"), compiled("puskesmas-wib")
HOUR, MINUTE = 3600, 60
DATES = st.dates(FIRST, date(2027, 6, 30))


# --- against a second implementation


@given(calendars(), st.data())
def test_working_time_is_what_counting_the_minutes_gives(calendar: Calendar, data) -> None:
    slow = SlowCalendar(calendar)

    for _ in range(5):
        start, end = data.draw(instants(calendar)), data.draw(instants(calendar))
        assert calendar.between(start, end) == slow.between(start, end)


@given(calendars(), st.data())
def test_working_days_are_the_days_with_a_minute_of_work(calendar: Calendar, data) -> None:
    days = SlowCalendar(calendar).days

    first, last = data.draw(st.dates(calendar.first, calendar.last)), calendar.last
    after = [day for day in days if day > first]
    assert list(calendar.working_days) == days
    assert calendar.count_working_days(first, last) == len(after) + (first in days)
    assert [calendar.nth_working_day_after(first, n + 1) for n in range(len(after))] == after


@given(calendars(), st.data())
def test_adding_is_the_earliest_instant_that_counts_so_much(calendar: Calendar, data) -> None:
    start = data.draw(instants(calendar))
    rest = calendar.between(start, datetime.fromtimestamp(calendar.stops, UTC))
    seconds = data.draw(st.integers(0, rest))

    found = calendar.add(start, seconds)

    assert calendar.between(start, found) == seconds
    if seconds:
        assert calendar.between(start, found - timedelta(seconds=1)) == seconds - 1
    else:
        assert found == start
    with pytest.raises(BeyondCalendar):
        calendar.add(start, rest + 1)


@given(calendars(), st.data())
def test_time_adds_up_whatever_lies_between(calendar: Calendar, data) -> None:
    one, two, three = (data.draw(instants(calendar)) for _ in range(3))

    assert calendar.between(one, three) == calendar.between(one, two) + calendar.between(two, three)
    assert calendar.between(one, two) == -calendar.between(two, one)


@given(calendars(), st.data())
def test_the_opening_is_the_first_instant_of_work(calendar: Calendar, data) -> None:
    start = data.draw(instants(calendar))
    over = datetime.fromtimestamp(calendar.stops, UTC)

    if calendar.between(start, over) == 0:
        with pytest.raises(BeyondCalendar):
            calendar.opening(start)
    else:
        opening = calendar.opening(start)
        assert opening >= start
        assert calendar.between(start, opening) == 0
        assert SlowCalendar(calendar).works_at(opening)


# --- against another library


def of_the_package(*, weekend: set[int]) -> holidays.HolidayBase:
    known = holidays.country_holidays(
        "ID", years=range(2025, 2028), categories=("public", "government")
    )
    known.weekend = weekend
    return known


@given(DATES, st.integers(1, 90))
def test_working_days_are_those_of_the_holidays_package(day, n) -> None:
    package = of_the_package(weekend={5, 6})

    assert KANTOR.nth_working_day_after(day, n) == package.get_nth_working_day(day, n)
    assert KANTOR.is_working_day(day) == package.is_working_day(day)


@given(DATES, st.dates(FIRST, LAST))
def test_a_six_day_week_is_counted_as_the_package_counts_it(one, other) -> None:
    first, last = min(one, other), max(one, other)

    counted = PUSKESMAS.count_working_days(first, last)

    assert counted == of_the_package(weekend={6}).get_working_days_count(first, last)


# --- as the office knows it


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        ("2026-03-17", 3, "2026-03-27"),
        ("2026-03-17", 5, "2026-03-31"),
        ("2026-12-22", 5, "2026-12-31"),
        ("2026-11-20", 28, "2027-01-04"),
        ("2027-03-05", 5, "2027-03-22"),
    ],
)
def test_working_days_pass_over_holidays_joint_leave_and_new_year(start, n, day) -> None:
    found = KANTOR.nth_working_day_after(date.fromisoformat(start), n)

    assert found.isoformat() == day


@pytest.mark.parametrize(("year", "days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_a_year_has_so_many_working_days(year, days) -> None:
    assert KANTOR.count_working_days(date(year, 1, 1), date(year, 12, 31)) == days


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-26 09:00", 15, "2026-11-26 09:15"),
        ("2026-11-26 11:50", 15, "2026-11-26 13:05"),  # over lunch
        ("2026-11-26 15:45", 15, "2026-11-26 16:00"),  # to the end of the day, not beyond
        ("2026-11-26 15:50", 15, "2026-11-27 07:35"),  # overnight
        ("2026-11-27 16:20", 15, "2026-11-30 07:35"),  # over the weekend
        ("2026-11-27 11:30", 15, "2026-11-27 13:15"),  # Friday prayers
        ("2026-11-28 10:00", 15, "2026-11-30 07:45"),  # on a Saturday
        ("2026-11-26 05:00", 15, "2026-11-26 07:45"),  # before opening
        ("2026-12-25 10:00", 15, "2026-12-28 07:45"),  # on a holiday
        ("2026-12-31 15:50", 15, "2027-01-04 07:35"),  # over the year's end
        ("2026-03-17 14:55", 15, "2026-03-25 07:40"),  # Ramadan hours, Nyepi, Eid
        ("2026-02-18 15:50", 15, "2026-02-19 08:05"),  # into Ramadan hours
    ],
)
def test_minutes_run_only_while_the_office_works(start, minutes, end) -> None:
    assert clock(KANTOR, KANTOR.add(at(KANTOR, start), minutes * MINUTE)) == end


def test_a_week_is_37_and_a_half_hours_and_in_ramadan_32_and_a_half() -> None:
    ordinary = KANTOR.between(at(KANTOR, "2026-11-23"), at(KANTOR, "2026-11-30"))
    ramadan = KANTOR.between(at(KANTOR, "2026-03-02"), at(KANTOR, "2026-03-09"))

    assert (ordinary, ramadan) == (37.5 * HOUR, 32.5 * HOUR)


def test_a_health_centre_works_on_saturdays_until_one() -> None:
    friday = at(PUSKESMAS, "2026-11-27 11:00")

    assert clock(PUSKESMAS, PUSKESMAS.add(friday, HOUR)) == "2026-11-28 08:00"
    assert clock(PUSKESMAS, PUSKESMAS.closing(date(2026, 11, 28))) == "2026-11-28 13:00"


def test_each_zone_opens_by_its_own_clock() -> None:
    night = datetime(2026, 11, 25, 20, tzinfo=UTC)

    opened = {
        key: f"{compiled(f'kantor-{key}').opening(night):%H:%M}" for key in ("wib", "wita", "wit")
    }

    assert opened == {"wib": "00:30", "wita": "23:30", "wit": "22:30"}


def test_an_instant_is_the_same_in_whatever_zone_it_is_told() -> None:
    start = at(KANTOR, "2026-11-26 15:50")
    told = start.astimezone(timezone(timedelta(hours=-5)))

    assert KANTOR.add(told, 900) == KANTOR.add(start, 900)
    assert KANTOR.add(told, 0).tzinfo is UTC


def test_fractions_of_a_second_are_cut_off_everywhere() -> None:
    start = at(KANTOR, "2026-11-26 09:00")
    later = start + timedelta(microseconds=999_999)

    assert KANTOR.add(later, 0) == start
    assert KANTOR.add(later, 60) == KANTOR.add(start, 60)
    assert KANTOR.between(start, later) == 0
    assert KANTOR.opening(later) == start


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="naive"):
        KANTOR.opening(datetime(2026, 11, 26, 9))  # noqa: DTZ001  # what is refused


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda: KANTOR.opening(at(KANTOR, "2024-12-31 23:59")), "2024-12-31T16:59:00+00:00"),
        (lambda: KANTOR.opening(at(KANTOR, "2028-01-01")), "the next work after"),
        (lambda: KANTOR.opening(at(KANTOR, "2028-01-01 00:01")), "2027-12-31T17:01:00+00:00"),
        (lambda: KANTOR.add(at(KANTOR, "2027-12-30"), 10**6), "1000000 s of work after 2027-12-29"),
        (lambda: KANTOR.nth_working_day_after(LAST, 1), "1 working days after 2027-12-31"),
        (lambda: KANTOR.nth_working_day_after(date(2024, 12, 30), 1), "2024-12-30"),
        (lambda: KANTOR.nth_working_day_after(date(2028, 1, 1), 1), "2028-01-01"),
        (lambda: KANTOR.count_working_days(date(2024, 12, 31), LAST), "2024-12-31"),
        (lambda: KANTOR.is_working_day(date(2028, 1, 1)), "2028-01-01"),
    ],
)
def test_what_lies_beyond_the_days_compiled_is_refused_by_name(ask, asked) -> None:
    with pytest.raises(BeyondCalendar) as refused:
        ask()

    said = f"The calendar kantor-wib (version 1) reaches from {FIRST} to {LAST}, not to {asked}"
    assert str(refused.value).startswith(said)
    assert (refused.value.first, refused.value.last) == (FIRST, LAST)


def test_days_are_counted_from_the_day_before_the_first() -> None:
    assert KANTOR.nth_working_day_after(date(2024, 12, 31), 1) == date(2025, 1, 2)
    assert KANTOR.count_working_days(date(2026, 1, 9), date(2026, 1, 5)) == 0


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day number 0"):
        KANTOR.nth_working_day_after(FIRST, 0)
    with pytest.raises(ValueError, match="-1 seconds of work cannot pass"):
        KANTOR.add(at(KANTOR, "2026-11-26"), -1)
    with pytest.raises(ValueError, match="2026-11-28 is not a working day"):
        KANTOR.closing(date(2026, 11, 28))
    with pytest.raises(ValueError, match="2027-12-31 comes after 2025-01-01"):
        compile_calendar(KANTOR.version, zone=KANTOR.zone, first=LAST, last=FIRST)


def test_a_day_that_no_season_covers_is_refused() -> None:
    only_later = version("Asia/Jakarta", season(every_day("08:00-12:00"), first=date(2026, 2, 1)))

    with pytest.raises(CalendarInvalid, match="says no hours for 2026-01-31") as refused:
        days_of(only_later, date(2026, 1, 31))

    assert refused.value.hint == "Give it a season without a first and a last day."


# --- what clocks do


def test_an_hour_left_out_in_spring_is_not_worked() -> None:
    night_shift = version("Europe/Amsterdam", season(every_day("01:00-05:00")))
    calendar = days_of(night_shift, date(2026, 3, 28))

    lengths = [sum(e - b for b, e in calendar.segments_of(date(2026, 3, d))) for d in (28, 29, 30)]

    assert lengths == [4 * HOUR, 3 * HOUR, 4 * HOUR]


def test_an_hour_that_comes_twice_in_autumn_is_worked_twice() -> None:
    night_shift = version("Europe/Amsterdam", season(every_day("01:00-05:00")))
    calendar = days_of(night_shift, date(2026, 10, 24))

    lengths = [sum(e - b for b, e in calendar.segments_of(date(2026, 10, d))) for d in (24, 25, 26)]

    assert lengths == [4 * HOUR, 5 * HOUR, 4 * HOUR]


def test_work_that_begins_while_the_clock_is_put_forward_begins_then() -> None:
    calendar = days_of(
        version("Europe/Amsterdam", season(every_day("02:15-02:45", "02:50-03:30"))),
        date(2026, 3, 29),
    )

    assert clock(calendar, calendar.opening(at(calendar, "2026-03-29 00:00"))) == "2026-03-29 03:00"
    assert len(calendar.segments_of(date(2026, 3, 29))) == 1


def test_work_that_ends_before_the_clock_is_put_back_does_not_begin_again() -> None:
    calendar = days_of(
        version("Europe/Amsterdam", season(every_day("01:00-02:30"))), date(2026, 10, 25)
    )

    ended = calendar.closing(date(2026, 10, 25))

    assert ended == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02.30, summer time
    assert calendar.between(ended, ended + timedelta(hours=3)) == 0


def test_a_day_that_a_country_left_out_has_no_work() -> None:
    calendar = days_of(
        version("Pacific/Apia", season(every_day("00:00-24:00"))), date(2011, 12, 29)
    )

    assert calendar.segments_of(date(2011, 12, 30)) == ()
    assert calendar.nth_working_day_after(date(2011, 12, 29), 1) == date(2011, 12, 31)


def test_a_service_that_never_closes_counts_every_second() -> None:
    always = version("Asia/Jakarta", season(every_day("00:00-12:00", "12:00-24:00")))
    calendar = days_of(always, date(2026, 12, 30))
    start = at(calendar, "2026-12-30 10:00")

    assert calendar.add(start, 60 * HOUR) == start + timedelta(hours=60)


def test_a_calendar_without_any_work_says_so() -> None:
    closed = version("Asia/Jakarta", season(week(*[()] * 6, hours("08:00-09:00"))))
    calendar = days_of(closed, date(2026, 11, 23), count=6)
    monday = at(calendar, "2026-11-23")

    assert calendar.between(monday, monday + timedelta(days=5)) == 0
    with pytest.raises(BeyondCalendar):
        calendar.add(monday, 1)


def test_a_zone_is_any_that_python_knows() -> None:
    calendar = compile_calendar(
        version("UTC", season(every_day("08:00-12:00"))),
        zone=UTC,
        first=date(2026, 1, 1),
        last=date(2026, 1, 2),
    )

    assert calendar.between(at(calendar, "2026-01-01"), at(calendar, "2026-01-03")) == 8 * HOUR
    assert ZoneInfo("Asia/Jakarta").utcoffset(datetime(2026, 1, 1, tzinfo=UTC)) == timedelta(
        hours=7
    )
