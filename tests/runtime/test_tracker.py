"""What Prefect shows of the stretches of cases, and that nothing waits for it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deeds import (
    Deeds,
    Gate,
    a_deed_office,
    at_work,
    attempts,
    copied_office,
    crew_for,
    failing,
    incident,
    outcomes,
    put_deed_in_force,
    taken,
    until,
)
from offices import HESTI, Office, sqlite_url
from prefect_server import PrefectServer, ask, runs_tagged, tasks_of

from engine.actions.action import ActionFailure, Outcome
from engine.core.commands import Applicant, Migrate
from engine.core.ids import CaseId
from engine.runtime.crew import Crew
from engine.runtime.worker import Worker
from engine.service import runs
from engine.service.database import connect

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.filterwarnings("ignore")]

LONG = 120.0
NIK = "3578014107850003"
NAME = "Tini Suhartini"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deeds")
    with a_deed_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with connect(copied_office(template, tmp_path)) as database:
        yield Office(database)


@pytest.fixture(autouse=True)
def no_rounds(monkeypatch: pytest.MonkeyPatch, prefect_server: PrefectServer) -> None:
    """Prefect's schedule goes by the real time, and offices here by their own."""
    from engine.runtime import schedule  # noqa: PLC0415  # Prefect is told first where it is

    monkeypatch.setattr(schedule, "WORKS", ())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, prefect_server: PrefectServer) -> None:
    """However slow this machine is, Prefect is waited for."""
    from engine.runtime import tracker  # noqa: PLC0415  # Prefect is told first where it is

    monkeypatch.setattr(tracker, "PATIENCE_SECONDS", LONG)
    monkeypatch.setattr(tracker, "_LEAST_PATIENCE_SECONDS", LONG)


def shown(server: PrefectServer, case: str, state: str, *, count: int = 1) -> list[dict[str, Any]]:
    """The case's runs, once the last of so many is in that state."""

    def are_there() -> bool:
        found = runs_tagged(server, f"case:{case}")
        return len(found) == count and found[-1]["state"]["type"] == state

    assert until(are_there, seconds=LONG), runs_tagged(server, f"case:{case}")
    return runs_tagged(server, f"case:{case}")


def is_near(worker: Worker) -> bool:
    return until(lambda: worker.prefect == "near", seconds=LONG)


def let_time_pass(office: Office) -> None:
    """So much that Prefect is told of what it did not see."""
    time.sleep(0.3)
    office.now += timedelta(seconds=25)


def is_told(office: Office, case: str, activation: int = 1) -> bool:
    return all(one.told_at for one in attempts(office, case, activation))


def a_run_with_its_tasks(office: Office, server: PrefectServer) -> tuple[CaseId, dict[str, Any]]:
    """A case and its run; Prefect may lose on the way what it is told of a task, not of a run."""

    def ended(run: dict[str, Any]) -> bool:
        return [task["state"]["type"] for task in tasks_of(server, run)] == ["COMPLETED"] * 3

    for _ in range(8):
        case = office.open("dua")
        (run,) = shown(server, case, "COMPLETED")
        if until(lambda found=run: ended(found), seconds=15):
            return case, run
    raise AssertionError(tasks_of(server, run))


