"""A deadline explained: all time is there, counted or left out, and what is counted adds up."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from builders_calendar import (
    at,
    calendars,
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

from engine.core.calendar import Calendar
from engine.core.calendar_days import LeftOut
from engine.core.calendar_explain import explain
from engine.core.calendar_version import Holiday, HolidayKind, SpecialDay
from engine.core.errors import BeyondCalendar
from engine.core.text import Text

KANTOR = compiled("kantor-wib")


def lines(calendar: Calendar, start: str, end: str) -> list[str]:
    """Each interval as the office would read it."""
    return [
        f"{calendar.local(one.begins):%a %d %H.%M}-{calendar.local(one.ends):%a %d %H.%M} "
        + (one.left_out or "counted")
        + (f" {one.holiday.name.id} ({one.holiday.kind})" if one.holiday else "")
        for one in explain(calendar, at(calendar, start), at(calendar, end))
    ]


@given(calendars(), st.data())
def test_all_time_is_there_and_what_is_counted_adds_up(calendar: Calendar, data) -> None:
    start, end = sorted((data.draw(instants(calendar)), data.draw(instants(calendar))))

    told = explain(calendar, start, end)

    assert sum(one.seconds for one in told if one.counted) == calendar.between(start, end)
    assert sum(one.seconds for one in told) == (end - start).total_seconds()
    if told:
        assert (told[0].begins, told[-1].ends) == (start, end)
    assert all(one.begins < one.ends for one in told)
    assert all(one.ends == following.begins for one, following in pairwise(told))


@given(calendars())
def test_each_interval_is_what_its_minutes_are(calendar: Calendar) -> None:
    slow = SlowCalendar(calendar)
    whole = (datetime.fromtimestamp(second, UTC) for second in (calendar.starts, calendar.stops))

    for one in explain(calendar, *whole):
        last_minute = max(one.begins, one.ends - timedelta(minutes=1))
        assert one.counted == slow.works_at(one.begins) == slow.works_at(last_minute)
        assert (one.left_out is LeftOut.HOLIDAY) == (one.holiday is not None)


def test_an_ordinary_stretch_names_breaks_nights_and_weekends() -> None:
    assert lines(KANTOR, "2026-11-27 11:00", "2026-11-30 08:00") == [
        "Fri 27 11.00-Fri 27 11.30 counted",
        "Fri 27 11.30-Fri 27 13.00 break",
        "Fri 27 13.00-Fri 27 16.30 counted",
        "Fri 27 16.30-Sat 28 00.00 outside_hours",
        "Sat 28 00.00-Mon 30 00.00 weekend",
        "Mon 30 00.00-Mon 30 07.30 outside_hours",
        "Mon 30 07.30-Mon 30 08.00 counted",
    ]


def test_each_holiday_is_named_with_its_kind() -> None:
    assert lines(KANTOR, "2026-03-17 14:00", "2026-03-25 08:00") == [
        "Tue 17 14.00-Tue 17 15.00 counted",
        "Tue 17 15.00-Wed 18 00.00 outside_hours",
        "Wed 18 00.00-Thu 19 00.00 holiday Cuti Bersama Hari Suci Nyepi (cuti_bersama)",
        "Thu 19 00.00-Fri 20 00.00 holiday Hari Suci Nyepi (national)",
        "Fri 20 00.00-Sat 21 00.00 holiday Cuti Bersama Hari Raya Idul Fitri (cuti_bersama)",
        "Sat 21 00.00-Mon 23 00.00 weekend",
        "Mon 23 00.00-Tue 24 00.00 holiday Cuti Bersama Hari Raya Idul Fitri (cuti_bersama)",
        "Tue 24 00.00-Wed 25 00.00 holiday Cuti Bersama Hari Raya Idul Fitri (cuti_bersama)",
        "Wed 25 00.00-Wed 25 07.30 outside_hours",
        "Wed 25 07.30-Wed 25 08.00 counted",
    ]


def test_each_interval_says_whose_hours_it_was_judged_by() -> None:
    told = explain(KANTOR, at(KANTOR, "2026-02-18 15:00"), at(KANTOR, "2026-02-19 09:00"))

    assert [(one.hours.id, one.left_out) for one in told] == [
        ("Jam kerja kantor", None),
        ("Jam kerja kantor", LeftOut.OUTSIDE_HOURS),
        ("Ramadan 1447 H", LeftOut.OUTSIDE_HOURS),
        ("Ramadan 1447 H", None),
    ]


def test_a_special_day_is_told_by_its_name() -> None:
    saturday = date(2026, 11, 28)
    open_saturday = SpecialDay(
        day=saturday, name=Text(id="Lembur"), hours=hours("08:00-10:00"), source="SE 1/2026"
    )
    made = version(
        "Asia/Jakarta",
        season(week(*[hours("08:00-16:00")] * 5, (), ())),
        special_days=(open_saturday,),
    )
    calendar = days_of(made, date(2026, 11, 27))

    told = explain(calendar, at(calendar, "2026-11-28"), at(calendar, "2026-11-29"))

    assert [(one.hours.id, one.left_out, one.seconds) for one in told] == [
        ("Lembur", LeftOut.OUTSIDE_HOURS, 8 * 3600),
        ("Lembur", None, 2 * 3600),
        ("Lembur", LeftOut.OUTSIDE_HOURS, 14 * 3600),
    ]


def test_holidays_of_one_name_are_told_day_by_day() -> None:
    off = [
        Holiday(
            day=date(2026, 11, day), name=Text(id="Libur"), kind=HolidayKind.OFFICE, source="SE"
        )
        for day in (24, 25)
    ]
    calendar = days_of(
        version("Asia/Jakarta", season(every_day("00:00-24:00")), holidays=tuple(off)),
        date(2026, 11, 23),
        count=4,
    )

    told = explain(calendar, at(calendar, "2026-11-23"), at(calendar, "2026-11-27"))

    assert [one.holiday for one in told] == [None, *off, None]


def test_nothing_is_told_of_no_time() -> None:
    for clock in ("2025-01-01", "2026-11-26 09:00", "2028-01-01"):
        assert lines(KANTOR, clock, clock) == []


def test_the_first_and_the_last_day_compiled_can_be_told() -> None:
    calendar = days_of(version("UTC", season(every_day("08:00-09:00"))), date(2026, 1, 1), count=1)

    assert len(lines(calendar, "2026-01-01", "2026-01-02")) == 3


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        lines(KANTOR, "2026-11-27", "2026-11-26")
    with pytest.raises(BeyondCalendar):
        lines(KANTOR, "2024-12-31", "2025-01-02")
