"""Decisions on a task: a step that waits for a person."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from engine.core.commands import (
    Actor,
    Complete,
    Override,
    Return,
)
from engine.core.decide_case import allow_documents, allow_words, require_words
from engine.core.draft import Draft
from engine.core.errors import (
    CaseClosed,
    InputRefused,
    NotFound,
    TaskHeldByAnother,
    TaskNotOpen,
)
from engine.core.events import (
    Cause,
    FileAccepted,
    StepCompleted,
    StepOverridden,
    StepReturned,
)
from engine.core.flow import end_case, move_back, move_forward, open_step
from engine.core.ids import ActivationId, NodeId, OutcomeId, PersonId, StepId
from engine.core.permit import (
    require_four_eyes,
    require_power,
    require_role,
)
from engine.core.sealed import Sealed, is_sealed
from engine.core.state import Activation, CaseState
from engine.core.values import Value, values_from_input
from engine.core.workflow import AnyStep, HumanStep, Leads, Outcome, Power


def require_active(draft: Draft, activation: ActivationId) -> tuple[AnyStep, Activation]:
    """The open activation of that number, and its step.

    Raises:
        NotFound: the case never had it.
        TaskNotOpen: it was finished; says by whom and when where it was the step's latest visit.
        CaseClosed: the case is over and the activation was cancelled with it.
    """
    state = draft.state
    active = state.activation(activation)
    if active is None:
        raise _why_not_open(state, activation)
    return draft.workflow.known_step(active.step), active


def _why_not_open(
    state: CaseState, activation: ActivationId
) -> NotFound | TaskNotOpen | CaseClosed:
    if not 1 <= activation <= state.activations:
        return NotFound("task", activation, hint=f"Case {state.case} has no such task.")
    for step, visit in state.visits.items():
        if visit.activation != activation:
            continue
        if visit.how == "cancelled" and state.result is not None:
            return CaseClosed(state.case, state.result)
        return TaskNotOpen(
            state.case, activation, step=step, by=visit.by, at=visit.at, how=visit.how
        )
    return TaskNotOpen(state.case, activation)


def require_task(draft: Draft, activation: ActivationId) -> tuple[HumanStep, Activation]:
    """The open task of that number, and its step.

    Raises:
        InputRefused: the step is automated; no person can hold it.
    """
    step, active = require_active(draft, activation)
    if not isinstance(step, HumanStep):
        raise InputRefused({"activation": f"{step.id} is automated: record its result instead"})
    return step, active


def require_free(active: Activation, person: PersonId) -> None:
    """Refuse whoever does not hold a held task.

    Raises:
        TaskHeldByAnother: somebody else does.
    """
    if active.assignee is not None and active.assignee != person:
        raise TaskHeldByAnother(active.step, active.assignee, since=active.held_since)


def require_other_eyes(draft: Draft, step: HumanStep, actor: Actor) -> None:
    """Refuse whoever acts, for whomever, where the same person did the other step of a pair.

    Raises:
        FourEyes: they did.
    """
    person, instead = actor.person, actor.acting_for
    require_four_eyes(draft.workflow, step, draft.state, person, acting_for=instead)


def complete(draft: Draft, command: Complete) -> None:
    """Finish a task, by the answer given where it is a decision."""
    step, active = require_task(draft, command.activation)
    require_role(draft.workflow, step, command.by)
    _finish(draft, step, active, command)


def send_back(draft: Draft, command: Return) -> None:
    """Finish a task by its returning answer."""
    step, active = require_task(draft, command.activation)
    require_role(draft.workflow, step, command.by)
    returning = [one for one in step.outcomes if one.leads is Leads.RETURN]
    fitting = [one for one in returning if command.to is None or NodeId(command.to) == one.target]
    if len(fitting) != 1:
        raise InputRefused({"to": _no_way_back(step, returning, fitting)})
    finish = Complete(
        case=command.case,
        by=command.by,
        activation=active.id,
        outcome=fitting[0].id,
        reason=require_words("reason", command.reason),
        documents=command.documents,
    )
    _finish(draft, step, active, finish)


def _no_way_back(step: HumanStep, returning: list[Outcome], fitting: list[Outcome]) -> str:
    if not returning:
        return f"leads nowhere: {step.id} has no answer that sends the case back"
    targets = sorted({one.target for one in fitting or returning})
    if len(targets) == 1 and fitting:
        answers = ", ".join(one.id for one in fitting)
        return f"does not say why: complete {step.id} with one of its answers {answers}"
    return f"must name the one step to return to; {step.id} has: {', '.join(targets)}"


def _finish(draft: Draft, step: HumanStep, active: Activation, given: Complete | Override) -> None:
    """What a completion and a completion outside one's role have in common."""
    require_free(active, given.by.person)
    if active.owner is not None:
        raise TaskHeldByAnother(step.id, active.owner, since=active.held_since)
    require_other_eyes(draft, step, given.by)
    outcome = _chosen(step, given.outcome)
    goes_on = outcome is None or outcome.leads is Leads.NEXT
    form = _read(draft, step, given, goes_on=goes_on)
    needed = outcome is not None and outcome.reason_required
    reason = (require_words if needed else allow_words)("reason", given.reason)
    ticked = tuple(sorted(set(given.checklist)))
    documents = _documents(given, goes_back=outcome is not None and outcome.leads is Leads.RETURN)
    if outcome is not None and outcome.leads is Leads.RETURN:
        draft.emit(
            StepReturned(
                activation=active.id,
                step=step.id,
                visit=active.visit,
                to=StepId(outcome.target),
                outcome=outcome.id,
                reason=reason,
                form=form,
                checklist=ticked,
                documents=documents,
            )
        )
    else:
        draft.emit(
            StepCompleted(
                activation=active.id,
                step=step.id,
                visit=active.visit,
                outcome=None if outcome is None else outcome.id,
                form=form,
                checklist=ticked,
                reason=reason,
            )
        )
    _follow(draft, step, outcome, reason)


