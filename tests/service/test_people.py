"""Questions about the directory: the tree of units, people, what they hold, what changed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from offices import MONDAY, sqlite_url
from staffing import COUNTER, DINAS, GOVERNMENT, KECAMATAN, UMI, appoint, dismiss, staff

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import UnitKind
from engine.core.directory_commands import (
    AnyDirectoryCommand,
    ChangePerson,
    ChangeUnit,
    CloseUnit,
    DeclareAbsence,
    EndAbsence,
    LetGo,
    TakeBack,
)
from engine.core.errors import NotFound
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service import people
from engine.service.database import Database, connect, prepare
from engine.service.directory import change
from engine.service.people import PeopleFilter
from engine.service.people_events import people_of, unit_of

LATER = MONDAY + timedelta(days=1)
RINI, BUDI = PersonId("rini"), PersonId("budi")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    with connect(sqlite_url(tmp_path)) as database:
        prepare(database)
        staff(database)
        yield database


def do(database: Database, command: AnyDirectoryCommand) -> None:
    change(database, command, at=MONDAY)


def go_away(database: Database, substitute: PersonId | None = None) -> None:
    command = DeclareAbsence(
        by=Actor(person=RINI),
        person=RINI,
        since=LATER,
        until=LATER + timedelta(days=2),
        substitute=substitute,
    )
    do(database, command)


def test_units_stand_below_those_they_hang_under(office: Database) -> None:
    tree = people.unit_tree(office, at=MONDAY)

    assert [(one.unit.id, one.depth, one.people) for one in tree] == [
        (GOVERNMENT, 0, 1),
        (DINAS, 1, 1),
        (COUNTER, 2, 1),
        (KECAMATAN, 1, 2),
    ]
    assert people.show_unit(office, COUNTER).parent == DINAS
    with pytest.raises(NotFound):
        people.show_unit(office, UnitId("tiada"))


def names(office: Database, **wanted: object) -> list[str]:
    asked = PeopleFilter(**wanted)  # type: ignore[arg-type]
    return [one.person.id for one in people.list_people(office, asked, at=MONDAY)]


def test_people_are_found_by_name_unit_and_role(office: Database) -> None:
    assert names(office) == ["budi", "hesti", "rini", "umi"]
    assert names(office, text="HEST") == ["hesti"]
    assert names(office, unit=DINAS) == ["hesti", "rini"]
    assert names(office, role=RoleId("loket"), unit=KECAMATAN) == ["rini"]
    assert names(office, person=BUDI) == ["budi"]


def test_who_left_is_listed_only_where_it_is_asked_for(office: Database) -> None:
    do(office, LetGo(by=UMI, person=BUDI))

    assert "budi" not in names(office)
    assert "budi" in names(office, over=True)


def test_a_person_is_shown_with_everything_of_theirs(office: Database) -> None:
    held = appoint(office, "budi", "loket", DINAS)
    dismiss(office, held, at=LATER)
    go_away(office, BUDI)

    rini = people.show_person(office, RINI, at=LATER)
    budi = people.show_person(office, BUDI, at=LATER)

    assert (rini.away, budi.away) == (True, False)
    assert [one.substitute for one in rini.absences] == ["budi"]
    assert {one.unit for one in rini.stood_in} == {COUNTER, KECAMATAN}
    assert {one.instead_of for one in budi.stands_in} == {"rini"}
    assert [one.until for one in budi.assignments] == [LATER]
    assert [one.event.__struct_config__.tag for one in budi.history] == [
        "person_added",
        "assignment_granted",
        "assignment_ended",
        "absence_declared",
        "substitute_named",
        "substitute_named",
    ]
    with pytest.raises(NotFound):
        people.show_person(office, PersonId("tiada"), at=LATER)


def test_what_is_held_now_or_later_is_listed_and_the_past_on_request(office: Database) -> None:
    dismiss(office, appoint(office, "budi", "loket", DINAS), at=LATER)

    def held(**wanted: object) -> list[tuple[str, str]]:
        asked = PeopleFilter(**wanted)  # type: ignore[arg-type]
        found = people.list_assignments(office, asked, at=LATER)
        return [(one.person, one.unit) for one in found]

    assert held(person=BUDI) == []
    assert held(person=BUDI, over=True) == [("budi", "dinas")]
    assert held(role=RoleId("kasi")) == [("hesti", "dinas"), ("hesti", "kecamatan")]
    assert ("rini", "dinas-loket") in held(unit=DINAS)


def test_who_is_away_and_who_stands_in_are_listed_for_both_of_them(office: Database) -> None:
    go_away(office, BUDI)

    def away(**wanted: object) -> list[str]:
        asked = PeopleFilter(**wanted)  # type: ignore[arg-type]
        return [one.person for one in people.list_absences(office, asked, at=MONDAY)]

    def standing_in(**wanted: object) -> set[str]:
        asked = PeopleFilter(**wanted)  # type: ignore[arg-type]
        return {one.unit for one in people.list_substitutions(office, asked, at=MONDAY)}

    assert away() == away(unit=DINAS) == away(person=RINI) == ["rini"]
    assert away(unit=GOVERNMENT) == ["rini"]
    assert away(person=BUDI) == []
    assert standing_in(person=RINI) == standing_in(person=BUDI) == {COUNTER, KECAMATAN}
    assert standing_in(unit=KECAMATAN, role=RoleId("loket")) == {KECAMATAN}
    assert standing_in(role=RoleId("kasi")) == set()


def test_the_history_tells_the_newest_first_of_a_person_of_a_unit_or_of_all(
    office: Database,
) -> None:
    do(office, ChangePerson(by=UMI, person=BUDI, name="Budi Santoso"))
    do(office, LetGo(by=UMI, person=BUDI))
    do(office, TakeBack(by=UMI, person=BUDI))
    title = Text(id="Loket Satu")
    do(office, ChangeUnit(by=UMI, unit=COUNTER, title=title, kind=UnitKind.COUNTER, parent=DINAS))
    go_away(office)
    (away,) = people.list_absences(office, PeopleFilter(), at=MONDAY)
    do(office, EndAbsence(by=Actor(person=RINI), person=RINI, absence=away.id))

    def told(limit: int = 50, **wanted: object) -> list[str]:
        asked = PeopleFilter(**wanted)  # type: ignore[arg-type]
        found = people.list_history(office, asked, limit=limit)
        return [str(one.event.__struct_config__.tag) for one in found]

    assert told(2) == ["absence_ended", "absence_declared"]
    assert told(person=BUDI) == [
        "person_returned",
        "person_left",
        "person_changed",
        "person_added",
    ]
    assert told(unit=COUNTER) == ["unit_changed", "assignment_granted", "unit_added"]
    assert told(person=RINI)[:2] == ["absence_ended", "absence_declared"]


def test_a_unit_that_was_closed_tells_of_it(office: Database) -> None:
    for person in ("rini", "hesti"):
        do(office, LetGo(by=SYSTEM, person=PersonId(person)))
    do(office, CloseUnit(by=UMI, unit=COUNTER))

    (closed, *_) = people.list_history(office, PeopleFilter(unit=COUNTER))

    assert unit_of(closed) == COUNTER
    assert people_of(closed) == frozenset()
