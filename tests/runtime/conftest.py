"""The whole product in a process of its own, with the real Prefect within it."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from deeds import a_deed_office, copied_office
from migrated import migrated_database
from offices import Office, sqlite_url
from prefect_server import (
    PrefectServer,
    a_prefect_server,
    become_its_client,
    wait_until_it_shows_tasks,
)

from engine.core.text import Frozen
from engine.service.database import connect

_LONGEST_START_SECONDS = 120
_LONGEST_STOP_SECONDS = 30


class Served(Frozen, frozen=True, kw_only=True):
    """A server whose Prefect is ready."""

    port: int
    folder: Path
    api_url: str
    process: int


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """Prefect's server alone, of which this process is a client; mark who asks for it as well."""
    folder = tmp_path_factory.mktemp("prefect-server")
    with a_prefect_server(folder) as server:
        become_its_client(server, folder)
        wait_until_it_shows_tasks(server)
        yield server


@pytest.fixture(scope="session")
def real_prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Started once for all tests that ask for it; mark those with `xdist_group("prefect")`."""
    folder = tmp_path_factory.mktemp("prefect")
    said = {"ALUR_PREFECT": "embedded", "ALUR_DATABASE_URL": f"sqlite:///{folder}/alur.db"}
    server = subprocess.Popen(  # our own server
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        env={**os.environ, **said},  # noqa: TID251  # tests
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said_where = (re.search(r"http://127\.0\.0\.1:(\d+)/", one) for one in server.stdout)
        found = next(filter(None, said_where), None)  # after how its administrator signs in
        assert found, "it does not say where it is"
        port = int(found[1])
        _wait_until_ready(port)
        api_url = f"http://127.0.0.1:{port}/prefect/api"
        yield Served(port=port, folder=folder, api_url=api_url, process=server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(_LONGEST_STOP_SECONDS) in {0, -signal.SIGTERM}
    finally:
        server.kill()
        server.communicate(timeout=_LONGEST_STOP_SECONDS)


def _wait_until_ready(port: int) -> None:
    until = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < until:
        with closing(HTTPConnection("127.0.0.1", port, timeout=_LONGEST_STOP_SECONDS)) as asking:
            asking.request("GET", "/prefect/api/health")
            with asking.getresponse() as answered:
                if answered.status == 200:
                    return
        time.sleep(0.2)
    raise AssertionError("Prefect does not become ready")


@pytest.fixture(scope="session")
def deed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deeds")
    with a_deed_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def office(deed_template: Path, tmp_path: Path) -> Iterator[Office]:
    with connect(copied_office(deed_template, tmp_path)) as database:
        yield Office(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    url = migrated_database(request.getfixturevalue("postgres_url"))
    with a_deed_office(url) as made:
        yield made


@pytest.fixture
def no_rounds(monkeypatch: pytest.MonkeyPatch, prefect_server: PrefectServer) -> None:
    """Prefect's schedule goes by the real time, and offices here by their own."""
    from engine.runtime import schedule  # noqa: PLC0415  # Prefect is told first where it is

    monkeypatch.setattr(schedule, "WORKS", ())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, prefect_server: PrefectServer) -> None:
    """However slow this machine is, Prefect is waited for."""
    from engine.runtime import flows, tracker  # noqa: PLC0415  # Prefect is told first where it is

    monkeypatch.setattr(tracker, "PATIENCE_SECONDS", 120.0)
    monkeypatch.setattr(tracker, "_LEAST_PATIENCE_SECONDS", 120.0)
    monkeypatch.setattr(tracker, "BEHIND_SECONDS", 1e6)
    monkeypatch.setattr(flows, "SILENT_AFTER_SECONDS", 120.0)


@pytest.fixture(autouse=True)
def nothing_blocks_an_event_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Prefect's client can ask in a way that holds up the worker's loop until it is answered."""
    base = sys.modules.get("prefect.client.base")
    if base is None:  # no test here has used it yet
        yield
        return
    blocked: list[str] = []
    usual = base.PrefectHttpxSyncClient.send

    def send(*args: Any, **named: Any) -> Any:
        if _has_a_loop():
            blocked.append("".join(traceback.format_stack(limit=12)))
        return usual(*args, **named)

    monkeypatch.setattr(base.PrefectHttpxSyncClient, "send", send)
    yield
    assert not blocked, blocked[0]


def _has_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
