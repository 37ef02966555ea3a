"""Who may act in which role: own assignments, substitutes, duties, and what each may read."""

import pytest
from builders import ROLES, human, workflow
from builders_directory import (
    DAY,
    KECAMATAN,
    KELURAHAN,
    LOKET,
    SEKSI,
    Office,
    an_office,
    by,
)

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Directory, Duty, UnitKind
from engine.core.directory_commands import EndAssignment, LetGo
from engine.core.errors import NoStanding, RoleNotInSop
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.standing import (
    Reach,
    Standing,
    best_standing,
    has_duty,
    reach,
    require_standing,
    serves,
    standings,
    units_within,
)

RINI, BUDI, SARI = PersonId("rini"), PersonId("budi"), PersonId("sari")
KASI, CAMAT = RoleId("kasi"), RoleId("camat")
CONTOH = SopId("contoh")
FLOW = workflow(human("periksa"))
"""An SOP of the kecamatan."""


@pytest.fixture
def office() -> Office:
    return an_office()


def act(office: Office, person: str, role: str | None, **more: object) -> None:
    named = None if role is None else RoleId(role)
    actor = Actor(person=PersonId(person), role=named, via="test", **more)  # type: ignore[arg-type]
    require_standing(office.directory, FLOW, actor, office.now)


def test_a_role_counts_from_its_first_instant_to_before_its_last(office: Office) -> None:
    office.give("rini", "kasi", since=office.now + DAY, until=office.now + 3 * DAY)

    held = [
        bool(standings(office.directory, RINI, office.now + days * DAY)) for days in (0, 1, 2, 3)
    ]

    assert held == [False, True, True, False]


def test_nobody_unknown_and_nobody_who_left_has_any_standing(office: Office) -> None:
    office.give("rini", "kasi")
    office.do(LetGo(by=SYSTEM, person=RINI))

    assert standings(office.directory, RINI, office.now) == ()
    assert standings(office.directory, PersonId("hantu"), office.now) == ()


def test_a_substitute_may_what_the_holder_may_while_both_last(office: Office) -> None:
    office.give("rini", "kasi", sop="contoh", until=office.now + 2 * DAY)
    office.stand_in("budi", "rini", "kasi", until=office.now + 5 * DAY)

    assert standings(office.directory, BUDI, office.now) == (
        Standing(
            role=KASI,
            unit=KECAMATAN,
            sop=CONTOH,
            acting_for=RINI,
            kind="plh",
            until=office.now + 2 * DAY,
        ),
    )
    assert standings(office.directory, BUDI, office.now + 2 * DAY) == ()


def test_a_plh_ends_with_what_the_holder_holds_and_a_plt_goes_on(office: Office) -> None:
    held = office.give("rini", "kasi")
    office.stand_in("budi", "rini", "kasi")
    office.stand_in("sari", "rini", "kasi", kind="plt")
    office.now += DAY
    office.do(EndAssignment(by=SYSTEM, person=RINI, assignment=held))

    assert standings(office.directory, BUDI, office.now) == ()
    assert [one.kind for one in standings(office.directory, SARI, office.now)] == ["plt"]


def test_a_plt_has_what_the_holder_had_at_the_end_not_what_was_long_before(
    office: Office,
) -> None:
    office.give("rini", "kasi", sop="lama", until=office.now + DAY)
    office.give("rini", "kasi", sop="contoh", until=office.now + 2 * DAY)
    office.now += 9 * DAY
    office.stand_in("budi", "rini", "kasi", kind="plt")

    assert [one.sop for one in standings(office.directory, BUDI, office.now)] == ["contoh"]


def test_a_unit_holds_itself_and_all_below(office: Office) -> None:
    assert units_within(office.directory, SEKSI) == {SEKSI, LOKET}
    assert units_within(office.directory, KECAMATAN) == {KECAMATAN, SEKSI, LOKET, KELURAHAN}


