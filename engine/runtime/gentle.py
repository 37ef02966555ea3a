"""Long work of the processor in a thread of a process that serves people meanwhile.

Only one thread of a process computes at a time. By default one that computes gives way after 5 ms,
and a request needs many such turns; and a look for garbage among hundreds of thousands of new
objects stops everybody. So while such work goes on, turns are shorter and garbage waits.
"""

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_TURN_SECONDS = 0.0005


class Stopped(BaseException):
    """What was going on is not wanted any more. No error: nothing on the way may catch it."""


@contextmanager
def short_turns() -> Iterator[None]:
    """Let the process's threads alternate faster for the length of a block."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def importing(stopping: threading.Event) -> Iterator[None]:
    """Import much in this thread: it ends at once when `stopping` is set.

    What is there at the end stays for good, and is never again looked through for garbage.

    Raises:
        Stopped: it is set; modules imported by then stay, the one at hand does not.
    """
    ending = _Ending(stopping)
    sys.meta_path.insert(0, ending)
    gc.disable()
    try:
        yield
        if not gc.get_freeze_count():  # a second time there is little new, and garbage among it
            gc.freeze()
    finally:
        gc.enable()
        sys.meta_path.remove(ending)


class _Ending(MetaPathFinder):
    """Finds nothing, but is asked at each import, which is the moment to end."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._thread = threading.get_ident()

    def find_spec(
        self,
        fullname: str,
        _path: Sequence[str] | None,
        _target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """End, if it is this thread that imports."""
        if self._stopping.is_set() and threading.get_ident() == self._thread:
            raise Stopped(fullname)
        return None
