"""What every answer carries, which Host names are served, and who may reach Prefect.

Pure ASGI. A page from elsewhere that makes its own name point at this machine (DNS rebinding)
would be read as ours; so other names than those in the settings are refused.

Prefect asks nobody who they are, and neither do we yet. So its pages and its API are for this
machine alone, and for no page of another site that is open in a browser of this machine.
"""

from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem_answer, problem_of_status
from engine.runtime.prefect_settings import MOUNT

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


PREFECT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; worker-src blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What Prefect's own pages need, and no more: the graph of a run is drawn by code made in the
browser. They may talk to nobody but us; its newer pages try to reach a counter of visits."""

_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")

_REFUSED = 1008
"""The code of a websocket closed because of who asks for it."""


class Guard:
    """Refuses foreign Host names and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it is meant for us."""
        if scope["type"] == "http":
            app = self._refusal(scope) or self._app
            await app(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "websocket" and self._refusal(scope) is not None:
            await send({"type": "websocket.close", "code": _REFUSED})
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self._hosts:
            return _misdirected(scope)
        if _is_prefect(scope["path"]) and not (
            _is_of_this_machine(scope) and _is_direct(headers) and _is_of_this_site(headers, scope)
        ):
            return _answer(scope, 403, "Prefect is for this machine and its own pages.")
        return None


def _is_prefect(path: str) -> bool:
    return path == MOUNT or path.startswith(f"{MOUNT}/")


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


def is_interface(path: str) -> bool:
    """Whether a program asks, which would not understand a page."""
    return any(path == top or path.startswith(f"{top}/") for top in ("/api", f"{MOUNT}/api"))


def asks_for_page(scope: Scope) -> bool:
    """Whether a browser wants a page to show."""
    accepts = Headers(scope=scope).get("accept", "")
    return not is_interface(scope["path"]) and "text/html" in accepts


def _misdirected(scope: Scope) -> ASGIApp:
    return _answer(scope, 421, "This server does not answer to that name.")


def _answer(scope: Scope, status: int, words: str) -> ASGIApp:
    if is_interface(scope["path"]):
        return problem_answer(problem_of_status(status, scope["path"]))
    return PlainTextResponse(f"{words}\n", status)


def host_name(host: str) -> str:
    """The name in a Host header without its port: `localhost`, `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if _is_prefect(scope["path"]) and message["status"] < HTTPStatus.INTERNAL_SERVER_ERROR:
                headers["Content-Security-Policy"] = PREFECT_POLICY
            if _is_fingerprinted(scope) and message["status"] == HTTPStatus.OK:
                headers["Cache-Control"] = KEPT_FOR_GOOD
        await send(message)

    return sending


def _is_fingerprinted(scope: Scope) -> bool:
    path: str = scope["path"]
    query: bytes = scope["query_string"]
    return path.startswith("/static/") and query.startswith(b"v=")
