"""Whom and what a change of the directory is about."""

from engine.core.directory import Absence
from engine.core.directory_events import (
    AssignmentGranted,
    DirectoryRecorded,
    PersonAdded,
    PersonChanged,
    SubstituteNamed,
    UnitAdded,
    UnitChanged,
)
from engine.core.ids import PersonId, UnitId


def people_of(one: DirectoryRecorded) -> frozenset[PersonId]:
    """Whom an event is about; not who did it."""
    match one.event:
        case PersonAdded(person=person) | PersonChanged(person=person):
            return frozenset({person.id})
        case AssignmentGranted(assignment=held):
            return frozenset({held.person})
        case SubstituteNamed(substitution=named):
            return frozenset({named.substitute, named.instead_of})
        case event:
            absence = getattr(event, "absence", None)
            if isinstance(absence, Absence):
                return frozenset({absence.person, absence.substitute or absence.person})
            names = (getattr(event, name, None) for name in ("person", "substitute"))
            return frozenset(PersonId(name) for name in names if name)


def unit_of(one: DirectoryRecorded) -> UnitId | None:
    """Which unit an event is about, if about one."""
    match one.event:
        case UnitAdded(unit=unit) | UnitChanged(unit=unit):
            return unit.id
        case AssignmentGranted(assignment=held):
            return held.unit
        case SubstituteNamed(substitution=named):
            return named.unit
        case event:
            closed = getattr(event, "unit", None)
            return None if closed is None else UnitId(closed)
