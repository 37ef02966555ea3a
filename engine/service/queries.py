"""Questions about cases and tasks, answered with the words of the SOP already in place.

`reach` says whose reader asks: what lies beyond it is answered as if it were not there. None is
for whoever runs the machine.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from engine.core.commands import Applicant
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.personal import ERASED
from engine.core.standing import Reach
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.to_come import rows_to_come
from engine.core.values import Value
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_by_hash, workflow_of_row
from engine.service.database import Database
from engine.service.opening import CaseOpener, shown_applicant, shown_data, shown_event
from engine.service.views import (
    CaseFilter,
    CasePage,
    CaseSummary,
    CaseView,
    HistoryEntry,
    Receipt,
    Standings,
    Tally,
    TaskFilter,
    TaskView,
)
from engine.store import log, queries, tallies
from engine.store.job import Reader
from engine.store.reach import reads, within
from engine.store.rows import CaseRow, TaskRow

SHORTEST_PREFIX = 4
_AMBIGUOUS = "Give more letters of the id."


def list_cases(database: Database, wanted: CaseFilter) -> CasePage:
    """A page of cases, the newest first."""
    return database.store.read(lambda reader: _list_cases(database, reader, wanted))


def show_case(database: Database, case: CaseId) -> CaseView:
    """A case whole, personal data masked; `case` may be the beginning of its id, if unique.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    return database.store.read(lambda reader: _show_case(database, reader, case))


def read_history(database: Database, case: CaseId) -> tuple[HistoryEntry, ...]:
    """Every event of a case in order, personal data masked; `case` as for `show_case`.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    return database.store.read(lambda reader: _read_history(database, reader, case))


def shown_receipt(database: Database, receipt: Receipt) -> Receipt:
    """What a command did, with personal data masked."""

    def asked(reader: Reader) -> Receipt:
        opener, row = (
            CaseOpener(database, reader, receipt.case),
            queries.case_row(reader, receipt.case),
        )
        if row is None:
            raise NotFound("case", receipt.case)
        workflow = workflow_by_hash(database, reader, row.workflow)
        shown = tuple(shown_event(opener, workflow, one) for one in receipt.events)
        return replace(receipt, events=shown)

    return database.store.read(asked)


def list_tasks(database: Database, wanted: TaskFilter) -> tuple[TaskView, ...]:
    """Tasks that wait for a person, the oldest first."""
    return database.store.read(lambda reader: _list_tasks(database, reader, wanted))


def standings(database: Database, *, reach: Reach | None = None) -> Standings:
    """Cases counted by SOP and by how they stand."""
    return database.store.read(lambda reader: _standings(reader, reach))


def tally(database: Database, *, reach: Reach | None = None) -> Tally:
    """The same and their events; for reports, as it reads every case."""
    return database.store.read(lambda reader: _tally(reader, reach))


def case_within(
    database: Database, case: CaseId, reach: Reach | None, *, whole: bool = False
) -> CaseId:
    """The whole id of a case within reach; unless it must be `whole` already, of its beginning.

    Raises:
        NotFound: there is none, or it is beyond reach: the two cannot be told apart.
    """
    found = _whole_within if whole else find_id
    return database.store.read(lambda reader: found(reader, case, reach))


def read_by(database: Database, cases: Iterable[CaseId], reach: Reach | None) -> frozenset[CaseId]:
    """Which of these cases may be read."""
    if reach is None or reach.everything:
        return frozenset(cases)

    def asked(reader: Reader) -> frozenset[CaseId]:
        rows = (queries.case_row(reader, case) for case in cases)
        return frozenset(row.id for row in rows if row and reads(reach, row.unit, row.sop))

    return database.store.read(asked)


def _whole_within(reader: Reader, case: CaseId, reach: Reach | None) -> CaseId:
    row = queries.case_row(reader, case)
    if row is None or not reads(reach, row.unit, row.sop):
        raise NotFound("case", case)
    return case


def find_id(reader: Reader, case: CaseId, reach: Reach | None = None) -> CaseId:
    """The whole id of the case of that id, or whose id alone begins so.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    given = case.strip().lower()
    if not given.isalnum() or len(given) < SHORTEST_PREFIX:
        raise NotFound("case", case)
    found = queries.cases_by_prefix(reader, given, reach=reach)
    if given in found:
        return CaseId(given)
    if len(found) > 1:
        raise NotFound("single case", f"{given}…", hint=_AMBIGUOUS)
    if not found:
        raise NotFound("case", case)
    return found[0]


