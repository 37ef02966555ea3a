"""What people do on stage: take up tasks, finish them, and now and then something else."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Literal

from engine.core.commands import (
    Actor,
    AnyCommand,
    Assign,
    Claim,
    Comment,
    Dispose,
    Pause,
    Release,
    Reopen,
    Resume,
    Withdraw,
)
from engine.core.events import CaseEnded, Recorded, StepOpened
from engine.core.ids import ActivationId, CaseId, DeviationId, RoleId
from engine.core.state import CaseState
from engine.core.time_events import DeviationRecorded
from engine.core.workflow import HumanStep, PauseReason, Power, Workflow
from engine.demo import names
from engine.demo.cast import inside
from engine.demo.finishing import Turn, barred_from, finish
from engine.demo.pace import applicant_delay, task_lengths
from engine.demo.stage import Stage

_CLAIMED, _ASSIGNED = 0.72, 0.04
_NEVER_COMES_BACK = 0.04
_WITHDRAWN, _COMMENTED, _PAUSED, _REOPENED, _RELEASED = 0.05, 0.2, 0.05, 0.02, 0.025
_JUDGED = 0.55
_VERDICTS: Mapping[Literal["accepted", "corrective", "revise_sop"], float] = {
    "accepted": 0.6,
    "corrective": 0.3,
    "revise_sop": 0.1,
}
_SPARE = timedelta(hours=7)
"""Working time that whoever takes a task has left beyond it, before going away."""

_MOST_BUSY = timedelta(minutes=50)
"""Longer work is done beside other work (visits, drafts, waiting for a signature)."""


def follow(stage: Stage, recorded: Recorded) -> None:
    """React to an event: do a fresh task, reopen a closed case, judge a deviation."""
    match recorded.event:
        case StepOpened(automated=False, activation=activation):
            _plan_task(stage, recorded.case, activation)
        case CaseEnded(result="completed") if stage.chance.random() < _REOPENED:
            later = stage.now + timedelta(days=stage.chance.randint(1, 3))
            stage.plan(stage.hours.within(later), partial(_reopen, stage, recorded.case))
        case DeviationRecorded(deviation=deviation) if stage.chance.random() < _JUDGED:
            later = stage.now + timedelta(hours=stage.chance.randint(2, 60))
            act = partial(_judge, stage, recorded.case, deviation)
            stage.plan(stage.hours.within(later), act)
        case _:
            pass


def plan_incidentals(stage: Stage, case: CaseId) -> None:
    """Decide at its opening whether something out of the ordinary will befall the case."""
    for likely, hours, act in (
        (_COMMENTED, 3, _comment),
        (_WITHDRAWN, 30, _withdraw),
        (_PAUSED, 5, _pause),
    ):
        if stage.chance.random() < likely:
            later = stage.now + stage.chance.random() * timedelta(hours=hours)
            stage.plan(stage.hours.within(later), partial(act, stage, case))


def _plan_task(stage: Stage, case: CaseId, activation: ActivationId) -> None:
    if stage.task(case, activation) is None:  # opened and finished at once: the submission
        return
    workflow, step = stage.workflow(case), stage.step(case, activation)
    if step.role is not None and workflow.roles[step.role].external:
        if stage.chance.random() < _NEVER_COMES_BACK:
            return
        at = stage.hours.within(stage.now + applicant_delay(stage.chance))
    else:
        wait, _ = task_lengths(step, stage.chance)
        at = stage.hours.after(stage.now, wait)
    stage.plan(at, partial(_take_up, stage, case, activation))


def _take_up(stage: Stage, case: CaseId, activation: ActivationId) -> None:
    """Let whoever has a hand free first begin; all wait where nobody has."""
    active = stage.task(case, activation)
    if active is None or active.assignee is not None:
        return
    workflow, step = stage.workflow(case), stage.step(case, activation)
    role = _acting_role(workflow, step)
    again = partial(_take_up, stage, case, activation)
    _, work = task_lengths(step, stage.chance)
    ends = stage.hours.after(stage.now, work + _SPARE)
    barred = barred_from(workflow, stage.state(case), step)
    there = stage.roster.at_work(workflow, role, stage.now, ends)
    free = [one for one in there if one not in barred]
    later = stage.roster.next_change(workflow, role, stage.now)
    if not free and later is not None:
        stage.plan(later, again)
    if not free:
        return  # four eyes leave nobody; the task stays in its queue for all to see
    person = min(free, key=stage.free_at)
    if stage.free_at(person) > stage.now:
        stage.plan(stage.hours.within(stage.free_at(person)), again)
    else:
        by = stage.roster.actor(workflow, person, role)
        _begin(stage, Turn(case=case, activation=activation, by=by), work)


def _acting_role(workflow: Workflow, step: HumanStep) -> RoleId:
    """The step's role; the first desk's, where the step is an outsider's."""
    role = step.role
    return inside(workflow)[0].id if role is None or workflow.roles[role].external else role


