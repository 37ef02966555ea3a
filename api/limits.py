"""What a request may bring: at most 1 MiB, and only JSON that reads the same everywhere.

Pure ASGI, so that the bytes are counted as they arrive and a body without Content-Length is
bounded too. A body within the limit is handed on whole.
"""

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem_answer, problem_of_status
from api.strict_json import why_unreadable

LARGEST_BODY = 1024 * 1024
"""Bytes."""


class BodyLimit:
    """Refuses bodies that are too large (413), not JSON (415) or unreadable (400).

    No route sees them.
    """

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body already read."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        try:
            body = await _read(receive, self._largest)
        except ClientDisconnect:
            return  # half a request is no request: nothing of it may be carried out
        if body is None:
            await _refuse(413, scope, receive, send)
        elif body and not _is_json(scope):
            await _refuse(415, scope, receive, send)
        elif body and (wrong := why_unreadable(body)):
            await _refuse(400, scope, receive, send, detail=wrong)
        else:
            await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, largest: int) -> bytes | None:
    """The whole body; None as soon as it is larger than allowed.

    Raises:
        ClientDisconnect: the client left before its end.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _is_json(scope: Scope) -> bool:
    stated = Headers(scope=scope).get("content-type", "")
    return stated.partition(";")[0].strip().lower() == "application/json"


async def _refuse(
    status: int, scope: Scope, receive: Receive, send: Send, *, detail: str = ""
) -> None:
    # The rest of the body may stay unread, so the connection cannot be used again.
    problem = problem_of_status(status, scope["path"], detail=detail)
    await problem_answer(problem, {"Connection": "close"})(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out the body that was read, and afterwards what comes then."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
