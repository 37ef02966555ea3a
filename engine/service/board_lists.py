"""The cases, tasks and steps behind the numbers of an SLA board: each list has as many as it says.

Lists of open cases can be long, so what goes into a file is fetched a part at a time.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from itertools import islice

from engine.core.ids import SopId, StepId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.board_endings import Taken, taken_of
from engine.service.catalogue import workflow_of
from engine.service.database import Database
from engine.service.queries import task_view
from engine.service.views import TaskView
from engine.store import board, board_endings, board_tasks, catalogue, queries
from engine.store.board import FURTHEST, Mark, Opened, Wanted, Zone
from engine.store.board_endings import Ended, EndedWanted, Which
from engine.store.board_tasks import TaskDue, TasksWanted
from engine.store.job import Reader

__all__ = [
    "FURTHEST",
    "Ended",
    "EndedPage",
    "EndedWanted",
    "Mark",
    "Opened",
    "OpenedPage",
    "Page",
    "Pressing",
    "Taken",
    "TaskDue",
    "TaskPage",
    "TasksWanted",
    "Wanted",
    "Which",
    "Zone",
    "cases_for_file",
    "cases_on_board",
    "ended_on_board",
    "opened_on_board",
    "steps_on_board",
    "tasks_on_board",
    "with_tasks",
    "words_of_services",
]

PART = 500
"""Cases whose tasks are fetched at once."""


class Pressing(Frozen, frozen=True, kw_only=True):
    """A case, and what it waits for: nothing where no step of it is open."""

    mark: Mark
    task: TaskView | None


class Page(Frozen, frozen=True, kw_only=True):
    """A part of the open cases behind a number, and how many there are."""

    items: tuple[Pressing, ...]
    total: int


class TaskPage(Frozen, frozen=True, kw_only=True):
    """A part of the open tasks behind a number, each with its words and when it is due."""

    items: tuple[tuple[TaskView, TaskDue], ...]
    total: int


class EndedPage(Frozen, frozen=True, kw_only=True):
    """A part of the cases that ended so, and how many there are."""

    items: tuple[Ended, ...]
    total: int


class OpenedPage(Frozen, frozen=True, kw_only=True):
    """A part of the cases opened since then, and how many there are."""

    items: tuple[Opened, ...]
    total: int


def cases_on_board(
    database: Database, wanted: Wanted, *, at: datetime, limit: int, skip: int = 0
) -> Page:
    """The open cases behind a number, the one due first before the others."""

    def asked(reader: Reader) -> Page:
        marks = board.marks(reader, wanted, at=at, limit=limit, skip=skip)
        total = board.count(reader, wanted, at=at)
        return Page(items=with_tasks(database, reader, marks), total=total)

    return database.store.read(asked)


def cases_for_file(
    database: Database, wanted: Wanted, *, at: datetime, limit: int
) -> Iterator[Pressing]:
    """The same one after the other: which they are is one snapshot, what each waits for is not."""
    marks = database.store.read(lambda reader: board.marks(reader, wanted, at=at, limit=limit))
    left = iter(marks)
    while part := tuple(islice(left, PART)):
        yield from database.store.read(partial(_with_tasks_of, database, part))


def _with_tasks_of(
    database: Database, marks: tuple[Mark, ...], reader: Reader
) -> tuple[Pressing, ...]:
    return with_tasks(database, reader, marks)


def with_tasks(database: Database, reader: Reader, marks: tuple[Mark, ...]) -> tuple[Pressing, ...]:
    """Each case with the first of its open tasks, one of people before one of the system's."""
    open_tasks = queries.open_tasks_of(reader, [one.case for one in marks]) if marks else {}
    found = []
    for one in marks:
        rows = sorted(open_tasks.get(one.case, ()), key=lambda row: row.automated)
        task = task_view(database, reader, rows[0]) if rows else None
        found.append(Pressing(mark=one, task=task))
    return tuple(found)


def tasks_on_board(
    database: Database, wanted: TasksWanted, *, at: datetime, limit: int, skip: int = 0
) -> TaskPage:
    """The open tasks that somebody holds, or that nobody does yet; what is due first first."""

    def asked(reader: Reader) -> TaskPage:
        found = board_tasks.tasks(reader, wanted, at=at, limit=limit, skip=skip)
        items = tuple((task_view(database, reader, one.task), one) for one in found)
        return TaskPage(items=items, total=board_tasks.count_tasks(reader, wanted, at=at))

    return database.store.read(asked)


def ended_on_board(
    database: Database, wanted: EndedWanted, *, limit: int, skip: int = 0
) -> EndedPage:
    """The cases that ended in some days, the latest first."""

    def asked(reader: Reader) -> EndedPage:
        items = board_endings.ended(reader, wanted, limit=limit, skip=skip)
        return EndedPage(items=items, total=board_endings.count_ended(reader, wanted))

    return database.store.read(asked)


def opened_on_board(
    database: Database, reach: Reach, *, since: datetime, limit: int, skip: int = 0
) -> OpenedPage:
    """The cases opened since then, the newest first."""

    def asked(reader: Reader) -> OpenedPage:
        items = board.opened(reader, reach, since=since, limit=limit, skip=skip)
        return OpenedPage(items=items, total=board.opened_since(reader, reach, since=since))

    return database.store.read(asked)


def steps_on_board(
    database: Database, reach: Reach, sop: SopId, step: StepId, *, at: datetime
) -> tuple[Taken, ...]:
    """Each time that a step was done of late, the slowest first; nothing where it has no standard.

    They are the same that the median on the board is of.
    """
    return database.store.read(lambda reader: taken_of(database, reader, reach, sop, step, at=at))


def words_of_services(database: Database, sops: Collection[SopId]) -> dict[SopId, Workflow]:
    """The SOPs of these services, each in the version that was published last.

    Raises:
        NotFound: one is not published here.
    """

    def asked(reader: Reader) -> dict[SopId, Workflow]:
        newest = {row.sop: row.version for row in reversed(catalogue.list_sops(reader))}
        return {sop: _workflow(database, reader, sop, newest.get(sop)) for sop in sops}

    return database.store.read(asked) if sops else {}


def _workflow(database: Database, reader: Reader, sop: SopId, version: int | None) -> Workflow:
    kept = None if version is None else database.workflows.of_version(sop, version)
    return kept or database.workflows.keep(workflow_of(database, reader, sop, version))
