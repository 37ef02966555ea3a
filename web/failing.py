"""What happens when our own code fails: it is logged, and the reader sees a page of ours. ASGI.

Within all that stands before the pages, so that this answer, too, carries the security headers
and the trace that the log tells of it.
"""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.settings import Settings
from web.refusals import refusal

_log = logging.getLogger(__name__)


class Failing:
    """Ends whatever an application raises."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; where that fails and nothing was said yet, say so."""
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if scope["type"] != "http":
                raise
            _log.exception("a request failed")
            if not has_begun:
                await refusal(scope, self._settings, 500)(scope, receive, send)
