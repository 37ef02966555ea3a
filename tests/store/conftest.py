"""Stores to test with: a fresh one of each kind for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import emptied, fresh_database

from engine.store.migrate import migrate
from engine.store.unit import SqliteStore, Store, open_store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/cases/alur.db"


@pytest.fixture(scope="session")
def one_database(postgres_url: str) -> str:
    return fresh_database(postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return emptied(request.getfixturevalue("one_database"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    kept = open_store(url)
    migrate(kept)
    yield kept
    kept.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[SqliteStore]:
    kept = open_store(sqlite_url)
    assert isinstance(kept, SqliteStore)
    migrate(kept)
    yield kept
    kept.close()
