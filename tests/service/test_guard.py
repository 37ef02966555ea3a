"""Whoever acts on a case holds the role they act in, at the moment they act."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from migrated import migrated_database
from msgspec.structs import replace
from offices import HESTI, RINI, Office, an_office, sqlite_url
from staffing import COUNTER, DINAS, GOVERNMENT, KECAMATAN, UMI, appoint, dismiss, staff

from engine.core.admission import NotOnBehalf
from engine.core.commands import (
    SYSTEM,
    Actor,
    AnyCommand,
    Assign,
    Claim,
    Comment,
    Complete,
    Erase,
    Hold,
    LiftHold,
    Reject,
    Release,
    RetryAction,
    Reveal,
)
from engine.core.directory import Assignment
from engine.core.directory_commands import LetGo
from engine.core.errors import (
    AlurError,
    NoStanding,
    NotFound,
    PowerMissing,
    RoleNotInSop,
    WrongRole,
)
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId
from engine.core.retention_events import HoldGround
from engine.service.batch import CarryOut, together
from engine.service.catalogue import find_workflow
from engine.service.database import connect
from engine.service.directory import change, current
from engine.service.execute import execute
from engine.service.guard import wanted_roles
from engine.service.queries import read_history
from engine.service.sealing import APPLICANT
from engine.service.timers import sweep_all

A_DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return migrated_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def any_office(url: str) -> Iterator[Office]:
    with an_office(url) as made:
        staff(made.database)
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        staff(made.database)
        yield made


def nameless(person: str) -> Actor:
    """Somebody who says who they are and no more."""
    return Actor(person=PersonId(person), via="test")


def last_actor(office: Office, case: CaseId) -> Actor:
    return read_history(office.database, case)[-1].recorded.by


def rinis(office: Office) -> Assignment:
    """What Rini holds at the counter of the dinas."""
    held = current(office.database).assignments[RINI.person]
    return next(one for one in held if one.unit == COUNTER)


def test_as_long_as_nobody_is_in_the_directory_everybody_is_believed(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()

        office.complete(case, "terima", RINI)

        assert last_actor(office, case) == RINI


def test_who_holds_the_role_acts_and_the_unit_they_act_in_is_recorded(any_office: Office) -> None:
    case = any_office.open()

    any_office.complete(case, "terima", RINI)
    any_office.complete(case, "periksa", HESTI, outcome="ya")

    acted = {one.recorded.by for one in read_history(any_office.database, case)}
    assert acted == {replace(RINI, unit=COUNTER), replace(HESTI, unit=DINAS)}


def test_a_role_taken_away_while_its_holder_works_refuses_and_nothing_changes(
    any_office: Office,
) -> None:
    case = any_office.open()
    any_office.claim(case, "terima", RINI)
    before = read_history(any_office.database, case)

    dismiss(any_office.database, rinis(any_office), at=any_office.now)

    with pytest.raises(NoStanding) as refusal:
        any_office.complete(case, "terima", RINI)
    assert str(refusal.value) == "rini does not hold the role loket in dinas."
    assert "rini holds loket in kecamatan now" in refusal.value.hint
    assert refusal.value.ended is not None
    assert read_history(any_office.database, case) == before


def test_what_another_process_took_away_is_refused_at_once(any_office: Office, url: str) -> None:
    case = any_office.open()
    any_office.claim(case, "terima", RINI)

    with connect(url) as other:
        dismiss(other, rinis(any_office), at=any_office.now)

    with pytest.raises(NoStanding):
        any_office.complete(case, "terima", RINI)


def test_who_works_and_who_takes_the_role_away_at_the_same_moment_come_one_after_the_other(
    any_office: Office,
) -> None:
    case = any_office.open()
    task = any_office.task(case, "terima")
    ready, said = threading.Barrier(2), []
    held, at = rinis(any_office), any_office.now + timedelta(minutes=1)

    def work() -> None:
        ready.wait(20)
        try:
            execute(any_office.database, Complete(case=case, by=RINI, activation=task), at=at)
            said.append("done")
        except NoStanding:
            said.append("refused")

    worker = threading.Thread(target=work)
    worker.start()
    ready.wait(20)
    dismiss(any_office.database, held, at=at)
    worker.join(30)

    assert len(said) == 1
    assert any_office.at(case) == ({"periksa"} if said == ["done"] else {"terima"})
    with pytest.raises(AlurError):
        any_office.do(Comment(case=case, by=RINI, text="Masih di sini?"))


def test_nobody_who_left_acts(office: Office) -> None:
    case = office.open()
    change(office.database, LetGo(by=UMI, person=RINI.person), at=office.now)

    with pytest.raises(NoStanding, match="rini"):
        office.claim(case, "terima", RINI)


def test_a_stranger_does_not_act_in_any_role(office: Office) -> None:
    case = office.open()

    for role in ("loket", "kasi", "pemohon", None):
        by = Actor(person=PersonId("siapa"), role=None if role is None else RoleId(role))
        with pytest.raises(NoStanding):
            office.do(Comment(case=case, by=by, text="Halo"))
    with pytest.raises(NoStanding):
        office.open(by=Actor(person=PersonId("siapa")))


def test_a_role_of_another_unit_does_not_count(office: Office) -> None:
    case = office.open("surat")
    appoint(office.database, "budi", "loket", KECAMATAN)

    with pytest.raises(NoStanding, match=r"budi does not hold the role loket in dinas\."):
        office.claim(case, "terima", replace(RINI, person=PersonId("budi")))
    with pytest.raises(NoStanding):
        office.claim(case, "terima", replace(RINI, unit=KECAMATAN))


def test_who_names_no_role_acts_in_the_one_that_the_task_is_of(office: Office) -> None:
    appoint(office.database, "rini", "kasi", DINAS)
    case = office.open(by=nameless("rini"))
    assert last_actor(office, case) == replace(RINI, unit=COUNTER)

    office.complete(case, "terima", nameless("rini"))
    assert last_actor(office, case) == replace(RINI, unit=COUNTER)

    office.complete(case, "periksa", nameless("rini"), outcome="ya")
    assert last_actor(office, case).role == "kasi"


def test_who_names_no_role_acts_in_the_one_with_the_power_it_takes(office: Office) -> None:
    appoint(office.database, "rini", "kasi", DINAS)
    case = office.open()

    task = office.task(case, "terima")
    office.do(Assign(case=case, by=nameless("rini"), activation=task, to=PersonId("rini")))

    assert last_actor(office, case) == Actor(
        person=RINI.person, role=RoleId("kasi"), unit=DINAS, via="test"
    )


def test_who_names_no_role_and_has_not_the_right_one_is_told_what_is_missing(
    office: Office,
) -> None:
    case = office.open()
    office.complete(case, "terima", RINI)

    with pytest.raises(WrongRole):
        office.claim(case, "periksa", nameless("rini"))
    with pytest.raises(PowerMissing):
        office.do(Reject(case=case, by=nameless("rini"), reason="Tidak lengkap"))
    with pytest.raises(NotFound):
        office.do(Claim(case=case, by=nameless("rini"), activation=ActivationId(99)))


def test_beyond_the_roles_of_the_sop_some_things_are_a_matter_of_duty(office: Office) -> None:
    workflow = find_workflow(office.database, SopId("surat"))
    given: Any = {"case": CaseId("c"), "by": nameless("budi")}
    everybody = tuple(workflow.roles)

    def wanted(command: AnyCommand) -> tuple[RoleId, ...]:
        return wanted_roles(workflow, None, command)

    assert wanted(Comment(**given, text="x")) == everybody
    assert wanted(RetryAction(**given, activation=ActivationId(1))) == (
        *everybody,
        "alur:operator",
    )
    assert wanted(Reveal(**given, fields=("form.usaha",), reason="x")) == (
        *everybody,
        "alur:privacy",
    )
    assert wanted(Erase(**given, fields=(), reason="x", decree="SK 1")) == ("alur:privacy",)
    for kind in (Hold, LiftHold):
        command = kind(**given, ground=HoldGround.AUDIT, reason="x")
        assert wanted(command) == ("alur:archivist", "alur:manager")
    assert wanted(Reject(**given, reason="x")) == ("kasi",)


def test_a_supervisor_takes_a_task_out_of_hands_and_does_no_more(office: Office) -> None:
    case = office.open()
    office.claim(case, "terima", RINI)
    appoint(office.database, "budi", "alur:supervisor", GOVERNMENT)

    office.do(Release(case=case, by=nameless("budi"), activation=office.task(case, "terima")))

    assert last_actor(office, case).role == "alur:supervisor"
    with pytest.raises(NoStanding):
        office.claim(case, "terima", nameless("budi"))


def test_who_holds_a_task_releases_it_in_the_role_it_is_of(office: Office) -> None:
    appoint(office.database, "rini", "kasi", DINAS)
    case = office.open()
    office.claim(case, "terima", RINI)

    office.do(Release(case=case, by=nameless("rini"), activation=office.task(case, "terima")))

    assert last_actor(office, case) == replace(RINI, unit=COUNTER)


def test_an_administrator_of_people_and_an_auditor_do_nothing_in_cases(office: Office) -> None:
    case = office.open()
    appoint(office.database, "budi", "alur:auditor", GOVERNMENT)

    for by in (UMI, nameless("budi"), replace(UMI, role=RoleId("alur:administrator"))):
        with pytest.raises(AlurError) as refusal:
            office.do(Comment(case=case, by=by, text="Mohon dipercepat"))
        assert isinstance(refusal.value, NoStanding | RoleNotInSop)
    assert len(read_history(office.database, case)) == 2


def test_an_applicant_is_acted_for_where_applicants_act_and_nowhere_else(office: Office) -> None:
    case = office.open(by=replace(RINI, acting_for=PersonId("Tini Suhartini")))
    assert last_actor(office, case) == replace(RINI, unit=COUNTER, acting_for=APPLICANT)

    with pytest.raises(NotOnBehalf):
        office.complete(case, "terima", replace(RINI, acting_for=PersonId("Tini Suhartini")))


def test_what_the_system_does_is_not_asked_for_a_role(office: Office) -> None:
    case = office.open()

    office.do(Comment(case=case, by=SYSTEM, text="Tercatat"))
    sweep_all(office.database, at=office.now + A_DAY)

    assert last_actor(office, case) == SYSTEM


def test_the_door_is_the_same_within_a_batch(office: Office) -> None:
    case = office.open()
    stranger = replace(RINI, person=PersonId("siapa"))

    def job(carry_out: CarryOut) -> None:
        carry_out(Comment(case=case, by=RINI, text="Satu"), at=office.now)
        with pytest.raises(NoStanding):
            carry_out(Comment(case=case, by=stranger, text="Dua"), at=office.now)

    together(office.database, job)

    assert last_actor(office, case) == replace(RINI, unit=COUNTER)


def test_the_same_key_gives_the_same_answer_though_the_role_is_gone_by_then(
    office: Office,
) -> None:
    case = office.open()
    command = Claim(case=case, by=nameless("rini"), activation=office.task(case, "terima"))
    first = office.do(command, key="k")
    dismiss(office.database, rinis(office), at=office.now)

    again = office.do(command, key="k")

    assert again.repeated
    assert again.head == first.head
