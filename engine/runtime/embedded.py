"""Prefect's server within this process: a thread with its own event loop, and no port of its own.

The web's port serves it, through a bridge. Whatever happens to it, the web goes on.
"""

import asyncio
import http.client
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.core.text import Frozen
from engine.runtime.asgi_bridge import Bridge
from engine.runtime.gentle import Stopped, importing, short_turns
from engine.runtime.prefect_files import (
    blames_the_file,
    close_to_others,
    is_damaged,
    set_aside,
    sole_use,
)
from engine.runtime.prefect_settings import Place

_FIRST_PAUSE_SECONDS = 2.0
"""At the start: the first pages come first."""

_LONGEST_PAUSE_SECONDS = 600.0
_LONGEST_STOP_SECONDS = 10.0
_LONGEST_ASK_SECONDS = 10.0

_LATEST, _TOO_MANY = 10, 5
_FAILED = 500
_LONGEST_SENTENCE = 300

_MARK = b"alur-prefect"

_log = logging.getLogger(__name__)


class Phase(StrEnum):
    """How far the embedded Prefect is."""

    STARTING = "starting"
    READY = "ready"
    BROKEN = "broken"


class PrefectState(Frozen, frozen=True, kw_only=True):
    """What Prefect's server does now, and where it is broken, why: a sentence for operators."""

    phase: Phase
    trouble: str = ""


_FAILS = "it fails at whatever it is asked"

_STARTING = PrefectState(phase=Phase.STARTING)
_READY = PrefectState(phase=Phase.READY)


class Damaged(Exception):
    """Prefect's database file cannot be used any more."""


def load_prefect() -> Starlette:
    """Prefect's own application; takes seconds. Its settings are read at the first import.

    It is the same one at each attempt: another would not give the first one's memory back.
    """
    from prefect.server.api import server  # noqa: PLC0415  # 3 s, and only where wanted

    app = server.create_app()
    server.LIFESPAN_RAN_FOR_APP.discard(app)  # else it would not begin again
    return app


def growing_pauses() -> Iterator[float]:
    """Seconds before each attempt: doubling, to ten minutes."""
    pause = _FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


