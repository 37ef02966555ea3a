"""What a request may bring to the pages: an address, headers and a body of bounded size. ASGI.

The interface bounds its own bodies (`api.limits`); address and headers are bounded here for all.
"""

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from api.identity import WITH_FILES
from api.limits import (
    MEBI,
    Allowance,
    BodyRefused,
    Bounded,
    for_routes,
    read_body,
    replay,
    stated_length,
)
from engine.runtime.prefect_settings import MOUNT
from engine.settings import Settings
from web.guard import is_interface
from web.refusals import refusal

LONGEST_ADDRESS = 8 * 1024
LARGEST_HEADERS = 32 * 1024
"""Bytes."""
MOST_HEADERS = 100
MOST_AT_ONCE = 3
"""Documents of the largest size that one form may bring; of smaller ones more."""
_PREFECT = 32 * MEBI
"""What Prefect is told by our own processes, logs and all; beside them operators reach it."""


class Bounds:
    """Refuses what is too long (414, 431), too large (413) or too slow (408)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._pages = Allowance(seconds=settings.body_seconds)
        self._uploads = Allowance(
            largest=MOST_AT_ONCE * settings.upload_mb * MEBI, seconds=settings.body_seconds
        )
        self._prefect = Allowance(largest=_PREFECT, seconds=settings.body_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it is of a size."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif status := _oversize(scope):
            await self._refuse(status, scope, receive, send)
        elif scope["path"].startswith(f"{MOUNT}/"):
            await self._stream(scope, receive, send, self._prefect)
        elif brings_documents(scope):
            await self._stream(scope, receive, send, self._uploads)
        elif is_interface(scope["path"]) or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
        else:
            await self._read(scope, receive, send)

    async def _stream(
        self, scope: Scope, receive: Receive, send: Send, allowance: Allowance
    ) -> None:
        if stated_length(scope) > allowance.largest:
            await self._refuse(413, scope, receive, send)
        else:
            await self._app(scope, for_routes(Bounded(receive, allowance)), send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, self._pages)
        except ClientDisconnect:
            return  # half a form is no form
        except BodyRefused as refused:
            await self._refuse(refused.status, scope, receive, send)
        else:
            await self._app(scope, replay(body, receive), send)

    async def _refuse(self, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        answer = refusal(scope, self._settings, status, {"Connection": "close"})
        await answer(scope, receive, send)


def brings_documents(scope: Scope) -> bool:
    """Whether a form of a page brings documents, which lie on disk and not in memory."""
    stated = Headers(scope=scope).get("content-type", "")
    is_form = stated.partition(";")[0].strip().lower() == WITH_FILES
    return is_form and scope["method"] == "POST" and not is_interface(scope["path"])


def _oversize(scope: Scope) -> int:
    """The status to refuse an address or headers with that are too large; 0: they are not."""
    path: str = scope["path"]
    if len(scope.get("raw_path") or path.encode()) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414
    headers = scope["headers"]
    size = sum(len(name) + len(said) for name, said in headers)
    return 431 if len(headers) > MOST_HEADERS or size > LARGEST_HEADERS else 0
