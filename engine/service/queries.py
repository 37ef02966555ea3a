"""Questions about cases and tasks, answered with the words of the SOP already in place."""

from collections import Counter

from msgspec.structs import replace

from engine.core.commands import Applicant
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_by_hash, workflow_of_row
from engine.service.database import Database
from engine.service.views import (
    CaseFilter,
    CasePage,
    CaseSummary,
    CaseView,
    HistoryEntry,
    Standings,
    Tally,
    TaskFilter,
    TaskView,
)
from engine.store import log, queries
from engine.store.job import Reader
from engine.store.rows import CaseRow, TaskRow

SHORTEST_PREFIX = 4
_AMBIGUOUS = "Give more letters of the id."


def list_cases(database: Database, wanted: CaseFilter) -> CasePage:
    """A page of cases, the newest first."""
    return database.store.read(lambda reader: _list_cases(database, reader, wanted))


def show_case(database: Database, case: CaseId) -> CaseView:
    """A case whole; `case` may be the beginning of its id, if only one begins so.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    return database.store.read(lambda reader: _show_case(database, reader, case))


def read_history(database: Database, case: CaseId) -> tuple[HistoryEntry, ...]:
    """Every event of a case in order; `case` as for `show_case`.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    entries = database.store.read(lambda reader: log.read_events(reader, find_id(reader, case)))
    return tuple(HistoryEntry(recorded=one.recorded, hash=one.hash.hex()) for one in entries)


def list_tasks(database: Database, wanted: TaskFilter) -> tuple[TaskView, ...]:
    """Tasks that wait for a person, the oldest first."""
    return database.store.read(lambda reader: _list_tasks(database, reader, wanted))


def standings(database: Database) -> Standings:
    """Cases counted by SOP and by how they stand."""
    return database.store.read(_standings)


def tally(database: Database) -> Tally:
    """The same and their events; for reports, as it reads every case."""
    return database.store.read(_tally)


def find_id(reader: Reader, case: CaseId) -> CaseId:
    """The whole id of the case of that id, or whose id alone begins so.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    given = case.strip().lower()
    if not given.isalnum() or len(given) < SHORTEST_PREFIX:
        raise NotFound("case", case)
    found = queries.cases_by_prefix(reader, given)
    if given in found:
        return CaseId(given)
    if len(found) > 1:
        raise NotFound("single case", f"{given}…", hint=_AMBIGUOUS)
    if not found:
        raise NotFound("case", case)
    return found[0]


def _list_cases(database: Database, reader: Reader, wanted: CaseFilter) -> CasePage:
    page = queries.case_rows(reader, wanted)
    open_tasks = queries.open_tasks_of(reader, [row.id for row in page.items])
    items = tuple(
        _summary(
            row,
            workflow_by_hash(database, reader, row.workflow),
            tuple(_task(database, reader, task) for task in open_tasks[row.id]),
        )
        for row in page.items
    )
    return CasePage(items=items, total=page.total, next=items[-1].case if page.more else None)


def _show_case(database: Database, reader: Reader, case: CaseId) -> CaseView:
    found = find_id(reader, case)
    stored, row = log.find(reader, found), queries.case_row(reader, found)
    if stored is None or row is None:
        raise NotFound("case", case)
    rows = queries.task_rows_of_case(reader, found)
    tasks = tuple(_task(database, reader, one) for one in rows)
    waiting = tuple(task for task in tasks if task.finished_at is None)
    workflow = workflow_by_hash(database, reader, row.workflow)
    return _view(stored.state, _summary(row, workflow, waiting), tasks, row.head.hex())


def _view(
    state: CaseState, summary: CaseSummary, tasks: tuple[TaskView, ...], head: str
) -> CaseView:
    return CaseView(
        summary=replace(summary, applicant=state.applicant),
        tasks=tasks,
        data=state.data,
        requirements=state.requirements,
        accepted_at=state.accepted_at,
        parent=state.parent,
        head=head,
    )


def _summary(row: CaseRow, workflow: Workflow, at: tuple[TaskView, ...]) -> CaseSummary:
    return CaseSummary(
        case=row.id,
        sop=row.sop,
        version=row.version,
        title=workflow.title,
        unit=row.unit,
        applicant=Applicant(name=row.applicant),
        opened_at=row.opened_at,
        last_at=row.last_at,
        seq=row.seq,
        result=row.result,
        closed_at=row.closed_at,
        pause=row.pause,
        at=at,
        step_count=len(workflow.steps()),
    )


def _list_tasks(database: Database, reader: Reader, wanted: TaskFilter) -> tuple[TaskView, ...]:
    rows = queries.open_tasks(reader, wanted)
    return tuple(_task(database, reader, row) for row in rows)


def _task(database: Database, reader: Reader, row: TaskRow) -> TaskView:
    workflow = workflow_of_row(database, reader, row)
    step = workflow.step(row.step)
    role = None if step is None or step.role is None else workflow.roles.get(step.role)
    return TaskView(
        case=row.case_id,
        activation=row.activation,
        step=row.step,
        number=row.number,
        activity=Text(id=row.step) if step is None else step.activity,
        role=row.role,
        role_title=None if role is None else role.title,
        visit=row.visit,
        cause=row.cause,
        status=row.status,
        opened_at=row.opened_at,
        automated=row.automated,
        pause=row.pause,
        assignee=row.assignee,
        owner=row.owner,
        held_since=row.held_since,
        finished_at=row.finished_at,
        finished_by=row.finished_by,
        outcome=row.outcome,
        incident=row.incident,
    )


def _standings(reader: Reader) -> Standings:
    by_sop: Counter[str] = Counter()
    by_standing: Counter[str] = Counter()
    for sop, result, cases in queries.standings(reader):
        by_sop[sop] += cases
        by_standing[result or "open"] += cases
    return Standings(
        total=by_sop.total(),
        by_sop=by_sop,
        by_standing=by_standing,
        returned_steps=queries.count_returned(reader),
    )


def _tally(reader: Reader) -> Tally:
    by_sop: Counter[str] = Counter()
    by_standing: Counter[str] = Counter()
    events = 0
    for row in queries.tally(reader):
        by_sop[row.sop] += row.cases
        by_standing[row.result or "open"] += row.cases
        events += row.events
    return Tally(
        total=by_sop.total(),
        by_sop=by_sop,
        by_standing=by_standing,
        returned_steps=queries.count_returned(reader),
        events=events,
    )
