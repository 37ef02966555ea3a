"""A server over a real database, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from serving import Office, api_in


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with api_in(tmp_path) as client:
        yield client


@pytest.fixture
def office(client: TestClient) -> Office:
    return Office(client)
