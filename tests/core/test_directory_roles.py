"""Roles held and substitutes named: what is granted, and what is refused."""

from datetime import datetime

import pytest
from builders_directory import ADMIN, DAY, KECAMATAN, KELURAHAN, SEKSI, Office, an_office, by

from engine.core.commands import SYSTEM
from engine.core.directory import Duty, Substitution
from engine.core.directory_commands import (
    AddPerson,
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    LetGo,
)
from engine.core.directory_errors import (
    AuditorAlone,
    HeldAlready,
    PersonGone,
    SelfGrant,
    SubstituteAway,
    SubstitutionCycle,
)
from engine.core.errors import AlreadySo, InputRefused, NotFound
from engine.core.ids import AssignmentId, PersonId, RoleId, SubstitutionId, UnitId
from engine.core.standing import standings

RINI, BUDI, SARI = PersonId("rini"), PersonId("budi"), PersonId("sari")


@pytest.fixture
def office() -> Office:
    return an_office()


def stands_in(office: Office, person: str) -> list[Substitution]:
    return list(office.directory.substitutions.get(PersonId(person), ()))


def test_nobody_gives_anything_to_themselves(office: Office) -> None:
    office.give("rini", "kasi")
    office.give("rini", Duty.SUPERVISOR)
    admin = by(ADMIN)

    with pytest.raises(SelfGrant, match="admin may not give anything to themselves"):
        office.give(ADMIN, "kasi", as_=admin)
    with pytest.raises(SelfGrant):
        office.stand_in(ADMIN, "rini", "kasi", as_=admin)
    with pytest.raises(SelfGrant):
        office.away("rini", ADMIN, as_=admin)
    office.give("budi", "loket")
    with pytest.raises(SelfGrant):
        office.away("budi", "rini", as_=by("rini"))


def test_what_should_have_begun_begins_now(office: Office) -> None:
    office.give("rini", "kasi", since=office.now - 9 * DAY)

    assert office.directory.assignments[RINI][0].since == office.now


@pytest.mark.parametrize("days", [-1, 0])
def test_nothing_ends_before_it_begins(office: Office, days: int) -> None:
    with pytest.raises(InputRefused, match="until: must lie after"):
        office.give("rini", "kasi", until=office.now + days * DAY)


def test_instants_carry_their_offset(office: Office) -> None:
    naive = datetime(2026, 12, 1)  # noqa: DTZ001  # that is the point

    with pytest.raises(InputRefused, match="since: must carry"):
        office.give("rini", "kasi", since=naive)
    with pytest.raises(InputRefused, match="until: must carry"):
        office.give("rini", "kasi", until=naive)


