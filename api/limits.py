"""What a request may bring, and for how long it may take to bring it.

Most bodies are JSON of at most 1 MiB, read whole before any route sees them. A document that is
uploaded goes through piece by piece, so that it never lies in memory, within its own limit. Pure
ASGI, so that bytes are counted as they arrive and a body without Content-Length is bounded too.
"""

import asyncio
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem_answer, problem_of_status
from api.strict_json import why_unreadable
from engine.core.text import Frozen

MEBI = 1024 * 1024
LARGEST_BODY = MEBI
"""Bytes."""

BODY_SECONDS = 30
SLOWEST = 32 * 1024
"""Bytes a second: a body that comes faster may take longer than its first seconds."""


class Allowance(Frozen, frozen=True, kw_only=True):
    """How large a body may be, in bytes, and how long it may take before `SLOWEST` counts."""

    largest: int = LARGEST_BODY
    seconds: float = BODY_SECONDS


class BodyRefused(Exception):
    """A body that is larger or slower than is allowed: the status says which."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class Bounded:
    """A `receive` that counts what comes, and how long it takes."""

    def __init__(
        self,
        receive: Receive,
        allowance: Allowance,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._receive, self._allowance, self._clock = receive, allowance, clock
        self._began = clock()
        self._came = 0
        self._is_whole = False

    async def __call__(self) -> Message:
        """The next message.

        Raises:
            BodyRefused: 413 as soon as there is too much of it, 408 when it takes too long.
        """
        if self._is_whole:
            return await self._receive()  # what comes now is that the client leaves: at any time
        try:
            message = await asyncio.wait_for(self._receive(), self._left())
        except TimeoutError:
            raise BodyRefused(408) from None
        self._came += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._came > self._allowance.largest:
            raise BodyRefused(413)
        return message

    def _left(self) -> float:
        allowed = self._allowance.seconds + self._came / SLOWEST
        return max(0.0, self._began + allowed - self._clock())


class BodyLimit:
    """Refuses bodies that are too large (413), too slow (408), not JSON (415), unreadable (400).

    No route sees them. `uploads` is the allowance of what is streamed to the routes of documents.
    """

    def __init__(
        self, app: ASGIApp, allowance: Allowance | None = None, uploads: Allowance | None = None
    ) -> None:
        self._app = app
        self._allowance = allowance or Allowance()
        self._uploads = uploads or self._allowance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body already read."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
        elif brings_document(scope):
            await self._stream(scope, receive, send)
        else:
            await self._read(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if stated_length(scope) > self._uploads.largest:
            await _refuse(413, scope, receive, send)
        else:
            await self._app(scope, for_routes(Bounded(receive, self._uploads)), send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, self._allowance)
        except ClientDisconnect:
            return  # half a request is no request: nothing of it may be carried out
        except BodyRefused as refused:
            await _refuse(refused.status, scope, receive, send)
            return
        if body and not _is_json(scope):
            await _refuse(415, scope, receive, send)
        elif body and (wrong := why_unreadable(body)):
            await _refuse(400, scope, receive, send, detail=wrong)
        else:
            await self._app(scope, replay(body, receive), send)


def brings_document(scope: Scope) -> bool:
    """Whether the request uploads a document of a case."""
    path: str = scope["path"]
    return scope["method"] == "POST" and path.endswith("/attachments")


def stated_length(scope: Scope) -> int:
    """How long the body is said to be, in bytes; 0 where nothing is said."""
    stated = Headers(scope=scope).get("content-length", "")
    return int(stated[:18]) if stated.isascii() and stated.isdigit() else 0


async def read_body(scope: Scope, receive: Receive, allowance: Allowance) -> bytes:
    """The whole body.

    Raises:
        BodyRefused: it is too large, or says it will be, or takes too long.
        ClientDisconnect: the client left before its end.
    """
    if stated_length(scope) > allowance.largest:
        raise BodyRefused(413)
    bounded, body = Bounded(receive, allowance), bytearray()
    while True:
        message = await bounded()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def for_routes(bounded: Bounded) -> Receive:
    """A `receive` whose refusals the application that reads from it answers as problems."""

    async def receiving() -> Message:
        try:
            return await bounded()
        except BodyRefused as refused:
            raise HTTPException(refused.status, headers={"Connection": "close"}) from None

    return receiving


def _is_json(scope: Scope) -> bool:
    stated = Headers(scope=scope).get("content-type", "")
    return stated.partition(";")[0].strip().lower() == "application/json"


async def _refuse(
    status: int, scope: Scope, receive: Receive, send: Send, *, detail: str = ""
) -> None:
    # The rest of the body may stay unread, so the connection cannot be used again.
    problem = problem_of_status(status, scope["path"], detail=detail)
    await problem_answer(problem, {"Connection": "close"})(scope, receive, send)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out the body that was read, and afterwards what comes then."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
