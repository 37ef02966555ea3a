"""Calendars for tests: those of the library compiled, and any at all."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Season,
    Segment,
    SpecialDay,
    WorkingHours,
    observing,
)
from engine.core.text import Text
from engine.service.holiday_seed import indonesian_holidays
from engine.sop.calendar_file import calendars_from_text

FILE = Path(__file__).parents[1] / "sop_definitions" / "calendars.yaml"
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = 3
"""How many days the calendars that Hypothesis makes are compiled for."""


@cache
def library() -> dict[str, CalendarVersion]:
    return dict(calendars_from_text(FILE.read_bytes(), file=FILE.name))


@cache
def compiled(key: str, *, first: date = FIRST, last: date = LAST) -> Calendar:
    version = observing(library()[key], indonesian_holidays(first.year, last.year))
    return compile_calendar(version, zone=ZoneInfo(version.zone), first=first, last=last)


@cache
def an_office_calendar(name: str, *, years: tuple[int, int] = (2025, 2028)) -> CalendarVersion:
    """The calendar of the library's offices under another name, as it is published."""
    version = observing(library()["kantor-wib"], indonesian_holidays(*years))
    return replace(version, id=name)


def at(calendar: Calendar, clock: str) -> datetime:
    """`2026-03-17 14:00` by the office's clock, in UTC."""
    return datetime.fromisoformat(clock).replace(tzinfo=calendar.zone).astimezone(UTC)


def clock(calendar: Calendar, instant: datetime) -> str:
    """What `at` reads."""
    assert instant.tzinfo is UTC
    return f"{calendar.local(instant):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def hours(*spans: str) -> tuple[Segment, ...]:
    """`08:00-12:00`; `24:00` ends the day."""
    return tuple(
        Segment(
            begins=time.fromisoformat(span[:5]),
            ends=time.fromisoformat(span[6:].replace("24:00", "00:00")),
        )
        for span in spans
    )


def every_day(*spans: str) -> WorkingHours:
    return week(*(hours(*spans) for _ in range(7)))


def week(*days: tuple[Segment, ...]) -> WorkingHours:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
    return WorkingHours(
        monday=monday,
        tuesday=tuesday,
        wednesday=wednesday,
        thursday=thursday,
        friday=friday,
        saturday=saturday,
        sunday=sunday,
    )


def version(zone: str, *seasons: Season, **more: object) -> CalendarVersion:
    return CalendarVersion(id="uji", version=1, zone=zone, seasons=seasons, **more)  # type: ignore[arg-type]


def season(weekly: WorkingHours, name: str = "Biasa", **more: object) -> Season:
    return Season(name=Text(id=name), hours=weekly, **more)  # type: ignore[arg-type]


def days_of(version: CalendarVersion, first: date, *, count: int = DAYS) -> Calendar:
    last = first + timedelta(days=count - 1)
    return compile_calendar(version, zone=ZoneInfo(version.zone), first=first, last=last)


@st.composite
def segments(draw: st.DrawFn) -> tuple[Segment, ...]:
    minutes = sorted(draw(st.lists(st.integers(0, 1440), unique=True, max_size=6)))
    return tuple(
        Segment(begins=_time(begins), ends=_time(ends))
        for begins, ends in zip(minutes[::2], minutes[1::2], strict=False)
    )


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


WEEKS = st.builds(week, *[segments()] * 7)

TURNS = st.sampled_from(
    [
        ("Asia/Jakarta", date(2026, 12, 31)),
        ("Asia/Makassar", date(2026, 12, 31)),
        ("Asia/Jayapura", date(2026, 12, 31)),
        ("Europe/Amsterdam", date(2026, 3, 28)),
        ("Europe/Amsterdam", date(2026, 10, 24)),
        ("America/Santiago", date(2026, 4, 4)),  # midnight comes twice
        ("America/Santiago", date(2026, 9, 5)),  # midnight is left out
        ("Australia/Lord_Howe", date(2026, 10, 3)),  # half an hour is left out
        ("Pacific/Apia", date(2011, 12, 29)),  # a whole day is left out
    ]
)
"""Zones, and a day shortly before something happens to their clocks or to the year."""


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone, first = draw(TURNS)
    days = st.integers(0, DAYS - 1).map(lambda n: first + timedelta(days=n))
    seasons = [season(draw(WEEKS))]
    if draw(st.booleans()):
        seasons.append(season(draw(WEEKS), "Sejak", first=draw(days)))
    if draw(st.booleans()):
        begins, ends = sorted((draw(days), draw(days)))
        seasons.append(season(draw(WEEKS), "Ramadan", first=begins, last=ends))
    holidays = st.builds(
        Holiday,
        day=days,
        name=st.just(Text(id="Libur")),
        kind=st.sampled_from(HolidayKind),
        source=st.just("SKB"),
    )
    special = st.builds(
        SpecialDay,
        day=days,
        name=st.just(Text(id="Khusus")),
        hours=segments().filter(bool),
        source=st.just("SE"),
    )
    made = version(
        zone,
        *seasons,
        holidays=tuple(draw(st.lists(holidays, max_size=3))),
        special_days=tuple(draw(st.lists(special, max_size=2, unique_by=lambda one: one.day))),
        works_on_joint_leave=draw(st.booleans()),
    )
    return days_of(made, first)


def instants(calendar: Calendar) -> st.SearchStrategy[datetime]:
    return st.integers(calendar.starts, calendar.stops).map(
        lambda second: datetime.fromtimestamp(second, UTC)
    )
