"""What coverage costs, spent where it may tell something new.

To measure makes Python half as fast. Every test and every example runs all the same, and what is
not measured can only lower what the floors are held against, never raise it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import count
from pathlib import Path

import pytest
from coverage import Coverage

EXAMPLES = 12
"""What the later examples of a property reach, the first ones have reached."""

CASES = 6
"""Likewise of the cases of one test, of a table of hundreds as of a table of seven."""

_EVERY_CASE = {"core", "sop", "store"}
"""Whose floor is 100 %, and where each database has lines of its own."""


def choose_measured(items: Iterable[pytest.Item]) -> None:
    """Settle it before they run: the same in every worker, whoever is given which test."""
    seen: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        seen[name] += 1
        if seen[name] > CASES or _is_told_elsewhere(item):
            item.stash[_UNMEASURED] = item.path.parent.name not in _EVERY_CASE


def _is_told_elsewhere(item: pytest.Item) -> bool:
    """By its twin over SQLite, or by the test of the same page without Chromium."""
    return "postgresql" in item.nodeid.partition("[")[2] or _is_of_chromium(item.path)


def _is_of_chromium(file: Path) -> bool:
    return file.stem.endswith("_browser")


class Measuring:
    """Coverage of this process, which may pause."""

    def __init__(self) -> None:
        self._paused: Coverage | None = None

    @contextmanager
    def of(self, item: pytest.Item) -> Iterator[None]:
        """Not within the block, where the test is not to be measured."""
        measuring = Coverage.current()
        if measuring is None or not item.stash.get(_UNMEASURED, False):
            yield
            return
        measuring.stop()
        self._paused = measuring
        try:
            yield
        finally:
            self._paused = None
            measuring.start()

    @contextmanager
    def of_what_is_shared(self) -> Iterator[None]:
        """Within the block in any case: what a wider fixture does is done once for many tests."""
        measuring, self._paused = self._paused, None
        if measuring is None:
            yield
            return
        measuring.start()
        try:
            yield
        finally:
            measuring.stop()
            self._paused = measuring

    @contextmanager
    def at_first(self, item: pytest.Item, examples: int = EXAMPLES) -> Iterator[None]:
        """Within the block in so many examples of the test only, if it has examples."""
        handle = getattr(getattr(item, "obj", None), "hypothesis", None)
        measuring = Coverage.current()
        if handle is None or measuring is None:
            yield
            return
        usual, numbers = handle.inner_test, count()
        handle.inner_test = _counted(usual, numbers, then=measuring.stop, after=examples)
        try:
            yield
        finally:
            handle.inner_test = usual
            if next(numbers) > examples:
                measuring.start()


def _counted(
    test: Callable[..., object], numbers: Iterator[int], *, then: Callable[[], None], after: int
) -> Callable[..., object]:
    @wraps(test)
    def counted(*args: object, **named: object) -> object:
        if next(numbers) == after:
            then()
        return test(*args, **named)

    return counted


MEASURING = Measuring()
_UNMEASURED = pytest.StashKey[bool]()
