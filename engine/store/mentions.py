"""Remarks: how many a case has, who is named in them, and what of that they have read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Join,
    and_,
    asc,
    bindparam,
    delete,
    desc,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.events import CommentAdded, Recorded
from engine.core.ids import CaseId, PersonId
from engine.core.mentions import mentioned
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import CASE, CASE_EVENT
from engine.store.tables_inbox import MENTION, MENTION_READ, REMARK_COUNT

_NAMED = MENTION.c
_SAME = and_(MENTION_READ.c.person == _NAMED.person, MENTION_READ.c.case_id == _NAMED.case_id)
_IS_UNREAD = or_(MENTION_READ.c.seq.is_(None), MENTION_READ.c.seq < _NAMED.seq)
_OF_PERSON = _NAMED.person == bindparam("the_person")

_name = Prepared(insert(MENTION))
_more = {"remarks": REMARK_COUNT.c.remarks + 1}
_key = REMARK_COUNT.primary_key.columns
_count_one = Prepared(
    sqlite.insert(REMARK_COUNT).on_conflict_do_update(index_elements=_key, set_=_more),
    postgresql=postgresql.insert(REMARK_COUNT).on_conflict_do_update(
        index_elements=_key, set_=_more
    ),
)
_forget = (Prepared(delete(MENTION)), Prepared(delete(REMARK_COUNT)))
_read = upsert(MENTION_READ)
_newest_of_case = Prepared(
    select(func.max(_NAMED.seq)).where(_OF_PERSON, _NAMED.case_id == bindparam("the_case"))
)
_read_of_case = Prepared(
    select(MENTION_READ.c.seq).where(
        MENTION_READ.c.person == bindparam("the_person"),
        MENTION_READ.c.case_id == bindparam("the_case"),
    )
)


class MentionRow(Frozen, frozen=True, kw_only=True):
    """Somebody was named in the event `seq` of a case, by whom and when (UTC)."""

    case_id: CaseId
    seq: int
    at: datetime
    by: PersonId
    text: str
    unread: bool


def project(unit: Unit, events: Iterable[Recorded]) -> None:
    """Bring both views up to date with events just appended."""
    for one in events:
        if not isinstance(one.event, CommentAdded):
            continue
        unit.execute(_count_one, {"case_id": one.case, "remarks": 1})
        row = {"case_id": one.case, "seq": one.seq, "at": one.at, "by": one.by.person}
        for person in mentioned(one.event.text):
            unit.execute(_name, row | {"person": person})


def forget(unit: Unit) -> None:
    """Empty the views, to make them anew from the events."""
    for statement in _forget:
        unit.execute(statement)


def mark_read(unit: Unit, person: PersonId, case: CaseId) -> bool:
    """Let them have read all that names them in a case; whether there was any they had not."""
    asked = {"the_person": person, "the_case": case}
    ((newest,),) = unit.rows(_newest_of_case, asked)
    before = unit.row(_read_of_case, asked)
    if newest is None or (before is not None and before[0] >= newest):
        return False
    unit.execute(_read, {"person": person, "case_id": case, "seq": newest})
    return True


def has_unread(reader: Reader, person: PersonId, case: CaseId) -> bool:
    """Whether a case holds something that names them and that they have not read."""
    asked = {"the_person": person, "the_case": case}
    ((newest,),) = reader.rows(_newest_of_case, asked)
    before = reader.row(_read_of_case, asked)
    return newest is not None and (before is None or before[0] < newest)


def newest(
    reader: Reader, person: PersonId, reach: Reach | None, *, unread: bool, limit: int
) -> tuple[MentionRow, ...]:
    """Where somebody is named within their reach, the newest first."""
    shape, limits = asked_within(within(reader, reach))
    given = {"the_person": person, "most": limit} | limits
    rows = reader.rows(_newest(shape, unread), given)
    return tuple(
        MentionRow(
            case_id=case,
            seq=seq,
            at=at,
            by=by,
            text=_text(body),
            unread=read is None or read < seq,
        )
        for case, seq, at, by, read, body in rows
    )


def _text(body: bytes) -> str:
    event = decode_recorded(body).event
    return event.text if isinstance(event, CommentAdded) else ""


def count_unread(reader: Reader, person: PersonId, reach: Reach | None, *, most: int) -> int:
    """How many they have not read, up to `most`."""
    shape, limits = asked_within(within(reader, reach))
    ((count,),) = reader.rows(_count(shape), {"the_person": person, "most": most} | limits)
    return int(count)


@cache
def _newest(shape: Shape | None, unread: bool) -> Prepared:  # noqa: FBT001  # a shape of statement
    event = and_(CASE_EVENT.c.case_id == _NAMED.case_id, CASE_EVENT.c.seq == _NAMED.seq)
    columns = select(
        _NAMED.case_id,
        _NAMED.seq,
        _NAMED.at,
        _NAMED.by,
        MENTION_READ.c.seq.label("read"),
        CASE_EVENT.c.body,
    )
    found = columns.select_from(_joined().join(CASE_EVENT, event))
    found = found.where(_OF_PERSON, *limited(CASE, shape))
    if unread:
        found = found.where(_IS_UNREAD)
    order = (desc(_NAMED.at), asc(_NAMED.case_id), desc(_NAMED.seq))
    return Prepared(found.order_by(*order).limit(bindparam("most")))


@cache
def _count(shape: Shape | None) -> Prepared:
    found = select(_NAMED.seq).select_from(_joined())
    unread = found.where(_OF_PERSON, _IS_UNREAD, *limited(CASE, shape)).limit(bindparam("most"))
    return Prepared(select(func.count()).select_from(unread.subquery()))


def _joined() -> Join:
    return MENTION.join(CASE, CASE.c.id == _NAMED.case_id).outerjoin(MENTION_READ, _SAME)


def remarks_of(reader: Reader, cases: Sequence[CaseId]) -> Mapping[CaseId, int]:
    """How many remarks those of these cases have that have any."""
    room = 1 << max(len(cases) - 1, 0).bit_length()
    given = {f"case_{place}": "" for place in range(room)}
    given |= {f"case_{place}": case for place, case in enumerate(cases)}
    return {CaseId(case): count for case, count in reader.rows(_remarks(room), given)}


@cache
def _remarks(room: int) -> Prepared:
    kind = REMARK_COUNT.c.case_id.type
    cases = [bindparam(f"case_{place}", type_=kind) for place in range(room)]
    found = select(REMARK_COUNT.c.case_id, REMARK_COUNT.c.remarks)
    return Prepared(found.where(REMARK_COUNT.c.case_id.in_(cases)))
