"""Open tasks of people for an SLA board: who holds how much, what nobody holds yet, which ones."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    asc,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
)

from engine.core.ids import PersonId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.rows import TaskRow
from engine.store.tables import TASK
from engine.store.tables_inbox import INBOX
from engine.store.urgencies import NEVER

_I = INBOX.c
_LATE = _I.due < bindparam("now", type_=_I.due.type)
_OURS = or_(_I.assignee.is_not(None), _I.paused == false())
"""What nobody holds and waits for somebody outside is on no officer's desk."""


class Load(Frozen, frozen=True, kw_only=True):
    """How many open tasks somebody holds, of which so many are overdue; nobody: unclaimed ones."""

    person: PersonId | None
    held: int
    overdue: int


class TasksWanted(Frozen, frozen=True, kw_only=True):
    """Which tasks: of that person, or unclaimed ones; `overdue`: only what is past due."""

    reach: Reach
    person: PersonId | None = None
    overdue: bool = False


class TaskDue(Frozen, frozen=True, kw_only=True):
    """An open task and when it is due, as far as a look at its case has told yet."""

    task: TaskRow
    due: datetime | None


def loads(reader: Reader, reach: Reach, *, at: datetime) -> tuple[Load, ...]:
    """Everybody who holds a task within reach, and what is unclaimed."""
    shape, given = asked_within(within(reader, reach))
    rows = reader.rows(_loads(shape), given | {"now": at})
    return tuple(Load(person=one, held=int(held), overdue=int(late)) for one, held, late in rows)


@cache
def _loads(shape: Shape | None) -> Prepared:
    each = select(_I.assignee, func.count(), func.sum(case((_LATE, 1), else_=0)))
    return Prepared(each.where(_OURS, *limited(INBOX, shape)).group_by(_I.assignee))


def tasks(
    reader: Reader, wanted: TasksWanted, *, at: datetime, limit: int, skip: int = 0
) -> tuple[TaskDue, ...]:
    """Such tasks, the one due first before the others."""
    shape, given = asked_within(within(reader, wanted.reach))
    asked = given | _given(wanted, at) | {"most": limit, "skipped": skip}
    records = reader.records(_tasks(_asked(wanted), shape), asked)
    return tuple(_due(one) for one in records)


def count_tasks(reader: Reader, wanted: TasksWanted, *, at: datetime) -> int:
    """How many such tasks there are."""
    shape, given = asked_within(within(reader, wanted.reach))
    ((found,),) = reader.rows(_count(_asked(wanted), shape), given | _given(wanted, at))
    return int(found)


def _due(record: dict[str, Any]) -> TaskDue:
    due = record.pop("due")
    return TaskDue(task=msgspec.convert(record, TaskRow), due=None if due == NEVER else due)


def _given(wanted: TasksWanted, at: datetime) -> dict[str, object]:
    return {"now": at, "the_person": wanted.person}


_Asked = tuple[bool, bool]
"""Whether of a person, and whether only what is overdue."""


def _asked(wanted: TasksWanted) -> _Asked:
    return wanted.person is not None, wanted.overdue


def _conditions(asked: _Asked, shape: Shape | None) -> Iterator[ColumnElement[bool]]:
    held, overdue = asked
    if held:
        yield _I.assignee == bindparam("the_person")
    else:
        yield and_(_I.assignee.is_(None), _I.paused == false())
    if overdue:
        yield _LATE
    yield from limited(INBOX, shape)


@cache
def _tasks(asked: _Asked, shape: Shape | None) -> Prepared:
    """Only what it is sorted by is sorted; the rest is read of the few that are wanted."""
    order = (asc(_I.due), asc(_I.opened_at), asc(_I.case_id), asc(_I.activation))
    wanted = select(_I.case_id, _I.activation).where(*_conditions(asked, shape)).order_by(*order)
    those = wanted.limit(bindparam("most")).offset(bindparam("skipped")).subquery("wanted")
    same = and_(those.c.case_id == _I.case_id, those.c.activation == _I.activation)
    task = and_(those.c.case_id == TASK.c.case_id, those.c.activation == TASK.c.activation)
    listed = select(TASK, _I.due).select_from(those.join(INBOX, same).join(TASK, task))
    return Prepared(listed.order_by(*order))


@cache
def _count(asked: _Asked, shape: Shape | None) -> Prepared:
    counted = select(func.count(literal_column("1"))).select_from(INBOX)
    return Prepared(counted.where(*_conditions(asked, shape)))