def _documents(given: Complete | Override, *, goes_back: bool) -> tuple[str, ...]:
    asked = given.documents if isinstance(given, Complete) else ()
    if asked and not goes_back:
        raise InputRefused({"documents": "are asked for where the case is sent back only"})
    return allow_documents(asked)


def _chosen(step: HumanStep, outcome: OutcomeId | None) -> Outcome | None:
    """The answer given, held against the answers there are."""
    known = {one.id: one for one in step.outcomes}
    if outcome is None and not known:
        return None
    if outcome is None or outcome not in known:
        none = f"must be left out: {step.id} is no decision"
        raise InputRefused({"outcome": f"must be one of: {', '.join(known)}" if known else none})
    return known[outcome]


def _read(
    draft: Draft, step: HumanStep, given: Complete | Override, *, goes_on: bool
) -> dict[str, Value]:
    """The form as entered. A visit that does not go on may leave form and checklist open."""
    fields = draft.workflow.form if step.submission else step.form
    entered = dict(given.form)
    if step.submission:  # a correction: what stays as it was need not be entered again
        entered = _entered_before(draft.state, {field.id for field in fields}) | entered
    form, problems = values_from_input(fields, entered)
    if not goes_on:
        problems = {name: what for name, what in problems.items() if name in given.form}
    problems |= _checklist_problems(step, given.checklist, goes_on=goes_on)
    if problems:
        raise InputRefused(problems)
    return form


def _entered_before(state: CaseState, names: set[str]) -> dict[str, object]:
    paths = {name: f"form.{name}" for name in names}
    known = {name: state.data[path] for name, path in paths.items() if path in state.data}
    return {name: Sealed(value) if is_sealed(value) else value for name, value in known.items()}


