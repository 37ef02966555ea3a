"""Absences: who declares them, what is handed on meanwhile, and what becomes of it."""

import pytest
from builders_directory import ADMIN, DAY, KECAMATAN, KELURAHAN, LOKET, SEKSI, Office, an_office, by

from engine.core.commands import SYSTEM
from engine.core.directory import Duty, Substitution, UnitKind
from engine.core.directory_commands import AddPerson, EndAbsence
from engine.core.directory_errors import HeldAlready, SubstitutionCycle
from engine.core.errors import AlreadySo, DutyMissing, InputRefused, NotFound
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.standing import standings

RINI, BUDI = PersonId("rini"), PersonId("budi")


@pytest.fixture
def office() -> Office:
    return an_office()


def stands_in(office: Office, person: str) -> list[Substitution]:
    return list(office.directory.substitutions.get(PersonId(person), ()))


def test_somebody_away_with_a_substitute_substitutes_nobody_back(office: Office) -> None:
    office.away("rini", "budi")

    with pytest.raises(SubstitutionCycle, match="rini > budi > rini"):
        office.away("budi", "rini")


def test_whoever_goes_away_hands_on_what_they_hold_for_as_long(office: Office) -> None:
    office.give("rini", "kasi")
    office.give("rini", "kasi", sop="contoh")
    office.give("rini", "camat", LOKET, since=office.now + 2 * DAY)
    office.give("rini", "loket", until=office.now + DAY)
    office.give("rini", Duty.MANAGER)
    office.give("rini", Duty.APPROVER)

    away = office.away("rini", "budi", since=office.now + DAY)

    found = {(one.role, one.unit): one for one in stands_in(office, "budi")}
    assert {one.absence for one in found.values()} == {away}
    assert set(found) == {
        ("kasi", KECAMATAN),
        ("camat", LOKET),
        (Duty.MANAGER, KECAMATAN),
    }
    camat = found[RoleId("camat"), LOKET]
    assert (camat.kind, camat.since, camat.until) == (
        "plh",
        office.now + 2 * DAY,
        office.now + 6 * DAY,
    )


def test_who_is_substitute_already_stays_it(office: Office) -> None:
    office.give("rini", "kasi")
    office.stand_in("budi", "rini", "kasi")

    office.away("rini", "budi")

    assert len(stands_in(office, "budi")) == 1


def test_an_absence_without_a_substitute_hands_nothing_on(office: Office) -> None:
    office.give("rini", "kasi")

    office.away("rini")

    assert office.directory.substitutions == {}


def test_nobody_is_away_twice_and_no_program_is(office: Office) -> None:
    office.away("rini")
    office.do(AddPerson(by=SYSTEM, person=PersonId("mesin"), name="Mesin", machine=True))

    with pytest.raises(HeldAlready, match="rini is away already"):
        office.away("rini", since=office.now + DAY)
    with pytest.raises(InputRefused, match="person: must be a person"):
        office.away("mesin", as_=by(ADMIN))


def test_the_absence_of_another_is_for_who_is_over_them(office: Office) -> None:
    office.give("rini", "kasi", SEKSI)
    office.give("budi", Duty.SUPERVISOR, SEKSI)
    office.give("sari", Duty.SUPERVISOR, KELURAHAN)

    for stranger in ("sari", "dewi"):
        with pytest.raises(DutyMissing, match="alur:supervisor for seksi"):
            office.away("rini", as_=by(stranger))
    with pytest.raises(DutyMissing, match="alur:administrator"):
        office.away("dewi", as_=by("budi"))
    office.away("rini", as_=by("budi"))
    office.away("dewi", as_=by(ADMIN))


def test_nobody_names_a_substitute_of_another_agency_for_themselves(office: Office) -> None:
    office.unit(UnitId("dinas"), None, UnitKind.AGENCY)
    office.give("rini", "kasi", LOKET)
    office.give("budi", "kasi", UnitId("dinas"))
    office.give("sari", "kasi", SEKSI)

    with pytest.raises(InputRefused, match="substitute: must be a colleague, of the same agency"):
        office.away("rini", "budi")
    assert office.directory.absences == {}
    office.away("rini", "budi", as_=SYSTEM)
    office.away("rini", "sari", since=office.now + 9 * DAY)
    office.away("rini", "dewi", since=office.now + 19 * DAY)
    assert [one.unit for one in stands_in(office, "sari")] == [LOKET]


def test_a_supervisor_has_only_the_roles_of_sops_handed_on(office: Office) -> None:
    office.give("rini", "kasi", SEKSI)
    office.give("rini", Duty.MANAGER, SEKSI)
    office.give("budi", Duty.SUPERVISOR, SEKSI)

    office.away("rini", "sari", as_=by("budi"))

    assert [(one.role, one.unit) for one in stands_in(office, "sari")] == [("kasi", SEKSI)]


def test_an_administrator_has_the_duties_of_their_units_handed_on(office: Office) -> None:
    office.give("rini", Duty.MANAGER, SEKSI)

    office.away("rini", "sari", as_=by(ADMIN))

    assert [one.role for one in stands_in(office, "sari")] == [Duty.MANAGER]


def test_whoever_is_back_takes_over_again(office: Office) -> None:
    office.give("rini", "kasi")
    before = office.away("rini", days=1)
    away = office.away("rini", "budi", since=office.now + DAY)
    office.now += 2 * DAY
    back = EndAbsence(by=by("rini"), person=RINI, absence=away)

    office.do(back)

    assert [one.until for one in stands_in(office, "budi")] == [office.now]
    assert standings(office.directory, BUDI, office.now) == ()
    for late in (back, EndAbsence(by=by("rini"), person=RINI, absence=before)):
        with pytest.raises(AlreadySo):
            office.do(late)
    with pytest.raises(NotFound):
        office.do(EndAbsence(by=by("rini"), person=RINI, absence=99))


def test_whoever_does_not_go_was_never_away(office: Office) -> None:
    office.give("rini", "kasi")
    office.stand_in("budi", "rini", "kasi", until=office.now + DAY)
    begin = office.now + 2 * DAY
    away = office.away("rini", "budi", since=begin)

    office.do(EndAbsence(by=by("rini"), person=RINI, absence=away))

    gone, kept = office.directory.absences[RINI][0], stands_in(office, "budi")
    assert (gone.since, gone.until) == (begin, begin)
    assert [(one.since, one.until) for one in kept] == [
        (office.now, office.now + DAY),
        (begin, begin),
    ]
