"""`alur template`."""

import shutil
from pathlib import Path

import pytest
from reading_pdf import text_of
from serving import NIK
from terminal import Terminal

OWN = Path(__file__).parents[2] / "sop_definitions"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "templates").mkdir(parents=True)
    shutil.copy(OWN / "registers.yaml", folder)
    return folder


def write(library: Path, name: str, text: str) -> None:
    (library / "templates" / f"{name}.typ.j2").write_text(text, encoding="utf-8")


def test_templates_are_listed_with_the_facts_they_name(terminal: Terminal, library: Path):
    write(library, "surat", "{% include '_kop.typ.j2' %}{{ form.usaha }}")
    write(library, "_kop", "{{ unit }}")
    write(library, "salah", "a\n{% if")

    listed = terminal.read("template", "list", "--library", str(library))["items"]
    assert [(one["name"], set(one["facts"])) for one in listed] == [
        ("salah", set()),
        ("surat", {"form.usaha", "unit"}),
    ]
    assert "form.usaha" in terminal.do("template", "list", "--library", str(library))


def test_an_empty_library_says_where_templates_lie(terminal: Terminal, library: Path):
    told = terminal.do("template", "list", "--library", str(library))

    assert told.startswith("There are no templates.")


def test_the_templates_of_the_library_are_in_order(terminal: Terminal):
    told = terminal.do("template", "check", "--library", str(OWN))

    assert told == "2 templates, 0 with errors.\n"


def test_a_wrong_template_is_found_with_its_line(terminal: Terminal, library: Path):
    write(library, "surat", "Isi")
    write(library, "salah", "a\n#text(")
    asked = ("template", "check", "--library", str(library))

    result = terminal.type(*asked)
    assert result.exit_code == 1
    assert result.stdout == ("salah.typ.j2:2 unclosed delimiter\n2 templates, 1 with errors.\n")
    assert terminal.type(*asked, "--json").exit_code == 1
    assert terminal.do("template", "check", "surat", "--library", str(library)).startswith("1 ")
    assert terminal.type("template", "check", "lain", "--library", str(library)).exit_code == 5


def test_a_sample_is_rendered_with_made_up_facts(terminal: Terminal, tmp_path: Path):
    out = tmp_path / "contoh.pdf"
    asked = ("template", "render", "surat-keterangan", "--library", str(OWN), "-o", str(out))

    assert terminal.do(*asked, "--sample") == f"Wrote {out} ({out.stat().st_size} bytes).\n"
    assert "[form.nik]" in text_of(out.read_bytes())
    assert terminal.read(*asked, "--sample") == {
        "file": out.as_posix(),
        "size": out.stat().st_size,
        "remarks": [],
    }


def test_a_template_is_rendered_with_the_facts_of_a_case(
    terminal: Terminal, library: Path, tmp_path: Path
):
    write(library, "surat", '#text(font: "Arial")[{{ sop.title }}: {{ form.nik }} {{ case }}]')
    case, out = terminal.open_case(), tmp_path / "surat.pdf"

    asked = ("template", "render", "surat", "--case", case[:14], "--library", str(library))
    told = terminal.do(*asked, "-o", str(out))

    masked = f"{NIK[:4]}********{NIK[-4:]}"
    assert "unknown font family: arial" in told
    assert text_of(out.read_bytes()) == f"Surat Keterangan Uji: {masked} {case}"


def test_a_template_that_cannot_be_filled_in_says_why(
    terminal: Terminal, library: Path, tmp_path: Path
):
    write(library, "surat", "a\n{{ form.tidak_ada }}")
    asked = ("template", "render", "surat", "--library", str(library), "-o", str(tmp_path / "x"))

    result = terminal.type(*asked, "--case", terminal.open_case())
    assert result.exit_code == 1
    assert "surat.typ.j2:2: there is no fact `tidak_ada` here." in result.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("more", [(), ("--sample", "--case", "abcd")])
def test_either_a_case_or_a_sample(terminal: Terminal, tmp_path: Path, more: tuple[str, ...]):
    result = terminal.type("template", "render", "x", "-o", str(tmp_path / "x"), *more)

    assert result.exit_code == 2


def test_a_part_is_no_template(terminal: Terminal, tmp_path: Path):
    asked = ("template", "render", "_kantor", "--sample", "--library", str(OWN))

    assert terminal.type(*asked, "-o", str(tmp_path / "x")).exit_code == 5
