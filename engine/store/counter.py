"""Cases that somebody opened since an instant, from the views."""

from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import BindParameter, Text, and_, bindparam, desc, func, or_, select

from engine.core.ids import PersonId
from engine.core.standing import Reach
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
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


@cache
def _newest(shape: Shape | None) -> Prepared:
    found = select(*_COLUMNS).select_from(_joined).where(*_opened_by, *limited(CASE, shape))
    newest = found.order_by(desc(CASE.c.opened_at), desc(CASE.c.id))
    return Prepared(newest.limit(bindparam("most")))


@cache
def _count(shape: Shape | None) -> Prepared:
    found = select(func.count()).select_from(_joined)
    return Prepared(found.where(*_opened_by, *limited(CASE, shape)))


def opened_by(
    reader: Reader, person: PersonId, reach: Reach, *, since: datetime, most: int
) -> tuple[tuple[CaseRow, ...], int]:
    """The newest cases within reach that somebody opened since then, and how many they are.

    Reads every case that anybody opened since then, by an index: ask for a day, not for a year.
    """
    shape, limits = asked_within(within(reader, reach))
    given = {"the_person": person, "since": since} | limits
    records = reader.records(_newest(shape), given | {"most": most})
    ((count,),) = reader.rows(_count(shape), given)
    return tuple(msgspec.convert(one, CaseRow) for one in records), int(count)
