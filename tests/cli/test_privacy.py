"""Personal data on the command line: read in full, found, erased; and who read it."""

from pathlib import Path

import pytest
from serving import NIK
from terminal import RINI, Terminal

from api.access_table import ELSEWHERE, FOUNDED, founding
from engine.core.commands import SYSTEM
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId
from engine.service.database import connect
from engine.service.directory import change

REASON = ("--reason", "Cocokkan dengan KTP.")
GROUND = ("--reason", "Diminta pemiliknya.", "--decree", "SK Camat 7/2026")
SITI = ("--as", "siti")


def ended(terminal: Terminal) -> str:
    case = terminal.open_case()
    terminal.do("case", "withdraw", case, *RINI, "--reason", "Batal.")
    return case


def test_personal_data_is_read_in_full_with_a_reason(terminal: Terminal) -> None:
    case = terminal.open_case()

    shown = terminal.do("case", "reveal", case, "--field", "form.nik", *REASON, *RINI)

    assert NIK in shown
    assert NIK not in terminal.do("case", "history", case)
    assert "read personal data in full: NIK" in terminal.do("case", "history", case)


def test_it_is_json_where_that_is_asked(terminal: Terminal) -> None:
    case = terminal.open_case()

    found = terminal.read(
        *("case", "reveal", case, "--field", "form.nik", "--field", "applicant.name"),
        *(*REASON, *RINI),
    )

    assert found["values"] == {"form.nik": NIK, "applicant.name": "Bayu"}


def test_what_is_not_personal_is_not_read_so(terminal: Terminal) -> None:
    case = terminal.open_case()

    done = terminal.type("case", "reveal", case, "--field", "form.usaha", *REASON, *RINI)

    assert done.exit_code == 4
    assert "is no personal data of this case" in done.stderr


def test_cases_of_a_nik_are_found_and_the_nik_need_not_stand_on_the_line(
    terminal: Terminal,
) -> None:
    case = terminal.open_case()

    assert case in terminal.do("case", "list", "--nik", NIK)
    assert case in terminal.do("case", "list", "--nik", "-", stdin=f"{NIK}\n")
    assert case not in terminal.do("case", "list", "--nik", "3201010101010001")
    assert terminal.type("case", "list", "--nik", "12").exit_code == 4


def test_erasing_is_told_first_and_then_done(terminal: Terminal) -> None:
    case = ended(terminal)
    line = ("privacy", "erase", "--case", case[:8], *GROUND, *SITI)

    assert "Would be erased: personal data in 1 cases." in terminal.do(*line, "--dry-run")
    assert "Bayu" in terminal.do("case", "show", case)
    assert "Erased: personal data in 1 cases." in terminal.do(*line)

    assert "Bayu" not in terminal.do("case", "show", case)
    assert "erased" in terminal.do("case", "show", case)
    assert "dihapus" in terminal.do("case", "show", case, "--lang", "id")
    assert "dihapus" in terminal.do("case", "list", "--lang", "id")
    assert "SK Camat 7/2026" in terminal.do("case", "history", case)
    asked = terminal.do("case", "reveal", case, "--field", "form.nik", *REASON, *RINI)
    assert asked.split() == ["NIK", "erased"]


def test_erasing_by_nik_reads_it_from_a_line(terminal: Terminal) -> None:
    case = ended(terminal)

    done = terminal.do(
        "privacy", "erase", "--subject", "-", *GROUND, *SITI, "--json", stdin=f"{NIK}\n"
    )

    assert case in done


@pytest.mark.parametrize("whose", [(), ("--case", "01k9", "--subject", NIK)])
def test_it_must_be_clear_whose_data_is_erased(terminal: Terminal, whose: tuple[str, ...]) -> None:
    assert terminal.type("privacy", "erase", *whose, *GROUND, *SITI).exit_code == 2


def test_an_open_case_is_refused(terminal: Terminal) -> None:
    case = terminal.open_case()

    done = terminal.type("privacy", "erase", "--case", case, *GROUND, *SITI)

    assert done.exit_code == 4
    assert "is open" in done.stderr


def test_who_read_is_listed(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.do("privacy", "reads") == "Nobody has read personal data.\n"
    case = terminal.open_case()
    terminal.do("case", "show", case)
    terminal.do("case", "history", case)
    terminal.do("case", "documents", case, "--save", tmp_path.as_posix())
    terminal.do("case", "reveal", case, "--field", "form.nik", *REASON, *RINI)

    listed = terminal.do("privacy", "reads", "--case", case)

    assert all(word in listed for word in ("case", "history", "in full", "masked", "cli"))
    items = terminal.read("privacy", "reads", "--person", "rini")["items"]
    assert [(one["what"], one["role"]) for one in items] == [("form.nik", "loket")]  # type: ignore[attr-defined]
    assert "The next page: --after" in terminal.do("privacy", "reads", "--limit", "1")


def test_an_officer_of_another_unit_is_told_that_there_is_nothing(terminal: Terminal) -> None:
    case, siti = ended(terminal), PersonId("siti")
    duty = RoleId(Duty.PRIVACY.value)
    grant = GrantAssignment(by=SYSTEM, person=siti, role=duty, unit=ELSEWHERE)
    with connect(terminal.url) as database:
        for command in (*founding(), AddPerson(by=SYSTEM, person=siti, name="Siti"), grant):
            change(database, command, at=FOUNDED)

    for whose in (("--case", case), ("--subject", NIK)):
        for more in ((), ("--dry-run",)):
            done = terminal.type("privacy", "erase", *whose, *GROUND, *SITI, *more)
            assert done.exit_code == 5, done.output
