"""Calendars as the service publishes and asks them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders_calendar import FILE, an_office_calendar
from msgspec.structs import replace
from offices import MONDAY, RINI, Office, an_office, sqlite_url

from engine.core.calendar import Calendar
from engine.core.calendar_version import Holiday, HolidayKind
from engine.core.errors import BeyondCalendar, NotFound, SopInvalid, SopUnreadable
from engine.core.text import Text
from engine.service import calendars, folder, library
from engine.service.calendar_edits import Edit, apply
from engine.service.calendars import (
    CalendarPublished,
    EditNotApplied,
    as_written,
    calendar_for,
    publish_calendars,
    publish_versions,
    with_national_holidays,
)
from engine.service.database import Calendars, connect
from engine.service.holiday_seed import indonesian_holidays, is_seeded
from engine.store.job import Reader
from engine.store.timers import next_at

LIBRARY = FILE.parent
KANTOR = an_office_calendar("kantor")
SMALL = """\
weeks:
  kantor: {title: Jam kerja, source: SK 1/2026, monday: [08.00-12.00], tuesday: [08.00-12.00]}
calendars:
  balai:
    version: %s
    zone: Asia/Makassar
    week: kantor
    holidays:
      - {day: 2026-12-25, name: Natal, kind: national, source: Keppres 1/2026}
      - {day: 2026-09-30, name: Hari Jadi, kind: regional, source: Perda 4/2001}
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


@pytest.fixture
def folder_with(tmp_path: Path):
    def write(text: str, registers: str = "") -> Path:
        (tmp_path / "calendars.yaml").write_text(text, encoding="utf-8")
        if registers:
            (tmp_path / "registers.yaml").write_text(registers, encoding="utf-8")
        return tmp_path

    return write


def ask(office: Office, question, name: str = "kantor", **more: object):
    def job(reader: Reader):
        settings = {"at": MONDAY} | more
        return calendar_for(office.database, reader, name, question, **settings)

    return office.database.store.read(job)


# --- publishing


def test_the_library_is_published_with_the_national_holidays(office: Office) -> None:
    found = publish_calendars(office.database, LIBRARY, by=RINI, at=MONDAY)

    assert [one.calendar for one in found] == list(folder.calendars(LIBRARY))
    wib = found[0]
    assert (wib.calendar, wib.version, wib.zone) == ("kantor-wib", 1, "Asia/Jakarta")
    assert (wib.published_at, wib.published_by, wib.reason) == (MONDAY, "rini", "Versi pertama")
    assert wib.holidays == len(indonesian_holidays(2021, 2029))
    assert wib.provisional > 0
    assert wib.holidays_until == date(2029, 12, 25)


def test_publishing_again_changes_nothing_and_needs_no_holidays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publish_calendars(office.database, LIBRARY, by=RINI, at=MONDAY)
    monkeypatch.delattr(calendars, "indonesian_holidays")

    later = MONDAY + timedelta(days=400)
    assert publish_calendars(office.database, LIBRARY, by=RINI, at=later) == before


def test_a_library_without_calendars_publishes_none(office: Office, tmp_path: Path) -> None:
    assert publish_calendars(office.database, tmp_path, by=RINI, at=MONDAY) == ()


def test_what_the_office_says_of_a_day_goes_before_the_list(office: Office, folder_with) -> None:
    publish_calendars(office.database, folder_with(SMALL % 1), by=RINI, at=MONDAY)

    view = calendars.show_calendar(
        office.database, "balai", first=date(2026, 12, 25), last=date(2026, 12, 25)
    )
    christmas = [one for one in view.calendar.holidays if one.day == date(2026, 12, 25)]
    assert [(one.source, one.kind) for one in christmas] == [
        ("Keppres 1/2026", HolidayKind.NATIONAL)
    ]
    assert as_written(view.calendar) == as_written(
        folder.calendars(folder_with(SMALL % 1))["balai"]
    )


def test_other_content_under_a_published_version_is_refused(office: Office, folder_with) -> None:
    publish_calendars(office.database, folder_with(SMALL % 1), by=RINI, at=MONDAY)
    changed = (SMALL % 1).replace("2026-09-30", "2026-10-01")

    with pytest.raises(CalendarPublished, match="balai version 1 is published") as refusal:
        publish_calendars(office.database, folder_with(changed), by=RINI, at=MONDAY)

    assert "version 2" in refusal.value.hint