def _read_history(database: Database, reader: Reader, case: CaseId) -> tuple[HistoryEntry, ...]:
    found = find_id(reader, case)
    opener, entries = CaseOpener(database, reader, found), log.read_events(reader, found)
    row = queries.case_row(reader, found)
    if row is None:
        raise NotFound("case", case)
    workflow = workflow_by_hash(database, reader, row.workflow)
    return tuple(
        HistoryEntry(recorded=shown_event(opener, workflow, one.recorded), hash=one.hash.hex())
        for one in entries
    )


def _list_cases(database: Database, reader: Reader, wanted: CaseFilter) -> CasePage:
    page = queries.case_rows(reader, wanted)
    open_tasks = queries.open_tasks_of(reader, [row.id for row in page.items])
    items = tuple(
        _summary(
            row,
            workflow_by_hash(database, reader, row.workflow),
            tuple(task_view(database, reader, task) for task in open_tasks[row.id]),
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
    tasks = tuple(task_view(database, reader, one) for one in rows)
    waiting = tuple(task for task in tasks if task.finished_at is None)
    workflow = workflow_by_hash(database, reader, row.workflow)
    state, opener = stored.state, CaseOpener(database, reader, found)
    applicant = shown_applicant(opener, state.applicant, row.applicant)
    summary = replace(_summary(row, workflow, waiting), applicant=applicant)
    data = shown_data(opener, workflow, state)
    view = _view(state, summary, data, tasks, row.head.hex())
    return replace(view, to_come=rows_to_come(workflow, state))


def _view(
    state: CaseState,
    summary: CaseSummary,
    data: Mapping[str, Value],
    tasks: tuple[TaskView, ...],
    head: str,
) -> CaseView:
    return CaseView(
        summary=summary,
        tasks=tasks,
        data=data,
        requirements=state.requirements,
        accepted_at=state.accepted_at,
        parent=state.parent,
        head=head,
        holds=state.holds,
        disposed_at=state.disposed_at,
    )


def _summary(row: CaseRow, workflow: Workflow, at: tuple[TaskView, ...]) -> CaseSummary:
    return CaseSummary(
        case=row.id,
        sop=row.sop,
        version=row.version,
        title=workflow.title,
        unit=row.unit,
        applicant=Applicant(name=row.applicant or ERASED),
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
    return tuple(task_view(database, reader, row) for row in rows)


def task_view(database: Database, reader: Reader, row: TaskRow) -> TaskView:
    """A task with the words of its SOP in place."""
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


def _standings(reader: Reader, reach: Reach | None) -> Standings:
    limits = within(reader, reach)
    by_sop: Counter[str] = Counter()
    by_standing: Counter[str] = Counter()
    for sop, result, cases in tallies.standings(reader, limits):
        by_sop[sop] += cases
        by_standing[result or "open"] += cases
    return Standings(
        total=by_sop.total(),
        by_sop=by_sop,
        by_standing=by_standing,
        returned_steps=tallies.count_returned(reader, limits),
    )


def _tally(reader: Reader, reach: Reach | None) -> Tally:
    limits = within(reader, reach)
    by_sop: Counter[str] = Counter()
    by_standing: Counter[str] = Counter()
    events = 0
    for row in tallies.tally(reader, limits):
        by_sop[row.sop] += row.cases
        by_standing[row.result or "open"] += row.cases
        events += row.events
    return Tally(
        total=by_sop.total(),
        by_sop=by_sop,
        by_standing=by_standing,
        returned_steps=tallies.count_returned(reader, limits),
        events=events,
    )
