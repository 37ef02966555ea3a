"""The whole product in a process of its own, with the real Prefect within it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prefect_server import PrefectServer, a_prefect_server, become_its_client

from engine.core.text import Frozen

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
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
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
