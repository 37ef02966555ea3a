"""What PostgreSQL's driver logs while it cannot connect: the reason, which its errors leave out."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from engine.core.errors import StoreUnavailable

_DRIVER = "psycopg.pool"
_BEFORE = "connection failed: "


class Heard(logging.Handler):
    """Keeps the last reason why no connection could be made."""

    def __init__(self) -> None:
        super().__init__()
        self.error: StoreUnavailable | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Take the first line of a reason: what follows it is advice on other things."""
        _, found, why = record.getMessage().partition(_BEFORE)
        if found:
            self.error = StoreUnavailable(why.partition("\n")[0])


@contextmanager
def driver_heard() -> Iterator[Heard]:
    """Hear the driver, and keep what it says from the terminal, for the length of a block."""
    log, heard = logging.getLogger(_DRIVER), Heard()
    was_passed_on, log.propagate = log.propagate, False
    log.addHandler(heard)
    try:
        yield heard
    finally:
        log.removeHandler(heard)
        log.propagate = was_passed_on
