"""Stretches run as flows of Prefect, where Prefect is there and quick enough; else without.

Prefect shows what is done and is never needed for it: what it is too slow to start is run at once
without it, and told to it afterwards. It is left alone for a while when it does not answer.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas import FlowRun, State, StateType
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.flow_engine import run_flow

from engine.core.errors import AlurError
from engine.core.workflow import Workflow
from engine.runtime.aside import until_either
from engine.runtime.crew import Crew
from engine.runtime.flows import STRETCH, TELL_PARENT, AnyFlow, flow_of, task_of
from engine.runtime.stretch import Stretch
from engine.service import runs
from engine.service.catalogue import find_workflow
from engine.service.runs import AttemptView

PATIENCE_SECONDS = 0.6
"""How long after it could have begun a stretch still waits for Prefect to start it."""

_LEAST_PATIENCE_SECONDS = 0.2

BEHIND_SECONDS = 3.0
"""What has waited for longer waits for nothing else: work comes before being shown."""

FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 2.0, 60.0
"""How long Prefect is left alone when it does not answer: doubling."""

OURS = "alur"
"""The tag of every run that is ours: a Prefect server may show other people's as well."""

_CLOSES_WITHIN_SECONDS = 5.0
_NOT_FOUND = 404
_FLOWS_KEPT = 256
_END_OF: dict[str, StateType] = {
    "done": StateType.COMPLETED,
    "failed": StateType.FAILED,
    "lost": StateType.CRASHED,
    "void": StateType.CANCELLED,
}

_log = logging.getLogger(__name__)