def _checklist_problems(
    step: HumanStep, ticked: tuple[int, ...], *, goes_on: bool
) -> Mapping[str, str]:
    items = range(1, len(step.checklist) + 1)
    strange = [str(number) for number in ticked if number not in items]
    if strange:
        return {"checklist": f"has no item {', '.join(strange)}"}
    missing = [str(number) for number in items if number not in ticked]
    if missing and goes_on:
        return {"checklist": f"must be ticked whole to go on; missing: {', '.join(missing)}"}
    return {}


def _follow(draft: Draft, step: AnyStep, outcome: Outcome | None, reason: str) -> None:
    """Move the token as the answer says."""
    if outcome is not None and outcome.accepts_file and draft.state.accepted_at is None:
        draft.emit(FileAccepted())
    if outcome is None:
        move_forward(draft, step.next, within=step.within)
    elif outcome.leads is Leads.END:
        end_case(draft, outcome.result, reason)
    elif outcome.leads is Leads.NEXT:
        move_forward(draft, outcome.target, within=step.within)
    else:
        target = draft.workflow.known_step(StepId(outcome.target))
        move_back(draft, step, target, outcome.pause)


def override(draft: Draft, command: Override) -> None:
    """Depart from the SOP knowingly; the departure itself is an event."""
    step, active = require_active(draft, command.activation)
    require_power(draft.workflow, command.by, Power.OVERRIDE)
    reason = require_words("reason", command.reason)
    match command.mode:
        case "skip":
            _skip(draft, step, active, command, reason)
        case "reorder":
            _reorder(draft, step, active, command, reason)
        case "act_outside_role":
            _act_outside_role(draft, step, active, command, reason)
        case _:
            assert_never(command.mode)


def _skip(draft: Draft, step: AnyStep, active: Activation, command: Override, reason: str) -> None:
    _require_eyes_over(draft, (step,), command.by)
    outcome = _chosen(step, command.outcome) if isinstance(step, HumanStep) else None
    draft.emit(
        StepOverridden(
            activation=active.id,
            step=step.id,
            mode="skip",
            reason=reason,
            outcome=None if outcome is None else outcome.id,
        )
    )
    _follow(draft, step, outcome, reason)


def _require_eyes_over(draft: Draft, passed: Iterable[AnyStep], actor: Actor) -> None:
    """Nobody passes over the step at which another was to look at what they did.

    Raises:
        FourEyes: they did the other step of a pair.
    """
    for step in passed:
        if isinstance(step, HumanStep):
            require_other_eyes(draft, step, actor)


def _reorder(
    draft: Draft, step: AnyStep, active: Activation, command: Override, reason: str
) -> None:
    target = None if command.step is None else draft.workflow.step(command.step)
    if target is None:
        raise NotFound("step", command.step or "")
    if target.id == step.id:
        raise InputRefused({"step": "is open already"})
    if target.within != step.within:
        raise InputRefused({"step": f"does not lie in the same parallel branch as {step.id}"})
    _require_eyes_over(draft, _passed_over(draft, step, target), command.by)
    draft.emit(
        StepOverridden(
            activation=active.id, step=step.id, mode="reorder", reason=reason, to=target.id
        )
    )
    open_step(draft, target, Cause.OVERRIDE)


def _passed_over(draft: Draft, step: AnyStep, target: AnyStep) -> tuple[AnyStep, ...]:
    """The steps left out by going on at `target`: on the way forward, those between as well."""
    order = tuple(draft.workflow.steps())
    begin, end = order.index(step), order.index(target)
    return order[begin:end] if begin < end else (step,)


def _act_outside_role(
    draft: Draft, step: AnyStep, active: Activation, command: Override, reason: str
) -> None:
    if not isinstance(step, HumanStep):
        raise InputRefused({"activation": f"{step.id} is automated: record its result instead"})
    if step.role == command.by.role:
        raise InputRefused({"mode": f"{step.id} belongs to your role: complete it"})
    draft.emit(
        StepOverridden(activation=active.id, step=step.id, mode="act_outside_role", reason=reason)
    )
    _finish(draft, step, active, command)
