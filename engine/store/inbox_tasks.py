"""Tasks as the inbox shows them, open or not: with whom their case is listed under."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    asc,
    bindparam,
    desc,
    func,
    literal_column,
    select,
)

from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.workflow import PauseReason
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.rows import TaskRow
from engine.store.tables import CASE, TASK


class TaskOfCase(Frozen, frozen=True, kw_only=True):
    """A task, whom its case is listed under, and what the two wait for, if anything."""

    row: TaskRow
    applicant: str
    pause: PauseReason | None

    @property
    def name(self) -> tuple[CaseId, ActivationId]:
        """What tells it from all others."""
        return self.row.case_id, self.row.activation


def tasks_of(
    reader: Reader, names: Sequence[tuple[CaseId, ActivationId]]
) -> dict[tuple[CaseId, ActivationId], TaskOfCase]:
    """These tasks, whether open or not."""
    if not names:
        return {}
    room = 1 << (len(names) - 1).bit_length()  # few statements
    given: dict[str, object] = {}
    for place in range(room):
        case, activation = names[place] if place < len(names) else ("", 0)
        given |= {f"case_{place}": case, f"task_{place}": activation}
    wanted = set(names)
    found = (_of_case(record) for record in reader.records(_tasks(room), given))
    return {one.name: one for one in found if one.name in wanted}


def done_by(
    reader: Reader, person: PersonId, reach: Reach | None, *, since: datetime, limit: int
) -> tuple[TaskOfCase, ...]:
    """What somebody finished since then within their reach, the latest first."""
    shape, limits = asked_within(within(reader, reach))
    given = {"the_person": person, "since": since, "most": limit} | limits
    return tuple(_of_case(record) for record in reader.records(_done(shape), given))


def count_done(
    reader: Reader, person: PersonId, reach: Reach | None, *, since: datetime, most: int
) -> int:
    """How much that is, up to `most`."""
    shape, limits = asked_within(within(reader, reach))
    given = {"the_person": person, "since": since, "most": most} | limits
    ((count,),) = reader.rows(_count_done(shape), given)
    return int(count)


def _of_case(record: dict[str, Any]) -> TaskOfCase:
    applicant, pause = record.pop("applicant"), record.pop("case_pause")
    row = msgspec.convert(record, TaskRow)
    return TaskOfCase(row=row, applicant=applicant, pause=row.pause or pause)


_TASK_OF_CASE = select(TASK, CASE.c.applicant, CASE.c.pause.label("case_pause")).join_from(
    TASK, CASE, CASE.c.id == TASK.c.case_id
)


@cache
def _tasks(room: int) -> Prepared:
    """More than is wanted, by both halves of the key: a list of pairs the two cannot say alike."""
    kind = TASK.c.case_id.type
    cases = [bindparam(f"case_{place}", type_=kind) for place in range(room)]
    numbers = [bindparam(f"task_{place}", type_=Integer) for place in range(room)]
    wanted = (TASK.c.case_id.in_(cases), TASK.c.activation.in_(numbers))
    return Prepared(_TASK_OF_CASE.where(*wanted))


def _is_done(shape: Shape | None) -> tuple[ColumnElement[bool], ...]:
    ends = [literal_column(f"'{end}'", Text) for end in ("completed", "returned", "skipped")]
    return (
        TASK.c.finished_at >= bindparam("since"),
        TASK.c.finished_by == bindparam("the_person"),
        TASK.c.status.in_(ends),
        *limited(TASK, shape),
    )


@cache
def _done(shape: Shape | None) -> Prepared:
    latest = (desc(TASK.c.finished_at), asc(TASK.c.case_id), desc(TASK.c.activation))
    found = _TASK_OF_CASE.where(*_is_done(shape)).order_by(*latest)
    return Prepared(found.limit(bindparam("most")))


@cache
def _count_done(shape: Shape | None) -> Prepared:
    some = select(TASK.c.activation).where(*_is_done(shape)).limit(bindparam("most"))
    return Prepared(select(func.count()).select_from(some.subquery()))
