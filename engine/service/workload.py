"""Workload: who carries how much, by unit."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from engine.core.directory import Directory, Duty
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.permit import is_duty
from engine.core.standing import standings, units_within
from engine.core.text import Frozen
from engine.service import directory as people
from engine.service.database import Database
from engine.store import queues
from engine.store.job import Reader

_OVERSEEING = frozenset({RoleId(Duty.AUDITOR), RoleId(Duty.MANAGER), RoleId(Duty.SUPERVISOR)})
"""The duties by which somebody sees who carries how much, and who is away."""


class Load(Frozen, frozen=True, kw_only=True):
    """How much somebody carries in a unit: open tasks held, those overdue, steps done since."""

    person: PersonId
    unit: UnitId
    held: int = 0
    overdue: int = 0
    done: int = 0


def start_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """When the office's day began, in UTC."""
    return datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone).astimezone(UTC)


def workload(
    database: Database, *, at: datetime, since: datetime, unit: UnitId | None = None
) -> tuple[Load, ...]:
    """Who carries how much, by unit and person; whoever has a role and nothing to do is there, too.

    Args:
        database: where the cases live.
        at: the instant at which it is judged what is overdue.
        since: from when on steps done are counted: the beginning of the office's day.
        unit: of that unit and all below it; None: of all.
    """
    now = people.current(database)
    units = None if unit is None else units_within(now, unit)
    return _counted(database, at, since, units)


def overseen_workload(
    database: Database,
    person: PersonId,
    *,
    at: datetime,
    since: datetime,
    unit: UnitId | None = None,
) -> tuple[Load, ...]:
    """As `workload`, of the units that the person oversees, and of no others."""
    now = people.current(database)
    if not now.founded:
        return workload(database, at=at, since=since, unit=unit)
    overseen = overseen_units(now, person, at)
    if unit is not None:
        overseen &= units_within(now, unit)
    return _counted(database, at, since, overseen)


def overseen_units(directory: Directory, person: PersonId, at: datetime) -> frozenset[UnitId]:
    """The units that somebody watches as a manager, supervisor or auditor, with all below them."""
    return frozenset(
        unit
        for one in standings(directory, person, at)
        if one.role in _OVERSEEING
        for unit in units_within(directory, one.unit)
    )


def _counted(
    database: Database, at: datetime, since: datetime, units: frozenset[UnitId] | None
) -> tuple[Load, ...]:
    def counted(reader: Reader) -> tuple[Load, ...]:
        found = _loads(reader, at, since)
        busy = {person for person, _ in found}
        for free in _with_roles(people.current_in(database, reader), at):
            if free[0] not in busy:
                found[free] = Load(person=free[0], unit=free[1])
        shown = (one for one in found.values() if units is None or one.unit in units)
        return tuple(sorted(shown, key=lambda one: (one.unit, one.person)))

    return database.store.read(counted)


def _loads(reader: Reader, at: datetime, since: datetime) -> dict[tuple[PersonId, UnitId], Load]:
    found = {
        (one.person, one.unit): Load(
            person=one.person, unit=one.unit, held=one.held, overdue=one.overdue
        )
        for one in queues.load(reader, at=at)
    }
    for (person, unit), count in queues.done(reader, since=since).items():
        known = found.get((person, unit), Load(person=person, unit=unit))
        found[person, unit] = replace(known, done=count)
    return found


def _with_roles(directory: Directory, at: datetime) -> Iterator[tuple[PersonId, UnitId]]:
    """Everybody with a role of their own, and the units in which they hold it."""
    for person in directory.people:
        for one in standings(directory, person, at):
            if one.kind == "own" and not is_duty(one.role):
                yield person, one.unit
