"""Logs for tests: rows made by hand, rows of cases that were really executed, and a slow reader.

`fits_slowly` follows every run of an SOP marking by marking, straight from the language's rules;
it shares nothing with the automaton that it is held against.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from answers import a_result, completions, forms, step_of
from builders import MONDAY, Desk, person
from hypothesis import strategies as st

from engine.core.conformance import CaseVerdict, LogRow, deviations_in_log
from engine.core.events import ActionRecorded, Recorded, StepCompleted, StepReturned
from engine.core.ids import END, CaseId, NodeId, PersonId, RoleId, StepId
from engine.core.workflow import (
    AnyStep,
    Branch,
    Fork,
    HumanStep,
    Join,
    Leads,
    Outcome,
    Workflow,
)

CASE = CaseId("dari_luar")
CHIEF = person("suryo", "camat")
MOST_VISITS = 3


def log(*steps: str, case: str = CASE) -> list[LogRow]:
    """Rows a minute apart, of nobody known; `periksa:kasi/budi` names role and person."""
    return [_row(case, text, minute) for minute, text in enumerate(steps)]


def _row(case: str, text: str, minute: int) -> LogRow:
    step, _, who = text.partition(":")
    role, _, name = who.partition("/")
    at = MONDAY + timedelta(minutes=minute)
    by = PersonId(name) if name else None
    return LogRow(CaseId(case), StepId(step), at, RoleId(role) if role else None, by)


def verdict(flow: Workflow, *steps: str, completed: bool = False) -> CaseVerdict:
    """What is said of one case."""
    (said,) = deviations_in_log(flow, log(*steps), completed=[CASE] if completed else [])
    return said


def found(said: CaseVerdict) -> list[tuple[str, str | None]]:
    """Kind and step of each deviation, in order."""
    return [(one.kind.value, one.step) for one in said.deviations]


def rows_of(history: Iterable[Recorded]) -> list[LogRow]:
    """The steps done in a case that Alur executed, as another system would have logged them."""
    return [
        LogRow(one.case, one.event.step, one.at, one.by.role, one.by.person)
        for one in history
        if isinstance(one.event, StepCompleted | StepReturned | ActionRecorded)
    ]


def is_silent(flow: Workflow, step: StepId) -> bool:
    """Whether a log may leave the step out."""
    row = flow.known_step(step)
    return not isinstance(row, HumanStep) or row.submission


def drive(data: st.DataObject, flow: Workflow, *, most: int) -> Desk:
    """A case served for a while, or to its end; nobody does two of its tasks."""
    desk = Desk(flow)
    desk.open(CHIEF, form=data.draw(forms(flow.form)))
    for _ in range(most):
        assert desk.state is not None
        if not desk.state.active:
            break
        _go_on(desk, data)
    return desk


def _go_on(desk: Desk, data: st.DataObject) -> None:
    assert desk.state is not None
    active = data.draw(st.sampled_from(desk.state.active))
    step = step_of(desk.flow, active)
    if not isinstance(step, HumanStep):
        desk.do(a_result(step, active))
        return
    among = step.outcomes if active.visit < MOST_VISITS else _forward(step.outcomes)
    by = person(f"p{active.id}", step.role)
    desk.do(data.draw(completions(desk.flow, active, by, among)))


def _forward(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    return tuple(one for one in outcomes if one.leads is not Leads.RETURN)


Marking = frozenset[tuple[NodeId, int]] | None
"""Open steps (with -1) and branches arrived at joins; None once the case is over."""
OPEN = -1


def fits_slowly(flow: Workflow, steps: Sequence[StepId], *, completed: bool = False) -> bool:
    """Whether the steps are those of a run, as far as they go (or, if completed, to an end)."""
    stands = slow_start(flow)
    for step in steps:
        stands = slow_after(flow, stands, step)
    return None in stands if completed else bool(stands)


def slow_start(flow: Workflow) -> set[Marking]:
    return _with_silent(flow, set(_forward_to(flow, frozenset(), flow.start, ())))


def slow_after(flow: Workflow, stands: set[Marking], step: StepId) -> set[Marking]:
    after = {one for marking in stands for one in _done(flow, marking, step)}
    return _with_silent(flow, after)


def _with_silent(flow: Workflow, stands: set[Marking]) -> set[Marking]:
    while True:
        more = {
            one
            for marking in stands
            for step in flow.steps()
            if is_silent(flow, step.id)
            for one in _done(flow, marking, step.id)
        }
        if more <= stands:
            return stands
        stands = stands | more


def _done(flow: Workflow, marking: Marking, name: StepId) -> Iterator[Marking]:
    if marking is None or (NodeId(name), OPEN) not in marking:
        return
    step = flow.known_step(name)
    rest = marking - {(NodeId(name), OPEN)}
    outcomes = step.outcomes if isinstance(step, HumanStep) else ()
    if not outcomes:
        yield from _forward_to(flow, rest, step.next, step.within)
    for outcome in outcomes:
        if outcome.leads is Leads.END:
            yield None
        elif outcome.leads is Leads.NEXT:
            yield from _forward_to(flow, rest, outcome.target, step.within)
        else:
            yield _back_to(flow, rest, step, flow.known_step(StepId(outcome.target)))


def _forward_to(
    flow: Workflow, marking: Marking, target: NodeId, within: tuple[Branch, ...]
) -> Iterator[Marking]:
    if target == END or marking is None:
        yield None
        return
    node = flow.nodes[target]
    if isinstance(node, Fork):
        markings: list[Marking] = [marking]
        for branch in node.branches:
            markings = [
                after for one in markings for after in _forward_to(flow, one, branch, node.within)
            ]
        yield from markings
    elif isinstance(node, Join):
        branch_number = next(lies.branch for lies in within if lies.fork == node.fork)
        arrived = marking | {(node.id, branch_number)}
        every = {(node.id, number) for number in range(node.width)}
        if every <= arrived:
            yield from _forward_to(flow, arrived - every, node.next, node.within)
        else:
            yield arrived
    else:
        yield marking | {(target, OPEN)}
        if node.when is not None:
            yield from _forward_to(flow, marking, node.next, node.within)


def _back_to(
    flow: Workflow, marking: frozenset[tuple[NodeId, int]], step: AnyStep, target: AnyStep
) -> Marking:
    left = {lies.fork for lies in step.within if lies not in target.within}
    kept = frozenset(
        (name, branch)
        for name, branch in marking
        if not left & _forks_around(flow, name, arrived=branch != OPEN)
    )
    return kept | {(NodeId(target.id), OPEN)}


def _forks_around(flow: Workflow, name: NodeId, *, arrived: bool) -> set[NodeId]:
    node = flow.nodes[name]
    around = {lies.fork for lies in node.within}
    return around | {node.fork} if arrived and isinstance(node, Join) else around
