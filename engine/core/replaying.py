"""Who acted and who could have acted, told from the directory as it was at an instant.

Also what an event changed, told from the state before it and after.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from engine.core.commands import Actor
from engine.core.directory import Directory
from engine.core.directory_spans import in_force
from engine.core.events import CasePaused, Recorded
from engine.core.ids import ActivationId, PersonId, RoleId, StepId, UnitId
from engine.core.permit import is_system
from engine.core.standing import Standing, serves, standings
from engine.core.state import CaseState
from engine.core.text import Frozen, Text
from engine.core.workflow import PauseReason, Workflow


class How(StrEnum):
    """By what somebody acted."""

    OWN = "own"
    """They held the role."""
    PLH = "plh"
    """For its holder, who was away."""
    PLT = "plt"
    """Until there was a successor."""
    LENT = "lent"
    """The holder of the task had let them work on it."""
    SYSTEM = "system"
    """No person: the engine."""
    BELIEVED = "believed"
    """There was no directory yet, and nobody could be told from anybody."""
    NONE = "none"
    """By nothing that the directory of then knows."""


class ActorThen(Frozen, frozen=True, kw_only=True):
    """Who acted, as the directory knew them at that instant.

    Names are those of then; a person whom the directory did not know is named by their id.
    `acting_for` is whom they stood in for, `lent_by` whose task it was.
    """

    person: PersonId
    name: str
    how: How
    role: RoleId | None = None
    role_title: Text | None = None
    unit: UnitId | None = None
    unit_title: Text | None = None
    acting_for: PersonId | None = None
    acting_for_name: str = ""
    lent_by: PersonId | None = None
    lent_by_name: str = ""


class HolderThen(Frozen, frozen=True, kw_only=True):
    """Somebody who could have done a task at an instant; `away`: and was not there."""

    person: PersonId
    name: str
    how: How
    unit: UnitId
    acting_for: PersonId | None = None
    until: datetime | None = None
    away: bool = False


class PauseThen(Frozen, frozen=True, kw_only=True):
    """A pause that goes on; of the whole case where no task is named. `since` is UTC."""

    reason: PauseReason
    since: datetime
    activation: ActivationId | None = None
    step: StepId | None = None
    person: PersonId | None = None
    note: str = ""


class Change(Frozen, frozen=True, kw_only=True):
    """One thing that an event changed. `what` is a path into the state; None: not there.

    Open tasks are called by number (`active.3.assignee`); one that ended is told in one (`active.3`
    was its step). Everything else is called as the state calls it.
    """

    what: str
    before: str | int | float | bool | tuple[Any, ...] | None = None
    after: str | int | float | bool | tuple[Any, ...] | None = None


def actor_then(
    directory: Directory,
    workflow: Workflow,
    before: CaseState | None,
    recorded: Recorded,
) -> ActorThen:
    """In which standing the actor of an event acted.

    Args:
        directory: As it was at the instant of the event.
        workflow: The SOP version that the case ran under then.
        before: The case before the event; None for its opening.
        recorded: The event.
    """
    by = recorded.by
    role = None if by.role is None else workflow.roles.get(by.role)
    standing = _standing_of(directory, workflow, by, recorded.at)
    lent_by = _lent_by(before, recorded)
    unit = by.unit or (None if standing is None else standing.unit)
    known = None if unit is None else directory.units.get(unit)
    return ActorThen(
        person=by.person,
        name=name_of(directory, by.person),
        how=_how(directory, by, standing, lent_by),
        role=by.role,
        role_title=None if role is None else role.title,
        unit=unit,
        unit_title=None if known is None else known.title,
        acting_for=by.acting_for,
        acting_for_name="" if by.acting_for is None else name_of(directory, by.acting_for),
        lent_by=lent_by,
        lent_by_name="" if lent_by is None else name_of(directory, lent_by),
    )


def name_of(directory: Directory, person: PersonId) -> str:
    """What somebody was called; their id where the directory does not know them."""
    known = directory.people.get(person)
    return person if known is None else known.name


def _how(
    directory: Directory, by: Actor, standing: Standing | None, lent_by: PersonId | None
) -> How:
    if is_system(by):
        return How.SYSTEM
    if lent_by is not None:
        return How.LENT
    if standing is not None:
        return How(standing.kind)
    return How.NONE if directory.founded else How.BELIEVED


def _standing_of(
    directory: Directory, workflow: Workflow, by: Actor, at: datetime
) -> Standing | None:
    """The standing that an actor said in full."""
    instead = by.acting_for if by.acting_for in directory.people else None
    meant = (
        one
        for one in standings(directory, by.person, at)
        if (one.role, one.acting_for) == (by.role, instead)
        and by.unit in {None, one.unit}
        and serves(directory, one, unit=workflow.unit, sop=workflow.sop)
    )
    return next(meant, None)


def _lent_by(before: CaseState | None, recorded: Recorded) -> PersonId | None:
    """Whose task it was, where whoever acted had it lent."""
    number = getattr(recorded.event, "activation", None)
    active = None if before is None or number is None else before.activation(number)
    is_lent = active is not None and active.assignee == recorded.by.person
    return active.owner if active is not None and is_lent else None


def holders_then(
    directory: Directory, workflow: Workflow, role: RoleId, at: datetime
) -> tuple[HolderThen, ...]:
    """Everybody who could act in a role for an SOP at an instant, those of their own right first.

    Args:
        directory: As it was then.
        workflow: The SOP version.
        role: Of the SOP.
        at: The instant; aware UTC.
    """
    found = (
        HolderThen(
            person=person,
            name=name_of(directory, person),
            how=How(one.kind),
            unit=one.unit,
            acting_for=one.acting_for,
            until=one.until,
            away=any(in_force(absence, at) for absence in directory.absences.get(person, ())),
        )
        for person in directory.people
        for one in standings(directory, person, at)
        if one.role == role and serves(directory, one, unit=workflow.unit, sop=workflow.sop)
    )
    order = [How.OWN, How.PLH, How.PLT]
    return tuple(sorted(found, key=lambda one: (order.index(one.how), one.name, one.person)))


def open_pauses(state: CaseState, history: Sequence[Recorded]) -> tuple[PauseThen, ...]:
    """The pauses that go on after these events."""
    steps = (
        PauseThen(reason=one.pause, since=one.opened_at, activation=one.id, step=one.step)
        for one in state.active
        if one.pause is not None
    )
    return (*(_of_the_case(state, history)), *steps)


def _of_the_case(state: CaseState, history: Sequence[Recorded]) -> Iterator[PauseThen]:
    """The latest of its pauses, if it goes on."""
    told = [(one, one.event) for one in history if isinstance(one.event, CasePaused)]
    for recorded, event in told[-1:] if state.pause is not None else ():
        yield PauseThen(
            reason=event.reason,
            since=recorded.at,
            person=recorded.by.person,
            note=event.note,
        )


def changes(before: CaseState | None, after: CaseState) -> tuple[Change, ...]:
    """What one event changed, beside its number and instant."""
    names = [name for name in _TOLD if before is None or _differ(name, before, after)]
    one, other = ({} if before is None else _flat(before, names)), _flat(after, names)
    gone = {} if before is None else {f"active.{one.id}": one.step for one in before.active}
    for active in after.active:
        gone.pop(f"active.{active.id}", None)
    return (
        *(Change(what=what, before=step) for what, step in gone.items()),
        *(
            Change(what=what, before=one.get(what), after=other.get(what))
            for what in dict.fromkeys((*one, *other))
            if one.get(what) != other.get(what) and what.rpartition(".")[0] not in gone
        ),
    )


_TOLD = tuple(
    name for name in CaseState.__struct_fields__ if name not in {"seq", "last_at", "case"}
)
"""What an event may change; its own number and instant are told with it."""


def _differ(name: str, before: CaseState, after: CaseState) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _flat(state: CaseState, names: Iterable[str]) -> dict[str, Any]:
    """These fields by path; what an event leaves at its default is not there."""
    told = {}
    for name in names:
        value = msgspec.to_builtins(getattr(state, name))
        if name == "active":
            value = {str(one["id"]): one for one in value}
        elif name == "noticed":
            value = dict.fromkeys(value, True)
        told[name] = value
    return {path: value for path, value in _leaves("", told) if value is not None and value != ()}


def _leaves(path: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), one)
    else:
        yield path, value
