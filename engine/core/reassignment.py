"""Tasks that pass from hand to hand by somebody else's doing: who is told, and for what cause."""

from collections.abc import Iterator
from enum import StrEnum

from engine.core.commands import SYSTEM
from engine.core.events import (
    Recorded,
    TaskAssigned,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import PersonId, RoleId
from engine.core.state import Activation, CaseState
from engine.core.workflow import Workflow


class HandoverCause(StrEnum):
    """Why the system took a task from somebody; kept as the reason of what it did."""

    LEFT = "handover:left"
    """Works here no more."""
    AWAY = "handover:away"
    """Leave, travel, illness."""
    ENDED = "handover:ended"
    """Does not hold the role any more, or never did."""
    SUBSTITUTION_OVER = "handover:substitution_over"
    """Stood in for the holder, and does not any more."""


_PASSED_ON = TaskAssigned | TaskDelegated | TaskResolved | TaskReleased


def told_of(
    workflow: Workflow, before: CaseState | None, one: Recorded
) -> Iterator[tuple[PersonId, RoleId]]:
    """Who is told that a task changed hands, once each, and the role that the task is of.

    Who gets it, who had it, and who had lent it; nobody of what they did themselves.
    """
    event = one.event
    if before is None or not isinstance(event, _PASSED_ON):
        return
    step = workflow.step(event.step)
    role = None if step is None else step.role
    if role is None:
        return
    held = before.activation(event.activation)
    for person in dict.fromkeys(_concerned(event, held)):
        if person is not None and person not in {one.by.person, SYSTEM.person}:
            yield person, role


def _concerned(event: _PASSED_ON, held: Activation | None) -> Iterator[PersonId | None]:
    if not isinstance(event, TaskReleased):
        yield event.to
    if held is None or isinstance(event, TaskDelegated):
        return
    yield held.assignee
    yield held.owner


def cause_of(one: Recorded) -> HandoverCause | None:
    """Why the system did it; None of what people did, whatever they wrote."""
    said = getattr(one.event, "reason", "") or getattr(one.event, "note", "")
    if one.by != SYSTEM or said not in set(HandoverCause):
        return None
    return HandoverCause(said)
