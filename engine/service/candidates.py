"""Who could be given a task: everybody who holds its role there, with what they carry already."""

from collections.abc import Iterator
from datetime import datetime

from engine.core.directory import Directory
from engine.core.errors import FourEyes, NotFound
from engine.core.handover import is_away
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.permit import require_four_eyes
from engine.core.standing import Standing, serves, standings
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Workflow
from engine.service.catalogue import workflow_of_row
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.queries import task_view
from engine.service.views import TaskView
from engine.store import log, queries, queues
from engine.store.job import Reader
from engine.store.queues import HeldCount
from engine.store.rows import TaskRow


class Candidate(Frozen, frozen=True, kw_only=True):
    """Somebody who may hold a task, with what they carry. `away`: absent; `instead`: Plh, Plt."""

    person: PersonId
    name: str
    held: int
    overdue: int
    away: bool
    instead: bool


class Barred(Frozen, frozen=True, kw_only=True):
    """Somebody who holds the role, whom four eyes keep from it, and why."""

    name: str
    why: FourEyes


class TaskToGive(Frozen, frozen=True, kw_only=True):
    """A task, the SOP it is of, and whom it may be given to, who carries least before others."""

    task: TaskView
    workflow: Workflow
    candidates: tuple[Candidate, ...]
    barred: tuple[Barred, ...] = ()

    @property
    def may_be_reminded(self) -> bool:
        """Whether anybody has the task, or may take it up."""
        return self.task.assignee is not None or bool(self.candidates)


def task_to_give(
    database: Database, case: CaseId, activation: ActivationId, *, at: datetime
) -> TaskToGive:
    """A task and its candidates: not its holder, and nobody whom four eyes keep from it.

    Raises:
        NotFound: there is no such case or task.
    """

    def asked(reader: Reader) -> TaskToGive:
        rows = queries.task_rows_of_case(reader, case)
        task = next((one for one in rows if one.activation == activation), None)
        stored = log.find(reader, case)
        if task is None or stored is None:
            raise NotFound("task", f"{case}/{activation}")
        workflow = workflow_of_row(database, reader, task)
        directory = current_in(database, reader)
        held = queues.load(reader, at=at)
        step = workflow.step(task.step)
        found: list[Candidate] = []
        barred: list[Barred] = []
        for one in _holders(directory, workflow, task, at):
            if one[0] == task.assignee or not isinstance(step, HumanStep):
                continue
            why = _same_eyes(workflow, step, stored.state, one[0])
            if why is None:
                found.append(_candidate(directory, one, held, at))
            else:
                barred.append(Barred(name=directory.people[one[0]].name, why=why))
        return TaskToGive(
            task=task_view(database, reader, task),
            workflow=workflow,
            candidates=tuple(sorted(found, key=lambda one: (one.away, one.held, one.name))),
            barred=tuple(sorted(barred, key=lambda one: one.name)),
        )

    return database.store.read(asked)


def _holders(
    directory: Directory, workflow: Workflow, task: TaskRow, at: datetime
) -> Iterator[tuple[PersonId, Standing]]:
    """Everybody once, by their own standing before one in place of somebody else."""
    for person in directory.people:
        for one in standings(directory, person, at):
            if one.role == task.role and serves(
                directory, one, unit=workflow.unit, sop=workflow.sop
            ):
                yield person, one
                break


def _candidate(
    directory: Directory,
    found: tuple[PersonId, Standing],
    held: tuple[HeldCount, ...],
    at: datetime,
) -> Candidate:
    person, standing = found
    return Candidate(
        person=person,
        name=directory.people[person].name,
        held=sum(one.held for one in held if one.person == person),
        overdue=sum(one.overdue for one in held if one.person == person),
        away=is_away(directory, person, at),
        instead=standing.acting_for is not None,
    )


def _same_eyes(
    workflow: Workflow, step: HumanStep, state: CaseState, person: PersonId
) -> FourEyes | None:
    try:
        require_four_eyes(workflow, step, state, person)
    except FourEyes as why:
        return why
    return None
