"""A store on a PostgreSQL server: a small pool, statements pipelined, nobody waited for too long.

A server can fall silent without a word: its machine is gone, the network drops what is sent, its
process stands still. Statements have their limit there, but only a server that lives keeps to it.
So whoever asks has a limit as well (`connections.TimedConnection`), and who was answered with
silence does not ask again: what came of a commit is not known, and the next in line waits already.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import psycopg
from psycopg import errors as pg
from sqlalchemy import URL, Connection, NullPool, create_engine

from engine.core.errors import StoreUnavailable
from engine.store.connections import TimedConnection, WentSilent, open_pool
from engine.store.faults import translated
from engine.store.job import Reader, Unit
from engine.store.rows import WritingLoad

T = TypeVar("T")

_POSTGRES_TRIES = 4
_QUICKLY_SECONDS = 0.5
"""A connection that was old breaks at once; what took longer is a network that answers nobody."""
_MIGRATION_LOCK = 0x616C7572  # "alur": any number that nobody else uses


class PostgresStore:
    """A store on a PostgreSQL server."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._process = os.getpid()
        self._closed = False
        self._pool = open_pool(url)
        try:
            with translated():
                self._pool.wait(timeout=5)
        except StoreUnavailable:
            self._pool.close()
            raise

    def write(self, job: Callable[[Unit], T], *, once: bool = False) -> T:
        """See `Store`."""
        with translated():
            again = _AgainIfQuick()
            for _ in range(0 if once else _POSTGRES_TRIES - 1):
                with suppress(pg.SerializationFailure, pg.DeadlockDetected), again:
                    return self._write_once(job)
            return self._write_once(job)

    def read(self, job: Callable[[Reader], T]) -> T:
        """See `Store`."""
        with translated():
            with _AgainIfQuick():
                return self._read_once(job)
            return self._read_once(job)

    def administer(self, work: Callable[[Connection], T]) -> T:
        """See `Store`."""
        self._expect_open()
        database = create_engine(self._url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        with translated(), database.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            return work(connection)

    def load(self) -> WritingLoad:
        """See `Store`."""
        return WritingLoad(waiting=self._pool.get_stats().get("requests_waiting", 0))

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
                unit = Unit(connection.execute, "postgresql", be_patient=connection.be_patient)
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
    def _connection(self) -> Iterator[TimedConnection]:
        self._expect_open()
        with self._pool.connection() as connection:
            connection.begin_anew()
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


class _AgainIfQuick:
    """Passes over a connection that was found broken, as long as nobody has waited for it."""

    def __init__(self) -> None:
        self._until = time.monotonic() + _QUICKLY_SECONDS

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        return isinstance(error, _FoundBroken) and time.monotonic() < self._until


@contextmanager
def _before_commit(connection: psycopg.Connection) -> Iterator[None]:
    try:
        yield
    except WentSilent:
        raise
    except psycopg.OperationalError as error:
        if _is_broken(connection, error):
            raise _FoundBroken(*error.args) from error
        raise


def _is_broken(connection: psycopg.Connection, error: BaseException) -> bool:
    """Whether the server has left, or has just said that it will."""
    leaves = _FoundBroken | pg.AdminShutdown | pg.CrashShutdown
    return connection.closed or isinstance(error, leaves)
