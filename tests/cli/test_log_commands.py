"""`alur log check`: logs of other systems, told to people and to machines."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from builders_calendar import FILE
from serving import DEFINITION
from terminal import SOP, Terminal

from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.service.calendars import publish_calendars
from engine.service.clock import now
from engine.service.database import connect

HEADER = "Nomor Berkas;Kegiatan;Waktu;Pelaksana;Petugas\n"
GOOD = (
    "B-1;pengajuan;23/11/2026 08.00;pemohon;tini\n"
    "B-1;Memeriksa kelengkapan;23/11/2026 08.10;Petugas Loket;rini\n"
)
LATE = (
    "B-2;pengajuan;2026-11-23T08:00:00+07:00;pemohon;tono\n"
    "B-2;periksa;2026-11-23 08.30 WIB;kasi;hesti\n"
    "B-2;rapat;2026-11-23 09:00;;=hesti\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "register.csv"
    file.write_text(HEADER + GOOD + LATE, encoding="utf-8-sig")
    return file


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    """A library of its own: registers, calendars and the SOP."""
    for name in ("registers.yaml", "calendars.yaml"):
        shutil.copy(FILE.parent / name, tmp_path)
    folder = tmp_path / "surat-uji"
    folder.mkdir()
    text = DEFINITION.replace("unit: kecamatan", "unit: kecamatan-taman")
    (folder / "v1.yaml").write_text(text)
    return folder / "v1.yaml"


@pytest.fixture
def in_force(terminal: Terminal) -> Terminal:
    """A terminal with the library's calendars in force."""
    with connect(terminal.url) as database:
        by = Actor(person=PersonId("ortala"))
        publish_calendars(database, FILE.parent, by=by, at=now())
    return terminal


def test_a_log_is_told_as_counts_and_cases_in_sentences(terminal, log, definition) -> None:
    told = terminal.do("log", "check", f"{log}", "--definition", f"{definition}")

    assert "Test certificate (surat-uji version 1), kantor-wib version 1" in told
    assert "5 rows, 2 cases: 1 in the SOP's order, 1 without any deviation, 1 with 3" in told
    counts = [line.split() for line in told.splitlines()]
    assert ["kind", "Late", "step", "1"] in counts
    assert ["step", "step", "2", "“Check", "the", "file”", "2"] in counts
    assert ["role", "Counter", "officer", "2"] in counts
    assert "B-2 (3 rows)" in told
    assert "Step 2 “Check the file” is late (standard 15 minutes, due 23 November 2026" in told
    assert "    Step rapat is not in the SOP" in told
    assert "B-1" not in told


def test_a_log_is_told_in_indonesian_too(terminal, log, definition) -> None:
    told = terminal.do("log", "check", f"{log}", "--definition", f"{definition}", "--lang", "id")

    assert "Langkah 2 “Memeriksa kelengkapan” terlambat" in told


def test_a_log_is_told_to_machines(terminal, log, definition) -> None:
    told = terminal.read("log", "check", f"{log}", "--definition", f"{definition}")

    assert (told["rows"], told["cases"], told["fitting"], told["departing"]) == (5, 2, 1, 1)
    assert told["calendar"] == "kantor-wib/1"
    assert told["by_kind"] == {"wrong_role": 1, "late_step": 1, "unknown_step": 1}
    assert told["by_step"] == {"periksa": 2, "rapat": 1}
    (case,) = told["items"]  # type: ignore[misc]
    assert [one["found"]["kind"] for one in case["deviations"]] == list(told["by_kind"])  # type: ignore[call-overload]


def test_a_published_sop_is_held_against_its_calendar(in_force: Terminal, log: Path) -> None:
    told = in_force.read("log", "check", f"{log}", "--sop", SOP, "--calendar", "kantor-wib")

    assert told["by_kind"] == {"wrong_role": 1, "late_step": 1, "unknown_step": 1}
    assert (told["sop"], told["version"]) == (SOP, 1)


def test_a_calendar_may_come_from_a_file(terminal: Terminal, log: Path) -> None:
    line = ("log", "check", f"{log}", "--sop", SOP, "--version", "1", "--calendars", f"{FILE}")

    assert terminal.read(*line, "--calendar", "puskesmas-wib")["calendar"] == "puskesmas-wib/1"


def test_time_may_be_left_out(terminal: Terminal, log: Path) -> None:
    told = terminal.read("log", "check", f"{log}", "--sop", SOP, "--no-time")

    assert told["calendar"] is None
    assert told["by_kind"] == {"wrong_role": 1, "unknown_step": 1}
    said = terminal.do("log", "check", f"{log}", "--sop", SOP, "--no-time")
    assert "time left out" in said


def test_completed_cases_are_asked_for_their_end(terminal, log, tmp_path, definition) -> None:
    line = ("log", "check", f"{log}", "--definition", f"{definition}", "--no-time")
    ended = tmp_path / "selesai.txt"
    ended.write_text("B-1\n\nB-9\n", encoding="utf-8-sig")

    one = terminal.read(*line, "--completed", f"{ended}")
    every = terminal.read(*line, "--completed", "ALL")

    assert one["by_kind"]["skipped"] == 3  # type: ignore[index]
    assert every["by_kind"]["skipped"] == 6  # type: ignore[index]


def test_unfinished_cases_go_on_until_the_instant_asked_for(terminal, log, definition) -> None:
    line = ("log", "check", f"{log}", "--definition", f"{definition}")

    assert terminal.read(*line, "--at", "2026-11-23T23:00+07:00")["departing"] == 1
    refused = terminal.type(*line, "--at", "2026-11-23T08:50+07:00")

    assert refused.exit_code == 2
    assert "line 6 '2026-11-23 09:00' lies after 2026-11-23T01:50:00+00:00" in refused.stdout


