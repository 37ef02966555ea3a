"""The office of the demonstration: people with places, duties and leave, whom the rules let act."""

from datetime import timedelta
from pathlib import Path

import pytest
from playing import UNTIL, Stage, beside, database_at, script

from engine.core.directory import Absence, Directory, Duty, UnitKind
from engine.core.directory_events import AbsenceDeclared
from engine.core.standing import standings
from engine.demo.load import load
from engine.demo.office import PeopleWorkHere
from engine.demo.play import first_day
from engine.service.directory import current, history
from engine.service.founding import ADMINISTRATOR, found, top_of
from engine.service.library import registers
from engine.service.queries import tally

BEGIN = first_day(script())


@pytest.fixture(scope="module")
def directory(stage: Stage) -> Directory:
    return current(stage.database)


@pytest.fixture(scope="module")
def leaves(stage: Stage) -> list[Absence]:
    events = (one.recorded.event for one in history(stage.database))
    return [one.absence for one in events if isinstance(one, AbsenceDeclared)]


def test_units_are_a_tree_of_agencies_sections_and_counters(directory: Directory) -> None:
    kinds = {kind: [u for u in directory.units.values() if u.kind is kind] for kind in UnitKind}

    assert len(kinds[UnitKind.COUNTER]) == len(kinds[UnitKind.SECTION]) == 9
    assert [one.id for one in directory.units.values() if one.parent is None] == [top_of(directory)]
    for below, above in (("COUNTER", "SECTION"), ("SECTION", "AGENCY")):
        for unit in kinds[UnitKind[below]]:
            assert unit.parent is not None
            assert directory.units[unit.parent].kind is UnitKind[above]


def test_everybody_holds_one_thing_from_before_the_play(directory: Directory) -> None:
    for person in directory.people:
        held = [one for one in standings(directory, person, BEGIN) if one.kind == "own"]
        assert len(held) == 1


def test_every_duty_is_held_by_somebody_of_its_own_at_the_top(directory: Directory) -> None:
    duties = [
        (one.role, one.unit, person)
        for person, held in directory.assignments.items()
        for one in held
        if ":" in one.role
    ]

    assert sorted(role for role, _, _ in duties) == sorted(duty.value for duty in Duty)
    assert {unit for _, unit, _ in duties} == {top_of(directory)}
    assert len({person for _, _, person in duties}) == len(Duty)


def test_nips_have_the_right_shape_and_belong_to_one_person(directory: Directory) -> None:
    nips = [one.nip for one in directory.people.values()]

    assert len(set(nips)) == len(nips) == len(directory.people)
    assert all(len(nip) == 18 and nip[6:8] == nip[12:14] == "00" for nip in nips)


def test_two_heads_are_away_in_the_play_and_their_deputies_act_for_them(
    stage: Stage, leaves: list[Absence]
) -> None:
    assert len(leaves) == 2
    acted = {
        (one.by.person, one.by.acting_for)
        for one in stage.events
        if one.by.acting_for in {leave.person for leave in leaves}
    }

    assert acted == {(leave.substitute, leave.person) for leave in leaves}


def test_nobody_acts_while_away_nor_for_somebody_who_is_there(
    stage: Stage, leaves: list[Absence]
) -> None:
    for leave in leaves:
        assert BEGIN < leave.since < leave.until < UNTIL
        for one in stage.events:
            is_away = leave.since <= one.at < leave.until
            assert one.by.person != leave.person or not is_away
            assert one.by.acting_for != leave.person or is_away


def test_whoever_acts_says_in_which_unit(stage: Stage, directory: Directory) -> None:
    units = {one.by.unit for one in stage.events if one.by.person != "alur"}

    assert None not in units
    assert {UnitKind.AGENCY, UnitKind.SECTION, UnitKind.COUNTER} == {
        directory.units[unit].kind for unit in units if unit is not None
    }


def test_another_play_finds_its_people_there(tmp_path: Path) -> None:
    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        load(database, settings, script(cases=1))
        before = history(database)

        played = load(database, settings, script(seed=8, cases=2), add=True)

        assert history(database) == before
        assert played.refused == 0


def test_a_founded_demonstration_needs_no_first_administrator(tmp_path: Path) -> None:
    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        load(database, settings, script(cases=1))

        founded = found(database, at=UNTIL, units=registers(settings.definitions).units)

        assert (founded.units, founded.administrator) == ((), None)


def test_made_up_people_do_not_join_a_real_office(tmp_path: Path) -> None:
    settings = beside(tmp_path / "alur.db")
    with database_at(tmp_path / "alur.db") as database:
        found(database, at=UNTIL + timedelta(days=2))

        with pytest.raises(PeopleWorkHere):
            load(database, settings, script(cases=2))

        assert tally(database).total == 0
        assert set(current(database).people) == {ADMINISTRATOR}
