"""A case as it was, in a terminal; and what does not follow from its history ends with 3."""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Terminal
from timed_office import TimedOffice, copied, local, make_timed_template

from api.cli.exits import Code
from api.cli.output import Column, show_table
from engine.core.ids import CaseId
from engine.service.database import connect
from engine.service.timers import sweep_all

NOON = ("--at", "2026-03-09T12:00")


@pytest.fixture(scope="module")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("replays") / "template.db")


@pytest.fixture
def office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)


@pytest.fixture
def typed(office: TimedOffice, tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "alur.db")


@pytest.fixture
def case(office: TimedOffice) -> CaseId:
    """A request handed in on Monday, checked too late on Tuesday, waiting for the applicant."""
    case = office.on("2026-03-09 08:00").file()
    office.on("2026-03-10 09:00").send_back(case)
    sweep_all(office.database, at=local("2026-03-10 09:01"))
    return case


def bend(folder: Path, *statements: str) -> None:
    """As somebody with the file in hand does."""
    with closing(sqlite3.connect(folder / "alur.db")) as connection:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER case_event_refuses_{verb}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_case_is_told_as_it_was_by_the_offices_clock_and_by_an_offset(
    typed: Terminal, case: CaseId
) -> None:
    local_time = typed.do("replay", case, *NOON)
    offset = typed.do("replay", case, "--at", "2026-03-09T05:00Z")

    assert local_time == offset
    assert "9 March 2026 12:00 WIB, after event 4 of" in local_time
    assert "izin-waktu 1 “Permit”" in local_time
    assert "kantor-wib/1" in local_time
    assert "Check the file" in local_time
    assert "rini, Counter officer (no directory yet)" in local_time
    assert local_time.endswith("and none is missing.\n")


def test_the_whole_case_is_told_in_both_languages(typed: Terminal, case: CaseId) -> None:
    english = typed.do("replay", case)
    indonesian = typed.do("replay", case, "--lang", "id")

    assert "late_step:2 (open)" in english
    assert "waiting for the applicant, 10 March 2026 09:00 WIB (ajukan)" in english
    assert "Semua penyimpangan yang tercatat timbul dari riwayat" in indonesian
    assert "menunggu pemohon" in indonesian


def test_the_same_is_told_as_json(typed: Terminal, case: CaseId) -> None:
    found = typed.read("replay", case, "--seq", "4")
    steps = typed.read("replay", case, "--steps")

    assert (found["seq"], found["findings"]) == (4, [])
    assert isinstance(steps["items"], list)
    assert len(steps["items"]) == found["events_in_all"]


def test_the_steps_tell_what_each_event_changed(typed: Terminal, case: CaseId) -> None:
    lines = typed.do("replay", case, "--steps").splitlines()

    assert lines[0].startswith("1. 9 March 2026 ")
    assert "     + active.1.step = ajukan" in lines
    assert "     - active.1 = ajukan" in lines
    assert any(line.startswith("     ~ activations = 1 → 2") for line in lines)


def test_a_deviation_that_was_taken_out_ends_with_three(
    typed: Terminal, case: CaseId, tmp_path: Path
) -> None:
    bend(tmp_path, "DELETE FROM case_event WHERE kind = 'deviation_recorded'")

    english, as_json = typed.type("replay", case), typed.type("replay", case, "--json")

    assert english.exit_code == as_json.exit_code == Code.UNVERIFIED
    assert "(late_step:2) must have been recorded and is not. By the history: step 2" in " ".join(
        english.stdout.split()
    )
    assert json.loads(as_json.stdout)["findings"]
    assert english.stderr == ""


def test_what_is_not_recorded_yet_is_said_and_is_no_finding(
    typed: Terminal, office: TimedOffice
) -> None:
    case = office.on("2026-03-09 08:00").file()

    assert "is to be recorded by the next look." in typed.do("replay", case)


def test_a_history_that_was_torn_ends_with_three_and_says_where_to_look(
    typed: Terminal, case: CaseId, tmp_path: Path
) -> None:
    bend(tmp_path, "UPDATE case_event SET body = '{}' WHERE seq = 2")

    for line in (("replay", case), ("replay", case, "--steps")):
        torn = typed.type(*line)
        assert torn.exit_code == Code.UNVERIFIED
        assert "does not hold together. `alur verify CASE` says where" in torn.stderr


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("--at", "kemarin"), Code.BAD_USAGE, "takes an instant such as"),
        (("--at", "2026-03-09T12:00", "--seq", "1"), Code.BAD_USAGE, "give one of them"),
        (("--steps", "--seq", "1"), Code.BAD_USAGE, "leave out"),
        (("--at", "2026-03-01T12:00"), Code.REFUSED, "before the case was opened"),
        (("--seq", "999"), Code.REFUSED, "must be from 1 to"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_line(
    typed: Terminal, case: CaseId, line: tuple[str, ...], code: Code, said: str
) -> None:
    refused = typed.type("replay", case, *line)

    assert refused.exit_code == code
    assert said in refused.stderr


def test_a_long_table_is_written_in_the_time_that_its_texts_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in calls of our own and of Rich, not by a clock: that took 2.5 ms a row."""
    monkeypatch.setenv("COLUMNS", "60")
    columns = (Column(title="NO", right=True), Column(title="WHAT", least=20), Column(title="BY"))
    rows = [(n, f"Catatan {n}", "hesti") for n in range(1000)]
    calls = Counter[str]()
    sys.setprofile(lambda _, event, __: calls.update([event]))
    try:
        show_table(columns, rows)
    finally:
        sys.setprofile(None)

    assert calls["call"] < 60 * len(rows)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["NO", "WHAT", "BY"]
    assert set(lines[1]) == {"─"}
    assert lines[-1] == "999   Catatan 999   hesti"


def test_a_text_too_long_for_its_column_goes_on_below_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    columns = (
        Column(title="NO", right=True),
        Column(title="WHAT", least=10),
        Column(title="BY", whole=True),
    )
    show_table(columns, [(7, "Memeriksa kelengkapan berkas", "hesti")])

    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()[2:]] == [
        " 7   Memeriksa           hesti",
        "     kelengkapan",
        "     berkas",
    ]
