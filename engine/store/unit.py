"""The one place where transactions begin and end.

`store.write(job)` is one transaction, `store.read(job)` one snapshot. A job gets a `Unit` (or a
`Reader`); it may be run again from the start, so it does nothing but read and write through it.
What a job raises undoes what the job wrote, and reaches the caller.

SQLite has one writer thread. Jobs that wait at the same time share one commit, each behind its
own savepoint, and nobody is answered before that commit is on disk (`synchronous=FULL`). Another
process may write to the same file: `BEGIN IMMEDIATE` takes turns with it. PostgreSQL has a small
pool; a job's statements are pipelined, so that those without an answer cost no round trip.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

import psycopg
from psycopg import errors as pg
from sqlalchemy import URL, Connection, NullPool, create_engine, exc

from engine.core.errors import InputRefused, StoreUnavailable
from engine.store.connections import (
    SqliteFile,
    Turn,
    open_pool,
    open_sqlite,
    parsed_url,
    sqlite_path,
)
from engine.store.job import Reader, Unit

__all__ = ["Reader", "Store", "Unit", "open_store"]

T = TypeVar("T")

MOST_IN_A_GROUP = 64
"""Jobs that share one commit on SQLite."""

_SQLITE_READERS = 4
_READER_WAIT_SECONDS = 5.0
_POSTGRES_TRIES = 4
_MIGRATION_LOCK = 0x616C7572  # "alur": any number that nobody else uses


class Store(Protocol):
    """A database of cases."""

    def write(self, job: Callable[[Unit], T]) -> T:
        """Run `job` as one transaction; its result, once that is on disk.

        Raises:
            StoreUnavailable: the database cannot be reached, is busy for too long, or is full.
        """
        ...

    def read(self, job: Callable[[Reader], T]) -> T:
        """Run `job` on one snapshot.

        Raises:
            StoreUnavailable: the database cannot be reached, or is busy for too long.
        """
        ...

    def administer(self, work: Callable[[Connection], T]) -> T:
        """Run `work` (migrations) alone in one transaction of SQLAlchemy's."""
        ...

    def close(self) -> None:
        """Finish what was begun and let go of the database."""
        ...


def open_store(url: str) -> Store:
    """The store at `url`: `sqlite:///path.db` or `postgresql+psycopg://user@host/name`.

    Raises:
        StoreUnavailable: there is no such kind of store, or it cannot be opened.
    """
    parsed = parsed_url(url)
    return SqliteStore(parsed) if parsed.drivername == "sqlite" else PostgresStore(parsed)


class _Ticket(Generic[T]):
    """A job in the writer's queue, and who waits for it."""

    __slots__ = ("_answer", "_job", "error", "result")

    def __init__(self, job: Callable[[Unit], T]) -> None:
        self._job = job
        self._answer: Future[T] = Future()
        self.result: T | None = None
        self.error: BaseException | None = None

    def perform(self, unit: Unit) -> bool:
        """Run the job; whether it went well."""
        try:
            self.result = self._job(unit)
        except BaseException as error:  # noqa: BLE001  # the one who waits gets it
            self.error = _said_plainly(error)
        return self.error is None

    def hand_over(self) -> None:
        """Answer, now that it is certain."""
        if self.error is None:
            self._answer.set_result(self.result)  # type: ignore[arg-type]  # set by perform
        else:
            self._answer.set_exception(self.error)

    def wait(self) -> T:
        """The answer."""
        return self._answer.result()


