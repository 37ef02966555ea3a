"""Cases that somebody opened since an instant, from the views."""

from datetime import datetime

import msgspec
from sqlalchemy import BindParameter, Text, and_, bindparam, desc, func, or_, select

from engine.core.ids import PersonId
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.rows import CaseRow
from engine.store.tables import CASE, TASK
from engine.store.tables_tracking import TRACKING_CODE
from engine.store.types import UtcDateTime

_COLUMNS = tuple(column for column in CASE.c if column.name != "state")
_WHO: BindParameter[str] = bindparam("the_person", type_=Text())
_CODE = TRACKING_CODE.c

# The row of submission is done by opening the case; where an SOP has none, whoever opened the
# case gave the code of its receipt.
_submitted = and_(TASK.c.finished_at == CASE.c.opened_at, TASK.c.finished_by == _WHO)
_unsubmitted = or_(
    TASK.c.case_id.is_(None),
    TASK.c.finished_at.is_(None),
    TASK.c.finished_at != CASE.c.opened_at,
)
_joined = CASE.outerjoin(TASK, and_(TASK.c.case_id == CASE.c.id, TASK.c.activation == 1)).outerjoin(
    TRACKING_CODE, and_(_CODE.case_id == CASE.c.id, _CODE.ended_at.is_(None))
)
_opened_by = (
    CASE.c.opened_at >= bindparam("since", type_=UtcDateTime()),
    or_(_submitted, and_(_unsubmitted, _CODE.made_by == _WHO)),
)
_newest = Prepared(
    select(*_COLUMNS)
    .select_from(_joined)
    .where(*_opened_by)
    .order_by(desc(CASE.c.opened_at), desc(CASE.c.id))
    .limit(bindparam("most"))
)
_count = Prepared(select(func.count()).select_from(_joined).where(*_opened_by))


def opened_by(
    reader: Reader, person: PersonId, *, since: datetime, most: int
) -> tuple[tuple[CaseRow, ...], int]:
    """The newest cases that somebody opened from that instant on, and how many they are.

    Reads every case that anybody opened since then, by an index: ask for a day, not for a year.
    """
    given = {"the_person": person, "since": since}
    records = reader.records(_newest, given | {"most": most})
    ((count,),) = reader.rows(_count, given)
    return tuple(msgspec.convert(one, CaseRow) for one in records), int(count)
