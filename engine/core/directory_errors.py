"""What the rules of the directory refuse. Part of the tree in `engine.core.errors`.

CommandRefused
├── Conflict
│   ├── UnitNotEmpty            somebody holds something there, or a unit hangs below it
│   ├── UnitGone / PersonGone   closed; works here no more
│   ├── UnitCycle               a unit would hang below itself
│   ├── NipTaken                the number belongs to somebody else
│   ├── HeldAlready             the same thing at the same time
│   ├── SubstitutionCycle       each would stand in for the other
│   ├── SubstituteAway          whoever is to stand in is away then
│   └── LastAdministrator       nobody would be left to give anybody a role
└── NotPermitted
    ├── SelfGrant               nobody gives anything to themselves
    ├── ServesMore              a role held in a section counts in the whole agency
    └── AuditorAlone            an auditor holds nothing beside it

Like those there they are answers, not faults.
"""

from datetime import datetime

from engine.core.errors import Conflict, NotPermitted
from engine.core.ids import PersonId, RoleId, UnitId


class UnitNotEmpty(Conflict):
    """A unit is closed when nobody holds anything there and no open unit hangs below it."""

    def __init__(
        self, unit: UnitId, *, held_by: tuple[PersonId, ...], below: tuple[UnitId, ...]
    ) -> None:
        self.unit, self.held_by, self.below = unit, held_by, below
        self.hint = "End what people hold there, and close or move the units below it, first."
        names = ", ".join((*held_by, *below)[:5])
        super().__init__(f"{unit} cannot be closed yet: {names}.")


class UnitGone(Conflict):
    """The unit is closed."""

    def __init__(self, unit: UnitId) -> None:
        self.unit = unit
        self.hint = "Take an open unit, or set up a new one."
        super().__init__(f"The unit {unit} is closed.")


class PersonGone(Conflict):
    """The person works here no more."""

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.hint = "Take them back first, if they have returned."
        super().__init__(f"{person} works here no more.")


class UnitCycle(Conflict):
    """A unit would hang below itself."""

    def __init__(self, way: tuple[UnitId, ...]) -> None:
        self.way = way
        self.hint = "Name a parent that does not lie below it."
        super().__init__(f"The units would hang in a circle: {' < '.join(way)}.")


class NipTaken(Conflict):
    """A civil servant's number belongs to one person."""

    def __init__(self, nip: str, owner: PersonId) -> None:
        self.nip, self.owner = nip, owner
        self.hint = "Look the number up again; whoever left and returns is taken back, not added."
        super().__init__(f"The NIP {nip} is that of {owner}.")


class HeldAlready(Conflict):
    """The same is held, or somebody is away, at the same time already."""

    def __init__(self, what: str, *, since: datetime, until: datetime | None) -> None:
        self.since, self.until = since, until
        self.hint = "End that first, or begin when it has ended."
        end = f" until {until.isoformat(timespec='seconds')}" if until else ""
        super().__init__(f"{what} already, since {since.isoformat(timespec='seconds')}{end}.")


class SubstitutionCycle(Conflict):
    """People would stand in for one another in a circle, so that nobody is there."""

    def __init__(self, way: tuple[PersonId, ...]) -> None:
        self.way = way
        self.hint = "Name somebody who is there for the whole of that time."
        super().__init__(f"At the same time each would stand in for the next: {' > '.join(way)}.")


class SubstituteAway(Conflict):
    """Whoever is to stand in is away at that time."""

    def __init__(self, person: PersonId, *, since: datetime, until: datetime) -> None:
        self.person, self.since, self.until = person, since, until
        self.hint = "Name somebody else, or let it begin when they are back."
        span = (
            f"from {since.isoformat(timespec='seconds')} to {until.isoformat(timespec='seconds')}"
        )
        super().__init__(f"{person} is away {span}.")


class LastAdministrator(Conflict):
    """Somebody must be left who can give people their roles."""

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.hint = (
            "Make somebody else administrator of a unit at the top first, without an end date."
        )
        super().__init__(f"{person} is the last administrator of the installation.")


class SelfGrant(NotPermitted):
    """Nobody gives anything to themselves."""

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.hint = "Another administrator must do it."
        super().__init__(f"{person} may not give anything to themselves.")


class ServesMore(NotPermitted):
    """A role held in a section or counter serves its agency: an administrator of that gives it."""

    def __init__(self, person: PersonId, role: RoleId, unit: UnitId, agency: UnitId) -> None:
        self.person, self.role, self.unit, self.agency = person, role, unit, agency
        self.hint = f"Ask an administrator of {agency}, or of a unit above it."
        super().__init__(
            f"{role} in {unit} serves all of {agency}, of which {person} is no administrator."
        )


class AuditorAlone(NotPermitted):
    """An auditor holds nothing else, so that nobody audits what they did themselves."""

    def __init__(self, person: PersonId, role: RoleId, beside: RoleId) -> None:
        self.person, self.role, self.beside = person, role, beside
        self.hint = "Give it to somebody else, or end the other first."
        super().__init__(f"{person} cannot have {role} beside {beside}: an auditor has only that.")
