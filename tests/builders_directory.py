"""A small office for tests of the directory: units, people, and what is asked of them."""

from datetime import datetime, timedelta

from builders import MONDAY

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Directory, Duty, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    DeclareAbsence,
    GrantAssignment,
    NameSubstitute,
)
from engine.core.directory_decide import decide_directory
from engine.core.directory_events import DirectoryRecorded
from engine.core.directory_evolve import evolve_directory
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from engine.core.text import Text

KECAMATAN = UnitId("kecamatan")
SEKSI = UnitId("seksi")
LOKET = UnitId("loket-satu")
KELURAHAN = UnitId("kelurahan")
"""An agency below the kecamatan, with SOPs and staff of its own."""

ADMIN = PersonId("admin")
DAY = timedelta(days=1)


def by(person: str) -> Actor:
    return Actor(person=PersonId(person), via="test")


class Office:
    """A directory and all that was ever recorded of it."""

    def __init__(self) -> None:
        self.directory = Directory()
        self.events: list[DirectoryRecorded] = []
        self.now = MONDAY

    def do(self, command: AnyDirectoryCommand) -> tuple[DirectoryRecorded, ...]:
        recorded = decide_directory(self.directory, command, at=self.now)
        for one in recorded:
            self.directory = evolve_directory(self.directory, one)
        self.events.extend(recorded)
        return recorded

    def unit(self, unit: UnitId, parent: UnitId | None, kind: UnitKind) -> None:
        self.do(AddUnit(by=SYSTEM, unit=unit, title=Text(id=unit), kind=kind, parent=parent))

    def join(self, *people: str) -> None:
        for name in people:
            self.do(AddPerson(by=SYSTEM, person=PersonId(name), name=name.capitalize()))

    def give(  # noqa: PLR0913  # all that an assignment says
        self,
        person: str,
        role: str,
        unit: UnitId = KECAMATAN,
        *,
        as_: Actor = SYSTEM,
        sop: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> AssignmentId:
        granted = GrantAssignment(
            by=as_,
            person=PersonId(person),
            role=RoleId(role),
            unit=unit,
            sop=None if sop is None else SopId(sop),
            since=since,
            until=until,
        )
        self.do(granted)
        return self.directory.assignments[PersonId(person)][-1].id

    def stand_in(  # noqa: PLR0913  # all that a substitution says
        self,
        substitute: str,
        instead_of: str,
        role: str,
        unit: UnitId = KECAMATAN,
        *,
        kind: str = "plh",
        as_: Actor = SYSTEM,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> SubstitutionId:
        named = NameSubstitute(
            by=as_,
            kind=kind,  # type: ignore[arg-type]  # one of the two
            substitute=PersonId(substitute),
            instead_of=PersonId(instead_of),
            role=RoleId(role),
            unit=unit,
            since=since,
            until=until,
        )
        self.do(named)
        return self.directory.substitutions[PersonId(substitute)][-1].id

    def away(
        self,
        person: str,
        substitute: str | None = None,
        *,
        as_: Actor | None = None,
        since: datetime | None = None,
        days: int = 5,
    ) -> int:
        begin = since or self.now
        declared = DeclareAbsence(
            by=as_ or by(person),
            person=PersonId(person),
            since=since,
            until=begin + days * DAY,
            substitute=None if substitute is None else PersonId(substitute),
        )
        self.do(declared)
        return self.directory.absences[PersonId(person)][-1].id


def an_office() -> Office:
    """A kecamatan with a section, a counter and a kelurahan; one administrator, four people."""
    office = Office()
    office.unit(KECAMATAN, None, UnitKind.AGENCY)
    office.unit(SEKSI, KECAMATAN, UnitKind.SECTION)
    office.unit(LOKET, SEKSI, UnitKind.COUNTER)
    office.unit(KELURAHAN, KECAMATAN, UnitKind.AGENCY)
    office.join(ADMIN, "rini", "budi", "sari", "dewi")
    office.give(ADMIN, Duty.ADMINISTRATOR)
    return office
