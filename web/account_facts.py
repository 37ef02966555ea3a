"""What somebody holds and who stands in for whom, in the words of their account page."""

from datetime import datetime

from engine.core.directory import Directory, Substitution
from engine.core.directory_spans import in_force
from engine.core.ids import PersonId
from engine.core.standing import Standing, standings
from engine.core.text import Frozen
from web.admin_fields import written_end
from web.door import Door
from web.roles import KINDS, Titles


class Held(Frozen, frozen=True, kw_only=True):
    """A role or a duty: where, until when, and in whose stead."""

    role: str
    unit: str
    sop: str
    acting: str
    until: str


class Swap(Frozen, frozen=True, kw_only=True):
    """Somebody stands in for somebody."""

    words: str
    kind: str
    until: str


def held(door: Door, words: Titles, person: PersonId) -> tuple[Held, ...]:
    """Everything that the person may act in now."""
    return tuple(_held(door, words, one) for one in standings(words.directory, person, door.at))


def swaps(door: Door, words: Titles, person: PersonId) -> tuple[Swap, ...]:
    """For whom the person stands in now, and who stands in for the person."""
    mine = words.directory.substitutions.get(person, ())
    others = (
        one
        for substitute, named in words.directory.substitutions.items()
        if substitute != person
        for one in named
        if one.instead_of == person
    )
    return tuple(
        _swap(door, words, one, person) for one in (*mine, *others) if in_force(one, door.at)
    )


def away_until(directory: Directory, person: PersonId, at: datetime) -> datetime | None:
    """When somebody who is away comes back; None: they are here."""
    absences = directory.absences.get(person, ())
    return max((one.until for one in absences if one.since <= at < one.until), default=None)


def _held(door: Door, words: Titles, one: Standing) -> Held:
    instead = one.acting_for
    kind = KINDS.get(one.kind, "")
    return Held(
        role=words.role(one.role, one.unit),
        unit=words.unit(one.unit),
        sop=words.sop(one.sop) if one.sop else "",
        acting=door.t("acting", kind=kind, person=words.person(instead)) if instead else "",
        until=_until(door, one.until),
    )


def _swap(door: Door, words: Titles, one: Substitution, person: PersonId) -> Swap:
    standing_in = one.substitute == person
    other = one.instead_of if standing_in else one.substitute
    return Swap(
        words=door.t(
            "i_stand_in" if standing_in else "stands_in_for_me",
            person=words.person(other),
            role=words.role(one.role, one.unit),
            unit=words.unit(one.unit),
        ),
        kind=KINDS[one.kind],
        until=_until(door, one.until),
    )


def _until(door: Door, until: datetime | None) -> str:
    if until is None:
        return door.t("no_end")
    when = written_end(until, door.settings.office_zone, door.language)
    return door.t("until_when", when=when)
