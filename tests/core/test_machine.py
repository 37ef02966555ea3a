"""Random cases under random SOPs: whatever is asked, in whatever order, the rules hold."""

from collections import Counter
from datetime import datetime

from answers import a_result, step_of
from asked import CHIEF, FRESH, AnyCase, acting
from builders import CASE
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from engine.core.commands import (
    Complete,
    Release,
)
from engine.core.decide import decide
from engine.core.events import CaseEnded, CaseReopened, StepOpened
from engine.core.evolve import evolve, replay
from engine.core.state import Activation, CaseState
from engine.core.workflow import HumanStep, Join, Workflow

PLAIN_FORM = {"nama": "Warung", "tanggal": "2026-01-31", "perorangan": "ya"}


class LawfulCase(AnyCase):
    """Any case, and what holds after everything that is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.replayed: CaseState | None = None
        self.seen = 0

    @invariant()
    def history_makes_the_state(self) -> None:
        for recorded in self.desk.events[self.seen :]:
            self.replayed = evolve(self.replayed, recorded)
        self.seen = len(self.desk.events)
        assert self.replayed == self.state

    @invariant()
    def history_has_no_gaps_and_never_runs_backwards(self) -> None:
        assert [one.seq for one in self.desk.events] == list(range(1, len(self.desk.events) + 1))
        instants = [one.at for one in self.desk.events]
        assert instants == sorted(instants)

    @invariant()
    def nothing_is_open_after_the_end(self) -> None:
        if not self.state.is_open:
            assert (self.state.active, self.state.arrived) == ((), {})
        closed = False
        for event in (recorded.event for recorded in self.desk.events):
            closed = (closed or isinstance(event, CaseEnded)) and not isinstance(
                event, CaseReopened
            )
            assert not (closed and isinstance(event, StepOpened))

    @invariant()
    def no_step_is_open_twice_and_visits_are_counted(self) -> None:
        open_steps = [active.step for active in self.state.active]
        assert len(open_steps) == len(set(open_steps))
        opened = Counter(
            one.event.step for one in self.desk.events if isinstance(one.event, StepOpened)
        )
        assert opened == {step: visit.begun for step, visit in self.state.visits.items()}

    @invariant()
    def no_branch_arrives_twice(self) -> None:
        for join, arrived in self.state.arrived.items():
            node = self.flow.nodes[join]
            assert isinstance(node, Join)
            assert len(arrived) == len(set(arrived)) < node.width

    @invariant()
    def an_open_case_can_go_on(self) -> None:
        if self.state.is_open:
            assert self.state.active
        for active in self.state.active:
            assert can_be_done(self.flow, self.state, active, self.desk.now)

    def teardown(self) -> None:
        assert replay(self.desk.events) == self.desk.state


def can_be_done(flow: Workflow, state: CaseState, active: Activation, at: datetime) -> bool:
    """Whether a fresh person of the role (or the runtime) finishes the step, asked for real."""
    step = step_of(flow, active)
    if not isinstance(step, HumanStep):
        return decide(flow, state, a_result(step, active), at=at).state.seq > state.seq
    if active.assignee:
        release = Release(case=CASE, by=CHIEF, activation=active.id)
        state = decide(flow, state, release, at=at).state
    command = Complete(
        case=CASE,
        by=acting(FRESH, step.role),
        activation=active.id,
        outcome=step.outcomes[0].id if step.outcomes else None,
        form=PLAIN_FORM if step.submission else {field.id: "1" for field in step.form},
        checklist=tuple(range(1, len(step.checklist) + 1)),
        reason="Sudah diperiksa",
    )
    return decide(flow, state, command, at=at).state.seq > state.seq


def test_any_case_under_any_sop_keeps_the_rules() -> None:
    run_state_machine_as_test(
        LawfulCase,
        settings=settings(
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
