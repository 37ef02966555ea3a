"""Workload: open tasks held, those overdue, steps done today, by unit and person."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url
from staffing import DINAS, GOVERNMENT, KECAMATAN, appoint, staff

from engine.core.directory import Duty
from engine.core.ids import PersonId, UnitId
from engine.service.timers import sweep_all
from engine.service.workload import overseen_workload, start_of_day, workload

JAKARTA = ZoneInfo("Asia/Jakarta")
Figures = dict[tuple[str, str], tuple[int, int, int]]


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        staff(made.database)
        yield made


def figures(
    office: Office, *, later: timedelta = timedelta(), unit: UnitId | None = None
) -> Figures:
    at = office.now + later
    since = start_of_day(at, JAKARTA)
    found = workload(office.database, at=at, since=since, unit=unit)
    return {(one.person, one.unit): (one.held, one.overdue, one.done) for one in found}


def test_the_day_of_the_office_begins_at_its_own_midnight() -> None:
    assert start_of_day(MONDAY, JAKARTA) == MONDAY - timedelta(hours=8)
    assert start_of_day(MONDAY - timedelta(hours=9), JAKARTA) == MONDAY - timedelta(hours=32)


def test_what_is_held_overdue_and_done_today_is_counted_by_unit(office: Office) -> None:
    one, done, elsewhere = office.open(), office.open(), office.open("izin")
    for case in (one, done, elsewhere):
        office.claim(case, "terima", RINI)
    office.complete(done, "terima", RINI)
    office.complete(done, "periksa", HESTI, outcome="tidak")
    sweep_all(office.database, at=office.now)

    now = figures(office, later=-timedelta(minutes=6))
    assert now["rini", "dinas"] == (1, 0, 1)
    assert now["rini", "kecamatan"] == (1, 0, 0)
    assert now["hesti", "dinas"] == (0, 0, 1)
    tomorrow = figures(office, later=timedelta(days=1))
    assert tomorrow["rini", "dinas"] == (1, 1, 0)


def test_whoever_has_a_role_and_nothing_to_do_is_there_where_they_hold_it(office: Office) -> None:
    assert figures(office) == {
        ("rini", "dinas-loket"): (0, 0, 0),
        ("rini", "kecamatan"): (0, 0, 0),
        ("hesti", "dinas"): (0, 0, 0),
        ("hesti", "kecamatan"): (0, 0, 0),
    }


def test_a_unit_is_counted_with_all_below_it_and_nothing_beside(office: Office) -> None:
    office.claim(office.open(), "terima", RINI)

    assert set(figures(office, unit=KECAMATAN)) == {("hesti", "kecamatan")}
    assert set(figures(office, unit=GOVERNMENT)) == set(figures(office))


def test_managers_and_supervisors_see_the_units_of_their_duty_and_no_others(
    office: Office,
) -> None:
    appoint(office.database, "budi", Duty.SUPERVISOR.value, DINAS)

    def seen(person: str, unit: UnitId | None = None) -> set[str]:
        found = overseen_workload(
            office.database, PersonId(person), at=office.now, since=MONDAY, unit=unit
        )
        return {one.unit for one in found}

    assert seen("budi") == {"dinas", "dinas-loket"}
    assert seen("budi", KECAMATAN) == set()
    assert seen("rini") == set()


def test_an_auditor_sees_the_units_that_they_audit_and_no_others(office: Office) -> None:
    appoint(office.database, "budi", Duty.AUDITOR.value, DINAS)

    found = overseen_workload(office.database, PersonId("budi"), at=office.now, since=MONDAY)

    assert {one.unit for one in found} == {"dinas", "dinas-loket"}


def test_where_nobody_is_told_apart_everything_is_seen(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as plain:
        plain.claim(plain.open(), "terima", RINI)
        found = overseen_workload(plain.database, PersonId("siapa"), at=plain.now, since=MONDAY)
        assert [(one.person, one.held) for one in found] == [("rini", 1)]