@pytest.mark.usefixtures("patient")
def test_a_stretch_is_one_run_of_its_sops_flow_with_a_task_for_each_step(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    with at_work(crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        case, run = a_run_with_its_tasks(office, prefect_server)
        assert until(lambda: is_told(office, case), seconds=LONG)

    flow = ask(prefect_server, f"/flows/{run['flow_id']}")
    deployment = ask(prefect_server, f"/deployments/{run['deployment_id']}")
    tasks = tasks_of(prefect_server, run)
    assert run["name"] == f"{case}/satu#1"
    assert flow["name"] == "sop:dua"
    assert deployment["version"] == "1"
    assert set(run["tags"]) == {"alur", f"case:{case}", "sop:dua", "activation:1"}
    assert run["parameters"] == {"case": case, "activation": 1, "attempt": 1}
    assert [task["name"].rpartition("-")[0] for task in tasks] == ["satu", "dua", "nomor"]
    assert {one.run for number in (1, 2, 3) for one in attempts(office, case, number)} == {
        run["id"]
    }


@pytest.mark.usefixtures("patient")
def test_a_failing_step_is_a_failed_run_and_nothing_personal_reaches_prefect(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    told = f"{NAME} ({NIK}) tidak dikenal"
    deeds = Deeds({"satu": failing(ActionFailure(told))})
    personal = {"applicant": Applicant(name=NAME, contact=NIK), "form": {"usaha": f"{NAME} {NIK}"}}
    with at_work(crew_for(office, deeds, prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        case = office.open("dua", **personal)
        (run,) = shown(prefect_server, case, "FAILED")
        deeds.does["satu"] = failing(ValueError(told))
        office.now += timedelta(hours=1)
        shown(prefect_server, case, "FAILED", count=2)
        deeds.does["satu"] = lambda _run, _outside: Outcome(result={NIK: NAME})
        office.now += timedelta(hours=1)
        last = shown(prefect_server, case, "FAILED", count=3)[-1]
        assert until(lambda: tasks_of(prefect_server, last), seconds=LONG)
        task = tasks_of(prefect_server, run)[0]

    assert (task["state"]["type"], last["name"]) == ("FAILED", f"{case}/satu#3")
    assert incident(office, case)
    kept = prefect_server.everything()
    assert case in kept
    assert "The step failed; Alur says why" in kept
    for canary in (NIK, NAME, "Suhartini", "tidak dikenal"):
        assert canary not in kept


def test_a_frozen_prefect_delays_nothing_and_is_told_afterwards(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    with at_work(crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        with prefect_server.frozen():
            cases = [office.open("dua") for _ in range(6)]
            assert until(lambda: all(office.at(case) == {"serah"} for case in cases))
            assert not any(is_told(office, case) for case in cases)

        def all_told() -> bool:
            let_time_pass(office)
            return all(is_told(office, case, number) for case in cases for number in (1, 2, 3))

        assert until(all_told, seconds=LONG)

        def are_shown() -> bool:
            found = [run for case in cases for run in runs_tagged(prefect_server, f"case:{case}")]
            return {run["state"]["type"] for run in found} == {"COMPLETED"}

        assert until(are_shown, seconds=LONG)

    for case in cases:
        assert all(outcomes(office, case, number) == ["done"] for number in (1, 2, 3))


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("step", ["satu", "dua"])
def test_the_run_of_a_worker_killed_in_mid_step_is_crashed_afterwards(
    office: Office, prefect_server: PrefectServer, tmp_path: Path, step: str
) -> None:
    words = [sqlite_url(tmp_path), prefect_server.api_url, step]
    dying = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, Path(__file__).parents[1] / "dying_worker.py", *words],
        stdout=subprocess.PIPE,
    )
    try:
        assert dying.stdout is not None
        case = CaseId(dying.stdout.readline().decode().strip())
        (going_on,) = shown(prefect_server, case, "RUNNING")
    finally:
        os.kill(dying.pid, signal.SIGKILL)
        dying.communicate(timeout=60)
    office.now += timedelta(hours=2)

    with at_work(crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert until(lambda: office.at(case) == {"serah"}, seconds=LONG)

        def all_told() -> bool:
            let_time_pass(office)
            return is_told(office, case, 1) and is_told(office, case, 2)

        assert until(all_told, seconds=LONG)
        assert at.is_running

    activation = {"satu": 1, "dua": 2}[step]
    lost, done = attempts(office, case, activation)
    found = {run["id"]: run["state"]["type"] for run in runs_tagged(prefect_server, f"case:{case}")}
    assert (lost.outcome, done.outcome) == ("lost", "done")
    assert lost.run == going_on["id"]
    assert found[lost.run] == "CRASHED"
    assert found[done.run or ""] == "COMPLETED"


@pytest.mark.usefixtures("patient")
def test_a_run_that_goes_on_is_not_told_to_have_ended(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    gate = Gate()
    crew = crew_for(office, Deeds({"dua": gate}), prefect=prefect_server.api_url, reports=tmp_path)
    with at_work(crew) as at:
        assert is_near(at)
        case = office.open("dua")
        assert gate.entered.wait(LONG)
        office.now += timedelta(minutes=5)
        assert not until(lambda: is_told(office, case), seconds=3)
        (run,) = runs_tagged(prefect_server, f"case:{case}")
        assert run["state"]["type"] == "RUNNING"
        gate.opened.set()
        shown(prefect_server, case, "COMPLETED")


@pytest.mark.usefixtures("patient")
def test_what_was_done_before_prefect_was_there_is_told_afterwards(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    up: list[int] = []
    crew = crew_for(
        office,
        Deeds({"satu": failing(ActionFailure("x"))}),
        prefect=prefect_server.api_url,
        reports=tmp_path,
    )
    at = Worker(crew, is_up=lambda: bool(up))
    at.start()
    try:
        case = office.open("coba")
        assert until(lambda: outcomes(office, case) == ["failed"])
        assert at.prefect == "starting"
        up.append(1)
        office.now += timedelta(minutes=5)
        (run,) = shown(prefect_server, case, "FAILED")
    finally:
        at.stop()

    assert set(run["tags"]) == {
        "alur",
        f"case:{case}",
        "sop:coba",
        "activation:1",
        "told-afterwards",
    }
    assert "by a" in run["state"]["message"]
    assert run["name"] == f"{case}/satu#1"


@pytest.mark.usefixtures("patient")
def test_a_prefect_that_has_forgotten_everything_is_told_anew(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    from engine.runtime.tracker import Tracker  # noqa: PLC0415  # Prefect is told first

    crew = crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)
    with at_work(crew) as at:
        assert is_near(at)
        case = office.open("coba")
        shown(prefect_server, case, "COMPLETED")
        assert until(lambda: is_told(office, case), seconds=LONG)
        (attempt,) = attempts(office, case)
        asyncio.run(_delete(attempt.run or "", "coba"))

        later = office.open("coba")  # goes on by itself, and then Prefect knows the SOP again
        assert until(lambda: office.at(later) == {"serah"}, seconds=LONG)

        def all_told() -> bool:
            let_time_pass(office)
            return is_told(office, later)

        assert until(all_told, seconds=LONG)
        shown(prefect_server, later, "COMPLETED")

    async def tell_again() -> None:
        tracker = Tracker(crew, at_once=1)
        await tracker.open()
        await tracker.tell(attempt)
        await tracker.close()

    asyncio.run(tell_again())
    (again,) = shown(prefect_server, case, "COMPLETED")
    assert again["id"] != attempt.run
    assert attempts(office, case)[0].run == again["id"]


async def _delete(run: str, sop: str) -> None:
    from uuid import UUID  # noqa: PLC0415  # one use

    from prefect.client.orchestration import get_client  # noqa: PLC0415  # told first

    async with get_client() as client:
        await client.delete_flow_run(UUID(run))
        deployment = await client.read_deployment_by_name(f"sop:{sop}/v1")
        await client.delete_deployment(deployment.id)


@pytest.mark.usefixtures("patient")
def test_a_case_migrated_in_mid_stretch_goes_on_under_its_new_version(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    newer = (
        "  - {id: satu, activity: Mencoba satu, action: coba, with: {apa: pertama}, time: 1 menit,"
        " output: Hasil}\n"
        "  - {id: lain, activity: Mencoba lain, action: coba, time: 1 menit, output: Hasil}\n"
        "  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat],"
        " time: 5 menit, output: Surat}\n"
    )
    gate = Gate()
    deeds = Deeds({"satu": gate})
    with at_work(crew_for(office, deeds, prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        case = office.open("dua")
        assert gate.entered.wait(LONG)
        put_deed_in_force(office, "dua", steps=newer, version=2)
        office.do(Migrate(case=case, by=HESTI, version=2, reason="Versi baru"))
        gate.opened.set()
        shown(prefect_server, case, "COMPLETED")
        assert office.at(case) == {"serah"}

    assert deeds.steps_of(case) == ["satu", "lain"]
    assert outcomes(office, case, 2) == ["done"]


def test_what_prefect_refuses_to_hear_is_not_told_for_ever(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    case = office.open("coba")
    taken(office, "gone", shown=True)
    office.now += timedelta(hours=3)
    taken(office, "b")
    office.now += timedelta(minutes=1)
    crew = crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)

    asyncio.run(_tell_one_who_does_not_listen(crew))

    assert attempts(office, case)[0].told_at == office.now


async def _tell_one_who_does_not_listen(crew: Crew) -> None:
    from httpx import Request, Response  # noqa: PLC0415  # Prefect's own
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415  # told first

    from engine.runtime.liaison import Liaison  # noqa: PLC0415  # told first
    from engine.runtime.tracker import Tracker  # noqa: PLC0415  # told first

    class Choosy(Tracker):
        status = 503

        async def tell(self, _: runs.AttemptView) -> None:
            answer = Response(self.status, request=Request("POST", "http://prefect.test"))
            raise PrefectHTTPStatusError("no", request=answer.request, response=answer)

    tracker = Choosy(crew, at_once=1)
    await tracker.open()
    liaison = Liaison(crew, tracker)
    await liaison.round()
    assert not tracker.is_near  # it may be well again later
    tracker._away_until = 0.0
    tracker.status = 422
    await liaison.round()
    assert tracker.is_near
    await tracker.close()
