"""One writer thread, groups that share a commit, and other processes beside it."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from engine.core.errors import AlreadySo, StoreUnavailable
from engine.core.ids import CaseId
from engine.store import log
from engine.store.codec import chain, genesis
from engine.store.connections import Turn, open_sqlite
from engine.store.prepared import Prepared
from engine.store.tables import REGISTER_NUMBER
from engine.store.unit import MOST_IN_A_GROUP, SqliteStore, Unit, open_store

ADD = Prepared(insert(REGISTER_NUMBER))
COUNT = Prepared(select(func.count()).select_from(REGISTER_NUMBER))
TESTS = Path(__file__).parent.parent


def add(unit: Unit, year: int) -> None:
    unit.execute(ADD, {"register_id": "surat", "unit": "kecamatan", "year": year, "last": 1})


def count(store: SqliteStore) -> int:
    return int(store.read(lambda reader: reader.rows(COUNT))[0][0])


def path_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


class Group:
    """Jobs made to wait behind one that holds the writer up, so that they share a commit."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.gate, self.reached = threading.Event(), threading.Event()
        self.answers: dict[int, object] = {}
        self.threads: list[threading.Thread] = []
        self._start(0, self._hold_up)
        assert self.reached.wait(10)

    def _hold_up(self, _: Unit) -> None:
        self.reached.set()
        assert self.gate.wait(10)

    def add(self, number: int, job: Callable[[Unit], object], *, once: bool = False) -> None:
        """Queue a job behind those before it."""
        waiting = len(self.store._queue)
        self._start(number, job, once=once)
        while len(self.store._queue) == waiting:
            pass

    def _start(self, number: int, job: Callable[[Unit], object], *, once: bool = False) -> None:
        def run() -> None:
            try:
                self.answers[number] = self.store.write(job, once=once)
            except Exception as error:  # noqa: BLE001  # an answer, too
                self.answers[number] = error

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def go(self) -> dict[int, object]:
        self.gate.set()
        for thread in self.threads:
            thread.join(10)
        return self.answers


def failing(unit: Unit) -> None:
    add(unit, 1)
    raise AlreadySo("Begitulah")


def refusing(unit: Unit) -> None:
    raise AlreadySo("Begitulah")


def test_a_job_that_refuses_before_it_writes_makes_nobody_run_twice(
    sqlite_store: SqliteStore,
) -> None:
    ran: list[int] = []

    def noted(unit: Unit) -> None:
        ran.append(2001)
        add(unit, 2001)

    group = Group(sqlite_store)
    group.add(1, noted)
    group.add(2, refusing)

    answers = group.go()

    assert isinstance(answers[2], AlreadySo)
    assert ran == [2001]
    assert count(sqlite_store) == 1


def test_a_job_that_must_run_only_once_shares_its_commit_with_nobody(
    sqlite_store: SqliteStore,
) -> None:
    ran: list[int] = []

    def noted(unit: Unit) -> None:
        ran.append(2001)
        add(unit, 2001)

    group = Group(sqlite_store)
    group.add(1, failing)
    group.add(2, noted, once=True)
    group.add(3, failing)

    answers = group.go()

    assert [type(answers[number]) for number in (1, 2, 3)] == [AlreadySo, type(None), AlreadySo]
    assert ran == [2001]
    assert count(sqlite_store) == 1


def test_in_a_group_a_job_that_fails_takes_nobody_along(sqlite_store: SqliteStore) -> None:
    group = Group(sqlite_store)
    group.add(1, lambda unit: add(unit, 2001))
    group.add(2, failing)
    group.add(3, lambda unit: add(unit, 2003))

    answers = group.go()

    assert isinstance(answers[2], AlreadySo)
    assert (answers[1], answers[3]) == (None, None)
    assert count(sqlite_store) == 2


def test_the_first_of_a_group_may_fail_alone_too(sqlite_store: SqliteStore) -> None:
    group = Group(sqlite_store)
    for number in range(MOST_IN_A_GROUP - 1):  # they fill the group of the one that holds up
        group.add(number + 1, lambda _: None)
    group.add(100, failing)
    group.add(101, lambda unit: add(unit, 2001))

    answers = group.go()

    assert isinstance(answers[100], AlreadySo)
    assert answers[101] is None
    assert count(sqlite_store) == 1


def test_nobody_is_answered_before_the_commit_and_all_are_told_when_it_fails(
    sqlite_store: SqliteStore,
) -> None:
    group = Group(sqlite_store)
    group.add(1, lambda unit: add(unit, 2001))
    group.add(2, refusing)
    group.add(3, lambda unit: unit._run("ROLLBACK", {}))  # as the file system being full does

    answers = group.go()

    assert all(isinstance(answers[number], StoreUnavailable) for number in range(4))
    assert count(sqlite_store) == 0
    sqlite_store.write(lambda unit: add(unit, 2002))
    assert count(sqlite_store) == 1


def test_a_commit_that_the_database_refuses_undoes_the_whole_group(
    sqlite_store: SqliteStore,
) -> None:
    def owes_a_row(unit: Unit) -> None:
        add(unit, 2001)
        unit._run("PRAGMA defer_foreign_keys = ON", {})
        unit._run(
            'INSERT INTO "case" VALUES'
            " ('1', 'x', 1, '', '', '', '', '', NULL, NULL, NULL, 1, '', '')",
            {},
        )

    with pytest.raises(StoreUnavailable, match="FOREIGN KEY"):
        sqlite_store.write(owes_a_row)

    assert count(sqlite_store) == 0


def test_a_job_cannot_wait_for_another_job(sqlite_store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="wait"):
        sqlite_store.write(lambda _: sqlite_store.write(lambda _: None))


