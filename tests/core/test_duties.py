"""What duties allow in a case, and that four eyes count the person, whoever is acted for."""

import pytest
from builders import CASE, Desk, action, answer, human, person, workflow
from hypothesis import given
from hypothesis import strategies as st

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
    Delegate,
    Dispose,
    Extend,
    FailAction,
    Migrate,
    OpenCase,
    Override,
    Pause,
    RecordAction,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Return,
    Withdraw,
)
from engine.core.directory import Duty
from engine.core.durations import Duration, TimeUnit
from engine.core.errors import (
    CommandRefused,
    FourEyes,
    InputRefused,
    NotPermitted,
    PowerMissing,
    RoleNotInSop,
)
from engine.core.events import StepCompleted, TaskDelegated
from engine.core.ids import ActivationId, DeviationId, PersonId, RoleId, StepId
from engine.core.permit import duty_of, is_duty, powers_of, require_power, roles_with
from engine.core.workflow import PauseReason, Power

RINI, BUDI = person("rini"), person("budi")
EVERY_DUTY = tuple(Duty)


def on_duty(duty: Duty, name: str = "sari") -> Actor:
    return person(name, duty)


def a_pair(**more: object) -> Desk:
    """A case whose second row nobody may do who did the first."""
    sah = human("sah", "loket", not_same_person_as=(StepId("terima"),), **more)
    desk = Desk(workflow(human("terima"), sah))
    desk.open()
    return desk


def test_a_duty_is_told_from_a_role_of_an_sop() -> None:
    assert [duty_of(RoleId(name)) for name in ("alur:auditor", "kasi", "alur:x")] == [
        Duty.AUDITOR,
        None,
        None,
    ]
    assert is_duty(RoleId(Duty.MANAGER))
    assert not is_duty(RoleId("kasi"))


@pytest.mark.parametrize(
    ("role", "powers"),
    [
        (Duty.SUPERVISOR, {Power.ASSIGN}),
        (Duty.MANAGER, {Power.ASSIGN, Power.EXTEND, Power.DISPOSE, Power.REOPEN}),
        (Duty.AUDITOR, set()),
        (Duty.ADMINISTRATOR, set()),
        (Duty.AUTHOR, set()),
        (Duty.APPROVER, set()),
        (Duty.PRIVACY, set()),
        (Duty.OPERATOR, set()),
        (Duty.ARCHIVIST, set()),
        ("camat", set(Power)),
        ("loket", set()),
        ("hantu", set()),
        (None, set()),
    ],
)
def test_powers_come_from_the_sop_or_from_the_table_of_duties(
    role: str | None, powers: set[Power]
) -> None:
    flow, actor = workflow(human("terima")), person("sari", role)

    assert powers_of(flow, actor) == powers
    for power in set(Power) - powers:
        with pytest.raises(PowerMissing):
            require_power(flow, actor, power)


def test_the_roles_with_a_power_are_those_of_the_sop_and_then_the_duties() -> None:
    flow = workflow(human("terima"))

    assert roles_with(flow, Power.ASSIGN) == ("camat", Duty.SUPERVISOR, Duty.MANAGER)
    assert roles_with(flow, Power.MIGRATE) == ("camat",)


@pytest.mark.parametrize("duty", [Duty.SUPERVISOR, Duty.MANAGER])
def test_a_supervisor_hands_tasks_out_and_takes_them_back(duty: Duty) -> None:
    desk = a_pair()
    task, boss = desk.task("terima"), on_duty(duty)
    desk.do(Assign(case=CASE, by=boss, activation=task, to=PersonId("budi")))

    desk.do(Release(case=CASE, by=boss, activation=task))

    assert desk.kinds[-2:] == ["task_assigned", "task_released"]


def test_a_supervisor_does_no_task() -> None:
    desk = a_pair()
    task, boss = desk.task("terima"), on_duty(Duty.SUPERVISOR)

    for command in (
        Claim(case=CASE, by=boss, activation=task),
        Complete(case=CASE, by=boss, activation=task),
        Comment(case=CASE, by=boss, text="Segera"),
    ):
        with pytest.raises(RoleNotInSop):
            desk.do(command)


def test_a_manager_reopens_a_case() -> None:
    desk = a_pair()
    desk.complete("terima", RINI)
    desk.complete("sah", BUDI)

    desk.do(
        Reopen(case=CASE, by=on_duty(Duty.MANAGER), step=StepId("sah"), reason="Ternyata keliru")
    )

    assert desk.at == {"sah"}


