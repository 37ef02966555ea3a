"""How each event changes a case. Total, and ignorant of the workflow."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, assert_never

from msgspec.structs import replace

from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    BlockJoined,
    BlockLeft,
    BranchArrived,
    CaseEnded,
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CommentAdded,
    DataErased,
    DataRevealed,
    DeviationDisposed,
    FileAccepted,
    FileAttached,
    Recorded,
    StepCancelled,
    StepCompleted,
    StepOpened,
    StepOverridden,
    StepReturned,
    StepSkipped,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
    TimeExtended,
)
from engine.core.ids import ActivationId, NodeId, OutcomeId, PersonId, StepId
from engine.core.retention_events import CaseDisposed, CaseHeld, HoldLifted, RetentionEvent
from engine.core.state import Activation, CaseState, Visit, extension_key
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
    still_said,
)
from engine.core.values import Value

_Finished = StepCompleted | StepReturned | StepCancelled | StepOverridden | ActionRecorded
_Held = TaskClaimed | TaskAssigned | TaskDelegated | TaskResolved | TaskReleased


def replay(history: Iterable[Recorded]) -> CaseState | None:
    """The state after these events, which are one case's, in order; None for none at all."""
    state: CaseState | None = None
    for recorded in history:
        state = evolve(state, recorded)
    return state


def evolve(state: CaseState | None, recorded: Recorded) -> CaseState:
    """The state after one more event.

    Raises:
        ValueError: the first event of a case does not open it (a broken history).
    """
    if isinstance(recorded.event, CaseOpened):
        return _opened(recorded, recorded.event)
    if state is None:
        raise ValueError(f"history of case {recorded.case} does not begin with its opening")
    changed = _changed(state, recorded)
    return replace(changed, seq=recorded.seq, last_at=recorded.at)


def _opened(recorded: Recorded, event: CaseOpened) -> CaseState:
    return CaseState(
        case=recorded.case,
        sop=event.sop,
        version=event.version,
        workflow=event.workflow,
        applicant=event.applicant,
        opened_at=recorded.at,
        last_at=recorded.at,
        seq=recorded.seq,
        parent=event.parent,
        data=_form(event.form),
        requirements=event.requirements,
        told_later=recorded.happened_at,
    )


def _changed(state: CaseState, recorded: Recorded) -> CaseState:
    match recorded.event:
        case StepOpened() as event:
            return _step_opened(state, event, recorded.at)
        case (
            StepCompleted() | StepReturned() | StepCancelled() | StepOverridden() | ActionRecorded()
        ) as event:
            return _finished(state, event, recorded)
        case (
            TaskClaimed() | TaskAssigned() | TaskDelegated() | TaskResolved() | TaskReleased()
        ) as event:
            return _held(state, event, recorded)
        case ActionFailed() | ActionRetried() as event:
            return _attempted(state, event, recorded.at)
        case BranchArrived() | BlockJoined() | BlockLeft() as event:
            return replace(state, arrived=_arrivals(state, event))
        case CaseMigrated() as event:
            return _migrated(state, event)
        case (
            TimeExtended()
            | DeviationRecorded()
            | DeviationWithdrawn()
            | DeviationDisposed()
            | WarningGiven()
            | CaseEscalated()
            | IncidentTold()
        ) as event:
            return _timed(state, event)
        case CaseHeld() | HoldLifted() | CaseDisposed() as event:
            return _on_record(state, event, recorded.at)
        case event:
            return _case_changed(state, event, recorded.at)


def _case_changed(
    state: CaseState,
    event: CaseOpened
    | FileAccepted
    | FileAttached
    | CasePaused
    | CaseResumed
    | CaseEnded
    | CaseReopened
    | StepSkipped
    | CommentAdded
    | DataRevealed
    | DataErased,
    at: datetime,
) -> CaseState:
    match event:
        case FileAccepted():
            return replace(state, accepted_at=at)
        case FileAttached(requirement=requirement):
            known = state.requirements
            new = () if requirement is None or requirement in known else (requirement,)
            return replace(state, requirements=known + new)
        case CasePaused(reason=reason):
            return replace(state, pause=reason)
        case CaseResumed():
            return replace(state, pause=None)
        case CaseEnded(result=result):
            return replace(state, result=result, closed_at=at, pause=None)
        case CaseReopened():
            return replace(state, result=None, closed_at=None)
        case StepSkipped() | CommentAdded() | CaseOpened() | DataRevealed() | DataErased():
            return state
        case _:
            assert_never(event)


def _on_record(state: CaseState, event: RetentionEvent, at: datetime) -> CaseState:
    match event:
        case CaseHeld(ground=ground):
            return replace(state, holds=(*state.holds, ground))
        case HoldLifted(ground=ground):
            return replace(state, holds=tuple(one for one in state.holds if one != ground))
        case CaseDisposed():
            return replace(state, disposed_at=at)
        case _:
            assert_never(event)


