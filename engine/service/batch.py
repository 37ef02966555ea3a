"""Many commands in one transaction: for loading, where waiting for the disk each time is waste."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from engine.core.commands import AnyCommand
from engine.service.database import Database
from engine.service.execute import carry_out
from engine.service.views import Receipt

T = TypeVar("T")


class CarryOut(Protocol):
    """Carries out a command within the batch."""

    def __call__(self, command: AnyCommand, *, at: datetime) -> Receipt:
        """As `execute` does; the receipt holds once the batch is over.

        Raises:
            CommandRefused: nothing was appended; the batch may go on.
        """
        ...


def together(database: Database, job: Callable[[CarryOut], T]) -> T:
    """Run `job`, whose commands are kept all or not at all; its result, once they are on disk.

    The job must not wait for the store otherwise. It is run once: where the database would have
    it run again (a deadlock with another writer), the batch is given up.

    Raises:
        StoreUnavailable: the database cannot be used, or the batch was given up; nothing was
            appended.
    """
    return database.store.write(
        lambda unit: job(lambda command, *, at: carry_out(database, unit, command, at)), once=True
    )
