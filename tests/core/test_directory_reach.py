"""No lesser administrator reaches what a greater one looks after, by whichever way round."""

from datetime import timedelta

import pytest
from builders_directory import ADMIN, DAY, KECAMATAN, KELURAHAN, LOKET, SEKSI, Office, an_office, by

from engine.core.commands import SYSTEM
from engine.core.directory import Duty, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    ChangePerson,
    ChangeUnit,
    LetGo,
)
from engine.core.directory_errors import ServesMore
from engine.core.errors import AlreadySo, DutyMissing, InputRefused
from engine.core.ids import PersonId, UnitId
from engine.core.text import Text

RINI, BUDI = PersonId("rini"), PersonId("budi")
DEWI = by("dewi")


@pytest.fixture
def office() -> Office:
    """Dewi is administrator of the section only."""
    made = an_office()
    made.give("dewi", Duty.ADMINISTRATOR, SEKSI)
    return made


def described(person: PersonId) -> ChangePerson:
    return ChangePerson(by=DEWI, person=person, name="Lain", email="dewi@contoh.go.id")


def changed(unit: UnitId, kind: UnitKind, parent: UnitId | None, who: str) -> ChangeUnit:
    return ChangeUnit(by=by(who), unit=unit, title=Text(id=unit), kind=kind, parent=parent)


def test_to_stand_in_above_counts_as_to_hold_something_there(office: Office) -> None:
    office.give("rini", "loket", SEKSI)
    office.give("sari", "camat")
    office.do(described(RINI))
    office.stand_in("rini", "sari", "camat", since=office.now + DAY)

    for command in (described(BUDI), LetGo(by=DEWI, person=RINI)):
        with pytest.raises(DutyMissing):
            office.do(command)
    with pytest.raises(DutyMissing, match="for kecamatan"):
        office.do(ChangePerson(by=DEWI, person=RINI, name="Lain lagi"))


def test_how_somebody_is_called_is_changed_by_who_is_over_all_their_units(office: Office) -> None:
    office.give("rini", "loket", SEKSI)
    office.give("rini", "kasi", KELURAHAN)

    with pytest.raises(DutyMissing, match="for kelurahan"):
        office.do(described(RINI))


def test_who_holds_nothing_is_described_by_an_administrator_at_the_top(office: Office) -> None:
    with pytest.raises(DutyMissing):
        office.do(described(BUDI))
    office.do(ChangePerson(by=by(ADMIN), person=BUDI, name="Budi Santosa"))

    assert office.directory.people[BUDI].name == "Budi Santosa"


def test_an_agency_becomes_a_section_by_who_is_over_the_unit_above(office: Office) -> None:
    office.give("rini", Duty.ADMINISTRATOR, KELURAHAN)

    with pytest.raises(DutyMissing, match="for kecamatan"):
        office.do(changed(KELURAHAN, UnitKind.SECTION, KECAMATAN, "rini"))
    office.do(changed(KELURAHAN, UnitKind.SECTION, KECAMATAN, ADMIN))
    office.do(changed(KECAMATAN, UnitKind.SECTION, None, ADMIN))

    assert office.directory.units[KELURAHAN].kind is UnitKind.SECTION


def test_a_role_of_a_section_is_given_by_who_is_over_the_agency_it_serves(office: Office) -> None:
    for unit in (SEKSI, LOKET):
        with pytest.raises(ServesMore) as refused:
            office.give("rini", "loket", unit, as_=DEWI)
        assert str(refused.value) == (
            f"loket in {unit} serves all of kecamatan, of which dewi is no administrator."
        )
        assert "administrator of kecamatan" in refused.value.hint
    office.give("rini", Duty.SUPERVISOR, LOKET, as_=DEWI)
    office.give("rini", "loket", LOKET, as_=by(ADMIN))
    with pytest.raises(ServesMore):
        office.stand_in("budi", "rini", "loket", LOKET, as_=DEWI)
    office.stand_in("budi", "rini", Duty.SUPERVISOR, LOKET, as_=DEWI)


def test_an_administrator_of_an_agency_gives_its_roles(office: Office) -> None:
    office.give("rini", Duty.ADMINISTRATOR, KELURAHAN)

    office.give("budi", "loket", KELURAHAN, as_=by("rini"))


@pytest.mark.parametrize("duty", [Duty.SUPERVISOR, Duty.ADMINISTRATOR])
def test_another_is_declared_away_by_who_is_over_all_their_units(
    office: Office, duty: Duty
) -> None:
    office.give("budi", duty, SEKSI)
    office.give("rini", "loket", LOKET)
    office.give("rini", "kasi", KELURAHAN)

    with pytest.raises(DutyMissing, match="for kelurahan"):
        office.away("rini", as_=by("budi"))
    office.give("budi", Duty.SUPERVISOR, KELURAHAN)
    office.away("rini", as_=by("budi"))


def test_an_absence_lasts_a_year_at_most(office: Office) -> None:
    with pytest.raises(InputRefused) as refused:
        office.away("rini", days=367)

    assert refused.value.problems == {"until": "must lie at most 366 days after the beginning"}
    office.away("rini", since=office.now + timedelta(days=30), days=366)


def test_an_id_cannot_be_taken_for_anything_else(office: Office) -> None:
    for wrong in (
        "", "alur:demo", ".rini", "a b", "rini\u200b", "r\u0456ni", "a/b", "x" * 81,
        "alur", "Alur", "ALUR", "pemohon", "Pemohon",
    ):  # fmt: skip
        with pytest.raises(InputRefused) as refused:
            office.do(AddPerson(by=SYSTEM, person=PersonId(wrong), name="Baru"))
        assert list(refused.value.problems) == ["person"]


def test_two_ids_differ_by_more_than_their_capitals(office: Office) -> None:
    with pytest.raises(AlreadySo, match="Rini differs from it by capitals only"):
        office.do(AddPerson(by=SYSTEM, person=PersonId("Rini"), name="Baru"))

    for fine in ("Rini.2", "1998", "rini@dinas.example", "x" * 80):
        office.do(AddPerson(by=SYSTEM, person=PersonId(fine), name="Baru"))
