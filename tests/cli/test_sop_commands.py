"""Definitions from the terminal: checked, listed, shown, compared, published."""

import json
from pathlib import Path

import pytest
from serving import DEFINITION
from terminal import SOP, Terminal

REGISTERS = """\
regulations: {uu-25-2009: UU 25/2009}
units: {kecamatan: {title: Kecamatan, calendar: kantor}}
calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}
"""
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "sop_definitions"
    (folder / SOP).mkdir(parents=True)
    (folder / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    (folder / SOP / "v1.yaml").write_text(DEFINITION, encoding="utf-8")
    return folder


def write(library: Path, version: int, text: str) -> str:
    file = library / SOP / f"v{version}.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_definitions_without_errors_are_done(terminal: Terminal, library: Path) -> None:
    told = terminal.do("sop", "check", str(library), *TODAY)

    assert told.splitlines()[-1].startswith("1 definition, 0 errors, ")


def test_every_finding_is_told_with_its_place_and_hint(terminal: Terminal, library: Path) -> None:
    second = DEFINITION.replace("version: 1", "version: 2")
    broken = write(library, 2, second.replace("role: kasi", "role: kepala"))

    checked = terminal.type("sop", "check", str(library), *TODAY)
    report = json.loads(terminal.type("sop", "check", broken, "--json", *TODAY).stdout)

    assert checked.exit_code == 1
    assert checked.stderr == ""
    assert f"{broken}:" in checked.stdout
    assert "SOP3" in checked.stdout
    assert report["errors"] == 3
    assert {finding["file"] for finding in report["findings"]} == {broken}


def test_a_definition_that_is_no_yaml_is_a_finding(terminal: Terminal, library: Path) -> None:
    checked = terminal.type("sop", "check", write(library, 3, "sop: [a"), *TODAY)

    assert checked.exit_code == 1
    assert "SOP105" in checked.stdout


def test_registers_with_errors_are_a_finding(terminal: Terminal, library: Path) -> None:
    (library / "registers.yaml").write_text("unitz: {}", encoding="utf-8")

    checked = terminal.type("sop", "check", str(library), *TODAY)

    assert checked.exit_code == 1
    assert "registers.yaml" in checked.stdout


def test_a_library_without_registers_cannot_be_read(terminal: Terminal, library: Path) -> None:
    (library / "registers.yaml").unlink()

    checked = terminal.type("sop", "check", str(library), *TODAY)

    assert checked.exit_code == 2
    assert "SOP100" in checked.stdout


def test_a_folder_without_definitions_is_bad_usage(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    checked = terminal.type("sop", "check", str(tmp_path / "empty"))

    assert checked.exit_code == 2
    assert "holds no definition" in checked.stderr


def test_the_day_decides_whether_a_review_is_overdue(terminal: Terminal, library: Path) -> None:
    soon = DEFINITION.replace("review_every: 120 bulan", "review_every: 12 bulan")
    file = write(library, 1, soon)

    before = terminal.type("sop", "check", file, "--today", "2026-12-01")
    after = terminal.type("sop", "check", file, "--today", "2029-12-01")

    assert (before.exit_code, after.exit_code) == (0, 1)


def test_what_is_published_is_listed(terminal: Terminal) -> None:
    told = terminal.do("sop", "list", "--lang", "id")
    listed = json.loads(terminal.do("sop", "list", "--json"))

    assert "Surat Keterangan Uji" in told
    assert [(one["sop"], one["version"], one["in_force"]) for one in listed] == [(SOP, 1, True)]


def test_a_published_sop_and_its_definition_are_drawn_alike(
    terminal: Terminal, library: Path
) -> None:
    options = ("--width", "100", "--lang", "id")
    drawn = terminal.do("sop", "show", str(library / SOP / "v1.yaml"), *options)
    published = terminal.type(
        "sop", "show", f"{SOP}@1", *options, env={"ALUR_DEFINITIONS": str(library)}
    )

    assert "Memeriksa kelengkapan" in drawn or "Memeriksa" in drawn
    assert published.stdout == drawn


def test_an_sop_is_shown_though_no_registers_are_at_hand(
    terminal: Terminal, tmp_path: Path
) -> None:
    shown = terminal.type("sop", "show", SOP, env={"ALUR_DEFINITIONS": str(tmp_path / "none")})

    assert shown.exit_code == 0
    assert "KECAMATAN" in shown.stdout


def test_a_workflow_is_written_as_json(terminal: Terminal) -> None:
    workflow = terminal.read("sop", "show", SOP)

    assert workflow["sop"] == SOP
    assert workflow["start"] == "pengajuan"


def test_what_an_sop_asks_for_is_written_as_options(terminal: Terminal) -> None:
    asked = terminal.do("sop", "show", SOP, "--asks")

    assert f"alur case open {SOP} --applicant …" in asked
    assert "--as PERSON:loket" in asked
    assert "alur case complete CASE periksa" in asked
    assert "recorded by any role of the office" in asked
    assert "--tick 1" in asked
    assert "needs --reason" in asked
    assert "may be left out" in asked


def test_a_definition_with_errors_is_not_shown(terminal: Terminal, library: Path) -> None:
    shown = terminal.type("sop", "show", write(library, 2, "sop: x"))

    assert shown.exit_code == 1
    assert shown.stderr.count("\n") == 1
    assert "`alur sop check` lists them all." in shown.stderr


def test_two_versions_are_compared_in_words(terminal: Terminal, library: Path) -> None:
    second = DEFINITION.replace("version: 1", "version: 2").replace("15 menit", "30 menit")
    new = write(library, 2, second)

    told = terminal.do("sop", "diff", SOP, new)
    changes = json.loads(terminal.do("sop", "diff", SOP, new, "--json"))

    assert "15" in told
    assert any(one["where"] == "steps.periksa.time" for one in changes)
    assert "They say the same." in terminal.do("sop", "diff", SOP, SOP)


def test_publishing_again_changes_nothing_and_a_new_version_comes_into_force(
    terminal: Terminal, library: Path
) -> None:
    write(library, 2, DEFINITION.replace("version: 1", "version: 2").replace("15 menit", "9 menit"))

    first = terminal.do("sop", "publish", str(library), "--as", "ortala")
    again = json.loads(terminal.do("sop", "publish", str(library), "--as", "ortala", "--json"))

    assert f"{SOP} version 1: was published already" in first
    assert f"{SOP} version 2: published" in first
    assert [one["is_new"] for one in again] == [False, False]


def test_a_file_that_differs_from_what_is_published_is_not_passed_over_in_silence(
    terminal: Terminal, library: Path
) -> None:
    file = str(library / SOP / "v1.yaml")
    before = terminal.do("sop", "publish", file, "--as", "ortala")
    write(library, 1, DEFINITION.replace("name: Nurhayati", "name: Nurhayani"))

    told = terminal.do("sop", "publish", file, "--as", "ortala")

    assert "differs" not in before
    assert "publish it as version 2" in told


def test_a_published_version_never_changes(terminal: Terminal, library: Path) -> None:
    file = write(library, 1, DEFINITION.replace("15 menit", "9 menit"))

    refused = terminal.type("sop", "publish", file, "--as", "ortala")

    assert refused.exit_code == 4
    assert "version 2" in refused.stderr


def test_nothing_is_published_when_one_of_the_files_has_errors(
    terminal: Terminal, library: Path
) -> None:
    write(library, 2, DEFINITION.replace("version: 1", "version: 2").replace("15 menit", "9 menit"))
    write(library, 3, "sop: x")

    refused = terminal.type("sop", "publish", str(library), "--as", "ortala")

    assert refused.exit_code == 1
    assert len(json.loads(terminal.do("sop", "list", "--json"))) == 1
