"""Work that is too heavy to be done for everybody at once: whoever comes too many waits."""

from starlette.responses import Response

from web.door import Door
from web.refusals import code_of

_TOO_MANY = 429
RETRY_AFTER = 5
"""Seconds."""


def busy(door: Door, told: str = "error_429") -> Response:
    """The page that says so (429), and when to come back. `told`: the name of its words."""
    page = door.show("failure.html", status=_TOO_MANY, code=code_of(_TOO_MANY), told=told)
    page.headers["Retry-After"] = str(RETRY_AFTER)
    return page