@pytest.mark.parametrize(
    ("role", "held_in", "sop_of", "counts"),
    [
        ("kasi", KECAMATAN, KECAMATAN, True),
        ("kasi", SEKSI, KECAMATAN, True),
        ("kasi", LOKET, KECAMATAN, True),
        ("kasi", LOKET, SEKSI, True),
        ("kasi", KECAMATAN, SEKSI, False),
        ("kasi", KELURAHAN, KECAMATAN, False),
        ("kasi", KECAMATAN, KELURAHAN, False),
        ("kasi", UnitId("lain"), UnitId("lain"), True),
        (Duty.MANAGER, KECAMATAN, KELURAHAN, True),
        (Duty.MANAGER, KECAMATAN, LOKET, True),
        (Duty.MANAGER, SEKSI, KECAMATAN, False),
    ],
)
def test_a_role_serves_its_agency_and_a_duty_covers_all_below(
    office: Office, role: str, held_in: UnitId, sop_of: UnitId, *, counts: bool
) -> None:
    standing = Standing(role=RoleId(role), unit=held_in)

    assert serves(office.directory, standing, unit=sop_of, sop=CONTOH) == counts


def test_where_there_is_no_agency_the_top_is_served(office: Office) -> None:
    office.unit(UnitId("sekretariat"), None, UnitKind.SECTION)
    office.unit(UnitId("meja"), UnitId("sekretariat"), UnitKind.COUNTER)
    standing = Standing(role=KASI, unit=UnitId("meja"))

    assert serves(office.directory, standing, unit=UnitId("sekretariat"), sop=CONTOH)


def test_a_role_for_one_sop_serves_that_alone(office: Office) -> None:
    standing = Standing(role=KASI, unit=KECAMATAN, sop=CONTOH)

    assert serves(office.directory, standing, unit=KECAMATAN, sop=CONTOH)
    assert not serves(office.directory, standing, unit=KECAMATAN, sop=SopId("lain"))


def test_a_duty_is_held_in_its_unit_and_below_or_asked_for_anywhere(office: Office) -> None:
    office.give("rini", Duty.SUPERVISOR, SEKSI)
    where = [
        has_duty(office.directory, RINI, Duty.SUPERVISOR, office.now, unit=unit)
        for unit in (None, SEKSI, LOKET, KECAMATAN)
    ]

    assert where == [True, True, True, False]
    assert not has_duty(office.directory, RINI, Duty.MANAGER, office.now)


def test_the_system_and_everybody_of_an_unfounded_directory_are_believed(office: Office) -> None:
    require_standing(office.directory, FLOW, SYSTEM, office.now)
    require_standing(Directory(), FLOW, by("siapa_saja"), office.now)


def test_who_holds_the_role_may_act_in_it_in_that_unit(office: Office) -> None:
    office.give("rini", "kasi", LOKET)

    act(office, "rini", "kasi")
    act(office, "rini", "kasi", unit=LOKET)
    with pytest.raises(NoStanding):
        act(office, "rini", "kasi", unit=KECAMATAN)


def test_who_holds_nothing_is_told_so(office: Office) -> None:
    with pytest.raises(NoStanding) as refused:
        act(office, "rini", "kasi")

    assert str(refused.value) == "rini does not hold the role kasi in kecamatan."
    assert refused.value.hint == (
        "rini holds nothing now. An administrator of the unit gives roles."
    )


def test_who_held_the_role_is_told_when_it_ended_and_what_is_left(office: Office) -> None:
    kasi = office.give("rini", "kasi")
    office.give("rini", "loket", LOKET, sop="contoh")
    office.give("budi", "camat")
    office.stand_in("rini", "budi", "camat")
    office.do(EndAssignment(by=SYSTEM, person=RINI, assignment=kasi))

    with pytest.raises(NoStanding) as refused:
        act(office, "rini", "kasi", unit=KECAMATAN)

    assert refused.value.hint == (
        "It ended at 2026-11-23T01:00:00+00:00. rini holds loket in loket-satu (only for contoh); "
        "camat in kecamatan as plh of budi now. An administrator of the unit gives roles."
    )


def test_who_names_no_role_acts_in_none(office: Office) -> None:
    with pytest.raises(RoleNotInSop):
        act(office, "rini", None)


def test_a_substitute_must_say_for_whom_and_nobody_else_may(office: Office) -> None:
    office.give("rini", "kasi")
    office.stand_in("budi", "rini", "kasi")

    act(office, "budi", "kasi", acting_for=RINI)
    with pytest.raises(NoStanding):
        act(office, "budi", "kasi")
    with pytest.raises(NoStanding, match="sari does not stand in for rini as kasi in kecamatan"):
        act(office, "sari", "kasi", acting_for=RINI)
    with pytest.raises(NoStanding):
        act(office, "rini", "kasi", acting_for=BUDI)


