"""How tokens move: forward through rows, forks and joins; back by a return; out by an end.

`engine.sop.soundness` explores the same rules when an SOP is compiled.
"""

from typing import Literal, assert_never

from engine.core.draft import Draft
from engine.core.effects import RunAction, StartCase, TellParent, WakeAt
from engine.core.events import (
    BlockJoined,
    BlockLeft,
    BranchArrived,
    CaseEnded,
    Cause,
    Result,
    StepCancelled,
    StepOpened,
    StepSkipped,
)
from engine.core.expressions import holds
from engine.core.ids import END, ActivationId, NodeId
from engine.core.state import Activation, facts
from engine.core.workflow import (
    ActionStep,
    AnyStep,
    Branch,
    CallStep,
    Fork,
    HumanStep,
    Join,
    PauseReason,
    WaitStep,
)


def move_forward(draft: Draft, target: NodeId, *, within: tuple[Branch, ...]) -> None:
    """Move a token that leaves a node lying `within` these branches on to `target`."""
    while True:
        if target == END:
            end_case(draft, "completed", "")
            return
        node = draft.workflow.nodes[target]
        match node:
            case Fork():
                for branch in node.branches:
                    move_forward(draft, branch, within=node.within)
                return
            case Join():
                if not _joined(draft, node, within):
                    return
                draft.emit(BlockJoined(join=node.id))
            case _:
                if node.when is None or holds(node.when, facts(draft.workflow, draft.state)):
                    open_step(draft, node, Cause.FORWARD)
                    return
                draft.emit(StepSkipped(step=node.id))
        target, within = node.next, node.within


def _joined(draft: Draft, join: Join, within: tuple[Branch, ...]) -> bool:
    branch = next(lies.branch for lies in within if lies.fork == join.fork)
    draft.emit(BranchArrived(join=join.id, branch=branch))
    return len(draft.state.arrived[join.id]) == join.width


def move_back(draft: Draft, source: AnyStep, target: AnyStep, pause: PauseReason | None) -> None:
    """Open `target` again; whatever is open in a parallel block that this leaves is cancelled."""
    left = {lies.fork for lies in source.within if lies not in target.within}
    if left:
        _leave(draft, left)
    open_step(draft, target, Cause.RETURN, pause)


def _leave(draft: Draft, forks: set[NodeId]) -> None:
    nodes = draft.workflow.nodes
    for active in draft.state.active:
        if any(lies.fork in forks for lies in nodes[NodeId(active.step)].within):
            cancel(draft, active, "returned")
    for join_id in draft.state.arrived:
        join = nodes[join_id]
        if isinstance(join, Join) and (
            join.fork in forks or any(lies.fork in forks for lies in join.within)
        ):
            draft.emit(BlockLeft(join=join_id))


def cancel(draft: Draft, active: Activation, because: Literal["returned", "ended"]) -> None:
    """Leave an open step without finishing it."""
    draft.emit(StepCancelled(activation=active.id, step=active.step, because=because))


def open_step(
    draft: Draft, step: AnyStep, cause: Cause, pause: PauseReason | None = None
) -> ActivationId:
    """Activate a step: a fresh activation, one visit more; an automated one gets its effect."""
    activation = ActivationId(draft.state.activations + 1)
    before = draft.state.visits.get(step.id)
    draft.emit(
        StepOpened(
            activation=activation,
            step=step.id,
            visit=1 if before is None else before.begun + 1,
            cause=cause,
            pause=pause or step.pause,
            automated=not isinstance(step, HumanStep),
        )
    )
    start_effect(draft, step, activation)
    return activation


def start_effect(draft: Draft, step: AnyStep, activation: ActivationId) -> None:
    """Ask the world to do an automated step."""
    data = draft.state.data
    match step:
        case HumanStep():
            pass
        case ActionStep():
            draft.effects.append(
                RunAction(activation=activation, action=step.action, parameters=step.parameters)
            )
        case CallStep():
            given = {name: data.get(f"form.{name}") for name in step.pass_fields}
            form = {name: value for name, value in given.items() if value is not None}
            draft.effects.append(
                StartCase(
                    activation=activation,
                    sop=step.sop,
                    applicant=draft.state.applicant,
                    form=form,
                )
            )
        case WaitStep():
            until = None if step.until is None else str(data.get(f"form.{step.until}", ""))
            draft.effects.append(WakeAt(activation=activation, duration=step.duration, until=until))
        case _:
            assert_never(step)


def end_case(draft: Draft, result: Result, reason: str) -> None:
    """Close the case; whatever is still open is cancelled, and a calling case is told."""
    for active in draft.state.active:
        cancel(draft, active, "ended")
    for join in draft.state.arrived:
        draft.emit(BlockLeft(join=join))
    draft.emit(CaseEnded(result=result, reason=reason))
    parent = draft.state.parent
    if parent is not None:
        draft.effects.append(
            TellParent(activation=parent.activation, parent=parent.case, result=result)
        )
