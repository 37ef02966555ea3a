"""What a database holds, how large it is, and how it is with the cases of many days in it."""

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import Table, make_url

from engine.store.tables import CASE, DEVIATION, METADATA, OUTBOX, TASK
from engine.store.types import UtcDateTime

FILLED: tuple[Table, ...] = (CASE, TASK, DEVIATION)
"""What is counted and searched. Histories are not multiplied: no list reads them."""

QUEUED = 10_000


class Disk(Protocol):
    """A database beside the engine's back: to look at, and to fill."""

    def ask(self, text: str) -> list[tuple[Any, ...]]: ...
    def sizes(self) -> dict[str, tuple[int, int]]:
        """Bytes of each table, and of its indexes."""
        ...

    def earlier(self, column: str, days: int) -> str:
        """The words for an instant so many days before that of a column."""
        ...

    def settle(self) -> None:
        """Let the database learn what it holds."""
        ...

    def server_seconds(self) -> float:
        """Seconds of CPU that the server's processes have used; 0 where there is none."""
        ...

    def written(self) -> int:
        """Bytes of the write-ahead log so far; 0 where they are not counted."""
        ...


class SqliteDisk:
    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        for words in ("synchronous=OFF", "cache_size=-200000"):  # only this connection's
            self._connection.execute(f"PRAGMA {words}")

    def ask(self, text: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(text).fetchall()

    def sizes(self) -> dict[str, tuple[int, int]]:
        of_table = dict(self.ask("SELECT name, tbl_name FROM sqlite_master"))
        found: dict[str, tuple[int, int]] = {}
        for name, size in self.ask("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
            table = of_table.get(name, name)
            data, index = found.get(table, (0, 0))
            found[table] = (data + size, index) if name == table else (data, index + size)
        return found

    def earlier(self, column: str, days: int) -> str:
        day = f"strftime('%Y-%m-%d', substr({column}, 1, 10), '-{days} days')"
        return f"{day} || substr({column}, 11)"

    def settle(self) -> None:
        """Nothing: an office's SQLite file is never analysed either."""

    def server_seconds(self) -> float:
        return 0.0

    def written(self) -> int:
        return 0

    def close(self) -> None:
        self._connection.close()


class PostgresDisk:
    def __init__(self, url: str) -> None:
        address = url.replace("postgresql+psycopg://", "postgresql://")
        self._connection = psycopg.connect(address, autocommit=True)

    def ask(self, text: str) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(text)
        return cursor.fetchall() if cursor.description else []

    def sizes(self) -> dict[str, tuple[int, int]]:
        rows = self.ask(
            "SELECT relname, pg_table_size(relid), pg_indexes_size(relid) FROM pg_stat_user_tables"
        )
        return {name: (int(data), int(index)) for name, data, index in rows}

    def earlier(self, column: str, days: int) -> str:
        return f"{column} - interval '{days} days'"

    def settle(self) -> None:
        self._connection.execute("VACUUM ANALYZE")

    def server_seconds(self) -> float:
        ((folder,),) = self.ask("SHOW data_directory")
        try:
            server = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError):  # on another machine
            return 0.0
        return sum(_cpu_of(server)) / os.sysconf("SC_CLK_TCK")

    def written(self) -> int:
        ((size,),) = self.ask("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
        return int(size)

    def close(self) -> None:
        self._connection.close()


def _cpu_of(server: int) -> Iterator[int]:
    """Ticks of a process and its children, those that have ended included."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parts = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(folder.name) == server:
            yield sum(int(part) for part in parts[11:15])
        elif int(parts[1]) == server:
            yield sum(int(part) for part in parts[11:13])


@contextmanager
def disk_of(url: str) -> Iterator[SqliteDisk | PostgresDisk]:
    """A way to the database of that address that does not lead through the engine."""
    parsed = make_url(url)
    made: SqliteDisk | PostgresDisk = (
        SqliteDisk(Path(parsed.database or ""))
        if parsed.drivername == "sqlite"
        else PostgresDisk(url)
    )
    try:
        yield made
    finally:
        made.close()


def bytes_per_case(sizes: Mapping[str, tuple[int, int]], cases: int) -> dict[str, dict[str, float]]:
    """Of every table that cases make grow."""
    grows = {
        name: {"rows": data / cases, "indexes": index / cases}
        for name, (data, index) in sorted(sizes.items())
        if name in METADATA.tables and (data + index) / cases > 1
    }
    total = {part: sum(row[part] for row in grows.values()) for part in ("rows", "indexes")}
    return {**grows, "all": total}


def fill(disk: Disk, *, cases: int, seconds: float) -> int:
    """Put the cases in again and again, each time a day earlier; how many there are then.

    No more than fit into so many seconds.
    """
    end = time.monotonic() + seconds
    disk.ask('CREATE TEMP TABLE base AS SELECT id FROM "case"')
    ((there,),) = disk.ask("SELECT count(*) FROM base")
    disk.ask("BEGIN")
    for day in range(1, cases // max(there, 1)):
        if time.monotonic() > end:
            break
        for table in FILLED:
            disk.ask(_copy(disk, table, day))
    disk.ask("COMMIT")
    disk.settle()
    ((there,),) = disk.ask('SELECT count(*) FROM "case"')
    return int(there)


def queue(disk: Disk) -> None:
    """Let so many effects wait that belong to nothing; only to be looked for, never run."""
    columns = ", ".join(column.name for column in OUTBOX.c)
    disk.ask(
        f"INSERT INTO outbox ({columns})"
        " SELECT id, 900, 'queued', '', 0, opened_at, opened_at, NULL"
        f' FROM "case" LIMIT {QUEUED}'
    )
    disk.settle()


def _copy(disk: Disk, table: Table, day: int) -> str:
    key = "id" if table is CASE else "case_id"
    again = {key, *(column.name for column in table.primary_key if column.name == "id")}

    def value(name: str, kind: object) -> str:
        if name in again:
            return f"{name} || '-{day}'"
        return disk.earlier(name, day) if isinstance(kind, UtcDateTime) else name

    names = ", ".join(column.name for column in table.c)
    values = ", ".join(value(column.name, column.type) for column in table.c)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}"'
        f" WHERE {key} IN (SELECT id FROM base)"
    )
