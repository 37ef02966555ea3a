"""Everything that a database holds, as rows in which both kinds of database say the same.

The tables are read as they are found, not as this release knows them, so that a database of an
older release is copied as well. All of it is one snapshot: people go on working meanwhile.
"""

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Any, Literal

import psycopg
from sqlalchemy import (
    URL,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    NullPool,
    String,
    Table,
    create_engine,
    text,
)
from sqlalchemy.types import TypeEngine

from engine.core.errors import StoreUnavailable
from engine.core.text import Frozen
from engine.store.connections import open_sqlite, parsed_url, sqlite_path
from engine.store.faults import translated
from engine.store.types import text_from_instant

Kind = Literal["text", "int", "bytes", "bool", "instant", "day"]
Row = tuple[Any, ...]

LEFT_OUT = frozenset({"alembic_version", "session", "process", "leadership"})
"""What is of the moment: who is signed in and which process runs must not come back to life."""

_ATTACHED = text(
    "SELECT body FROM case_event WHERE kind = 'file_attached' AND case_id NOT IN"
    " (SELECT case_id FROM case_event WHERE kind = 'case_disposed')"
)
_ORDERS = (
    "SELECT case_id, seq, kind, at FROM case_event"
    " WHERE kind IN ('case_disposed', 'data_erased') ORDER BY at, case_id, seq"
)

_INSTANT_WIDTH = 27
_AS_TEXT = "="
"""What bytes that are text begin with; it begins no base64."""


class ColumnShape(Frozen, frozen=True, kw_only=True):
    """A column, as both databases have it."""

    name: str
    kind: Kind


class TableShape(Frozen, frozen=True, kw_only=True):
    """A table, as both databases have it."""

    name: str
    columns: tuple[ColumnShape, ...]


class Order(Frozen, frozen=True, kw_only=True):
    """An event after which something is to be gone for good: data, or a whole case. `at` in UTC."""

    case: str
    seq: int
    kind: str
    at: datetime


class Snapshot:
    """A database at one instant. `schema` is the revision of its tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name
        self._tables = tables_of(connection)
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        self.schema = str(found.scalar_one())
        self.tables = tuple(shape_of(table) for table in self._tables.values())

    def count(self, table: str) -> int:
        """How many rows a table has."""
        statement = f"SELECT count(*) FROM {quoted(table)}"  # noqa: S608  # its own name
        return int(self._connection.exec_driver_sql(statement).scalar_one())

    def rows(self, shape: TableShape) -> Iterator[Row]:
        """The rows of a table in the order of its key, as an archive has them."""
        statement = _select(self._tables[shape.name], shape)
        driver: Any = self._connection.connection.driver_connection
        read = _from_postgres if self.dialect == "postgresql" else _from_sqlite
        changes = _changes(shape, self.dialect, _SAID)
        for row in read(driver, statement):
            yield changed(row, changes)

    def newest_note(self) -> str:
        """The checkpoint that was signed last; empty where none was."""
        if "checkpoint" not in self._tables:
            return ""
        newest = "SELECT note FROM checkpoint ORDER BY id DESC LIMIT 1"
        return str(self._connection.exec_driver_sql(newest).scalar_one_or_none() or "")

    def attachments(self) -> Iterator[bytes]:
        """The events that name documents, but for cases whose documents were disposed of."""
        found = self._connection.execute(_ATTACHED)
        yield from (bytes(body) for (body,) in found)

    def hold(self) -> None:
        """Let no migration change a table while it is read; only PostgreSQL could begin one."""
        if self.dialect == "postgresql":
            names = ", ".join(quoted(name) for name in self._tables)
            self._connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS SHARE MODE")


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """The database at `url` as it is now, for as long as the block lasts.

    Raises:
        StoreUnavailable: it cannot be used, or has no tables.
    """
    with translated(), _connected(parsed_url(url)) as connection:
        connection.exec_driver_sql(_BEGIN[connection.dialect.name])
        if not connection.dialect.has_table(connection, "alembic_version"):
            raise StoreUnavailable("There are no tables in the database yet.")
        taken = Snapshot(connection)
        taken.hold()
        yield taken


_BEGIN = {
    "sqlite": "BEGIN",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """A connection of its own, which nobody hurries."""
    if url.drivername == "sqlite":
        path = sqlite_path(url)
        if not path.exists():
            raise StoreUnavailable(f"There is no database {path.name}.")
        database = create_engine(
            "sqlite://", creator=lambda: open_sqlite(path, writing=False), poolclass=NullPool
        )
    else:
        database = create_engine(
            url.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            connect_args={"connect_timeout": 3, "application_name": "alur backup"},
        )
    with database.connect() as connection:
        yield connection


def processes_seen(url: str) -> tuple[tuple[str, datetime], ...]:
    """The processes that said they work on a database, and when they last did.

    Raises:
        StoreUnavailable: it cannot be read.
    """
    rows = _looked_up(url, "process", "SELECT name, seen_at FROM process")
    return tuple((name, _instant(seen)) for name, seen in rows)


def orders_in(url: str) -> tuple[Order, ...]:
    """All that was erased or disposed of in a database, the first one first.

    Raises:
        StoreUnavailable: it cannot be read.
    """
    rows = _looked_up(url, "case_event", _ORDERS)
    return tuple(Order(case=one[0], seq=one[1], kind=one[2], at=_instant(one[3])) for one in rows)


def _looked_up(url: str, table: str, said: str) -> list[Row]:
    """Rows of a database; nothing of it is touched, not even the journal of a file at rest."""
    parsed = parsed_url(url)
    with translated():
        if parsed.drivername == "sqlite":
            address = f"{sqlite_path(parsed).as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as file:
                return file.execute(said).fetchall()
        with _connected(parsed) as connection:
            if not connection.dialect.has_table(connection, table):
                return []  # somebody else's tables
            return [tuple(row) for row in connection.exec_driver_sql(said)]


def _instant(said: str | datetime) -> datetime:
    return said if isinstance(said, datetime) else datetime.fromisoformat(said)


def tables_of(connection: Connection) -> dict[str, Table]:
    """The tables that belong into an archive; what others refer to comes before them."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {str(one.name): one for one in metadata.sorted_tables if one.name not in LEFT_OUT}


