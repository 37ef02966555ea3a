"""What the last look at the installation's readiness found, for whoever asks again at once.

Everybody may ask, as often as they like, and a look writes to the database.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from engine.service.checks import Check

GOOD_FOR = timedelta(seconds=1)


class LastLook:
    """Looks once a second at most, however many ask; those who ask meanwhile wait for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: tuple[datetime, tuple[Check, ...]] | None = None

    def checks(
        self, look: Callable[[], tuple[Check, ...]], now: Callable[[], datetime]
    ) -> tuple[Check, ...]:
        """What was found less than a second ago, else what `look` finds. `now` tells UTC."""
        with self._lock:
            if self._found is not None:
                at, found = self._found
                if timedelta(0) <= now() - at < GOOD_FOR:  # a clock may go back
                    return found
            found = look()
            self._found = now(), found
            return found


async def last_look(request: Request) -> LastLook:
    """That of this process."""
    kept: LastLook = request.app.state.last_look
    return kept


Looked = Annotated[LastLook, Depends(last_look)]
