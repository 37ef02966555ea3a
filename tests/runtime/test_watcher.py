"""The watcher notices breaches by itself, survives what it may, and says when it ended."""

import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest
from offices import RINI, Office, an_office, sqlite_url
from sqlalchemy import Connection
from staffing import UMI, staff

from engine.core.directory_commands import LetGo
from engine.core.errors import StoreUnavailable
from engine.core.time_events import DeviationRecorded
from engine.runtime import background
from engine.runtime import station as station_of
from engine.runtime.background import Rounds
from engine.runtime.station import Station
from engine.service import ledger
from engine.service.directory import change
from engine.service.queries import read_history, show_case
from engine.settings import Settings


def until(condition, *, seconds: float = 10.0) -> bool:
    """Whether something comes true within so long (a bound on waiting, not a measurement)."""
    for _ in range(int(seconds * 50)):
        if condition():
            return True
        time.sleep(0.02)
    return False


def has_deviation(office: Office, case) -> bool:
    history = read_history(office.database, case)
    return any(isinstance(one.recorded.event, DeviationRecorded) for one in history)


def test_a_breach_is_noticed_while_nobody_does_anything(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        later = office.now + timedelta(minutes=30)
        station = Station(
            office.database, Settings(prefect="off", reports=tmp_path), "web", now=lambda: later
        )
        station.start()
        try:
            assert until(lambda: has_deviation(office, case))
            assert station.ended == ()
        finally:
            station.stop()
        assert set(station.ended) == {"presence", "watcher", "sequencer", "upkeep", "worker"}


def test_tasks_of_somebody_who_may_not_act_any_more_are_handed_over_by_itself(
    tmp_path: Path,
) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        staff(office.database)
        case = office.open()
        office.claim(case, "terima", RINI)
        gone = LetGo(by=UMI, person=RINI.person)
        change(office.database, gone, at=office.now)
        later = office.now + timedelta(minutes=1)
        station = Station(
            office.database, Settings(prefect="off", reports=tmp_path), "web", now=lambda: later
        )
        station.start()
        try:
            assert until(lambda: show_case(office.database, case).tasks[0].assignee is None)
        finally:
            station.stop()


def a_station(office: Office, folder: Path) -> Station:
    settings = Settings(prefect="off", reports=folder)
    return Station(office.database, settings, "web", now=lambda: office.now)


def test_what_is_added_is_numbered_by_itself(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        station = a_station(office, tmp_path)
        station.start()
        try:
            assert until(lambda: ledger.position_of(office.database, f"case/{case}", 1) is not None)
        finally:
            station.stop()


def test_a_list_that_is_damaged_is_an_alarm_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        for _ in range(256):
            office.open()
        ledger.sequence(office.database)
        office.database.store.administer(without_its_tree)
        for _ in range(256):
            office.open()
        station = a_station(office, tmp_path)
        station.start()
        try:
            assert until(lambda: "nothing is numbered any more" in caplog.text)
            assert station.ended == ()
        finally:
            station.stop()


def test_whatever_stops_numbering_is_the_same_alarm_and_ends_when_it_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station_of, "_NUMBER_EVERY_SECONDS", 0.01)
    with an_office(sqlite_url(tmp_path)) as office:
        office.database.store.administer(nothing_can_be_numbered)
        case = office.open()
        station = a_station(office, tmp_path)
        station.start()
        try:
            assert until(lambda: "nothing is numbered any more" in caplog.text)
            assert "IntegrityError, no more entries" in caplog.text
            assert station.ended == ()
            office.database.store.administer(all_can_be_numbered)
            assert until(lambda: ledger.position_of(office.database, f"case/{case}", 1) is not None)
        finally:
            station.stop()


def nothing_can_be_numbered(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TRIGGER stopped BEFORE INSERT ON ledger_entry"
        " BEGIN SELECT RAISE(ABORT, 'no more entries'); END"
    )


def all_can_be_numbered(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER stopped")


def without_its_tree(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER ledger_node_refuses_delete")
    connection.exec_driver_sql("DELETE FROM ledger_node")


def test_a_database_that_is_away_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, "_TROUBLED_PAUSE_SECONDS", 0.0)
    done: list[int] = []

    def work() -> bool:
        done.append(1)
        if len(done) < 3:
            raise StoreUnavailable("away")
        return False

    rounds = Rounds("watcher", work, pause_seconds=0.0)
    with caplog.at_level(logging.WARNING):
        rounds.start()
        try:
            assert until(lambda: len(done) > 4)
        finally:
            rounds.stop()

    assert [one.getMessage() for one in caplog.records] == ["the watcher waits, away"] * 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_of_ours_ends_it_and_shows(caplog: pytest.LogCaptureFixture) -> None:
    def work() -> bool:
        raise ZeroDivisionError

    rounds = Rounds("watcher", work, pause_seconds=0.0)
    rounds.start()

    assert until(lambda: not rounds.is_running)
    assert "the watcher ended" in caplog.text


def test_where_there_may_be_more_there_is_no_pause() -> None:
    left = [True, True, False]

    def work() -> bool:
        return left.pop(0) if left else False

    rounds = Rounds("watcher", work, pause_seconds=3600)
    rounds.start()
    try:
        assert until(lambda: not left)
    finally:
        rounds.stop()
