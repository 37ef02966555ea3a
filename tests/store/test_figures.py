"""The store in figures."""

from datetime import UTC, datetime, timedelta

from engine.service import clock
from engine.store import figures
from engine.store.migrate import NEWEST
from engine.store.unit import Store


def test_the_revision_is_that_of_the_last_migration(store: Store) -> None:
    assert store.read(figures.revision) == NEWEST


def test_the_clock_of_the_database_is_told_in_utc(store: Store) -> None:
    told = store.read(figures.clock)

    assert told.tzinfo is UTC
    assert abs(clock.now() - told) < timedelta(minutes=1)


def test_an_empty_store_has_nothing_to_count(store: Store) -> None:
    assert store.read(figures.latest) is None
    assert store.read(figures.overdue) == store.read(figures.incidents) == 0
    assert (
        store.read(lambda reader: figures.begun(reader, since=datetime(2026, 1, 1, tzinfo=UTC)))
        == []
    )
    assert store.read(figures.untold).count == 0


def test_jobs_that_were_written_are_counted(sqlite_store: Store) -> None:
    before = sqlite_store.load()

    sqlite_store.write(figures.latest)

    after = sqlite_store.load()
    assert (after.waiting, after.groups, after.jobs) == (0, before.groups + 1, before.jobs + 1)


def test_nobody_waits_for_a_connection_that_nobody_wants(store: Store) -> None:
    store.read(figures.clock)

    assert store.load().waiting == 0
