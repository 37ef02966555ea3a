"""What a worker does for Prefect aside from running steps: names SOPs, keeps rounds, tells."""

import asyncio
import time
from datetime import timedelta
from functools import partial

from prefect.exceptions import PrefectHTTPStatusError

from engine.core.errors import AlurError
from engine.runtime.crew import Crew
from engine.runtime.flows import arrive
from engine.runtime.schedule import Schedule
from engine.runtime.tracker import BEHIND_SECONDS, Tracker, is_unknown
from engine.service import effects, processes, runs
from engine.service.catalogue import find_workflow, list_sops
from engine.service.runs import AttemptView

__all__ = ["Liaison", "Tracker", "arrive"]

_REGISTER_EVERY_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 5.0
_TOLD_AFTER = timedelta(seconds=20)
_UNTOLD_FOR = timedelta(days=1)
"""What Prefect has not heard of within a day it never does: our own record of it stays."""
_AT_A_TIME = 16
_TELLS = "telling Prefect"
_TELLS_FOR = timedelta(seconds=20)
_BEHIND = timedelta(seconds=BEHIND_SECONDS)
_REFUSALS = range(400, 500)
_ASK_AGAIN = frozenset({408, 429})


class Liaison:
    """The errands of one worker. Each `round` does what is due of them."""

    def __init__(self, crew: Crew, tracker: Tracker) -> None:
        self._crew = crew
        self._tracker = tracker
        self._schedule = Schedule(crew, tracker.client)
        self._forgotten = -1
        self._register_at = self._look_at = 0.0

    async def round(self) -> None:
        """Do what is due; where Prefect does not answer it is left alone for a while."""
        if not self._tracker.is_near:
            return
        try:
            await self._register()
            await self._keep_rounds()
            await self._tell()
        except AlurError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever ails Prefect must not end the worker
            self._tracker.leave_alone(error)

    async def _register(self) -> None:
        forgotten = self._tracker.forgotten
        if forgotten == self._forgotten and time.monotonic() < self._register_at:
            return
        if forgotten != self._forgotten:
            await self._schedule.register()
            self._forgotten = forgotten
        for sop in await asyncio.to_thread(list_sops, self._crew.database):
            if not self._tracker.knows(sop.hash):
                find = partial(find_workflow, self._crew.database, sop.sop, sop.version)
                await self._tracker.register(await asyncio.to_thread(find))
        self._register_at = time.monotonic() + _REGISTER_EVERY_SECONDS

    async def _keep_rounds(self) -> None:
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + _LOOK_EVERY_SECONDS
            await self._schedule.run_due()

    async def _tell(self) -> None:
        for attempt in await asyncio.to_thread(self._untold):
            try:
                await self._tracker.tell(attempt)
            except PrefectHTTPStatusError as error:
                if not _is_refused(error):
                    raise
                await self._tracker.leave_untold(attempt, error)

    def _untold(self) -> tuple[AttemptView, ...]:
        database, at = self._crew.database, self._crew.now()
        runs.give_up_telling(database, before=at - _UNTOLD_FOR, at=at)
        oldest = effects.backlog(database, at=at).oldest
        if oldest is not None and at - oldest > _BEHIND:
            return ()  # first what cases wait for
        untold = runs.untold(database, before=at - _TOLD_AFTER, limit=_AT_A_TIME)
        is_mine = untold and processes.lead(
            database, _TELLS, owner=self._crew.owner, at=at, lasting=_TELLS_FOR
        )
        return untold if is_mine else ()


def _is_refused(error: PrefectHTTPStatusError) -> bool:
    """Whether asking again would give the same answer."""
    status = error.response.status_code
    return status in _REFUSALS and status not in _ASK_AGAIN and not is_unknown(error)
