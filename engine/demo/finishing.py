"""How a task ends on stage: completed, sent back, ended, delegated, or passed over."""

from datetime import datetime, timedelta
from functools import partial

from msgspec.structs import replace

from engine.core.commands import Actor, Complete, Delegate, Override, Resolve, Return
from engine.core.ids import ActivationId, CaseId, PersonId, StepId
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Leads, Outcome, Workflow
from engine.demo import names
from engine.demo.answers import answer, answers
from engine.demo.stage import Stage
from engine.service.sealing import APPLICANT

_RETURNED, _RETURNED_AGAIN, _MOST_VISITS = 0.15, 0.06, 3
_REJECTED = 0.05
_FIRST_ANSWER = 0.7
_DELEGATED, _OVERRIDDEN = 0.02, 0.05
_WRITTEN_UP_LATER = 0.04
_CORRECTED = 0.5


class Turn(Frozen, frozen=True, kw_only=True):
    """Somebody's turn at a task."""

    case: CaseId
    activation: ActivationId
    by: Actor


def barred_from(workflow: Workflow, state: CaseState, step: HumanStep) -> set[PersonId]:
    """Who may not do the step by four eyes: whoever did its other half, or has or had it now."""
    halves = [one for name, one in state.visits.items() if name in step.not_same_person_as]
    did = {person for visit in halves for person in (visit.by, *visit.lent_to)}
    pair = set(step.not_same_person_as) | {
        other.id
        for other in workflow.steps()
        if isinstance(other, HumanStep) and step.id in other.not_same_person_as
    }
    open_now = [active for active in state.active if active.step in pair]
    holds = {person for one in open_now for person in (one.assignee, *one.lent_to)}
    return {person for person in did | holds if person is not None}


def finish(stage: Stage, turn: Turn, *, boss: Actor | None) -> None:
    """End the task, by whichever way chance picks; `boss` may override the SOP."""
    active = _still_open(stage, turn)
    if active is None:
        return
    rolled = stage.chance.random()
    is_held = active.assignee is not None
    if rolled < _DELEGATED and is_held and _delegate(stage, turn):
        return
    if _DELEGATED <= rolled < _OVERRIDDEN and boss is not None and _override(stage, turn, boss):
        return
    _complete(stage, turn)


def _still_open(stage: Stage, turn: Turn) -> Activation | None:
    active = stage.task(turn.case, turn.activation)
    mine = active is not None and active.assignee in {None, turn.by.person}
    return active if mine else None


def _delegate(stage: Stage, turn: Turn) -> bool:
    """Let a colleague of the same role work on it; False where there is none who may."""
    workflow, step = stage.workflow(turn.case), stage.step(turn.case, turn.activation)
    if turn.by.role is None:
        return False
    barred = barred_from(workflow, stage.state(turn.case), step) | {turn.by.person}
    there = stage.roster.at_work(workflow, turn.by.role, stage.now)
    others = [one for one in there if one not in barred]
    if not others:
        return False
    to, reason = stage.chance.choice(others), stage.chance.choice(names.DELEGATE_REASONS)
    stage.do(Delegate(case=turn.case, by=turn.by, activation=turn.activation, to=to, reason=reason))
    later = stage.hours.after(stage.now, timedelta(minutes=stage.chance.randint(15, 150)))
    stage.plan(later, partial(_hand_back, stage, turn, to))
    return True


def _hand_back(stage: Stage, turn: Turn, delegate: PersonId) -> None:
    """The delegate is done; the owner completes the task soon after."""
    active = stage.task(turn.case, turn.activation)
    if active is None or active.assignee != delegate or turn.by.role is None:
        return
    by = stage.roster.actor(stage.workflow(turn.case), delegate, turn.by.role)
    stage.do(Resolve(case=turn.case, by=by, activation=turn.activation))
    soon = stage.hours.after(stage.now, timedelta(minutes=5))
    stage.plan(soon, partial(_complete, stage, turn))


