"""Who works where: units, people, the roles they hold, who stands in for whom, who is away.

The directory is one value for the whole installation, folded from its own append-only history
(`directory_events`), as a case is from its. Every span of time is half open: from `since`,
inclusive, to `until`, exclusive; None means with no end in sight. Instants are UTC.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from engine.core.text import Frozen, Text


class Duty(StrEnum):
    """What a person may do beside the roles of the SOPs, held like a role, in a unit.

    The colon keeps them apart: no role of an SOP can carry such a name.
    """

    ADMINISTRATOR = "alur:administrator"
    """Looks after people and accounts; sees no cases by it."""
    AUDITOR = "alur:auditor"
    """Reads everything, changes nothing; holds nothing beside it."""
    MANAGER = "alur:manager"
    """Watches the service: deviations, dispositions, extensions, figures."""
    SUPERVISOR = "alur:supervisor"
    """Hands tasks out and takes them back."""
    AUTHOR = "alur:author"
    """Writes SOP versions."""
    APPROVER = "alur:approver"
    """Puts SOP versions into force that somebody else wrote."""
    PRIVACY = "alur:privacy"
    """Answers for personal data: erasure, and who saw what. Source: UU 27/2022 art. 53."""
    OPERATOR = "alur:operator"
    """Keeps the system running: incidents, figures of the machines; a service account may."""
    ARCHIVIST = "alur:archivist"
    """Keeps the records of closed cases, and proposes which are destroyed. Source: UU 43/2009."""


class UnitKind(StrEnum):
    """What kind of unit: an agency (OPD), a section of it, a counter."""

    AGENCY = "agency"
    SECTION = "section"
    COUNTER = "counter"


class Unit(Frozen, frozen=True, kw_only=True):
    """A place people work in. `parent` None: it stands at the top."""

    id: UnitId
    title: Text
    kind: UnitKind = UnitKind.AGENCY
    parent: UnitId | None = None
    closed_at: datetime | None = None


class Person(Frozen, frozen=True, kw_only=True):
    """Somebody who works here, or (`machine`) a program that acts under a name of its own.

    `nip` is the civil servant's number (18 digits), where there is one; no two people share it.
    """

    id: PersonId
    name: str
    nip: str = ""
    email: str = ""
    phone: str = ""
    machine: bool = False
    left_at: datetime | None = None


class Assignment(Frozen, frozen=True, kw_only=True):
    """A role (or a duty) that a person holds in a unit, for one SOP only where `sop` says so."""

    id: AssignmentId
    person: PersonId
    role: RoleId
    unit: UnitId
    since: datetime
    until: datetime | None = None
    sop: SopId | None = None


class Substitution(Frozen, frozen=True, kw_only=True):
    """Somebody stands in for the holder of a role: Plh while away, Plt until a successor.

    `absence`: the absence that brought it about; it ends with that.
    """

    id: SubstitutionId
    kind: Literal["plh", "plt"]
    substitute: PersonId
    instead_of: PersonId
    role: RoleId
    unit: UnitId
    since: datetime
    until: datetime | None = None
    absence: int | None = None


class AbsenceReason(StrEnum):
    """Why somebody is away. Nothing of somebody's health is kept beyond `sick`."""

    LEAVE = "leave"
    TRAVEL = "travel"
    TRAINING = "training"
    SICK = "sick"
    OTHER = "other"


class Absence(Frozen, frozen=True, kw_only=True):
    """A person is away; `substitute` gets what waits for them, None: it goes to the queue."""

    id: int
    person: PersonId
    since: datetime
    until: datetime
    reason: AbsenceReason = AbsenceReason.LEAVE
    substitute: PersonId | None = None


class Directory(Frozen, frozen=True, kw_only=True):
    """Everybody and everything after the first `seq` events.

    `assignments`, `substitutions` and `absences` lie under the person they speak of: who holds the
    role, who substitutes, who is away. `numbers` is how many of the three were ever numbered.
    """

    seq: int = 0
    last_at: datetime | None = None
    units: Mapping[UnitId, Unit] = {}
    people: Mapping[PersonId, Person] = {}
    assignments: Mapping[PersonId, tuple[Assignment, ...]] = {}
    substitutions: Mapping[PersonId, tuple[Substitution, ...]] = {}
    absences: Mapping[PersonId, tuple[Absence, ...]] = {}
    numbers: int = 0

    @property
    def founded(self) -> bool:
        """Whether there is anybody at all: before that, nobody could be told from anybody."""
        return bool(self.people)