class EmbeddedPrefect:
    """Prefect's server as an application to mount; ready some seconds after `start`.

    Args:
        place: Where it lives and is reached.
        waiting: Answers for it over HTTP while it is not ready.
        now: The clock, for the name of a database that is set aside.
        load: Makes the application, in its thread.
        pauses: Seconds before each attempt.
    """

    def __init__(
        self,
        place: Place,
        waiting: ASGIApp,
        *,
        now: Callable[[], datetime],
        load: Callable[[], Starlette] = load_prefect,
        pauses: Callable[[], Iterator[float]] = growing_pauses,
    ) -> None:
        self._place, self._waiting = place, waiting
        self._now, self._load, self._pauses = now, load, pauses
        self._state = _STARTING
        self._mark = secrets.token_hex(8).encode()
        self._bridge: Bridge | None = None
        self._stopping = threading.Event()
        self._wake: Callable[[], object] = _nothing
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="alur-prefect", daemon=True)

    @property
    def state(self) -> PrefectState:
        """What it does now."""
        return self._state

    @property
    def is_ready(self) -> bool:
        """Whether it is worth asking it anything."""
        return self._state.phase is Phase.READY

    def start(self) -> None:
        """Begin, in a thread; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End within seconds, whatever it does."""
        self._stopping.set()
        with suppress(RuntimeError):  # its loop has just ended by itself
            self._wake()
        if self._thread.ident is not None:  # it was started
            self._thread.join(_LONGEST_STOP_SECONDS)
        if self._thread.is_alive():
            _log.warning("Prefect does not end; it is left behind")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked of Prefect, or why it cannot be answered yet."""
        bridge = self._bridge
        if bridge is not None:
            await bridge(scope, receive, send)
        elif scope["type"] == "http":
            await self._waiting(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1013})

    def _run(self) -> None:
        for pause in self._pauses():
            if self._stopping.wait(pause):
                return
            self._attempt()

    def _attempt(self) -> None:
        """Run it until it is to stop, or is broken."""
        try:
            with sole_use(self._place.home):
                self._run_or_set_aside()
        except (Stopped, asyncio.CancelledError):
            pass
        except Exception as error:  # noqa: BLE001  # Prefect's troubles are not the web's
            self._say(_broken(f"{type(error).__name__}: {error}"))

    def _run_or_set_aside(self) -> None:
        file = self._place.database
        if file is not None:
            close_to_others(file)
        try:
            asyncio.run(self._serve())
        except Exception as error:
            if file is not None and (blames_the_file(error) or is_damaged(file)):
                set_aside(file, self._now())
            raise

    async def _serve(self) -> None:
        self._say(_STARTING)
        woken = asyncio.Event()
        async with AsyncExitStack() as stack:
            with short_turns(), self._ended_by(_cancelling()):
                with importing(self._stopping):
                    app = self._load()
                await stack.enter_async_context(app.router.lifespan_context(app))
            ear = Ear(woken.set)
            bridge = Bridge(_marked(app, self._mark), ear)
            stack.push_async_callback(bridge.close)
            with self._ended_by(woken.set), self._served_by(bridge):
                await self._watch(woken, ear)

    @contextmanager
    def _ended_by(self, wake: Callable[[], object]) -> Iterator[None]:
        """What `stop` does to the loop meanwhile."""
        loop = asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(wake)
        if self._stopping.is_set():
            raise Stopped
        try:
            yield
        finally:
            self._wake = _nothing

    @contextmanager
    def _served_by(self, bridge: Bridge) -> Iterator[None]:
        self._bridge = bridge
        try:
            yield
        finally:
            self._bridge = None
            self._state = _STARTING  # or ending: at any rate not ready

    async def _watch(self, woken: asyncio.Event, ear: "Ear") -> None:
        """Tell how it is until it is to stop.

        Raises:
            Damaged: its database cannot be used any more.
        """
        pauses = self._pauses()
        while not self._stopping.is_set():
            trouble = await asyncio.to_thread(self._ask)
            if not trouble:
                self._say(_READY)
                since = time.monotonic()
                await woken.wait()
                await asyncio.to_thread(self._examine)
                if time.monotonic() - since > _LONGEST_PAUSE_SECONDS:
                    pauses = self._pauses()  # that was long ago
                trouble = _FAILS if ear.hears_nothing_else else ""
            woken.clear()
            if not self._stopping.is_set():
                await self._pause(woken, next(pauses), trouble)

    async def _pause(self, woken: asyncio.Event, seconds: float, trouble: str) -> None:
        """Let it recover; busy as it is, or broken."""
        if trouble:
            self._say(_broken(trouble))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._until_stopped(woken), seconds)

    async def _until_stopped(self, woken: asyncio.Event) -> None:
        while not self._stopping.is_set():
            await woken.wait()
            woken.clear()

    def _ask(self) -> str:
        """Why it is not reached where its clients look for it; empty if it is."""
        asked = urlsplit(self._place.api_url)
        connection = http.client.HTTPConnection(
            asked.hostname or "", asked.port, timeout=_LONGEST_ASK_SECONDS
        )
        try:
            connection.request("GET", f"{asked.path}/health")
            with connection.getresponse() as answered:
                is_us = answered.headers.get(_MARK.decode()) == self._mark.decode()
        except (OSError, http.client.HTTPException) as error:
            return f"it is not reached at {self._place.api_url} ({error})"
        finally:
            connection.close()
        return "" if is_us else f"at {self._place.api_url} answers something else"

    def _examine(self) -> None:
        """Look whether failures are for good.

        Raises:
            Damaged: the database file is past use.
        """
        file = self._place.database
        if not self._stopping.is_set() and file is not None and is_damaged(file):
            raise Damaged("its database is damaged")

    def _say(self, state: PrefectState) -> None:
        """Remember how it is; what is wrong goes to the log once, until it is well again."""
        if state.phase is Phase.BROKEN and state.trouble != self._told:
            _log.warning("Prefect cannot be used: %s", state.trouble)
            self._told = state.trouble
        if state.phase is Phase.READY:
            self._told = ""
        self._state = state


class Ear:
    """Listens to the answers, and calls when half of the latest were failures.

    A database that is damaged, locked or on a full disk is answered for with 500 or 503.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._latest: deque[bool] = deque(maxlen=_LATEST)
        self.hears_nothing_else = False
        """Whether no other came in between, when it called."""

    def __call__(self, status: int) -> None:
        """Hear of an answer."""
        self._latest.append(status >= _FAILED)
        if sum(self._latest) >= _TOO_MANY:
            self.hears_nothing_else = all(tuple(self._latest)[-_TOO_MANY:])
            self._latest.clear()
            self._call()


def _broken(trouble: str) -> PrefectState:
    return PrefectState(phase=Phase.BROKEN, trouble=" ".join(trouble.split())[:_LONGEST_SENTENCE])


def _nothing() -> None:
    pass


def _cancelling() -> Callable[[], object]:
    task = asyncio.current_task()
    return _nothing if task is None else task.cancel


def _marked(app: ASGIApp, mark: bytes) -> ASGIApp:
    """The application, telling in each answer whose it is: another may have taken our address."""

    async def marked(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (_MARK, mark)]}
            await send(message)

        await app(scope, receive, sending)

    return marked
