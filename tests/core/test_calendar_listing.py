"""A calendar told day by day."""

from datetime import date

from builders_calendar import library
from msgspec.structs import replace

from engine.core.calendar_days import LeftOut
from engine.core.calendar_listing import CalendarDay, days_of
from engine.core.calendar_version import Holiday, HolidayKind, SpecialDay, observing
from engine.core.text import Text
from engine.service.calendar_years import compiled_for

OFFICE = Text(id="Jam kerja kantor", en="Office hours")


def test_each_day_has_its_hours_or_why_there_are_none() -> None:
    off = Holiday(day=date(2026, 11, 26), name=Text(id="L"), kind=HolidayKind.OFFICE, source="SK 1")
    open_saturday = SpecialDay(
        day=date(2026, 11, 28),
        name=Text(id="Sabtu buka"),
        hours=library()["puskesmas-wib"].seasons[0].hours.saturday,
        source="SE 1",
    )
    version = replace(observing(library()["kantor-wib"], (off,)), special_days=(open_saturday,))

    days = days_of(compiled_for(version, date(2026, 11, 26), date(2026, 11, 29)))

    assert days == (
        CalendarDay(day=date(2026, 11, 26), hours=OFFICE, left_out=LeftOut.HOLIDAY, holiday=off),
        CalendarDay(
            day=date(2026, 11, 27),
            hours=OFFICE,
            segments=("07.30-11.30", "13.00-16.30"),
            seconds=27_000,
        ),
        CalendarDay(
            day=date(2026, 11, 28),
            hours=Text(id="Sabtu buka"),
            segments=("07.30-13.00",),
            seconds=19_800,
        ),
        CalendarDay(day=date(2026, 11, 29), hours=OFFICE, left_out=LeftOut.WEEKEND),
    )
