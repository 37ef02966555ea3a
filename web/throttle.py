"""How often one client may ask: a bucket of tokens for each address, and for each session. ASGI.

In memory and of this process alone: behind several replicas each counts for itself, and the proxy
in front counts for all. What is forgotten first when there are too many is who was silent longest.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address, IPv6Network

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from api.identity import COOKIE_PLAIN, COOKIE_SECURE
from api.metrics import throttled
from engine.settings import Settings
from web.guard import is_prefect
from web.prefect_door import is_from_here
from web.proxies import address_of
from web.refusals import refusal

SECONDS_AT_ONCE = 10
"""How many seconds' worth of requests may come at once, after a silence."""

MOST_KNOWN = 20_000
"""Clients that are remembered."""

_FREE = ("/api/v1/livez", "/api/v1/readyz", "/static")
"""What costs next to nothing: readiness is looked at once a second at most."""

_AGAIN_LATER = 1013
"""The code of a websocket closed because of too many."""

_NETWORK_BITS = 64
"""Of an IPv6 address these belong to one line; the rest its owner chooses freely."""


class Buckets:
    """A bucket for each client, filled at a steady rate; each request takes one token out."""

    def __init__(self, rate: float, *, most: int = MOST_KNOWN) -> None:
        self._rate, self._most = rate, most
        self._deep = rate * SECONDS_AT_ONCE
        self._known: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def take(self, client: object, now: float) -> float:
        """Take a token; 0, or the seconds until there will be one.

        Args:
            client: whose bucket; anything that can be a key.
            now: seconds on a clock that only goes forward.
        """
        if not self._rate:
            return 0.0
        left, at = self._known.get(client, (self._deep, now))
        left = min(self._deep, left + (now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._known[client] = (left if wait else left - 1, now)
        self._known.move_to_end(client)
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._known)


class Throttle:
    """Refuses (429) who asks too often, and says when to come back."""

    def __init__(
        self, app: ASGIApp, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._settings, self._clock = app, settings, clock
        self._addresses = Buckets(settings.rate_address)
        self._sessions = Buckets(settings.rate_session)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if there is a token for it."""
        is_asked = scope["type"] in {"http", "websocket"} and not _is_free(scope)
        wait = self._wait(scope) if is_asked else 0.0
        if not wait:
            await self._app(scope, receive, send)
            return
        throttled()
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _AGAIN_LATER})
            return
        headers = {"Retry-After": str(math.ceil(wait))}
        await refusal(scope, self._settings, 429, headers)(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        now = self._clock()
        wait = self._addresses.take(line_of((scope.get("client") or ("",))[0]), now)
        if wait:
            return wait
        return max((self._sessions.take(one, now) for one in _secrets(scope)), default=0.0)


def _is_free(scope: Scope) -> bool:
    """Whether it is not counted; what our own processes tell Prefect is not."""
    path: str = scope["path"]
    if is_prefect(path):
        return is_from_here(scope)
    return any(path == top or path.startswith(f"{top}/") for top in _FREE)


def line_of(written: str) -> str:
    """Whom an address stands for: an IPv6 one for its whole network."""
    address = address_of(written)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _NETWORK_BITS), strict=False))
    return written if address is None else str(address)


def _secrets(scope: Scope) -> Iterator[int]:
    """What the request is signed in by, as a number from which nobody finds it again.

    Whether it counts is not known here. Who makes up a new one each time is held by the address.
    """
    headers = Headers(scope=scope)
    cookies = cookie_parser(headers.get("cookie", ""))
    for said in (
        headers.get("authorization"),
        cookies.get(COOKIE_SECURE, cookies.get(COOKIE_PLAIN)),
    ):
        if said:
            yield hash(said)
