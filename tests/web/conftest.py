"""The whole server over a real database, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import BrowserMissing, chromium
from fastapi.testclient import TestClient
from identities import let_in
from migrated import with_tables
from playwright.sync_api import Browser
from serving import Office, clocked, publish_sample, settings_in

from engine.settings import Settings
from web.app import create_app


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, office="Kecamatan Uji")


@pytest.fixture
def empty(settings: Settings) -> Iterator[TestClient]:
    """A server without any SOP."""
    with_tables(settings.database_url)
    app = let_in(create_app(settings))
    clocked(app.state.interface)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(empty: TestClient) -> TestClient:
    publish_sample(empty.app.state.database)
    return empty


@pytest.fixture
def office(client: TestClient) -> Office:
    return Office(client, "/api/v1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests of a file, and no longer: it leaves a running loop in its thread."""
    try:
        with chromium() as started:
            yield started
    except BrowserMissing as missing:
        pytest.skip(str(missing))
