"""Published SOP versions as flows of Prefect: one flow each, one task per automated step."""

import asyncio
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path

from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.exceptions import PrefectSignal
from prefect.settings import get_current_settings
from prefect.states import Completed, Crashed, Failed

from engine.core.workflow import HumanStep, Workflow
from engine.runtime.aside import until_either
from engine.runtime.stretch import Stretch
from engine.service.effects import Begun

STRETCH: ContextVar[Stretch] = ContextVar("stretch")
"""What the flow that is being run is to do; its parameters only name it."""

TELL_PARENT = "tell_parent"
"""The task that brings a linked case's end to the case that called for it."""

SILENT_AFTER_SECONDS = 3.0
"""A task that has not begun by then, or not ended so long after its step, is not waited for."""

BY_ALUR = "Prefect was too slow to start it: Alur ran it by itself."
LOST = "The end of a step could not be recorded; it is run again."

_log = logging.getLogger(__name__)


class StepFailed(Exception):
    """The step failed, and its case knows; the words stay there, for they may be personal."""

    def __init__(self) -> None:
        super().__init__("The step failed; Alur says why (the case's incident, or its history).")


AnyTask = Task[[str, int], object]
AnyFlow = Flow[[str, int, int], object]


def flow_name(workflow: Workflow) -> str:
    """What Prefect calls the SOP."""
    return f"sop:{workflow.sop}"


def flow_of(workflow: Workflow) -> AnyFlow:
    """The flow of an SOP version: it runs one stretch of a case, each step as a task of its own."""
    tasks = {step: task_of(step) for step in (*_automated(workflow), TELL_PARENT)}

    async def stretch(case: str, activation: int, attempt: int) -> State[None]:  # noqa: ARG001
        handed = STRETCH.get()
        shown = Shown(handed, tasks)
        if not handed.take():
            await handed.over.wait()
            for begun, _ in handed.ended:
                await shown.do(begun)
            return _end_of(handed, message=BY_ALUR)
        await handed.run(shown.do)
        return _end_of(handed)

    return Flow(
        stretch,
        name=flow_name(workflow),
        version=str(workflow.version),
        description=f"{workflow.title.id} ({workflow.number}), version {workflow.version}",
        validate_parameters=False,
        persist_result=False,
        result_storage=where_results_would_lie(),
    )


def where_results_would_lie() -> Path:
    """Prefect's own default; nothing is put there, for results of ours are not kept.

    A flow that names no place has Prefect ask the server for one in mid-run, by a request that
    holds up the whole event loop: minutes, where the server is silent.
    """
    return get_current_settings().results.local_storage_path


def _automated(workflow: Workflow) -> tuple[str, ...]:
    return tuple(step.id for step in workflow.steps() if not isinstance(step, HumanStep))


def task_of(name: str) -> AnyTask:
    """The task that shows a step: it runs it, or tells how it ended where it has run already."""

    async def step(case: str, activation: int) -> None:  # noqa: ARG001  # shown by Prefect
        begun, has_begun = _CURRENT.get()
        has_begun.set()
        ended = await STRETCH.get().do(begun)
        if ended.outcome == "failed":
            raise StepFailed

    return Task(step, name=name, persist_result=False, cache_policy=NO_CACHE)


_CURRENT: ContextVar[tuple[Begun, asyncio.Event]] = ContextVar("current step")


class Shown:
    """A stretch as Prefect is shown it: each step a task, until Prefect falls silent."""

    def __init__(self, handed: Stretch, tasks: Mapping[str, AnyTask]) -> None:
        self._handed = handed
        self._tasks = tasks
        self._is_silent = False

    async def do(self, begun: Begun) -> None:
        """Run a step as a task; by ourselves where Prefect does not come as far as that."""
        task = self._tasks.get(begun.run.step or TELL_PARENT)
        if task is None or self._is_silent:  # none where the case was migrated meanwhile
            await self._handed.do(begun)
            return
        has_begun = asyncio.Event()
        showing = asyncio.create_task(self._show(task, begun, has_begun))
        try:
            await until_either(showing, has_begun, within=SILENT_AFTER_SECONDS)
            await self._handed.do(begun)
            if has_begun.is_set():
                await asyncio.wait({showing}, timeout=SILENT_AFTER_SECONDS)
            self._is_silent = not showing.done()
        finally:
            showing.cancel()

    async def _show(self, task: AnyTask, begun: Begun, has_begun: asyncio.Event) -> None:
        _CURRENT.set((begun, has_begun))
        try:
            await task(begun.claimed.case, begun.claimed.activation, return_state=True)  # type: ignore[misc]
        except (Exception, PrefectSignal) as error:  # noqa: BLE001  # whatever ails Prefect must not end the stretch
            name = self._handed.name
            _log.warning("Prefect did not run %s as a task: %s", name, type(error).__name__)


def _end_of(handed: Stretch, *, message: str = "") -> State[None]:
    if handed.outcome == "failed":
        return Failed(message=str(StepFailed()))
    if handed.outcome == "lost":
        return Crashed(message=LOST)
    return Completed(message=message or f"{len(handed.ended)} steps")


def arrive(worker: str) -> None:
    """Run a flow of one task that does nothing, in an event loop of its own: a worker is there.

    Prefect loads much of itself only at a first run; so no case's first step has to wait for that.

    Raises:
        Exception: whatever Prefect raises where it does not answer.
    """

    async def hello() -> str:
        return worker

    async def start() -> str:
        said = Task(hello, name="hello", persist_result=False, cache_policy=NO_CACHE)
        return await said()

    flow = Flow(
        start,
        name="alur:start",
        flow_run_name=worker,
        persist_result=False,
        result_storage=where_results_would_lie(),
    )
    asyncio.run(flow())
