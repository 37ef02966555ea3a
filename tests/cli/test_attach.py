"""Documents brought to a case from the terminal."""

from pathlib import Path

import pytest
from papers import PDF
from terminal import RINI, Terminal


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "KTP Tini.pdf"
    file.write_bytes(PDF)
    return file


def test_a_document_is_filed_and_listed(terminal: Terminal, paper: Path) -> None:
    case = terminal.open_case()

    said = terminal.do("case", "attach", case, str(paper), "--requirement", "ktp", *RINI)

    assert "KTP Tini.pdf" in said
    listed = terminal.read("case", "documents", case)["items"]
    assert isinstance(listed, list)
    assert [(one["name"], one["requirement"], one["kept"]) for one in listed] == [
        ("KTP Tini.pdf", "ktp", True)
    ]


@pytest.mark.parametrize(
    ("name", "more", "code", "why"),
    [
        ("a.exe", (), 4, ".exe"),
        ("a.png", (), 4, "bytes"),
        ("a.pdf", ("--requirement", "paspor"), 4, "requirement"),
        ("missing.pdf", (), 2, "No such file"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_line(  # noqa: PLR0913, PLR0917  # a table's columns
    terminal: Terminal, paper: Path, name: str, more: tuple[str, ...], code: int, why: str
) -> None:
    case = terminal.open_case()
    file = paper.with_name(name)
    if name != "missing.pdf":
        paper.rename(file)

    result = terminal.type("case", "attach", case, str(file), *more, *RINI)

    assert result.exit_code == code, result.output
    assert why in result.stderr
    assert terminal.read("case", "documents", case)["items"] == []


def test_a_file_may_be_filed_under_another_name(terminal: Terminal, paper: Path) -> None:
    case = terminal.open_case()
    terminal.do("case", "attach", case, str(paper), "--name", "Surat.pdf", *RINI)

    (listed,) = terminal.read("case", "documents", case)["items"]  # type: ignore[misc]
    assert listed["name"] == "Surat.pdf"
