"""What every answer carries, and which Host names are served.

Pure ASGI. A page from elsewhere that makes its own name point at this machine (DNS rebinding)
would be read as ours; so other names than those in the settings are refused.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem_answer, problem_of_status

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


class Guard:
    """Refuses foreign Host names and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it is meant for us."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        serves = host_name(Headers(scope=scope).get("host", "")) in self._hosts
        app = self._app if serves else _misdirected(scope["path"])
        await app(scope, receive, _with_headers(scope, send))


def is_interface(path: str) -> bool:
    """Whether a program asks, which would not understand a page."""
    return path == "/api" or path.startswith("/api/")


def _misdirected(path: str) -> ASGIApp:
    if is_interface(path):
        return problem_answer(problem_of_status(421, path))
    return PlainTextResponse("This server does not answer to that name.\n", 421)


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
            if _is_fingerprinted(scope) and message["status"] == HTTPStatus.OK:
                headers["Cache-Control"] = KEPT_FOR_GOOD
        await send(message)

    return sending


def _is_fingerprinted(scope: Scope) -> bool:
    path: str = scope["path"]
    query: bytes = scope["query_string"]
    return path.startswith("/static/") and query.startswith(b"v=")
