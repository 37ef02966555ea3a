"""Calendars as offices write them: what is refused, and what goes before what."""

from datetime import UTC, date, time

import msgspec
import pytest
from builders_calendar import FILE, every_day, hours, library, season, version, week
from hypothesis import given
from hypothesis import strategies as st

from engine.core.calendar_days import LeftOut, rules_of
from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Segment,
    SpecialDay,
    WorkingHours,
    observing,
)
from engine.core.errors import CalendarInvalid
from engine.core.text import Text

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
OFFICE = week(*[hours("08:00-16:00")] * 5, (), ())
SHORT = every_day("09:00-12:00")


def holiday(kind: HolidayKind, day: date = MONDAY, name: str = "Libur") -> Holiday:
    return Holiday(day=day, name=Text(id=name), kind=kind, source="SKB")


def special(day: date, *spans: str) -> SpecialDay:
    return SpecialDay(day=day, name=Text(id="Lembur"), hours=hours(*spans), source="SE 1/2026")


def test_work_over_midnight_is_refused() -> None:
    with pytest.raises(CalendarInvalid, match=r"22\.00-06\.00 ends before it begins") as refused:
        Segment(begins=time(22), ends=time(6))

    assert refused.value.hint == "Work over midnight is two segments, one on each day."


def test_a_segment_of_no_length_is_refused() -> None:
    with pytest.raises(CalendarInvalid):
        Segment(begins=time(8), ends=time(8))


def test_a_day_may_last_until_midnight() -> None:
    assert [str(one) for one in hours("00:00-24:00", "22:00-24:00", "07:30-12:00")] == [
        "00.00-24.00",
        "22.00-24.00",
        "07.30-12.00",
    ]


def test_a_clock_with_a_zone_is_refused() -> None:
    with pytest.raises(CalendarInvalid, match="the zone is the calendar's"):
        Segment(begins=time(8, tzinfo=UTC), ends=time(9))
    with pytest.raises(CalendarInvalid, match="the zone is the calendar's"):
        Segment(begins=time(8), ends=time(9, tzinfo=UTC))


@pytest.mark.parametrize(
    "spans",
    [
        ("08:00-12:00", "11:00-16:00"),
        ("13:00-16:00", "08:00-12:00"),
        ("20:00-24:00", "20:00-24:00"),
        ("20:00-24:00", "00:00-08:00"),
    ],
)
def test_segments_that_overlap_or_are_out_of_order_are_refused(spans) -> None:
    with pytest.raises(CalendarInvalid, match=f"{hours(spans[1])[0]} does not come after"):
        WorkingHours(friday=hours(*spans))


def test_segments_may_touch() -> None:
    touching = hours("08:00-12:00", "12:00-16:00")

    assert WorkingHours(sunday=touching).week[6] == touching


def test_special_hours_must_be_hours_and_given_once() -> None:
    with pytest.raises(CalendarInvalid, match="has no hours: a day off is a holiday"):
        special(MONDAY)
    with pytest.raises(CalendarInvalid, match="does not come after"):
        special(MONDAY, "08:00-10:00", "09:00-11:00")
    with pytest.raises(CalendarInvalid, match="Two sets of special hours are given for 2026-11-23"):
        version(
            "Asia/Jakarta",
            season(OFFICE),
            special_days=(
                special(MONDAY, "08:00-09:00"),
                special(SATURDAY, "08:00-09:00"),
                special(MONDAY, "10:00-11:00"),
            ),
        )


def test_a_season_does_not_end_before_it_begins() -> None:
    with pytest.raises(CalendarInvalid, match="Ramadan ends before it begins"):
        season(OFFICE, "Ramadan", first=SATURDAY, last=MONDAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"first": MONDAY}, {"first": MONDAY}),
        ({}, {"last": MONDAY}),
        ({"first": MONDAY, "last": SATURDAY}, {"first": SATURDAY, "last": SATURDAY}),
        ({"first": SATURDAY, "last": SATURDAY}, {"first": MONDAY, "last": SATURDAY}),
    ],
)
def test_two_seasons_with_equal_right_to_a_day_are_refused(one, other) -> None:
    with pytest.raises(CalendarInvalid, match="Satu and Dua claim the same days"):
        version("Asia/Jakarta", season(OFFICE, "Satu", **one), season(SHORT, "Dua", **other))