class Tracker:
    """Prefect as one worker sees it. For one event loop."""

    def __init__(
        self, crew: Crew, *, at_once: int, is_up: Callable[[], bool] = lambda: True
    ) -> None:
        self._crew = crew
        self._is_up = is_up
        self._room = asyncio.Semaphore(at_once)
        self._registered: dict[str, tuple[AnyFlow, UUID]] = {}
        self._leftovers: set[asyncio.Task[None]] = set()
        self._rest = FIRST_REST_SECONDS
        self._away_until = 0.0
        self._client: PrefectClient | None = None
        self.forgotten = 0
        """How often Prefect turned out to know nothing any more of what it was told."""

    async def open(self) -> None:
        """Begin to talk to Prefect; that it answers is not waited for."""
        self._client = await get_client().__aenter__()

    async def close(self) -> None:
        """Let go of runs that Prefect has still to end: they are told to it afterwards."""
        leftovers = tuple(self._leftovers)
        for one in leftovers:
            one.cancel()
        if leftovers:  # a run that is cancelled wants to tell Prefect so, which may not answer
            await asyncio.wait(leftovers, timeout=_CLOSES_WITHIN_SECONDS)
        if self._client is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    self._client.__aexit__(None, None, None), _CLOSES_WITHIN_SECONDS
                )

    @property
    def client(self) -> PrefectClient:
        """What asks Prefect; it is there once `open` is done."""
        if self._client is None:
            raise RuntimeError("open() comes first")
        return self._client

    def knows(self, workflow: str) -> bool:
        """Whether Prefect was told of the SOP version with that hash."""
        return workflow in self._registered

    @property
    def is_near(self) -> bool:
        """Whether Prefect may be asked: it is up and did not fail to answer just now."""
        return self._is_up() and time.monotonic() >= self._away_until

    async def run(self, stretch: Stretch) -> None:
        """Run a stretch to its end, shown by Prefect where that is quick enough."""
        patience = self._patience(stretch)
        if not patience or not self.is_near:
            await self._run_alone(stretch)
            return
        going = asyncio.create_task(self._run_shown(stretch))
        self._leftovers.add(going)
        going.add_done_callback(self._leftovers.discard)
        await until_either(going, stretch.taken, within=patience)
        await self._run_alone(stretch)
        await stretch.over.wait()

    def _patience(self, stretch: Stretch) -> float:
        """Less for what has waited already: an officer's next step may depend on it."""
        waited = (self._crew.now() - stretch.first.run.wanted_at).total_seconds()
        if waited > BEHIND_SECONDS:
            return 0.0
        return max(PATIENCE_SECONDS - waited, _LEAST_PATIENCE_SECONDS)

    async def _run_alone(self, stretch: Stretch) -> None:
        if stretch.take():
            await stretch.run(stretch.do)

    async def _run_shown(self, stretch: Stretch) -> None:
        try:
            async with self._room:
                if stretch.taken.is_set():
                    return  # told afterwards
                shown = await self._as_flow(stretch)
            await self._told(shown, *(begun.run.id for begun, _ in stretch.ended))
        except AlurError as error:
            _log.warning("Prefect is told of %s afterwards, %s", stretch.name, error)
        except Exception as error:  # noqa: BLE001  # whatever ails Prefect must not end the worker
            self.leave_alone(error)
        else:
            self._rest = FIRST_REST_SECONDS

    async def _as_flow(self, stretch: Stretch) -> UUID:
        flow, deployment = await self._registration(stretch.first.workflow)
        run = stretch.first.run
        parameters = {
            "case": run.case_id,
            "activation": run.activation,
            "attempt": run.attempt,
        }
        shown = await self.client.create_flow_run_from_deployment(
            deployment,
            name=stretch.name,
            parameters=parameters,
            tags=[f"case:{run.case_id}", f"sop:{run.sop}", f"activation:{run.activation}"],
            idempotency_key=run.id,
        )
        await asyncio.to_thread(partial(runs.tie, self._crew.database, run.id, to=str(shown.id)))
        stretch.shown_as = str(shown.id)
        mark = STRETCH.set(stretch)
        try:
            await run_flow(  # type: ignore[misc]
                flow, flow_run=unwatched(shown), parameters=parameters, return_type="state"
            )
        finally:
            STRETCH.reset(mark)
        return shown.id

    async def _told(self, shown: UUID, *attempts: str) -> None:
        told = partial(runs.told, self._crew.database, attempts, to=str(shown))
        await asyncio.to_thread(partial(told, at=self._crew.now()))

    def leave_alone(self, error: Exception) -> None:
        """Do not ask Prefect for a while: it has just failed to answer."""
        if is_unknown(error):  # its database is another one
            self._registered.clear()
            self.forgotten += 1
        self._away_until = time.monotonic() + self._rest
        _log.warning("Prefect is left alone for %.0f s: %s", self._rest, type(error).__name__)
        self._rest = min(2 * self._rest, LONGEST_REST_SECONDS)

    async def register(self, workflow: Workflow) -> None:
        """Let Prefect know of an SOP version before its first case needs it."""
        await self._registration(workflow)

    async def _registration(self, workflow: Workflow) -> tuple[AnyFlow, UUID]:
        known = self._registered.get(workflow.hash)
        if known is None:
            flow = flow_of(workflow)
            flow_id = await self.client.create_flow(flow)
            deployment = await self.client.create_deployment(
                flow_id,
                name=f"v{workflow.version}",
                version=str(workflow.version),
                description=flow.description,
                tags=[OURS, f"sop:{workflow.sop}"],
                enforce_parameter_schema=False,
            )
            if len(self._registered) >= _FLOWS_KEPT:
                self._registered.pop(next(iter(self._registered)))
            known = self._registered[workflow.hash] = (flow, deployment)
        return known

    async def tell(self, attempt: AttemptView) -> None:
        """Tell Prefect how an attempt went that it did not see end."""
        began, ended = attempt.started_at, attempt.ended_at or attempt.started_at
        words = f"{began:%Y-%m-%d %H:%M:%S}Z to {ended:%H:%M:%S}Z by {attempt.owner}"
        state: State[None] = State(type=_END_OF[attempt.outcome], message=words)
        shown = UUID(attempt.run) if attempt.run else await self._shown_afterwards(attempt, state)
        try:
            await self.client.set_flow_run_state(shown, state, force=True)
        except ObjectNotFound:  # it was pruned, or Prefect's database is another one
            shown = await self._shown_afterwards(attempt, state)
            await self.client.set_flow_run_state(shown, state, force=True)
        await self._told(shown, attempt.id)

    async def leave_untold(self, attempt: AttemptView, error: PrefectHTTPStatusError) -> None:
        """Prefect does not take it; our own record of it stays."""
        _log.warning("Prefect refuses to hear of attempt %s: %s", attempt.id, type(error).__name__)
        told = partial(runs.told, self._crew.database, [attempt.id], to=attempt.run)
        await asyncio.to_thread(partial(told, at=self._crew.now()))

    async def _shown_afterwards(self, attempt: AttemptView, state: State[None]) -> UUID:
        workflow = await asyncio.to_thread(
            partial(find_workflow, self._crew.database, attempt.sop, attempt.version)
        )
        _, deployment = await self._registration(workflow)
        shown = await self.client.create_flow_run_from_deployment(
            deployment,
            name=f"{attempt.case_id}/{attempt.step or attempt.kind}#{attempt.attempt}",
            parameters={
                "case": attempt.case_id,
                "activation": attempt.activation,
                "attempt": attempt.attempt,
            },
            tags=[
                f"case:{attempt.case_id}",
                f"sop:{attempt.sop}",
                f"activation:{attempt.activation}",
                "told-afterwards",
            ],
            idempotency_key=attempt.id,
        )
        name = attempt.step or TELL_PARENT
        await self.client.create_task_run(
            task_of(name), shown.id, dynamic_key=attempt.id, name=name, state=state
        )
        tie = partial(runs.tie, self._crew.database, attempt.id, to=str(shown.id))
        await asyncio.to_thread(tie)
        return shown.id


def unwatched(run: FlowRun) -> FlowRun:
    """The run without its deployment, whose runs Prefect watches over a connection of their own.

    It opens one before each run, holding up everything else on the event loop, and for as long as
    the server does not answer: nobody suspends ours.
    """
    return run.model_copy(update={"deployment_id": None})


def is_unknown(error: Exception) -> bool:
    """Whether Prefect does not know what it was asked about."""
    is_missing = isinstance(error, PrefectHTTPStatusError) and (
        error.response.status_code == _NOT_FOUND
    )
    return is_missing or isinstance(error, ObjectNotFound)
