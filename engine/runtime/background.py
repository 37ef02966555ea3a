"""Threads that do a work again and again."""

import logging
import threading
from collections.abc import Callable

from engine.core.errors import StoreUnavailable

WATCH_PAUSE_SECONDS = 0.2
"""A breach is to be noticed within a second of its instant."""

_TROUBLED_PAUSE_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Rounds:
    """A thread that does a work again and again until it is stopped.

    The work says whether there may be more of it: if not, a pause follows.
    A database that cannot be reached is tried again; anything else ends the thread, with its
    trace in the log, and `is_running` says so.
    """

    def __init__(self, name: str, work: Callable[[], bool], *, pause_seconds: float) -> None:
        self.name = name
        self._work = work
        self._pause_seconds = pause_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"alur-{name}", daemon=True)

    @property
    def is_running(self) -> bool:
        """Whether the work is being done."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the round at hand and end."""
        self._stopping.set()
        if self._thread.ident is not None:  # it was started
            self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            pause = self._round()

    def _round(self) -> float:
        try:
            is_more = self._work()
        except StoreUnavailable as error:
            _log.warning("the %s waits, %s", self.name, error)
            return _TROUBLED_PAUSE_SECONDS
        except Exception:
            _log.exception("the %s ended", self.name)
            raise
        return 0.0 if is_more else self._pause_seconds