def test_an_operator_tries_again_what_ended_in_an_incident() -> None:
    desk = Desk(workflow(action("nomor")))
    desk.open()
    task = desk.task("nomor")
    desk.do(FailAction(case=CASE, by=SYSTEM, activation=task, attempt=1, error="x", final=True))

    with pytest.raises(RoleNotInSop):
        desk.do(RetryAction(case=CASE, by=on_duty(Duty.MANAGER), activation=task))
    with pytest.raises(RoleNotInSop):
        desk.do(RetryAction(case=CASE, by=person("sari", None), activation=task))
    desk.do(RetryAction(case=CASE, by=on_duty(Duty.OPERATOR), activation=task))

    assert desk.kinds[-1] == "action_retried"


def everything(by: Actor, task: ActivationId) -> list[AnyCommand]:
    at = {"case": CASE, "by": by}
    on = at | {"activation": task}
    to, why = PersonId("dewi"), "Perlu"
    return [
        AcceptFile(**at), Claim(**on), Assign(**on, to=to), Delegate(**on, to=to), Resolve(**on),
        Release(**on), Complete(**on), Return(**on, reason=why), Comment(**at, text=why),
        Attach(**at, name="ktp.pdf", media_type="application/pdf", size=1, sha256="0" * 64),
        Pause(**at, reason=PauseReason.APPLICANT), Resume(**at),
        Override(**on, mode="skip", reason=why), Withdraw(**at, reason=why),
        Reject(**at, reason=why), RetryAction(**on), RecordAction(**on, reason=why),
        Migrate(**at, version=2), Dispose(**at, deviation=DeviationId("x"), verdict="accepted",
                                          reason=why),
        Extend(**at, amount=Duration(amount=1, unit=TimeUnit.WORKING_DAY), reason=why),
    ]  # type: ignore[arg-type]  # fmt: skip


NOTHING = [one for one in EVERY_DUTY if one not in {Duty.SUPERVISOR, Duty.MANAGER}]


@pytest.mark.parametrize("duty", NOTHING)
def test_an_auditor_and_whoever_has_no_part_in_cases_changes_nothing(duty: Duty) -> None:
    desk = Desk(workflow([[human("terima")], [action("nomor")]], human("sah")))
    desk.open()
    before = desk.state

    for step in ("terima", "nomor"):
        for command in everything(on_duty(duty), desk.task(step)):
            if duty is Duty.OPERATOR and isinstance(command, RetryAction):
                continue
            with pytest.raises((NotPermitted, InputRefused)) as refused:
                desk.do(command)
            if isinstance(refused.value, InputRefused):  # a task of the other kind
                assert list(refused.value.problems) == ["activation"]
    with pytest.raises(NotPermitted):
        Desk(desk.flow).open(on_duty(duty))
    assert desk.state == before


def test_the_runtime_hands_over_with_a_reason_only() -> None:
    desk = a_pair()
    task, to = desk.task("terima"), PersonId("budi")
    desk.claim("terima", RINI)

    for command in (
        Assign(case=CASE, by=SYSTEM, activation=task, to=to),
        Release(case=CASE, by=SYSTEM, activation=task, reason=" "),
    ):
        with pytest.raises(InputRefused, match="reason: must be given"):
            desk.do(command)
    desk.do(Assign(case=CASE, by=SYSTEM, activation=task, to=to, reason="Cuti"))
    desk.do(Release(case=CASE, by=SYSTEM, activation=task, reason="Cuti"))

    assert desk.events[-1].event.reason == "Cuti"  # type: ignore[union-attr]


@pytest.mark.parametrize("power", [one for one in Power if one is not Power.ASSIGN])
def test_the_runtime_has_no_other_power(power: Power) -> None:
    with pytest.raises(PowerMissing):
        require_power(workflow(human("terima")), SYSTEM, power)


def test_a_substitute_who_did_the_other_step_is_told_that_it_is_about_the_person() -> None:
    desk = a_pair()
    desk.complete("terima", RINI)
    stand_in = Actor(person=RINI.person, role=RoleId("loket"), acting_for=PersonId("suryo"))

    for command in (
        Claim(case=CASE, by=stand_in, activation=desk.task("sah")),
        Complete(case=CASE, by=stand_in, activation=desk.task("sah")),
    ):
        with pytest.raises(FourEyes) as refused:
            desk.do(command)
        assert str(refused.value) == "rini did terima and so may not do sah (four eyes)."
        assert refused.value.hint == (
            "Standing in for suryo does not change who acts: another substitute, or suryo, "
            "must do it."
        )


def test_a_task_is_handed_over_to_nobody_who_did_the_other_step() -> None:
    desk = a_pair()
    desk.complete("terima", RINI)
    hand_over = Assign(
        case=CASE, by=SYSTEM, activation=desk.task("sah"), to=RINI.person, reason="Cuti"
    )

    with pytest.raises(FourEyes, match="rini did terima"):
        desk.do(hand_over)


PEOPLE = st.sampled_from(["rini", "budi", "sari"])
ACTORS = st.builds(
    lambda name, instead: Actor(
        person=PersonId(name),
        role=RoleId("loket"),
        acting_for=None if instead is None else PersonId(instead),
    ),
    PEOPLE,
    st.none() | PEOPLE,
)
DEEDS = st.tuples(
    st.sampled_from(["claim", "assign", "delegate", "resolve", "release", "complete", "back"]),
    ACTORS,
    PEOPLE,
)


