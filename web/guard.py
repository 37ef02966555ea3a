"""What every answer carries, and which Host names are served. Pure ASGI.

A page from elsewhere that makes its own name point at this machine (DNS rebinding) would be read
as ours; so other names than those in the settings are refused.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem_answer, problem_of_status
from engine.runtime.prefect_settings import MOUNT

POLICY = "Content-Security-Policy"
HEADERS: Mapping[str, str] = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
"""Once reached over https, for a year not otherwise, and no name below ours either."""

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


PREFECT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; worker-src blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What Prefect's own pages need, and no more: the graph of a run is drawn by code made in the
browser. They may talk to nobody but us; its newer pages try to reach a counter of visits."""

_REFUSED = 1008
"""The code of a websocket closed because of the name it asks for."""


class Guard:
    """Refuses foreign Host names and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it is meant for us."""
        if scope["type"] == "http":
            app = self._app if self._is_ours(scope) else _misdirected(scope)
            await app(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "websocket" and not self._is_ours(scope):
            await send({"type": "websocket.close", "code": _REFUSED})
        else:
            await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        return host_name(Headers(scope=scope).get("host", "")) in self._hosts


def is_prefect(path: str) -> bool:
    """Whether Prefect answers there."""
    return path == MOUNT or path.startswith(f"{MOUNT}/")


def is_interface(path: str) -> bool:
    """Whether a program asks, which would not understand a page."""
    return any(path == top or path.startswith(f"{top}/") for top in ("/api", f"{MOUNT}/api"))


def asks_for_page(scope: Scope) -> bool:
    """Whether a browser wants a page to show."""
    accepts = Headers(scope=scope).get("accept", "")
    return not is_interface(scope["path"]) and "text/html" in accepts


def _misdirected(scope: Scope) -> ASGIApp:
    return answer_to(scope, 421, "This server does not answer to that name.")


def answer_to(scope: Scope, status: int, words: str) -> ASGIApp:
    """A refusal in a line of text, or as a problem where a program asks."""
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
            own = None if is_prefect(scope["path"]) else headers.get(POLICY)  # a stricter one
            for name, value in HEADERS.items():
                headers[name] = value
            if own is not None:
                headers[POLICY] = own
            if scope.get("scheme") == "https":
                headers[TRANSPORT[0]] = TRANSPORT[1]
            if is_prefect(scope["path"]) and message["status"] < HTTPStatus.INTERNAL_SERVER_ERROR:
                headers[POLICY] = PREFECT_POLICY
            if _is_fingerprinted(scope) and message["status"] == HTTPStatus.OK:
                headers["Cache-Control"] = KEPT_FOR_GOOD
        await send(message)

    return sending


def _is_fingerprinted(scope: Scope) -> bool:
    path: str = scope["path"]
    query: bytes = scope["query_string"]
    return path.startswith("/static/") and query.startswith(b"v=")
