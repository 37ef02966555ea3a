"""The views `case`, `task`, `deviation`, `incident`, `case_hold`, kept in one go with the events.

Task rows are folded event by event, whether a command's events arrive together or `rebuild`
replays a whole history; so both give the same rows, to the byte.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import asdict, replace
from sqlalchemy import bindparam, delete, insert, update

from engine.core.draft import Decision
from engine.core.events import (
    ActionRecorded,
    CaseMigrated,
    Recorded,
    StepCompleted,
    StepOverridden,
    StepReturned,
)
from engine.core.evolve import evolve
from engine.core.ids import ActivationId, CaseId, OutcomeId
from engine.core.state import Activation, CaseState
from engine.core.workflow import Workflow
from engine.store import deviations, inbox, incidents, mentions, pace, retention, timers
from engine.store.catalogue import find_by_hash
from engine.store.codec import encode_state
from engine.store.job import Unit
from engine.store.log import Stored, case_ids, read_events
from engine.store.prepared import Prepared
from engine.store.rows import TaskRow
from engine.store.tables import CASE, TASK
from engine.store.unit import Store

WorkflowOf = Callable[[str], Workflow]
"""The workflow of a hash."""

NameOf = Callable[[Unit, CaseState], str]
"""Whom a case is listed under; nothing of whom was erased."""

_ADVANCED = ("last_at", "pause", "seq", "head", "state")
_CHANGED = ("version", "workflow", "unit", "closed_at", "result", *_ADVANCED)
_HELD = ("status", "pause", "assignee", "owner", "held_since", "incident")
_FINISHED = ("finished_at", "finished_by", "outcome", *_HELD)
_MOVED = ("step", "number", "role", "unit", "version", *_HELD)


def _update_case(columns: tuple[str, ...]) -> Prepared:
    row = CASE.c.id == bindparam("the_case")
    return Prepared(update(CASE).where(row).values({name: bindparam(name) for name in columns}))


def _update_task(columns: tuple[str, ...]) -> Prepared:
    row = (TASK.c.case_id == bindparam("the_case"), TASK.c.activation == bindparam("the_task"))
    return Prepared(update(TASK).where(*row).values({name: bindparam(name) for name in columns}))


# Each names only what it may change: SQLite rewrites the index entries of every column named.
_open_case = Prepared(insert(CASE))
_advance_case = _update_case(_ADVANCED)
_change_case = _update_case(_CHANGED)
_open_task = Prepared(insert(TASK))
_hold_task = _update_task(_HELD)
_finish_task = _update_task(_FINISHED)
_move_task = _update_task(_MOVED)
_forget_tasks = Prepared(delete(TASK))
_forget_cases = Prepared(delete(CASE))


def project(  # noqa: PLR0913  # the whole of what is new, as one caller knows it
    unit: Unit,
    workflow: Workflow,
    *,
    before: CaseState | None,
    decision: Decision,
    head: bytes,
    applicant: str = "",
) -> None:
    """Bring the views up to date with events just appended.

    Args:
        unit: the transaction the events were appended in.
        workflow: the SOP version the case runs under afterwards.
        before: the case before the decision; None where it opens the case.
        decision: the events, and the states they lead to.
        head: the hash of the last event.
        applicant: the name to list a new case under, where its events do not hold it in plain.
    """
    stored = Stored(state=decision.state, head=head)
    _project_case(unit, workflow, before, stored, name=applicant or stored.state.applicant.name)
    known = 0 if before is None else before.activations
    moved = any(isinstance(one.event, CaseMigrated) for one in decision.events)
    story = zip(decision.events, decision.states, strict=True)
    for row in tasks_after(lambda _: workflow, before, story).values():
        if row.activation > known:
            unit.execute(_open_task, asdict(row))
            continue
        statement, columns = _task_update(row, moved=moved)
        given: dict[str, object] = {name: getattr(row, name) for name in columns}
        given["the_case"], given["the_task"] = row.case_id, row.activation
        unit.execute(statement, given)
    deviations.project(unit, workflow, before, decision)
    incidents.project(unit, workflow, before, decision.state)
    retention.project(unit, decision.events)
    inbox.project(unit, workflow, before, decision)
    mentions.project(unit, decision.events)


def _task_update(row: TaskRow, *, moved: bool) -> tuple[Prepared, tuple[str, ...]]:
    if row.finished_at is not None:
        return _finish_task, _FINISHED
    return (_move_task, _MOVED) if moved else (_hold_task, _HELD)


def _project_case(
    unit: Unit, workflow: Workflow, before: CaseState | None, stored: Stored, *, name: str
) -> None:
    after = stored.state
    given: dict[str, object] = {
        "last_at": after.last_at,
        "pause": after.pause,
        "seq": after.seq,
        "head": stored.head,
        "state": encode_state(after),
    }
    if before is not None and (before.result, before.workflow) == (after.result, after.workflow):
        unit.execute(_advance_case, {**given, "the_case": after.case})
        return
    given |= {
        "version": after.version,
        "workflow": after.workflow,
        "unit": workflow.unit,
        "closed_at": after.closed_at,
        "result": after.result,
    }
    if before is not None:
        unit.execute(_change_case, {**given, "the_case": after.case})
        return
    given |= {
        "id": after.case,
        "sop": after.sop,
        "applicant": name,
        "opened_at": after.opened_at,
    }
    unit.execute(_open_case, given)


def tasks_after(
    workflow_of: WorkflowOf,
    before: CaseState | None,
    story: Iterable[tuple[Recorded, CaseState]],
) -> dict[ActivationId, TaskRow]:
    """The task rows that events make or change, as they are after the last of them.

    `story` pairs each event with the state after it.
    """
    rows: dict[ActivationId, TaskRow] = {}
    state = before
    for one, after in story:
        then = () if state is None else state.active
        if after.active is not then:
            workflow = workflow_of(after.workflow)
            rows |= _changed(workflow, after, then)
            rows |= _ended(workflow, after, then, one, rows)
        state = after
    return rows


def _changed(
    workflow: Workflow, after: CaseState, then: tuple[Activation, ...]
) -> dict[ActivationId, TaskRow]:
    same = {id(active) for active in then}  # evolve hands on what it does not change
    return {
        active.id: _row(workflow, after, active)
        for active in after.active
        if id(active) not in same
    }


def _ended(
    workflow: Workflow,
    after: CaseState,
    then: tuple[Activation, ...],
    one: Recorded,
    rows: dict[ActivationId, TaskRow],
) -> dict[ActivationId, TaskRow]:
    still = {active.id for active in after.active}
    gone = [active for active in then if active.id not in still]
    if not gone:
        return {}
    status, outcome = _ending(one)
    return {
        active.id: replace(
            rows.get(active.id) or _row(workflow, after, active),
            status=status,
            finished_at=one.at,
            finished_by=one.by.person,
            outcome=outcome,
        )
        for active in gone
    }


def _ending(one: Recorded) -> tuple[str, OutcomeId | None]:
    match one.event:
        case StepCompleted(outcome=outcome):
            return "completed", outcome
        case StepReturned(outcome=outcome):
            return "returned", outcome
        case StepOverridden(outcome=outcome):
            return "skipped", outcome
        case ActionRecorded():
            return "recorded", None
        case _:
            return "cancelled", None


def _row(workflow: Workflow, state: CaseState, active: Activation) -> TaskRow:
    step = workflow.step(active.step)
    waits_for = None if step is None or active.automated else step.role
    return TaskRow(
        case_id=state.case,
        activation=active.id,
        step=active.step,
        number=0 if step is None else step.number,
        role=waits_for,
        unit=workflow.unit,
        sop=state.sop,
        version=state.version,
        visit=active.visit,
        cause=active.cause,
        status="open" if active.assignee is None else "held",
        opened_at=active.opened_at,
        automated=active.automated,
        pause=active.pause,
        assignee=active.assignee,
        owner=active.owner,
        held_since=active.held_since,
        finished_at=None,
        finished_by=None,
        outcome=None,
        incident=active.incident,
    )


def rebuild(store: Store, name_of: NameOf | None = None) -> int:
    """Make the views anew from the events, in one transaction; how many cases there are.

    Args:
        store: whose views.
        name_of: tells whom a case is listed under; by default what its events say.

    Raises:
        NotFound: an SOP version that some case ran under is not published here.
    """
    return store.write(lambda unit: _rebuild(unit, name_of or _name_told))


def _name_told(_: Unit, state: CaseState) -> str:
    return state.applicant.name


def _rebuild(unit: Unit, name_of: NameOf) -> int:
    unit.keep_others_out()
    unit.execute(_forget_tasks)
    unit.execute(_forget_cases)
    deviations.forget(unit)
    incidents.forget(unit)
    retention.forget(unit)
    inbox.forget(unit)
    mentions.forget(unit)
    workflows: dict[str, Workflow] = {}

    def workflow_of(name: str) -> Workflow:
        if name not in workflows:
            workflows[name] = find_by_hash(unit, name)
        return workflows[name]

    count = 0
    for case in case_ids(unit):
        _rebuild_case(unit, case, workflow_of, name_of)
        count += 1
    timers.watch_open(unit)
    pace.begin_anew(unit)
    return count


def _rebuild_case(unit: Unit, case: CaseId, workflow_of: WorkflowOf, name_of: NameOf) -> None:
    entries = read_events(unit, case)
    story = tuple(_told(entry.recorded for entry in entries))
    state = story[-1][1]
    stored = Stored(state=state, head=entries[-1].hash)
    name = name_of(unit, state)
    _project_case(unit, workflow_of(state.workflow), None, stored, name=name)
    for row in tasks_after(workflow_of, None, story).values():
        unit.execute(_open_task, asdict(row))
    deviations.rebuild_case(unit, workflow_of, story)
    incidents.project(unit, workflow_of(state.workflow), None, state)
    told = tuple(entry.recorded for entry in entries)
    retention.project(unit, told)
    inbox.rebuild_case(unit, workflow_of(state.workflow), state, told)
    mentions.project(unit, told)


def _told(history: Iterable[Recorded]) -> Iterator[tuple[Recorded, CaseState]]:
    """Each event of a whole history with the state after it."""
    state: CaseState | None = None
    for one in history:
        state = evolve(state, one)
        yield one, state
