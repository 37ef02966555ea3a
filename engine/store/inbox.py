"""The view `inbox`: open tasks of people, kept in one go with the events, in the order they press.

Everything in it follows from the events, but for when a task is due: that is told by the last look
at its case (`engine.store.urgencies`), within a second of what moved it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, update

from engine.core.draft import Decision
from engine.core.events import (
    Recorded,
    StepOpened,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import ActivationId, PersonId
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.store import urgencies
from engine.store.job import Unit
from engine.store.prepared import Prepared
from engine.store.tables_inbox import INBOX

_HANDED = (StepOpened, TaskAssigned, TaskClaimed, TaskDelegated, TaskReleased, TaskResolved)
"""By such an event a task comes to where it lies."""

_ROW = (INBOX.c.case_id == bindparam("the_case"), INBOX.c.activation == bindparam("the_task"))
_PLACE = ("role", "unit", "sop", "assignee", "awaited_by", "paused", "since", "sent_by")


def _change(*columns: str) -> Prepared:
    return Prepared(update(INBOX).where(*_ROW).values({name: bindparam(name) for name in columns}))


# Each names only what it may change: SQLite rewrites the index entries of every column named.
_open = Prepared(insert(INBOX))
_place = _change(*_PLACE)
_stand_still = _change("role", "unit", "paused")
_end = Prepared(delete(INBOX).where(*_ROW))
_forget = Prepared(delete(INBOX))


class _Handed(Frozen, frozen=True):
    at: datetime
    by: PersonId


def project(unit: Unit, workflow: Workflow, before: CaseState | None, decision: Decision) -> None:
    """Bring the view up to date with events just appended.

    Args:
        unit: the transaction the events were appended in.
        workflow: the SOP version the case runs under afterwards.
        before: the case before; None where it has no rows yet.
        decision: the events, and the state they lead to.
    """
    after = decision.state
    then = {} if before is None else _waiting(before)
    now = _waiting(after)
    if before is not None and _stands_alike(before, after) and then == now:
        return
    handed = _handed(decision.events)
    for name in then.keys() - now.keys():
        unit.execute(_end, {"the_case": after.case, "the_task": name})
    for name, active in now.items():
        if name not in then:
            unit.execute(_open, _opened(workflow, after, active, handed))
        elif name in handed:
            given = _key(after, name) | _placed(workflow, after, active, handed)
            unit.execute(_place, given)
        else:
            unit.execute(_stand_still, _key(after, name) | _still(workflow, after, active))


def rebuild_case(
    unit: Unit, workflow: Workflow, state: CaseState, story: Iterable[Recorded]
) -> None:
    """Make the rows of a case anew from all its events; the last look told when they are due."""
    handed = _handed(story)
    for active in _waiting(state).values():
        unit.execute(_open, _opened(workflow, state, active, handed))
    urgencies.press(unit, state.case, urgencies.known_of(unit, state.case))


def forget(unit: Unit) -> None:
    """Empty the view, to make it anew from the events."""
    unit.execute(_forget)


def _waiting(state: CaseState) -> dict[ActivationId, Activation]:
    return {one.id: one for one in state.active if not one.automated}


def _stands_alike(before: CaseState, after: CaseState) -> bool:
    return (before.pause, before.workflow) == (after.pause, after.workflow)


def _handed(events: Iterable[Recorded]) -> dict[ActivationId, _Handed]:
    return {
        one.event.activation: _Handed(one.at, one.by.person)
        for one in events
        if isinstance(one.event, _HANDED)
    }


def _key(state: CaseState, name: ActivationId) -> dict[str, object]:
    return {"the_case": state.case, "the_task": name}


def _opened(
    workflow: Workflow,
    state: CaseState,
    active: Activation,
    handed: Mapping[ActivationId, _Handed],
) -> dict[str, object]:
    return _placed(workflow, state, active, handed) | {
        "case_id": state.case,
        "activation": active.id,
        "opened_at": active.opened_at,
        "goes_first": False,
        "due": urgencies.NEVER,
    }


def _placed(
    workflow: Workflow,
    state: CaseState,
    active: Activation,
    handed: Mapping[ActivationId, _Handed],
) -> dict[str, object]:
    came = handed[active.id]
    return _still(workflow, state, active) | {
        "sop": state.sop,
        "assignee": active.assignee,
        "awaited_by": _awaited_by(active, came.by),
        "since": came.at,
        "sent_by": came.by,
    }


def _still(workflow: Workflow, state: CaseState, active: Activation) -> dict[str, object]:
    step = workflow.step(active.step)
    role = None if step is None else step.role
    paused = active.pause is not None or state.pause is not None
    return {"role": role or "", "unit": workflow.unit, "paused": paused}


def _awaited_by(active: Activation, sent_by: PersonId) -> PersonId | None:
    """Whoever lent it; or whoever sent it to somebody outside, as long as nobody holds it."""
    if active.owner is not None:
        return active.owner
    return sent_by if active.pause is not None and active.assignee is None else None
