"""PostgreSQL switched off and on again while officers work."""

import threading

import pytest
from clerk import insist
from copies import key_for
from faulted import expect_kept, expect_verified
from offices import an_office
from postgres import Cluster, fresh_database

from engine.service.database import connect

pytestmark = pytest.mark.xdist_group("faults")

CLERKS, RESTARTS, BETWEEN = 4, 2, 30


class Work:
    """Clerks who go on until they are sent home, each at a case."""

    def __init__(self, url: str, cases: list[str]) -> None:
        self.acknowledged: dict[str, dict[int, tuple[int, str]]] = {case: {} for case in cases}
        self._database = connect(url, key=key_for(url))
        self._told = threading.Condition()
        self._is_over = False
        self._clerks = [threading.Thread(target=self._work, args=(case,)) for case in cases]
        for clerk in self._clerks:
            clerk.start()

    def _work(self, case: str) -> None:
        told = self.acknowledged[case]
        while not self._is_over:
            receipt = insist(self._database, case, len(told))
            with self._told:
                told[len(told)] = receipt.seq, receipt.head
                self._told.notify()

    def go_on(self, more: int) -> None:
        """Until so many more notes are acknowledged."""
        with self._told:
            enough = self._count() + more
            assert self._told.wait_for(lambda: self._count() >= enough, timeout=60)

    def end(self) -> None:
        self._is_over = True
        for clerk in self._clerks:
            clerk.join(30)
        self._database.close()

    def _count(self) -> int:
        return sum(len(told) for told in self.acknowledged.values())


def test_a_server_switched_off_under_writers_loses_nothing_and_does_nothing_twice(
    cluster: Cluster,
) -> None:
    url = fresh_database(cluster.url)
    with an_office(url) as office:
        work = Work(url, [office.open() for _ in range(CLERKS)])

    for _ in range(RESTARTS):
        work.go_on(BETWEEN)
        cluster.stop()
        cluster.start()
    work.go_on(BETWEEN)
    work.end()

    with connect(url, key=key_for(url)) as database:
        expect_kept(database, work.acknowledged)
        expect_verified(database)
