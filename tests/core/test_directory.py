"""Units and people: who may set them up, change and end them."""

from datetime import timedelta

import pytest
from builders_directory import ADMIN, DAY, KECAMATAN, KELURAHAN, LOKET, SEKSI, Office, an_office, by

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Directory, Duty, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    ChangePerson,
    ChangeUnit,
    CloseUnit,
    DeclareAbsence,
    EndAbsence,
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    LetGo,
    NameSubstitute,
    TakeBack,
)
from engine.core.directory_decide import decide_directory
from engine.core.directory_errors import (
    LastAdministrator,
    NipTaken,
    PersonGone,
    UnitCycle,
    UnitGone,
    UnitNotEmpty,
)
from engine.core.directory_evolve import replay_directory
from engine.core.errors import AlreadySo, DutyMissing, InputRefused, NotFound
from engine.core.ids import AssignmentId, PersonId, RoleId, SubstitutionId, UnitId
from engine.core.text import Text

RINI, BUDI = PersonId("rini"), PersonId("budi")
KABUPATEN = UnitId("kabupaten")
NIP = "197001011990031001"


@pytest.fixture
def office() -> Office:
    return an_office()


def new_unit(unit: str, parent: UnitId | None, who: Actor) -> AddUnit:
    return AddUnit(by=who, unit=UnitId(unit), title=Text(id="Baru"), parent=parent)


def moved(unit: UnitId, parent: UnitId | None, who: Actor = SYSTEM) -> ChangeUnit:
    return ChangeUnit(by=who, unit=unit, title=Text(id=unit), kind=UnitKind.AGENCY, parent=parent)


def person(someone: str, who: Actor = SYSTEM, **more: object) -> ChangePerson:
    said = {"name": someone.capitalize()} | more
    return ChangePerson(by=who, person=PersonId(someone), **said)  # type: ignore[arg-type]


def test_history_alone_makes_the_directory(office: Office) -> None:
    assert replay_directory(office.events) == office.directory
    assert replay_directory(()) == Directory()
    assert [one.seq for one in office.events] == list(range(1, office.directory.seq + 1))


def test_a_clock_set_back_does_not_make_history_run_backwards(office: Office) -> None:
    office.now -= DAY

    office.unit(UnitId("baru"), None, UnitKind.AGENCY)

    assert office.events[-1].at == office.now + DAY


def test_a_directory_is_founded_by_its_first_person() -> None:
    office = Office()
    assert not office.directory.founded
    office.join("rini")
    assert office.directory.founded


def everything_asked(who: Actor, office: Office) -> list[AnyDirectoryCommand]:
    in_kecamatan = {"unit": KECAMATAN, "role": RoleId("kasi")}
    return [
        new_unit("baru", KECAMATAN, who),
        new_unit("baru", None, who),
        moved(LOKET, KECAMATAN, who),
        CloseUnit(by=who, unit=KELURAHAN),
        AddPerson(by=who, person=PersonId("baru"), name="Baru"),
        person("budi", who, name="Lain"),
        person("budi", who, email="budi@contoh.go.id"),
        LetGo(by=who, person=BUDI),
        TakeBack(by=who, person=BUDI),
        GrantAssignment(by=who, person=BUDI, **in_kecamatan),  # type: ignore[arg-type]
        EndAssignment(by=who, person=ADMIN, assignment=AssignmentId(1)),
        NameSubstitute(by=who, kind="plh", substitute=BUDI, instead_of=ADMIN, **in_kecamatan),  # type: ignore[arg-type]
        EndSubstitution(by=who, substitute=PersonId("dewi"), substitution=SubstitutionId(3)),
        DeclareAbsence(by=who, person=BUDI, until=office.now + DAY),
        EndAbsence(by=who, person=PersonId("sari"), absence=2),
    ]  # fmt: skip


