"""On whose behalf: outsiders at their own steps, colleagues by substitution only."""

import pytest
from builders import CASE, ROLES, Desk, human, workflow
from builders_directory import Office, an_office

from engine.core.admission import NotOnBehalf, require_acting_for
from engine.core.commands import (
    SYSTEM,
    AcceptFile,
    Actor,
    AnyCommand,
    Applicant,
    Assign,
    Attach,
    Claim,
    Comment,
    Complete,
    OpenCase,
    Pause,
    Release,
    Withdraw,
)
from engine.core.directory import Directory
from engine.core.ids import ActivationId, PersonId, RoleId
from engine.core.workflow import PauseReason

TINI = PersonId("Tini Suhartini")


@pytest.fixture
def office() -> Office:
    return an_office()


def a_desk() -> Desk:
    desk = Desk(workflow([[human("bayar", "pemohon")], [human("periksa")], [human("x", None)]]))  # type: ignore[arg-type]
    desk.open()
    return desk


def for_(whom: PersonId | None) -> Actor:
    return Actor(person=PersonId("rini"), role=RoleId("loket"), acting_for=whom, via="test")


def judge(office: Office, desk: Desk, command: AnyCommand) -> None:
    require_acting_for(office.directory, desk.flow, desk.state, command)


def test_a_step_of_the_applicant_is_done_for_them_and_no_other(office: Office) -> None:
    desk = a_desk()
    by = for_(TINI)

    for kind in (Claim, Complete, Release):
        judge(office, desk, kind(case=CASE, by=by, activation=desk.task("bayar")))
        for step in ("periksa", "x"):
            with pytest.raises(NotOnBehalf, match=f"nobody outside acts at {step}"):
                judge(office, desk, kind(case=CASE, by=by, activation=desk.task(step)))


def test_a_step_that_is_not_open_is_left_to_the_rules_of_the_case(office: Office) -> None:
    desk = a_desk()
    late = Complete(case=CASE, by=for_(TINI), activation=ActivationId(99))

    judge(office, desk, late)
    require_acting_for(office.directory, desk.flow, None, late)


def test_what_an_applicant_does_without_a_step_is_done_for_them(office: Office) -> None:
    desk, by = a_desk(), for_(TINI)

    for command in (
        OpenCase(case=CASE, by=by, sop=desk.flow.sop, applicant=Applicant(name=TINI)),
        Attach(case=CASE, by=by, name="ktp", media_type="image/png", size=1, sha256="0" * 64),
        Comment(case=CASE, by=by, text="Sudah dibayar"),
        Withdraw(case=CASE, by=by, reason="Batal"),
    ):
        judge(office, desk, command)


def test_nobody_outside_does_what_the_office_does(office: Office) -> None:
    desk, by = a_desk(), for_(TINI)

    for command in (
        AcceptFile(case=CASE, by=by),
        Pause(case=CASE, by=by, reason=PauseReason.APPLICANT),
        Assign(case=CASE, by=by, activation=desk.task("bayar"), to=PersonId("budi")),
    ):
        with pytest.raises(NotOnBehalf, match="nobody outside acts by this"):
            judge(office, desk, command)


def test_an_sop_without_outsiders_is_no_business_of_theirs(office: Office) -> None:
    inside = {name: role for name, role in ROLES.items() if not role.external}
    desk = Desk(workflow(human("periksa"), roles=inside))
    desk.open()

    with pytest.raises(NotOnBehalf):
        judge(office, desk, Comment(case=CASE, by=for_(TINI), text="Halo"))


def test_colleagues_the_system_and_unfounded_directories_are_judged_elsewhere(
    office: Office,
) -> None:
    desk = a_desk()
    for by in (for_(None), for_(PersonId("budi")), SYSTEM):
        judge(office, desk, AcceptFile(case=CASE, by=by))

    require_acting_for(Directory(), desk.flow, desk.state, AcceptFile(case=CASE, by=for_(TINI)))
