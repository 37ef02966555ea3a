"""Lists of cases and tasks, from the views. Each shape of a question is a statement made once."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    asc,
    bindparam,
    desc,
    false,
    func,
    or_,
    select,
    tuple_,
)

from engine.core.errors import NotFound
from engine.core.ids import CaseId, PersonId, RoleId, SopId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, reads, within
from engine.store.rows import CaseRow, TaskRow
from engine.store.tables import CASE, TASK
from engine.store.tables_personal import CASE_SUBJECT, SUBJECT_KEY

_CASE_COLUMNS = tuple(column for column in CASE.c if column.name != "state")
_WAITING = TASK.c.finished_at.is_(None)
_OLDEST = (asc(TASK.c.opened_at), asc(TASK.c.case_id), asc(TASK.c.activation))
_LAST_CHARACTER = "\U0010ffff"


class CaseQuery(Frozen, frozen=True, kw_only=True):
    """Which cases: `text` is looked for in id and applicant; `after` ends the page before.

    `subject`: those that hold data of the person known by that digest.
    `reach`: whose reader may read these alone; None: whoever runs the machine reads all.
    """

    text: str = ""
    sop: SopId | None = None
    status: Literal["", "open", "closed"] = ""
    role: RoleId | None = None
    limit: int = 50
    after: CaseId | None = None
    reach: Reach | None = None
    subject: bytes | None = None


class CaseRows(Frozen, frozen=True, kw_only=True):
    """A page of cases, newest first; `total` counts all that match, on every page."""

    items: tuple[CaseRow, ...]
    total: int
    more: bool


class TaskQuery(Frozen, frozen=True, kw_only=True):
    """Which waiting tasks: of a role, held by a person, of an SOP; oldest first.

    `reach` as for cases.
    """

    role: RoleId | None = None
    sop: SopId | None = None
    assignee: PersonId | None = None
    unclaimed: bool = False
    limit: int = 50
    reach: Reach | None = None


def case_rows(reader: Reader, query: CaseQuery) -> CaseRows:
    """A page of cases, the newest first.

    Raises:
        NotFound: there is no case `after`.
    """
    given = {
        "the_sop": query.sop,
        "the_role": query.role,
        "the_text": like_pattern(query.text),
        "the_subject": query.subject,
        "most": query.limit + 1,
    } | _place_of(reader, query)
    asked = _asked(query)
    shape, limits = asked_within(within(reader, query.reach))
    given |= limits
    records = reader.records(_case_list(asked, shape), given)
    ((total,),) = reader.rows(_case_count(asked - {"after"}, shape), given)
    items = tuple(msgspec.convert(record, CaseRow) for record in records[: query.limit])
    return CaseRows(items=items, total=total, more=len(records) > query.limit)


def _asked(query: CaseQuery) -> frozenset[str]:
    asked = {
        "text": query.text != "",
        "sop": query.sop is not None,
        "role": query.role is not None,
        "subject": query.subject is not None,
        "after": query.after is not None,
        query.status: query.status != "",
    }
    return frozenset(name for name, is_asked in asked.items() if is_asked)


def _place_of(reader: Reader, query: CaseQuery) -> dict[str, object]:
    if query.after is None:
        return {"after_at": None, "after_id": None}
    last = case_row(reader, query.after)
    if last is None or not reads(query.reach, last.unit, last.sop):
        raise NotFound("case", query.after)
    return {"after_at": last.opened_at, "after_id": last.id}


@cache
def _case_list(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    newest = (desc(CASE.c.opened_at), desc(CASE.c.id))
    statement = select(*_CASE_COLUMNS).where(*_case_conditions(asked, shape)).order_by(*newest)
    return Prepared(statement.limit(bindparam("most")))


@cache
def _case_count(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    return Prepared(select(func.count()).select_from(CASE).where(*_case_conditions(asked, shape)))


def _case_conditions(
    asked: frozenset[str], shape: Shape | None = None
) -> list[ColumnElement[bool]]:
    place = tuple_(bindparam("after_at", type_=CASE.c.opened_at.type), bindparam("after_id"))
    known: dict[str, ColumnElement[bool]] = {
        "text": or_(
            CASE.c.id.ilike(bindparam("the_text"), escape="/"),
            CASE.c.applicant.ilike(bindparam("the_text"), escape="/"),
        ),
        "sop": CASE.c.sop == bindparam("the_sop"),
        "open": CASE.c.closed_at.is_(None),
        "closed": CASE.c.closed_at.is_not(None),
        "role": CASE.c.id.in_(  # not EXISTS: SQLite would try every case
            select(TASK.c.case_id).where(TASK.c.role == bindparam("the_role"), _WAITING)
        ),
        "subject": CASE.c.id.in_(
            select(CASE_SUBJECT.c.case_id)
            .join(SUBJECT_KEY, SUBJECT_KEY.c.id == CASE_SUBJECT.c.key_id)
            .where(SUBJECT_KEY.c.subject == bindparam("the_subject"))
        ),
        "after": tuple_(CASE.c.opened_at, CASE.c.id) < place,
    }
    conditions = [condition for name, condition in known.items() if name in asked]
    return [*conditions, *limited(CASE, shape)]


def like_pattern(text: str) -> str:
    """What LIKE takes to find `text` anywhere; its own wildcards are only characters there."""
    escaped = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"


_case_by_id = Prepared(select(*_CASE_COLUMNS).where(CASE.c.id == bindparam("the_case")))


def case_row(reader: Reader, case: CaseId) -> CaseRow | None:
    """The case of that id; `log.find` gives its whole state."""
    found = reader.records(_case_by_id, {"the_case": case})
    return msgspec.convert(found[0], CaseRow) if found else None


def cases_by_prefix(
    reader: Reader, prefix: str, *, reach: Reach | None = None, limit: int = 2
) -> tuple[CaseId, ...]:
    """Ids within reach that begin so, sorted, at most `limit` of them."""
    shape, limits = asked_within(within(reader, reach))
    given = {"prefix": prefix, "beyond": prefix + _LAST_CHARACTER, "most": limit} | limits
    return tuple(CaseId(case) for (case,) in reader.rows(_cases_by_prefix(shape), given))


@cache
def _cases_by_prefix(shape: Shape | None) -> Prepared:
    begins_so = (CASE.c.id >= bindparam("prefix"), CASE.c.id < bindparam("beyond"))
    found = select(CASE.c.id).where(*begins_so, *limited(CASE, shape)).order_by(asc(CASE.c.id))
    return Prepared(found.limit(bindparam("most")))


_tasks_of_case = Prepared(
    select(TASK).where(TASK.c.case_id == bindparam("the_case")).order_by(asc(TASK.c.activation))
)


def task_rows_of_case(reader: Reader, case: CaseId) -> tuple[TaskRow, ...]:
    """Every activation of a case, in the order of opening."""
    return _tasks(reader, _tasks_of_case, {"the_case": case})


def _tasks(reader: Reader, statement: Prepared, given: Mapping[str, object]) -> tuple[TaskRow, ...]:
    return tuple(msgspec.convert(one, TaskRow) for one in reader.records(statement, given))


def open_tasks(reader: Reader, query: TaskQuery) -> tuple[TaskRow, ...]:
    """Tasks that wait for a person, the oldest first."""
    asked = {
        "role": query.role is not None,
        "sop": query.sop is not None,
        "assignee": query.assignee is not None,
        "unclaimed": query.unclaimed,
    }
    given: dict[str, object] = {
        "the_role": query.role,
        "the_sop": query.sop,
        "the_assignee": query.assignee,
        "most": query.limit,
    }
    shape, limits = asked_within(within(reader, query.reach))
    given |= limits
    names = frozenset(name for name, is_asked in asked.items() if is_asked)
    return _tasks(reader, _open_tasks(names, shape), given)


@cache
def _open_tasks(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    known: dict[str, ColumnElement[bool]] = {
        "role": TASK.c.role == bindparam("the_role"),
        "sop": TASK.c.sop == bindparam("the_sop"),
        "assignee": TASK.c.assignee == bindparam("the_assignee"),
        "unclaimed": TASK.c.assignee.is_(None),
    }
    conditions = [condition for name, condition in known.items() if name in asked]
    waits = (_WAITING, TASK.c.automated == false(), *conditions, *limited(TASK, shape))
    return Prepared(select(TASK).where(*waits).order_by(*_OLDEST).limit(bindparam("most")))


def open_tasks_of(reader: Reader, cases: Sequence[CaseId]) -> dict[CaseId, tuple[TaskRow, ...]]:
    """What is open in each of these cases, automated steps too, in the order of opening."""
    found: dict[CaseId, tuple[TaskRow, ...]] = dict.fromkeys(cases, ())
    room = 1 << max(len(cases) - 1, 0).bit_length()  # few sizes, so few statements
    given = {f"case_{place}": "" for place in range(room)}
    given |= {f"case_{place}": case for place, case in enumerate(cases)}
    for row in _tasks(reader, _open_tasks_of(room), given):
        found[row.case_id] += (row,)
    return found


@cache
def _open_tasks_of(room: int) -> Prepared:
    cases = [bindparam(f"case_{place}", type_=TASK.c.case_id.type) for place in range(room)]
    order = (asc(TASK.c.case_id), asc(TASK.c.activation))
    return Prepared(select(TASK).where(TASK.c.case_id.in_(cases), _WAITING).order_by(*order))
