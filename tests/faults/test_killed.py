"""kill -9 in the midst of writing, and the same asked again with the same keys."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import insist
from copies import key_for
from faulted import expect_kept, expect_verified
from offices import an_office

from engine.service.database import connect

pytestmark = pytest.mark.xdist_group("faults")

TESTS = Path(__file__).parent.parent
CASES, ROUNDS = 3, 6


@pytest.fixture(scope="module")
def nursery() -> Iterator[subprocess.Popen[str]]:
    known = {**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"}  # noqa: TID251
    program = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, str(TESTS / "clerk.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=known,
    )
    yield program
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.close()
    program.wait(20)
    program.stdout.close()


def until_killed(
    nursery: subprocess.Popen[str], url: str, firsts: dict[str, int], *, after: int
) -> Iterator[tuple[str, int, int, str]]:
    """What clerks say is kept, who are killed when they have said so often."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(json.dumps({"url": url, "cases": firsts}) + "\n")
    nursery.stdin.flush()
    child = int(nursery.stdout.readline().split()[1])
    for said, line in enumerate(iter(nursery.stdout.readline, "died\n")):
        if said == after:
            os.kill(child, signal.SIGKILL)
        case, number, seq, head = line.split()
        yield case, int(number), int(seq), head


def test_after_kills_in_the_midst_of_writing_nothing_acknowledged_is_lost_or_there_twice(
    url: str, nursery: subprocess.Popen[str]
) -> None:
    with an_office(url) as office:
        cases = [office.open() for _ in range(CASES)]
    acknowledged: dict[str, dict[int, tuple[int, str]]] = {case: {} for case in cases}

    for attempt in range(ROUNDS):
        firsts = {case: len(acknowledged[case]) for case in cases}
        for case, number, seq, head in until_killed(nursery, url, firsts, after=8 + 7 * attempt):
            acknowledged[case][number] = seq, head

    with connect(url, key=key_for(url)) as database:
        for case in cases:
            doubtful = len(acknowledged[case])  # it may have been kept, and nobody was told
            last = insist(database, case, doubtful)
            acknowledged[case][doubtful] = last.seq, last.head
        expect_kept(database, acknowledged)
        expect_verified(database)
    assert all(sorted(told) == list(range(len(told))) for told in acknowledged.values())