@pytest.mark.parametrize("duty", [None, *(one for one in Duty if one is not Duty.ADMINISTRATOR)])
def test_nobody_but_an_administrator_changes_the_directory(
    office: Office, duty: Duty | None
) -> None:
    office.away("sari")
    office.stand_in("dewi", ADMIN, Duty.ADMINISTRATOR)
    if duty:
        office.give("rini", duty)

    for command in everything_asked(by("rini"), office):
        if duty is Duty.SUPERVISOR and isinstance(command, DeclareAbsence | EndAbsence):
            continue
        with pytest.raises(DutyMissing):
            office.do(command)


def test_a_stranger_changes_nothing(office: Office) -> None:
    with pytest.raises(DutyMissing, match="hantu does not hold the duty alur:administrator"):
        office.do(AddPerson(by=by("hantu"), person=PersonId("baru"), name="Baru"))


def test_before_there_is_anybody_only_the_installation_itself_acts() -> None:
    command = AddPerson(by=by("rini"), person=RINI, name="Rini")

    with pytest.raises(DutyMissing):
        decide_directory(Directory(), command, at=Office().now)


def test_an_administrator_acts_within_the_unit_of_the_duty(office: Office) -> None:
    office.give("rini", Duty.ADMINISTRATOR, SEKSI)
    rini = by("rini")

    office.do(new_unit("loket-dua", SEKSI, rini))
    office.give("budi", Duty.SUPERVISOR, LOKET, as_=rini)
    for refused in (
        new_unit("baru", KECAMATAN, rini),
        new_unit("baru", None, rini),
        moved(LOKET, KECAMATAN, rini),
        moved(LOKET, None, rini),
        CloseUnit(by=rini, unit=KELURAHAN),
        GrantAssignment(by=rini, person=BUDI, role=RoleId("kasi"), unit=KECAMATAN),
    ):
        with pytest.raises(DutyMissing):
            office.do(refused)


def test_a_substitute_of_an_administrator_administers(office: Office) -> None:
    office.stand_in("rini", ADMIN, Duty.ADMINISTRATOR)

    office.give("budi", "kasi", as_=by("rini"))


def test_a_top_without_an_administrator_is_looked_after_by_those_of_the_others(
    office: Office,
) -> None:
    office.do(new_unit("dinas", None, by(ADMIN)))
    dinas = UnitId("dinas")
    office.give("rini", Duty.ADMINISTRATOR, dinas, as_=by(ADMIN))

    with pytest.raises(DutyMissing):
        office.give("budi", "kasi", dinas, as_=by(ADMIN))
    office.give("budi", "kasi", dinas, as_=by("rini"))


def test_units_are_named_once_and_hang_under_open_ones(office: Office) -> None:
    with pytest.raises(AlreadySo):
        office.do(new_unit(LOKET, None, SYSTEM))
    with pytest.raises(InputRefused, match="unit: must be lower-case"):
        office.do(new_unit("Loket 2", None, SYSTEM))
    with pytest.raises(InputRefused, match="unit: cannot be new"):
        office.do(new_unit("new", None, SYSTEM))
    with pytest.raises(NotFound):
        office.do(new_unit("baru", UnitId("tidak-ada"), SYSTEM))
    with pytest.raises(InputRefused, match="title: must be given"):
        office.do(AddUnit(by=SYSTEM, unit=UnitId("baru"), title=Text(id=" ")))
    with pytest.raises(InputRefused, match=r"title\.en: must be one line"):
        office.do(AddUnit(by=SYSTEM, unit=UnitId("baru"), title=Text(id="Baru", en="a\nb")))


def test_a_unit_is_said_anew_and_moves_where_its_administrator_may_put_it(office: Office) -> None:
    office.do(moved(KELURAHAN, None, by(ADMIN)))
    assert office.directory.units[KELURAHAN].parent is None
    office.do(moved(KELURAHAN, SEKSI, by(ADMIN)))
    assert office.directory.units[KELURAHAN].parent == SEKSI
    with pytest.raises(AlreadySo):
        office.do(moved(KELURAHAN, SEKSI, by(ADMIN)))


