"""The one place where transactions begin and end.

`store.write(job)` is one transaction, `store.read(job)` one snapshot. A job gets a `Unit` (or a
`Reader`); it may be run again from the start, so it does nothing but read and write through it.
What a job raises undoes what the job wrote, and reaches the caller.

SQLite has one writing connection. Whoever finds the pen free writes for all who wait at that
moment: their jobs share one commit, and nobody is answered before that commit is on disk
(`synchronous=FULL`). Where one of them fails having written, the group is undone and each job runs
again on its own. Another process may write to the same file: `Turn` and `BEGIN IMMEDIATE` take
turns with it. PostgreSQL has a small pool; a job's statements are pipelined, so
that those without an answer cost no round trip.
"""

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, NullPool, create_engine

from engine.core.errors import StoreUnavailable
from engine.store.connections import (
    SqliteFile,
    Turn,
    open_sqlite,
    parsed_url,
    sqlite_path,
)
from engine.store.faults import translated, unavailable
from engine.store.job import Reader, Unit
from engine.store.on_postgres import PostgresStore
from engine.store.rows import WritingLoad
from engine.store.ticket import Ticket

__all__ = ["PostgresStore", "Reader", "Store", "Unit", "open_store"]

T = TypeVar("T")

MOST_IN_A_GROUP = 64
"""Jobs that share one commit on SQLite."""

_SQLITE_READERS = 4
_READER_WAIT_SECONDS = 5.0


class Store(Protocol):
    """A database of cases."""

    def write(self, job: Callable[[Unit], T], *, once: bool = False) -> T:
        """Run `job` as one transaction; its result, once that is on disk.

        Args:
            job: what to do; it may be run again from the start.
            once: it must not be: where it would have to, it is given up.

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

    def load(self) -> WritingLoad:
        """How much is being written."""
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


class SqliteStore:
    """A store in one file."""

    def __init__(self, url: URL) -> None:
        self._path = sqlite_path(url)
        self._process = os.getpid()
        self._queue: deque[Ticket[Any]] = deque()
        self._pen = threading.Lock()  # whoever holds it writes, for all who wait
        self._writing: int | None = None
        self._groups = self._jobs = 0
        self._closed = False
        self._readers: LifoQueue[SqliteFile | None] = LifoQueue()
        for _ in range(_SQLITE_READERS):
            self._readers.put(None)  # opened when first needed
        with translated():
            self._file = SqliteFile(self._path, writing=True)
        try:
            self._turn = Turn(self._path)
        except StoreUnavailable:
            self._file.close()
            raise

    def write(self, job: Callable[[Unit], T], *, once: bool = False) -> T:
        """See `Store`."""
        if self._writing == threading.get_ident():
            raise RuntimeError("a job cannot wait for another job")
        self._expect_open()
        ticket = Ticket(job, alone=once)
        self._queue.append(ticket)
        while not ticket.is_answered:
            if self._pen.acquire(blocking=False):
                self._write_group()
            else:
                ticket.wait()
        return ticket.answer()

    def read(self, job: Callable[[Reader], T]) -> T:
        """See `Store`."""
        self._expect_open()
        with translated(), self._reading() as connection:
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
        with translated(), self._turn.taken(), database.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return work(connection)

    def load(self) -> WritingLoad:
        """See `Store`."""
        return WritingLoad(waiting=len(self._queue), groups=self._groups, jobs=self._jobs)

    def close(self) -> None:
        """See `Store`."""
        self._closed = True
        for _ in range(_SQLITE_READERS):  # waits for reads under way
            if (file := self._readers.get()) is not None:
                file.close()
            self._readers.put(None)
        with self._pen:  # the writer closes last: who closes last writes the file whole
            while self._queue:
                self._serve()
            self._file.close()
            self._turn.close()

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

    def _write_group(self) -> None:
        """With the pen in hand: write what waits, put the pen down, wake who comes next."""
        self._writing = threading.get_ident()
        try:
            self._serve()
        finally:
            self._writing = None
            self._pen.release()
            # Looked at after the release: whoever came too late for the pen stands here.
            with suppress(IndexError):
                self._queue[0].ring()

    def _serve(self) -> None:
        group: list[Ticket[Any]] = []
        try:
            self._turn.take()
            try:
                self._serve_group(self._file.in_place(), group)
            finally:
                self._turn.pass_on()
        except BaseException as error:
            group += self._arrivals() if not group else ()
            for ticket in group:
                ticket.error = unavailable(error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._groups += 1
            self._jobs += len(group)
            for ticket in group:
                ticket.hand_over()

    def _serve_group(self, connection: sqlite3.Connection, group: list[Ticket[Any]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for ticket in self._arrivals():
                group.append(ticket)
                if not _perform(connection, ticket):
                    connection.execute("ROLLBACK")
                    if len(group) > 1:
                        _serve_each(connection, group)
                    return
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _arrivals(self) -> Iterator[Ticket[Any]]:
        """Who waits, in order, and who comes while they are served; one that must be alone, is."""
        for place in range(MOST_IN_A_GROUP):
            if not self._queue or (place and self._queue[0].alone):
                return
            ticket = self._queue.popleft()  # only the pen takes from it
            yield ticket
            if ticket.alone:
                return


def _perform(connection: sqlite3.Connection, ticket: Ticket[Any]) -> bool:
    """Run a job; whether what is written so far may be kept. What only refuses has written nothing.

    A savepoint a job would say the same, and cost each of them more than its own statements.
    """
    before = connection.total_changes
    unit = Unit(connection.execute, "sqlite", run_all=connection.executemany)
    return ticket.perform(unit) or connection.total_changes == before


def _serve_each(connection: sqlite3.Connection, group: list[Ticket[Any]]) -> None:
    """Run each job of a group anew, in order, in a transaction of its own."""
    for ticket in group:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT" if _perform(connection, ticket) else "ROLLBACK")
        except sqlite3.Error as error:
            ticket.error = unavailable(error)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
