"""Published calendar versions, and the journal of what each edit moved. Rows are written once."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, asc, bindparam, desc, func, insert, select

from engine.core.calendar_edit import Move
from engine.core.calendar_version import CalendarVersion
from engine.core.clock_clauses import ClockKind
from engine.core.errors import AlreadySo
from engine.core.ids import ActivationId, CaseId, PersonId, StepId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import CALENDAR_MOVE, CALENDAR_VERSION, CASE

TURN = "calendars"
"""Whoever publishes a version, or records what was judged by one, takes this turn."""

_WHOLE_CASE = 0


class CalendarRow(Frozen, frozen=True, kw_only=True):
    """A published calendar version in a list."""

    id: str
    version: int
    hash: str
    reason: str
    published_at: datetime
    published_by: PersonId


class MoveRow(Frozen, frozen=True, kw_only=True):
    """An entry of the journal: which deadline of which case an edit moved."""

    case_id: CaseId
    clock: ClockKind
    activation: ActivationId | None
    step: StepId | None
    due_before: datetime | None
    due_after: datetime | None


class MovePage(Frozen, frozen=True, kw_only=True):
    """Part of the journal of one edit; `cases` and `total` count all of it.

    `next` is the last case of this page, where another page follows.
    """

    items: tuple[MoveRow, ...]
    cases: int
    total: int
    next: CaseId | None = None


_LINE = tuple(column for column in CALENDAR_VERSION.c if column.name != "body")
_OF_CALENDAR = CALENDAR_VERSION.c.id == bindparam("the_calendar")
_OF_VERSION = CALENDAR_VERSION.c.version == bindparam("the_version")
_version = msgspec.json.Decoder(CalendarVersion)

_insert = Prepared(insert(CALENDAR_VERSION))
_list = Prepared(select(*_LINE).order_by(CALENDAR_VERSION.c.id, desc(CALENDAR_VERSION.c.version)))
_newest = Prepared(
    select(CALENDAR_VERSION.c.version)
    .where(_OF_CALENDAR)
    .order_by(desc(CALENDAR_VERSION.c.version))
    .limit(1)
)
_body = Prepared(select(CALENDAR_VERSION.c.body).where(_OF_CALENDAR, _OF_VERSION))


def insert_calendar(
    unit: Unit, version: CalendarVersion, *, reason: str, by: PersonId, at: datetime
) -> None:
    """Publish a calendar version.

    Raises:
        AlreadySo: that version is published, with whatever content.
    """
    body = canonical(version)
    row = {
        "id": version.id,
        "version": version.version,
        "hash": sha256(body).hexdigest(),
        "reason": reason,
        "published_at": at,
        "published_by": by,
        "body": body,
    }
    clash = AlreadySo(f"{version.id} version {version.version} is published already")
    unit.execute(_insert, row, clash=clash)


def newest_version(reader: Reader, name: str) -> int | None:
    """The number of the version in force; None where no such calendar is published."""
    row = reader.row(_newest, {"the_calendar": name})
    return None if row is None else int(row[0])


def find_calendar(reader: Reader, name: str, version: int) -> CalendarVersion | None:
    """That version, holidays included."""
    row = reader.row(_body, {"the_calendar": name, "the_version": version})
    return None if row is None else _version.decode(row[0])


def list_calendars(reader: Reader) -> tuple[CalendarRow, ...]:
    """Every published version, by calendar, the newest first."""
    return tuple(msgspec.convert(one, CalendarRow) for one in reader.records(_list))


_OF_EDIT = (
    CALENDAR_MOVE.c.calendar == bindparam("the_calendar"),
    CALENDAR_MOVE.c.version == bindparam("the_version"),
)
_ENTRY = tuple(CALENDAR_MOVE.c[name] for name in MoveRow.__struct_fields__)
_record = Prepared(insert(CALENDAR_MOVE))


@cache
def _moves(shape: Shape | None) -> Prepared:
    moved_cases = (
        select(CALENDAR_MOVE.c.case_id)
        .where(*_of_edit(shape), CALENDAR_MOVE.c.case_id > bindparam("after"))
        .distinct()
        .order_by(asc(CALENDAR_MOVE.c.case_id))
        .limit(bindparam("most"))
    )
    return Prepared(
        select(*_ENTRY)
        .where(*_OF_EDIT, CALENDAR_MOVE.c.case_id.in_(moved_cases))
        .order_by(CALENDAR_MOVE.c.case_id, CALENDAR_MOVE.c.activation, CALENDAR_MOVE.c.clock)
    )


@cache
def _count(shape: Shape | None) -> Prepared:
    counted = select(func.count(CALENDAR_MOVE.c.case_id.distinct()), func.count())
    return Prepared(counted.where(*_of_edit(shape)))


def _of_edit(shape: Shape | None) -> tuple[ColumnElement[bool], ...]:
    if shape is None:
        return _OF_EDIT
    return (*_OF_EDIT, CALENDAR_MOVE.c.case_id.in_(select(CASE.c.id).where(*limited(CASE, shape))))


def record_moves(
    unit: Unit, version: CalendarVersion, moved: Sequence[tuple[CaseId, Sequence[Move]]]
) -> None:
    """Write down what a version moved, case by case."""
    rows = [_entry(version, case, move) for case, several in moved for move in several]
    if rows:
        unit.execute_all(_record, rows)


def _entry(version: CalendarVersion, case: CaseId, move: Move) -> dict[str, object]:
    return {
        "calendar": version.id,
        "version": version.version,
        "case_id": case,
        "clock": move.clock.value,
        "activation": move.activation or _WHOLE_CASE,
        "step": move.step,
        "due_before": move.due_before,
        "due_after": move.due_after,
    }


def moves_of(  # noqa: PLR0913  # which part of the journal, and for whose eyes
    reader: Reader,
    name: str,
    version: int,
    *,
    limit: int,
    after: str = "",
    reach: Reach | None = None,
) -> MovePage:
    """What a version moved in up to `limit` cases within reach, those with ids beyond `after`."""
    shape, limits = asked_within(within(reader, reach))
    edit = {"the_calendar": name, "the_version": version, **limits}
    records = reader.records(_moves(shape), {**edit, "most": limit + 1, "after": after})
    ((cases, total),) = reader.rows(_count(shape), edit)
    found = tuple(dict.fromkeys(one["case_id"] for one in records))
    shown = frozenset(found[:limit])
    items = (
        msgspec.convert(one | {"activation": one["activation"] or None}, MoveRow)
        for one in records
        if one["case_id"] in shown
    )
    following = found[limit - 1] if len(found) > limit else None
    return MovePage(items=tuple(items), cases=cases, total=total, next=following)
