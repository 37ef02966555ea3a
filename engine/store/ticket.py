"""Jobs that wait to be written, and those who wait for them."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from engine.store.faults import said_plainly
from engine.store.job import Unit

T = TypeVar("T")


class Ticket(Generic[T]):
    """A job that waits to be written, and who waits for it."""

    __slots__ = ("_bell", "_job", "alone", "error", "is_answered", "result")

    def __init__(self, job: Callable[[Unit], T], *, alone: bool = False) -> None:
        self._job = job
        self.alone = alone
        self._bell: threading.Lock | None = None
        self.result: T | None = None
        self.error: BaseException | None = None
        self.is_answered = False

    def perform(self, unit: Unit) -> bool:
        """Run the job; whether it went well. It may be run again: the last time counts."""
        self.error = None
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
            with suppress(RuntimeError):  # it rings already
                self._bell.release()

    def wait(self) -> None:
        """Wait to be woken; the first call only hangs up the bell, so look at the pen again then.

        Whoever puts the pen down looks for bells once, afterwards: one hung up later than that
        would never ring.
        """
        if self._bell is None:
            bell = threading.Lock()  # a tenth of the cost of an Event
            bell.acquire()
            self._bell = bell
        elif not self.is_answered:
            self._bell.acquire()

    def answer(self) -> T:
        """What the job gave, or what it raised."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]  # set by perform
