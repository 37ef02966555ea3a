"""What only PostgreSQL does: locks of rows, deadlocks, time limits, connections that break."""

import threading
from collections.abc import Iterator

import pytest
from builders import CASE, human, workflow
from cabinet import Cabinet
from migrated import migrated_anew

from engine.core.errors import StoreUnavailable
from engine.core.ids import UnitId
from engine.store import log
from engine.store.numbers import next_number
from engine.store.unit import PostgresStore, Reader, Unit, open_store

KECAMATAN = UnitId("kecamatan")


@pytest.fixture
def store(one_database: str) -> Iterator[PostgresStore]:
    kept = open_store(migrated_anew(one_database))
    assert isinstance(kept, PostgresStore)
    yield kept
    kept.close()


def setting(reader: Reader, name: str) -> str:
    return str(reader._run(f"SHOW {name}", {}).fetchone()[0])


def test_no_statement_waits_for_ever_and_no_commit_is_only_promised(store: PostgresStore) -> None:
    names = ("statement_timeout", "lock_timeout", "synchronous_commit", "timezone")

    assert store.read(lambda reader: [setting(reader, name) for name in names]) == [
        "4s",
        "3s",
        "on",
        "UTC",
    ]
    assert store.write(lambda unit: setting(unit, "transaction_isolation")) == "read committed"
    assert store.read(lambda reader: setting(reader, "transaction_isolation")) == "repeatable read"


def test_a_statement_that_takes_too_long_is_given_up(store: PostgresStore) -> None:
    def slow(unit: Unit) -> None:
        unit._run("SET LOCAL statement_timeout = 20", {})
        unit._run("SELECT pg_sleep(2)", {}).fetchone()

    with pytest.raises(StoreUnavailable, match="timeout"):
        store.write(slow)

    assert store.write(lambda unit: next_number(unit, "surat", KECAMATAN, 2026)) == 1


def test_a_connection_that_breaks_undoes_its_unit_and_the_next_one_works(
    store: PostgresStore,
) -> None:
    def breaks(unit: Unit) -> None:
        next_number(unit, "surat", KECAMATAN, 2026)
        (number,) = unit._run("SELECT pg_backend_pid()", {}).fetchone()
        store.administer(
            lambda other: other.exec_driver_sql(f"SELECT pg_terminate_backend({number})")
        )
        next_number(unit, "surat", KECAMATAN, 2026)

    with pytest.raises(StoreUnavailable):
        store.write(breaks)

    assert store.write(lambda unit: next_number(unit, "surat", KECAMATAN, 2026)) == 1


def test_of_two_units_that_wait_for_each_other_one_begins_again(store: PostgresStore) -> None:
    both = threading.Barrier(2)
    tries: list[str] = []

    def cross(first: str, second: str) -> None:
        def job(unit: Unit) -> None:
            tries.append(first)
            next_number(unit, first, KECAMATAN, 2026)
            if len(tries) <= 2:
                both.wait(10)
            next_number(unit, second, KECAMATAN, 2026)

        store.write(job)

    threads = [
        threading.Thread(target=cross, args=names) for names in (("satu", "dua"), ("dua", "satu"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(tries) >= 3
    assert store.write(lambda unit: next_number(unit, "satu", KECAMATAN, 2026)) == 3
    assert store.write(lambda unit: next_number(unit, "dua", KECAMATAN, 2026)) == 3


def test_a_unit_that_can_never_be_serialised_is_given_up_after_a_few_tries(
    store: PostgresStore,
) -> None:
    tries: list[int] = []

    def unlucky(unit: Unit) -> None:
        tries.append(next_number(unit, "surat", KECAMATAN, 2026))
        fails = "BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'serialization_failure'; END"
        unit._run(f"DO $$ {fails} $$", {})

    with pytest.raises(StoreUnavailable, match="no"):
        store.write(unlucky)
    with pytest.raises(StoreUnavailable, match="no"):
        store.write(unlucky, once=True)

    assert tries == [1, 1, 1, 1, 1]


def test_while_views_are_rebuilt_no_command_finds_its_case_gone(store: PostgresStore) -> None:
    Cabinet(store, workflow(human("a"))).open()
    rebuilding, found = threading.Event(), []

    def rebuild(unit: Unit) -> None:
        unit.keep_others_out()
        unit._run('CREATE TEMPORARY TABLE kept AS TABLE "case"', {})
        unit._run('DELETE FROM "case"', {})
        rebuilding.set()
        other.join(0.2)
        unit._run('INSERT INTO "case" SELECT * FROM kept', {})

    def command() -> None:
        assert rebuilding.wait(10)
        found.append(store.write(lambda unit: log.load(unit, CASE)))

    other = threading.Thread(target=command)
    other.start()
    store.write(rebuild)
    other.join(10)

    assert found[0] is not None


def test_a_child_process_does_not_use_the_store_of_its_parent(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_process", -1)

    with pytest.raises(StoreUnavailable, match="forked"):
        store.read(lambda reader: setting(reader, "timezone"))


def break_every_connection(store: PostgresStore) -> None:
    """As a restart of the server does."""
    store.administer(
        lambda other: other.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


def open_many(store: PostgresStore, number: int) -> None:
    """Have the pool hold so many connections."""
    together = threading.Barrier(number)
    threads = [
        threading.Thread(target=store.read, args=(lambda _: together.wait(10),))
        for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_after_a_restart_of_the_server_nobody_is_refused(store: PostgresStore) -> None:
    open_many(store, 4)
    break_every_connection(store)

    assert store.read(lambda reader: reader._run("SELECT 7", {}).fetchone()) == (7,)
    for expected in range(1, 5):
        assert store.write(lambda unit: next_number(unit, "surat", KECAMATAN, 2026)) == expected


def test_a_job_whose_connection_breaks_at_the_commit_is_not_run_again(
    store: PostgresStore,
) -> None:
    runs: list[int] = []

    def breaks_last(unit: Unit) -> None:
        next_number(unit, "surat", KECAMATAN, 2026)
        runs.append(1)
        break_every_connection(store)

    with pytest.raises(StoreUnavailable):
        store.write(breaks_last)

    assert len(runs) == 1, "it is not known whether it was kept"


def test_a_server_that_is_back_is_noticed_within_seconds(store: PostgresStore) -> None:
    assert store._pool.reconnect_timeout <= store._pool.timeout