def shape_of(table: Table) -> TableShape:
    """What both databases call the columns of a table, and keep in them."""
    columns = tuple(ColumnShape(name=str(one.name), kind=_kind(one.type)) for one in table.columns)
    return TableShape(name=str(table.name), columns=columns)


def _kind(found: TypeEngine[Any]) -> Kind:
    match found:
        case Boolean():
            return "bool"
        case Integer():
            return "int"
        case LargeBinary():
            return "bytes"
        case DateTime():
            return "instant"
        case Date():
            return "day"
        case String() if found.length == _INSTANT_WIDTH:
            return "instant"
        case String():
            return "text"
        case _:
            raise TypeError(f"a column of {found!r} has no place in an archive")


def quoted(name: str) -> str:
    """A name as both databases take it in a statement."""
    return '"' + name.replace('"', '""') + '"'


def _select(table: Table, shape: TableShape) -> str:
    columns = ", ".join(quoted(one.name) for one in shape.columns)
    order = ", ".join(quoted(one.name) for one in table.primary_key.columns)
    return f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {order}"  # noqa: S608  # its own names


def _from_sqlite(driver: Any, statement: str) -> Iterator[Row]:  # noqa: ANN401  # the driver's own
    yield from driver.execute(statement)


def _from_postgres(driver: psycopg.Connection, statement: str) -> Iterator[Row]:
    with driver.cursor(name="alur_backup") as cursor:
        cursor.itersize = 2000
        yield from cursor.execute(statement.encode())


Changes = tuple[tuple[int, Callable[[Any], Any]], ...]


def changed(row: Row, changes: Changes) -> Row:
    """A row with some of its values said differently; None stays None."""
    if not changes:
        return row
    values = list(row)
    for place, change in changes:
        if values[place] is not None:
            values[place] = change(values[place])
    return tuple(values)


def changes_to_load(shape: TableShape, dialect: str) -> Changes:
    """What the values of an archive need to become those of a database."""
    return _changes(shape, dialect, _HEARD)


def _changes(
    shape: TableShape, dialect: str, table: Mapping[tuple[str, Kind], Callable[[Any], Any]]
) -> Changes:
    return tuple(
        (place, change)
        for place, column in enumerate(shape.columns)
        if (change := table.get((dialect, column.kind)))
    )


def _said_bytes(value: bytes | str) -> str:
    """Text as it is, so that it packs well and can be read; the rest in base64.

    SQLite has text among bytes where somebody else's hand put it there.
    """
    if isinstance(value, str):
        return _AS_TEXT + value
    try:
        return _AS_TEXT + bytes(value).decode()
    except UnicodeDecodeError:
        return b64encode(value).decode("ascii")


def _heard_bytes(value: str) -> bytes:
    if value.startswith(_AS_TEXT):
        return value[1:].encode()
    return b64decode(value, validate=True)


_SAID: Mapping[tuple[str, Kind], Callable[[Any], Any]] = {
    ("sqlite", "bytes"): _said_bytes,
    ("sqlite", "bool"): bool,
    ("postgresql", "bytes"): _said_bytes,
    ("postgresql", "instant"): text_from_instant,
    ("postgresql", "day"): date.isoformat,
}
_HEARD: Mapping[tuple[str, Kind], Callable[[Any], Any]] = {
    ("sqlite", "bytes"): _heard_bytes,
    ("sqlite", "bool"): int,
    ("postgresql", "bytes"): _heard_bytes,
    ("postgresql", "instant"): datetime.fromisoformat,
    ("postgresql", "day"): date.fromisoformat,
}
