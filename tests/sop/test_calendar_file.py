"""The calendar file: what it becomes, and what is said of one that is wrong."""

from datetime import date, time

import pytest
from builders_calendar import FILE, compiled, hours, library

from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Segment,
    SpecialDay,
)
from engine.core.errors import SopInvalid
from engine.core.text import Text
from engine.service.folder import calendars, registers
from engine.sop.calendar_file import calendars_from_text, segment_from_text

SAMPLE = """\
weeks:
  kantor:
    title: {id: Jam kerja, en: Office hours}
    source: SK 1/2026
    monday: [07.30-12.00, "13:00 - 16:00"]
  pendek:
    title: Jam pendek
    source: SK 2/2026
    monday: [08.00-12.00]
seasons:
  ramadan:
    title: Ramadan
    first: 2026-02-19
    last: 2026-03-20
    source: Isbat
    provisional: true
  kelak:
    title: Kelak
    first: 2027-01-01
    source: SK 3/2026
calendars:
  dinas:
    version: 3
    zone: Asia/Jayapura
    week: kantor
    seasons: {ramadan: pendek, kelak: pendek}
    works_on_joint_leave: true
    holidays:
      - {day: 2026-09-30, name: Hari Jadi, kind: regional, source: Perda 4/2001, provisional: true}
    special_days:
      - {day: 2026-11-28, name: Sabtu buka, hours: [08.00-12.00, 20.00-24.00], source: SE 5/2026}
"""

HOW_TO_WRITE = "does not fit: write begin and end of work, such as 07.30-12.00."
OVER_MIDNIGHT = (
    "does not fit: 22.00-06.00 ends before it begins. "
    "Work over midnight is two segments, one on each day."
)
KNOWN_DAYS = "does not fit: a calendar knows days from 1945-08-17 to 2199-12-31."
TWICE = "      - {day: 2026-09-30, name: Hari Jadi, kind: regional, source: Perda 5/2001}"
NO_ZONE = "does not fit: write a time zone, such as Asia/Jakarta or Asia/Makassar."


def read(text: str) -> CalendarVersion:
    return calendars_from_text(text, file="calendars.yaml")["dinas"]


