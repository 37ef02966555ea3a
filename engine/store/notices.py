"""Notices: what the people in a role of a unit, or one person, are told; and who has seen it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from msgspec.structs import asdict
from sqlalchemy import ColumnElement, and_, asc, bindparam, desc, insert, select, update

from engine.core.events import Recorded
from engine.core.ids import CaseId, PersonId, RoleId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.rows import NoticeRow
from engine.store.tables import CASE, CASE_EVENT
from engine.store.tables_runtime import NOTICE

_NOTICE = NOTICE.c
_OF_ID = _NOTICE.id == bindparam("the_id")
_OLDEST = (asc(_NOTICE.at), asc(_NOTICE.id))
_put_up = Prepared(insert(NOTICE))
_told = (
    select(NOTICE, CASE.c.workflow, CASE_EVENT.c.body.label("told"))
    .join(CASE, CASE.c.id == _NOTICE.case_id)
    .outerjoin(
        CASE_EVENT, and_(CASE_EVENT.c.case_id == _NOTICE.case_id, CASE_EVENT.c.seq == _NOTICE.seq)
    )
)
_read = Prepared(
    update(NOTICE)
    .where(_OF_ID, _NOTICE.read_at.is_(None))
    .values(read_at=bindparam("seen"), read_by=bindparam("who"))
    .returning(_NOTICE.id)
)


class NoticeQuery(Frozen, frozen=True, kw_only=True):
    """Which notices: those that nobody has seen, or with `seen` all of them.

    Those for roles; with `person` those for that person alone, and no others.
    """

    unit: UnitId | None = None
    role: RoleId | None = None
    case: CaseId | None = None
    person: PersonId | None = None
    seen: bool = False
    limit: int = 50
    reach: Reach | None = None


class Told(Frozen, frozen=True, kw_only=True):
    """A notice, the event that it tells of if any, and the hash of its case's workflow."""

    notice: NoticeRow
    event: Recorded | None
    workflow: str


def put_up(unit: Unit, notices: Sequence[NoticeRow]) -> None:
    """Let them be seen."""
    for notice in notices:
        unit.execute(_put_up, asdict(notice))


def list_notices(reader: Reader, query: NoticeQuery) -> tuple[Told, ...]:
    """What nobody has seen, the oldest first; with `seen` all there is, the newest first."""
    asked = frozenset(name for name in _CONDITIONS if getattr(query, name) is not None)
    given: dict[str, object] = {
        "the_unit": query.unit,
        "the_role": query.role,
        "the_case": query.case,
        "the_person": query.person,
        "most": query.limit,
    }
    shape, limits = asked_within(within(reader, query.reach))
    given |= limits
    statement = _list(asked, shape, seen=query.seen)
    return tuple(_found(record) for record in reader.records(statement, given))


def find(reader: Reader, notice: str, *, reach: Reach | None = None) -> Told | None:
    """The notice of that id, if it is about a case within reach."""
    shape, limits = asked_within(within(reader, reach))
    records = reader.records(_find(shape), {"the_id": notice, **limits})
    return _found(records[0]) if records else None


def read(unit: Unit, notice: str, *, by: PersonId, at: datetime) -> bool:
    """Somebody has seen it; whether that was the first time."""
    return bool(unit.rows(_read, {"the_id": notice, "seen": at, "who": by}))


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "unit": _NOTICE.unit == bindparam("the_unit"),
    "role": _NOTICE.role == bindparam("the_role"),
    "case": _NOTICE.case_id == bindparam("the_case"),
    "person": _NOTICE.person == bindparam("the_person"),
}


@cache
def _find(shape: Shape | None) -> Prepared:
    return Prepared(_told.where(_OF_ID, *limited(CASE, shape)))


@cache
def _list(asked: frozenset[str], shape: Shape | None, *, seen: bool) -> Prepared:
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    conditions += limited(CASE, shape)
    if "person" not in asked:
        conditions.append(_NOTICE.person.is_(None))
    if seen:
        listed = _told.where(*conditions).order_by(desc(_NOTICE.at), desc(_NOTICE.id))
    else:
        listed = _told.where(_NOTICE.read_at.is_(None), *conditions).order_by(*_OLDEST)
    return Prepared(listed.limit(bindparam("most")))


def _found(record: dict[str, object]) -> Told:
    told, workflow = record.pop("told"), record.pop("workflow")
    return Told(
        notice=NoticeRow(**record),  # type: ignore[arg-type]  # the columns of its table
        event=decode_recorded(told) if isinstance(told, bytes) else None,
        workflow=str(workflow),
    )
