"""Who may have an account here, and who may do something to another's."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from engine.core.commands import SYSTEM
from engine.core.directory import Directory, Duty, Person
from engine.core.directory_spans import held_by, units_held
from engine.core.errors import NotFound, NotPermitted
from engine.core.ids import PersonId, UnitId
from engine.core.permit import is_duty
from engine.core.standing import has_duty, standings

FactorRule = Literal["optional", "duties", "everybody"]
"""Who must have a second factor: nobody, whoever holds a duty, all who sign in by password."""


def must_have_factor(
    rule: FactorRule, directory: Directory, person: PersonId, *, at: datetime
) -> bool:
    """Whether the person may do nothing by a session before it has a second factor."""
    if rule == "duties":
        return any(is_duty(one.role) for one in standings(directory, person, at))
    return rule == "everybody"


def is_here(directory: Directory, person: PersonId) -> bool:
    """Whether the person works here now; before there is a directory, everybody does."""
    found = directory.people.get(person)
    return not directory.founded if found is None else found.left_at is None


def person_here(directory: Directory, person: PersonId) -> Person:
    """The person, who works here.

    Raises:
        NotFound: nobody of that id does.
    """
    found = directory.people.get(person)
    if found is None or found.left_at is not None:
        raise NotFound("person", person, hint="`alur person list` shows who works here.")
    return found


def expect_administrator(
    directory: Directory,
    by: PersonId,
    person: PersonId,
    *,
    at: datetime,
    opens_first: bool = False,
) -> None:
    """Let only an administrator of every unit the person holds anything in, and never themselves.

    Whoever may open somebody's account could act as them, so that a lesser administrator must not
    reach a greater one; to stand in for somebody counts as to hold. Whoever holds nothing belongs
    to no unit: an administrator at the top looks after them. `SYSTEM` may: whoever has a shell
    here has the database anyway.

    Args:
        directory: who works here, and where.
        by: who asks.
        person: whose account.
        at: when; aware UTC.
        opens_first: the person has no account yet. Of somebody who never held anything, as of
            whoever was just added, any administrator may then open the first.

    Raises:
        NotPermitted: somebody else asks.
    """
    if by == SYSTEM.person:
        return
    if by == person:
        raise NotPermitted("Nobody looks after their own account as an administrator.")
    units = units_held(directory, person, at)
    if units:
        if not all(_administers(directory, by, one, at) for one in units):
            raise NotPermitted(f"{by} is no administrator of the units that {person} works in.")
    elif opens_first and not held_by(directory, person):
        if not has_duty(directory, by, Duty.ADMINISTRATOR, at):
            raise NotPermitted(f"{by} is no administrator.")
    elif not any(_administers(directory, by, one, at) for one in _tops(directory)):
        raise NotPermitted(
            f"{person} holds nothing in any unit, and {by} is no administrator at the top."
        )


def _administers(directory: Directory, by: PersonId, unit: UnitId, at: datetime) -> bool:
    return has_duty(directory, by, Duty.ADMINISTRATOR, at, unit=unit)


def _tops(directory: Directory) -> Iterator[UnitId]:
    return (one.id for one in directory.units.values() if one.parent is None)


def names_of(directory: Directory, person: PersonId) -> tuple[str, ...]:
    """What others know the person by: id, name, addresses, and the units they work in."""
    found = directory.people.get(person)
    own = (person,) if found is None else (person, found.name, found.email, found.nip, found.phone)
    units = {one.unit for one in directory.assignments.get(person, ())}
    titles = (directory.units[one].title for one in sorted(units) if one in directory.units)
    return (*own, *units, *(words for title in titles for words in (title.id, title.en)))
