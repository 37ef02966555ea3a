"""Upkeep as Prefect's scheduled flows: known with their times, run once, old runs forgotten."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deeds import until
from offices import an_office, sqlite_url
from prefect_server import PrefectServer, ask, end_its_threads, runs_tagged

from engine.runtime.crew import Crew
from engine.runtime.upkeep import WORKS
from engine.service import clock
from engine.service.database import Database
from engine.settings import Settings

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.filterwarnings("ignore")]

LONG = 120.0


@pytest.fixture(scope="module", autouse=True)
def quiet_afterwards(prefect_server: PrefectServer) -> Iterator[None]:
    yield
    end_its_threads()


HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with an_office(sqlite_url(tmp_path)) as office:
        yield office.database


def crew_later(database: Database, folder: Path, owner: str, *, by: timedelta) -> Crew:
    """A crew by the real time, which Prefect's schedule goes by, only so much later."""
    settings = Settings(prefect="off", reports=folder, zone="Asia/Jakarta")
    return Crew(database, settings, owner=owner, now=lambda: clock.now() + by)


def with_client(do: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415  # told first

    async def main() -> None:
        async with get_client() as client:
            await do(client)

    asyncio.run(main())


def scheduled(server: PrefectServer) -> dict[str, list[dict[str, Any]]]:
    """The schedules of each upkeep flow."""
    wanted = {"deployments": {"tags": {"all_": ["alur", "upkeep"]}}}
    found = ask(server, "/deployments/filter", wanted)
    flows = {one["id"]: one["name"] for one in ask(server, "/flows/filter", {})}
    return {flows[one["flow_id"]]: one["schedules"] for one in found}


def test_every_work_is_known_with_its_time_however_often_it_is_registered(
    prefect_server: PrefectServer, database: Database, tmp_path: Path
) -> None:
    from engine.runtime.schedule import Schedule  # noqa: PLC0415  # told first

    async def register(client: Any) -> None:
        for owner in ("a", "b"):
            schedule = Schedule(crew_later(database, tmp_path, owner, by=HOUR), client)
            await schedule.register()
            await schedule.register()

    with_client(register)

    known = scheduled(prefect_server)
    assert {name: len(schedules) for name, schedules in known.items()} == {
        f"alur:{work.name}": 1 for work in WORKS
    }
    for work in WORKS:
        (said,) = known[f"alur:{work.name}"]
        assert (said["schedule"]["cron"], said["schedule"]["timezone"]) == (
            work.cron,
            "Asia/Jakarta",
        )
        assert said["active"]


def late_sweeps(server: PrefectServer) -> list[dict[str, Any]]:
    limit = (clock.now() + 1.6 * HOUR).isoformat()
    wanted = {
        "flows": {"name": {"any_": ["alur:sweep"]}},
        "flow_runs": {
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "next_scheduled_start_time": {"before_": limit},
        },
    }
    found: list[dict[str, Any]] = ask(server, "/flow_runs/filter", wanted)
    return found


def test_what_has_come_round_is_run_once_by_one_of_two_and_stands_for_what_was_missed(
    prefect_server: PrefectServer,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from engine.runtime import schedule as module  # noqa: PLC0415  # told first

    done: list[str] = []

    def sweep(crew: Crew) -> str:
        done.append(crew.owner)
        return "swept"

    work = _like("sweep", do=sweep)
    monkeypatch.setattr(module, "WORKS", (work,))
    monkeypatch.setattr(module, "run_flow", _at_once(module.run_flow))

    async def both(client: Any) -> None:
        two = [
            module.Schedule(crew_later(database, tmp_path, owner, by=1.6 * HOUR), client)
            for owner in ("a", "b")
        ]
        for one in two:
            await one.register()
        assert await asyncio.to_thread(
            until, lambda: len(late_sweeps(prefect_server)) >= 2, seconds=LONG
        )
        await asyncio.gather(*(one.run_due() for one in two))

    with_client(both)

    runs = [run for run in runs_tagged(prefect_server, "upkeep") if run["name"] and run["state"]]
    ended = [run["state"] for run in runs if run["state"]["type"] in {"COMPLETED", "CANCELLED"}]
    assert len(done) == 1
    assert [one["message"] for one in ended if one["type"] == "COMPLETED"] == ["swept"]
    missed = [one["message"] for one in ended if one["type"] == "CANCELLED"]
    assert set(missed) == {"A later round stands for this one."}


def _at_once(run_flow: Any) -> Any:
    """Prefect waits for a run's own time, which has not come by the real clock."""

    async def run(flow: Any, *, flow_run: Any, return_type: str) -> Any:
        from prefect.client.orchestration import get_client  # noqa: PLC0415  # told first
        from prefect.states import Pending  # noqa: PLC0415  # told first

        async with get_client() as client:
            await client.set_flow_run_state(flow_run.id, Pending(), force=True)
            fresh = await client.read_flow_run(flow_run.id)
            early = fresh.model_copy(
                update={"deployment_id": None, "next_scheduled_start_time": None}
            )
        return await run_flow(flow, flow_run=early, return_type=return_type)

    return run


def _like(name: str, **changes: object) -> Any:
    from msgspec.structs import replace  # noqa: PLC0415  # one use

    (found,) = (work for work in WORKS if work.name == name)
    return replace(found, **changes)


def test_old_runs_of_ours_are_forgotten_and_nobody_elses(
    prefect_server: PrefectServer, database: Database, tmp_path: Path
) -> None:
    from prefect import Flow  # noqa: PLC0415  # told first
    from prefect.states import Completed  # noqa: PLC0415  # told first

    from engine.runtime.schedule import Schedule  # noqa: PLC0415  # told first

    async def nothing() -> None:
        pass

    flow = Flow(nothing, name="of-somebody")

    async def prune(client: Any) -> None:
        for tags in (["alur", "case:old"], ["theirs", "case:old"]):
            run = await client.create_flow_run(flow, name="old", tags=tags)
            await client.set_flow_run_state(run.id, Completed(), force=True)
        early = Schedule(crew_later(database, tmp_path, "a", by=20 * 24 * HOUR), client)
        assert await early._prune() == ", 0 runs of Prefect"
        late = Schedule(crew_later(database, tmp_path, "a", by=31 * 24 * HOUR), client)
        state = await late._flows["prune"](return_state=True)
        assert state.is_completed()
        assert "0 attempts forgotten, " in state.message

    with_client(prune)

    (left,) = runs_tagged(prefect_server, "case:old")
    assert left["tags"] == ["theirs", "case:old"]
