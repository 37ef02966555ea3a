"""Workers: what waits is done, by whoever is there, and counts once."""

import sys
import threading
from datetime import timedelta

import pytest
from deeds import (
    Deeds,
    Gate,
    at_work,
    attempts,
    crew_for,
    failing,
    outcomes,
    taken,
    until,
)
from offices import HESTI, MONDAY, RINI, Office

from engine.actions.action import ActionFailure, Outcome
from engine.core.commands import RecordAction, Withdraw
from engine.core.ids import ActivationId
from engine.runtime import stretch, worker
from engine.runtime.worker import Worker
from engine.service.queries import read_history, show_case

MINUTE = timedelta(minutes=1)
FIRST = ActivationId(1)


def test_a_step_is_done_soon_after_its_case_has_come_to_it(any_office: Office) -> None:
    deeds = Deeds()
    with at_work(crew_for(any_office, deeds)):
        case = any_office.open("coba")

        assert until(lambda: any_office.at(case) == {"serah"})

    (run,) = deeds.asked
    assert (run.case, run.step, run.attempt, run.parameters) == (
        case,
        "satu",
        1,
        {"apa": "pertama"},
    )
    (attempt,) = attempts(any_office, case)
    assert (attempt.outcome, attempt.owner, attempt.step) == ("done", "a", "satu")
    assert attempt.ended_at is not None
    assert attempt.told_at is not None  # there is no Prefect to tell


def test_automated_steps_in_a_row_are_one_stretch_in_their_order(any_office: Office) -> None:
    deeds = Deeds()
    case = any_office.open("dua")

    with at_work(crew_for(any_office, deeds)):
        assert until(lambda: any_office.at(case) == {"serah"})

    assert deeds.steps_of(case) == ["satu", "dua"]
    assert show_case(any_office.database, case).data["result.nomor.number"] == "1/2026"


def test_several_lanes_run_several_steps_at_once_and_no_more(office: Office) -> None:
    gates = {"kiri": Gate(), "kanan": Gate()}
    blocked = Gate()
    deeds = Deeds({**gates, "satu": blocked})
    with at_work(crew_for(office, deeds, lanes=2)) as at:
        case = office.open("cabang")
        assert until(lambda: all(gate.entered.is_set() for gate in gates.values()))
        third = office.open("coba")
        assert not blocked.entered.wait(0.5)

        gates["kiri"].opened.set()

        assert blocked.entered.wait(60)
        blocked.opened.set()
        gates["kanan"].opened.set()
        assert until(lambda: office.at(case) == office.at(third) == {"serah"})
        assert at.is_running


def test_two_workers_share_the_work_and_each_effect_counts_once(any_office: Office) -> None:
    one, two = Deeds(), Deeds()
    cases = [any_office.open("coba") for _ in range(24)]
    both = threading.Barrier(2)
    for deeds in (one, two):
        deeds.does["satu"] = _meets_once(both)

    with at_work(crew_for(any_office, one, "a")), at_work(crew_for(any_office, two, "b")):
        assert until(lambda: all(any_office.at(case) == {"serah"} for case in cases))

    assert len(one.asked) > 0
    assert len(two.asked) > 0
    assert sorted(run.case for run in one.asked + two.asked) == sorted(cases)
    assert {tuple(outcomes(any_office, case)) for case in cases} == {("done",)}


def _meets_once(both: threading.Barrier):
    seen: list[int] = []

    def deed(_run: object, _outside: object) -> Outcome:
        seen.append(1)
        if len(seen) == 1:
            both.wait(60)
        return Outcome()

    return deed


def test_stopping_finishes_what_is_going_on_and_begins_nothing_more(office: Office) -> None:
    gate = Gate()
    deeds = Deeds({"satu": gate})
    case = office.open("coba")
    at = Worker(crew_for(office, deeds, lanes=1))
    at.start()
    assert gate.entered.wait(60)
    later = office.open("coba")

    stopping = threading.Thread(target=at.stop)
    stopping.start()
    assert not until(lambda: not stopping.is_alive(), seconds=0.5)
    gate.opened.set()
    stopping.join(60)

    assert not stopping.is_alive()
    assert not at.is_running
    assert office.at(case) == {"serah"}
    assert office.at(later) == {"satu"}
    assert [run.case for run in deeds.asked] == [case]


