"""Databases whose tables are there: made once by each worker and copied, not migrated each anew.

What the migrations themselves do is the business of `tests/store/test_migrations.py`.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from postgres import PASSING, clone_database, fresh_database, replace_by_clone

from engine.service.database import file_of
from engine.store.migrate import migrate
from engine.store.unit import open_store


def with_tables(url: str) -> str:
    """Put the tables where a new file would begin; what is there already or on a server stays."""
    file = file_of(url)
    if file is not None and not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(_file())
    return url


def migrated_database(server: str) -> str:
    """A new database with tables on that server; gives its URL."""
    return clone_database(_database(server))


def migrated_anew(database: str) -> str:
    """The same database with nothing in it but the tables."""
    replace_by_clone(database, _database(database))
    return database


@cache
def _file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


def _database(server: str) -> str:
    return _database_of(server.rpartition("/")[0])


@cache
def _database_of(host: str) -> str:
    with PASSING.kept():
        made = fresh_database(f"{host}/postgres")
    _migrate(made)
    return made


def _migrate(url: str) -> None:
    store = open_store(url)
    migrate(store)
    store.close()
