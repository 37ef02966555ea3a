"""A worker: claims what waits in the outbox and runs it, several stretches at once.

It lives in a thread with an event loop of its own. Leases are renewed by another thread, so that
a busy loop is not taken for a dead worker. What must be done goes on without Prefect.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from engine.core.errors import AlurError, StoreUnavailable
from engine.runtime.crew import Crew
from engine.runtime.stretch import LONGEST_STEP, SLOW_AFTER_SECONDS, Held, Stretch
from engine.service import effects
from engine.service.effects import Begun, Shift

if TYPE_CHECKING:
    from engine.runtime.tracker import Tracker

T = TypeVar("T")

LOOK_EVERY_SECONDS = 0.1
"""How often an idle worker looks into the outbox: one read."""

STOPS_WITHIN_SECONDS = 20.0
"""How long a stopping worker waits for what it is at; the rest goes to another one."""

SUSPECT_AFTER = 2
"""An effect that so many processes have died of, or beside, is run alone from then on."""

_MOST_TO_A_LANE = 8
_TROUBLED_PAUSE_SECONDS = 2.0
_ERRANDS_EVERY_SECONDS = 1.0
_SHOWN_AT_ONCE_EMBEDDED = 1
"""Prefect on SQLite gets slower, not faster, with more than one at once."""

_log = logging.getLogger(__name__)


class Worker:
    """Runs effects until it is stopped. `is_up` says whether Prefect can be asked at all."""

    def __init__(self, crew: Crew, *, is_up: Callable[[], bool] | None = None) -> None:
        self._crew = crew
        self._is_up = is_up
        chosen = crew.settings
        self._lease = timedelta(seconds=chosen.lease_seconds)
        self._shows = chosen.prefect != "off"
        self._shift = Shift(owner=crew.owner, lease=self._lease, shown=self._shows)
        self._held = Held()
        self._busy: dict[asyncio.Task[None], Stretch] = {}
        self._tracker: Tracker | None = None
        self._threads = ThreadPoolExecutor(2 * chosen.lanes + 2, "alur-effect")
        self._stopping = threading.Event()
        self._stopped = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._work, name="alur-worker", daemon=True)
        self._keeper = threading.Thread(target=self._keep_leases, name="alur-leases", daemon=True)

    @property
    def is_running(self) -> bool:
        """Whether it is at work."""
        return self._thread.is_alive()

    @property
    def prefect(self) -> str:
        """How it gets on with Prefect: off, starting, near or away."""
        if not self._shows:
            return "off"
        if self._tracker is None or (self._is_up is not None and not self._is_up()):
            return "starting"
        return "near" if self._tracker.is_near else "away"

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._keeper.start()

    def stop(self) -> None:
        """Claim nothing more, finish what is going on (for a while), end."""
        self._stopping.set()
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._stopped.set)
        for thread, seconds in ((self._thread, STOPS_WITHIN_SECONDS + 5), (self._keeper, 5)):
            if thread.ident is not None:  # it was started
                thread.join(seconds)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._stopping.is_set():
            self._stopped.set()
        aside = [asyncio.create_task(self._get_to_know_prefect())] if self._shows else []
        for one in aside:
            one.add_done_callback(_say_why)
        try:
            while not self._stopped.is_set():
                await self._pause(await self._round())
            if self._busy:
                await asyncio.wait(self._busy, timeout=STOPS_WITHIN_SECONDS)
        finally:
            for one in aside:
                one.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
            if self._tracker is not None:
                await self._tracker.close()

    async def _pause(self, seconds: float) -> None:
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), seconds)

    async def _round(self) -> float:
        """Claim what there is room for; the seconds until the next look."""
        room = self._room()
        if room <= 0:
            await self._some_end(within=SLOW_AFTER_SECONDS / 5)
            return 0.0
        try:
            begun = await self._in_thread(partial(self._claim, room))
        except StoreUnavailable as error:
            _log.warning("the worker waits, %s", error)
            return _TROUBLED_PAUSE_SECONDS
        except Exception:  # noqa: BLE001  # nobody's work would be done any more
            _log.exception("the worker could not claim anything")
            return _TROUBLED_PAUSE_SECONDS
        suspects = [one for one in begun if one.lost >= SUSPECT_AFTER and not one.problem]
        for one in begun:
            if one not in suspects:
                self._begin(one)
        for one in suspects:
            await self._run_by_itself(one)
        return 0.0 if begun else LOOK_EVERY_SECONDS

    def _room(self) -> int:
        """How many more may be begun: what is slow holds no lane, up to a bound on all."""
        lanes = self._crew.settings.lanes
        quick = sum(not stretch.is_slow for stretch in self._busy.values())
        return min(lanes - quick, _MOST_TO_A_LANE * lanes - len(self._busy))

    async def _some_end(self, *, within: float) -> None:
        """Wait until something has ended, or everything is to end; not for long."""
        stopped = asyncio.create_task(self._stopped.wait())
        waited_for = {*self._busy, stopped}
        await asyncio.wait(waited_for, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()

    async def _run_by_itself(self, suspect: Begun) -> None:
        """What may be what ends processes is run beside nothing that could be taken for it."""
        self._held.hold(suspect)
        if self._busy:
            await asyncio.wait(self._busy, timeout=LONGEST_STEP.total_seconds())
        self._begin(suspect)
        while suspect in self._held.all() and not self._stopped.is_set():
            await self._some_end(within=1.0)

    def _claim(self, room: int) -> tuple[Begun, ...]:
        database, at = self._crew.database, self._crew.now()
        if not effects.is_due(database, at=at):
            return ()
        return effects.take_up(database, self._shift, at=at, limit=room)

    def _begin(self, begun: Begun) -> None:
        self._held.hold(begun)
        stretch = Stretch(
            self._crew, begun, shift=self._shift, held=self._held, threads=self._threads
        )
        task = asyncio.create_task(self._carry(stretch))
        self._busy[task] = stretch
        task.add_done_callback(self._busy.pop)

    async def _carry(self, stretch: Stretch) -> None:
        try:
            if self._tracker is not None:
                await self._tracker.run(stretch)
            elif stretch.take():
                await stretch.run(stretch.do)
        except Exception:  # noqa: BLE001  # one stretch must not end the others
            _log.exception("%s broke off", stretch.name)
        finally:
            self._held.let_go(stretch.first)

    async def _get_to_know_prefect(self) -> None:
        """Load Prefect's client aside (it takes seconds), then tell it what it did not see."""
        while self._is_up is not None and not self._is_up():  # noqa: ASYNC110  # another thread's
            await asyncio.sleep(_ERRANDS_EVERY_SECONDS)
        module = await asyncio.to_thread(import_module, "engine.runtime.liaison")
        at_once = self._crew.settings.lanes
        if self._crew.settings.prefect == "embedded":
            at_once = _SHOWN_AT_ONCE_EMBEDDED
        tracker = module.Tracker(self._crew, at_once=at_once, is_up=self._is_up or _always)
        with suppress(Exception):  # the tracker finds out what ails Prefect
            await asyncio.to_thread(module.arrive, self._crew.owner)
        await tracker.open()
        self._tracker = tracker
        liaison = module.Liaison(self._crew, tracker)
        while True:
            await asyncio.sleep(_ERRANDS_EVERY_SECONDS)
            try:
                await liaison.round()
            except AlurError as error:
                _log.warning("errands for Prefect wait, %s", error)

    def _keep_leases(self) -> None:
        """Renew what is held, three times a lease."""
        while not self._stopping.wait(self._lease.total_seconds() / 3):
            held = self._held.all()
            if held:
                self._renew(held)
        while len(self._held) and self._thread.is_alive():
            self._thread.join(self._lease.total_seconds() / 3)
            if self._thread.is_alive():
                self._renew(self._held.all())

    def _renew(self, held: tuple[Begun, ...]) -> None:
        try:
            gone = effects.renew(self._crew.database, held, until=self._crew.now() + self._lease)
        except StoreUnavailable as error:
            _log.warning("leases could not be renewed, %s", error)
            return
        except Exception:  # noqa: BLE001  # what is held would be had by others as well
            _log.exception("leases could not be renewed")
            return
        for one in gone:
            self._held.let_go(one)

    def _in_thread(self, work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)


def _say_why(ended: asyncio.Task[None]) -> None:
    """Cases go on without being shown; that nobody knew why would be another matter."""
    if not ended.cancelled() and (error := ended.exception()) is not None:
        _log.error("Prefect is not told of anything: %s", error, exc_info=error)


def _always() -> bool:
    return True
