"""Questions about the directory: units as a tree, people and what they hold, and what changed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from engine.core.directory import (
    Absence,
    Assignment,
    Directory,
    Person,
    Substitution,
    Unit,
)
from engine.core.directory_events import DirectoryRecorded
from engine.core.directory_spans import in_force, to_come
from engine.core.errors import NotFound
from engine.core.handover import is_away
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.standing import units_within
from engine.core.text import Frozen
from engine.service import directory
from engine.service.database import Database
from engine.service.people_events import people_of, unit_of
from engine.service.people_sight import Sight, is_seen
from engine.store import queues

MOST_TOLD = 50

AnyDated = Assignment | Substitution | Absence
"""What holds from one instant to another."""


class UnitLine(Frozen, frozen=True, kw_only=True):
    """A unit in the tree; `depth` 0 stands at the top. `people` work there now, by any role."""

    unit: Unit
    depth: int
    people: int


class PersonLine(Frozen, frozen=True, kw_only=True):
    """A person in a list, with what they hold now."""

    person: Person
    away: bool
    holds: tuple[Assignment, ...]


class PersonView(Frozen, frozen=True, kw_only=True):
    """Everything about one person, past and to come, the newest last.

    `stands_in` are the times this person stands in for others, `stood_in` those others do for
    them. `tasks` are open tasks in their hands. `history` is what changed of them, in order.
    """

    person: Person
    away: bool
    tasks: int
    assignments: tuple[Assignment, ...]
    stands_in: tuple[Substitution, ...]
    stood_in: tuple[Substitution, ...]
    absences: tuple[Absence, ...]
    history: tuple[DirectoryRecorded, ...]


class PeopleFilter(Frozen, frozen=True, kw_only=True):
    """Which people, or whose spans: of a unit and all below, with a role, with `text` in the name.

    `within`: of these units only. `sight`: only what somebody sees of the directory. `over`: also
    who left, and what has ended.
    """

    person: PersonId | None = None
    unit: UnitId | None = None
    role: RoleId | None = None
    within: frozenset[UnitId] | None = None
    sight: Sight | None = None
    text: str = ""
    over: bool = False


def unit_tree(database: Database, *, at: datetime) -> tuple[UnitLine, ...]:
    """All units, each above those below it, those beside each other by id."""
    now = directory.current(database)
    below: dict[UnitId | None, list[Unit]] = {}
    for unit in sorted(now.units.values(), key=lambda one: one.id):
        below.setdefault(unit.parent, []).append(unit)
    counts = _people_by_unit(now, at)

    def lines(parent: UnitId | None, depth: int) -> Iterator[UnitLine]:
        for unit in below.get(parent, ()):
            yield UnitLine(unit=unit, depth=depth, people=len(counts.get(unit.id, ())))
            yield from lines(unit.id, depth + 1)

    return tuple(lines(None, 0))


def _people_by_unit(now: Directory, at: datetime) -> dict[UnitId, set[PersonId]]:
    found: dict[UnitId, set[PersonId]] = {}
    for held in _all(now.assignments.values()):
        if in_force(held, at):
            found.setdefault(held.unit, set()).add(held.person)
    return found


def show_unit(database: Database, unit: UnitId) -> Unit:
    """One unit.

    Raises:
        NotFound: there is none of that id.
    """
    found = directory.current(database).units.get(unit)
    if found is None:
        raise NotFound("unit", unit, hint="`alur unit list` shows which there are.")
    return found


def list_people(
    database: Database, wanted: PeopleFilter, *, at: datetime
) -> tuple[PersonLine, ...]:
    """People by name, with what they hold at `at`."""
    now = directory.current(database)
    held = {one.person for one in list_assignments(database, wanted, at=at)}
    is_by_role = wanted.unit is not None or wanted.role is not None
    found = (
        PersonLine(
            person=one,
            away=is_away(now, one.id, at),
            holds=tuple(
                held
                for held in now.assignments.get(one.id, ())
                if in_force(held, at) and (wanted.sight is None or held.unit in wanted.sight.units)
            ),
        )
        for one in now.people.values()
        if (wanted.sight is None or one.id in wanted.sight.people)
        and (wanted.over or one.left_at is None)
        and wanted.text.lower() in f"{one.id} {one.name} {one.nip}".lower()
        and (not is_by_role or one.id in held)
        and wanted.person in {None, one.id}
    )
    return tuple(sorted(found, key=lambda line: (line.person.name.lower(), line.person.id)))


def show_person(
    database: Database, person: PersonId, *, at: datetime, sight: Sight | None = None
) -> PersonView:
    """All about one person, of whatever unit it is.

    Raises:
        NotFound: there is none of that id, or none within sight: the two cannot be told apart.
    """
    now = directory.current(database)
    known = now.people.get(person)
    if known is None or (sight is not None and person not in sight.people):
        raise NotFound("person", person, hint="`alur person list` shows who there is.")
    held = database.store.read(lambda reader: tuple(queues.in_hands_of(reader, person)))
    wanted = PeopleFilter(person=person, over=True)
    return PersonView(
        person=known,
        away=is_away(now, person, at),
        tasks=len({(one.case_id, one.activation) for one in held if one.assignee == person}),
        assignments=now.assignments.get(person, ()),
        stands_in=now.substitutions.get(person, ()),
        stood_in=tuple(one for one in _all(now.substitutions.values()) if one.instead_of == person),
        absences=now.absences.get(person, ()),
        history=list_history(database, wanted, limit=MOST_TOLD)[::-1],
    )


def list_assignments(
    database: Database, wanted: PeopleFilter, *, at: datetime
) -> tuple[Assignment, ...]:
    """Roles and duties held at `at` or to come, with `over` those of the past, too."""
    now = directory.current(database)
    units = _units(now, wanted)
    return tuple(
        one
        for one in _all(now.assignments.values())
        if (wanted.over or to_come(one, at))
        and wanted.person in {None, one.person}
        and wanted.role in {None, one.role}
        and (units is None or one.unit in units)
    )


def list_substitutions(
    database: Database, wanted: PeopleFilter, *, at: datetime
) -> tuple[Substitution, ...]:
    """Who stands in for whom at `at` or later; `person` may be either of the two."""
    now = directory.current(database)
    units = _units(now, wanted)
    return tuple(
        one
        for one in _all(now.substitutions.values())
        if (wanted.over or to_come(one, at))
        and wanted.person in {None, one.substitute, one.instead_of}
        and wanted.role in {None, one.role}
        and (units is None or one.unit in units)
    )


def list_absences(database: Database, wanted: PeopleFilter, *, at: datetime) -> tuple[Absence, ...]:
    """Who is away at `at` or will be."""
    now = directory.current(database)
    units = _units(now, wanted)
    works = None if units is None else _who_works_in(now, units)
    return tuple(
        one
        for one in _all(now.absences.values())
        if (wanted.over or to_come(one, at))
        and wanted.person in {None, one.person}
        and (works is None or one.person in works)
    )


def _units(now: Directory, wanted: PeopleFilter) -> frozenset[UnitId] | None:
    sight = None if wanted.sight is None else wanted.sight.units
    asked = None if wanted.unit is None else units_within(now, wanted.unit)
    limits = [one for one in (asked, wanted.within, sight) if one is not None]
    return frozenset.intersection(*limits) if limits else None


def _who_works_in(now: Directory, units: frozenset[UnitId]) -> frozenset[PersonId]:
    return frozenset(one.person for one in _all(now.assignments.values()) if one.unit in units)


_Dated = TypeVar("_Dated", Assignment, Substitution, Absence)


def _all(held: Iterable[tuple[_Dated, ...]]) -> list[_Dated]:
    return sorted((one for some in held for one in some), key=lambda one: (one.since, one.id))


def list_history(
    database: Database, wanted: PeopleFilter, *, limit: int = MOST_TOLD
) -> tuple[DirectoryRecorded, ...]:
    """What changed and who changed it, the newest first: of a person, of a unit, or all of it."""
    now, found = directory.current(database), list[DirectoryRecorded]()
    for entry in reversed(directory.history(database)):
        one = entry.recorded
        if wanted.person is not None and wanted.person not in people_of(one):
            continue
        if wanted.unit is not None and unit_of(one) != wanted.unit:
            continue
        if wanted.sight is not None and not is_seen(now, wanted.sight, one):
            continue
        found.append(one)
        if len(found) == limit:
            break
    return tuple(found)
