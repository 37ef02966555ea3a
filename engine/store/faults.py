"""What goes wrong below the store, in the words of the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as pg
from sqlalchemy import exc

from engine.core.errors import InputRefused, StorageFull, StoreUnavailable

CANNOT_BE_USED = "The database cannot be used: "
"""What goes before a driver's own words."""


_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
"""The second: there is no room for what readers and the writer share beside the file."""


def said_plainly(error: BaseException) -> BaseException:
    """What the driver cannot help, in Alur's words; a mistake of ours stays as it is."""
    match error:
        case exc.OperationalError():
            return unavailable(error.orig or error)
        case sqlite3.IntegrityError() | sqlite3.ProgrammingError():
            return error
        case sqlite3.DatabaseError() | psycopg.OperationalError() | pg.UndefinedTable():
            return unavailable(error)
        case psycopg.DataError() | UnicodeEncodeError() | OverflowError():
            return InputRefused({"value": "is one that the database cannot keep"})
        case _:
            return error


def unavailable(error: BaseException) -> StoreUnavailable:
    """The refusal that says so, with the driver's own words."""
    if isinstance(error, StoreUnavailable):
        return error
    if isinstance(error, pg.DiskFull) or getattr(error, "sqlite_errorcode", 0) in _SQLITE_FULL:
        return StorageFull("the database")
    return StoreUnavailable(f"{CANNOT_BE_USED}{error}")


@contextmanager
def translated() -> Iterator[None]:
    """What goes wrong in the block, in Alur's words."""
    try:
        yield
    except Exception as error:
        plain = said_plainly(error)
        if plain is error:
            raise
        raise plain from error