@pytest.mark.parametrize("version", [2, 9])
def test_an_edit_is_not_put_into_force_on_the_way(
    office: Office, folder_with, version: int
) -> None:
    publish_calendars(office.database, folder_with(SMALL % 1), by=RINI, at=MONDAY)

    with pytest.raises(
        EditNotApplied, match=f"version {version} is not in force: version 1 is"
    ) as no:
        publish_calendars(office.database, folder_with(SMALL % version), by=RINI, at=MONDAY)

    assert "alur calendar apply" in no.value.hint


def test_nothing_is_published_where_one_calendar_is_refused(office: Office, folder_with) -> None:
    publish_calendars(office.database, folder_with(SMALL % 1), by=RINI, at=MONDAY)
    changed = SMALL % 2 + "  lain: {version: 1, zone: Asia/Jakarta, week: kantor}\n"

    with pytest.raises(EditNotApplied):
        publish_calendars(office.database, folder_with(changed), by=RINI, at=MONDAY)

    assert [one.calendar for one in calendars.list_calendars(office.database)] == [
        "balai",
        "kantor",
    ]


def test_a_first_version_lets_open_cases_be_looked_at(office: Office) -> None:
    lain = replace(KANTOR, id="lain")
    office.open()
    office.database.store.write(
        lambda unit: unit._run("UPDATE timer SET at = '2030-01-01T00:00:00.000000Z'", {})
    )

    publish_versions(office.database, [lain], by=RINI, at=office.now)
    assert office.database.store.read(next_at) == datetime(2030, 1, 1, tzinfo=UTC)
    publish_versions(office.database, [KANTOR, lain], by=RINI, at=office.now)
    assert office.database.store.read(next_at) == datetime(2030, 1, 1, tzinfo=UTC)


def test_cases_that_were_there_before_their_calendar_are_looked_at(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        office.open()
        office.database.store.write(
            lambda unit: unit._run("DROP TRIGGER calendar_version_refuses_delete", {})
        )
        office.database.store.write(lambda unit: unit._run("DELETE FROM calendar_version", {}))
        office.database.store.write(lambda unit: unit._run("DELETE FROM timer", {}))

        publish_versions(office.database, [KANTOR], by=RINI, at=office.now)

        assert office.database.store.read(next_at) == office.now


@pytest.mark.parametrize(
    ("registers", "code"),
    [
        ("calendars: {balai: {title: Balai, zone: Asia/Jakarta}}\n", "SOP319"),
        ("calendars: {pos: {title: Pos, zone: Asia/Jakarta}}\n", "SOP318"),
    ],
)
def test_calendars_that_do_not_agree_with_the_registers_are_not_published(
    office: Office, folder_with, registers: str, code: str
) -> None:
    with pytest.raises(SopInvalid) as invalid:
        publish_calendars(office.database, folder_with(SMALL % 1, registers), by=RINI, at=MONDAY)

    assert [one.code for one in invalid.value.findings] == [code]


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SopUnreadable):
        folder.calendars_in(tmp_path / "kalender.yaml")


def test_the_library_publishes_its_calendars_before_its_definitions(office: Office) -> None:
    library.publish_all(office.database, LIBRARY, by=RINI, at=MONDAY)

    assert "puskesmas-wit" in [one.calendar for one in calendars.list_calendars(office.database)]


# --- the national holidays of an edit


def test_an_edit_years_later_lets_no_past_holiday_go(folder_with) -> None:
    written = folder.calendars(folder_with(SMALL % 2))["balai"]
    before = with_national_holidays(written, None, at=MONDAY)

    after = with_national_holidays(written, before, at=MONDAY.replace(year=2030))

    years = {one.day.year for one in after.holidays if is_seeded(one)}
    assert years == set(range(2021, 2034))
    assert set(before.holidays) < set(after.holidays)


# --- showing


def test_a_version_is_shown_with_its_days_and_its_history(office: Office) -> None:
    view = calendars.show_calendar(
        office.database, "kantor", first=date(2026, 12, 24), last=date(2026, 12, 28)
    )

    assert [(day.day.day, day.seconds) for day in view.days] == [
        (24, 0), (25, 0), (26, 0), (27, 0), (28, 27_000),
    ]  # fmt: skip
    assert [one.version for one in view.versions] == [1]
    assert view.summary == calendars.list_calendars(office.database)[0]


@pytest.mark.parametrize(("name", "version"), [("apa", None), ("apa", 1), ("kantor", 2)])
def test_what_is_not_published_is_not_shown(office: Office, name: str, version: int | None) -> None:
    day = date(2026, 12, 24)
    with pytest.raises(NotFound, match="published calendar"):
        calendars.show_calendar(office.database, name, version, first=day, last=day)


