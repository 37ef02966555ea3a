"""Whom administrators and auditors see in the directory: people of the units of their duty.

What lies beyond is answered as if it were not there.
"""

from datetime import datetime

from engine.core.directory import Directory, Duty
from engine.core.directory_events import (
    AssignmentEnded,
    DirectoryRecorded,
    PersonAdded,
    SubstitutionEnded,
)
from engine.core.directory_spans import held_by, to_come
from engine.core.ids import PersonId, UnitId
from engine.core.permit import duty_of
from engine.core.standing import standings, units_within
from engine.core.text import Frozen
from engine.service import directory
from engine.service.database import Database
from engine.service.people_events import people_of, unit_of

_SEES = frozenset({Duty.ADMINISTRATOR, Duty.AUDITOR})


class Sight(Frozen, frozen=True, kw_only=True):
    """What somebody sees of the directory: these units, and these people."""

    units: frozenset[UnitId]
    people: frozenset[PersonId]


def sight(database: Database, viewer: PersonId, *, at: datetime) -> Sight:
    """What `viewer` sees, by the duties they hold at `at`.

    People are seen where they hold anything now or later; who holds nothing any more, where they
    last did; who never held anything, at a top of the installation and by whoever added them.
    """
    now = directory.current(database)
    units = _units(now, viewer, at)
    seen, unplaced = set[PersonId](), set[PersonId]()
    for person in now.people:
        places = _places(now, person, at)
        if not places:
            unplaced.add(person)
        elif not units.isdisjoint(places):
            seen.add(person)
    if not any(now.units[unit].parent is None for unit in units):
        unplaced &= _added_by(database, viewer) if unplaced else set()
    return Sight(units=units, people=frozenset(seen | unplaced))


def _units(now: Directory, viewer: PersonId, at: datetime) -> frozenset[UnitId]:
    held = [one for one in standings(now, viewer, at) if duty_of(one.role) in _SEES]
    seen = {unit for one in held for unit in units_within(now, one.unit)}
    if any(
        duty_of(one.role) is Duty.ADMINISTRATOR and now.units[one.unit].parent is None
        for one in held
    ):
        seen.update(*(units_within(now, top) for top in _left_alone(now, at)))
    return frozenset(seen)


def _left_alone(now: Directory, at: datetime) -> frozenset[UnitId]:
    """The tops without an administrator of their own: those of the other tops look after them."""
    tops = {one.id for one in now.units.values() if one.parent is None}
    for person in now.people:
        tops -= {
            one.unit
            for one in standings(now, person, at)
            if duty_of(one.role) is Duty.ADMINISTRATOR
        }
    return frozenset(tops)


def _places(now: Directory, person: PersonId, at: datetime) -> frozenset[UnitId]:
    """Where somebody belongs; empty: they never held anything."""
    held = held_by(now, person)
    current = frozenset(one.unit for one in held if to_come(one, at))
    if current or not held:
        return current
    last = max(one.until for one in held if one.until is not None)
    return frozenset(one.unit for one in held if one.until == last)


def _added_by(database: Database, viewer: PersonId) -> frozenset[PersonId]:
    told = (entry.recorded for entry in directory.history(database))
    return frozenset(
        one.event.person.id
        for one in told
        if isinstance(one.event, PersonAdded) and one.by.person == viewer
    )


def is_seen(now: Directory, seen: Sight, one: DirectoryRecorded) -> bool:
    """Whether a change is told: one of a unit that is seen, else of somebody who is."""
    unit = unit_of(one) or _where_it_ended(now, one)
    return unit in seen.units if unit else not seen.people.isdisjoint(people_of(one))


def _where_it_ended(now: Directory, one: DirectoryRecorded) -> UnitId | None:
    match one.event:
        case AssignmentEnded(person=person, assignment=number):
            held = now.assignments.get(person, ())
            return next((place.unit for place in held if place.id == number), None)
        case SubstitutionEnded(substitute=person, substitution=number):
            named = now.substitutions.get(person, ())
            return next((place.unit for place in named if place.id == number), None)
        case _:
            return None
