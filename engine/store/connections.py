"""How each database is reached: its file or address, its durability, its limits of waiting."""

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from engine.core.errors import StoreUnavailable

T = TypeVar("T")

MOST_CONNECTIONS = 8
"""To PostgreSQL, per process: beyond this two cores gain nothing."""

_BUSY_MILLISECONDS = 4000

_WRITER = f"""
PRAGMA busy_timeout = {_BUSY_MILLISECONDS};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA recursive_triggers = ON;
PRAGMA secure_delete = FAST;
PRAGMA cache_size = -32000;
PRAGMA journal_size_limit = 67108864;
"""

# Readers never checkpoint: see `Turn`.
_READER = f"""
PRAGMA busy_timeout = {_BUSY_MILLISECONDS};
PRAGMA query_only = ON;
PRAGMA wal_autocheckpoint = 0;
PRAGMA cache_size = -8000;
"""

_POSTGRES_OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        "timezone=UTC",
        "synchronous_commit=on",
        "statement_timeout=4000",
        "lock_timeout=3000",
        "idle_in_transaction_session_timeout=10000",
    )
)
_POSTGRES_LIMITS: dict[str, str | int] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "application_name": "alur",
}
_SILENT_SECONDS = 4.5
_POOL_WAIT_SECONDS = 4.0
_RECONNECT_SECONDS = 3.0
"""After which the pool stops trying, and tries afresh when next asked.

Otherwise its pauses double, and a server that is back is not noticed for minutes.
"""


def parsed_url(url: str) -> URL:
    """`url`, if Alur can keep cases there.

    Raises:
        StoreUnavailable: it is no database URL, or of a database that Alur does not know.
    """
    hint = "Use sqlite:///path/to/file.db or postgresql+psycopg://user@host/name."
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreUnavailable(f"This is not a database URL. {hint}") from None
    if parsed.drivername not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise StoreUnavailable(f"Alur has no store for {parsed.drivername!r}. {hint}")
    if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreUnavailable(f"A store in memory would forget every case. {hint}")
    return parsed


def sqlite_path(url: URL) -> Path:
    """The file behind a SQLite URL; its folder is made, closed to others, if it is not there.

    Raises:
        StoreUnavailable: the folder cannot be made.
    """
    path = Path(url.database or "").absolute()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"The folder of {path.name} cannot be made: {error}") from error
    return path


def open_sqlite(path: Path, *, writing: bool) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by hand.

    Raises:
        sqlite3.Error: the file cannot be opened, or is no database.
    """
    if writing and not path.exists():
        with suppress(OSError):  # SQLite tells why it cannot be made
            path.touch(mode=0o600)  # its journals get the same
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for pragma in (_WRITER if writing else _READER).strip().splitlines():
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class SqliteFile:
    """A connection, and the file it was opened on.

    A file that was moved, deleted or replaced can still be written to: what is kept in it is gone
    with the last connection. So each use first asks whether the path still leads there. A file put
    in its place is not opened: SQLite would mix it with the journal (-wal) of the one before.
    """

    def __init__(self, path: Path, *, writing: bool) -> None:
        """Open the file; the writer makes it if it is not there.

        Raises:
            StoreUnavailable: there is no file to read.
            sqlite3.Error: the file cannot be opened, or is no database.
        """
        if not writing:
            _identity(path)
        self._path = path
        self._connection = open_sqlite(path, writing=writing)
        self._identity = _identity(path)

    def in_place(self) -> sqlite3.Connection:
        """The connection, as long as the path leads to its file.

        Raises:
            StoreUnavailable: it does not.
        """
        if _identity(self._path) != self._identity:
            raise StoreUnavailable(
                f"Another file was put in the place of {self._path.name}. Stop Alur; put a backup"
                " there only then, and without the files that end in -wal and -shm."
            )
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        raise StoreUnavailable(f"The file {path.name} is not where it was.") from None
    return found.st_dev, found.st_ino


class Turn:
    """Whose turn it is to write to a SQLite file, among all processes that do.

    SQLite's own lock lets one process checkpoint while another begins to write, and before 3.51.3
    that can damage the file. So writers also hold a lock on a file beside it, from before they
    begin until after the checkpoint that may follow their commit.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.with_name(f"{path.name}-turn").open("ab")
        except OSError as error:
            raise StoreUnavailable(f"Nothing can be written beside {path.name}: {error}") from error

    def take(self) -> None:
        """Have it, until it is passed on.

        Raises:
            StoreUnavailable: others have had it for longer than anybody should.
        """
        for _ in range(_BUSY_MILLISECONDS):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.001)
            else:
                return
        raise StoreUnavailable("Another process has been writing to the database for too long.")

    def pass_on(self) -> None:
        """Let others have it."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have it for the length of a block. Raises as `take` does."""
        self.take()
        try:
            yield
        finally:
            self.pass_on()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class WentSilent(psycopg.OperationalError):
    """The server has not said a word for too long; whether it did what it was asked is unknown."""


class TimedConnection(psycopg.Connection[TupleRow]):
    """A connection that does not wait for ever for a server which has fallen silent.

    TCP finds a machine that is gone. A server whose process stands still, or that lies behind
    something which takes what is sent and passes nothing on, acknowledges everything.
    """

    _is_patient = False

    def begin_anew(self) -> None:
        """What was asked of it before does not count any more."""
        self._is_patient = False

    def be_patient(self) -> None:
        """What comes may take as long as it takes."""
        self._is_patient = True

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for what the server says, and close the connection where it says nothing.

        Raises:
            WentSilent: it has said nothing for `_SILENT_SECONDS`.
        """
        if timeout is not None or self._is_patient:
            return super().wait(gen, interval, timeout)
        until = time.monotonic() + _SILENT_SECONDS
        try:
            return super().wait(gen, interval, _SILENT_SECONDS)
        except psycopg.Error as error:
            if time.monotonic() < until:
                raise
            self.pgconn.finish()  # nobody waits for it once more
            raise WentSilent("the server has fallen silent") from error


def open_pool(url: URL) -> ConnectionPool[TimedConnection]:
    """Connections to PostgreSQL whose transactions are begun and ended by hand."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return ConnectionPool(
        address,
        connection_class=TimedConnection,
        kwargs={"autocommit": True, "options": _POSTGRES_OPTIONS, **_POSTGRES_LIMITS},
        min_size=1,
        max_size=MOST_CONNECTIONS,
        timeout=_POOL_WAIT_SECONDS,
        reconnect_timeout=_RECONNECT_SECONDS,
        open=True,
    )
