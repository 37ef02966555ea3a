"""Calendars from the terminal: listed, drawn, checked, edited."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from identities import LONG_AGO
from serving import DEFINITION
from terminal import RINI, SOP, Terminal

from api.cli import Code
from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, AddUnit, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service import clock
from engine.service.database import connect
from engine.service.directory import change

BY = ("--as", "ortala")
REASON = ("--reason", "Perda 3/2026")
FILE = """\
weeks:
  kantor:
    title: {id: Jam kerja, en: Office hours}
    source: SK 1/2026
    monday: [07.30-12.00, 13.00-16.00]
    tuesday: [07.30-12.00, 13.00-16.00]
    wednesday: [07.30-12.00, 13.00-16.00]
    thursday: [07.30-12.00, 13.00-16.00]
    friday: [07.30-11.30, 13.00-16.30]
calendars:
  kantor:
    version: 1
    zone: Asia/Jakarta
    week: kantor
    holidays:
      - {day: 2026-12-07, name: Hari Jadi, kind: regional, source: Perda 4/2001, provisional: true}
"""
EDIT = FILE.replace("version: 1", "version: 2")


def closed_for_a_while(text: str) -> str:
    """With every one of the next days off, whatever today is."""
    today = clock.now().date()
    day = "      - {{day: {}, name: Libur, kind: office, source: SK 2/2026}}\n"
    return text + "".join(day.format(today + timedelta(days=n)) for n in range(1, 15))


@pytest.fixture
def write(tmp_path: Path):
    def writing(text: str) -> str:
        file = tmp_path / "calendars.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return writing


@pytest.fixture
def published(terminal: Terminal, write) -> Terminal:
    """The calendar in force, and a case whose promise counts."""
    terminal.do("calendar", "apply", write(FILE), *REASON, *BY)
    case = terminal.open_case()
    terminal.do("case", "complete", case, "periksa", "--outcome", "lengkap", "--tick", "1", *RINI)
    return terminal


def test_where_nothing_is_published_the_list_says_so(terminal: Terminal) -> None:
    assert "No calendar is published here" in terminal.do("calendar", "list")
    assert json.loads(terminal.do("calendar", "list", "--json")) == []


def test_calendars_in_force_are_listed(published: Terminal) -> None:
    told = published.do("calendar", "list")
    (listed,) = json.loads(published.do("calendar", "list", "--json"))

    assert "Perda 3/2026" in told
    assert "Asia/Jakarta" in told
    assert (listed["calendar"], listed["version"], listed["published_by"]) == (
        "kantor",
        1,
        "ortala",
    )
    assert listed["provisional"] >= 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            (
                "Desember 2026",
                "Senin, 7 Desember 2026",
                "libur daerah Hari Jadi (perkiraan) (Perda 4/2001)",
                "Cuti Bersama Hari Raya Natal (Paket Python holidays",
                "bukan hari kerja dalam sepekan",
                "20 hari kerja, 150 jam",
            ),
        ),
        (
            "en",
            (
                "December 2026",
                "Monday, 7 December 2026",
                "regional holiday, Hari Jadi (estimated) (Perda 4/2001)",
                "07.30-12.00, 13.00-16.00",
                "7 hours 30 minutes",
                "20 working days, 150 hours",
            ),
        ),
    ],
)
def test_a_month_is_drawn_in_both_languages(
    published: Terminal, language: str, words: tuple[str, ...]
) -> None:
    drawn = published.do("calendar", "show", "kantor", "--month", "2026-12", "--lang", language)

    assert [one for one in words if one not in drawn] == []


def test_a_month_is_written_as_json(published: Terminal) -> None:
    shown = published.read("calendar", "show", "kantor", "--month", "2026-12")
    this_month = published.read("calendar", "show", "kantor")

    assert len(shown["days"]) == 31
    assert [one["day"] for one in shown["holidays"]] == ["2026-12-07", "2026-12-24", "2026-12-25"]
    assert this_month["days"][0]["day"].endswith("-01")


@pytest.mark.parametrize("month", ["2026-13", "Desember", "2026-12-01", ""])
def test_what_is_no_month_is_bad_usage(published: Terminal, month: str) -> None:
    refused = published.type("calendar", "show", "kantor", "--month", month)

    assert refused.exit_code == 2
    assert "--month takes a month such as 2026-12" in refused.stderr


@pytest.mark.parametrize(
    "line",
    [
        ("show", "lain"),
        ("show", "kantor", "--version", "9"),
        ("moves", "lain", "1"),
        ("moves", "kantor", "9"),
    ],
)
def test_what_is_not_published_is_no_such_thing(published: Terminal, line) -> None:
    refused = published.type("calendar", *line)

    assert refused.exit_code == 5
    assert "There is no published calendar" in refused.stderr


# --- checking


def test_a_file_without_errors_is_done(terminal: Terminal, write) -> None:
    assert terminal.do("calendar", "check", write(FILE)) == "1 calendar, 0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("[07.30-11.30, 13.00-16.30]", "[07.30-13.30, 13.00-16.30]", "SOP207"),
        ("zone: Asia/Jakarta", "zone: Asia/Papua", "SOP204"),
        ("week: kantor", "week: pekan", "SOP209"),
        ("source: Perda 4/2001", "sumber: Perda 4/2001", "SOP201"),
        ("provisional: true", "provisional: mungkin", "SOP204"),
        ("weeks:", "weeks: [", "SOP105"),
    ],
)
def test_every_finding_is_told_and_nothing_is_put_into_force(
    terminal: Terminal, write, written: str, instead: str, code: str
) -> None:
    file = write(FILE.replace(written, instead))

    checked = terminal.type("calendar", "check", file)
    report = json.loads(terminal.type("calendar", "check", file, "--json").stdout)
    refused = terminal.type("calendar", "apply", file, *REASON, *BY)

    assert (checked.exit_code, refused.exit_code) == (1, 1)
    assert code in checked.stdout
    assert code in [one["code"] for one in report["findings"]]
    assert "`alur calendar check` lists them all." in refused.stderr or code == "SOP105"
    assert json.loads(terminal.do("calendar", "list", "--json")) == []


def test_a_calendar_of_the_registers_without_hours_is_a_finding(
    terminal: Terminal, write, tmp_path: Path
) -> None:
    register = "calendars: {pos: {title: Pos, zone: Asia/Jakarta}}\n"
    (tmp_path / "registers.yaml").write_text(register, encoding="utf-8")

    checked = terminal.type("calendar", "check", write(FILE))

    assert checked.exit_code == 1
    assert "SOP318 The calendar `pos` has no hours." in checked.stdout


# --- editing


def test_a_preview_tells_what_changes_and_changes_nothing(published: Terminal, write) -> None:
    later = EDIT.replace("2026-12-07", "2026-12-08").replace(
        "provisional: true", "provisional: false"
    )
    file = write(
        later
        + "    special_days:\n"
        + "      - {day: 2026-12-05, name: Sabtu buka, hours: [08.00-12.00], source: SE 5/2026}\n"
        + "    works_on_joint_leave: true\n"
    )

    told = published.do("calendar", "preview", file)
    in_indonesian = published.do("calendar", "preview", file, "--lang", "id")

    assert "kantor version 2 after version 1" in told
    assert "+ 8 December 2026: regional holiday, Hari Jadi (Perda 4/2001)" in told
    assert "- 7 December 2026: regional holiday, Hari Jadi (estimated) (Perda 4/2001)" in told
    assert "+ 5 December 2026: Sabtu buka, 08.00-12.00 (SE 5/2026)" in told
    assert "+ cuti bersama becomes working time" in told
    assert "Nothing was changed." in told
    assert "+ 8 Desember 2026: libur daerah Hari Jadi (Perda 4/2001)" in in_indonesian
    assert "+ cuti bersama menjadi hari kerja" in in_indonesian
    assert json.loads(published.do("calendar", "list", "--json"))[0]["version"] == 1


def test_a_preview_names_the_cases_that_move(published: Terminal, write) -> None:
    file = write(closed_for_a_while(EDIT))

    told = published.do("calendar", "preview", file, "--lang", "id")
    (found,) = published.read("calendar", "preview", file)["items"]
    cut = published.do("calendar", "preview", file, "--limit", "0")

    assert "1 of 1 open cases move, with " in told
    assert "janji layanan" in told
    assert "batas hukum" in told
    assert "lebih lambat" in told
    assert [one["sop"] for one in found["by_sop"]] == [SOP]
    assert found["total"]["cases"] == len(found["cases"]) == 1
    assert "The first 0 cases; --limit shows more." in cut


def test_an_edit_is_put_into_force_once_and_its_journal_kept(published: Terminal, write) -> None:
    file = write(closed_for_a_while(EDIT))

    told = published.do("calendar", "apply", file, *REASON, *BY)
    again = published.do("calendar", "apply", file, *REASON, *BY)
    nothing = published.read("calendar", "apply", file, *REASON, *BY)
    journal = published.do("calendar", "moves", "kantor", "2")
    page = published.read("calendar", "moves", "kantor", "2", "--limit", "1")

    assert "kantor version 2 is in force." in told
    assert "Nothing to put into force" in again
    assert nothing == {"items": [], "unchanged": ["kantor"]}
    assert "service promise" in journal
    assert "of 1 cases" in journal
    assert (page["cases"], page["next"]) == (1, None)
    assert [one["version"] for one in published.read("calendar", "show", "kantor")["versions"]] == [
        2,
        1,
    ]


def test_the_journal_of_a_first_version_is_empty(published: Terminal) -> None:
    assert "moved no deadline" in published.do("calendar", "moves", "kantor", "1")


def test_an_edit_is_applied_as_json(published: Terminal, write) -> None:
    done = published.read("calendar", "apply", write(EDIT), *REASON, *BY)

    (applied,) = done["items"]
    assert (applied["calendar"], applied["version"], applied["reason"]) == ("kantor", 2, REASON[1])
    assert applied["moved"]["changes"]["holidays_added"] == []


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_does_not_follow_is_refused(published: Terminal, write, version) -> None:
    changed = closed_for_a_while(FILE.replace("version: 1", f"version: {version}"))

    for command in (("preview",), ("apply", *REASON, *BY)):
        refused = published.type("calendar", command[0], write(changed), *command[1:])

        assert refused.exit_code == 4
        assert "calendars.kantor.version must be 2" in refused.stderr


def test_without_a_reason_nothing_is_put_into_force(published: Terminal, write) -> None:
    assert published.type("calendar", "apply", write(EDIT), *BY).exit_code == 2
    assert published.type("calendar", "apply", write(EDIT), "--reason", " ", *BY).exit_code == 4
    assert json.loads(published.do("calendar", "list", "--json"))[0]["version"] == 1


# --- with the SOPs


@pytest.fixture
def library(tmp_path: Path, write) -> Path:
    registers = (
        "regulations: {uu-25-2009: UU 25/2009}\n"
        "units: {kecamatan: {title: Kecamatan, calendar: kantor}}\n"
        "calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}\n"
    )
    write(FILE)
    (tmp_path / "registers.yaml").write_text(registers, encoding="utf-8")
    (tmp_path / SOP).mkdir()
    (tmp_path / SOP / "v1.yaml").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


def test_publishing_sops_publishes_their_calendars_first(terminal: Terminal, library: Path) -> None:
    first = terminal.do("sop", "publish", str(library / SOP), *BY)
    again = terminal.do("sop", "publish", str(library / SOP), *BY)

    assert first.splitlines()[0] == "calendars published: kantor"
    assert "calendar" not in again


def test_publishing_sops_does_not_put_an_edit_into_force(
    terminal: Terminal, library: Path, write
) -> None:
    terminal.do("sop", "publish", str(library), *BY)
    write(EDIT)

    refused = terminal.type("sop", "publish", str(library), *BY)

    assert refused.exit_code == 4
    assert "kantor version 2 is not in force: version 1 is" in refused.stderr
    assert "alur calendar apply" in refused.stderr


def test_the_check_of_sops_checks_their_calendars(terminal: Terminal, library: Path, write) -> None:
    write(FILE.replace("Asia/Jakarta", "Asia/Makassar"))

    checked = terminal.type("sop", "check", str(library), "--today", "2026-11-20")

    assert checked.exit_code == 1
    assert "SOP319" in checked.stdout
    assert checked.stdout.count("SOP3") == 1


def test_in_an_office_where_people_are_known_not_everybody_is_believed(
    terminal: Terminal, write
) -> None:
    unit = UnitId("kecamatan")
    with connect(terminal.url) as database:
        change(database, AddUnit(by=SYSTEM, unit=unit, title=Text(id="Kecamatan")), at=LONG_AGO)
        for name, duty in (("umi", Duty.MANAGER), ("budi", Duty.SUPERVISOR)):
            person, role = PersonId(name), RoleId(duty)
            change(database, AddPerson(by=SYSTEM, person=person, name=name), at=LONG_AGO)
            given = GrantAssignment(by=SYSTEM, person=person, role=role, unit=unit)
            change(database, given, at=LONG_AGO)
    file = write(FILE)

    for name in ("siapa", "budi"):
        refused = terminal.type("calendar", "apply", file, *REASON, "--as", name)
        assert refused.exit_code == Code.REFUSED
        assert f"{name} does not hold the duty alur:manager" in refused.stderr
    assert json.loads(terminal.do("calendar", "list", "--json")) == []
    assert "in force" in terminal.do("calendar", "apply", file, *REASON, "--as", "umi")