# --- asking


def fourth(calendar: Calendar) -> date:
    return calendar.nth_working_day_after(date(2026, 12, 22), 4)


def far(days: int):
    return lambda calendar: calendar.nth_working_day_after(date(2026, 12, 22), days)


def test_a_question_is_answered_on_the_version_in_force(office: Office) -> None:
    assert ask(office, fourth) == date(2026, 12, 30)


def test_a_compiled_calendar_is_kept(office: Office) -> None:
    first = ask(office, lambda calendar: calendar)

    assert ask(office, lambda calendar: calendar) is first
    assert (first.first, first.last) == (date(2025, 1, 1), date(2028, 12, 31))


def test_more_years_are_compiled_where_a_question_needs_them(office: Office) -> None:
    short = ask(office, lambda calendar: calendar)

    assert ask(office, far(1500)).year == 2032
    long = ask(office, lambda calendar: calendar)
    assert long.last > short.last
    assert ask(office, fourth) == date(2026, 12, 30)


def test_asking_now_of_these_years_and_now_of_those_compiles_once_for_both(office: Office) -> None:
    later = datetime(2031, 5, 5, tzinfo=UTC)
    ask(office, lambda calendar: calendar)
    both = ask(office, lambda calendar: calendar, at=later)

    assert (both.first, both.last) == (date(2025, 1, 1), date(2033, 12, 31))
    assert ask(office, lambda calendar: calendar) is both


def test_years_that_lie_ages_apart_are_not_compiled_together(office: Office) -> None:
    ask(office, lambda calendar: calendar, at=datetime(1950, 5, 5, tzinfo=UTC))

    assert ask(office, lambda calendar: calendar.first) == date(1949, 1, 1)
    ask(office, lambda calendar: calendar, at=datetime(2090, 5, 5, tzinfo=UTC))
    assert ask(office, lambda calendar: calendar.first) == date(2025, 1, 1)


def test_what_lies_beyond_a_lifetime_is_refused(office: Office) -> None:
    with pytest.raises(BeyondCalendar) as beyond:
        ask(office, far(99_999))

    assert "reaches from 1996-01-01 to 2056-12-31" in str(beyond.value)
    assert "mend the dates" in beyond.value.hint


@pytest.mark.parametrize("year", [1, 1901, 9998])
def test_the_ends_of_all_time_can_be_asked_about(office: Office, year: int) -> None:
    at = datetime(year, 6, 1, tzinfo=UTC)

    assert ask(office, lambda calendar: calendar.version.id, at=at) == "kantor"
    with pytest.raises(BeyondCalendar):
        ask(office, lambda calendar: calendar.add(at, 9 * 10**9), at=at)


def test_a_calendar_that_is_not_published_is_not_found(office: Office) -> None:
    for more in ({}, {"as_of": MONDAY}):
        with pytest.raises(NotFound, match="no published calendar 'apa'") as missing:
            ask(office, fourth, "apa", **more)

        assert "alur calendar" in missing.value.hint


def test_a_version_that_another_process_has_published_is_noticed(
    office: Office, tmp_path: Path
) -> None:
    assert ask(office, fourth) == date(2026, 12, 30)
    off = Holiday(day=date(2026, 12, 28), name=Text(id="L"), kind=HolidayKind.OFFICE, source="SK")
    new = replace(KANTOR, version=2, holidays=(*KANTOR.holidays, off))

    with connect(sqlite_url(tmp_path)) as other:
        apply(
            other, Edit(old=KANTOR, new=new), reason="SK", by=RINI, at=MONDAY + timedelta(hours=1)
        )

    assert ask(office, fourth) == date(2026, 12, 31)
    assert ask(office, fourth, as_of=MONDAY) == date(2026, 12, 30)


def test_what_ended_before_there_was_a_calendar_is_told_by_the_first(office: Office) -> None:
    assert ask(office, lambda one: one.version.version, as_of=MONDAY - timedelta(days=9)) == 1


def test_compiled_calendars_are_forgotten_beyond_a_bound(office: Office) -> None:
    compiled = ask(office, lambda calendar: calendar)
    kept = Calendars()
    for number in range(80):
        kept.keep(replace(compiled, version=replace(KANTOR, version=number)))

    assert kept.get("kantor", 0) is None
    assert kept.get("kantor", 79) is not None
