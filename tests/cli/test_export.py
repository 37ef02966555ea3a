"""`alur export`: files for process mining, whole or not there."""

import csv
import gzip
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from founded import a_government
from serving import NIK
from terminal import RINI, SOP, Terminal

from api.access_table import Kind, person_of
from engine.service.database import connect
from engine.service.reads import ReadQuery
from engine.store import read_log


@pytest.fixture
def busy(terminal: Terminal) -> Terminal:
    """An office with two cases, one with something said."""
    case = terminal.open_case()
    terminal.open_case()
    terminal.do("case", "comment", case, "--text", "=Ditelepon", *RINI)
    return terminal


def test_each_kind_is_written_and_told(busy: Terminal, tmp_path: Path) -> None:
    told = busy.do("export", "xes", "--out", str(tmp_path / "log.xes"))
    assert told.startswith("2 cases with ")
    assert len(list(ElementTree.parse(tmp_path / "log.xes").iter("trace"))) == 2  # noqa: S314

    busy.do("export", "ocel", "--out", str(tmp_path / "log.sqlite"))
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as log:
        assert log.execute("SELECT count(*) FROM object_case").fetchone()[0] >= 2
    busy.do("export", "ocel", "--out", str(tmp_path / "log.json.gz"))
    assert json.loads(gzip.decompress((tmp_path / "log.json.gz").read_bytes()))["events"]
    busy.do("export", "ocel", "--form", "json", "--out", str(tmp_path / "log.ocel"))
    assert json.loads((tmp_path / "log.ocel").read_bytes())["objects"]
    for file in tmp_path.glob("log.*"):
        assert NIK.encode() not in file.read_bytes()


