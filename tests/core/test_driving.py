"""Every sound SOP can be carried to its end, in whatever order and with whatever answers."""

from answers import a_result, completions, forms, step_of
from builders import Desk, person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import sound_workflows

from engine.core.events import StepCancelled
from engine.core.workflow import HumanStep, Leads, Outcome, Workflow

CHIEF = person("suryo", "camat")
MOST_VISITS = 3


@given(data=st.data(), flow=sound_workflows(most=10))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_sound_sop_can_be_driven_to_its_end(data: st.DataObject, flow: Workflow) -> None:
    desk = Desk(flow)
    desk.open(CHIEF, form=data.draw(forms(flow.form)))
    assert desk.state is not None
    decisions = sum(bool(getattr(step, "outcomes", ())) for step in flow.steps())
    bound = len(flow.steps()) * (1 + decisions * MOST_VISITS)

    for _ in range(bound):
        if not desk.state.is_open:
            break
        go_on(desk, data)

    assert not desk.state.is_open
    assert desk.state.active == ()


def go_on(desk: Desk, data: st.DataObject) -> None:
    """Finish any open step; a decision returns only on its first visits."""
    assert desk.state is not None
    active = data.draw(st.sampled_from(desk.state.active))
    step = step_of(desk.flow, active)
    if not isinstance(step, HumanStep):
        ends = desk.do(a_result(step, active))
        answer = None
    else:
        among = step.outcomes if active.visit < MOST_VISITS else forward(step.outcomes)
        command = data.draw(
            completions(desk.flow, active, person(f"p{active.id}", step.role), among)
        )
        ends = desk.do(command)
        answer = next((one for one in step.outcomes if one.id == command.outcome), None)
    if answer is None or answer.leads is Leads.NEXT:
        assert not any(isinstance(one.event, StepCancelled) for one in ends.events), (
            "a token that flows forward leaves nothing behind"
        )


def forward(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    return tuple(one for one in outcomes if one.leads is not Leads.RETURN)
