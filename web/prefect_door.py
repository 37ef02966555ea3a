"""Who may reach Prefect. Pure ASGI; it stands behind the limit of requests, for it may ask much.

Prefect asks nobody who they are. So its pages and its API are for this machine and for operators
who are signed in here, and for no page of another site that is open in a browser of theirs.
"""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web.guard import answer_to, asks_for_page, is_prefect

_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")

_REFUSED = 1008
"""The code of a websocket closed because of who asks for it."""


def _nobody(_: Scope) -> bool:
    return False


class PrefectDoor:
    """Refuses whoever may not reach Prefect; what is ours passes.

    `operates` tells whether a connection is an operator's; only then Prefect is reached from
    elsewhere. It reads the database.
    """

    def __init__(self, app: ASGIApp, operates: Callable[[Scope], bool] = _nobody) -> None:
        self._app = app
        self._operates = operates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it may."""
        is_asked = scope["type"] in {"http", "websocket"} and is_prefect(scope["path"])
        refusal = await self._refusal(scope) if is_asked else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED})
        else:
            await refusal(scope, receive, send)

    async def _refusal(self, scope: Scope) -> ASGIApp | None:
        if not _is_of_this_site(Headers(scope=scope), scope):
            return answer_to(scope, 403, "Prefect is for its own pages.")
        if is_from_here(scope) or await run_in_threadpool(self._operates, scope):
            return None
        return answer_to(scope, 403, "Prefect is for this machine and for operators who sign in.")


def is_from_here(scope: Scope) -> bool:
    """Whether a program or browser of this machine asks, with no proxy between."""
    return _is_of_this_machine(scope) and _is_direct(Headers(scope=scope))


def _is_of_this_machine(scope: Scope) -> bool:
    """Whether the client is here: on loopback, or at the very address it asks."""
    client, server = scope.get("client"), scope.get("server")
    if client is None:
        return False
    try:
        address = ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_loopback or (server is not None and client[0] == server[0])


def _is_direct(headers: Headers) -> bool:
    """Whether no proxy has passed it on: behind one, everybody seems to be on this machine."""
    return not any(name in headers for name in _PROXIED)


def _is_of_this_site(headers: Headers, scope: Scope) -> bool:
    """Whether no page of another site asks. Programs that are no browsers name no site.

    Following a link from elsewhere to a page is all another site may make a browser do.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
        return True
    is_followed = scope.get("method") in {"GET", "HEAD"} and asks_for_page(scope)
    return is_followed and headers.get("sec-fetch-mode") == "navigate"
