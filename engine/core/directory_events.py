"""What happened to the directory. Past tense, never changed; a kind is never renamed."""

from datetime import datetime

from engine.core.commands import Actor
from engine.core.directory import Absence, Assignment, Person, Substitution, Unit
from engine.core.ids import AssignmentId, PersonId, SubstitutionId, UnitId
from engine.core.text import Frozen


class UnitAdded(Frozen, frozen=True, kw_only=True, tag="unit_added"):
    """A unit was set up."""

    unit: Unit


class UnitChanged(Frozen, frozen=True, kw_only=True, tag="unit_changed"):
    """A unit has another title, kind or place in the tree."""

    unit: Unit


class UnitClosed(Frozen, frozen=True, kw_only=True, tag="unit_closed"):
    """Nobody works there any more."""

    unit: UnitId


class PersonAdded(Frozen, frozen=True, kw_only=True, tag="person_added"):
    """Somebody joined."""

    person: Person


class PersonChanged(Frozen, frozen=True, kw_only=True, tag="person_changed"):
    """Somebody's name or way to be reached changed."""

    person: Person


class PersonLeft(Frozen, frozen=True, kw_only=True, tag="person_left"):
    """Somebody works here no more; what they held ended at the same instant."""

    person: PersonId
    reason: str = ""


class PersonReturned(Frozen, frozen=True, kw_only=True, tag="person_returned"):
    """Somebody who had left is back, with nothing of what was held before."""

    person: PersonId


class AssignmentGranted(Frozen, frozen=True, kw_only=True, tag="assignment_granted"):
    """A person got a role or a duty in a unit. `decree` is the paper that says so (SK)."""

    assignment: Assignment
    decree: str = ""


class AssignmentEnded(Frozen, frozen=True, kw_only=True, tag="assignment_ended"):
    """A person does not hold it from `until` on."""

    person: PersonId
    assignment: AssignmentId
    until: datetime
    reason: str = ""


class SubstituteNamed(Frozen, frozen=True, kw_only=True, tag="substitute_named"):
    """Somebody stands in for the holder of a role."""

    substitution: Substitution
    decree: str = ""


class SubstitutionEnded(Frozen, frozen=True, kw_only=True, tag="substitution_ended"):
    """Somebody does not stand in from `until` on."""

    substitute: PersonId
    substitution: SubstitutionId
    until: datetime
    reason: str = ""


class AbsenceDeclared(Frozen, frozen=True, kw_only=True, tag="absence_declared"):
    """Somebody is or will be away."""

    absence: Absence


class AbsenceEnded(Frozen, frozen=True, kw_only=True, tag="absence_ended"):
    """Somebody is back, or does not go, from `until` on; what follows from it ends too."""

    person: PersonId
    absence: int
    until: datetime


DirectoryEvent = (
    UnitAdded
    | UnitChanged
    | UnitClosed
    | PersonAdded
    | PersonChanged
    | PersonLeft
    | PersonReturned
    | AssignmentGranted
    | AssignmentEnded
    | SubstituteNamed
    | SubstitutionEnded
    | AbsenceDeclared
    | AbsenceEnded
)


class DirectoryRecorded(Frozen, frozen=True, kw_only=True):
    """An event in its place: which number, who, and when it was recorded (UTC)."""

    seq: int
    at: datetime
    by: Actor
    event: DirectoryEvent
