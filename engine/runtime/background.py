"""A thread that runs what is due, for installations of one process."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.core.errors import StoreUnavailable
from engine.runtime.dispatch import run_pending
from engine.service.database import Database

PAUSE_SECONDS = 0.5
_TROUBLED_PAUSE_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Dispatcher:
    """Runs due effects twice a second until it is stopped.

    A database that cannot be reached is tried again; anything else ends the thread, with its
    trace in the log, and `is_running` says so.
    """

    def __init__(self, database: Database, *, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._database = database
        self._now = now
        self._zone = zone
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alur-dispatcher", daemon=True)

    @property
    def is_running(self) -> bool:
        """Whether due effects are being run."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the effect at hand and end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            pause = self._round()

    def _round(self) -> float:
        try:
            run_pending(self._database, at=self._now(), zone=self._zone)
        except StoreUnavailable as error:
            _log.warning("effects wait, %s", error)
            return _TROUBLED_PAUSE_SECONDS
        except Exception:
            _log.exception("the dispatcher ended")
            raise
        return PAUSE_SECONDS
