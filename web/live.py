"""Live boards: one watch per process tells all who listen that something has changed.

A stream says no more than that, by a number kept in the database; the browser then asks for the
board, as far as its reader may see. So a stream holds no personal data, and after a restart of the
server the browser, which names the last number it heard, misses nothing. Whoever listens costs a
connection of the network, but neither a thread nor one of the database.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable

import uvicorn
from starlette.concurrency import run_in_threadpool

from engine.core.errors import StoreError

EVERY_SECONDS = 2.0
HEARTBEAT_SECONDS = 15.0
MOST_LISTENERS = 200
MOST_EACH = 12
"""Streams of one person: some screens and windows, but not all there are."""

_RETRY = b"retry: 2000\n\n"
_BEAT = b": \n\n"
_ENDED = b"event: ended\ndata: \n\n"

_log = logging.getLogger(__name__)

Turn = Callable[[], int]
StillHere = Callable[[], bool]


class Live:
    """Tells listeners of changes. All of it runs in the loop of the server.

    Args:
        turn: reads the number that changes with whatever is shown; asked in another thread.
        every: seconds between two looks, `heartbeat` between two signs of life.
        most: so many may listen at once, `most_each` of them for one person.
    """

    def __init__(
        self,
        turn: Turn,
        *,
        every: float = EVERY_SECONDS,
        heartbeat: float = HEARTBEAT_SECONDS,
        most: int = MOST_LISTENERS,
        most_each: int = MOST_EACH,
    ) -> None:
        self._read, self._every, self._heartbeat = turn, every, heartbeat
        self._most, self._most_each = most, most_each
        self._turn = 0
        self._news = asyncio.Event()
        self._looked = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None
        self._closed = False
        self._listening: Counter[str] = Counter()

    @property
    def listeners(self) -> int:
        """How many listen now."""
        return self._listening.total()

    def has_room(self, who: str) -> bool:
        """Whether that person can listen (once more)."""
        is_full = self.listeners >= self._most or self._listening[who] >= self._most_each
        return not (self._closed or is_full)

    async def listen(
        self, who: str, last_heard: str, still_here: StillHere
    ) -> AsyncGenerator[bytes]:
        """The stream of one listener; it ends at once where there is no room.

        Args:
            who: the person, of whom so many may listen.
            last_heard: the number of the last event before the connection was lost; empty: none.
            still_here: whether the listener's session goes on; asked once in a heartbeat, however
                much news there is.
        """
        if not self.has_room(who):
            return
        self._listening[who] += 1
        try:
            yield _RETRY
            async for said in self._told(last_heard, still_here):
                yield said
        finally:
            self._listening[who] -= 1
            self._listening += Counter()  # forgets who listens no more

    async def _told(self, last_heard: str, still_here: StillHere) -> AsyncGenerator[bytes]:
        heard = await self._first(last_heard)
        now = asyncio.get_running_loop().time
        ask_at = now() + self._heartbeat
        while not self._closed:
            if now() >= ask_at:
                if not await self._is_here(still_here):
                    yield _ENDED
                    return
                ask_at = now() + self._heartbeat
                yield _BEAT
            if heard != self._turn:
                heard = self._turn
                yield _changed(heard)
            await self._any_news(ask_at - now())

    async def _first(self, last_heard: str) -> int:
        """What a listener knows: the number it names, else the one of now."""
        if self._watch is None or self._watch.done():
            self._looked = asyncio.Event()
            self._watch = asyncio.create_task(self._go_on())
        await self._looked.wait()
        known = last_heard.isascii() and last_heard.isdigit() and len(last_heard) < _LONGEST
        return int(last_heard) if known else self._turn

    async def _is_here(self, still_here: StillHere) -> bool:
        try:
            return await run_in_threadpool(still_here)
        except StoreError:  # nobody can tell; asked again with the next heartbeat
            return True

    async def _any_news(self, seconds: float) -> None:
        """Wait for news, at most so long."""
        try:
            await asyncio.wait_for(self._news.wait(), max(seconds, 0))
        except TimeoutError:
            return

    async def _go_on(self) -> None:
        """Look again and again, as long as anybody listens."""
        while self.listeners and not self._closed:
            await self._look()
            self._looked.set()
            await asyncio.sleep(self._every)

    async def _look(self) -> None:
        try:
            turn = await run_in_threadpool(self._read)
        except StoreError as error:
            _log.warning("a live board cannot look: %s", error)
            return
        if turn != self._turn:
            self._turn = turn
            self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def close(self) -> None:
        """Let every listener go: the server stops."""
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        self._looked.set()
        self._tell()


_LONGEST = 19


def _changed(turn: int) -> bytes:
    return f"id: {turn}\nevent: changed\ndata: {turn}\n\n".encode()


class LeavingServer(uvicorn.Server):
    """Ends live streams before it waits for whoever is still being answered."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Stop, as soon as the last one is answered."""
        self._live.close()
        await super().shutdown(sockets)  # type: ignore[arg-type]
