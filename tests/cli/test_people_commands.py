"""`alur unit`, `person`, `assignment`, `substitute`, `absence`: the directory in a terminal."""

from datetime import timedelta

import pytest
from serving import MORNING
from staffing import DINAS
from terminal import Terminal

from engine.core.commands import SYSTEM
from engine.core.directory_commands import AddUnit, LetGo
from engine.core.ids import PersonId
from engine.core.text import Text
from engine.service import clock
from engine.service.database import connect
from engine.service.directory import change
from engine.service.founding import found

AS = ("--as", "administrator")
IN = ("--unit", "kecamatan")


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """A founded installation in which Rini, Dewi and Hesti have roles."""
    with connect(terminal.url) as database:
        found(database, at=MORNING.replace(year=2020))
        unit = AddUnit(by=SYSTEM, unit=DINAS, title=Text(id="Dinas"))
        change(database, unit, at=MORNING.replace(year=2020))
    for name, role in (("rini", "loket"), ("dewi", "loket"), ("hesti", "kasi")):
        terminal.do("person", "add", name, "--name", name.title(), *AS)
        terminal.do("assignment", "add", name, "--role", role, *IN, *AS)
    return terminal


def held(office: Terminal, person: str) -> str:
    (one,) = office.read("assignment", "list", "--person", person)["items"]  # type: ignore[misc]
    return str(one["id"])


def test_an_installation_without_people_says_so(terminal: Terminal) -> None:
    assert terminal.do("unit", "list") == "There are no units yet.\n"
    assert terminal.do("person", "list") == "There is nobody.\n"
    assert terminal.do("assignment", "list") == "Nobody holds anything.\n"
    assert terminal.do("substitute", "list") == "Nobody stands in for anybody.\n"
    assert terminal.do("absence", "list") == "Nobody is away.\n"
    assert terminal.do("person", "history") == "Nothing has changed yet.\n"
    assert terminal.do("task", "workload") == "Nobody holds or has done anything.\n"


def test_units_are_a_tree_that_is_added_to_changed_and_closed(office: Terminal) -> None:
    said = office.do(
        *("unit", "add", "loket-satu", "--title", "Loket Satu", "--title-en", "Counter One"),
        *("--kind", "counter", "--under", "kecamatan", *AS),
    )
    assert "set up the unit Counter One (loket-satu)" in said
    listed = office.do("unit", "list")
    assert "· loket-satu" in listed
    assert "counter" in listed

    office.do("unit", "change", "loket-satu", "--title", "Loket 1", "--under", "", *AS)
    shown = office.read("unit", "show", "loket-satu")["unit"]
    assert (shown["title"]["en"], shown["parent"], shown["kind"]) == (  # type: ignore[index]
        "Counter One",
        None,
        "counter",
    )
    assert "Nobody works there." in office.do("unit", "show", "loket-satu")
    assert "Rini (rini)" in office.do("unit", "show", "kecamatan")
    office.do("unit", "close", "loket-satu", *AS)
    assert "Closed" in office.do("unit", "show", "loket-satu")
    assert office.type("unit", "close", "kecamatan", *AS).exit_code == 4
    assert office.type("unit", "show", "tiada").exit_code == 5
    assert office.read("unit", "list")["items"]


def test_people_are_listed_changed_and_let_go(office: Terminal) -> None:
    office.do("person", "change", "rini", "--name", "Rini Astuti", "--email", "r@contoh.id", *AS)
    assert "Rini Astuti" in office.do("person", "list", "--text", "astuti")
    assert "loket in kecamatan" in office.do("person", "list", "--role", "loket", *IN)
    shown = office.do("person", "show", "rini")
    assert "r@contoh.id" in shown
    assert "What changed" in shown

    said = office.do("person", "leave", "rini", "--reason", "Pindah", *AS, "--lang", "id")
    assert "tidak bekerja di sini lagi. “Pindah”" in said
    assert "rini" not in office.do("person", "list")
    assert "left" in office.do("person", "list", "--over")
    assert "Left" in office.do("person", "show", "rini")
    office.do("person", "return", "rini", *AS)
    assert office.type("person", "show", "tiada").exit_code == 5


def test_the_history_is_told_in_both_languages_and_as_json(office: Terminal) -> None:
    told = office.do("person", "history", "--person", "hesti", "--lang", "id")
    assert "memberi Hesti (hesti) peran kasi di kecamatan" in told
    found = office.read("person", "history", "--unit", "dinas")["items"]
    assert [one["recorded"]["event"]["type"] for one in found] == ["unit_added"]  # type: ignore[union-attr,index]


def test_roles_begin_and_end_with_the_days_that_are_said(office: Terminal) -> None:
    said = office.read(
        *("assignment", "add", "hesti", "--role", "alur:supervisor", *IN),
        *("--from", "2027-01-01", "--to", "2027-12-31", "--decree", "SK 1", *AS),
    )
    given = said["events"][0]["recorded"]["event"]["assignment"]  # type: ignore[index]
    assert (given["since"], given["until"]) == ("2026-12-31T17:00:00Z", "2027-12-31T17:00:00Z")
    assert "supervisor" in office.do("assignment", "list", "--role", "alur:supervisor")

    number = str(given["id"])
    ended = office.do(
        *("assignment", "end", "hesti", number, "--to", "2027-06-30T12:00+07:00", *AS)
    )
    assert "ended the role supervisor of Hesti (hesti) on 30 June 2027" in ended


