"""Upkeep as scheduled flows of Prefect, run in this process when their time has come."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas import FlowRun, State, StateType
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.responses import OrchestrationResult
from prefect.client.schemas.schedules import CronSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.flow_engine import run_flow
from prefect.states import Cancelled, Completed, Pending

from engine.runtime.crew import Crew
from engine.runtime.flows import where_results_would_lie
from engine.runtime.tracker import OURS, unwatched
from engine.runtime.upkeep import WORKS, Upkeep, do

_MOST_LATE = 50
_PRUNED_AT_ONCE = 100
_MOST_PRUNED = 20_000


class Schedule:
    """The scheduled flows, as one worker knows them."""

    def __init__(self, crew: Crew, client: PrefectClient) -> None:
        self._crew = crew
        self._client = client
        self._flows = {work.name: self._flow(work) for work in WORKS}
        self._deployments: dict[str, DeploymentFilter] = {}

    async def register(self) -> None:
        """Let Prefect know of them and of when they come round; the same again changes nothing."""
        for work in WORKS:
            flow_id = await self._client.create_flow(self._flows[work.name])
            cron = CronSchedule(cron=work.cron, timezone=self._crew.settings.zone)
            deployment = await self._client.create_deployment(
                flow_id,
                name="upkeep",
                description=work.title,
                tags=[OURS, "upkeep"],
                schedules=[DeploymentScheduleCreate(schedule=cron, active=True)],
                enforce_parameter_schema=False,
            )
            self._deployments[work.name] = DeploymentFilter(
                id=DeploymentFilterId(any_=[deployment])
            )

    async def run_due(self) -> None:
        """Run what has come round: of several rounds of one work the newest, in place of all."""
        for name in self._deployments:
            late = await self._late(name)
            for missed in late[1:]:
                message = "A later round stands for this one."
                await self._client.set_flow_run_state(
                    missed.id, Cancelled(message=message), force=True
                )
            if late and await self._is_mine(late[0]):
                run = unwatched(late[0])
                await run_flow(self._flows[name], flow_run=run, return_type="state")  # type: ignore[misc]

    async def _late(self, name: str) -> list[FlowRun]:
        """Rounds whose time has come, the newest first."""
        scheduled = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
        due = FlowRunFilterNextScheduledStartTime(before_=self._crew.now())
        return await self._client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=scheduled, next_scheduled_start_time=due),
            deployment_filter=self._deployments[name],
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=_MOST_LATE,
        )

    async def _is_mine(self, run: FlowRun) -> bool:
        """Whether this worker is the one to run it: only one can take it out of the schedule."""
        taken: OrchestrationResult[None] = await self._client.set_flow_run_state(run.id, Pending())
        return taken.status.value == "ACCEPT"

    def _flow(self, work: Upkeep) -> Flow[[], object]:
        async def upkeep() -> State[None]:
            words = await asyncio.to_thread(partial(do, self._crew, work))
            pruned = await self._prune() if work.name == "prune" else ""
            return Completed(message=f"{words}{pruned}")

        return Flow(
            upkeep,
            name=f"alur:{work.name}",
            description=work.title,
            validate_parameters=False,
            persist_result=False,
            result_storage=where_results_would_lie(),
        )

    async def _prune(self) -> str:
        """Have Prefect forget runs that ended long ago: they fill its database, not ours."""
        kept = timedelta(days=self._crew.settings.prefect_keep_days)
        gone = 0
        while gone < _MOST_PRUNED and (old := await self._ended(before=self._crew.now() - kept)):
            for run in old:
                with suppress(ObjectNotFound):  # others prune as well
                    await self._client.delete_flow_run(run.id)
            gone += len(old)
        return f", {gone} runs of Prefect"

    async def _ended(self, *, before: datetime) -> list[FlowRun]:
        return await self._client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                end_time=FlowRunFilterEndTime(before_=before),
                tags=FlowRunFilterTags(all_=[OURS]),
            ),
            sort=FlowRunSort.END_TIME_DESC,
            limit=_PRUNED_AT_ONCE,
        )
