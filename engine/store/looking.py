"""A store that is only looked at: it is not made where it is not, and nothing is written."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn, TypeVar

from sqlalchemy import Text, column, func, literal, select, table

from engine.core.errors import StoreUnavailable
from engine.store.connections import parsed_url
from engine.store.faults import translated
from engine.store.job import Reader
from engine.store.on_postgres import PostgresStore
from engine.store.prepared import Prepared
from engine.store.rows import WritingLoad
from engine.store.unit import Store

T = TypeVar("T")

_READER = """
PRAGMA busy_timeout = 4000;
PRAGMA query_only = ON;
PRAGMA cache_size = -8000;
"""
_NAME = "alembic_version"
_prepared = Prepared(
    select(func.count())
    .select_from(table("sqlite_master"))
    .where(column("name", Text) == literal(_NAME)),
    postgresql=select(func.to_regclass(literal(_NAME)).is_not(None)),
)


def is_prepared(reader: Reader) -> bool:
    """Whether there are tables of Alur's."""
    row = reader.row(_prepared)
    return row is not None and bool(row[0])


def open_to_look(url: str) -> Store:
    """The store at `url`, for reading alone; PostgreSQL reads in transactions that cannot write.

    Raises:
        StoreUnavailable: there is no such kind of store, or it cannot be opened.
    """
    parsed = parsed_url(url)
    if parsed.drivername == "sqlite":
        return SqliteLook(Path(parsed.database or "").absolute())
    return PostgresStore(parsed)


class SqliteLook:
    """A file that is read, each time by a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.as_uri()}?mode=ro"

    def read(self, job: Callable[[Reader], T]) -> T:
        """See `Store`."""
        with translated(), closing(self._connection()) as connection:
            connection.execute("BEGIN")
            try:
                return job(Reader(connection.execute, "sqlite"))
            finally:
                connection.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address, uri=True, isolation_level=None)
        for pragma in _READER.strip().splitlines():
            connection.execute(pragma)
        return connection

    def write(self, job: object, *, once: bool = False) -> NoReturn:  # noqa: ARG002  # as `Store` has it
        """Nothing is written.

        Raises:
            StoreUnavailable: always.
        """
        raise StoreUnavailable("This database was opened to be looked at only.")

    def administer(self, work: object) -> NoReturn:
        """As `write`.

        Raises:
            StoreUnavailable: always.
        """
        self.write(work)

    def load(self) -> WritingLoad:
        """See `Store`."""
        return WritingLoad(waiting=0, groups=0, jobs=0)

    def close(self) -> None:
        """Nothing is held."""
