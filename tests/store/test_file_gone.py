"""The file of a SQLite store, moved, deleted or replaced while it is in use."""

from pathlib import Path

import pytest

from engine.core.errors import StoreUnavailable
from engine.core.ids import UnitId
from engine.store.connections import SqliteFile
from engine.store.numbers import next_number
from engine.store.unit import SqliteStore, open_store

OFFICE = UnitId("kecamatan")


def take(store: SqliteStore) -> int:
    """The next number of a register: a write whose answer tells how many came before."""
    return store.write(lambda unit: next_number(unit, "surat", OFFICE, 2026))


def ask(store: SqliteStore) -> int:
    """A read."""
    return store.read(
        lambda reader: int(reader._run("SELECT count(*) FROM sop_version", {}).fetchone()[0])
    )


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def reopened(url: str) -> SqliteStore:
    store = open_store(url)
    assert isinstance(store, SqliteStore)
    return store


def refuses(store: SqliteStore) -> None:
    for use in (take, ask):
        with pytest.raises(StoreUnavailable, match="not where it was"):
            use(store)


def test_a_file_that_is_gone_takes_and_tells_nothing_and_is_used_again_when_it_is_back(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    take(sqlite_store)
    ask(sqlite_store)
    file = file_of(sqlite_url)
    away = file.rename(file.with_name("away.db"))

    refuses(sqlite_store)
    assert not file.exists(), "an empty file in its place would look like an empty office"

    away.rename(file)
    assert take(sqlite_store) == 2
    assert ask(sqlite_store) == 0


def test_a_store_that_was_not_yet_read_does_not_make_the_file_anew(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    file_of(sqlite_url).unlink()

    refuses(sqlite_store)
    assert not file_of(sqlite_url).exists()


def test_a_file_put_in_its_place_is_left_alone_until_the_store_is_opened_anew(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    take(sqlite_store)
    ask(sqlite_store)
    file = file_of(sqlite_url)
    away = file.rename(file.with_name("away.db"))
    file.write_bytes(b"Cadangan")

    for use in (take, ask):
        with pytest.raises(StoreUnavailable, match="put in the place of"):
            use(sqlite_store)
    assert file.read_bytes() == b"Cadangan"

    away.replace(file)
    assert take(sqlite_store) == 2


def test_a_backup_put_in_place_as_it_should_be_goes_on_from_where_it_ended(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    file = file_of(sqlite_url)
    take(sqlite_store)
    sqlite_store.close()
    backup = file.read_bytes()
    later = reopened(sqlite_url)
    take(later)
    later.close()

    file.write_bytes(backup)

    restored = reopened(sqlite_url)
    assert take(restored) == 2
    restored.close()


def test_only_a_writer_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        SqliteFile(tmp_path / "none.db", writing=False)

    SqliteFile(tmp_path / "one.db", writing=True).close()
    SqliteFile(tmp_path / "one.db", writing=False).close()