@pytest.mark.parametrize(
    ("role", "sop", "field"),
    [
        ("Kepala Seksi", None, "role"),
        ("alur:raja", None, "role"),
        ("kasi", "SOP 1", "sop"),
        (Duty.MANAGER, "contoh", "sop"),
    ],
)
def test_only_what_can_be_a_role_is_held(
    office: Office, role: str, sop: str | None, field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        office.give("rini", role, sop=sop)

    assert list(refused.value.problems) == [field]


def test_roles_are_held_by_who_works_here_in_units_that_are_there(office: Office) -> None:
    office.do(LetGo(by=SYSTEM, person=RINI))

    with pytest.raises(PersonGone):
        office.give("rini", "kasi")
    with pytest.raises(NotFound):
        office.give("hantu", "kasi")
    with pytest.raises(NotFound):
        office.give("budi", "kasi", UnitId("tidak-ada"))


def test_a_program_holds_no_duty_that_somebody_answers_for(office: Office) -> None:
    office.do(AddPerson(by=SYSTEM, person=PersonId("mesin"), name="Mesin", machine=True))

    office.give("mesin", Duty.OPERATOR)
    office.give("mesin", "loket")
    for duty in (Duty.ADMINISTRATOR, Duty.APPROVER, Duty.PRIVACY):
        with pytest.raises(InputRefused, match="is for people, and mesin is a program"):
            office.give("mesin", duty)


def test_the_same_is_not_held_twice_at_the_same_time(office: Office) -> None:
    office.give("rini", "kasi", until=office.now + 3 * DAY)

    with pytest.raises(HeldAlready, match=r"rini holds kasi in kecamatan already, since .* until"):
        office.give("rini", "kasi", since=office.now + 2 * DAY)
    office.give("rini", "kasi", sop="contoh")
    office.give("rini", "kasi", SEKSI)
    office.give("rini", "kasi", since=office.now + 3 * DAY)


@pytest.mark.parametrize(("first", "second"), [(Duty.AUDITOR, "kasi"), ("kasi", Duty.AUDITOR)])
def test_an_auditor_holds_nothing_else_at_the_same_time(
    office: Office, first: str, second: str
) -> None:
    office.give("rini", first, until=office.now + DAY)

    with pytest.raises(AuditorAlone, match="an auditor has only that"):
        office.give("rini", second)
    office.give("rini", second, since=office.now + DAY)


def test_an_auditor_may_audit_several_units_and_stands_in_for_nobody_else(office: Office) -> None:
    office.give("rini", Duty.AUDITOR)
    office.give("rini", Duty.AUDITOR, KELURAHAN)
    office.give("budi", "kasi")

    with pytest.raises(AuditorAlone):
        office.stand_in("rini", "budi", "kasi")
    with pytest.raises(AuditorAlone):
        office.stand_in("budi", "rini", Duty.AUDITOR)
    with pytest.raises(AuditorAlone):
        office.away("budi", "rini")
    office.stand_in("dewi", "rini", Duty.AUDITOR)
    with pytest.raises(AuditorAlone):
        office.give("dewi", "kasi")


def test_a_role_ends_now_or_later_but_never_later_than_it_would(office: Office) -> None:
    held = office.give("rini", "kasi", until=office.now + 3 * DAY)
    end = EndAssignment(by=by(ADMIN), person=RINI, assignment=held, reason="Mutasi")

    def ending(days: int) -> EndAssignment:
        until = office.now + days * DAY
        return EndAssignment(by=by(ADMIN), person=RINI, assignment=held, until=until)

    for days in (-1, 3, 9):
        with pytest.raises(InputRefused):
            office.do(ending(days))
    office.do(ending(2))
    assert office.directory.assignments[RINI][0].until == office.now + 2 * DAY
    office.do(end)
    assert office.directory.assignments[RINI][0].until == office.now
    with pytest.raises(AlreadySo, match="It ended at"):
        office.do(end)
    with pytest.raises(NotFound):
        office.do(EndAssignment(by=by(ADMIN), person=RINI, assignment=AssignmentId(99)))


def test_a_role_that_never_begins_ends_where_it_would_have_begun(office: Office) -> None:
    begin = office.now + 3 * DAY
    held = office.give("rini", "kasi", since=begin)
    end = EndAssignment(by=by(ADMIN), person=RINI, assignment=held)

    office.do(end)

    assert office.directory.assignments[RINI][0].until == begin
    assert standings(office.directory, RINI, begin) == ()
    with pytest.raises(AlreadySo):
        office.do(end)
    office.give("rini", "kasi")


def test_of_several_roles_the_one_named_ends(office: Office) -> None:
    office.give("rini", "kasi")
    second = office.give("rini", "camat")

    office.do(EndAssignment(by=SYSTEM, person=RINI, assignment=second))

    assert [one.role for one in standings(office.directory, RINI, office.now)] == ["kasi"]


def test_a_substitute_works_here_is_a_person_and_somebody_else(office: Office) -> None:
    office.give("rini", "kasi")
    office.do(AddPerson(by=SYSTEM, person=PersonId("mesin"), name="Mesin", machine=True))
    office.do(LetGo(by=SYSTEM, person=SARI))

    for wrong, why in (
        ("rini", InputRefused),
        ("mesin", InputRefused),
        ("sari", PersonGone),
        ("hantu", NotFound),
    ):
        with pytest.raises(why):
            office.stand_in(wrong, "rini", "kasi")
        with pytest.raises(why):
            office.away("rini", wrong)


def test_only_what_is_held_by_an_own_assignment_is_stood_in_for(office: Office) -> None:
    office.give("rini", "kasi", until=office.now + 3 * DAY)
    office.stand_in("budi", "rini", "kasi")

    for kind in ("plh", "plt"):
        with pytest.raises(InputRefused, match="nobody stands in for a substitute"):
            office.stand_in("sari", "budi", "kasi", kind=kind)
    with pytest.raises(InputRefused):
        office.stand_in("sari", "rini", "kasi", since=office.now + 3 * DAY)
    office.stand_in("sari", "rini", "kasi", kind="plt", since=office.now + 3 * DAY)


def test_a_post_that_was_never_taken_up_has_no_plt(office: Office) -> None:
    held = office.give("rini", "kasi", since=office.now + DAY)
    office.do(EndAssignment(by=SYSTEM, person=RINI, assignment=held))
    office.now += 2 * DAY

    with pytest.raises(InputRefused):
        office.stand_in("sari", "rini", "kasi", kind="plt")


def test_a_plt_follows_somebody_who_left_and_a_plh_does_not(office: Office) -> None:
    office.give("rini", "kasi")
    office.now += DAY
    office.do(LetGo(by=SYSTEM, person=RINI))

    with pytest.raises(PersonGone):
        office.stand_in("budi", "rini", "kasi")
    office.stand_in("budi", "rini", "kasi", kind="plt")


def test_a_substitute_is_not_away_then(office: Office) -> None:
    office.give("rini", "kasi")
    office.away("budi", since=office.now + 2 * DAY)

    with pytest.raises(SubstituteAway, match=r"budi is away from .* to"):
        office.stand_in("budi", "rini", "kasi")
    with pytest.raises(SubstituteAway):
        office.away("rini", "budi")
    office.stand_in("budi", "rini", "kasi", until=office.now + 2 * DAY)


def test_nobody_stands_in_twice_for_the_same(office: Office) -> None:
    office.give("rini", "kasi")
    office.stand_in("budi", "rini", "kasi", until=office.now + 2 * DAY)

    with pytest.raises(HeldAlready, match="budi stands in for rini as kasi already"):
        office.stand_in("budi", "rini", "kasi")
    office.stand_in("budi", "rini", "kasi", since=office.now + 2 * DAY)


def test_people_do_not_stand_in_for_each_other_at_the_same_time(office: Office) -> None:
    office.give("rini", "kasi")
    office.give("budi", "camat")
    office.stand_in("budi", "rini", "kasi", until=office.now + 5 * DAY)

    with pytest.raises(SubstitutionCycle, match="rini > budi > rini"):
        office.stand_in("rini", "budi", "camat")
    office.stand_in("rini", "budi", "camat", since=office.now + 5 * DAY)


def test_a_circle_of_more_than_two_is_found_too_across_absences(office: Office) -> None:
    for name in ("rini", "budi", "sari"):
        office.give(name, "kasi")
    office.away("sari", "dewi")
    office.stand_in("dewi", "budi", "kasi")
    office.stand_in("budi", "rini", "kasi", until=office.now + 9 * DAY)
    office.give("dewi", "loket")

    with pytest.raises(SubstitutionCycle) as refused:
        office.stand_in("sari", "dewi", "loket")
    assert refused.value.way == ("sari", "dewi", "sari")
    with pytest.raises(SubstitutionCycle) as refused:
        office.stand_in("rini", "dewi", "loket")
    assert refused.value.way == ("rini", "dewi", "budi", "rini")


def test_people_who_took_turns_may_both_be_stood_in_for(office: Office) -> None:
    office.give("rini", "kasi")
    office.give("budi", "camat")
    office.stand_in("budi", "rini", "kasi", until=office.now + 5 * DAY)
    office.stand_in("rini", "budi", "camat", since=office.now + 5 * DAY)

    office.stand_in("sari", "rini", "kasi")

    assert len(stands_in(office, "sari")) == 1


def test_a_substitution_ends_and_is_told_by_its_number(office: Office) -> None:
    office.give("rini", "kasi")
    first = office.stand_in("budi", "rini", "kasi", until=office.now + DAY)
    second = office.stand_in("budi", "rini", "kasi", since=office.now + DAY)

    office.do(EndSubstitution(by=by(ADMIN), substitute=BUDI, substitution=second))

    assert [one.until for one in stands_in(office, "budi")] == [office.now + DAY] * 2
    for number, why in ((second, AlreadySo), (SubstitutionId(99), NotFound)):
        with pytest.raises(why):
            office.do(EndSubstitution(by=by(ADMIN), substitute=BUDI, substitution=number))
    office.do(EndSubstitution(by=by(ADMIN), substitute=BUDI, substitution=first))


def test_the_paper_that_says_so_stays_with_the_grant(office: Office) -> None:
    role, decree = RoleId("kasi"), "SK 800/12/2026"
    office.do(GrantAssignment(by=SYSTEM, person=RINI, role=role, unit=KECAMATAN, decree=decree))

    assert getattr(office.events[-1].event, "decree", None) == decree
