"""Jobs that wait to be written, and those who wait for them."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from engine.store.faults import said_plainly
from engine.store.job import Unit

T = TypeVar("T")


class Ticket(Generic[T]):
    """A job that waits to be written, and who waits for it."""

    __slots__ = ("_bell", "_job", "error", "is_answered", "result")

    def __init__(self, job: Callable[[Unit], T]) -> None:
        self._job = job
        self._bell: threading.Event | None = None
        self.result: T | None = None
        self.error: BaseException | None = None
        self.is_answered = False

    def perform(self, unit: Unit) -> bool:
        """Run the job; whether it went well."""
        try:
            self.result = self._job(unit)
        except BaseException as error:  # noqa: BLE001  # the one who waits gets it
            self.error = said_plainly(error)
        return self.error is None

    def hand_over(self) -> None:
        """Answer, now that it is certain."""
        self.is_answered = True
        self.ring()

    def ring(self) -> None:
        """Wake who waits: there is an answer, or it is their turn to write."""
        if self._bell is not None:
            self._bell.set()

    def wait(self) -> None:
        """Wait to be woken; the first call only hangs up the bell, so look at the pen again then.

        Whoever puts the pen down looks for bells once, afterwards: one hung up later than that
        would never ring.
        """
        if self._bell is None:
            self._bell = threading.Event()
        elif not self.is_answered:
            self._bell.wait()
            self._bell.clear()

    def answer(self) -> T:
        """What the job gave, or what it raised."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]  # set by perform
