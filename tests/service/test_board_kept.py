"""What a board keeps of its counts: who waits, who counts, what stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Lock

import pytest
from serving import MORNING

from engine.service.board import _Kept

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


class Counting:
    """Counts how often it was asked; each answer is the next number."""

    def __init__(self) -> None:
        self.asked = 0
        self._lock = Lock()

    def __call__(self) -> int:
        with self._lock:
            self.asked += 1
            return self.asked


def broken() -> int:
    raise LookupError


def asked_together(kept: _Kept[int], many: int, count: Callable[[], int]) -> list[int]:
    """All ask for a new count at once, the later one a second later than the one before."""
    ready, go_on = Barrier(many + 1), Event()

    def slow() -> int:
        go_on.wait(5)
        return count()

    def ask(number: int) -> int:
        ready.wait(5)
        return kept.get("board", slow, at=MORNING + number * SECOND, no_older=None)[0]

    with ThreadPoolExecutor(many) as pool:
        answers = [pool.submit(ask, number) for number in range(many)]
        ready.wait(5)
        Event().wait(0.2)  # until the first counts, and the others have come
        go_on.set()
        return [one.result(5) for one in answers]


def test_of_many_who_ask_for_a_new_count_at_once_two_count() -> None:
    """The second count began after all of the others had come."""
    counting = Counting()

    answers = asked_together(_Kept(), 8, counting)

    assert counting.asked == 2
    assert sorted(answers) == [1, *[2] * 7]


def test_a_new_count_is_one_that_began_after_it_was_asked_for() -> None:
    kept: _Kept[int] = _Kept()
    counting = Counting()
    kept.get("board", counting, at=MORNING, no_older=HOUR)

    assert kept.get("board", counting, at=MORNING, no_older=None) == (2, timedelta())
    assert kept.get("board", counting, at=MORNING, no_older=HOUR) == (2, timedelta())


def test_what_was_counted_for_a_later_request_is_fresh() -> None:
    kept: _Kept[int] = _Kept()
    counting = Counting()
    kept.get("board", counting, at=MORNING + SECOND, no_older=timedelta())

    assert kept.get("board", counting, at=MORNING, no_older=timedelta()) == (1, timedelta())
    kept.renew("board", counting, at=MORNING, no_older=timedelta())
    assert counting.asked == 1


def test_a_slow_old_count_takes_no_newer_ones_place() -> None:
    kept: _Kept[int] = _Kept()

    def overtaken() -> int:
        kept._doors.clear()  # as when the board was forgotten meanwhile
        kept.get("board", lambda: 2, at=MORNING, no_older=HOUR)
        return 1

    assert kept.get("board", overtaken, at=MORNING, no_older=HOUR)[0] == 1
    assert kept.get("board", broken, at=MORNING, no_older=HOUR)[0] == 2


def test_nothing_is_kept_of_a_count_that_raised() -> None:
    kept: _Kept[int] = _Kept()
    for key in range(5):
        with pytest.raises(LookupError):
            kept.get(key, broken, at=MORNING, no_older=HOUR)
        with pytest.raises(LookupError):
            kept.renew(key, broken, at=MORNING, no_older=HOUR)

    assert kept._doors == {}
    assert kept.get(0, lambda: 7, at=MORNING, no_older=HOUR) == (7, timedelta())
    with pytest.raises(LookupError):
        kept.get(0, broken, at=MORNING, no_older=None)
    assert list(kept._doors) == [0]
