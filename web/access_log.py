"""One line of the log for each request, and the trace that all its lines share. Pure ASGI.

The line names the route, never what stood in the address or the body. A trace that a proxy or a
program began (W3C Trace Context) is gone on with; its id goes out in the header Trace-Id.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import answered
from engine.runtime.prefect_settings import MOUNT
from engine.service.log_lines import Trace, facts, traced
from engine.service.mint import trace_id

_log = logging.getLogger(__name__)

TRACE_HEADER = "Trace-Id"
_PARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_QUIET = ("/api/v1/livez", "/api/v1/readyz", "/static", "/metrics", MOUNT)
"""What machines ask all day long: told only when it fails."""

_FAILED = 500


class AccessLog:
    """Writes the log of requests."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 0, self._clock()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[TRACE_HEADER] = trace.id
            await send(message)

        with traced(_begun_elsewhere(scope) or trace_id()) as trace:
            try:
                await self._app(scope, receive, sending)
            finally:
                seconds = self._clock() - began
                answered(scope["method"], status)
                _tell(scope, trace, status=status, seconds=seconds)


def _begun_elsewhere(scope: Scope) -> str:
    """The id of the trace that the request says it belongs to; empty where it says none."""
    found = _PARENT.fullmatch(Headers(scope=scope).get("traceparent", ""))
    return found[1] if found else ""


def _tell(scope: Scope, trace: Trace, *, status: int, seconds: float) -> None:
    path: str = scope["path"]
    if status < _FAILED and status and any(_is_below(path, top) for top in _QUIET):
        return
    trace.case = trace.case or _case(scope.get("path_params", {}))
    told = facts(
        method=scope["method"],
        route=route_of(scope),
        status=status or None,
        ms=round(seconds * 1000, 1),
        client=(scope.get("client") or ("",))[0],
        gone=None if status else "before an answer",
    )
    _log.info("request", extra=told)


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}/")


def _case(named: Mapping[str, object]) -> str:
    """The case that the address names: by letters and digits, whatever else may stand there."""
    case = str(named.get("case", ""))
    return case[:40] if case.isascii() and case.isalnum() else ""


def route_of(scope: Scope) -> str:
    """The template of the route that answered: `/api/v1/cases/{case}`; empty where none did."""
    template = getattr(scope.get("route"), "path_format", "")
    top: str = scope.get("root_path", "")
    inside: str = scope.get("app_root_path", "")
    return f"{top.removeprefix(inside)}{template}" if template else ""
