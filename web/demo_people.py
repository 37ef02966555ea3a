"""The made-up people whose desks a demonstration can be seen from, as the sign-in page lists them.

They are listed only where the server runs as a demonstration and the accounts carry its mark.
"""

from engine.core.directory import Directory, Duty
from engine.core.ids import PersonId
from engine.core.standing import Standing, standings
from engine.core.text import Frozen
from engine.service.demo_accounts import people_let_in
from engine.service.directory import current
from web.door import Door
from web.roles import Titles, initials, titles

_DUTIES = tuple(Duty)


class DemoPerson(Frozen, frozen=True, kw_only=True):
    """Somebody to be for a while: what they hold, and where, in words."""

    person: PersonId
    name: str
    does: str
    where: str

    @property
    def initials(self) -> str:
        """What stands in the circle beside the name."""
        return initials(self.name)


def demo_people(door: Door) -> tuple[DemoPerson, ...]:
    """Those of the demonstration, from the counter to the head, then by duty; else nobody."""
    if not door.settings.demo:
        return ()
    directory = current(door.database)
    words = titles(door.database, directory, door.language)
    found = [
        (_place(words, held), _told(words, directory, person, held))
        for person in people_let_in(door.database)
        if person in directory.people and (held := standings(directory, person, door.at))
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _told(
    words: Titles, directory: Directory, person: PersonId, held: tuple[Standing, ...]
) -> DemoPerson:
    first = held[0]
    return DemoPerson(
        person=person,
        name=directory.people[person].name,
        does=words.role(first.role, first.unit),
        where=words.agency(first.unit),
    )


def _place(words: Titles, held: tuple[Standing, ...]) -> tuple[int, int]:
    """Roles before duties; roles in the order of the SOPs, duties in their own."""
    role = held[0].role
    if ":" in role:
        return 1, _DUTIES.index(Duty(role))
    order = [one for _, one in words.roles]
    return 0, order.index(role) if role in order else len(order)
