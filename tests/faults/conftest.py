"""Places for faults: an office with a few cases on each database, and what to hold it against."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import Office, an_office, sqlite_url
from postgres import Cluster, PostgresMissing, fresh_database, private_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server of these tests alone: it is stopped, starved and frozen."""
    try:
        with private_cluster() as made:
            yield made
    except PostgresMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return fresh_database(request.getfixturevalue("cluster").url)


@pytest.fixture
def office(url: str) -> Iterator[Office]:
    with an_office(url) as made:
        yield made
