"""Founding an installation: its units, and the first one who can give others their roles."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.core.commands import SYSTEM
from engine.core.directory import Directory, Duty
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    GrantAssignment,
)
from engine.core.directory_events import PersonAdded, UnitAdded
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen, Text
from engine.service.catalogue import list_sops
from engine.service.database import Database
from engine.service.directory import change_together, current
from engine.sop.registers import UnitEntry

ADMINISTRATOR = PersonId("administrator")
"""The first person of an installation: a seat, until people have administrators of their own."""

GOVERNMENT = UnitId("pemerintah-daerah")
_GOVERNMENT_TITLE = Text(id="Pemerintah Daerah", en="Regional Government")
"""The unit above agencies that have no unit above them all."""

_LONGEST_TITLE = 200

Units = Mapping[str, UnitEntry]


class Founded(Frozen, frozen=True, kw_only=True):
    """What was made: `units` that were not there, `administrator` where there was nobody at all."""

    top: UnitId
    units: tuple[UnitId, ...] = ()
    administrator: PersonId | None = None


def found(database: Database, *, at: datetime, units: Units | None = None) -> Founded:
    """Make the units that are not known yet and, where there is nobody, the first administrator.

    Whoever serves an installation first founds it; done again, it only adds units that the
    registers have gained since. Of several processes that found at once one does it.

    Args:
        database: whose directory.
        at: when; aware UTC.
        units: those of the registers. Units of published SOPs that they lack are made as well.
    """
    before = current(database)
    asked = {**_published(database), **(units or {})}
    if before.founded and not set(asked) - set(before.units):
        return Founded(top=top_of(before))
    recorded = change_together(
        database, lambda directory: unit_commands(directory, asked), _somebody, at=at
    )
    events = [one.event for one in recorded]
    people = (one.person.id for one in events if isinstance(one, PersonAdded))
    return Founded(
        top=top_of(current(database)),
        units=tuple(one.unit.id for one in events if isinstance(one, UnitAdded)),
        administrator=next(people, None),
    )


def _published(database: Database) -> dict[str, UnitEntry]:
    """The units of published SOPs, whose titles only the registers would know."""
    units = dict.fromkeys(one.unit for one in list_sops(database))
    return {unit: UnitEntry(title=Text(id=unit), calendar="") for unit in units}


def unit_commands(directory: Directory, units: Units) -> Iterator[AddUnit]:
    """What makes the units that are not known yet, whatever hangs below another after it."""
    open_units = {one.id for one in directory.units.values() if one.closed_at is None}
    lacking = {name: one for name, one in units.items() if name not in directory.units}
    roots = [name for name, one in units.items() if one.parent not in units]
    top = top_of(directory) if directory.units else UnitId(roots[0] if len(roots) == 1 else "")
    if not directory.units and top not in lacking:
        top = GOVERNMENT
        yield AddUnit(by=SYSTEM, unit=top, title=_GOVERNMENT_TITLE)
    for name in sorted(lacking, key=lambda one: (_depth(units, one), one)):
        known = UnitId(lacking[name].parent or "")
        parent = known if known in open_units else top
        yield AddUnit(
            by=SYSTEM,
            unit=UnitId(name),
            title=_short(lacking[name].title),
            parent=None if name == top else parent,
        )
        open_units.add(UnitId(name))


def _short(title: Text) -> Text:
    return Text(id=title.id[:_LONGEST_TITLE], en=title.en[:_LONGEST_TITLE])


def _depth(units: Mapping[str, UnitEntry], name: str) -> int:
    """How many units lie above; the registers see to it that none lies above itself."""
    depth = 0
    while (parent := units[name].parent) in units and parent is not None:
        name, depth = parent, depth + 1
    return depth


def top_of(directory: Directory) -> UnitId:
    """The unit above all others; the first that is open where there are several."""
    tops = [one for one in directory.units.values() if one.parent is None]
    return min(tops, key=lambda one: one.closed_at is not None).id


def _somebody(directory: Directory) -> tuple[AnyDirectoryCommand, ...]:
    """Where there is nobody, the first administrator, at the top."""
    if directory.founded:
        return ()
    duty, top = RoleId(Duty.ADMINISTRATOR.value), top_of(directory)
    return (
        AddPerson(by=SYSTEM, person=ADMINISTRATOR, name="Administrator"),
        GrantAssignment(by=SYSTEM, person=ADMINISTRATOR, role=duty, unit=top),
    )
