"""Lists of the view `inbox`: stretches of it, as an index cuts them, and counted up to a bound.

A stretch lies between two deadlines; what a person may claim is a pile for each role and unit. So a
page costs what it shows, however long the queue behind it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    asc,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId, UnitId
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.queries import like_pattern
from engine.store.tables import CASE
from engine.store.tables_inbox import INBOX

Order = Literal["due", "opened", "service"]

_IN = INBOX.c
_ORDERS: Mapping[Order, tuple[str, ...]] = {
    "due": ("due", "opened_at", "case_id", "activation"),
    "opened": ("opened_at", "case_id", "activation"),
    "service": ("sop", "paused", "goes_first", "due", "opened_at", "case_id", "activation"),
}
"""As an index has each, or a page would sort a whole queue to show the beginning of it."""


class Pile(Frozen, frozen=True, kw_only=True):
    """Whose tasks: free ones of a role in a unit, those `held_by` somebody or `awaited_by` them.

    `sop`: of this only; of what is held or awaited, of one `unit` only where it is named.
    """

    role: RoleId | None = None
    unit: UnitId | None = None
    held_by: PersonId | None = None
    awaited_by: PersonId | None = None
    sop: SopId | None = None

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        if self.held_by is not None:
            return "held"
        return "free" if self.awaited_by is None else "awaited"

    def holds(self, row: "InboxRow") -> bool:
        """Whether a task lies there."""
        if self.kind == "free":
            is_there = row.assignee is None and row.role == self.role
        elif self.kind == "held":
            is_there = row.assignee == self.held_by
        else:
            is_there = row.awaited_by == self.awaited_by
        return is_there and row.unit == (self.unit or row.unit) and row.sop == (self.sop or row.sop)


class Stretch(Frozen, frozen=True, kw_only=True):
    """From a deadline up to, and without, another; None: whatever that is."""

    paused: bool | None = None
    first: bool | None = None
    since: datetime | None = None
    until: datetime | None = None

    def spans(self, row: "InboxRow") -> bool:
        """Whether a task lies there."""
        return (
            self.paused in {None, row.paused}
            and self.first in {None, row.goes_first}
            and (self.since is None or row.due >= self.since)
            and (self.until is None or row.due < self.until)
        )


WHOLE = Stretch()


class InboxRow(Frozen, frozen=True, kw_only=True):
    """A task in its place. `due` lies beyond all that comes where nothing decides it."""

    case_id: CaseId
    activation: ActivationId
    role: RoleId
    unit: UnitId
    sop: SopId
    assignee: PersonId | None
    awaited_by: PersonId | None
    paused: bool
    goes_first: bool
    due: datetime
    opened_at: datetime
    since: datetime
    sent_by: PersonId

    @property
    def name(self) -> tuple[CaseId, ActivationId]:
        """What tells it from all others."""
        return self.case_id, self.activation

    def place(self, order: Order) -> tuple[Any, ...]:
        """Where it stands among others, in that order."""
        return tuple(getattr(self, name) for name in _ORDERS[order])


class _Shape(Frozen, frozen=True):
    kind: str
    given: frozenset[str]


def listed(
    reader: Reader, pile: Pile, stretch: Stretch, *, order: Order, limit: int
) -> tuple[InboxRow, ...]:
    """The first of a pile's stretch, in that order."""
    shape = _shape(pile, stretch)
    rows = reader.records(_listed(shape, order), _given(pile, stretch) | {"most": limit})
    return tuple(InboxRow(**one) for one in rows)


def counted(reader: Reader, pile: Pile, stretch: Stretch = WHOLE, *, most: int) -> int:
    """How many tasks a pile's stretch has, up to `most`."""
    given = _given(pile, stretch) | {"most": most}
    ((count,),) = reader.rows(_counted(_shape(pile, stretch)), given)
    return int(count)


def come_since(reader: Reader, pile: Pile, at: datetime, *, person: PersonId, most: int) -> int:
    """How many tasks came to a pile after `at`, by somebody else's act than `person`'s."""
    given = _given(pile, WHOLE) | {"came": at, "most": most, "oneself": person}
    ((count,),) = reader.rows(_come(_shape(pile, WHOLE)), given)
    return int(count)


def cases_like(
    reader: Reader, piles: Sequence[Pile], text: str, *, limit: int
) -> tuple[CaseId, ...]:
    """Open cases with a task in any of these whose id or applicant says so somewhere, by id."""
    if not piles:
        return ()
    given: dict[str, object] = {"the_text": like_pattern(text), "most": limit}
    for number, pile in enumerate(piles):
        given |= _given(pile, WHOLE, number)
    like = _like(tuple(_shape(pile, WHOLE) for pile in piles))
    return tuple(CaseId(case) for (case,) in reader.rows(like, given))


def cases_by_name(
    reader: Reader, parts: Sequence[tuple[Pile, Stretch]], *, limit: int
) -> tuple[CaseId, ...]:
    """Open cases with a task in any of these, by the applicant's name as the database sorts it.

    It goes through the cases by name until it has found so many: quick where many of them have one.
    """
    given: dict[str, object] = {"most": limit}
    for number, (pile, stretch) in enumerate(parts):
        given |= _given(pile, stretch, number)
    shapes = tuple(_shape(*part) for part in parts)
    return tuple(CaseId(case) for (case,) in reader.rows(_by_name(shapes), given))


def names_of(reader: Reader, cases: Sequence[CaseId]) -> dict[CaseId, str]:
    """Whom these cases are listed under."""
    return {CaseId(case): name for case, name in _each(reader, _names, cases)}


