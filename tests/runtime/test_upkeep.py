"""Work that comes round is done by one process, and is not lost where it could not be done."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import Deeds, attempts, crew_for, taken
from migrated import migrated_database
from msgspec.structs import replace
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url

from engine.actions.action import Outcome
from engine.core.commands import Withdraw
from engine.core.errors import StoreUnavailable
from engine.core.time_events import DeviationRecorded
from engine.runtime import upkeep
from engine.runtime.crew import Crew
from engine.runtime.upkeep import WORKS, Upkeep, do, do_overdue
from engine.service import outcomes, processes
from engine.service.queries import read_history
from engine.service.runs import KEPT

NAMES = tuple(work.name for work in WORKS)
DAY = timedelta(days=1)
OF = {work.name: work for work in WORKS}


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


def crew(office: Office, tmp_path: Path, owner: str = "a") -> Crew:
    return crew_for(office, Deeds(), owner, reports=tmp_path / "reports")


def counting(done: list[str], *, fails: list[BaseException] | None = None) -> Upkeep:
    def work(crew: Crew) -> str:
        if fails:
            raise fails.pop()
        done.append(crew.owner)
        return "done"

    return replace(OF["sweep"], do=work)


def test_the_works_have_names_of_their_own_and_come_round_as_their_schedule_says() -> None:
    assert NAMES == ("sweep", "checkpoint", "report", "backup", "verify", "prune")
    every = {"*/30": timedelta(minutes=30), "*/5": timedelta(minutes=5)}
    for work in WORKS:
        assert len(work.cron.split()) == 5
        assert work.every == every.get(work.cron.split()[0], DAY)
        assert work.title


def test_a_work_is_done_once_in_its_round_whoever_finds_it_due(
    any_office: Office, tmp_path: Path
) -> None:
    done: list[str] = []
    work = counting(done)

    said = [do(crew(any_office, tmp_path, owner), work) for owner in ("a", "b", "a")]

    assert said == ["done"] + ["done by another process already"] * 2
    assert done == ["a"]
    any_office.now += work.every
    assert do(crew(any_office, tmp_path, "b"), work) == "done"
    assert done == ["a", "b"]


def test_of_processes_that_find_it_due_at_once_one_does_it(
    any_office: Office, tmp_path: Path
) -> None:
    done: list[str] = []
    ready = threading.Barrier(4)
    work = counting(done)

    def find(owner: str) -> None:
        ready.wait(20)
        do(crew(any_office, tmp_path, owner), work)

    threads = [threading.Thread(target=find, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(done) == 1


@pytest.mark.parametrize("error", [StoreUnavailable("away"), ZeroDivisionError(), SystemExit()])
def test_a_work_that_could_not_be_done_is_not_taken_to_be_done(
    office: Office, tmp_path: Path, error: BaseException
) -> None:
    done: list[str] = []
    work = counting(done, fails=[error])

    with pytest.raises(type(error)):
        do(crew(office, tmp_path), work)

    assert processes.led_until(office.database, "upkeep sweep") is None
    assert do(crew(office, tmp_path, "b"), work) == "done"


def test_where_the_lead_cannot_be_given_back_the_first_trouble_is_told(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(processes, "give_back", away)

    with pytest.raises(ZeroDivisionError):
        do(crew(office, tmp_path), counting([], fails=[ZeroDivisionError()]))


def test_what_has_never_been_done_is_overdue_and_then_no_more(
    any_office: Office, tmp_path: Path
) -> None:
    here = crew(any_office, tmp_path)

    assert do_overdue(here) == NAMES
    assert do_overdue(here) == ()
    assert do_overdue(crew(any_office, tmp_path, "b")) == ()


@pytest.mark.parametrize("patience", [0.9, 1.5])
def test_a_work_is_overdue_after_its_patience_and_not_before(
    office: Office, tmp_path: Path, patience: float
) -> None:
    here = crew(office, tmp_path)
    do_overdue(here)
    began = office.now

    office.now = began + patience * timedelta(minutes=5)
    assert do_overdue(here, patience=patience) == ()
    office.now += timedelta(seconds=1)
    assert do_overdue(here, patience=patience) == ("checkpoint",)
    office.now = began + patience * timedelta(minutes=30) + timedelta(seconds=1)
    assert "sweep" in do_overdue(here, patience=patience)
    office.now = began + patience * DAY + timedelta(seconds=1)
    assert do_overdue(here, patience=patience) == NAMES


def test_one_work_that_cannot_be_done_does_not_keep_the_others(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "reports").write_text("not a directory")
    here = crew(office, tmp_path)

    with pytest.raises(StoreUnavailable, match="reports"):
        do_overdue(here)

    led = {name: processes.led_until(office.database, f"upkeep {name}") for name in NAMES}
    assert {name for name, until in led.items() if not until} == {"checkpoint", "report"}
    (tmp_path / "reports").unlink()
    assert do_overdue(here) == ("checkpoint", "report")


def test_a_mistake_of_ours_is_not_kept_quiet(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "WORKS", (counting([], fails=[ZeroDivisionError()]),))

    with pytest.raises(ZeroDivisionError):
        do_overdue(crew(office, tmp_path))


def test_the_sweep_notes_what_time_has_brought(office: Office, tmp_path: Path) -> None:
    case = office.open("surat")
    office.now += 7 * DAY

    said = do(crew(office, tmp_path), OF["sweep"])

    kinds = [one.recorded.event for one in read_history(office.database, case)]
    assert any(isinstance(event, DeviationRecorded) for event in kinds)
    assert said.startswith("1 cases looked at, ")
    assert not said.startswith("1 cases looked at, 0 ")


def test_the_sweep_closes_attempts_that_nobody_will_end(office: Office, tmp_path: Path) -> None:
    case = office.open("izin")
    office.complete(case, "terima", RINI)
    (begun,) = taken(office, "gone")
    office.do(Withdraw(case=case, by=HESTI, reason="Dibatalkan"))
    office.now += timedelta(minutes=30)

    do(crew(office, tmp_path), OF["sweep"])

    (attempt,) = attempts(office, case, begun.claimed.activation)
    assert attempt.outcome == "lost"


def test_the_report_is_of_the_day_before_by_the_offices_clock(
    office: Office, tmp_path: Path
) -> None:
    office.now = MONDAY.replace(hour=17, minute=15)  # 00.15 on Tuesday in Jakarta

    assert do(crew(office, tmp_path), OF["report"]) == "written: 2026-11-23.json"

    office.now += 3 * DAY
    said = do(crew(office, tmp_path), OF["report"])
    assert said == "written: 2026-11-24.json, 2026-11-25.json, 2026-11-26.json"


def test_attempts_are_forgotten_when_they_are_old(office: Office, tmp_path: Path) -> None:
    case = office.open("jeda")
    office.now += 7 * DAY
    (begun,) = taken(office)
    outcomes.succeed(office.database, begun, Outcome(), at=office.now)

    assert do(crew(office, tmp_path), OF["prune"]) == "0 attempts forgotten, 0 drafts"
    office.now += KEPT + DAY
    assert do(crew(office, tmp_path), OF["prune"]) == "1 attempts forgotten, 0 drafts"

    assert attempts(office, case, begun.claimed.activation) == ()
