"""Lets an application that lives in one event loop answer the requests of another.

Each request runs as a task of the application's loop. What it receives and sends crosses over,
message by message and in order, so that a slow reader slows the writer as within one loop.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Told = TypeVar("Told")

_SPOKEN_OF = (
    "type",
    "asgi",
    "http_version",
    "method",
    "scheme",
    "path",
    "raw_path",
    "query_string",
    "headers",
    "client",
    "server",
    "subprotocols",
)
"""What ASGI says of a request. What our own application wrote beside it does not cross over."""

_LONGEST_CLOSE_SECONDS = 2.0

_TRY_LATER = 1013
"""The code of a websocket closed by a server that cannot serve it now."""

_UNAVAILABLE = 503
_FAILED = 500


class Bridge:
    """An application of the event loop it is made in, callable from any other.

    `hear` is told the status of each answer, in that loop; a failure of the application counts
    as 500, however it was answered.
    """

    def __init__(self, app: ASGIApp, hear: Callable[[int], None]) -> None:
        self._app = app
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._door = threading.Lock()
        self._is_open = True
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the calling loop. What the application raises ends here."""
        call = _Call(scope, receive, send)
        running = self._hand_over(call)
        if running is None:
            await call.refuse()
            return
        try:
            await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # the request was given up, and with it the other loop's task
            await call.break_off()

    def _hand_over(self, call: "_Call") -> "Future[None] | None":
        with self._door:  # so that nothing enters a loop that ends
            if not self._is_open:
                return None
            return asyncio.run_coroutine_threadsafe(self._serve(call), self._loop)

    async def _serve(self, call: "_Call") -> None:
        """Run the application; in its own loop."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        try:
            await self._app(call.scope, call.receive, call.send)
        except Exception:  # noqa: BLE001  # whatever another's application raises stays on its side
            if not call.is_cut:
                self._hear(_FAILED)
                await call.fail()
        else:
            self._hear(call.status)

    async def close(self) -> None:
        """Take nothing more and end what runs; from the application's own loop."""
        with self._door:
            self._is_open = False
        await asyncio.sleep(0)  # what was handed over before is a task by now
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_LONGEST_CLOSE_SECONDS)


class _Call:
    """One request, and how far its answer has come."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope: Scope = {name: scope[name] for name in _SPOKEN_OF if name in scope} | {
            "root_path": scope.get("app_root_path", ""),  # what is mounted knows its whole path
            "extensions": {},
        }
        self.status = 0
        self.is_cut = False
        """Whether the client is gone, which is not the application's fault."""
        self._ours = asyncio.get_running_loop()
        self._receive, self._send = receive, send
        self._is_websocket = scope["type"] == "websocket"
        self._has_begun = self._has_ended = False

    async def receive(self) -> Message:
        """The next message of the client; from the application's loop."""
        return await _across(self._receive(), self._ours)  # type: ignore[arg-type]  # a coroutine

    async def send(self, message: Message) -> None:
        """Tell the client; from the application's loop."""
        self._note(message)
        try:
            await _across(self._send(message), self._ours)  # type: ignore[arg-type]  # a coroutine
        except OSError:
            self.is_cut = True
            raise

    def _note(self, message: Message) -> None:
        kind = message["type"]
        self._has_begun = True
        self.status = message.get("status", self.status)
        is_last = kind == "http.response.body" and not message.get("more_body", False)
        self._has_ended = is_last or kind == "websocket.close"

    async def fail(self) -> None:
        """Say that the application failed, if nothing was said yet; from the application's loop."""
        if not self._has_begun and not self._is_websocket:
            await self.send({"type": "http.response.start", "status": _FAILED, "headers": []})
            await self.send({"type": "http.response.body"})
        elif not self._has_ended and self._is_websocket:
            await self.send({"type": "websocket.close", "code": 1011})

    async def refuse(self) -> None:
        """Say that it cannot be answered now; from the request's own loop."""
        if self._is_websocket:
            await self._send({"type": "websocket.close", "code": _TRY_LATER})
            return
        headers = [(b"retry-after", b"5")]
        await self._send(
            {"type": "http.response.start", "status": _UNAVAILABLE, "headers": headers}
        )
        await self._send({"type": "http.response.body"})

    async def break_off(self) -> None:
        """End what the application will not end; from the request's own loop.

        Half an answer stays half: the server then cuts the connection.
        """
        if self._has_ended or (self._has_begun and not self._is_websocket):
            return
        await self.refuse()


async def _across(work: Coroutine[Any, Any, Told], loop: asyncio.AbstractEventLoop) -> Told:
    try:
        far = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:  # that loop is closed
        work.close()
        raise ConnectionResetError("the client is gone") from None
    return await asyncio.wrap_future(far)