def test_stopping_waits_only_so_long_for_a_step_that_does_not_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "STOPS_WITHIN_SECONDS", 0.2)
    gate = Gate()
    case = office.open("coba")
    at = Worker(crew_for(office, Deeds({"satu": gate}), lanes=1))
    at.start()
    assert gate.entered.wait(60)

    at.stop()

    assert not at.is_running
    assert outcomes(office, case) == ["running"]
    gate.opened.set()  # it ends after all, and counts
    assert until(lambda: office.at(case) == {"serah"})


def test_a_worker_can_be_stopped_at_any_moment(office: Office) -> None:
    never = Worker(crew_for(office, Deeds()))
    never.stop()
    at_once = Worker(crew_for(office, Deeds()))
    at_once.start()
    at_once.stop()
    at_once.stop()

    assert not never.is_running
    assert not at_once.is_running


def test_slow_steps_do_not_keep_quick_ones_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretch, "SLOW_AFTER_SECONDS", 0.2)
    gate = Gate()
    deeds = Deeds({"satu": gate})
    slow = [office.open("coba") for _ in range(3)]
    with at_work(crew_for(office, deeds, lanes=2)):
        assert until(lambda: len(deeds.asked) == 3)
        quick = office.open("izin")
        office.complete(quick, "terima", RINI)

        assert until(lambda: outcomes(office, quick, 2) == ["done"])

        gate.opened.set()
        assert until(lambda: all(office.at(case) == {"serah"} for case in slow))


def test_what_may_have_ended_processes_is_run_beside_nothing(office: Office) -> None:
    suspect = office.open("coba")
    for number in range(worker.SUSPECT_AFTER):
        taken(office, f"gone-{number}")
        office.now += MINUTE
    gate = Gate()
    deeds = Deeds({"satu": gate})
    with at_work(crew_for(office, deeds, lanes=4)):
        assert gate.entered.wait(60)
        other = office.open("izin")
        office.complete(other, "terima", RINI)

        assert not until(lambda: outcomes(office, other, 2), seconds=1.0)
        gate.opened.set()

        assert until(lambda: office.at(suspect) == {"serah"})
        assert until(lambda: outcomes(office, other, 2) == ["done"])


def test_a_case_withdrawn_in_mid_step_takes_nothing_more(any_office: Office) -> None:
    gate = Gate()
    deeds = Deeds({"satu": gate})
    with at_work(crew_for(any_office, deeds)):
        case = any_office.open("coba")
        assert gate.entered.wait(60)
        any_office.do(Withdraw(case=case, by=HESTI, reason="Dibatalkan"))
        gate.opened.set()
        assert until(lambda: outcomes(any_office, case) == ["void"])

    assert show_case(any_office.database, case).summary.result == "withdrawn"
    assert (
        read_history(any_office.database, case)[-1].recorded.event.__struct_config__.tag
        == "case_ended"
    )


def test_a_result_by_hand_in_mid_step_is_the_one_that_counts(office: Office) -> None:
    gate = Gate(failing(ActionFailure("gagal")))
    with at_work(crew_for(office, Deeds({"satu": gate}))):
        case = office.open("coba")
        assert gate.entered.wait(60)
        office.do(RecordAction(case=case, by=HESTI, activation=FIRST, reason="Dikerjakan sendiri"))
        gate.opened.set()
        assert until(lambda: outcomes(office, case) == ["lost"])

    assert office.at(case) == {"serah"}


def test_a_training_office_only_plays_what_reaches_outside(office: Office) -> None:
    reaching, staying = Deeds(outward=True), Deeds()
    for deeds in (reaching, staying):
        case = office.open("dua")
        with at_work(crew_for(office, deeds, training=True)):
            assert until(lambda at=case: office.at(at) == {"serah"})

    assert (len(reaching.asked), len(reaching.simulated)) == (0, 2)
    assert (len(staying.asked), len(staying.simulated)) == (2, 0)


def test_a_worker_without_prefect_says_so_and_imports_none_of_it(office: Office) -> None:
    before = "prefect" in sys.modules
    with at_work(crew_for(office, Deeds())) as at:
        assert at.prefect == "off"
    assert ("prefect" in sys.modules) == before


def test_waits_and_calls_are_run_by_workers_too(office: Office) -> None:
    waiting = office.open("jeda")
    with at_work(crew_for(office, Deeds())):
        calling = office.open("izin")
        office.complete(calling, "terima", RINI)
        assert until(lambda: outcomes(office, calling, 2) == ["done"])
        office.now = MONDAY + timedelta(days=4)
        assert until(lambda: office.at(waiting) == {"serah"})