def rows_of(reader: Reader, cases: Sequence[CaseId]) -> tuple[InboxRow, ...]:
    """All open tasks of people in these cases."""
    names = _rows(1).on(reader.dialect).names
    found = _each(reader, _rows, cases)
    return tuple(InboxRow(**dict(zip(names, row, strict=True))) for row in found)


def _each(
    reader: Reader, statement: Callable[[int], Prepared], cases: Sequence[CaseId]
) -> list[tuple[Any, ...]]:
    if not cases:
        return []
    room = _room(cases)
    given: dict[str, object] = {f"case_{place}": "" for place in range(room)}
    given |= {f"case_{place}": case for place, case in enumerate(cases)}
    return reader.rows(statement(room), given)


def row_of(reader: Reader, case: CaseId, activation: ActivationId) -> InboxRow | None:
    """The place of an open task; None where it is not open."""
    found = reader.records(_one, {"the_case": case, "the_task": activation})
    return InboxRow(**found[0]) if found else None


def _room(some: Sequence[object]) -> int:
    """Room for so many (a power of two, so few statements)."""
    return 1 << max(len(some) - 1, 0).bit_length()


def _shape(pile: Pile, stretch: Stretch) -> _Shape:
    asked = {
        "sop": pile.sop,
        "unit": pile.unit,
        "paused": stretch.paused,
        "first": stretch.first,
        "from": stretch.since,
        "to": stretch.until,
    }
    said = frozenset(name for name, value in asked.items() if value is not None)
    return _Shape(pile.kind, said)


def _given(pile: Pile, stretch: Stretch, number: int = 0) -> dict[str, object]:
    given = {
        "role": pile.role,
        "unit": pile.unit,
        "person": pile.held_by or pile.awaited_by,
        "sop": pile.sop,
        "paused": stretch.paused,
        "first": stretch.first,
        "from": stretch.since,
        "to": stretch.until,
    }
    return {f"the_{name}_{number}": value for name, value in given.items()}


def _where(shape: _Shape, number: int = 0) -> Iterator[ColumnElement[bool]]:
    def said(name: str) -> BindParameter[Any]:
        return bindparam(f"the_{name}_{number}")

    if shape.kind == "free":
        yield _IN.assignee.is_(None)
        yield _IN.role == said("role")
    else:
        column = _IN.assignee if shape.kind == "held" else _IN.awaited_by
        yield column == said("person")
    conditions: dict[str, ColumnElement[bool]] = {
        "sop": _IN.sop == said("sop"),
        "unit": _IN.unit == said("unit"),
        "paused": _IN.paused == said("paused"),
        "first": _IN.goes_first == said("first"),
        "from": _IN.due >= said("from"),
        "to": _IN.due < said("to"),
    }
    yield from (condition for name, condition in conditions.items() if name in shape.given)


_SAID = (CASE.c.id, CASE.c.applicant)
_TEXT = bindparam("the_text", type_=Text)
_COLUMNS = select(*(_IN[name] for name in InboxRow.__struct_fields__))
_one = Prepared(
    _COLUMNS.where(_IN.case_id == bindparam("the_case"), _IN.activation == bindparam("the_task"))
)


def _cases(room: int) -> list[BindParameter[str]]:
    kind = _IN.case_id.type
    return [bindparam(f"case_{place}", type_=kind) for place in range(room)]


@cache
def _rows(room: int) -> Prepared:
    return Prepared(_COLUMNS.where(_IN.case_id.in_(_cases(room))))


@cache
def _names(room: int) -> Prepared:
    return Prepared(select(CASE.c.id, CASE.c.applicant).where(CASE.c.id.in_(_cases(room))))


def _waiting(shapes: tuple[_Shape, ...]) -> Select[Any]:
    """Open cases with a task in any of these."""
    any_of_them = or_(*(and_(*_where(shape, number)) for number, shape in enumerate(shapes)))
    waits = exists().where(_IN.case_id == CASE.c.id, any_of_them)
    return select(CASE.c.id).where(CASE.c.closed_at.is_(None), waits)


@cache
def _by_name(shapes: tuple[_Shape, ...]) -> Prepared:
    by_name = _waiting(shapes).order_by(asc(CASE.c.applicant), asc(CASE.c.id))
    return Prepared(by_name.limit(bindparam("most")))


@cache
def _like(shapes: tuple[_Shape, ...]) -> Prepared:
    by_id = _waiting(shapes).order_by(asc(CASE.c.id)).limit(bindparam("most"))
    return Prepared(  # SQLite's LIKE knows no capitals anyway, and is quicker by more than half
        by_id.where(or_(*(column.like(_TEXT, escape="/") for column in _SAID))),
        postgresql=by_id.where(or_(*(column.ilike(_TEXT, escape="/") for column in _SAID))),
    )


@cache
def _listed(shape: _Shape, order: Order) -> Prepared:
    columns = _COLUMNS.where(*_where(shape))
    by = [asc(_IN[name]) for name in _ORDERS[order]]
    return Prepared(columns.order_by(*by).limit(bindparam("most")))


@cache
def _counted(shape: _Shape) -> Prepared:
    some = select(_IN.activation).where(*_where(shape)).limit(bindparam("most"))
    return Prepared(select(func.count()).select_from(some.subquery()))


@cache
def _come(shape: _Shape) -> Prepared:
    came = (_IN.since > bindparam("came"), _IN.sent_by != bindparam("oneself"))
    some = select(_IN.activation).where(*came, *_where(shape)).limit(bindparam("most"))
    return Prepared(select(func.count()).select_from(some.subquery()))