@pytest.mark.parametrize("day", ["besok", "2027-13-01", "9999-12-31", "2027-01-01T10:00"])
def test_a_day_that_is_none_is_bad_usage(office: Terminal, day: str) -> None:
    line = ("assignment", "add", "hesti", "--role", "loket", *IN, "--to", day, *AS)

    assert office.type(*line).exit_code == 2


def test_who_goes_away_is_stood_in_for_and_their_tasks_go_on(office: Terminal) -> None:
    case = office.open_case("--as", "rini:loket")
    office.do("task", "next", "--as", "rini")

    until = (clock.now() + timedelta(days=9)).date().isoformat()
    said = office.do("absence", "add", "rini", "--to", until, "--substitute", "dewi", *AS)

    assert "Dewi (dewi) stands in" in said
    assert "Open tasks handed over: 1." in said
    assert "Dewi (dewi)" in office.do("absence", "list")
    assert "Plh" in office.do("substitute", "list", "--person", "dewi")
    shown = office.do("person", "show", "rini")
    assert "Others stand in" in shown
    assert "Away" in shown
    assert "Stands in for others" in office.do("person", "show", "dewi")
    assert case in office.do("task", "queue", "--as", "dewi")
    (away,) = office.read("absence", "list")["items"]  # type: ignore[misc]
    assert "is back on" in office.do("absence", "end", "rini", str(away["id"]), *AS)
    assert "away" in office.do("person", "history", "--person", "rini")


def test_an_absence_needs_its_last_day(office: Terminal) -> None:
    assert office.type("absence", "add", "rini", "--as", "rini").exit_code == 2


def test_a_substitute_is_named_and_ended(office: Terminal) -> None:
    office.do(
        *("substitute", "add", "hesti", "rini", "--kind", "plt", "--role", "loket", *IN),
        *("--decree", "SK 2", *AS),
    )
    (named,) = office.read("substitute", "list")["items"]  # type: ignore[misc]
    assert "Plt" in office.do("substitute", "list")
    said = office.do("substitute", "end", "hesti", str(named["id"]), "--reason", "Selesai", *AS)
    assert "stands in for Rini (rini)" in said


def test_nobody_but_an_administrator_changes_anything(office: Terminal) -> None:
    number = held(office, "dewi")

    assert office.type("assignment", "end", "dewi", number, "--as", "hesti").exit_code == 4
    assert office.type("person", "add", "joko", "--name", "Joko", "--as", "rini").exit_code == 4
    assert office.type("unit", "add", "baru", "--title", "Baru", "--as", "rini").exit_code == 4


def test_the_queue_tells_what_to_claim_what_is_in_hand_and_what_is_lent(office: Terminal) -> None:
    assert "Nothing waits for you." in office.do("task", "queue", "--as", "rini")
    case = office.open_case("--as", "rini:loket")
    other = office.open_case("--as", "rini:loket")
    assert "loket in kecamatan: 2 waiting, 0 overdue" in office.do("task", "queue", "--as", "rini")

    told = office.do("task", "next", "--as", "rini:loket", "--key", "k1")
    again = office.do("task", "next", "--as", "rini:loket", "--key", "k1")
    office.do("case", "delegate", case, "--to", "dewi", "--as", "rini:loket")

    assert "claimed step 2" in told
    assert "nothing was changed" in again
    shown = office.do("task", "queue", "--as", "rini")
    assert "To claim" in shown
    assert "Lent to others" in shown
    assert "with dewi" in shown
    assert "In hand" in office.do("task", "queue", "--as", "dewi")
    queue = office.read("task", "queue", "--as", "rini")
    assert [one["task"]["case"] for one in queue["claimable"]] == [other]  # type: ignore[union-attr,index]


def test_an_empty_queue_is_a_refusal_with_a_hint(office: Terminal) -> None:
    refused = office.type("task", "next", "--as", "rini")

    assert refused.exit_code == 4
    assert "Nothing waits that rini may take" in refused.stderr
    assert "alur task queue" in refused.stderr


def test_the_workload_is_told_by_unit_and_person(office: Terminal) -> None:
    office.open_case("--as", "rini:loket")
    office.do("task", "next", "--as", "dewi")

    assert "dewi" in office.do("task", "workload", *IN)
    items = office.read("task", "workload")["items"]
    figures = {one["person"]: (one["held"], one["done"]) for one in items}  # type: ignore[union-attr,index]
    assert (figures["dewi"], figures["rini"]) == ((1, 0), (0, 1))


def test_notices_for_one_person_are_shown_to_that_person(office: Terminal) -> None:
    case = office.open_case("--as", "rini:loket")
    office.do("task", "next", "--as", "rini")
    office.do("case", "assign", case, "--to", "dewi", "--as", "hesti:kasi")

    assert "to you" in office.do("notices", "list", "--as", "dewi")
    assert "from you to dewi" in office.do("notices", "list", "--as", "rini")
    assert office.do("notices", "list", "--as", "hesti") == "There are no notices.\n"


def test_the_watch_hands_over_what_began_meanwhile(office: Terminal) -> None:
    office.open_case("--as", "rini:loket")
    office.do("task", "next", "--as", "rini")
    with connect(office.url) as database:
        gone = LetGo(by=SYSTEM, person=PersonId("rini"))
        change(database, gone, at=MORNING.replace(year=2020))

    assert "Tasks handed over: 1." in office.do("watch", "--once")
    assert office.read("watch", "--once")["handed_over"] == 0