def test_acting_for_somebody_outside_takes_a_role_of_ones_own(office: Office) -> None:
    office.give("rini", "kasi")

    act(office, "rini", "kasi", acting_for=PersonId("Tini, pemohon"))
    with pytest.raises(NoStanding):
        act(office, "budi", "kasi", acting_for=PersonId("Tini, pemohon"))


def test_a_duty_is_acted_in_as_a_role_is(office: Office) -> None:
    office.give("rini", Duty.MANAGER)

    act(office, "rini", Duty.MANAGER)
    with pytest.raises(NoStanding):
        act(office, "budi", Duty.MANAGER)


def test_ones_own_comes_before_plh_and_plh_before_plt(office: Office) -> None:
    for name in ("budi", "sari"):
        office.give(name, "kasi")
    office.stand_in("rini", "budi", "kasi", kind="plt")
    wanted = (KASI, CAMAT)

    def best() -> Standing | None:
        return best_standing(office.directory, FLOW, RINI, wanted, office.now)

    kinds = [best()]
    office.stand_in("rini", "sari", "kasi")
    kinds.append(best())
    office.give("rini", "camat")
    kinds.append(best())
    office.give("rini", "kasi")
    kinds.append(best())

    found = [(one.kind, one.role) for one in kinds if one is not None]
    assert found == [("plt", "kasi"), ("plh", "kasi"), ("own", "camat"), ("own", "kasi")]


def test_a_role_of_the_sop_comes_before_a_duty(office: Office) -> None:
    office.give("rini", Duty.MANAGER)
    office.give("rini", "camat")
    wanted = {RoleId(Duty.MANAGER), CAMAT}

    best = best_standing(office.directory, FLOW, RINI, wanted, office.now)

    assert best is not None
    assert best.role == CAMAT


def test_there_is_no_best_standing_without_one_that_fits(office: Office) -> None:
    office.give("rini", "kasi", KELURAHAN)

    assert best_standing(office.directory, FLOW, RINI, ROLES, office.now) is None


def of(*units: UnitId, sop: str | None = None) -> Reach:
    return Reach(of=frozenset((unit, None if sop is None else SopId(sop)) for unit in units))


@pytest.mark.parametrize(
    ("role", "unit", "reads"),
    [
        ("kasi", KECAMATAN, of(KECAMATAN)),
        ("kasi", LOKET, of(LOKET, SEKSI, KECAMATAN)),
        (Duty.AUDITOR, KECAMATAN, of(KECAMATAN, SEKSI, LOKET, KELURAHAN)),
        (Duty.MANAGER, SEKSI, of(SEKSI, LOKET)),
        (Duty.SUPERVISOR, LOKET, of(LOKET)),
        (Duty.ARCHIVIST, SEKSI, of(SEKSI, LOKET)),
        (Duty.ADMINISTRATOR, KECAMATAN, of()),
        (Duty.AUTHOR, KECAMATAN, of()),
        (Duty.APPROVER, KECAMATAN, of()),
        (Duty.PRIVACY, KECAMATAN, of()),
        (Duty.OPERATOR, KECAMATAN, of()),
    ],
)
def test_everybody_reads_what_their_work_needs(
    office: Office, role: str, unit: UnitId, reads: Reach
) -> None:
    office.give("rini", role, unit)

    assert reach(office.directory, RINI, office.now) == reads


def test_a_role_for_one_sop_reads_its_cases_alone(office: Office) -> None:
    office.give("rini", "kasi", sop="contoh")
    found = reach(office.directory, RINI, office.now)

    assert found == of(KECAMATAN, sop="contoh")
    assert found.covers(KECAMATAN, CONTOH)
    assert not found.covers(KECAMATAN, SopId("lain"))


def test_an_unfounded_directory_lets_everybody_read_everything() -> None:
    found = reach(Directory(), RINI, an_office().now)

    assert found.everything
    assert found.covers(KELURAHAN, CONTOH)
    assert of(KECAMATAN).covers(KECAMATAN, CONTOH)
    assert not of(KECAMATAN).covers(KELURAHAN, CONTOH)
