"""Decisions on who holds a task: taking it, giving it, lending it, putting it back."""

from engine.core.commands import SYSTEM, Assign, Claim, Delegate, Release, Resolve
from engine.core.decide_case import allow_words, require_words
from engine.core.decide_task import require_free, require_other_eyes, require_task
from engine.core.draft import Draft
from engine.core.errors import AlreadySo, InputRefused, TaskHeldByAnother, TaskNotHeld
from engine.core.events import (
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import PersonId
from engine.core.permit import (
    is_system,
    powers_of,
    require_four_eyes,
    require_member,
    require_power,
    require_role,
)
from engine.core.state import Activation
from engine.core.workflow import Power

MAX_PERSON = 80


def _require_held(active: Activation, person: PersonId) -> None:
    if active.assignee is None:
        raise TaskNotHeld(active.step)
    require_free(active, person)


def claim(draft: Draft, command: Claim) -> None:
    """Take a task nobody holds."""
    step, active = require_task(draft, command.activation)
    require_role(draft.workflow, step, command.by)
    require_free(active, command.by.person)
    if active.assignee is not None:
        raise AlreadySo(f"{command.by.person} holds {step.id} already")
    require_other_eyes(draft, step, command.by)
    draft.emit(TaskClaimed(activation=active.id, step=step.id))


def assign(draft: Draft, command: Assign) -> None:
    """Give a task to a person, taking it from whoever holds it."""
    step, active = require_task(draft, command.activation)
    require_power(draft.workflow, command.by, Power.ASSIGN)
    to = _require_person(command.to)
    if active.assignee == to and active.owner is None:
        raise AlreadySo(f"{to} holds {step.id} already")
    require_four_eyes(draft.workflow, step, draft.state, to)
    reason = _why(command)
    draft.emit(TaskAssigned(activation=active.id, step=step.id, to=to, reason=reason))


def _why(command: Assign | Release) -> str:
    """The reason given; the runtime, which nobody can ask, must give one."""
    needed = is_system(command.by)
    return (require_words if needed else allow_words)("reason", command.reason)


def _require_person(person: PersonId) -> PersonId:
    if person == SYSTEM.person:
        raise InputRefused({"to": "must be a person"})
    name = require_words("to", person, longest=MAX_PERSON)
    if len(name.splitlines()) > 1:
        raise InputRefused({"to": "must be one line"})
    return PersonId(name)


def delegate(draft: Draft, command: Delegate) -> None:
    """Let another person work on one's task."""
    step, active = require_task(draft, command.activation)
    require_member(draft.workflow, command.by)
    _require_held(active, command.by.person)
    if active.owner is not None:
        raise AlreadySo(f"{step.id} is delegated already; resolve it first")
    to = _require_person(command.to)
    if to == command.by.person:
        raise InputRefused({"to": "is yourself"})
    require_four_eyes(draft.workflow, step, draft.state, to)
    reason = allow_words("reason", command.reason)
    draft.emit(TaskDelegated(activation=active.id, step=step.id, to=to, reason=reason))


def resolve(draft: Draft, command: Resolve) -> None:
    """Hand a delegated task back to its owner; the owner may also take it back."""
    step, active = require_task(draft, command.activation)
    require_member(draft.workflow, command.by)
    if active.owner != command.by.person and not is_system(command.by):
        _require_held(active, command.by.person)
    if active.owner is None:
        raise AlreadySo(f"{step.id} is not delegated")
    note = allow_words("note", command.note)
    draft.emit(TaskResolved(activation=active.id, step=step.id, to=active.owner, note=note))


def release(draft: Draft, command: Release) -> None:
    """Put a task back into its role's queue; a supervisor or the runtime may do it for another.

    A delegate hands it back to the owner (`Resolve`) instead.
    """
    step, active = require_task(draft, command.activation)
    if Power.ASSIGN not in powers_of(draft.workflow, command.by):
        require_member(draft.workflow, command.by)
    if active.assignee is None:
        raise TaskNotHeld(step.id)
    if active.assignee != command.by.person:
        require_power(draft.workflow, command.by, Power.ASSIGN)
    elif active.owner is not None:
        raise TaskHeldByAnother(step.id, active.owner, since=active.held_since)
    draft.emit(TaskReleased(activation=active.id, step=step.id, reason=_why(command)))