def test_a_summary_for_machines_says_how_much_there_is(busy: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    told = busy.read("export", "csv", "--table", "cases", "--bom", "--out", str(file))

    size = told.pop("size")
    events = told.pop("events")
    assert told == {"out": str(file), "kind": "csv", "form": "cases", "cases": 2}
    assert size == file.stat().st_size
    assert isinstance(events, int)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcase,")


def test_a_dash_writes_to_the_terminal_and_nothing_besides(busy: Terminal) -> None:
    told = busy.do("export", "csv", "--table", "cases", "--out", "-")

    assert len(list(csv.DictReader(StringIO(told, newline="")))) == 2
    refused = busy.type("export", "csv", "--out", "-", "--json")
    assert (refused.exit_code, "name a file" in refused.stderr) == (2, True)


def test_days_are_the_offices_and_both_belong_to_the_span(busy: Terminal) -> None:
    row = busy.do("export", "csv", "--table", "cases", "--out", "-").splitlines()[1]
    day = next(one for one in row.split(",") if "T" in one)[:10]

    def count(*wanted: str) -> int:
        told = busy.do("export", "csv", "--table", "cases", "--out", "-", *wanted)
        return len(told.splitlines()) - 1

    assert count("--opened-from", day, "--opened-until", day) == 2
    assert count("--opened-until", "2020-01-01") == 0
    assert count("--opened-from", "2999-01-01") == 0
    assert count("--closed-from", "2020-01-01", "--closed-until", "2999-01-01") == 0
    assert count("--only-closed") == 0
    assert count("--sop", SOP, "--unit", "kecamatan") == 2


def test_free_text_comes_only_when_asked_for_with_a_word_of_warning(busy: Terminal) -> None:
    plain = busy.do("export", "csv", "--out", "-")
    asked = busy.type("export", "csv", "--out", "-", "--with-texts", "--as", "dewi")

    assert "Ditelepon" not in plain
    assert "'=Ditelepon" in asked.stdout
    assert "personal data" in asked.stderr


def test_people_stand_in_it_by_pseudonym_unless_ids_are_asked_for(busy: Terminal) -> None:
    hidden = busy.do("export", "csv", "--out", "-")
    plain = busy.do("export", "csv", "--out", "-", "--people", "id")

    assert ",rini," in plain
    assert "rini" not in hidden
    assert ",p-" in hidden


def test_a_log_without_cases_is_said_to_be_one(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "log.xes"

    assert terminal.do("export", "xes", "--out", str(file)).startswith("No case fits")
    assert list(ElementTree.parse(file).iter("trace")) == []  # noqa: S314


def test_who_takes_texts_out_of_the_house_is_noted(busy: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    nobody = busy.type("export", "csv", "--out", str(file), "--with-texts")
    assert (nobody.exit_code, file.exists()) == (2, False)
    assert "--with-texts needs --as PERSON" in nobody.stderr
    busy.do("export", "csv", "--out", str(file))
    assert texts_noted(busy) == []

    busy.type("export", "xes", "--out", str(file), "--with-texts", "--as", "dewi:kasi")
    assert texts_noted(busy) == [("dewi", "export xes with texts, cases: 2", "in full", "cli")]


def texts_noted(terminal: Terminal) -> list[tuple[str, str, str, str]]:
    with connect(terminal.url) as database:
        found = database.store.read(lambda reader: read_log.list_reads(reader, ReadQuery()))
    return [(one.person, one.what, one.how, one.via) for one in found if "export" in one.what]


def test_whoever_does_not_work_here_takes_no_texts(busy: Terminal, tmp_path: Path) -> None:
    with a_government(tmp_path) as government:
        busy.url = f"sqlite:///{tmp_path / 'alur.db'}"
        asked = ("export", "csv", "--out", str(tmp_path / "a.csv"), "--with-texts", "--as")
        refused = busy.type(*asked, "nobody.at.all")
        known = busy.type(*asked, person_of(Kind.AUDITOR))
        unit = busy.do("export", "csv", "--out", "-", "--unit", "dinas")

    assert (refused.exit_code, known.exit_code) == (5, 0)
    assert len(unit.splitlines()) == 1
    assert government.case


def test_the_ending_of_the_file_says_what_an_object_log_is_written_as(
    busy: Terminal, tmp_path: Path
) -> None:
    busy.do("export", "ocel", "--out", str(tmp_path / "log.jsonocel"))

    assert json.loads((tmp_path / "log.jsonocel").read_bytes())["events"]


def test_cells_are_parted_by_what_the_spreadsheet_expects(busy: Terminal) -> None:
    told = busy.do("export", "csv", "--table", "cases", "--separator", ";", "--out", "-")

    assert told.startswith("case;sop;version;")
    assert len(list(csv.DictReader(StringIO(told, newline=""), delimiter=";"))) == 2


def test_one_case_is_told_as_one(terminal: Terminal, tmp_path: Path) -> None:
    terminal.open_case()

    told = terminal.do("export", "xes", "--out", str(tmp_path / "log.xes"))
    assert told.startswith("1 case with ")


def test_what_cannot_be_done_leaves_no_file(busy: Terminal, tmp_path: Path) -> None:
    unknown = busy.type("export", "xes", "--out", str(tmp_path / "a"), "--sop", "lain")
    nowhere = busy.type("export", "xes", "--out", str(tmp_path / "tidak-ada" / "a"))
    turned = ("--opened-from", "2026-02-02", "--opened-until", "2026-02-01")
    backwards = busy.type("export", "xes", "--out", str(tmp_path / "a"), *turned)

    nix = busy.type("export", "xes", "--out", str(tmp_path / "a"), "--unit", "nix")
    folder = busy.type("export", "xes", "--out", str(tmp_path))

    assert (unknown.exit_code, nowhere.exit_code, backwards.exit_code) == (5, 2, 2)
    assert (nix.exit_code, folder.exit_code) == (5, 2)
    assert "There is no unit 'nix'" in nix.stderr
    assert f"{tmp_path} is a folder" in folder.stderr
    assert "--opened-until 2026-02-01 lies before --opened-from 2026-02-02" in backwards.stderr
    assert "tidak-ada/a: No such file or directory" in nowhere.stderr
    assert not (tmp_path / "a").exists()
