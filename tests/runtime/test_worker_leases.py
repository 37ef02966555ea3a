"""What a worker holds is nobody else's, and what it no longer holds does not count."""

import logging
import threading
from datetime import timedelta

import pytest
from deeds import (
    Deeds,
    Fickle,
    Gate,
    at_work,
    crew_for,
    failing,
    incident,
    outcomes,
    taken,
    until,
)
from offices import HESTI, Office

from engine.actions.action import ActionFailure
from engine.core.commands import RetryAction
from engine.core.errors import StoreUnavailable
from engine.core.ids import ActivationId
from engine.runtime import worker
from engine.runtime.perform import perform
from engine.runtime.worker import Worker
from engine.service.queries import read_history

MINUTE = timedelta(minutes=1)
FIRST = ActivationId(1)


def test_leases_are_renewed_while_a_long_step_goes_on(any_office: Office) -> None:
    gate = Gate()
    case = any_office.open("coba")
    with at_work(crew_for(any_office, Deeds({"satu": gate}), lease_seconds=2)):
        assert gate.entered.wait(60)
        for _ in range(3):
            any_office.now += timedelta(seconds=1.9)
            renewed = any_office.now + timedelta(seconds=2)
            assert until(lambda at=renewed: _leased_until(any_office, case) >= at)
            assert taken(any_office, "b") == ()
        gate.opened.set()
        assert until(lambda: any_office.at(case) == {"serah"})

    assert outcomes(any_office, case) == ["done"]


def _leased_until(office: Office, case: str):
    from engine.store.tables import OUTBOX  # noqa: PLC0415  # tests look behind the curtain

    wanted = OUTBOX.select().where(OUTBOX.c.case_id == case)
    return office.database.store.administer(
        lambda connection: connection.execute(wanted).one().available_at
    )


def test_leases_are_renewed_while_the_worker_is_stopping(office: Office) -> None:
    gate = Gate()
    case = office.open("coba")
    at = Worker(crew_for(office, Deeds({"satu": gate}), lease_seconds=2))
    at.start()
    assert gate.entered.wait(60)
    stopping = threading.Thread(target=at.stop)
    stopping.start()

    office.now += timedelta(seconds=1.9)

    assert until(lambda: _leased_until(office, case) >= office.now + timedelta(seconds=2))
    gate.opened.set()
    stopping.join(60)
    assert office.at(case) == {"serah"}


@pytest.mark.parametrize("ends", ["result", "failure"])
def test_what_a_worker_brings_that_was_given_up_for_lost(any_office: Office, ends: str) -> None:
    case = any_office.open("coba")
    (stale,) = taken(any_office, "zombie")
    any_office.now += MINUTE
    (held,) = taken(any_office, "b")
    deeds = Deeds({} if ends == "result" else {"satu": failing(ActionFailure("terlambat"))})

    late = perform(crew_for(any_office, deeds, "zombie"), stale)

    if ends == "result":  # the first result counts, whoever brings it
        assert late.outcome == "done"
        assert perform(crew_for(any_office, Deeds(), "b"), held).outcome == "void"
    else:  # a failure of somebody who has it no more does not
        assert late.outcome == "lost"
        assert perform(crew_for(any_office, Deeds(), "b"), held).outcome == "done"
    assert any_office.at(case) == {"serah"}
    assert outcomes(any_office, case)[0] == "lost"
    kinds = [
        one.recorded.event.__struct_config__.tag for one in read_history(any_office.database, case)
    ]
    assert kinds.count("action_recorded") == 1
    assert "action_failed" not in kinds


def test_a_zombie_of_an_earlier_round_of_tries_is_fenced_by_the_round(office: Office) -> None:
    case = office.open("coba")
    (stale,) = taken(office, "a")
    crew = crew_for(office, Deeds({"satu": failing(ActionFailure("salah", for_good=True))}))
    assert perform(crew, stale).outcome == "failed"
    office.do(RetryAction(case=case, by=HESTI, activation=FIRST))
    (fresh,) = taken(office, "a")
    assert (fresh.claimed.owner, fresh.claimed.attempt) == (
        stale.claimed.owner,
        stale.claimed.attempt,
    )

    assert perform(crew, stale).outcome == "lost"

    assert not incident(office, case)
    assert perform(crew_for(office, Deeds()), fresh).outcome == "done"


@pytest.mark.parametrize("error", [StoreUnavailable("away"), ZeroDivisionError("a mistake")])
def test_a_database_that_is_away_in_the_middle_is_waited_for(
    office: Office,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(worker, "_TROUBLED_PAUSE_SECONDS", 0.05)
    caplog.set_level(logging.WARNING)
    gate = Gate()
    crew = crew_for(office, Deeds({"satu": gate}), lease_seconds=2)
    fickle = Fickle(office.database)
    crew.database = fickle  # type: ignore[assignment]
    case = office.open("coba")
    with at_work(crew) as at:
        assert gate.entered.wait(60)
        fickle.error = error
        gate.opened.set()
        assert gate.left.wait(60)
        wanted = "the worker waits" if isinstance(error, StoreUnavailable) else "could not claim"
        assert until(lambda: wanted in caplog.text)
        fickle.error = None
        office.now += MINUTE
        assert until(lambda: office.at(case) == {"serah"})
        assert at.is_running

    assert outcomes(office, case) == ["lost", "done"]


@pytest.mark.parametrize("error", [StoreUnavailable("away"), ZeroDivisionError("a mistake")])
def test_leases_that_cannot_be_renewed_are_tried_again(
    office: Office, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    crew = crew_for(office, Deeds({"satu": gate}), lease_seconds=2)
    fickle = Fickle(office.database)
    crew.database = fickle  # type: ignore[assignment]
    case = office.open("coba")
    with at_work(crew):
        assert gate.entered.wait(60)
        fickle.error = error
        assert until(lambda: "leases could not be renewed" in caplog.text)
        fickle.error = None
        office.now += timedelta(seconds=1.5)
        assert until(lambda: _leased_until(office, case) >= office.now + timedelta(seconds=2))
        gate.opened.set()
        assert until(lambda: office.at(case) == {"serah"})


def test_what_another_one_has_taken_over_is_no_longer_held(office: Office) -> None:
    gate = Gate()
    case = office.open("coba")
    with at_work(crew_for(office, Deeds({"satu": gate}), lease_seconds=3600)) as at:
        assert gate.entered.wait(60)
        (mine,) = at._held.all()
        office.now += timedelta(hours=2)
        assert len(taken(office, "b")) == 1

        at._renew(at._held.all())

        assert len(at._held) == 0
        gate.opened.set()
        assert until(lambda: office.at(case) == {"serah"})
    assert mine.claimed.case == case
