"""One request to an ASGI application, without a server, and what it was answered with."""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Scope


class Asked:
    """What one request was answered with."""

    def __init__(self, app: ASGIApp, scope: Scope, *bodies: bytes) -> None:
        self.heard: list[Message] = []
        self.scope = scope
        self._pieces = list(bodies) or [b""]
        asyncio.run(app(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        if not self._pieces:
            return {"type": "http.disconnect"}
        piece = self._pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self._pieces)}

    async def _send(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def status(self) -> int:
        return int(self.heard[0].get("status", 0))

    @property
    def headers(self) -> Mapping[str, str]:
        return {name.decode(): value.decode() for name, value in self.heard[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.heard[1:]).decode()


def a_scope(path: str = "/", *, method: str = "GET", client: str | None = "10.0.0.7") -> Scope:
    """A request as a server hands it over."""
    return {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": None if client is None else (client, 5000),
        "server": ("10.0.0.5", 8000),
    }


def with_headers(scope: Scope, *headers: tuple[str, str]) -> Scope:
    """The request with further headers."""
    more = [(name.encode(), said.encode("latin-1")) for name, said in headers]
    return scope | {"headers": [*scope["headers"], *more]}
