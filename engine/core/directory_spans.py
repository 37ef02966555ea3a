"""Spans of time in the directory: half open, from `since` to `until`; None has no end in sight."""

from datetime import datetime
from typing import Protocol, TypeVar

from engine.core.directory import Assignment, Directory, Person, Substitution
from engine.core.ids import PersonId, UnitId


class Span(Protocol):
    """What holds from one instant to another."""

    @property
    def since(self) -> datetime:
        """From when on, inclusive."""

    @property
    def until(self) -> datetime | None:
        """Until when, exclusive."""


AnySpan = TypeVar("AnySpan", bound=Span)


def in_force(span: Span, at: datetime) -> bool:
    """Whether it holds at that instant."""
    return span.since <= at and (span.until is None or at < span.until)


def to_come(span: Span, at: datetime) -> bool:
    """Whether it holds at that instant or will hold later."""
    return span.until is None or (at < span.until and span.since < span.until)


def overlap(one: Span, other: Span) -> bool:
    """Whether there is an instant at which both hold."""
    ends = [end for end in (one.until, other.until) if end is not None]
    begin = max(one.since, other.since)
    return all(begin < end for end in ends)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two ends."""
    ends = [end for end in (one, other) if end is not None]
    return min(ends, default=None)


def works_here(person: Person | None, at: datetime) -> bool:
    """Whether somebody is known and has not left."""
    return person is not None and (person.left_at is None or at < person.left_at)


def units_above(directory: Directory, unit: UnitId) -> tuple[UnitId, ...]:
    """The unit, the one it hangs under, and so on up to the top; a unit unknown is its own top."""
    way = [unit]
    while (known := directory.units.get(way[-1])) is not None and known.parent is not None:
        way.append(known.parent)
    return tuple(way)


def units_held(directory: Directory, person: PersonId, at: datetime) -> tuple[UnitId, ...]:
    """The units in which somebody holds something or stands in for somebody, then or later.

    Whoever may act as them reaches all of these.
    """
    held = held_by(directory, person)
    return tuple(dict.fromkeys(one.unit for one in held if to_come(one, at)))


def held_by(directory: Directory, person: PersonId) -> tuple[Assignment | Substitution, ...]:
    """Everything somebody ever held, by own assignment or standing in."""
    own = directory.assignments.get(person, ())
    return (*own, *directory.substitutions.get(person, ()))