def _override(stage: Stage, turn: Turn, boss: Actor) -> bool:
    """Pass the step over, or do it though it belongs to another role; False for a decision."""
    workflow, state = stage.workflow(turn.case), stage.state(turn.case)
    step, active = stage.step(turn.case, turn.activation), state.activation(turn.activation)
    if step.outcomes or step.submission or active is None:
        return False
    outside = step.role != boss.role and active.assignee is None
    does_it = outside and boss.person not in barred_from(workflow, state, step)
    stage.do(
        Override(
            case=turn.case,
            by=boss,
            activation=turn.activation,
            mode="act_outside_role" if does_it else "skip",
            reason=stage.chance.choice(names.OVERRIDE_REASONS),
            form=answers(step.form, stage.chance, on=stage.today) if does_it else {},
            checklist=_all_ticked(step) if does_it else (),
        )
    )
    return True


def _complete(stage: Stage, turn: Turn) -> None:
    active = _still_open(stage, turn)
    if active is None:
        return
    step = stage.step(turn.case, turn.activation)
    outcome = _answer(stage, step, active)
    if outcome is not None and outcome.leads is Leads.RETURN:
        _send_back(stage, turn, step, outcome)
        return
    ends = outcome is not None and outcome.leads is Leads.END
    must_say = outcome is not None and outcome.reason_required
    said = names.REJECT_REASONS if ends else names.REMARKS
    stage.do(
        Complete(
            case=turn.case,
            by=_on_behalf(stage, turn, step),
            happened_at=_happened_at(stage, active),
            activation=turn.activation,
            outcome=None if outcome is None else outcome.id,
            form={} if ends else _form(stage, turn, step),
            checklist=_all_ticked(step),
            reason=stage.chance.choice(said) if ends or must_say else "",
        )
    )


def _answer(stage: Stage, step: HumanStep, active: Activation) -> Outcome | None:
    """The answer of a decision: on in most cases, back in some, the end in few."""
    if not step.outcomes:
        return None
    by_lead = {
        leads: [one for one in step.outcomes if one.leads is leads]
        for leads in (Leads.NEXT, Leads.RETURN, Leads.END)
    }
    returned = _RETURNED if active.visit == 1 else _RETURNED_AGAIN
    rolled = stage.chance.random()
    if by_lead[Leads.RETURN] and active.visit < _MOST_VISITS and rolled < returned:
        return stage.chance.choice(by_lead[Leads.RETURN])
    if by_lead[Leads.END] and rolled > 1 - _REJECTED:
        return stage.chance.choice(by_lead[Leads.END])
    onward = by_lead[Leads.NEXT] or by_lead[Leads.END] or by_lead[Leads.RETURN]
    is_usual = stage.chance.random() < _FIRST_ANSWER
    return onward[0] if is_usual else stage.chance.choice(onward)


def _send_back(stage: Stage, turn: Turn, step: HumanStep, outcome: Outcome) -> None:
    reason = stage.chance.choice(names.RETURN_REASONS)
    others = [one for one in step.outcomes if one.leads is Leads.RETURN and one is not outcome]
    if any(one.target == outcome.target for one in others):  # the target alone says too little
        stage.do(
            Complete(
                case=turn.case,
                by=turn.by,
                activation=turn.activation,
                outcome=outcome.id,
                reason=reason,
            )
        )
        return
    to = StepId(outcome.target)
    stage.do(Return(case=turn.case, by=turn.by, activation=turn.activation, reason=reason, to=to))


def _form(stage: Stage, turn: Turn, step: HumanStep) -> dict[str, object]:
    """What is entered. A submission that comes back is corrected in one field, or in none."""
    if not step.submission:
        return answers(step.form, stage.chance, on=stage.today)
    fields = stage.workflow(turn.case).form
    if not fields or stage.chance.random() < _CORRECTED:
        return {}
    corrected = stage.chance.choice(fields)
    return {corrected.id: answer(corrected, stage.chance, on=stage.today)}


def _all_ticked(step: HumanStep) -> tuple[int, ...]:
    return tuple(range(1, len(step.checklist) + 1))


def _on_behalf(stage: Stage, turn: Turn, step: HumanStep) -> Actor:
    """Who records an applicant's act says for whom."""
    role = None if step.role is None else stage.workflow(turn.case).roles[step.role]
    if role is None or not role.external:
        return turn.by
    return replace(turn.by, acting_for=APPLICANT)


def _happened_at(stage: Stage, active: Activation) -> datetime | None:
    """Paper work is sometimes entered an hour or two after it was done."""
    if stage.chance.random() >= _WRITTEN_UP_LATER:
        return None
    earlier = stage.now - timedelta(minutes=stage.chance.randint(20, 150))
    return max(earlier, active.opened_at)
