"""Workers: what waits is done, by whoever is there, and counts once."""

import logging
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import (
    Deeds,
    Gate,
    a_deed_office,
    at_work,
    attempts,
    copied_office,
    crew_for,
    failing,
    incident,
    outcomes,
    taken,
    until,
)
from offices import HESTI, MONDAY, RINI, Office, sqlite_url
from postgres import fresh_database

from engine.actions.action import ActionFailure, Document, Outcome
from engine.core.commands import RecordAction, RetryAction, Withdraw
from engine.core.errors import StoreUnavailable
from engine.core.ids import ActivationId
from engine.runtime import stretch, worker
from engine.runtime.perform import perform
from engine.runtime.worker import Worker
from engine.service import effects, files
from engine.service.database import connect
from engine.service.queries import read_history, show_case

MINUTE = timedelta(minutes=1)
FIRST = ActivationId(1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deeds")
    with a_deed_office(sqlite_url(folder)):
        pass
    return folder / "alur.db"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with connect(copied_office(template, tmp_path)) as database:
        yield Office(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    url = fresh_database(request.getfixturevalue("postgres_url"))
    with a_deed_office(url) as made:
        yield made


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


def test_a_failed_step_is_tried_again_when_its_time_has_come_and_not_before(
    any_office: Office,
) -> None:
    deeds = Deeds({"satu": failing(ActionFailure("sistem lain diam"))})
    case = any_office.open("coba")
    with at_work(crew_for(any_office, deeds)):
        assert until(lambda: outcomes(any_office, case) == ["failed"])
        any_office.now += 9 * MINUTE
        assert not until(lambda: len(deeds.asked) > 1, seconds=0.5)
        any_office.now += 2 * MINUTE
        assert until(lambda: outcomes(any_office, case) == ["failed"] * 2)
        any_office.now += 19 * MINUTE
        assert not until(lambda: len(deeds.asked) > 2, seconds=0.5)
        any_office.now += 2 * MINUTE

        assert until(lambda: incident(any_office, case))

    assert incident(any_office, case) == "sistem lain diam"
    assert [run.attempt for run in deeds.asked] == [1, 2, 3]
    assert attempts(any_office, case)[0].log == "sistem lain diam"
    any_office.now += timedelta(days=9)
    assert taken(any_office) == ()


def test_a_failure_for_good_is_an_incident_at_once(office: Office) -> None:
    deeds = Deeds({"satu": failing(ActionFailure("alamatnya salah", for_good=True))})
    case = office.open("coba")

    with at_work(crew_for(office, deeds)):
        assert until(lambda: incident(office, case) == "alamatnya salah")
        deeds.does.clear()
        office.do(RetryAction(case=case, by=HESTI, activation=FIRST))
        assert until(lambda: office.at(case) == {"serah"})

    assert outcomes(office, case) == ["failed", "done"]


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("rusak"),
        SystemExit(3),
        GeneratorExit(),
        type("Odd", (BaseException,), {})(),
        RecursionError(),
        StopIteration(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_an_action_raises_is_a_failure_and_ends_nobody_else(
    office: Office, error: BaseException
) -> None:
    deeds = Deeds({"satu": failing(error)})
    bad = office.open("coba")

    with at_work(crew_for(office, deeds)) as at:
        assert until(lambda: outcomes(office, bad) == ["failed"])
        deeds.does.clear()
        good = office.open("dua")
        assert until(lambda: office.at(good) == {"serah"})
        assert at.is_running

    (attempt,) = attempts(office, bad)
    assert type(error).__name__ in attempt.log
    assert "deeds.py" in attempt.log


def test_an_interrupt_that_an_action_raises_counts_as_lost_and_ends_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    deeds = Deeds({"satu": failing(KeyboardInterrupt())})
    bad = office.open("coba")

    with at_work(crew_for(office, deeds)) as at:
        assert until(lambda: "cannot be recorded" in caplog.text)
        deeds.does.clear()
        good = office.open("coba")
        assert until(lambda: office.at(good) == {"serah"})
        assert at.is_running
        office.now += timedelta(hours=2)
        assert until(lambda: office.at(bad) == {"serah"})

    assert outcomes(office, bad) == ["lost", "done"]


@pytest.mark.parametrize(
    "result",
    [
        None,
        Outcome(result={"angka": "1"}),
        Outcome(result={"angka": 1}),  # type: ignore[dict-item]
        Outcome(log=(1,)),  # type: ignore[arg-type]
        Outcome(documents=(Document(name="a", media_type="x", content=b"a"),)),
        Outcome(documents=(Document(name="", media_type="text/plain", content=b"a"),)),
    ],
    ids=["nothing", "unknown", "no text", "no log", "no media type", "no name"],
)
def test_an_action_that_gives_what_it_must_not_has_failed(
    office: Office, result: Outcome, tmp_path: Path
) -> None:
    deeds = Deeds({"satu": lambda _run, _outside: result})
    case = office.open("coba")

    with at_work(crew_for(office, deeds, files=tmp_path / "files")):
        assert until(lambda: outcomes(office, case) == ["failed"])

    assert office.at(case) == {"satu"}
    assert [
        one.recorded.event.__struct_config__.tag for one in read_history(office.database, case)
    ][-1] == "action_failed"


def test_an_action_that_is_not_installed_is_an_incident_after_its_tries(office: Office) -> None:
    crew = crew_for(office, Deeds())
    crew.__dict__["actions"] = {}
    case = office.open("coba")

    with at_work(crew):
        for tries in (1, 2, 3):
            assert until(lambda so_far=tries: outcomes(office, case) == ["failed"] * so_far)
            office.now += timedelta(hours=1)

    assert "coba" in incident(office, case)


def test_tries_that_were_lost_do_not_use_up_those_of_the_sop(any_office: Office) -> None:
    deeds = Deeds({"satu": failing(ActionFailure("diam"))})
    case = any_office.open("coba")
    for number in range(4):
        assert len(taken(any_office, f"gone-{number}")) == 1
        any_office.now += MINUTE

    with at_work(crew_for(any_office, deeds)):
        for _ in range(2):
            assert until(lambda: outcomes(any_office, case)[-1] == "failed")
            assert not incident(any_office, case)
            any_office.now += timedelta(hours=1)
            assert until(lambda: len(deeds.asked) > 1)
        assert until(lambda: outcomes(any_office, case)[4:] == ["failed"] * 2)
        assert not incident(any_office, case)
        any_office.now += timedelta(hours=1)
        assert until(lambda: incident(any_office, case) == "diam")

    assert outcomes(any_office, case) == ["lost"] * 4 + ["failed"] * 3


def test_what_ends_every_process_that_runs_it_is_an_incident_in_the_end(office: Office) -> None:
    deeds = Deeds()
    case = office.open("coba")
    for number in range(effects.MOST_LOST):
        taken(office, f"gone-{number}")
        office.now += MINUTE

    with at_work(crew_for(office, deeds)):
        assert until(lambda: incident(office, case))
        assert "gone before it ended, 5 times" in incident(office, case)
        assert deeds.asked == []
        office.do(RetryAction(case=case, by=HESTI, activation=FIRST))
        assert until(lambda: office.at(case) == {"serah"})


def test_a_poisoned_effect_stands_beside_good_ones(any_office: Office) -> None:
    poisoned, unreadable, damaged, good = (any_office.open("coba") for _ in range(4))
    ruin = {
        poisoned: "UPDATE outbox SET kind = 'run_action', payload = '{' WHERE case_id = ",
        unreadable: 'UPDATE outbox SET payload = \'{"type": "nothing"}\' WHERE case_id = ',
    }
    for case, statement in ruin.items():
        _tell(any_office, f"{statement}'{case}'")
    broken = f"UPDATE \"case\" SET state = '{{' WHERE id = '{damaged}'"  # noqa: S608  # ours
    _tell(any_office, broken)

    with at_work(crew_for(any_office, Deeds())):
        assert until(lambda: any_office.at(good) == {"serah"})
        assert until(lambda: incident(any_office, poisoned) and incident(any_office, unreadable))

    assert "cannot be read" in incident(any_office, poisoned)
    assert taken(any_office) == ()


def _tell(office: Office, statement: str) -> None:
    office.database.store.administer(lambda connection: connection.exec_driver_sql(statement))


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


def test_an_action_that_does_not_end_gives_its_lane_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretch, "LONGEST_STEP", timedelta(seconds=0.3))
    gates = [Gate(), Gate()]
    deeds = Deeds({"satu": gates[0], "kiri": gates[1], "kanan": gates[1]})
    stuck, other, fine = office.open("coba"), office.open("cabang"), office.open("dua")
    deeds.does["dua"] = lambda _run, _outside: Outcome()
    with at_work(crew_for(office, deeds, lanes=1)):
        assert until(lambda: outcomes(office, stuck) == ["failed"])
        assert until(lambda: outcomes(office, fine) == ["failed"])
        assert until(lambda: outcomes(office, other) == ["failed"])
        good = office.open("izin")
        office.complete(good, "terima", RINI)
        assert until(lambda: outcomes(office, good, 2) == ["done"])
        assert "had not ended" in attempts(office, stuck)[0].log

        gates[0].opened.set()  # what it brings after all still counts

        assert until(lambda: office.at(stuck) == {"serah"})
        gates[1].opened.set()


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


def test_documents_are_kept_before_the_transaction_that_names_them(
    office: Office, tmp_path: Path
) -> None:
    root = tmp_path / "files"
    document = Document(name="Surat.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    deeds = Deeds({"satu": lambda _run, _outside: Outcome(documents=(document,))})
    case = office.open("coba")
    (begun,) = taken(office)
    away = crew_for(office, deeds, files=root)
    away.database = Away()  # type: ignore[assignment]

    with pytest.raises(StoreUnavailable):
        perform(away, begun)

    (lying,) = [one for one in root.rglob("*") if one.is_file() and one.read_bytes() == b"%PDF-1.7"]
    assert lying
    assert files.documents_of(office.database, root, case) == ()
    office.now += MINUTE
    with at_work(crew_for(office, deeds, files=root)):
        assert until(lambda: office.at(case) == {"serah"})
    (filed,) = files.documents_of(office.database, root, case)
    assert (filed.name, filed.size, filed.kept) == ("Surat.pdf", 8, True)


def test_files_that_cannot_be_written_are_a_failure_that_says_so(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("not a directory")
    document = Document(name="Surat.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    deeds = Deeds({"satu": lambda _run, _outside: Outcome(documents=(document,))})
    case = office.open("coba")

    with at_work(crew_for(office, deeds, files=tmp_path / "files")):
        assert until(lambda: outcomes(office, case) == ["failed"])

    assert "files" in attempts(office, case)[0].log


class Away:
    """A database that cannot be reached."""

    def __init__(self) -> None:
        self.store = self

    def read(self, _job: object) -> object:
        raise StoreUnavailable("away")

    def write(self, _job: object, **_: object) -> object:
        raise StoreUnavailable("away")


class Fickle:
    """A database that is away, or breaks, whenever it is told to."""

    def __init__(self, database) -> None:
        self._database = database
        self.error: Exception | None = None

    def __getattr__(self, name: str) -> object:
        if name == "store" and self.error is not None:
            raise self.error
        return getattr(self._database, name)


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
