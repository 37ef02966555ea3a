"""Who changes a calendar: whoever answers for every SOP that uses it, or answers at the top."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar
from msgspec.structs import replace
from offices import MONDAY, REGISTERS, Office, an_office, definition, sqlite_url
from staffing import COUNTER, DINAS, GOVERNMENT, KECAMATAN, appoint, staff

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Duty
from engine.core.errors import DutyMissing
from engine.core.ids import PersonId, UnitId
from engine.service.calendar_authority import require_authority
from engine.service.calendars import publish_versions
from engine.service.catalogue import publish
from engine.store.job import Reader

BUDI = Actor(person=PersonId("budi"), via="cli")
LAIN = REGISTERS.calendars["kantor"]
KANTOR = an_office_calendar("kantor")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        staff(made.database)
        yield made


def refusal(office: Office, calendar: str = "kantor", by: Actor = BUDI) -> str:
    def asked(reader: Reader) -> None:
        require_authority(office.database, reader, calendar, by=by, at=MONDAY)

    try:
        office.database.store.read(asked)
    except DutyMissing as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("duty", [Duty.MANAGER, Duty.APPROVER])
def test_a_manager_or_approver_of_all_agencies_that_use_it_may(office: Office, duty: Duty) -> None:
    appoint(office.database, "budi", duty.value, DINAS)
    assert refusal(office).endswith("alur:manager for kecamatan.")

    appoint(office.database, "budi", duty.value, KECAMATAN)

    assert refusal(office) == ""


def test_a_duty_at_the_top_does_for_all(office: Office) -> None:
    appoint(office.database, "budi", Duty.APPROVER.value, GOVERNMENT)

    assert refusal(office) == ""


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Duty.SUPERVISOR.value, GOVERNMENT),
        (Duty.AUDITOR.value, GOVERNMENT),
        (Duty.ADMINISTRATOR.value, GOVERNMENT),
        (Duty.MANAGER.value, COUNTER),
        ("kasi", DINAS),
    ],
)
def test_nothing_else_does(office: Office, role: str, unit: UnitId) -> None:
    appoint(office.database, "budi", role, unit)

    assert "does not hold the duty alur:manager" in refusal(office)


def test_earlier_versions_of_an_sop_count_for_their_cases_go_on(office: Office) -> None:
    moved = REGISTERS.units | {"dinas": replace(REGISTERS.units["dinas"], calendar="lain")}
    registers = replace(REGISTERS, units=moved, calendars=REGISTERS.calendars | {"lain": LAIN})
    text = definition("surat", version=2)
    publish(office.database, text, registers=registers, by=BUDI, at=MONDAY)
    appoint(office.database, "budi", Duty.MANAGER.value, KECAMATAN)

    assert refusal(office).endswith("alur:manager for dinas.")


def test_the_system_may_and_an_unknown_name_may_not(office: Office) -> None:
    assert refusal(office, by=SYSTEM) == ""
    assert "siapa does not hold" in refusal(office, by=Actor(person=PersonId("siapa"), via="cli"))


def test_a_calendar_that_no_sop_uses_takes_the_duty_in_some_unit(office: Office) -> None:
    assert refusal(office, "lain")
    appoint(office.database, "budi", Duty.MANAGER.value, COUNTER)

    assert refusal(office, "lain") == ""


def test_a_first_version_can_be_published_with_a_library_where_people_are_known(
    office: Office,
) -> None:
    publish_versions(office.database, [an_office_calendar("lain")], by=BUDI, at=MONDAY)
    publish_versions(office.database, [KANTOR], by=BUDI, at=MONDAY)


def test_where_nobody_is_known_everybody_may(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as plain:
        assert refusal(plain) == ""
