"""The embedded Prefect's folder: one process's at a time, and its database no truth of ours."""

import fcntl
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

_log = logging.getLogger(__name__)

_BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps a database in."""

_MEMO = "memo_store.toml"
"""Where Prefect remembers what it has written into the database once and for all."""

_OF_THE_FILE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""Damaged, no database, or without the tables that Prefect's migrations expect."""


class HomeInUse(Exception):
    """Another process runs Prefect in that folder."""


@contextmanager
def sole_use(home: Path) -> Iterator[None]:
    """The folder, made if need be, for this process alone.

    Raises:
        HomeInUse: another process has it.
        OSError: it cannot be written to.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeInUse(f"another process runs Prefect in {home}") from None
        yield  # the lock ends with the file


def close_to_others(database: Path) -> None:
    """Make the file for Prefect, if it is not there, so that nobody else can read it."""
    if not database.exists():
        database.touch(mode=0o600)


def is_damaged(database: Path) -> bool:
    """Whether the file can never be read again; not so if it is locked, or the disk is full."""
    if not database.exists():
        return False
    address = f"file:{quote(str(database))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return _is_of_the_file(error)
    return bool(found != ("ok",))


def blames_the_file(error: BaseException | None) -> bool:
    """Whether Prefect did not start because of what its database file holds."""
    if error is None:
        return False
    is_strange = type(error).__module__.startswith("alembic")  # of a Prefect that is not this one
    told = getattr(error, "orig", None)
    return (
        is_strange
        or (isinstance(error, sqlite3.Error) and _is_of_the_file(error))
        or (isinstance(told, BaseException) and blames_the_file(told))
        or blames_the_file(error.__cause__ or error.__context__)
    )


def _is_of_the_file(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _OF_THE_FILE


def set_aside(database: Path, at: datetime) -> Path:
    """Rename the file with the instant (UTC), so that Prefect begins a new one; the new name.

    Raises:
        OSError: it cannot be renamed.
    """
    aside = database.with_name(f"{database.stem}-damaged-{at:%Y%m%dT%H%M%SZ}{database.suffix}")
    for beside in _BESIDE:
        file = database.with_name(database.name + beside)
        if file.exists():
            file.rename(aside.with_name(aside.name + beside))
    database.with_name(_MEMO).unlink(missing_ok=True)
    _log.warning("Prefect's database could not be used and was set aside as %s", aside)
    return aside
