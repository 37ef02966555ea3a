"""A decision about the directory in the making, and who may ask for it.

Mutable, but never seen outside `decide_directory`: later events of one decision are decided on
the directory that the earlier ones made.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from engine.core.commands import Actor
from engine.core.decide_case import MAX_NAME, require_words
from engine.core.directory import Directory, Duty, Person, Unit
from engine.core.directory_errors import PersonGone, UnitGone
from engine.core.directory_events import DirectoryEvent, DirectoryRecorded
from engine.core.directory_evolve import evolve_directory
from engine.core.directory_spans import units_above, units_held, works_here
from engine.core.errors import DutyMissing, InputRefused, NotFound
from engine.core.ids import PersonId, UnitId
from engine.core.permit import duty_of, is_system
from engine.core.standing import has_duty


class DirectoryDraft:
    """Collects the events of one command. `at`: when it is recorded; aware UTC."""

    def __init__(self, directory: Directory, by: Actor, *, at: datetime) -> None:
        self.directory = directory
        self.by = by
        # A clock set back must not make history run backwards.
        self.at = at if directory.last_at is None else max(at, directory.last_at)
        self.events: list[DirectoryRecorded] = []

    def emit(self, event: DirectoryEvent) -> None:
        """Decide that `event` happened."""
        seq = self.directory.seq + 1
        recorded = DirectoryRecorded(seq=seq, at=self.at, by=self.by, event=event)
        self.directory = evolve_directory(self.directory, recorded)
        self.events.append(recorded)

    @property
    def number(self) -> int:
        """The number that the next assignment, substitution or absence gets."""
        return self.directory.numbers + 1

    @property
    def is_system(self) -> bool:
        """Whether the installation itself asks: it may do all."""
        return is_system(self.by)

    def holds(self, duty: Duty, unit: UnitId) -> bool:
        """Whether who asks has that duty over the unit."""
        return has_duty(self.directory, self.by.person, duty, self.at, unit=unit)


def require_administrator(draft: DirectoryDraft, unit: UnitId | None) -> None:
    """Refuse who is no administrator over that unit, or (None) of a unit at the top.

    Raises:
        DutyMissing: they are not.
    """
    if draft.is_system:
        return
    fits = _administers_a_top(draft) if unit is None else administers(draft, unit)
    if not fits:
        raise DutyMissing(draft.by.person, Duty.ADMINISTRATOR, unit)


def administers(draft: DirectoryDraft, unit: UnitId) -> bool:
    """Whether who asks is administrator over that unit.

    A top that has no administrator of its own is looked after by those of the other tops.
    """
    if draft.holds(Duty.ADMINISTRATOR, unit):
        return True
    top = units_above(draft.directory, unit)[-1]
    if any(
        has_duty(draft.directory, person, Duty.ADMINISTRATOR, draft.at, unit=top)
        for person in draft.directory.people
    ):
        return False
    return _administers_a_top(draft)


def _administers_a_top(draft: DirectoryDraft) -> bool:
    tops = (one.id for one in draft.directory.units.values() if one.parent is None)
    return any(draft.holds(Duty.ADMINISTRATOR, top) for top in tops)


def require_any_administrator(draft: DirectoryDraft) -> None:
    """Refuse who is administrator nowhere.

    Raises:
        DutyMissing: they are not.
    """
    directory, person = draft.directory, draft.by.person
    if not draft.is_system and not has_duty(directory, person, Duty.ADMINISTRATOR, draft.at):
        raise DutyMissing(person, Duty.ADMINISTRATOR)


def units_of(draft: DirectoryDraft, person: PersonId) -> tuple[UnitId, ...]:
    """The units in which somebody holds something or stands in for somebody, now or later."""
    return units_held(draft.directory, person, draft.at)


def known_unit(draft: DirectoryDraft, unit: UnitId) -> Unit:
    """The unit of that id, which is open.

    Raises:
        NotFound: there is none.
        UnitGone: it is closed.
    """
    found = draft.directory.units.get(unit)
    if found is None:
        raise NotFound("unit", unit, hint="An administrator sets up units.")
    if found.closed_at is not None:
        raise UnitGone(unit)
    return found


def known_person(draft: DirectoryDraft, person: PersonId) -> Person:
    """The person of that id, who works here.

    Raises:
        NotFound: nobody has it.
        PersonGone: they have left.
    """
    found = ever_known(draft, person)
    if not works_here(found, draft.at):
        raise PersonGone(person)
    return found


def ever_known(draft: DirectoryDraft, person: PersonId) -> Person:
    """The person of that id, here or gone.

    Raises:
        NotFound: nobody has it.
    """
    found = draft.directory.people.get(person)
    if found is None:
        raise NotFound("person", person, hint="An administrator adds people.")
    return found


def one_line(field: str, text: str, *, longest: int = MAX_NAME) -> str:
    """The text without surrounding blanks, on one line.

    Raises:
        InputRefused: it is empty, too long or has several lines.
    """
    kept = require_words(field, text, longest=longest)
    if len(kept.splitlines()) > 1:
        raise InputRefused({field: "must be one line"})
    return kept


def lasting_administrators(directory: Directory, at: datetime) -> frozenset[PersonId]:
    """Who can give people their roles at a top of the installation, with no end in sight."""
    return frozenset(
        held.person
        for held in chain.from_iterable(directory.assignments.values())
        if duty_of(held.role) is Duty.ADMINISTRATOR and held.until is None and held.since <= at
        if is_top(directory, held.unit) and works_here(directory.people[held.person], at)
    )


def is_top(directory: Directory, unit: UnitId) -> bool:
    """Whether the unit stands at the top."""
    return directory.units[unit].parent is None


def first_missing(draft: DirectoryDraft, units: Iterable[UnitId]) -> UnitId | None:
    """The first of these units over which who asks is no administrator."""
    return next((unit for unit in units if not administers(draft, unit)), None)
