"""`alur case documents`."""

from pathlib import Path

import pytest
from filing import PDF, file_document
from serving import MORNING
from terminal import Terminal

from engine.service.database import connect


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_FILES", str(tmp_path / "files"))
    return tmp_path / "files"


def filed(terminal: Terminal, root: Path | None, case: str, **more: object) -> str:
    with connect(terminal.url) as database:
        return file_document(database, root, case, at=MORNING, **more)


def test_a_case_without_documents_says_so(terminal: Terminal, root: Path):
    case = terminal.open_case()

    assert terminal.do("case", "documents", case) == "There are no documents.\n"
    assert terminal.read("case", "documents", case) == {"items": [], "saved": []}


def test_documents_are_listed(terminal: Terminal, root: Path):
    case = terminal.open_case()
    sha256 = filed(terminal, root, case)
    filed(terminal, None, case, name="kertas.pdf", content=b"x")

    told = terminal.do("case", "documents", case)
    assert "Surat Keterangan.pdf" in told
    assert sha256[:12] in told
    assert "not kept here" in told
    assert [one["kept"] for one in terminal.read("case", "documents", case)["items"]] == [
        True,
        False,
    ]


def test_documents_are_saved_under_their_names_and_nothing_is_written_over(
    terminal: Terminal, root: Path, tmp_path: Path
):
    case, folder = terminal.open_case(), tmp_path / "out"
    filed(terminal, root, case)
    filed(terminal, root, case, content=b"%PDF-1.7 lain")
    filed(terminal, root, case, name="../../etc/passwd", content=b"x")
    filed(terminal, None, case, name="kertas.pdf", content=b"y")

    for _ in range(2):
        assert "Saved" in terminal.do("case", "documents", case, "--save", str(folder))
    saved = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert saved == {
        "Surat Keterangan.pdf": PDF,
        "Surat Keterangan (2).pdf": b"%PDF-1.7 lain",
        "_.._etc_passwd": b"x",
    }
    assert len(terminal.read("case", "documents", case, "--save", str(folder))["saved"]) == 3


def test_a_name_of_dots_becomes_a_name(terminal: Terminal, root: Path, tmp_path: Path):
    case = terminal.open_case()
    filed(terminal, root, case, name="...")
    terminal.do("case", "documents", case, "--save", str(tmp_path / "out"))

    assert [one.name for one in (tmp_path / "out").iterdir()] == ["document"]


def test_a_case_that_is_not_there_is_not_found(terminal: Terminal):
    assert terminal.type("case", "documents", "zzzz").exit_code == 5
