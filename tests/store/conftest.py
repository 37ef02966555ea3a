"""Stores to test with: a fresh one of each kind for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_anew, with_tables
from postgres import emptied, fresh_database

from engine.store.unit import SqliteStore, Store, open_store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/cases/alur.db"


@pytest.fixture(scope="session")
def one_database(postgres_url: str) -> str:
    return fresh_database(postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Where a database may be; what it holds is left from before."""
    name = "sqlite_url" if request.param == "sqlite" else "one_database"
    return str(request.getfixturevalue(name))


@pytest.fixture
def bare_url(url: str) -> str:
    """Where there is a database without tables, or none yet."""
    return url if url.startswith("sqlite") else emptied(url)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with tables and nothing in them."""
    kept = open_store(with_tables(url) if url.startswith("sqlite") else migrated_anew(url))
    yield kept
    kept.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[SqliteStore]:
    kept = open_store(with_tables(sqlite_url))
    assert isinstance(kept, SqliteStore)
    yield kept
    kept.close()
