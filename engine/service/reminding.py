"""A reminder: whoever watches over a task tells its holder, or its role, to see to it.

It is a notice, which the case shows with who has seen it; the case itself does not change.
"""

from datetime import datetime

from engine.core.commands import Actor
from engine.core.decide_case import require_words
from engine.core.errors import AlreadySo, NotFound, NotPermitted, TaskNotOpen
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId
from engine.core.permit import roles_with
from engine.core.standing import best_standing
from engine.core.workflow import Power
from engine.service import mint
from engine.service.catalogue import workflow_of_row
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.sealed_notices import opened_notice, sealed_notice
from engine.store import notices, queries
from engine.store.job import Reader, Unit
from engine.store.notices import NoticeQuery
from engine.store.rows import NoticeRow, TaskRow

LONGEST = 300
"""Signs of a reminder: more is a letter."""


def remind(  # noqa: PLR0913  # who is reminded of what, by whom, in which words
    database: Database,
    case: CaseId,
    activation: ActivationId,
    *,
    words: str,
    by: Actor,
    at: datetime,
) -> PersonId | None:
    """Put up a reminder for whoever holds a task, or for its role where nobody does.

    Args:
        database: where the cases live.
        case: its whole id.
        activation: the open task.
        words: what the reminder says; kept under the seal of the case.
        by: who reminds; must have the power to assign there.
        at: when; aware UTC.

    Returns:
        Who is reminded; None: the role.

    Raises:
        NotFound: there is no such case or task.
        TaskNotOpen: it is done.
        NotPermitted: they may not assign the task, so they watch over others.
        InputRefused: the words are missing or too long.
        AlreadySo: the same reminder waits to be read.
    """
    said = require_words("words", words, longest=LONGEST)

    def job(unit: Unit) -> PersonId | None:
        task = _task(unit, case, activation)
        _require_overseer(database, unit, task, by, at)
        _require_news(database, unit, task, said)
        notice = NoticeRow(
            id=mint.notice_id(at),
            case_id=case,
            unit=task.unit,
            role=_role(task),
            words=said,
            link="",
            at=at,
            person=task.assignee,
        )
        notices.put_up(unit, [sealed_notice(database, unit, notice)])
        return task.assignee

    return database.store.write(job)


def _task(reader: Reader, case: CaseId, activation: ActivationId) -> TaskRow:
    rows = queries.task_rows_of_case(reader, case)
    found = next((one for one in rows if one.activation == activation), None)
    if found is None:
        raise NotFound("task", f"{case}/{activation}")
    if found.finished_at is not None:
        raise TaskNotOpen(case, activation, step=found.step)
    return found


def _role(task: TaskRow) -> RoleId:
    if task.role is None:
        raise NotPermitted("An automated step has nobody to remind.")
    return task.role


def _require_overseer(
    database: Database, reader: Reader, task: TaskRow, by: Actor, at: datetime
) -> None:
    directory = current_in(database, reader)
    workflow = workflow_of_row(database, reader, task)
    wanted = roles_with(workflow, Power.ASSIGN)
    standing = best_standing(directory, workflow, by.person, wanted, at)
    if directory.founded and standing is None:
        raise NotPermitted("Only who may assign a task reminds others of it.")


def _require_news(database: Database, reader: Reader, task: TaskRow, said: str) -> None:
    wanted = NoticeQuery(case=task.case_id, person=task.assignee)
    for one in notices.list_notices(reader, wanted):
        known = opened_notice(database, reader, one.notice)
        if (known.person, known.role, known.words) == (task.assignee, task.role, said):
            raise AlreadySo("The same reminder waits to be read")
