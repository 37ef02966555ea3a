"""What Prefect shows of the stretches of cases, and that nothing waits for it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deeds import (
    ONE_LANE,
    Deeds,
    Gate,
    at_work,
    attempts,
    crew_for,
    failing,
    incident,
    is_near,
    is_told,
    let_time_pass,
    outcomes,
    put_deed_in_force,
    until,
)
from offices import HESTI, Office, sqlite_url
from prefect_server import PrefectServer, ask, end_its_threads, runs_tagged, shown, tasks_of

from engine.actions.action import ActionFailure, Outcome
from engine.core.commands import Applicant, Migrate
from engine.core.ids import CaseId
from engine.runtime.worker import Worker
from engine.service.execute import execute

pytestmark = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.usefixtures("no_rounds"),
]

LONG = 120.0

NIK = "3578014107850003"

NAME = "Tini Suhartini"


@pytest.fixture(scope="module", autouse=True)
def quiet_afterwards(prefect_server: PrefectServer) -> Iterator[None]:
    yield
    end_its_threads()


def a_run_with_its_tasks(office: Office, server: PrefectServer) -> tuple[CaseId, dict[str, Any]]:
    """A case and its run; Prefect may lose on the way what it is told of a task, not of a run."""

    def ended(run: dict[str, Any]) -> bool:
        told = [(task["state"] or {}).get("type") for task in tasks_of(server, run)]
        return told == ["COMPLETED"] * 3

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
    url = prefect_server.api_url
    with at_work(crew_for(office, Deeds(), prefect=url, reports=tmp_path, **ONE_LANE)) as at:
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
    url, deeds = prefect_server.api_url, Deeds({"dua": gate})
    with at_work(crew_for(office, deeds, prefect=url, reports=tmp_path, **ONE_LANE)) as at:
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
    url, deeds = prefect_server.api_url, Deeds({"satu": gate})
    with at_work(crew_for(office, deeds, prefect=url, reports=tmp_path, **ONE_LANE)) as at:
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


def test_with_one_run_at_a_time_the_others_do_not_wait_for_it(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    gate = Gate()
    deeds = Deeds({"kiri": gate})
    crew = crew_for(office, deeds, prefect="embedded", reports=tmp_path)
    at = Worker(crew, is_up=lambda: True)
    at.start()
    try:
        assert is_near(at)
        held_up = office.open("cabang")
        assert gate.entered.wait(LONG)
        others = [office.open("coba") for _ in range(3)]
        assert until(lambda: all(office.at(case) == {"serah"} for case in others))
        gate.opened.set()
        assert until(lambda: office.at(held_up) == {"serah"})
    finally:
        gate.opened.set()
        at.stop()


def test_a_prefect_that_is_left_alone_is_not_asked(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    with at_work(crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        assert at._tracker is not None
        at._tracker._away_until = float("inf")
        assert at.prefect == "away"
        case = office.open("dua")
        assert until(lambda: office.at(case) == {"serah"})

    assert runs_tagged(prefect_server, f"case:{case}") == []
    with pytest.raises(RuntimeError, match="comes first"):
        _ = type(at._tracker)(at._crew, at_once=1).client


def test_what_is_behind_is_done_first_and_shown_afterwards(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    with at_work(crew_for(office, Deeds(), prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        asked = office.now - timedelta(seconds=30)  # as if nobody had been at work for so long
        case = execute(office.database, office.opening("coba"), at=asked).case
        assert until(lambda: office.at(case) == {"serah"})
        assert runs_tagged(prefect_server, f"case:{case}") == []
        (attempt,) = attempts(office, case)
        assert attempt.run is None
        office.now += timedelta(minutes=5)
        (run,) = shown(prefect_server, case, "COMPLETED")

    assert "told-afterwards" in run["tags"]
