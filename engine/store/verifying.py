"""All that is the truth, and what follows from it, read in order and a page at a time.

Rows are plain tuples and instants are as the database keeps them: there may be millions, and
whatever stands in a column is to be judged, not believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    bindparam,
    func,
    select,
    tuple_,
    type_coerce,
)

from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import (
    CALENDAR_VERSION,
    CASE,
    CASE_EVENT,
    DEVIATION,
    INCIDENT,
    REGISTER_NUMBER,
    SOP_VERSION,
    TASK,
)
from engine.store.tables_ledger import LEDGER_DUE, LEDGER_ENTRY, LEDGER_NODE
from engine.store.tables_people import DIRECTORY_EVENT
from engine.store.tables_retention import CASE_HOLD
from engine.store.types import UtcDateTime

Row = tuple[Any, ...]

_PAGE = 2000
_LEAST = -(2**31)
"""Below every number that a column of either database can hold as an integer."""

_EVENT = ("case_id", "seq", "kind", "at", "hash", "body")
_CASE = (
    "id",
    "seq",
    "head",
    "state",
    "sop",
    "version",
    "workflow",
    "unit",
    "result",
    "pause",
    "opened_at",
    "last_at",
    "closed_at",
)
CASE_COLUMNS = _CASE[1:]
"""What `case_rows` gives of a case, after its id."""
_SOP = (
    *("sop", "version", "hash", "title", "number", "unit", "steps", "text", "workflow"),
    *("published_at", "published_by", "author"),
)
_CALENDAR = ("id", "version", "hash", "body", "published_at", "published_by", "reason")


def _raw(table: Table, names: Sequence[str]) -> tuple[ColumnElement[Any], ...]:
    """Columns as they are kept."""
    return tuple(
        type_coerce(column, String).label(column.name)
        if isinstance(column.type, UtcDateTime)
        else column
        for column in (table.c[name] for name in names)
    )


@cache
def _page(table: Table, names: tuple[str, ...], key: tuple[str, ...], only: str) -> Prepared:
    """A page in the order of `key` beyond the last row of the page before."""
    place = [bindparam(f"after_{name}", type_=table.c[name].type) for name in key]
    columns = [table.c[name] for name in key]
    asked = select(*_raw(table, names)).order_by(*columns).limit(_PAGE)
    if len(key) == 1:
        asked = asked.where(columns[0] > place[0])
    else:
        asked = asked.where(tuple_(*columns) > tuple_(*place))
    if only:
        asked = asked.where(table.c[only] == bindparam("only_this"))
    return Prepared(asked)


def _read(
    reader: Reader,
    table: Table,
    names: tuple[str, ...],
    after: Mapping[str, object],
    *,
    only: tuple[str, str] | None = None,
) -> Iterator[Row]:
    """All rows beyond `after`, whose names are the key; `only` those of one value of a column."""
    key = tuple(after)
    places = [names.index(name) for name in key]
    statement = _page(table, names, key, "" if only is None else only[0])
    given = {f"after_{name}": value for name, value in after.items()}
    if only is not None:
        given["only_this"] = only[1]
    while page := reader.rows(statement, given):
        yield from page
        if len(page) < _PAGE:
            return
        for name, place in zip(key, places, strict=True):
            given[f"after_{name}"] = page[-1][place]


def events(reader: Reader, case: str | None = None) -> Iterator[Row]:
    """Events by case and number: case, number, kind, instant, hash, body."""
    only = None if case is None else ("case_id", case)
    return _read(reader, CASE_EVENT, _EVENT, {"case_id": "", "seq": _LEAST}, only=only)


def case_rows(reader: Reader, case: str | None = None) -> Iterator[Row]:
    """The rows of cases by id: the id and `CASE_COLUMNS`."""
    return _read(reader, CASE, _CASE, {"id": ""}, only=None if case is None else ("id", case))


def people_events(reader: Reader) -> Iterator[Row]:
    """Events of the directory: number, kind, instant, hash, body."""
    return _read(reader, DIRECTORY_EVENT, _EVENT[1:], {"seq": _LEAST})


def sop_versions(reader: Reader) -> Iterator[Row]:
    """Published SOPs by name and version, the name twice: as stream, and what its columns say."""
    return _read(reader, SOP_VERSION, _SOP, {"sop": "", "version": _LEAST})


def calendar_versions(reader: Reader) -> Iterator[Row]:
    """Published calendars by name and version: name, version, hash, body, when, by whom, why."""
    return _read(reader, CALENDAR_VERSION, _CALENDAR, {"id": "", "version": _LEAST})


def entries_by_stream(reader: Reader, stream: str | None = None) -> Iterator[Row]:
    """Entries of the ledger by stream and number: stream, number, hash, position."""
    names = ("stream", "seq", "hash", "position")
    only = None if stream is None else ("stream", stream)
    after = {"stream": "", "seq": _LEAST, "position": -1}
    return _read(reader, LEDGER_ENTRY, names, after, only=only)


def entries_by_position(reader: Reader) -> Iterator[Row]:
    """Entries of the ledger by position: position, stream, number, hash."""
    names = ("position", "stream", "seq", "hash")
    return _read(reader, LEDGER_ENTRY, names, {"position": _LEAST})


def due(reader: Reader, stream: str | None = None) -> dict[tuple[str, int], object]:
    """What waits for its number, by stream and number: its hash, none for versions."""
    names = ("id", "stream", "seq", "hash")
    only = None if stream is None else ("stream", stream)
    found = _read(reader, LEDGER_DUE, names, {"id": -1}, only=only)
    return {(name, seq): kept for _, name, seq, kept in found}


_nodes = Prepared(select(LEDGER_NODE.c.level, LEDGER_NODE.c.number, LEDGER_NODE.c.hash))
_counts = Prepared(
    select(
        select(func.count()).select_from(CASE_EVENT).scalar_subquery(),
        select(func.count()).select_from(LEDGER_ENTRY).scalar_subquery(),
    )
)


def nodes(reader: Reader) -> dict[tuple[int, int], object]:
    """The tree as it is kept, by level and number: one for some hundred entries."""
    return {(level, number): kept for level, number, kept in reader.rows(_nodes)}


def how_much(reader: Reader) -> tuple[int, int]:
    """How many events of cases there are, and how many entries of the ledger."""
    row = reader.row(_counts)
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


_REGISTER = REGISTER_NUMBER.c
_registers = Prepared(
    select(_REGISTER.register_id, _REGISTER.unit, func.sum(_REGISTER.last)).group_by(
        _REGISTER.register_id, _REGISTER.unit
    )
)


def registers(reader: Reader) -> list[Row]:
    """Register, unit, and how many numbers were given out in all years together."""
    return [(name, unit, int(last)) for name, unit, last in reader.rows(_registers)]


_tasks = Prepared(select(TASK).where(TASK.c.case_id == bindparam("of")))
_incidents = Prepared(select(INCIDENT).where(INCIDENT.c.case_id == bindparam("of")))
_deviations = Prepared(select(DEVIATION).where(DEVIATION.c.case_id == bindparam("of")))
_holds = Prepared(select(CASE_HOLD).where(CASE_HOLD.c.case_id == bindparam("of")))
_names = Prepared(select(CASE.c.applicant.label("name")).where(CASE.c.id == bindparam("of")))


def views_of(reader: Reader, case: str) -> dict[str, list[dict[str, Any]]]:
    """The rows that lists are made of, of one case, by their table."""
    tables = {"task": _tasks, "incident": _incidents, "deviation": _deviations, "case_hold": _holds}
    return {name: reader.records(asked, {"of": case}) for name, asked in tables.items()}


def name_of(reader: Reader, case: str) -> str:
    """The name that a case is listed under; empty where nobody is to be named."""
    row = reader.row(_names, {"of": case})
    return "" if row is None else str(row[0])
