"""When each case must be looked at next. One row a case, however many clocks it has.

Most of what moves a clock is a command, after which the case is to be looked at soon; the look
itself then says when to look again. A look that comes twice finds nothing new.
"""

from datetime import datetime

from sqlalchemy import asc, bindparam, delete, insert, select

from engine.core.ids import CaseId
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables import CASE, TIMER

_look_at = upsert(TIMER)
_forget = Prepared(delete(TIMER).where(TIMER.c.case_id == bindparam("the_case")))
_due = Prepared(
    select(TIMER.c.case_id)
    .where(TIMER.c.at <= bindparam("now"))
    .order_by(asc(TIMER.c.at))
    .limit(bindparam("most"))
)
_of_case = Prepared(select(TIMER.c.at).where(TIMER.c.case_id == bindparam("the_case")))
_next = Prepared(select(TIMER.c.at).order_by(asc(TIMER.c.at)).limit(1))
_forget_open = Prepared(
    delete(TIMER).where(TIMER.c.case_id.in_(select(CASE.c.id).where(CASE.c.closed_at.is_(None))))
)
_watch_open = Prepared(
    insert(TIMER).from_select(
        ["case_id", "at"], select(CASE.c.id, CASE.c.last_at).where(CASE.c.closed_at.is_(None))
    )
)


def look_at(unit: Unit, case: CaseId, at: datetime) -> None:
    """Look at the case at that instant, and not at the one said before."""
    unit.execute(_look_at, {"case_id": case, "at": at})


def forget(unit: Unit, case: CaseId) -> None:
    """There is nothing more to come."""
    unit.execute(_forget, {"the_case": case})


def due(reader: Reader, at: datetime, *, limit: int) -> tuple[CaseId, ...]:
    """Up to `limit` cases to be looked at by `at`, the longest due first."""
    rows = reader.rows(_due, {"now": at, "most": limit})
    return tuple(CaseId(case) for (case,) in rows)


def next_at(reader: Reader) -> datetime | None:
    """When the next case must be looked at; None where none must."""
    row = reader.row(_next)
    return None if row is None else row[0]


def look_of(reader: Reader, case: CaseId) -> datetime | None:
    """When that case must be looked at next; None where nothing more is to come."""
    row = reader.row(_of_case, {"the_case": case})
    return None if row is None else row[0]


def watch_open(unit: Unit) -> None:
    """Look at every open case anew; closed ones stay as they are."""
    unit.execute(_forget_open)
    unit.execute(_watch_open)
