"""Who may change the calendar that deadlines are told by."""

from collections.abc import Iterable
from datetime import datetime

from engine.core.commands import Actor
from engine.core.directory import Directory, Duty
from engine.core.directory_spans import units_above
from engine.core.errors import DutyMissing
from engine.core.ids import PersonId, UnitId
from engine.core.permit import duty_of, is_system
from engine.core.standing import standings
from engine.service.catalogue import workflows_by_calendar
from engine.service.database import Database
from engine.service.directory import current_in
from engine.store.job import Reader

CHANGE = frozenset({Duty.MANAGER, Duty.APPROVER})
"""Whoever answers for the service, or for what SOPs say, answers for its deadlines, too."""


def require_authority(
    database: Database, reader: Reader, calendar: str, *, by: Actor, at: datetime
) -> None:
    """Refuse whoever does not answer for every SOP whose deadlines the calendar tells.

    One duty at the top of the installation does. A calendar that no SOP uses yet needs it in any
    unit. What the system does itself passes, and so does everybody where nobody is known.

    Raises:
        DutyMissing: a unit is not theirs.
    """
    directory = current_in(database, reader)
    if is_system(by) or not directory.founded:
        return
    held = _answers_for(directory, by.person, at)
    if not held:
        raise DutyMissing(by.person, Duty.MANAGER)
    if any(_is_top(directory, unit) for unit in held):
        return
    concerned = workflows_by_calendar(database, reader, calendar).values()
    missing = _not_covered(directory, held, (one.unit for one in concerned))
    if missing is not None:
        raise DutyMissing(by.person, Duty.MANAGER, missing)


def unit_answering(database: Database, reader: Reader, calendar: str) -> UnitId | None:
    """The lowest unit above all whose deadlines the calendar tells; None where it tells nobody's.

    One of the duties there, or above it, is enough.
    """
    directory = current_in(database, reader)
    concerned = workflows_by_calendar(database, reader, calendar).values()
    ways = [units_above(directory, unit) for unit in sorted({one.unit for one in concerned})]
    shared = (unit for unit in ways[0] if all(unit in way for way in ways)) if ways else iter(())
    return next(shared, None)


def _answers_for(directory: Directory, person: PersonId, at: datetime) -> frozenset[UnitId]:
    held = standings(directory, person, at)
    return frozenset(one.unit for one in held if duty_of(one.role) in CHANGE)


def _is_top(directory: Directory, unit: UnitId) -> bool:
    return directory.units[unit].parent is None


def _not_covered(
    directory: Directory, held: frozenset[UnitId], units: Iterable[UnitId]
) -> UnitId | None:
    """The first of the units that lies below none of those held."""
    beyond = (one for one in sorted(set(units)) if held.isdisjoint(units_above(directory, one)))
    return next(beyond, None)
