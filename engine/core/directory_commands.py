"""What is asked of the directory. Imperative; a command is a wish, not a fact.

`by` is who asks: an administrator of the unit, for some commands the person concerned or a
supervisor; `SYSTEM` founds an installation. `since` None means now. Instants are aware UTC.
"""

from datetime import datetime
from typing import Literal

from engine.core.commands import Actor
from engine.core.directory import AbsenceReason, UnitKind
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from engine.core.text import Frozen, Text


class DirectoryCommand(Frozen, frozen=True, kw_only=True):
    """What every command carries."""

    by: Actor


class AddUnit(DirectoryCommand, frozen=True, kw_only=True, tag="add_unit"):
    """Set up a unit under `parent`."""

    unit: UnitId
    title: Text
    kind: UnitKind = UnitKind.AGENCY
    parent: UnitId | None = None


class ChangeUnit(DirectoryCommand, frozen=True, kw_only=True, tag="change_unit"):
    """Say anew what a unit is called, of what kind it is and where it hangs in the tree."""

    unit: UnitId
    title: Text
    kind: UnitKind
    parent: UnitId | None


class CloseUnit(DirectoryCommand, frozen=True, kw_only=True, tag="close_unit"):
    """Close a unit in which nobody holds anything and under which no open unit hangs."""

    unit: UnitId


class AddPerson(DirectoryCommand, frozen=True, kw_only=True, tag="add_person"):
    """Let somebody join."""

    person: PersonId
    name: str
    nip: str = ""
    email: str = ""
    phone: str = ""
    machine: bool = False


class ChangePerson(DirectoryCommand, frozen=True, kw_only=True, tag="change_person"):
    """Say anew what somebody is called and how they are reached."""

    person: PersonId
    name: str
    nip: str = ""
    email: str = ""
    phone: str = ""


class LetGo(DirectoryCommand, frozen=True, kw_only=True, tag="let_go"):
    """Somebody leaves: whatever they hold ends."""

    person: PersonId
    reason: str = ""


class TakeBack(DirectoryCommand, frozen=True, kw_only=True, tag="take_back"):
    """Somebody who left comes back."""

    person: PersonId


class GrantAssignment(DirectoryCommand, frozen=True, kw_only=True, tag="grant_assignment"):
    """Give a person a role or a duty in a unit."""

    person: PersonId
    role: RoleId
    unit: UnitId
    sop: SopId | None = None
    since: datetime | None = None
    until: datetime | None = None
    decree: str = ""


class EndAssignment(DirectoryCommand, frozen=True, kw_only=True, tag="end_assignment"):
    """Take it away again, now or from `until` on."""

    person: PersonId
    assignment: AssignmentId
    until: datetime | None = None
    reason: str = ""


class NameSubstitute(DirectoryCommand, frozen=True, kw_only=True, tag="name_substitute"):
    """Let somebody stand in for the holder of a role."""

    kind: Literal["plh", "plt"]
    substitute: PersonId
    instead_of: PersonId
    role: RoleId
    unit: UnitId
    since: datetime | None = None
    until: datetime | None = None
    decree: str = ""


class EndSubstitution(DirectoryCommand, frozen=True, kw_only=True, tag="end_substitution"):
    """Let somebody stand in no more, now or from `until` on."""

    substitute: PersonId
    substitution: SubstitutionId
    until: datetime | None = None
    reason: str = ""


class DeclareAbsence(DirectoryCommand, frozen=True, kw_only=True, tag="declare_absence"):
    """Say that somebody is away; the substitute stands in for every role they hold (Plh)."""

    person: PersonId
    since: datetime | None = None
    until: datetime
    reason: AbsenceReason = AbsenceReason.LEAVE
    substitute: PersonId | None = None


class EndAbsence(DirectoryCommand, frozen=True, kw_only=True, tag="end_absence"):
    """Say that somebody is back, or does not go at all."""

    person: PersonId
    absence: int


AnyDirectoryCommand = (
    AddUnit
    | ChangeUnit
    | CloseUnit
    | AddPerson
    | ChangePerson
    | LetGo
    | TakeBack
    | GrantAssignment
    | EndAssignment
    | NameSubstitute
    | EndSubstitution
    | DeclareAbsence
    | EndAbsence
)
