"""Prefect itself, within the process of the pages, asked as its clients ask it."""

import json
import os
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

pytestmark = pytest.mark.xdist_group("prefect")

RUN_A_FLOW = """\
import asyncio, json
from engine.runtime.prefect_settings import prepare_environment
from engine.settings import Settings
prepare_environment(Settings())
from prefect import Flow, Task
from prefect.client.orchestration import get_client
from prefect.flow_engine import run_flow

async def number():
    return 470

async def body(case, activation):
    return await Task(number, name="nomor")()

async def main():
    flow = Flow(body, name="sop:surat-uji", version="1")
    async with get_client() as client:
        asked = {"case": "c-1", "activation": 7}
        begun = await client.create_flow_run(flow, name="c-1/1#1", parameters=asked)
        result = await run_flow(flow, flow_run=begun, parameters=asked)
        read = await client.read_flow_run(begun.id)
        print(json.dumps([result, read.name, read.state.type, str(read.id)]))

asyncio.run(main())
"""


def ask(port: int, path: str) -> Any:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answered:
            assert answered.status == 200, answered.read()
            return json.loads(answered.read())


def test_a_flow_run_in_another_process_is_shown_here(real_prefect: Any, tmp_path: Path) -> None:
    said = {"ALUR_PREFECT": real_prefect.api_url, "ALUR_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    ran = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-c", RUN_A_FLOW],
        env={**os.environ, **said},  # noqa: TID251  # tests
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    result, name, state, run = json.loads(ran.stdout.splitlines()[-1])
    shown = ask(real_prefect.port, f"/prefect/api/flow_runs/{run}")

    assert (result, name, state) == (470, "c-1/1#1", "COMPLETED")
    assert shown["state"]["type"] == "COMPLETED"
    assert shown["parameters"] == {"case": "c-1", "activation": 7}


def test_it_lives_beside_the_database_and_sends_nothing_elsewhere(real_prefect: Any) -> None:
    told = ask(real_prefect.port, "/prefect/api/admin/settings")

    assert (real_prefect.folder / "prefect" / "prefect.db").exists()
    assert told["server"]["analytics_enabled"] is False
    assert told["api"]["url"] == real_prefect.api_url


def test_its_pages_know_where_its_api_is(real_prefect: Any) -> None:
    told = ask(real_prefect.port, "/prefect/ui-settings")

    assert told["api_url"] == "/prefect/api"
    assert told["default_ui"] == "v1"  # the newer pages ask a counter of visits


def test_its_events_come_over_a_websocket(real_prefect: Any) -> None:
    address = f"ws://127.0.0.1:{real_prefect.port}/prefect/api/events/out"
    with connect(address, subprotocols=["prefect"]) as socket:  # type: ignore[list-item]
        socket.send(json.dumps({"type": "auth", "token": None}))
        assert json.loads(socket.recv(60))["type"] == "auth_success"


def test_the_interface_is_served_beside_it(real_prefect: Any) -> None:
    assert ask(real_prefect.port, "/api/v1/sops")["items"] == []
