"""Verifications come round, are kept, are an alarm when they find something, and missed if not."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import Deeds, crew_for
from offices import MONDAY, Office, an_office, sqlite_url

from engine.core.errors import StoreUnavailable
from engine.core.verdicts import Doubt
from engine.runtime.crew import Crew
from engine.runtime.verifying import verify
from engine.service import checkpoints, checks_database, verifications
from engine.service.checks import Told
from engine.service.published import PUBLISHED

ORIGIN = "kantor.test/alur"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


@pytest.fixture
def crew(office: Office, tmp_path: Path) -> Crew:
    return crew_for(office, Deeds(), reports=tmp_path / "reports")


def spoil(office: Office) -> None:
    """Something waits to be listed that never was."""
    made_up = "INSERT INTO ledger_due (stream, seq, hash) VALUES ('case/x', 1, x'00')"
    office.database.store.administer(lambda connection: connection.exec_driver_sql(made_up))


def test_a_round_is_kept_with_what_it_came_to(
    office: Office, crew: Crew, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office.open()
    taken = checkpoints.take(office.database, at=MONDAY, origin=ORIGIN, folder=tmp_path / "reports")

    assert verify(crew) == "1 cases, 2 events, all whole"

    (kept,) = verifications.list_verifications(office.database)
    assert (kept.verdict.at, kept.verdict.found) == (office.now, 0)
    assert kept.verdict.checked_to == taken.checkpoint
    assert verifications.last_look(office.database).last == kept
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_what_is_found_is_an_alarm_in_the_log_and_stays_countable(
    office: Office, crew: Crew, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(office)

    assert verify(crew).startswith("ALARM, 1 findings")

    (error,) = (one for one in caplog.records if one.levelno == logging.ERROR)
    assert "case/x 1: due-differs" in error.getMessage()
    look = verifications.last_look(office.database)
    assert look.failed == 1
    assert look.last is not None
    assert [one.code for one in look.last.verdict.findings] == [Doubt.DUE_DIFFERS]


def test_what_was_published_counts_though_the_database_forgot_it(
    office: Office, crew: Crew, tmp_path: Path
) -> None:
    """Notes in the file of a ledger that is another one: nobody here signed them."""
    with an_office(sqlite_url(tmp_path / "other")) as other:
        checkpoints.take(other.database, at=MONDAY, origin=ORIGIN, folder=tmp_path / "reports")

    assert verify(crew).startswith("ALARM")


def test_a_file_that_cannot_be_read_puts_the_round_off(crew: Crew, tmp_path: Path) -> None:
    (tmp_path / "reports" / PUBLISHED).mkdir(parents=True)

    with pytest.raises(StoreUnavailable, match="cannot be read"):
        verify(crew)


def test_the_newest_come_first_by_pages_and_old_ones_are_forgotten(
    office: Office, crew: Crew
) -> None:
    for _ in range(3):
        verify(crew)
        office.now += timedelta(days=1)
    newest, second = verifications.list_verifications(office.database, most=2)
    assert newest.verdict.at > second.verdict.at
    (first,) = verifications.list_verifications(office.database, before=second.id)

    office.now += verifications.KEPT_FOR - timedelta(days=2)
    verify(crew)

    kept = verifications.list_verifications(office.database)
    assert first not in kept
    assert len(kept) == 3


def test_the_checkup_tells_how_the_last_one_went_and_misses_those_that_did_not_come(
    office: Office, crew: Crew
) -> None:
    def told() -> tuple[Told, str] | None:
        found = checks_database.verified(office.database, at=office.now)
        return None if found is None else (found.told, found.verdict)

    assert told() is None
    checkpoints.take(office.database, at=office.now, origin=ORIGIN)
    assert told() is None
    office.now += timedelta(days=4)
    assert told() == (Told.VERIFY_LATE, "warn")
    verify(crew)
    assert told() == (Told.VERIFY_HOLDS, "ok")
    office.now += timedelta(days=4)
    assert told() == (Told.VERIFY_LATE, "warn")
    spoil(office)
    verify(crew)
    assert told() == (Told.VERIFY_FOUND, "wrong")