def test_what_is_kept_is_kept_with_a_full_sync_and_in_wal(sqlite_store: SqliteStore) -> None:
    def pragmas(unit: Unit) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        return [unit._run(f"PRAGMA {name}", {}).fetchone()[0] for name in names]

    assert sqlite_store.write(pragmas) == ["wal", 2, 1, 1]


def test_only_the_writer_checkpoints(sqlite_url: str, sqlite_store: SqliteStore) -> None:
    reader = open_sqlite(Path(path_of(sqlite_url)), writing=False)

    assert reader.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    reader.close()


def test_a_writer_that_finds_the_file_locked_for_too_long_says_so(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    sqlite_store.write(lambda unit: unit._run("PRAGMA busy_timeout = 1", {}))
    other = sqlite3.connect(path_of(sqlite_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreUnavailable, match="locked"):
        sqlite_store.write(lambda unit: add(unit, 2001))
    other.execute("ROLLBACK")
    other.close()

    sqlite_store.write(lambda unit: add(unit, 2001))
    assert count(sqlite_store) == 1


def test_a_writer_whose_turn_never_comes_says_so(
    sqlite_url: str, sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.connections._BUSY_MILLISECONDS", 3)
    other = Turn(Path(path_of(sqlite_url)))

    with other.taken(), pytest.raises(StoreUnavailable, match="too long"):
        sqlite_store.write(lambda unit: add(unit, 2001))
    other.close()

    sqlite_store.write(lambda unit: add(unit, 2001))
    assert count(sqlite_store) == 1


def test_a_place_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "alur.db-turn").mkdir()

    with pytest.raises(StoreUnavailable, match="beside"):
        open_store(f"sqlite:///{tmp_path}/alur.db")


def test_readers_that_are_all_busy_are_waited_for_and_then_reported(
    sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.unit._READER_WAIT_SECONDS", 0.01)

    def nested(depth: int) -> int:
        if depth == 0:
            return 0
        return 1 + sqlite_store.read(lambda _: nested(depth - 1))

    assert nested(4) == 4
    with pytest.raises(StoreUnavailable, match="busy"):
        nested(5)
    assert nested(4) == 4


def test_jobs_that_wait_while_the_store_closes_are_still_done(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    assert isinstance(store, SqliteStore)
    store.administer(REGISTER_NUMBER.metadata.create_all)
    group = Group(store)
    group.add(1, lambda unit: add(unit, 2001))
    closing = threading.Thread(target=store.close)
    closing.start()
    while not store._closed:
        pass

    answers = group.go()
    closing.join(10)

    assert answers == {0: None, 1: None}
    again = open_store(sqlite_url)
    assert isinstance(again, SqliteStore)
    assert count(again) == 1
    again.close()


def test_a_child_process_does_not_use_the_store_of_its_parent(
    sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: here + 1)

    with pytest.raises(StoreUnavailable, match="forked"):
        sqlite_store.write(lambda unit: add(unit, 2001))
    with pytest.raises(StoreUnavailable, match="forked"):
        count(sqlite_store)
    monkeypatch.undo()


def writer(url: str, first: int, number: int) -> subprocess.Popen[str]:
    program = [sys.executable, str(Path(__file__).with_name("writer.py"))]
    return subprocess.Popen(  # noqa: S603  # our own program
        [*program, url, str(first), str(number)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"},  # noqa: TID251
    )


def cases(store: SqliteStore) -> list[CaseId]:
    return store.read(lambda reader: list(log.case_ids(reader)))


def test_two_processes_take_turns_at_one_file(sqlite_url: str, sqlite_store: SqliteStore) -> None:
    others = [writer(sqlite_url, first, 20) for first in (1000, 2000)]

    said = [other.communicate(timeout=60)[0].split() for other in others]

    assert [other.returncode for other in others] == [0, 0]
    assert cases(sqlite_store) == sorted(said[0] + said[1])
    assert len(said[0]) == len(said[1]) == 20


def test_a_process_killed_while_it_writes_loses_nothing_it_was_told_is_kept(
    sqlite_url: str, sqlite_store: SqliteStore
) -> None:
    victim = writer(sqlite_url, 1, 100_000)
    assert victim.stdout is not None
    said = [victim.stdout.readline().strip() for _ in range(40)]
    victim.kill()
    said += victim.stdout.read().split()
    victim.wait(10)
    victim.stdout.close()

    kept = cases(sqlite_store)

    whole = [case for case in said if len(case) == 8]
    assert set(whole) <= set(kept)
    assert len(kept) - len(whole) <= 2, "at most the one that was not yet said"
    for case in kept:
        ((_, hash_, body),) = sqlite_store.read(
            lambda reader, case=case: reader.rows(log._events, {"case_id": case})
        )
        assert chain(genesis(case), body) == hash_


def test_administration_that_the_database_cannot_do_says_so(sqlite_store: SqliteStore) -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        sqlite_store.administer(lambda other: other.exec_driver_sql("SELECT * FROM nowhere"))

    sqlite_store.write(lambda unit: add(unit, 2001))
    assert count(sqlite_store) == 1


class _PenJustPutDown:
    """A pen that is taken at the first look, and was put down before anybody hung up a bell."""

    def __init__(self) -> None:
        self.looks = 0

    def acquire(self, **_: bool) -> bool:
        self.looks += 1
        return self.looks > 1

    def release(self) -> None:
        pass

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


def test_who_comes_as_the_pen_is_put_down_does_not_wait_for_ever(
    sqlite_store: SqliteStore,
) -> None:
    sqlite_store._pen = _PenJustPutDown()  # type: ignore[assignment]  # all that is asked of it
    answers: list[int] = []
    late = threading.Thread(
        target=lambda: answers.append(sqlite_store.write(lambda _: 7)), daemon=True
    )

    late.start()
    late.join(10)

    assert answers == [7]
