"""Records on the command line: the schedule, holds, lists by two people, minutes, proof."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from reading_pdf import text_of
from serving import NIK
from terminal import RINI, Terminal

from api.cli import app

REGISTER = """\
regulations:
  jra: {id: Peraturan Bupati 7/2026, en: Regulation 7 of 2026}
retention:
  surat: {title: {id: Surat, en: Letters}, active: %s, inactive: 0 bulan, fate: %s, source: jra}
"""
ANI, DEWI = ("--as", "ani:alur:archivist"), ("--as", "dewi:alur:manager")
WITNESSED = ("--minutes", "BA 7/2030", "--witness", "Nurhayati", "--witness", "Rudi")
GROUND = ("--ground", "dispute", "--reason", "Gugatan 12")


@pytest.fixture
def office(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal where records are due as soon as their case is closed."""
    monkeypatch.setenv("ALUR_DEFINITIONS", str(tmp_path / "library"))
    monkeypatch.setenv("ALUR_FILES", str(tmp_path / "documents"))
    monkeypatch.setenv("ALUR_RETENTION_DEFAULT", "surat")
    (tmp_path / "library").mkdir()
    schedule(tmp_path)
    return terminal


def schedule(folder: Path, active: str = "0 bulan", fate: str = "destroy") -> None:
    (folder / "library" / "registers.yaml").write_text(REGISTER % (active, fate))


def closed(office: Terminal) -> str:
    case = office.open_case()
    office.do("case", "withdraw", case, *RINI, "--reason", "Batal.")
    return case


def the_list(office: Terminal) -> str:
    (only,) = office.read("retention", "list")["items"]  # type: ignore[misc]  # JSON
    return str(only["disposal"]["id"])  # type: ignore[call-overload]


def approved(office: Terminal) -> str:
    office.do("retention", "propose", *ANI)
    name = the_list(office)
    office.do("retention", "approve", name, *WITNESSED, *DEWI)
    return name


def test_a_record_goes_from_proposal_to_proof(office: Terminal, tmp_path: Path) -> None:
    case, pdf = closed(office), tmp_path / "ba.pdf"
    assert case in office.do("retention", "due")
    assert "Would be proposed: 1 records" in office.do("retention", "propose", "--dry-run", *ANI)

    name = approved(office)
    trial = office.do("retention", "carry-out", name, "--dry-run", *ANI)
    done = office.do("retention", "carry-out", name, *ANI)
    office.do("retention", "minutes", name, "--out", pdf.as_posix())
    proof = office.do("retention", "proof", case)

    assert f"Would be destroyed: 1 records. Nothing was changed.\n{case}" in trial
    assert "Destroyed: 1 records." in done
    assert "destroyed, event" in office.do("retention", "show", name)
    for word in ("BA 7/2030", "ani", "dewi", "not numbered yet"):
        assert word in proof
    assert office.read("retention", "proof", case)["event"]["minutes"] == "BA 7/2030"  # type: ignore[index]
    shown = office.do("case", "show", case)
    assert "disposed of" in shown
    assert "erased" in shown
    said = text_of(pdf.read_bytes())
    assert "BERITA ACARA PEMUSNAHAN ARSIP" in said
    assert case in said
    assert NIK not in said
    assert "Bayu" not in said


def test_one_person_does_not_do_both(office: Terminal) -> None:
    closed(office)
    office.do("retention", "propose", *ANI)
    name = the_list(office)

    done = office.type("retention", "approve", name, *WITNESSED, *ANI)
    early = office.type("retention", "carry-out", name, *ANI)

    assert (done.exit_code, early.exit_code) == (4, 4)
    assert "ani proposed the list" in done.stderr
    assert "is proposed" in early.stderr


def test_what_is_held_is_left_out(office: Terminal) -> None:
    case = closed(office)
    name = approved(office)

    assert "is held: dispute" in office.do("retention", "hold", case, *GROUND, *ANI)
    assert "Gugatan 12" in office.do("retention", "holds")
    assert "Left out" in office.do("retention", "carry-out", name, *ANI)
    assert "held: a dispute" in office.do("case", "show", case)
    assert "held" in office.do("retention", "record", case)
    office.do("retention", "release", case, *GROUND, *ANI)
    assert "due for destruction" in office.do("retention", "record", case)


def test_a_list_that_is_refused_frees_its_records(office: Terminal) -> None:
    case = closed(office)
    office.do("retention", "propose", case, "--note", "Lama", *ANI)
    name = the_list(office)

    said = office.do("retention", "refuse", name, "--reason", "Masih dipakai", *DEWI)

    assert "may be proposed again" in said
    assert "Masih dipakai" in office.do("retention", "show", name)
    assert case in office.do("retention", "due", "--as", "ani")


def test_the_schedule_is_what_the_register_says_today(office: Terminal, tmp_path: Path) -> None:
    case = closed(office)
    told = office.do("retention", "classes")
    assert "Letters" in told
    assert "surat-uji" in told

    schedule(tmp_path, "2 tahun")
    assert "Nothing is due" in office.do("retention", "due")
    assert "active 2 years" in office.do("retention", "record", case)
    schedule(tmp_path, fate="permanent")
    assert "kept for good" in office.do("retention", "record", case)
    refused = office.type("retention", "propose", case, *ANI)
    assert refused.exit_code == 4


def test_what_is_not_there_is_said(office: Terminal, tmp_path: Path) -> None:
    case = closed(office)

    for line in (("proof", case), ("show", "tiada"), ("minutes", "tiada", "--out", "x.pdf")):
        assert office.type("retention", *line).exit_code == 5
    for line in (("holds",), ("list",)):
        assert len(office.do("retention", *line).strip().splitlines()) >= 1
    (tmp_path / "library" / "registers.yaml").write_text("regulations: {}\n")
    assert "There are no classes" in office.do("retention", "classes")
    wrong = office.type("retention", "approve", "x", *WITNESSED, "--signed", "kemarin", *DEWI)
    assert wrong.exit_code == 2


def test_every_command_speaks_json(office: Terminal) -> None:
    case = closed(office)
    assert office.read("retention", "due")["items"]
    assert office.read("retention", "classes")["items"]
    assert office.read("retention", "holds") == {"items": []}
    assert office.read("retention", "propose", "--dry-run", *ANI)["items"]
    made = office.read("retention", "propose", *ANI)
    name = made["disposal"]["id"]  # type: ignore[index]
    proposed_at = datetime.fromisoformat(made["disposal"]["proposed_at"])  # type: ignore[index]
    day = f"{proposed_at.astimezone(ZoneInfo('Asia/Jakarta')):%Y-%m-%d}"
    signed = office.read("retention", "approve", name, *WITNESSED, "--signed", day, *DEWI)
    assert signed["disposal"]["minutes"]["signed_on"] == day  # type: ignore[index]
    assert office.read("retention", "carry-out", name, "--dry-run", *ANI)["items"]
    assert office.read("retention", "hold", case, *GROUND, *ANI)["events"]
    assert office.read("retention", "carry-out", name, *ANI)["left_out"] == [case]
    assert office.read("retention", "show", name)["cases"]
    assert office.read("retention", "record", case)["holds"]
    office.read("retention", "release", case, *GROUND, *ANI)
    office.read("retention", "propose", *ANI)
    newest = office.read("retention", "list")["items"][0]["disposal"]["id"]  # type: ignore[index]
    told = office.read("retention", "refuse", newest, "--reason", "x", *ANI)
    assert told["disposal"]["status"] == "refused"  # type: ignore[index]


def test_the_command_line_knows_the_noun() -> None:
    assert "retention" in [one.name for one in app.registered_groups]
