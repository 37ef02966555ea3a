"""How each event changes the directory. Total over every history that was ever recorded.

What has ended stays, with its end: who held what, and until when, is asked long afterwards.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from typing import TypeVar, assert_never

from msgspec.structs import replace

from engine.core.directory import Absence, Assignment, Directory, Person, Substitution
from engine.core.directory_events import (
    AbsenceDeclared,
    AbsenceEnded,
    AssignmentEnded,
    AssignmentGranted,
    DirectoryRecorded,
    PersonAdded,
    PersonChanged,
    PersonLeft,
    PersonReturned,
    SubstituteNamed,
    SubstitutionEnded,
    UnitAdded,
    UnitChanged,
    UnitClosed,
)
from engine.core.ids import PersonId

Span = TypeVar("Span", Assignment, Substitution, Absence)

_OfUnit = UnitAdded | UnitChanged | UnitClosed
_OfPerson = PersonAdded | PersonChanged | PersonLeft | PersonReturned
_OfRole = AssignmentGranted | AssignmentEnded
_OfSubstitution = SubstituteNamed | SubstitutionEnded
_OfAbsence = AbsenceDeclared | AbsenceEnded


def replay_directory(history: Iterable[DirectoryRecorded]) -> Directory:
    """The directory after these events, which are all there are, in order."""
    return reduce(evolve_directory, history, Directory())


def evolve_directory(directory: Directory, recorded: DirectoryRecorded) -> Directory:
    """The directory after one more event."""
    changed = _changed(directory, recorded)
    return replace(changed, seq=recorded.seq, last_at=recorded.at)


def _changed(directory: Directory, recorded: DirectoryRecorded) -> Directory:
    match recorded.event:
        case UnitAdded() | UnitChanged() | UnitClosed() as event:
            return _unit(directory, event, recorded.at)
        case PersonAdded() | PersonChanged() | PersonLeft() | PersonReturned() as event:
            return _person(directory, event, recorded.at)
        case AssignmentGranted() | AssignmentEnded() as event:
            return _role(directory, event)
        case SubstituteNamed() | SubstitutionEnded() as event:
            return _substitution(directory, event)
        case AbsenceDeclared() | AbsenceEnded() as event:
            return _absence(directory, event)
        case _:
            assert_never(recorded.event)


def _unit(directory: Directory, event: _OfUnit, at: datetime) -> Directory:
    match event:
        case UnitAdded(unit=unit) | UnitChanged(unit=unit):
            changed = unit
        case UnitClosed(unit=name):
            changed = replace(directory.units[name], closed_at=at)
        case _:
            assert_never(event)
    return replace(directory, units={**directory.units, changed.id: changed})


def _person(directory: Directory, event: _OfPerson, at: datetime) -> Directory:
    match event:
        case PersonAdded(person=person) | PersonChanged(person=person):
            return _with_person(directory, person)
        case PersonLeft(person=name):
            left = replace(directory.people[name], left_at=at)
            return _without(_with_person(directory, left), name, at)
        case PersonReturned(person=name):
            return _with_person(directory, replace(directory.people[name], left_at=None))
        case _:
            assert_never(event)


def _with_person(directory: Directory, person: Person) -> Directory:
    return replace(directory, people={**directory.people, person.id: person})


def _without(directory: Directory, gone: PersonId, at: datetime) -> Directory:
    """Nothing of somebody who leaves goes on; a Plt for their post does, until a successor."""

    def over(one: Substitution) -> bool:
        return one.substitute == gone or (one.kind == "plh" and one.instead_of == gone)

    return replace(
        directory,
        assignments=_each(
            directory.assignments, lambda one: _ended(one, at) if one.person == gone else one
        ),
        substitutions=_each(
            directory.substitutions, lambda one: _ended(one, at) if over(one) else one
        ),
        absences=_each(directory.absences, lambda one: _absence_without(one, gone, at)),
    )


def _absence_without(absence: Absence, gone: PersonId, at: datetime) -> Absence:
    if absence.person == gone:
        return _ended(absence, at)
    return replace(absence, substitute=None) if absence.substitute == gone else absence


def _ended(span: Span, until: datetime) -> Span:
    """Over from `until` on, or before it began; what is over already stays as it ended."""
    end: datetime | None = span.until
    if end is not None and end <= until:
        return span
    return replace(span, until=max(span.since, until))


def _each(
    spans: Mapping[PersonId, tuple[Span, ...]], change: Callable[[Span], Span]
) -> dict[PersonId, tuple[Span, ...]]:
    return {person: tuple(change(one) for one in held) for person, held in spans.items()}


def _role(directory: Directory, event: _OfRole) -> Directory:
    match event:
        case AssignmentGranted(assignment=granted):
            held = (*directory.assignments.get(granted.person, ()), granted)
            person, numbers = granted.person, max(directory.numbers, granted.id)
        case AssignmentEnded(person=person, assignment=number, until=until):
            before, numbers = directory.assignments[person], directory.numbers
            held = tuple(replace(a, until=until) if a.id == number else a for a in before)
        case _:
            assert_never(event)
    assignments = {**directory.assignments, person: held}
    return replace(directory, assignments=assignments, numbers=numbers)


def _substitution(directory: Directory, event: _OfSubstitution) -> Directory:
    match event:
        case SubstituteNamed(substitution=named):
            held = (*directory.substitutions.get(named.substitute, ()), named)
            person, numbers = named.substitute, max(directory.numbers, named.id)
        case SubstitutionEnded(substitute=person, substitution=number, until=until):
            before, numbers = directory.substitutions[person], directory.numbers
            held = tuple(replace(s, until=until) if s.id == number else s for s in before)
        case _:
            assert_never(event)
    substitutions = {**directory.substitutions, person: held}
    return replace(directory, substitutions=substitutions, numbers=numbers)


def _absence(directory: Directory, event: _OfAbsence) -> Directory:
    match event:
        case AbsenceDeclared(absence=declared):
            away = (*directory.absences.get(declared.person, ()), declared)
            absences = {**directory.absences, declared.person: away}
            numbers = max(directory.numbers, declared.id)
            return replace(directory, absences=absences, numbers=numbers)
        case AbsenceEnded(person=person, absence=number, until=until):
            away = tuple(
                replace(a, until=until) if a.id == number else a for a in directory.absences[person]
            )
            return replace(
                directory,
                absences={**directory.absences, person: away},
                substitutions=_each(
                    directory.substitutions,
                    lambda one: _ended(one, until) if one.absence == number else one,
                ),
            )
        case _:
            assert_never(event)