def findings(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(SopInvalid) as refused:
        read(text)
    return [(found.line, found.code, found.message) for found in refused.value.findings]


def test_a_file_with_every_key_is_read() -> None:
    calendar = read(SAMPLE)

    ordinary, ramadan, later = calendar.seasons
    assert (calendar.id, calendar.version, calendar.zone) == ("dinas", 3, "Asia/Jayapura")
    assert calendar.works_on_joint_leave is True
    assert ordinary.name == Text(id="Jam kerja", en="Office hours")
    assert ordinary.hours.monday == hours("07:30-12:00", "13:00-16:00")
    assert (ordinary.first, ordinary.last, ordinary.source) == (None, None, "SK 1/2026")
    assert ordinary.provisional is False
    assert (ramadan.first, ramadan.last) == (date(2026, 2, 19), date(2026, 3, 20))
    assert (ramadan.source, ramadan.provisional) == ("SK 2/2026; Isbat", True)
    assert ramadan.hours.monday == hours("08:00-12:00")
    assert (later.first, later.last) == (date(2027, 1, 1), None)
    assert calendar.holidays == (
        Holiday(
            day=date(2026, 9, 30),
            name=Text(id="Hari Jadi"),
            kind=HolidayKind.REGIONAL,
            source="Perda 4/2001",
            provisional=True,
        ),
    )
    assert calendar.special_days == (
        SpecialDay(
            day=date(2026, 11, 28),
            name=Text(id="Sabtu buka"),
            hours=hours("08:00-12:00", "20:00-24:00"),
            source="SE 5/2026",
        ),
    )


@pytest.mark.parametrize(
    ("written", "instead", "line", "code", "message"),
    [
        ("[08.00-12.00]", "[8-12]", 9, "SOP204",
         f"The value of entry 1 of `monday` {HOW_TO_WRITE}"),
        ("[08.00-12.00]", "[{from: 8}]", 9, "SOP204",
         f"The value of entry 1 of `monday` {HOW_TO_WRITE}"),
        ("[08.00-12.00]", "[22.00-06.00]", 9, "SOP204",
         f"The value of entry 1 of `monday` {OVER_MIDNIGHT}"),
        ("[08.00-12.00]", "[08.00-12.00, 11.00-13.00]", 9, "SOP207",
         "11.00-13.00 does not come after 08.00-12.00."),
        ("[08.00-12.00, 20.00-24.00]", "[20.00-21.00, 08.00-12.00]", 31, "SOP207",
         "08.00-12.00 does not come after 20.00-21.00."),
        ("[08.00-12.00, 20.00-24.00]", "[]", 31, "SOP206",
         "The value of `hours` has too few entries: at least 1 must be there."),
        ("last: 2026-03-20", "last: 2026-02-18", 14, "SOP207",
         "The season ends before it begins."),
        ("Asia/Jayapura", "Asia/Papua", 24, "SOP204",
         f"The value of `zone` {NO_ZONE}"),
        ("version: 3", "version: 0", 23, "SOP206", "The value of `version` must be at least 1."),
        ("week: kantor", "week: kator", 25, "SOP209", "`kator` is not one of the weeks."),
        ("{ramadan: pendek", "{ramadan: pndek", 26, "SOP209", "`pndek` is not one of the weeks."),
        ("{ramadan: pendek", "{idul: pendek", 26, "SOP209", "`idul` is not one of the seasons."),
        ("kind: regional", "kind: daerah", 29, "SOP205",
         "The value of `kind` must be one of: national, cuti_bersama, regional, office."),
        ("first: 2027-01-01", "first: 2026-03-01\n    last: 2026-03-31", 23, "SOP207",
         "Ramadan and Kelak claim the same days."),
        ("works_on_joint_leave", "works_on_joint_leaf", 27, "SOP201",
         "The key `works_on_joint_leaf` is not known here."),
        ("provisional: true}", "provisional: ya}", 29, "SOP204",
         "The value of `provisional` does not fit: write true or false."),
        ("day: 2026-09-30", "day: 2026-02-30", 29, "SOP204",
         "The value of `day` does not fit: there is no day 2026-02-30."),
        ("day: 2026-09-30", "day: 0226-09-30", 29, "SOP204",
         f"The value of `day` {KNOWN_DAYS}"),
        ("day: 2026-11-28", "day: 9999-12-31", 31, "SOP204",
         f"The value of `day` {KNOWN_DAYS}"),
        ("monday: [07.30-12.00, \"13:00 - 16:00\"]", "monday: []", 25, "SOP207",
         "In the week `kantor` nobody ever works."),
        ("    holidays:\n", f"    holidays:\n{TWICE}\n", 28, "SOP207",
         "The holiday Hari Jadi on 2026-09-30 is there 2 times."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(written, instead, line, code, message) -> None:
    assert written in SAMPLE

    found = findings(SAMPLE.replace(written, instead, 1))

    assert found == [(line, code, message)]


def test_a_segment_is_read_with_either_mark_and_either_dash() -> None:
    segment = Segment(begins=time(7, 30), ends=time(12))

    for text in ("07.30-12.00", "07:30-12:00", " 07.30 \u2013 12.00 "):
        assert segment_from_text(text) == segment
    assert segment_from_text("20.00-24.00") == Segment(begins=time(20), ends=time())


@pytest.mark.parametrize("text", ["", "24.00-08.00", "07.30-24.01", "7.30-12.00", "07.60-12.00"])
def test_what_is_no_segment_is_refused(text) -> None:
    with pytest.raises(ValueError, match="write begin and end of work"):
        segment_from_text(text)


# --- the file that comes with Alur


def test_every_calendar_of_the_register_has_its_hours_in_its_zone() -> None:
    named = registers(FILE.parent).calendars

    assert {key: entry.zone for key, entry in named.items()} == {
        key: calendar.zone for key, calendar in library().items()
    }
    assert calendars(FILE.parent) == library()


@pytest.mark.parametrize(
    ("key", "ordinary", "ramadan"),
    [("kantor-wib", 37.5, 32.5), ("kantor-wita", 37.5, 32.5), ("kantor-wit", 37.5, 32.5),
     ("puskesmas-wib", 37.5, 37.5), ("puskesmas-wita", 37.5, 37.5), ("puskesmas-wit", 37.5, 37.5)],
)  # fmt: skip
def test_a_week_has_the_hours_of_the_rule(key, ordinary, ramadan) -> None:
    calendar = compiled(key)

    def worked(monday: date) -> float:
        days = (date.fromordinal(monday.toordinal() + n) for n in range(7))
        return sum(e - b for day in days for b, e in calendar.segments_of(day)) / 3600

    assert worked(date(2026, 11, 23)) == ordinary
    assert worked(date(2026, 3, 2)) == ramadan


def test_an_estimated_ramadan_says_so() -> None:
    seasons = {one.name.id: one.provisional for one in library()["kantor-wita"].seasons}

    assert seasons == {"Jam kerja kantor": False, "Ramadan 1447 H": False, "Ramadan 1448 H": True}
