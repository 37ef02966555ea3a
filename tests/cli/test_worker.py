"""`alur worker` in a process of its own: it says that it is there, works, and ends when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import until
from offices import HESTI, RINI, Office, an_office, sqlite_url
from terminal import Terminal

from api.cli import worker
from engine.core.ids import CaseId
from engine.runtime.station import Station
from engine.service import clock
from engine.service.database import connect
from engine.service.processes import list_processes
from engine.service.queries import show_case

_ENDS_WITHIN_SECONDS = 60


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        made.now = clock.now() - timedelta(hours=1)  # what it does is due by the worker's clock
        yield made


@contextmanager
def a_worker(folder: Path, *line: str, **said: str) -> Iterator[subprocess.Popen[str]]:
    """A worker of its own on the office in that folder."""
    known = {
        "ALUR_DATABASE_URL": sqlite_url(folder),
        "ALUR_PREFECT": "off",
        "ALUR_REPORTS": str(folder / "reports"),
    }
    working = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-m", "api.cli", "worker", *line],
        env={**os.environ, **known, **said},  # noqa: TID251  # tests
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        yield working
    finally:
        working.kill()
        working.communicate(timeout=_ENDS_WITHIN_SECONDS)


def first_line(working: subprocess.Popen[str]) -> str:
    assert working.stdout is not None
    return working.stdout.readline()


def at_the_number(office: Office) -> CaseId:
    case = office.open("surat")
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    return case


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_says_that_it_works_does_so_and_ends_when_told(
    office: Office, tmp_path: Path, ending: signal.Signals
) -> None:
    case = at_the_number(office)
    with a_worker(tmp_path, "--lanes", "2") as working:
        said = first_line(working)
        assert "is at work" in said
        assert until(lambda: office.at(case) == {"serah"})
        assert until(lambda: list_processes(office.database))
        (there,) = list_processes(office.database)

        working.send_signal(ending)
        out, err = working.communicate(timeout=_ENDS_WITHIN_SECONDS)

    assert there.kind == "worker"
    assert there.name in said
    assert str(working.pid) in there.name
    assert there.prefect == "off"
    number = show_case(office.database, case).data["result.nomor.number"]
    assert str(number).startswith("001/KEC/")  # the rest goes by the real clock
    assert f"{there.name} has ended" in out
    assert "Traceback" not in err
    assert working.returncode == 0
    assert list_processes(office.database) == ()


def test_an_embedded_prefect_is_not_a_workers(office: Office, tmp_path: Path) -> None:
    with a_worker(tmp_path, ALUR_PREFECT="embedded", ALUR_DISPATCH="false") as working:
        assert "is at work" in first_line(working)
        case = at_the_number(office)
        assert until(lambda: office.at(case) == {"serah"})
        assert until(lambda: list_processes(office.database))
        assert [one.prefect for one in list_processes(office.database)] == ["off"]
        working.send_signal(signal.SIGTERM)
        working.communicate(timeout=_ENDS_WITHIN_SECONDS)

    assert working.returncode == 0


def test_a_worker_that_is_killed_leaves_what_it_did(office: Office, tmp_path: Path) -> None:
    case = at_the_number(office)
    with a_worker(tmp_path) as working:
        first_line(working)
        assert until(lambda: office.at(case) == {"serah"})
        assert until(lambda: list_processes(office.database))
        working.kill()
        working.communicate(timeout=_ENDS_WITHIN_SECONDS)

    assert working.returncode == -signal.SIGKILL
    assert len(list_processes(office.database)) == 1  # nobody said that it ended
    with a_worker(tmp_path) as second:
        first_line(second)
        assert until(lambda: len(list_processes(office.database)) == 2)


@pytest.mark.parametrize("lanes", ["0", "65", "many"])
def test_a_number_of_lanes_that_is_none_is_a_wrong_line(terminal: Terminal, lanes: str) -> None:
    result = terminal.type("worker", "--lanes", lanes)

    assert result.exit_code == 2
    assert "--lanes" in result.output


class Broken(Station):
    """A station one of whose threads breaks at once."""

    def _say(self) -> bool:
        raise ZeroDivisionError


@pytest.fixture
def signals_as_they_were() -> Iterator[None]:
    known = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    yield
    for name, handler in known.items():
        signal.signal(name, handler)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.usefixtures("signals_as_they_were")
def test_a_worker_one_of_whose_threads_ended_ends_and_says_which(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Station", Broken)
    monkeypatch.setattr(worker, "_LOOK_SECONDS", 0.05)

    result = terminal.type("worker", env={"ALUR_REPORTS": str(tmp_path / "reports")})

    assert "is at work" in result.output
    assert "presence ended by itself" in result.output
    assert "has ended" in result.output
    with connect(terminal.url) as database:
        assert list_processes(database) == ()
