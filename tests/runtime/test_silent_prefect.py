"""A Prefect that falls silent, however far it came: no case waits, no step is done twice."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from deeds import Deeds, Gate, at_work, crew_for, is_near, outcomes, shift, taken, until
from offices import Office
from prefect_server import PrefectServer, end_its_threads

from engine.core.ids import CaseId
from engine.runtime.stretch import Held, Stretch

pytestmark = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.usefixtures("no_rounds"),
]

SOON = 30.0
"""Far more than a worker needs without Prefect, far less than Prefect's client waits for it."""

STEPS = ["satu", "dua"]
"""Those of the SOP `dua` that an action of ours does; a number follows."""

AsTask = Callable[..., Awaitable[None]]


@pytest.fixture(scope="module", autouse=True)
def quiet_afterwards(prefect_server: PrefectServer) -> Iterator[None]:
    yield
    end_its_threads()


@pytest.fixture
def patient_a_while(monkeypatch: pytest.MonkeyPatch, prefect_server: PrefectServer) -> None:
    """Prefect is waited for long enough to come as far as it is to."""
    from engine.runtime import tracker  # noqa: PLC0415  # Prefect is told first where it is

    monkeypatch.setattr(tracker, "PATIENCE_SECONDS", 2.0)
    monkeypatch.setattr(tracker, "_LEAST_PATIENCE_SECONDS", 2.0)
    monkeypatch.setattr(tracker, "BEHIND_SECONDS", 1e6)


@contextmanager
def frozen_once_it_has(
    server: PrefectServer, done: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """Prefect's server stops right after its answer to that request of the client, once."""
    from prefect.client.orchestration import PrefectClient  # noqa: PLC0415  # told first

    answered: list[str] = []
    usual = getattr(PrefectClient, done)

    async def ask(*args: Any, **named: Any) -> Any:
        answer = await usual(*args, **named)
        if not answered:
            os.kill(server.process, signal.SIGSTOP)
            answered.append(done)
        return answer

    monkeypatch.setattr(PrefectClient, done, ask)
    try:
        yield answered
    finally:
        os.kill(server.process, signal.SIGCONT)


@pytest.mark.usefixtures("patient_a_while")
@pytest.mark.parametrize(
    "done", ["create_flow_run_from_deployment", "set_flow_run_state", "read_flow_run"]
)
def test_wherever_prefect_falls_silent_the_case_goes_on(
    office: Office,
    prefect_server: PrefectServer,
    tmp_path: Path,
    done: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deeds = Deeds()
    with at_work(crew_for(office, deeds, prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        with frozen_once_it_has(prefect_server, done, monkeypatch) as answered:
            case = office.open("dua")
            assert until(lambda: office.at(case) == {"serah"}, seconds=SOON)
            assert until(lambda: answered == [done], seconds=SOON)

    assert deeds.steps_of(case) == STEPS


@pytest.mark.usefixtures("patient_a_while")
def test_a_prefect_that_falls_silent_in_mid_step_does_not_hold_up_the_next_ones(
    office: Office, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    gate = Gate()
    deeds = Deeds({"satu": gate})
    with at_work(crew_for(office, deeds, prefect=prefect_server.api_url, reports=tmp_path)) as at:
        assert is_near(at)
        case = office.open("dua")
        assert gate.entered.wait(SOON)
        with prefect_server.frozen():
            gate.opened.set()
            assert until(lambda: office.at(case) == {"serah"}, seconds=SOON)

    assert deeds.steps_of(case) == STEPS


async def never(_case: str, _activation: int, **_: object) -> None:
    """A task that does not begin."""
    await asyncio.Event().wait()


async def never_returning(case: str, activation: int, **_: object) -> None:
    """A task that does not end though its step has."""
    await the_step(case, activation)
    await asyncio.Event().wait()


async def too_late(case: str, activation: int, **_: object) -> None:
    """A task that begins when it is not waited for any more, whatever it is told."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        await the_step(case, activation)


async def broken(_case: str, _activation: int, **_: object) -> None:
    """A task that Prefect breaks off before it begins."""
    raise RuntimeError("no")


async def signalled(_case: str, _activation: int, **_: object) -> None:
    """A task that somebody pauses in Prefect: a signal of its own, which is no `Exception`."""
    from prefect.exceptions import Pause  # noqa: PLC0415  # told first

    raise Pause


async def the_step(case: str, activation: int) -> None:
    """What runs within a task of ours."""
    from engine.runtime.flows import task_of  # noqa: PLC0415  # told first

    await task_of("satu").fn(case, activation)  # type: ignore[misc]


async def ran_as(tasks: dict[str, AsTask], stretch: Stretch) -> None:
    """The stretch, with tasks of Prefect that do what a test says."""
    from engine.runtime.flows import STRETCH, Shown  # noqa: PLC0415  # told first

    STRETCH.set(stretch)
    assert stretch.take()
    await stretch.run(Shown(stretch, tasks).do)  # type: ignore[arg-type]
    await asyncio.sleep(0.1)  # for whatever comes too late


@pytest.mark.parametrize("as_task", [never, never_returning, too_late, broken, signalled])
def test_a_task_that_does_not_come_on_is_not_waited_for_and_its_step_done_once(
    office: Office,
    prefect_server: PrefectServer,
    tmp_path: Path,
    as_task: AsTask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from engine.runtime import flows  # noqa: PLC0415  # told first

    monkeypatch.setattr(flows, "SILENT_AFTER_SECONDS", 0.2)
    deeds = Deeds()
    case, held = office.open("dua"), Held()
    (first,) = taken(office)
    held.hold(first)
    with ThreadPoolExecutor(2) as threads:
        crew = crew_for(office, deeds, reports=tmp_path)
        stretch = Stretch(crew, first, shift=shift(), held=held, threads=threads)
        going = ran_as({"satu": as_task, "dua": as_task, "nomor": as_task}, stretch)
        asyncio.run(asyncio.wait_for(going, SOON))

    assert office.at(case) == {"serah"}
    assert deeds.steps_of(case) == STEPS
    assert [outcomes(office, case, number) for number in (1, 2, 3)] == [["done"]] * 3
    assert not len(held)


def test_once_prefect_is_silent_the_rest_of_the_stretch_does_not_wait_for_it(
    office: Office, prefect_server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.runtime import flows  # noqa: PLC0415  # told first

    monkeypatch.setattr(flows, "SILENT_AFTER_SECONDS", 0.2)
    asked: list[CaseId] = []

    async def counted(case: str, activation: int, **_: object) -> None:
        asked.append(CaseId(case))
        await never(case, activation)

    case = office.open("dua")
    (first,) = taken(office)
    with ThreadPoolExecutor(2) as threads:
        crew = crew_for(office, Deeds(), reports=tmp_path)
        stretch = Stretch(crew, first, shift=shift(), held=Held(), threads=threads)
        asyncio.run(ran_as({"satu": counted, "dua": counted, "nomor": counted}, stretch))

    assert office.at(case) == {"serah"}
    assert asked == [case]