def _timed(
    state: CaseState,
    event: TimeExtended
    | DeviationRecorded
    | DeviationWithdrawn
    | DeviationDisposed
    | WarningGiven
    | CaseEscalated
    | IncidentTold,
) -> CaseState:
    match event:
        case TimeExtended(activation=activation, amount=amount):
            name = extension_key(activation)
            amounts = (*state.extended.get(name, ()), amount)
            return replace(state, extended={**state.extended, name: amounts})
        case DeviationRecorded(deviation=name):
            return replace(state, deviations={**state.deviations, name: "open"})
        case DeviationWithdrawn(deviation=name):
            return replace(
                state,
                deviations={**state.deviations, name: "withdrawn"},
                noticed=still_said(state.noticed, name),
            )
        case DeviationDisposed(deviation=name, verdict=verdict):
            return replace(state, deviations={**state.deviations, name: verdict})
        case WarningGiven() | CaseEscalated() | IncidentTold():
            return replace(state, noticed=(*state.noticed, event.key))
        case _:
            assert_never(event)


def _step_opened(state: CaseState, event: StepOpened, at: datetime) -> CaseState:
    opened = Activation(
        id=event.activation,
        step=event.step,
        visit=event.visit,
        cause=event.cause,
        opened_at=at,
        pause=event.pause,
        automated=event.automated,
    )
    before = state.visits.get(event.step)
    visit = Visit(begun=event.visit) if before is None else replace(before, begun=event.visit)
    return replace(
        state,
        active=(*state.active, opened),
        activations=event.activation,
        visits={**state.visits, event.step: visit},
    )


def _finished(state: CaseState, event: _Finished, recorded: Recorded) -> CaseState:
    if isinstance(event, StepOverridden) and event.mode == "act_outside_role":
        return state  # the completion that follows finishes the visit
    data: Mapping[str, Value] = {}
    outcome: OutcomeId | None = None
    if isinstance(event, StepCompleted | StepReturned):
        data, outcome = _form(event.form), event.outcome
    elif isinstance(event, ActionRecorded):
        data = {f"result.{event.step}.{name}": value for name, value in event.result.items()}
    active = state.activation(event.activation)
    visit = replace(
        state.visits[event.step],
        activation=event.activation,
        by=recorded.by.person,
        at=recorded.at,
        how=_how(event),
        outcome=outcome,
        lent_to=() if active is None else active.lent_to,
    )
    return replace(
        state,
        active=tuple(one for one in state.active if one.id != event.activation),
        visits={**state.visits, event.step: visit},
        data={**state.data, **data} if data else state.data,
    )


_How = Literal["completed", "returned", "cancelled", "skipped", "recorded"]


def _how(event: _Finished) -> _How:
    match event:
        case StepCompleted():
            return "completed"
        case StepReturned():
            return "returned"
        case StepCancelled():
            return "cancelled"
        case StepOverridden():
            return "skipped"
        case ActionRecorded():
            return "recorded"
        case _:
            assert_never(event)


def _form(form: Mapping[str, Value]) -> dict[str, Value]:
    return {f"form.{name}": value for name, value in form.items()}


def _held(state: CaseState, event: _Held, recorded: Recorded) -> CaseState:
    assignee: PersonId | None = None
    owner: PersonId | None = None
    match event:
        case TaskClaimed():
            assignee = recorded.by.person
        case TaskAssigned() | TaskResolved():
            assignee = event.to
        case TaskDelegated():
            assignee, owner = event.to, recorded.by.person
        case TaskReleased():
            pass
        case _:
            assert_never(event)
    since = recorded.at if assignee else None
    change: dict[str, object] = {"assignee": assignee, "owner": owner, "held_since": since}
    if isinstance(event, TaskDelegated):
        active = state.activation(event.activation)
        before = () if active is None else active.lent_to
        change["lent_to"] = tuple(dict.fromkeys((*before, event.to)))
    return _with_activation(state, event.activation, change)


def _attempted(state: CaseState, event: ActionFailed | ActionRetried, at: datetime) -> CaseState:
    change: dict[str, object] = {"attempts": 0, "incident": "", "incident_at": None}
    if isinstance(event, ActionFailed):
        change["attempts"] = event.attempt
        if event.final:
            change |= {"incident": event.error, "incident_at": at}
    return _with_activation(state, event.activation, change)


def _with_activation(
    state: CaseState, activation: ActivationId, change: Mapping[str, object]
) -> CaseState:
    active = tuple(replace(a, **change) if a.id == activation else a for a in state.active)
    return replace(state, active=active)


def _arrivals(
    state: CaseState, event: BranchArrived | BlockJoined | BlockLeft
) -> dict[NodeId, tuple[int, ...]]:
    others = {join: branches for join, branches in state.arrived.items() if join != event.join}
    if isinstance(event, BranchArrived):
        others[event.join] = (*state.arrived.get(event.join, ()), event.branch)
    return others


def _migrated(state: CaseState, event: CaseMigrated) -> CaseState:
    to = event.mapping
    return replace(
        state,
        version=event.version,
        workflow=event.workflow,
        data={_moved(path, to): value for path, value in state.data.items()},
        active=tuple(replace(a, step=to.get(a.step, a.step)) for a in state.active),
        visits={to.get(step, step): visit for step, visit in state.visits.items()},
    )


def _moved(path: str, to: Mapping[StepId, StepId]) -> str:
    """Where the fact is found under the new version: a result is named after its step."""
    kind, *rest = path.split(".", 2)
    if kind != "result":
        return path
    step, name = rest
    return f"result.{to.get(StepId(step), step)}.{name}"
