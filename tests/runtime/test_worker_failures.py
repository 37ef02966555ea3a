"""What fails is tried again, is seen in the end, and keeps nothing else from being done."""

from datetime import timedelta
from pathlib import Path

import pytest
from deeds import (
    Deeds,
    Gate,
    at_work,
    attempts,
    crew_for,
    failing,
    incident,
    outcomes,
    taken,
    until,
)
from offices import HESTI, RINI, Office

from engine.actions.action import ActionFailure, Document, Outcome
from engine.core.commands import RetryAction
from engine.core.errors import StoreUnavailable
from engine.core.ids import ActivationId
from engine.runtime import stretch
from engine.runtime.perform import perform
from engine.service import effects, files
from engine.service.queries import read_history

MINUTE = timedelta(minutes=1)
FIRST = ActivationId(1)


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
