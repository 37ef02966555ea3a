"""People of a small office for tests: units, who works there, and what they hold."""

from datetime import datetime

from offices import MONDAY

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Assignment, Duty, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    EndAssignment,
    GrantAssignment,
)
from engine.core.directory_events import AssignmentGranted
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Text
from engine.service.database import Database
from engine.service.directory import change, change_together

GOVERNMENT, DINAS, KECAMATAN = UnitId("pemda"), UnitId("dinas"), UnitId("kecamatan")
COUNTER = UnitId("dinas-loket")
UNITS = (
    (GOVERNMENT, "Pemerintah Daerah", UnitKind.AGENCY, None),
    (DINAS, "Dinas", UnitKind.AGENCY, GOVERNMENT),
    (KECAMATAN, "Kecamatan", UnitKind.AGENCY, GOVERNMENT),
    (COUNTER, "Loket", UnitKind.COUNTER, DINAS),
)
HELD = (
    ("umi", Duty.ADMINISTRATOR.value, GOVERNMENT),
    ("rini", "loket", COUNTER),
    ("rini", "loket", KECAMATAN),
    ("hesti", "kasi", DINAS),
    ("hesti", "kasi", KECAMATAN),
)
UMI = Actor(person=PersonId("umi"), via="test")
"""The administrator."""


def staff(database: Database, *, at: datetime = MONDAY) -> None:
    """Units, an administrator, Rini at the counter of the dinas and Hesti as its head."""
    units = [
        AddUnit(by=SYSTEM, unit=unit, title=Text(id=title), kind=kind, parent=parent)
        for unit, title, kind, parent in UNITS
    ]
    people = [
        AddPerson(by=SYSTEM, person=PersonId(name), name=name.title())
        for name in ("umi", "rini", "hesti", "budi")
    ]
    held = [
        GrantAssignment(by=SYSTEM, person=PersonId(name), role=RoleId(role), unit=unit)
        for name, role, unit in HELD
    ]
    change_together(database, lambda _: (*units, *people, *held), at=at)


def appoint(
    database: Database, person: str, role: str, unit: UnitId, *, at: datetime = MONDAY
) -> Assignment:
    """Give somebody a role or a duty; the assignment."""
    command = GrantAssignment(by=UMI, person=PersonId(person), role=RoleId(role), unit=unit)
    (recorded,) = change(database, command, at=at)
    assert isinstance(recorded.event, AssignmentGranted)
    return recorded.event.assignment


def dismiss(database: Database, assignment: Assignment, *, at: datetime = MONDAY) -> None:
    """Take it away again."""
    command = EndAssignment(by=UMI, person=assignment.person, assignment=assignment.id)
    change(database, command, at=at)
