"""A stretch: the automated steps of a case between two steps of people, run one after the other.

It can be run within a flow of Prefect, which then shows it, or without. Exactly one of the two
takes it: both are tried on one event loop, and whoever comes second finds it taken.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from datetime import timedelta
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from engine.core.errors import StoreUnavailable
from engine.runtime.aside import in_own_thread
from engine.runtime.crew import Crew
from engine.runtime.perform import Ended, give_up, perform
from engine.service import effects
from engine.service.effects import Begun, Shift
from engine.service.outcomes import RunOutcome, started_late

T = TypeVar("T")

LONGEST_STEP = timedelta(minutes=2)
"""An action that goes on for longer has failed: it must not keep others waiting for good."""

SLOW_AFTER_SECONDS = 5.0
"""An action that goes on for longer gives its lane to another one, and goes on beside it."""

_GOES_ON = frozenset[RunOutcome]({"done", "void"})

_log = logging.getLogger(__name__)


class Held:
    """What a worker holds: leases of these are renewed until they are let go of."""

    def __init__(self) -> None:
        self._begun: dict[str, Begun] = {}

    def __len__(self) -> int:
        return len(self._begun)

    def all(self) -> tuple[Begun, ...]:
        """Everything that is held now."""
        return tuple(self._begun.copy().values())  # another thread may be adding to it

    def hold(self, begun: Begun) -> None:
        """Keep it."""
        self._begun[begun.run.id] = begun

    def let_go(self, begun: Begun) -> None:
        """Keep it no longer."""
        self._begun.pop(begun.run.id, None)


class Stretch:
    """A case's automated steps, from the first one claimed until none is left to do."""

    def __init__(
        self, crew: Crew, first: Begun, *, shift: Shift, held: Held, threads: Executor
    ) -> None:
        self.first = first
        self.taken = asyncio.Event()
        self.over = asyncio.Event()
        self.ended: list[tuple[Begun, Ended]] = []
        self.shown_as: str | None = None
        self._doing: dict[str, asyncio.Task[Ended]] = {}
        self._since = time.monotonic()
        self._crew = crew
        self._shift = shift
        self._held = held
        self._threads = threads

    @property
    def name(self) -> str:
        """How Prefect names the run: the case, the step it begins at, and which attempt it is."""
        step = self.first.run.step or self.first.claimed.kind
        return f"{self.first.claimed.case}/{step}#{self.first.run.attempt}"

    @property
    def is_slow(self) -> bool:
        """Whether it has been at one step for so long that others should not wait for it."""
        return time.monotonic() - self._since > SLOW_AFTER_SECONDS

    @property
    def outcome(self) -> RunOutcome:
        """How the last attempt ended; lost where none did."""
        return self.ended[-1][1].outcome if self.ended else "lost"

    def take(self) -> bool:
        """Whether the caller is the one to run it."""
        if self.taken.is_set():
            return False
        self.taken.set()
        return True

    async def run(self, do: Callable[[Begun], Awaitable[object]]) -> None:
        """Run every step with `do`; whoever calls it has taken the stretch."""
        try:
            async for begun in self._steps():
                try:
                    await do(begun)
                finally:
                    self._held.let_go(begun)
        finally:
            self.over.set()

    async def do(self, begun: Begun) -> Ended:
        """Run one step, once: whoever comes second is given the end of the first.

        It goes on where the caller is cancelled. What has no end on record somebody has again.
        """
        doing = self._doing.get(begun.run.id)
        if doing is None:
            doing = self._doing[begun.run.id] = asyncio.create_task(self._do(begun))
        return await asyncio.shield(doing)

    async def _do(self, begun: Begun) -> Ended:
        at_work = started_late(begun, at=self._crew.now())
        self._since = time.monotonic()
        try:
            ended = await self._end_of(at_work)
        except StoreUnavailable:
            ended = Ended(outcome="lost", words="the database was away")
        except Exception:  # noqa: BLE001  # what it says may be personal: it stays in our log
            _log.exception("the end of %s cannot be recorded", self.name)
            ended = Ended(outcome="lost", words="its end could not be recorded")
        finally:
            self._held.let_go(begun)
        self.ended.append((at_work, ended))
        return ended

    async def _end_of(self, begun: Begun) -> Ended:
        going = in_own_thread(partial(perform, self._crew, begun), name="alur-step")
        await asyncio.wait({going}, timeout=LONGEST_STEP.total_seconds())
        if going.done():
            return going.result()
        return await self._in_thread(partial(give_up, self._crew, begun, after=LONGEST_STEP))

    async def _steps(self) -> AsyncIterator[Begun]:
        yield self.first
        while self.outcome in _GOES_ON and (following := await self._following()) is not None:
            self._held.hold(following)
            yield following

    async def _following(self) -> Begun | None:
        """What the step before has led to, if that is for the system again."""
        claiming = partial(
            effects.take_up,
            self._crew.database,
            replace(self._shift, run=self.shown_as),
            at=self._crew.now(),
            limit=1,
            case=self.first.claimed.case,
        )
        try:
            return next(iter(await self._in_thread(claiming)), None)
        except StoreUnavailable:
            return None

    def _in_thread(self, work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)