def test_a_bounded_season_goes_before_an_unbounded_and_a_later_before_an_earlier() -> None:
    rules = rules_of(
        version(
            "Asia/Jakarta",
            season(OFFICE, "Lama"),
            season(OFFICE, "Baru", first=date(2026, 11, 25)),
            season(SHORT, "Ramadan", first=date(2026, 11, 24), last=date(2026, 11, 26)),
        )
    )

    names = [rules.plan(date(2026, 11, day)).hours.id for day in range(23, 29)]

    assert names == ["Lama", "Ramadan", "Ramadan", "Ramadan", "Baru", "Baru"]


def test_a_holiday_takes_a_working_day_but_not_a_day_of_rest() -> None:
    rules = rules_of(
        version(
            "Asia/Jakarta",
            season(OFFICE),
            holidays=(
                holiday(HolidayKind.NATIONAL),
                holiday(HolidayKind.NATIONAL, day=SATURDAY),
            ),
        )
    )

    assert rules.plan(MONDAY).left_out is LeftOut.HOLIDAY
    assert rules.plan(SATURDAY).left_out is LeftOut.WEEKEND
    assert rules.plan(SATURDAY).holiday is None


@given(st.permutations(list(HolidayKind)))
def test_of_several_holidays_on_a_day_the_most_general_is_the_reason(kinds) -> None:
    off = tuple(holiday(kind) for kind in kinds)
    made = version("Asia/Jakarta", season(OFFICE), holidays=off)

    assert rules_of(made).plan(MONDAY).holiday == holiday(HolidayKind.NATIONAL)


def test_who_works_on_joint_leave_loses_only_the_other_holidays() -> None:
    def open_on(*kinds: HolidayKind) -> bool:
        off = tuple(holiday(kind) for kind in kinds)
        made = version("Asia/Jakarta", season(OFFICE), holidays=off, works_on_joint_leave=True)
        return bool(rules_of(made).plan(MONDAY).segments)

    assert open_on(HolidayKind.CUTI_BERSAMA)
    assert not open_on(HolidayKind.NATIONAL)
    assert not open_on(HolidayKind.CUTI_BERSAMA, HolidayKind.OFFICE)


def test_special_hours_go_before_the_week_and_before_holidays() -> None:
    made = version(
        "Asia/Jakarta",
        season(OFFICE),
        holidays=(holiday(HolidayKind.NATIONAL),),
        special_days=(special(MONDAY, "08:00-10:00"), special(SATURDAY, "08:00-12:00")),
    )
    plans = [rules_of(made).plan(day) for day in (MONDAY, SATURDAY)]

    assert [plan.segments for plan in plans] == [hours("08:00-10:00"), hours("08:00-12:00")]
    assert [plan.hours.id for plan in plans] == ["Lembur", "Lembur"]


def test_holidays_put_in_keep_those_that_are_there_and_come_once() -> None:
    own = holiday(HolidayKind.REGIONAL, SATURDAY, "Hari Jadi")
    given = (holiday(HolidayKind.NATIONAL), own, holiday(HolidayKind.CUTI_BERSAMA))
    calendar = version("Asia/Jakarta", season(OFFICE), holidays=(own,))

    merged = observing(calendar, given)

    assert merged.holidays == (given[2], given[0], own)
    assert observing(merged, given) == merged


def test_a_version_is_text_and_back() -> None:
    assert FILE.is_file()
    for calendar in library().values():
        kept = msgspec.json.encode(calendar)
        assert msgspec.json.decode(kept, type=CalendarVersion) == calendar