def test_every_deviation_is_written_to_a_table_that_calculates_nothing(
    terminal, log, tmp_path, definition
) -> None:
    table = tmp_path / "keluar.csv"

    terminal.do(
        *("log", "check", f"{log}", "--definition", f"{definition}"),
        *("--csv", f"{table}", "--limit", "0"),
    )

    lines = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(line["case"], line["kind"]) for line in lines] == [
        ("B-2", "wrong_role"),
        ("B-2", "late_step"),
        ("B-2", "unknown_step"),
    ]
    assert lines[1]["standard"] == "15 minute"
    assert lines[1]["due"] == "2026-11-23T01:15:00+00:00"
    assert lines[1]["measured_seconds"] == "1800"
    assert lines[2]["person"] == "'=hesti"


def test_of_many_cases_the_first_are_told(terminal, tmp_path, definition) -> None:
    log = tmp_path / "banyak.csv"
    log.write_text(HEADER + "".join(f"B-{n};rapat;2026-11-23 08:00;;\n" for n in range(12)))

    told = terminal.do("log", "check", f"{log}", "--definition", f"{definition}")

    assert "B-9 (1 rows)" in told
    assert "B-10" not in told
    assert "2 more cases departed: --limit, --csv FILE or --json." in told


def test_a_log_that_fits_and_an_empty_one_are_told_shortly(terminal, tmp_path, definition) -> None:
    good, empty = tmp_path / "baik.csv", tmp_path / "kosong.csv"
    good.write_text(HEADER + GOOD)
    empty.write_text(HEADER)
    line = ("--definition", f"{definition}")

    assert terminal.do("log", "check", f"{good}", *line).endswith(
        "2 rows, 1 cases: 1 in the SOP's order, 1 without any deviation, 0 with 0 deviations in "
        "all.\n"
    )
    assert terminal.do("log", "check", f"{empty}", *line).endswith("The log holds no rows.\n")


def test_objects_a_line_are_read_with_columns_that_are_named(
    terminal, tmp_path, definition
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"No": 7, "Langkah": "pengajuan", "Jam": "2026-11-23 08:00"}))
    columns = "case=No,step=Langkah,at=Jam"

    told = terminal.read(
        *("log", "check", f"{log}", "--definition", f"{definition}", "--map", columns),
        *("--zone", "Asia/Makassar", "--no-time"),
    )

    assert (told["cases"], told["deviations"]) == (1, 0)


# --- what cannot be read


def test_a_file_that_does_not_fit_is_told_line_by_line_and_nothing_is_checked(
    terminal, tmp_path, definition
) -> None:
    log = tmp_path / "salah.csv"
    log.write_text(HEADER + "B-1;terima;kapan;;\n" * 25)

    refused = terminal.type("log", "check", f"{log}", "--definition", f"{definition}")

    assert refused.exit_code == 2
    assert refused.stdout.count("is no date with a time") == 20
    assert "salah.csv, line 2 'kapan' is no date" in refused.stdout
    assert "… and 5 more lines." in refused.stdout
    assert refused.stdout.endswith("Nothing was checked.\n")
    plain = terminal.type("log", "check", f"{log}", "--definition", f"{definition}", "--json")
    assert json.loads(plain.stdout)["count"] == 25


def test_columns_that_are_missing_are_asked_for(terminal, tmp_path, definition) -> None:
    log = tmp_path / "lain.csv"
    log.write_text("No;Apa\n")

    refused = terminal.type("log", "check", f"{log}", "--definition", f"{definition}")

    assert refused.exit_code == 2
    assert "--map case=TITLE,step=TITLE,at=TITLE,…" in refused.stdout


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ((), 2, "say either --sop or --definition"),
        (("--sop", SOP, "--definition", f"{FILE}"), 2, "say either --sop or --definition"),
        (("--sop", "tidak-ada", "--no-time"), 5, "There is no published SOP 'tidak-ada'"),
        (("--sop", SOP), 5, "There is no published calendar 'kantor'"),
        (("--sop", SOP, "--calendars", f"{FILE}"), 5, "There is: kantor-wib, "),
        (("--sop", SOP, "--map", "kasus=No"), 2, "--map knows case, step, at, role, person"),
        (("--sop", SOP, "--map", "case"), 2, "--map takes NAME=VALUE, not 'case'"),
        (("--sop", SOP, "--zone", "Asia/Wakanda"), 2, "--zone takes a zone such as"),
        (("--sop", SOP, "--zone", "../etc"), 2, "--zone takes a zone such as"),
        (("--sop", SOP, "--at", "2026-11-23"), 2, "--at takes an instant with its offset"),
        (("--sop", SOP, "--no-time", "--completed", "x"), 2, "--completed takes `all` or a file"),
    ],
)
def test_what_cannot_be_meant_is_refused(terminal, log, more, code, said) -> None:
    refused = terminal.type("log", "check", f"{log}", *more)

    assert refused.exit_code == code, refused.output
    assert said in refused.stderr


def test_a_log_of_another_age_is_refused_by_the_calendar(terminal, tmp_path, definition) -> None:
    log = tmp_path / "tua.csv"
    log.write_text(HEADER + "B-1;pengajuan;1901-01-01 08:00;;\nB-1;periksa;2026-11-23 08:00;;\n")

    refused = terminal.type("log", "check", f"{log}", "--definition", f"{definition}")

    assert refused.exit_code == 4
    assert "The calendar kantor-wib (version 1) reaches from" in refused.stderr
