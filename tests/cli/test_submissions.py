"""SOP versions from the terminal: submitted, listed, approved, refused; two people publish."""

import json
from pathlib import Path

import pytest
from identities import LONG_AGO
from serving import DEFINITION
from terminal import SOP, Terminal

from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, AddUnit, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service.database import connect
from engine.service.directory import change

REGISTERS = """\
regulations: {uu-25-2009: UU 25/2009}
units: {kecamatan: {title: Kecamatan, calendar: kantor}}
calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}
"""
UMI, RATNA = ("--as", "umi"), ("--as", "ratna")
SECOND = DEFINITION.replace("version: 1", "version: 2")


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The definition of a version that is not published yet, in a library of its own."""
    folder = tmp_path / "sop_definitions"
    (folder / SOP).mkdir(parents=True)
    (folder / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    definition = folder / SOP / "v2.yaml"
    definition.write_text(SECOND, encoding="utf-8")
    return str(definition)


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """Umi writes, Ratna approves; Budi does neither."""
    unit = UnitId("kecamatan")
    with connect(terminal.url) as database:
        change(database, AddUnit(by=SYSTEM, unit=unit, title=Text(id="Kecamatan")), at=LONG_AGO)
        for name, role in (("umi", Duty.AUTHOR), ("ratna", Duty.APPROVER), ("budi", "loket")):
            person = PersonId(name)
            change(database, AddPerson(by=SYSTEM, person=person, name=name), at=LONG_AGO)
            granted = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=unit)
            change(database, granted, at=LONG_AGO)
    return terminal


def waiting(office: Terminal, file: str) -> str:
    return str(office.read("sop", "submit", file, *UMI)["id"])


def test_what_was_submitted_is_listed_read_and_approved(office: Terminal, file: str) -> None:
    told = office.do("sop", "submit", file, *UMI, "--note", "Sesuai Perbup 12/2026")
    (one,) = office.read("sop", "submissions")["items"]  # type: ignore[misc]
    name = one["id"]

    assert told.startswith(f"{SOP} version 2: submitted as {name}\n")
    assert (one["status"], one["author"], one["note"]) == (
        "waiting",
        "umi",
        "Sesuai Perbup 12/2026",
    )
    listed = office.do("sop", "submissions", "--lang", "id")
    assert name in listed
    assert "menunggu pengesahan" in listed
    assert "Sesuai Perbup 12/2026" in office.do("sop", "submissions", name)
    assert office.do("sop", "submissions", name, "--text") == SECOND
    assert office.read("sop", "submissions", name)["definition"] == SECOND

    approved = office.do("sop", "approve", name, *RATNA)

    assert approved == f"{SOP} version 2: in force (written by umi, approved by ratna)\n"
    assert "Nothing waits for approval" in office.do("sop", "submissions")
    shown = office.do("sop", "submissions", name)
    assert "Decided by" in shown
    assert "approved" in office.do("sop", "submissions", "--all")
    versions = json.loads(office.do("sop", "list", "--json"))
    newest = next(row for row in versions if row["version"] == 2)
    assert (newest["author"], newest["published_by"]) == ("umi", "ratna")


def test_a_refusal_says_why(office: Terminal, file: str) -> None:
    name = waiting(office, file)

    told = office.do("sop", "refuse", name, *RATNA, "--reason", "Waktu baku keliru")

    assert told == f"{SOP} version 2: refused (Waktu baku keliru)\n"
    again = office.read("sop", "submit", file, *UMI)
    taken_back = office.read("sop", "refuse", str(again["id"]), *UMI, "--reason", "Salah unggah")
    assert taken_back["status"] == "withdrawn"


def test_decisions_are_written_as_json_too(office: Terminal, file: str) -> None:
    done = office.read("sop", "approve", waiting(office, file), "--as", "ratna:alur:approver")

    assert (done["status"], done["decided_by"]) == ("approved", "ratna")


def test_whoever_may_not_is_told_what_it_takes(office: Terminal, file: str) -> None:
    refused = office.type("sop", "submit", file, "--as", "budi")
    assert refused.exit_code == 4
    assert "budi does not hold the duty alur:author for kecamatan" in refused.stderr

    name = waiting(office, file)
    for who, said in (("umi", "umi wrote surat-uji version 2"), ("budi", "no submission")):
        refused = office.type("sop", "approve", name, "--as", who)
        assert refused.exit_code in {4, 5}
        assert said in refused.stderr
    assert office.type("sop", "submissions", "tidak-ada").exit_code == 5


def test_a_definition_with_errors_is_not_submitted(office: Terminal, file: str) -> None:
    broken = SECOND.replace("role: kasi", "role: kepala")
    Path(file).write_text(broken, encoding="utf-8")

    refused = office.type("sop", "submit", file, *UMI)

    assert refused.exit_code == 1
    assert "SOP3" in refused.stdout


def test_two_people_publish_at_once_where_people_are_known(office: Terminal, file: str) -> None:
    for line, said in (
        (("--as", "umi"), "umi alone may not put an SOP version into force"),
        (("--as", "umi", "--approved-by", "umi"), "umi alone may not"),
        (("--as", "budi", "--approved-by", "ratna"), "budi does not hold the duty alur:author"),
        (("--as", "umi", "--approved-by", "budi"), "budi does not hold the duty alur:approver"),
    ):
        refused = office.type("sop", "publish", file, *line)
        assert refused.exit_code == 4
        assert said in refused.stderr

    told = office.do("sop", "publish", file, *UMI, "--approved-by", "ratna")

    assert f"{SOP} version 2: published" in told


def test_one_publishes_where_nobody_is_known(terminal: Terminal, file: str) -> None:
    assert f"{SOP} version 2: published" in terminal.do("sop", "publish", file, *UMI)
