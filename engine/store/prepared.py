"""Statements written once in SQLAlchemy Core, spelled once per database, run on the driver.

Building and running a statement through SQLAlchemy each time costs several times the statement
itself. Here the text is made once; a run is a dictionary and the driver. Values are converted by
the column types, as SQLAlchemy would.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Delete, Dialect, Insert, Select, Table, Update, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import TypeEngine

from engine.store.types import UtcDateTime, text_from_instant

DialectName = Literal["sqlite", "postgresql"]
Statement = Select[Any] | Insert | Update | Delete
_Converter = Callable[[Any], Any]

_DIALECTS: Mapping[DialectName, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="named"),
    "postgresql": make_url("postgresql+psycopg://").get_dialect()(),
}


class Spelled:
    """A statement in the words of one database, with what its values need on the way."""

    __slots__ = ("_columns", "_constants", "_parameters", "names", "table", "text")

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        options = {"render_postcompile": True}
        compiled = statement.compile(dialect=dialect, compile_kwargs=options)
        self.text = str(compiled)
        self.table = "" if isinstance(statement, Select) else statement.table.description
        self.names = tuple(column.key or "" for column in statement.exported_columns)
        self._constants = {k: value for k, value in compiled.params.items() if value is not None}
        self._parameters: tuple[tuple[str, _Converter], ...] = tuple(
            (name, convert)
            for name, parameter in compiled.binds.items()
            if (convert := _binder(parameter.type, dialect))
        )
        self._columns: tuple[tuple[int, _Converter], ...] = tuple(
            (place, convert)
            for place, column in enumerate(statement.exported_columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        )

    def bind(self, given: Mapping[str, object]) -> dict[str, object]:
        """The parameters as the driver wants them."""
        bound = {**self._constants, **given} if self._constants else dict(given)
        for name, convert in self._parameters:
            bound[name] = convert(bound[name])
        return bound

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row as the program wants it."""
        if not self._columns:
            return row
        values = list(row)
        for place, convert in self._columns:
            values[place] = convert(values[place])
        return tuple(values)


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> _Converter | None:
    """What a value needs on its way in; for instants without SQLAlchemy's detour."""
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _instant
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _instant(value: datetime | None) -> str | None:
    return None if value is None else text_from_instant(value)


class Prepared:
    """A fixed statement, spelled on first use; `postgresql` where the two cannot be said alike."""

    def __init__(self, statement: Statement, *, postgresql: Statement | None = None) -> None:
        other = statement if postgresql is None else postgresql
        self._said: Mapping[DialectName, Statement] = {"sqlite": statement, "postgresql": other}
        self._spelled: dict[DialectName, Spelled] = {}

    def on(self, dialect: DialectName) -> Spelled:
        """This statement as `dialect` says it."""
        spelled = self._spelled.get(dialect)
        if spelled is None:  # two threads may both come here; they spell the same
            spelled = Spelled(self._said[dialect], _DIALECTS[dialect])
            self._spelled[dialect] = spelled
        return spelled


def upsert(table: Table, rows: Select[Any] | None = None) -> Prepared:
    """Insert a row, or all that `rows` selects; a row whose key is taken gets the new values.

    `rows` selects the columns in the order of the table.
    """
    return Prepared(
        _upsert(sqlite.insert(table), table, rows),
        postgresql=_upsert(postgresql.insert(table), table, rows),
    )


def _upsert(
    statement: sqlite.Insert | postgresql.Insert, table: Table, rows: Select[Any] | None
) -> Insert:
    chosen = statement if rows is None else statement.from_select(table.c.keys(), rows)
    again = {one.name: statement.excluded[one.name] for one in table.c if not one.primary_key}
    return chosen.on_conflict_do_update(index_elements=table.primary_key.columns, set_=again)