def test_a_unit_gets_another_name_where_it_is(office: Office) -> None:
    renamed = ChangeUnit(
        by=by(ADMIN),
        unit=LOKET,
        title=Text(id="Loket depan", en="Front desk"),
        kind=UnitKind.COUNTER,
        parent=SEKSI,
    )

    office.do(renamed)

    assert office.directory.units[LOKET].title.en == "Front desk"


def test_units_never_hang_in_a_circle(office: Office) -> None:
    with pytest.raises(UnitCycle) as refused:
        office.do(moved(KECAMATAN, LOKET))
    assert refused.value.way == (KECAMATAN, KECAMATAN, SEKSI, LOKET)
    with pytest.raises(UnitCycle):
        office.do(moved(KECAMATAN, KECAMATAN))


def test_a_unit_closes_when_nobody_and_nothing_is_left_in_it(office: Office) -> None:
    held = office.give("rini", "loket", LOKET)
    for unit in (SEKSI, LOKET):
        with pytest.raises(UnitNotEmpty):
            office.do(CloseUnit(by=by(ADMIN), unit=unit))
    office.do(EndAssignment(by=by(ADMIN), person=RINI, assignment=held))

    office.do(CloseUnit(by=by(ADMIN), unit=LOKET))

    assert office.directory.units[LOKET].closed_at == office.now
    for late in (
        moved(LOKET, None),
        CloseUnit(by=SYSTEM, unit=LOKET),
        new_unit("x", LOKET, SYSTEM),
    ):
        with pytest.raises(UnitGone):
            office.do(late)
    office.do(CloseUnit(by=by(ADMIN), unit=SEKSI))


def test_a_person_is_added_once_under_a_name_of_their_own(office: Office) -> None:
    for wrong, why in (("rini", AlreadySo), ("alur", InputRefused), ("a\nb", InputRefused)):
        with pytest.raises(why):
            office.do(AddPerson(by=SYSTEM, person=PersonId(wrong), name="Baru"))


@pytest.mark.parametrize("taken", ["new", "New", "me"])
def test_no_person_is_called_as_another_page_is(office: Office, taken: str) -> None:
    with pytest.raises(InputRefused, match=f"person: cannot be {taken}"):
        office.do(AddPerson(by=SYSTEM, person=PersonId(taken), name="Baru"))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(("nip", "1234"), ("email", "rini"), ("phone", "rumah")),
        *(("name", ""), ("name", "a\nb"), ("name", "\u200b")),
    ],
)
def test_what_cannot_be_is_refused_field_by_field(office: Office, field: str, wrong: str) -> None:
    with pytest.raises(InputRefused) as refused:
        office.do(person("rini", **{field: wrong}))

    assert list(refused.value.problems) == [field]


def test_a_person_is_described_anew_and_the_nip_loses_its_blanks(office: Office) -> None:
    office.do(person("rini", by(ADMIN), nip="19700101 199003 1 001", phone="+62 21 5550100"))

    assert office.directory.people[RINI].nip == NIP
    with pytest.raises(AlreadySo):
        office.do(person("rini", nip=NIP, phone="+62 21 5550100"))


def test_a_nip_belongs_to_one_person_even_when_they_have_left(office: Office) -> None:
    office.do(person("rini", nip=NIP))
    office.do(LetGo(by=SYSTEM, person=RINI))

    with pytest.raises(NipTaken, match="is that of rini"):
        office.do(person("budi", nip=NIP))


def test_everybody_says_their_own_telephone_and_nothing_else_of_themselves(office: Office) -> None:
    rini = by("rini")

    office.do(person("rini", rini, phone="0812 3456 7890"))

    assert office.directory.people[RINI].phone == "0812 3456 7890"
    for refused in (
        person("rini", rini, nip=NIP),
        person("rini", rini, email="rini@contoh.go.id"),
        person("budi", rini, phone="0812 3456 7890"),
    ):
        with pytest.raises(DutyMissing):
            office.do(refused)