class SqliteStore:
    """A store in one file."""

    def __init__(self, url: URL) -> None:
        self._path = sqlite_path(url)
        self._process = os.getpid()
        self._queue: SimpleQueue[_Ticket[Any] | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._readers: LifoQueue[SqliteFile | None] = LifoQueue()
        for _ in range(_SQLITE_READERS):
            self._readers.put(None)  # opened when first needed
        with _translated():
            file = SqliteFile(self._path, writing=True)
        try:
            self._turn = Turn(self._path)
        except StoreUnavailable:
            file.close()
            raise
        self._writer = threading.Thread(
            target=self._serve, args=(file,), name="alur-writer", daemon=True
        )
        self._writer.start()

    def write(self, job: Callable[[Unit], T]) -> T:
        """See `Store`."""
        if threading.current_thread() is self._writer:
            raise RuntimeError("a job cannot wait for another job")
        ticket = _Ticket(job)
        with self._door:
            self._expect_open()
            self._queue.put(ticket)
        return ticket.wait()

    def read(self, job: Callable[[Reader], T]) -> T:
        """See `Store`."""
        self._expect_open()
        with _translated(), self._reading() as connection:
            connection.execute("BEGIN")
            try:
                return job(Reader(connection.execute, "sqlite"))
            finally:
                connection.execute("ROLLBACK")

    def administer(self, work: Callable[[Connection], T]) -> T:
        """See `Store`."""
        self._expect_open()
        database = create_engine(
            "sqlite://",
            creator=lambda: open_sqlite(self._path, writing=True),
            poolclass=NullPool,
        )
        with _translated(), self._turn.taken(), database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return work(connection)

    def close(self) -> None:
        """See `Store`."""
        with self._door:
            if self._closed:
                return
            self._closed = True
        for _ in range(_SQLITE_READERS):  # waits for reads under way
            if (file := self._readers.get()) is not None:
                file.close()
        self._queue.put(None)  # the writer closes last: who closes last writes the file whole
        self._writer.join()

    def _expect_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store is closed.")
        if os.getpid() != self._process:
            raise StoreUnavailable("The store was opened before this process forked; open it anew.")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            kept = self._readers.get(timeout=_READER_WAIT_SECONDS)
        except Empty:
            raise StoreUnavailable("All readers of the store are busy.") from None
        try:
            if kept is None:
                kept = SqliteFile(self._path, writing=False)
            yield kept.in_place()
        finally:
            self._readers.put(kept)

    def _serve(self, file: SqliteFile) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            try:
                with self._turn.taken():
                    self._serve_group(file.in_place(), group)
            except Exception as error:  # noqa: BLE001  # whoever waits must be answered
                for ticket in group:
                    ticket.error = _unavailable(error)
            for ticket in group:
                ticket.hand_over()
        file.close()
        self._turn.close()

    def _serve_group(self, connection: sqlite3.Connection, group: list[_Ticket[Any]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _perform_first(connection, group[0])
            for ticket in self._arrivals():
                group.append(ticket)
                _perform_next(connection, ticket)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _arrivals(self) -> Iterator[_Ticket[Any]]:
        for _ in range(MOST_IN_A_GROUP - 1):
            try:
                ticket = self._queue.get_nowait()
            except Empty:
                return
            if ticket is None:  # closing: the outer loop must see it
                self._queue.put(None)
                return
            yield ticket


def _perform_first(connection: sqlite3.Connection, ticket: _Ticket[Any]) -> None:
    # Needs no savepoint: there is nothing before it that a rollback could take along.
    if not ticket.perform(Unit(connection.execute, "sqlite")):
        connection.execute("ROLLBACK")
        connection.execute("BEGIN IMMEDIATE")


def _perform_next(connection: sqlite3.Connection, ticket: _Ticket[Any]) -> None:
    connection.execute("SAVEPOINT job")
    if not ticket.perform(Unit(connection.execute, "sqlite")):
        connection.execute("ROLLBACK TO job")
    connection.execute("RELEASE job")


class PostgresStore:
    """A store on a PostgreSQL server."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._process = os.getpid()
        self._closed = False
        self._pool = open_pool(url)
        try:
            with _translated():
                self._pool.wait(timeout=5)
        except StoreUnavailable:
            self._pool.close()
            raise

    def write(self, job: Callable[[Unit], T]) -> T:
        """See `Store`."""
        with _translated():
            for _ in range(_POSTGRES_TRIES - 1):
                with suppress(pg.SerializationFailure, pg.DeadlockDetected, _FoundBroken):
                    return self._write_once(job)
            return self._write_once(job)

    def read(self, job: Callable[[Reader], T]) -> T:
        """See `Store`."""
        with _translated():
            with suppress(_FoundBroken):
                return self._read_once(job)
            return self._read_once(job)

    def administer(self, work: Callable[[Connection], T]) -> T:
        """See `Store`."""
        self._expect_open()
        database = create_engine(self._url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        with _translated(), database.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            return work(connection)

    def close(self) -> None:
        """See `Store`."""
        self._closed = True
        self._pool.close()

    def _read_once(self, job: Callable[[Reader], T]) -> T:
        with self._connection() as connection, connection.pipeline():
            with _before_commit(connection):
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                found = job(Reader(connection.execute, "postgresql"))
            connection.execute("COMMIT")
            return found

    def _write_once(self, job: Callable[[Unit], T]) -> T:
        clashes: dict[str, Exception] = {}
        try:
            with self._connection() as connection, connection.pipeline():
                unit = Unit(connection.execute, "postgresql")
                clashes = unit.clashes
                with _before_commit(connection):
                    connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
                    done = job(unit)
                connection.execute("COMMIT")
                return done
        except pg.UniqueViolation as error:
            clash = clashes.get(error.diag.table_name or "")
            if clash is None:
                raise
            raise clash from error

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        self._expect_open()
        with self._pool.connection() as connection:
            try:
                yield connection
            except BaseException as error:
                if _is_broken(connection, error):
                    connection.close()
                    self._pool.drain()  # what waits in it is as old, and as broken
                else:
                    connection.rollback()
                raise

    def _expect_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store is closed.")
        if os.getpid() != self._process:
            raise StoreUnavailable("The store was opened before this process forked; open it anew.")


class _FoundBroken(psycopg.OperationalError):
    """The connection broke before its commit was asked for, so nothing can have been kept."""


@contextmanager
def _before_commit(connection: psycopg.Connection) -> Iterator[None]:
    try:
        yield
    except psycopg.OperationalError as error:
        if _is_broken(connection, error):
            raise _FoundBroken(*error.args) from error
        raise


def _is_broken(connection: psycopg.Connection, error: BaseException) -> bool:
    """Whether the server has left, or has just said that it will."""
    leaves = _FoundBroken | pg.AdminShutdown | pg.CrashShutdown
    return connection.closed or isinstance(error, leaves)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        plain = _said_plainly(error)
        if plain is error:
            raise
        raise plain from error


def _said_plainly(error: BaseException) -> BaseException:
    """What the driver cannot help, in Alur's words; a mistake of ours stays as it is."""
    match error:
        case exc.OperationalError():
            return _unavailable(error.orig or error)
        case sqlite3.IntegrityError() | sqlite3.ProgrammingError():
            return error
        case sqlite3.DatabaseError() | psycopg.OperationalError() | pg.UndefinedTable():
            return _unavailable(error)
        case psycopg.DataError() | UnicodeEncodeError() | OverflowError():
            return InputRefused({"value": "is one that the database cannot keep"})
        case _:
            return error


def _unavailable(error: BaseException) -> StoreUnavailable:
    if isinstance(error, StoreUnavailable):
        return error
    return StoreUnavailable(f"The database cannot be used: {error}")
