"""`alur case bundle`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filing import file_document
from serving import MORNING
from terminal import Terminal

from engine.core.ids import CaseId
from engine.service import checkpoints
from engine.service.bundle_verifier import verify
from engine.service.database import connect
from engine.service.reads import ReadQuery


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_FILES", str(tmp_path / "files"))
    return tmp_path / "files"


def covered(terminal: Terminal, root: Path | None = None) -> str:
    """A case with a document, under a checkpoint."""
    case = terminal.open_case()
    with connect(terminal.url) as database:
        file_document(database, root, case, at=MORNING)
        checkpoints.take(database, at=MORNING, origin="kantor.example/alur")
    return case


def test_a_bundle_is_written_and_holds(terminal: Terminal, tmp_path: Path):
    case, out = covered(terminal), tmp_path / "berkas.zip"
    told = terminal.do("case", "bundle", case[:14], "--out", str(out))

    assert "python3 verify.py berkas.zip" in told
    assert "personal data in plain" not in told
    assert verify.main([str(out)]) == 0
    assert [one.name for one in tmp_path.glob("*berkas*")] == ["berkas.zip"]


def test_documents_come_along_when_asked_for_and_that_is_noted(
    terminal: Terminal, root: Path, tmp_path: Path
):
    case, out = covered(terminal, root), tmp_path / "b.zip"
    found = terminal.read("case", "bundle", case, "--out", str(out), "--with-files")

    assert (found["case"], found["documents"], found["shows_personal"]) == (case, 1, True)
    with connect(terminal.url) as database:
        (noted,) = database.reads.list(ReadQuery(case=CaseId(case)))
    assert (noted.what, noted.how) == ("bundle", "in full")


def test_a_file_that_is_there_is_written_over_only_when_told_to(terminal: Terminal, tmp_path: Path):
    case, out = covered(terminal), tmp_path / "b.zip"
    out.write_bytes(b"mine")

    refused = terminal.type("case", "bundle", case, "--out", str(out))
    assert (refused.exit_code, out.read_bytes()) == (2, b"mine")
    assert "--force" in refused.stderr
    terminal.do("case", "bundle", case, "--out", str(out), "--force")
    assert verify.main([str(out)]) == 0


def test_where_nothing_can_be_written_nothing_is_left_behind(terminal: Terminal, tmp_path: Path):
    uncovered, folder = terminal.open_case(), tmp_path / "out"
    folder.mkdir()
    refused = terminal.type("case", "bundle", uncovered, "--out", str(folder / "b.zip"))
    assert refused.exit_code == 4
    assert "alur checkpoint take" in refused.stderr
    assert terminal.type("case", "bundle", "zzzz", "--out", str(folder / "b.zip")).exit_code == 5
    nowhere = terminal.type("case", "bundle", uncovered, "--out", str(folder / "no" / "b.zip"))
    assert nowhere.exit_code == 2
    assert list(folder.iterdir()) == []


def test_what_is_not_covered_yet_is_said(terminal: Terminal, tmp_path: Path):
    case, out = covered(terminal), tmp_path / "b.zip"
    terminal.do("case", "comment", case, "--text", "Nanti.", "--as", "hesti:kasi")

    told = terminal.do("case", "bundle", case, "--out", str(out), "--lang", "en")
    assert "Not covered by the checkpoint yet: events" in told
    assert verify.main([str(out)]) == 3
    assert json.loads(terminal.do("case", "show", case, "--json"))["summary"]["case"] == case


def test_for_a_ledger_that_does_not_hold_together_nothing_is_signed(
    terminal: Terminal, tmp_path: Path
):
    case, out = covered(terminal), tmp_path / "b.zip"
    with closing(sqlite3.connect(terminal.url.removeprefix("sqlite:///"))) as file, file:
        file.execute("DROP TRIGGER ledger_entry_refuses_delete")
        file.execute("DELETE FROM ledger_entry WHERE position = 0")

    refused = terminal.type("case", "bundle", case[:8], "--out", str(out))
    assert refused.exit_code == 3
    assert "`alur verify` names what is missing" in refused.stderr
    assert not out.exists()