def _begin(stage: Stage, turn: Turn, work: timedelta) -> None:
    """Take the task, or be assigned it, or go about it without a word; plan its end."""
    workflow = stage.workflow(turn.case)
    stage.occupy(turn.by.person, min(work, _MOST_BUSY))
    boss = _powerful(stage, workflow, Power.ASSIGN)
    rolled = stage.chance.random()
    if boss is not None and boss.person != turn.by.person and rolled < _ASSIGNED:
        _assign(stage, turn, boss)
    elif rolled < _CLAIMED:
        stage.do(Claim(case=turn.case, by=turn.by, activation=turn.activation))
    stage.plan(stage.hours.after(stage.now, work), partial(_come_to_an_end, stage, turn))


def _assign(stage: Stage, turn: Turn, boss: Actor) -> None:
    stage.do(
        Assign(
            case=turn.case,
            by=boss,
            activation=turn.activation,
            to=turn.by.person,
            reason=stage.chance.choice(names.ASSIGN_REASONS),
        )
    )


def _come_to_an_end(stage: Stage, turn: Turn) -> None:
    """Finish the task; now and then put it back instead."""
    active = stage.task(turn.case, turn.activation)
    if active is None or active.assignee not in {None, turn.by.person}:
        return
    if active.assignee is not None and stage.chance.random() < _RELEASED:
        stage.do(Release(case=turn.case, by=turn.by, activation=turn.activation))
        later = stage.hours.after(stage.now, timedelta(minutes=stage.chance.randint(10, 120)))
        stage.plan(later, partial(_take_up, stage, turn.case, turn.activation))
    else:
        finish(stage, turn, boss=_powerful(stage, stage.workflow(turn.case), Power.OVERRIDE))


def _powerful(stage: Stage, workflow: Workflow, power: Power) -> Actor | None:
    """Somebody with that power in this SOP, if anybody has it."""
    for role in inside(workflow):
        if power in role.may:
            return stage.anybody(workflow, role.id)
    return None


def _clerk(stage: Stage, case: CaseId) -> Actor:
    workflow = stage.workflow(case)
    return stage.anybody(workflow, inside(workflow)[0].id)


def _if_open(stage: Stage, case: CaseId, command: AnyCommand) -> CaseState | None:
    """Do it unless the case is over."""
    state = stage.state(case)
    return state if state.is_open and stage.do(command) is not None else None


def _comment(stage: Stage, case: CaseId) -> None:
    text = stage.chance.choice(names.REMARKS)
    _if_open(stage, case, Comment(case=case, by=_clerk(stage, case), text=text))


def _withdraw(stage: Stage, case: CaseId) -> None:
    reason = stage.chance.choice(names.WITHDRAW_REASONS)
    _if_open(stage, case, Withdraw(case=case, by=_clerk(stage, case), reason=reason))


def _pause(stage: Stage, case: CaseId) -> None:
    by, note = _clerk(stage, case), stage.chance.choice(names.PAUSE_NOTES)
    ground = PauseReason.EXTERNAL_BODY
    if _if_open(stage, case, Pause(case=case, by=by, reason=ground, note=note)):
        later = stage.now + timedelta(hours=stage.chance.randint(4, 40))
        stage.plan(stage.hours.within(later), partial(_resume, stage, case, by))


def _resume(stage: Stage, case: CaseId, by: Actor) -> None:
    if stage.state(case).pause is not None:
        _if_open(stage, case, Resume(case=case, by=by))


def _reopen(stage: Stage, case: CaseId) -> None:
    """A mistake in the product: back to the last step that a person did outside all branches."""
    workflow = stage.workflow(case)
    boss = _powerful(stage, workflow, Power.REOPEN)
    steps = [one for one in workflow.steps() if isinstance(one, HumanStep) and not one.within]
    if boss is None or not steps or stage.state(case).is_open:
        return
    reason = stage.chance.choice(names.REOPEN_REASONS)
    stage.do(Reopen(case=case, by=boss, step=steps[-1].id, reason=reason))


def _judge(stage: Stage, case: CaseId, deviation: DeviationId) -> None:
    """A manager decides what becomes of a deviation."""
    workflow = stage.workflow(case)
    boss = _powerful(stage, workflow, Power.DISPOSE)
    if boss is None:
        return
    verdict = stage.chance.choices(tuple(_VERDICTS), tuple(_VERDICTS.values()))[0]
    clerk = _clerk(stage, case).person if verdict == "corrective" else None
    stage.do(
        Dispose(
            case=case,
            by=boss,
            deviation=deviation,
            verdict=verdict,
            reason=stage.chance.choice(names.VERDICT_REASONS[verdict]),
            owner=clerk,
            due=None
            if clerk is None
            else stage.today + timedelta(days=stage.chance.randint(7, 21)),
        )
    )
