"""Which files of Prefect's are past use, and what is done with them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.runtime.prefect_files import blames_the_file, is_damaged, set_aside


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of some hundred pages."""
    made = tmp_path / "prefect.db"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("CREATE TABLE run (name TEXT)")
        connection.execute("CREATE INDEX names ON run (name)")
        rows = [(f"{number:0200}",) for number in range(2000)]
        connection.executemany("INSERT INTO run VALUES (?)", rows)
        connection.commit()
    return made


def test_a_whole_file_is_not_damaged_and_neither_is_none(file: Path) -> None:
    assert not is_damaged(file)
    assert not is_damaged(file.with_name("absent.db"))


def test_a_file_with_a_torn_page_is(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(40 * 4096)
        opened.write(b"\xff" * 4096)

    assert is_damaged(file)


def test_a_file_that_is_no_database_is(file: Path) -> None:
    file.write_bytes(b"text " * 5000)

    assert is_damaged(file)


def test_a_locked_file_is_not(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        assert not is_damaged(file)


def raised(statement: str) -> Exception:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(statement)
        except sqlite3.Error as error:
            return error
    raise AssertionError


class Wrapped(Exception):
    def __init__(self, orig: object) -> None:
        self.orig = orig


def test_the_file_is_to_blame_for_tables_that_are_not_there() -> None:
    told = raised("SELECT * FROM absent")
    caused = RuntimeError("start")
    caused.__cause__ = Wrapped(told)

    assert blames_the_file(told)
    assert blames_the_file(caused)


def test_the_file_is_to_blame_for_a_schema_of_another_prefect() -> None:
    strange = type("CommandError", (Exception,), {"__module__": "alembic.util.exc"})

    assert blames_the_file(strange("Can't locate revision"))


def test_the_file_is_not_to_blame_for_the_disk_or_the_code() -> None:
    assert not blames_the_file(OSError("no space"))
    assert not blames_the_file(ImportError("prefect"))
    assert not blames_the_file(sqlite3.ProgrammingError("closed"))
    assert not blames_the_file(Wrapped("no error"))


def test_it_is_set_aside_with_what_lies_beside_it(file: Path) -> None:
    wal = file.with_name("prefect.db-wal")
    wal.write_bytes(b"log")
    file.with_name("memo_store.toml").touch()

    aside = set_aside(file, datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC))

    assert aside.name == "prefect-damaged-20261123T010203Z.db"
    assert sorted(one.name for one in file.parent.iterdir()) == [aside.name, f"{aside.name}-wal"]