@given(deeds=st.lists(DEEDS, min_size=4, max_size=30))
def test_no_delegation_and_no_substitution_lets_one_person_do_both(
    deeds: list[tuple[str, Actor, str]],
) -> None:
    again = answer("ulang", "return", "terima")
    desk = a_pair(outcomes=(answer("ya"), again))
    for what, by, to in deeds:
        assert desk.state is not None
        if not desk.state.active:
            break
        on = {"case": CASE, "by": by, "activation": desk.state.active[0].id}
        given = {"outcome": "ya"} if desk.at == {"sah"} else {}
        asked: dict[str, AnyCommand] = {
            "claim": Claim(**on),  # type: ignore[arg-type]
            "assign": Assign(**on | {"by": SYSTEM}, to=PersonId(to), reason="Cuti"),  # type: ignore[arg-type]
            "delegate": Delegate(**on, to=PersonId(to)),  # type: ignore[arg-type]
            "resolve": Resolve(**on),  # type: ignore[arg-type]
            "release": Release(**on),  # type: ignore[arg-type]
            "complete": Complete(**on, **given),  # type: ignore[arg-type]
            "back": Return(**on, reason="Kurang"),  # type: ignore[arg-type]
        }
        try:
            desk.do(asked[what])
        except CommandRefused:
            continue
        if desk.state.result == "completed":
            assert not worked_on(desk, "terima") & worked_on(desk, "sah")


def worked_on(desk: Desk, step: str) -> set[PersonId]:
    """Who finished the latest visit of a step, and who had it lent, by the history alone."""
    told = [one for one in desk.events if getattr(one.event, "step", None) == step]
    latest = [one for one in told if isinstance(one.event, StepCompleted)][-1]
    visit = latest.event.activation  # type: ignore[union-attr]
    lent = (one.event for one in told if isinstance(one.event, TaskDelegated))
    return {latest.by.person} | {one.to for one in lent if one.activation == visit}


def lent_and_resolved(desk: Desk, step: str, to: str) -> None:
    """BUDI lends his task to somebody, who works on it and hands it back."""
    desk.claim(step, BUDI)
    on = {"case": CASE, "activation": desk.task(step)}
    desk.do(Delegate(**on, by=BUDI, to=PersonId(to)))  # type: ignore[arg-type]
    desk.do(Resolve(**on, by=person(to)))  # type: ignore[arg-type]


def test_a_delegate_who_worked_on_a_step_may_not_do_the_other_of_the_pair() -> None:
    desk = a_pair()
    lent_and_resolved(desk, "terima", "rini")
    desk.complete("terima", BUDI)
    on = {"case": CASE, "activation": desk.task("sah")}

    for command in (
        Claim(**on, by=RINI),  # type: ignore[arg-type]
        Complete(**on, by=RINI),  # type: ignore[arg-type]
        Assign(**on, by=on_duty(Duty.SUPERVISOR), to=RINI.person),  # type: ignore[arg-type]
    ):
        with pytest.raises(FourEyes) as refused:
            desk.do(command)
        assert refused.value.was_lent
        assert str(refused.value) == (
            "rini had terima lent to work on and so may not do sah (four eyes)."
        )
    desk.complete("sah", person("dewi"))


def test_a_delegate_is_forgotten_when_the_step_was_done_again_without_them() -> None:
    again = answer("ulang", "return", "terima")
    desk = a_pair(outcomes=(answer("ya"), again))
    lent_and_resolved(desk, "terima", "rini")
    desk.complete("terima", BUDI)
    desk.do(Return(case=CASE, by=person("dewi"), activation=desk.task("sah"), reason="Kurang"))
    desk.complete("terima", BUDI)

    desk.claim("sah", RINI)

    assert desk.kinds[-1] == "task_claimed"


def test_in_parallel_branches_a_delegate_is_kept_from_the_other_while_both_are_open() -> None:
    pair = human("b", not_same_person_as=(StepId("a"),))
    desk = Desk(workflow([[human("a")], [pair]], human("akhir")))
    desk.open()
    lent_and_resolved(desk, "a", "rini")

    with pytest.raises(FourEyes, match="rini had a lent"):
        desk.complete("b", RINI)
    desk.complete("a", BUDI)
    desk.complete("b", person("dewi"))


def test_opening_a_case_takes_a_role_of_the_sop() -> None:
    flow = workflow(human("terima"))
    command = OpenCase(
        case=CASE, by=on_duty(Duty.MANAGER), sop=flow.sop, applicant=Applicant(name="Tini")
    )

    with pytest.raises(RoleNotInSop):
        Desk(flow).do(command)
