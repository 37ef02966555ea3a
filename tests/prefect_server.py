"""Prefect's own server in a process of its own, and this process as its client."""

import asyncio
import gc
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deeds import until

from engine.core.text import Frozen
from engine.runtime.prefect_settings import prepare_environment
from engine.settings import Settings

_LONGEST_START_SECONDS = 120
_LONGEST_STOP_SECONDS = 30
_APP = "prefect.server.api.server:create_app"


class PrefectServer(Frozen, frozen=True, kw_only=True):
    """A server that answers. `database` is its file."""

    api_url: str
    database: Path
    process: int

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It answers nothing for a while, and goes on afterwards."""
        os.kill(self.process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process, signal.SIGCONT)

    def everything(self) -> str:
        """All that its database holds, as text."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = [name for (name,) in tables.fetchall()]
            rows = [row for name in names for row in database.execute(f'SELECT * FROM "{name}"')]  # noqa: S608  # ours
        return "\n".join(str(row) for row in rows)


@contextmanager
def a_prefect_server(folder: Path) -> Iterator[PrefectServer]:
    """Start one; it is gone afterwards."""
    port = _free_port()
    api_url = f"http://127.0.0.1:{port}/api"
    said = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},  # noqa: TID251
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }
    settings = Settings(prefect=api_url, database_url=f"sqlite:///{folder}/alur.db")
    prepare_environment(settings, said)
    server = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-m", "uvicorn", "--factory", _APP, "--port", str(port)],
        env=said,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(server, port)
        yield PrefectServer(api_url=api_url, database=folder / "prefect.db", process=server.pid)
    finally:
        server.terminate()
        try:
            server.wait(_LONGEST_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(_LONGEST_STOP_SECONDS)


def become_its_client(server: PrefectServer, folder: Path) -> None:
    """Let Prefect's client in this process ask that server, whether it was loaded before or not."""
    settings = Settings(prefect=server.api_url, database_url=f"sqlite:///{folder}/alur.db")
    said: dict[str, str] = {}
    prepare_environment(settings, said)
    before = dict(os.environ)  # noqa: TID251  # tests
    os.environ.update(said)  # noqa: TID251  # tests
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from prefect.context import refresh_global_settings_context  # noqa: PLC0415  # see above

            refresh_global_settings_context()
    finally:
        for name in said.keys() - before.keys():
            del os.environ[name]  # noqa: TID251  # tests
        os.environ.update(before)  # noqa: TID251  # tests


def wait_until_it_shows_tasks(server: PrefectServer) -> None:
    """A server that answers may for a while still lose what it is told of tasks."""
    from prefect import Flow, Task  # noqa: PLC0415  # see above
    from prefect.client.orchestration import get_client  # noqa: PLC0415  # see above
    from prefect.flow_engine import run_flow  # noqa: PLC0415  # see above

    async def nothing() -> None:
        """Do it."""

    async def body() -> None:
        await Task(nothing, name="nothing")()

    async def show() -> dict[str, Any]:
        flow = Flow(body, name="warming-up")
        async with get_client() as client:
            run = await client.create_flow_run(flow)
            await run_flow(flow, flow_run=run)
            return {"id": str(run.id)}

    for _ in range(20):
        run = asyncio.run(show())
        if until(lambda shown=run: tasks_of(server, shown), seconds=5):
            return
    raise AssertionError("Prefect's server shows no tasks")


def end_its_threads() -> None:
    """Stop what Prefect's client does in the background, for the sake of the tests that follow.

    It draws random numbers now and then, which Hypothesis takes for those of a test, and leaves
    sockets behind, which are an error to whichever test they are found in.
    """
    from prefect.events.worker import EventsWorker  # noqa: PLC0415  # see above

    EventsWorker.drain_all(timeout=30)
    gc.collect()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "Prefect's server ended by itself"
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asking:
                asking.request("GET", "/api/health")
                with asking.getresponse() as answered:
                    if answered.status == 200:
                        return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("Prefect's server does not answer")


def ask(server: PrefectServer, path: str, said: dict[str, Any] | None = None) -> Any:
    """What the server answers; a POST where something is said."""
    place = urlsplit(server.api_url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=120)) as connection:
        body = None if said is None else json.dumps(said)
        connection.request("GET" if said is None else "POST", f"{place.path}{path}", body)
        with connection.getresponse() as answered:
            read = answered.read()
            assert answered.status in {200, 201}, read
            return json.loads(read)


def runs_tagged(server: PrefectServer, *tags: str) -> list[dict[str, Any]]:
    """The flow runs with all these tags, in the order of their beginning."""
    wanted = {"flow_runs": {"tags": {"all_": list(tags)}}, "sort": "START_TIME_ASC"}
    found: list[dict[str, Any]] = ask(server, "/flow_runs/filter", wanted)
    return found


def tasks_of(server: PrefectServer, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The task runs of a flow run, in order."""
    wanted = {"flow_runs": {"id": {"any_": [run["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}
    found: list[dict[str, Any]] = ask(server, "/task_runs/filter", wanted)
    return found


def shown(server: PrefectServer, case: str, state: str, *, count: int = 1) -> list[dict[str, Any]]:
    """The case's runs, once the last of so many is in that state."""

    def are_there() -> bool:
        found = runs_tagged(server, f"case:{case}")
        return len(found) == count and found[-1]["state"]["type"] == state

    assert until(are_there, seconds=120.0), runs_tagged(server, f"case:{case}")
    return runs_tagged(server, f"case:{case}")
