"""Open cases by the workflow they run under: whom the edit of a calendar concerns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, null, select, tuple_, update

from engine.core.events import Recorded
from engine.core.ids import CaseId, SopId
from engine.core.text import Frozen
from engine.store.codec import decode_recorded
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables import CASE, CASE_EVENT, OUTBOX, TIMER

_LINE = (CASE.c.id, CASE.c.sop, CASE.c.workflow, CASE.c.opened_at)


class OpenCase(Frozen, frozen=True, kw_only=True):
    """An open case. `workflow` is the hash of the SOP version it runs under."""

    id: CaseId
    sop: SopId
    workflow: str
    opened_at: datetime


def count_open(reader: Reader, workflows: Sequence[str]) -> int:
    """How many open cases run under one of these workflows."""
    ((count,),) = reader.rows(_counting(_room(workflows)), _named(workflows))
    return int(count)


def open_cases(
    reader: Reader, workflows: Sequence[str], *, limit: int, after: OpenCase | None = None
) -> tuple[OpenCase, ...]:
    """Up to `limit` open cases under one of these workflows, oldest first, beyond `after`."""
    given: dict[str, object] = {**_named(workflows), "most": limit}
    if after is not None:
        given |= {"after_at": after.opened_at, "after_id": after.id}
    statement = _listing(_room(workflows), is_first=after is None)
    return tuple(msgspec.convert(one, OpenCase) for one in reader.records(statement, given))


def look_again(unit: Unit, workflows: Sequence[str], *, at: datetime) -> None:
    """Let the clocks of these open cases be looked at from `at` on, and what waits in them."""
    given = {**_named(workflows), "looked_at": at}
    unit.execute(_watching(_room(workflows)), given)
    unit.execute(_waking(_room(workflows)), given)


def histories(reader: Reader, cases: Sequence[CaseId]) -> Mapping[CaseId, tuple[Recorded, ...]]:
    """All events of each of these cases, in order."""
    found: dict[CaseId, tuple[Recorded, ...]] = dict.fromkeys(cases, ())
    for case, body in reader.rows(_telling(_room(cases)), _named(cases)):
        found[case] += (decode_recorded(body),)
    return found


def _room(names: Sequence[str]) -> int:
    """Rounded up to a power of two: few sizes, so few statements."""
    return 1 << max(len(names) - 1, 0).bit_length()


def _named(names: Sequence[str]) -> dict[str, object]:
    padded = [*names, *[""] * (_room(names) - len(names))]
    return {f"name_{place}": name for place, name in enumerate(padded)}


def _among(column: ColumnElement[str], room: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"name_{place}", type_=column.type) for place in range(room)])


def _concerned(room: int) -> tuple[ColumnElement[bool], ...]:
    return CASE.c.closed_at.is_(None), _among(CASE.c.workflow, room)


@cache
def _counting(room: int) -> Prepared:
    return Prepared(select(func.count()).select_from(CASE).where(*_concerned(room)))


@cache
def _listing(room: int, *, is_first: bool) -> Prepared:
    place = tuple_(bindparam("after_at", type_=CASE.c.opened_at.type), bindparam("after_id"))
    beyond = () if is_first else (tuple_(CASE.c.opened_at, CASE.c.id) > place,)
    statement = select(*_LINE).where(*_concerned(room), *beyond)
    return Prepared(statement.order_by(CASE.c.opened_at, CASE.c.id).limit(bindparam("most")))


@cache
def _telling(room: int) -> Prepared:
    statement = select(CASE_EVENT.c.case_id, CASE_EVENT.c.body)
    ordered = statement.order_by(CASE_EVENT.c.case_id, CASE_EVENT.c.seq)
    return Prepared(ordered.where(_among(CASE_EVENT.c.case_id, room)))


@cache
def _watching(room: int) -> Prepared:
    when = bindparam("looked_at", type_=TIMER.c.at.type)
    return upsert(TIMER, select(CASE.c.id, when).where(*_concerned(room)))


@cache
def _waking(room: int) -> Prepared:
    """What nobody is at work on becomes available; a wait then finds its instant anew."""
    waits = (OUTBOX.c.kind == "wake_at", OUTBOX.c.owner == null())
    cases = OUTBOX.c.case_id.in_(select(CASE.c.id).where(*_concerned(room)))
    when = bindparam("looked_at", type_=OUTBOX.c.available_at.type)
    return Prepared(update(OUTBOX).where(*waits, cases).values(available_at=when))
