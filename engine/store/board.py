"""What an SLA board counts: open cases by how far they are. Never whole lists.

How far a case is, in percent, is divided by the database from the instants that the last look
told; between two of them a case is as far as the time on the wall is.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    asc,
    bindparam,
    case,
    cast,
    desc,
    func,
    literal_column,
    or_,
    select,
)

from engine.core.events import Result
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.pace import instant_of, second_of
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import CASE
from engine.store.tables_pace import PACE

FURTHEST = 155
"""Percent at which a case is shown that is further than that."""

BIN = 5
"""Percent in one group of cases."""

Zone = Literal["untimed", "fine", "soon", "late"]
ZONES: tuple[Zone, ...] = ("untimed", "fine", "soon", "late")
_UNTIMED, _FINE, _SOON, _LATE = range(4)

_P = PACE.c
_NOW = bindparam("now", type_=_P.due.type)


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer)


def _between(
    start: ColumnElement[Any], end: ColumnElement[Any], low: int, high: int
) -> ColumnElement[Any]:
    """As many percent between two as the time between their instants that has passed."""
    length = case((end > start, end - start), else_=_number(1))
    return _number(low) + (_NOW - start) * _number(high - low) // length


_RUNNING = case(
    (_P.since.is_(None), _number(0)),
    (_P.used.is_not(None), _P.used),
    (_P.due <= _NOW, _between(_P.due, _P.over, 100, 125)),
    (_P.soon <= _NOW, _between(_P.soon, _P.due, 80, 100)),
    (_P.half <= _NOW, _between(_P.half, _P.soon, 50, 80)),
    (_P.since < _NOW, _between(_P.since, _P.half, 0, 50)),
    else_=_number(0),
)
_PERCENT = cast(case((_RUNNING > FURTHEST, _number(FURTHEST)), else_=_RUNNING), Integer)
_IS_LATE = _P.due < _NOW
_IS_SOON = or_(_P.used >= _number(80), _P.soon <= _NOW)
_ZONE = case(
    (_P.since.is_(None), _number(_UNTIMED)),
    (_IS_LATE, _number(_LATE)),
    (_IS_SOON, _number(_SOON)),
    else_=_number(_FINE),
)
_STANDS = case((_P.used.is_not(None), _number(1)), else_=_number(0))


class Group(Frozen, frozen=True, kw_only=True):
    """So many open cases of an SOP within the same `BIN` percent; `percent` is where it begins."""

    sop: SopId
    zone: Zone
    stands: bool
    percent: int
    count: int


class Mark(Frozen, frozen=True, kw_only=True):
    """An open case on its way. Instants are UTC.

    `percent` is no more than `FURTHEST`. `over`: when 125 % are used; `used`: the percentage, both
    as `Pace` has them.
    """

    case: CaseId
    sop: SopId
    version: int
    unit: UnitId
    zone: Zone
    stands: bool
    percent: int
    due: datetime | None
    opened_at: datetime
    over: datetime | None = None
    used: int | None = None


class Opened(Frozen, frozen=True, kw_only=True):
    """A case and when it was opened (UTC), whatever became of it: None while it is open."""

    case: CaseId
    sop: SopId
    version: int
    opened_at: datetime
    result: Result | None


class Wanted(Frozen, frozen=True, kw_only=True):
    """Which open cases: of this zone, and from one percent up to (not with) another.

    `due_until`: only those whose deadline lies ahead, up to then, as things stand.
    """

    reach: Reach
    sop: SopId | None = None
    zone: Zone | None = None
    stands: bool = False
    low: int | None = None
    high: int | None = None
    due_until: datetime | None = None


def groups(reader: Reader, reach: Reach, *, at: datetime) -> tuple[Group, ...]:
    """All open cases within reach, counted by how far they are."""
    shape, given = asked_within(within(reader, reach))
    rows = reader.rows(_groups(shape), given | {"now": second_of(at)})
    return tuple(
        Group(sop=sop, zone=ZONES[zone], stands=bool(stands), percent=at_bin * BIN, count=count)
        for sop, zone, stands, at_bin, count in rows
    )


@cache
def _groups(shape: Shape | None) -> Prepared:
    by = (_P.sop, _ZONE.label("zone"), _STANDS.label("stands"), (_PERCENT // BIN).label("bin"))
    each = select(*by).where(*limited(PACE, shape)).subquery()
    return Prepared(select(*each.c, func.count()).group_by(*each.c))


def marks(
    reader: Reader, wanted: Wanted, *, at: datetime, limit: int, skip: int = 0
) -> tuple[Mark, ...]:
    """Such cases, the one that was due first before the others, without a deadline last."""
    dated = _some(reader, wanted, "dated", at=at, limit=limit, skip=skip)
    if len(dated) == limit:
        return dated
    passed = 0 if dated or not skip else skip - _count_of(reader, wanted, "dated", at=at)
    rest = limit - len(dated)
    return dated + _some(reader, wanted, "undated", at=at, limit=rest, skip=passed)


def _some(  # noqa: PLR0913  # which part of which list
    reader: Reader, wanted: Wanted, part: str, *, at: datetime, limit: int, skip: int
) -> tuple[Mark, ...]:
    """With a deadline or without: so each part is read along the index of deadlines."""
    shape, given = asked_within(within(reader, wanted.reach))
    records = reader.records(
        _marks(_asked(wanted) | {part}, shape),
        given | _given(wanted, at) | {"most": limit, "skipped": skip},
    )
    return tuple(_mark(one) for one in records)


def count(reader: Reader, wanted: Wanted, *, at: datetime) -> int:
    """How many such cases there are."""
    return _count_of(reader, wanted, "", at=at)


def _count_of(reader: Reader, wanted: Wanted, part: str, *, at: datetime) -> int:
    shape, given = asked_within(within(reader, wanted.reach))
    asked = _asked(wanted) | ({part} if part else frozenset())
    ((found,),) = reader.rows(_count(asked, shape), given | _given(wanted, at))
    return int(found)


def _mark(record: dict[str, Any]) -> Mark:
    return msgspec.convert(
        {
            **record,
            "case": record["case_id"],
            "zone": ZONES[record["zone"]],
            "stands": bool(record["stands"]),
            "due": instant_of(record["due"]),
            "over": instant_of(record["over"]),
        },
        Mark,
    )


_OF_ZONE = {
    "late": _IS_LATE,
    "soon": and_(_number(_SOON) == _ZONE),
    "fine": and_(_number(_FINE) == _ZONE),
    "untimed": _P.since.is_(None),
}


def _asked(wanted: Wanted) -> frozenset[str]:
    """Which conditions there are."""
    named = {
        "sop": wanted.sop,
        "stands": wanted.stands or None,
        "low": wanted.low,
        "high": wanted.high,
        "ahead": wanted.due_until,
    }
    asked = {name for name, value in named.items() if value is not None}
    return frozenset(asked | (set() if wanted.zone is None else {wanted.zone}))


def _given(wanted: Wanted, at: datetime) -> dict[str, object]:
    until = wanted.due_until
    return {
        "now": second_of(at),
        "the_sop": wanted.sop,
        "low": wanted.low,
        "high": wanted.high,
        "until": None if until is None else second_of(until),
    }


_UNTIL = bindparam("until", type_=_P.due.type)
_AHEAD = and_(_P.due > _NOW, _P.due <= _UNTIL, _P.used.is_(None))


def _conditions(asked: frozenset[str], shape: Shape | None) -> Iterator[ColumnElement[bool]]:
    yield from limited(PACE, shape)
    others = {
        "sop": _P.sop == bindparam("the_sop"),
        "stands": _P.used.is_not(None),
        "low": and_(_P.since.is_not(None), bindparam("low", type_=Integer) <= _PERCENT),
        "high": bindparam("high", type_=Integer) > _PERCENT,
        "ahead": _AHEAD,
        "dated": _P.due.is_not(None),
        "undated": _P.due.is_(None),
    }
    yield from (condition for name, condition in (others | _OF_ZONE).items() if name in asked)


@cache
def _marks(asked: frozenset[str], shape: Shape | None) -> Prepared:
    shown = select(
        _P.case_id,
        _P.sop,
        _P.version,
        _P.unit,
        _P.due,
        _P.over,
        _P.used,
        _P.opened_at,
        _ZONE.label("zone"),
        _STANDS.label("stands"),
        _PERCENT.label("percent"),
    ).where(*_conditions(asked, shape))
    ordered = shown.order_by(asc(_P.due), asc(_P.case_id))
    return Prepared(ordered.limit(bindparam("most")).offset(bindparam("skipped")))


@cache
def _count(asked: frozenset[str], shape: Shape | None) -> Prepared:
    return Prepared(select(func.count()).select_from(PACE).where(*_conditions(asked, shape)))


def pressing(reader: Reader, reach: Reach, *, at: datetime, limit: int) -> tuple[Mark, ...]:
    """The cases whose deadlines come first or have passed, of those that have one now."""
    return _some(reader, Wanted(reach=reach), "dated", at=at, limit=limit, skip=0)


def opened_since(reader: Reader, reach: Reach, *, since: datetime) -> int:
    """How many cases were opened since then, whatever became of them."""
    shape, given = asked_within(within(reader, reach))
    ((found,),) = reader.rows(_opened(shape), given | {"since": since})
    return int(found)


@cache
def _opened(shape: Shape | None) -> Prepared:
    since = CASE.c.opened_at >= bindparam("since", type_=CASE.c.opened_at.type)
    return Prepared(select(func.count()).select_from(CASE).where(since, *limited(CASE, shape)))


def opened(
    reader: Reader, reach: Reach, *, since: datetime, limit: int, skip: int = 0
) -> tuple[Opened, ...]:
    """These cases, the newest first."""
    shape, given = asked_within(within(reader, reach))
    asked = given | {"since": since, "most": limit, "skipped": skip}
    return tuple(msgspec.convert(one, Opened) for one in reader.records(_openings(shape), asked))


@cache
def _openings(shape: Shape | None) -> Prepared:
    one = CASE.c
    since = one.opened_at >= bindparam("since", type_=one.opened_at.type)
    names = (one.id.label("case"), one.sop, one.version, one.opened_at, one.result)
    shown = select(*names).where(since, *limited(CASE, shape))
    newest = shown.order_by(desc(one.opened_at), asc(one.id))
    return Prepared(newest.limit(bindparam("most")).offset(bindparam("skipped")))