def test_an_administrator_describes_and_lets_go_people_of_their_units_only(office: Office) -> None:
    office.give("dewi", Duty.ADMINISTRATOR, SEKSI)
    office.give("rini", "kasi", SEKSI)
    office.give("rini", "kasi", KELURAHAN)
    office.give("budi", "kasi", KELURAHAN)
    office.give("sari", "kasi", SEKSI)
    dewi = by("dewi")

    office.do(person("sari", dewi, name="Sari Dewi"))
    for refused in (
        person("rini", dewi, name="Rini Sari"),
        person("budi", dewi, name="Lain"),
        LetGo(by=dewi, person=RINI),
        LetGo(by=dewi, person=BUDI),
    ):
        with pytest.raises(DutyMissing):
            office.do(refused)
    office.do(LetGo(by=dewi, person=PersonId("sari")))


def test_whoever_leaves_holds_nothing_and_stands_in_for_nobody(office: Office) -> None:
    over = office.give("rini", "kasi", until=office.now + DAY)
    office.now += 2 * DAY
    office.give("rini", "kasi")
    office.give("rini", "camat", since=office.now + DAY)
    office.give("budi", "loket")
    office.stand_in("rini", "budi", "loket", kind="plt")
    office.stand_in("sari", "rini", "kasi")
    office.stand_in("dewi", "rini", "kasi", kind="plt")
    office.away("budi", "rini", since=office.now + 9 * DAY)
    office.away("rini", since=office.now + 4 * DAY)

    office.do(LetGo(by=by(ADMIN), person=RINI, reason="Pindah"))

    found = office.directory
    assert [one.id for one in found.assignments[RINI] if one.until == one.since + DAY] == [over]
    assert all(one.until is not None for one in found.assignments[RINI])
    assert [one.until for one in found.substitutions[RINI]] == [office.now]
    assert [one.until for one in found.substitutions[PersonId("sari")]] == [office.now]
    assert [one.until for one in found.substitutions[PersonId("dewi")]] == [None]
    assert [one.until for one in found.absences[RINI]] == [office.now + 4 * DAY]
    assert [one.substitute for one in found.absences[BUDI]] == [None]
    assert found.people[RINI].left_at == office.now
    with pytest.raises(PersonGone):
        office.do(LetGo(by=by(ADMIN), person=RINI))


def test_whoever_returns_has_nothing_of_what_they_held(office: Office) -> None:
    office.give("rini", "kasi")
    with pytest.raises(AlreadySo):
        office.do(TakeBack(by=by(ADMIN), person=RINI))
    office.do(LetGo(by=by(ADMIN), person=RINI))
    office.now += timedelta(hours=1)

    office.do(TakeBack(by=by(ADMIN), person=RINI))

    assert office.directory.people[RINI].left_at is None
    assert all(one.until is not None for one in office.directory.assignments[RINI])
    with pytest.raises(NotFound):
        office.do(TakeBack(by=by(ADMIN), person=PersonId("hantu")))


def test_the_last_administrator_stays(office: Office) -> None:
    held = office.directory.assignments[ADMIN][0].id
    office.give("rini", Duty.ADMINISTRATOR, SEKSI)
    office.give("budi", Duty.ADMINISTRATOR, until=office.now + DAY)
    office.unit(KABUPATEN, None, UnitKind.AGENCY)
    end = EndAssignment(by=SYSTEM, person=ADMIN, assignment=held)

    for refused in (
        end,
        EndAssignment(by=SYSTEM, person=ADMIN, assignment=held, until=office.now + 9 * DAY),
        LetGo(by=SYSTEM, person=ADMIN),
        moved(KECAMATAN, KABUPATEN),
    ):
        with pytest.raises(LastAdministrator, match="admin is the last administrator"):
            office.do(refused)

    office.give("sari", Duty.ADMINISTRATOR)
    office.do(end)
