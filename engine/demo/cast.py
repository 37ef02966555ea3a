"""Who plays: the staff behind every role, and applicants. The same definitions, the same staff."""

from collections.abc import Iterable, Mapping
from random import Random

from engine.core.commands import Applicant
from engine.core.directory import Duty
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Role, Workflow
from engine.demo.names import FAMILY, GIVEN

Post = tuple[UnitId, RoleId]
"""A role in a unit: whoever holds it serves every SOP of the unit that names it."""

_PER_ROLE = 2
_ONE_NAME_ONLY = 0.12


class Player(Frozen, frozen=True, kw_only=True):
    """Somebody who works here. `nip`: a number of the right shape that nobody has."""

    id: PersonId
    name: str
    nip: str


class Cast(Frozen, frozen=True, kw_only=True):
    """Everybody who works, by post, and who has a duty for the whole government."""

    posts: Mapping[Post, tuple[Player, ...]]
    duties: Mapping[Duty, Player] = {}

    def holders(self, workflow: Workflow, role: RoleId) -> tuple[PersonId, ...]:
        """Who holds `role` in the unit of this SOP; nobody for a role outside the office."""
        return tuple(person.id for person in self.posts.get((workflow.unit, role), ()))


def cast_for(workflows: Iterable[Workflow]) -> Cast:
    """Staff every post of these SOPs: two people, one more at a counter or for four eyes."""
    sizes: dict[Post, int] = {}
    for workflow in sorted(workflows, key=lambda one: (one.sop, one.version)):
        for role in inside(workflow):
            post = (workflow.unit, role.id)
            sizes[post] = _wanted(workflow, role, before=sizes.get(post))
    number = 0
    posts: dict[Post, tuple[Player, ...]] = {}
    for post, size in sorted(sizes.items()):
        posts[post] = tuple(_player(number + place) for place in range(size))
        number += size
    duties = {duty: _player(number + place) for place, duty in enumerate(Duty)}
    return Cast(posts=posts, duties=duties)


def inside(workflow: Workflow) -> tuple[Role, ...]:
    """The roles of the SOP that lie inside the office, in the order of the matrix."""
    return tuple(role for role in workflow.roles.values() if not role.external)


def _wanted(workflow: Workflow, role: Role, *, before: int | None) -> int:
    """How many people a post needs. A single office stays single, whatever another SOP says."""
    if role.single or before == 1:
        return 1
    steps = [step for step in workflow.steps() if isinstance(step, HumanStep)]
    watched = any(step.role == role.id and step.not_same_person_as for step in steps)
    at_counter = role == inside(workflow)[0]
    return max(before or 0, _PER_ROLE + (watched or at_counter))


def _player(number: int) -> Player:
    """The staff member of that number; all of the first 1024 differ."""
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[(number * 11 + number // len(GIVEN) * 5) % len(FAMILY)]
    born, joined = f"{1970 + number % 28}{1 + number % 12:02}00", f"{2000 + number % 20}00"
    return Player(
        id=PersonId(f"{given}.{family}".lower()),
        name=f"{given} {family}",
        nip=f"{born}{joined}1{number % 1000:03}",
    )


def person_name(chance: Random) -> str:
    """Somebody's name; many Indonesians have one name only."""
    given = chance.choice(GIVEN)
    return given if chance.random() < _ONE_NAME_ONLY else f"{given} {chance.choice(FAMILY)}"


def phone(chance: Random) -> str:
    """A mobile number that nobody has: the subscriber's block begins with zeros."""
    return f"08120000{chance.randrange(10000):04}"


def applicant(chance: Random) -> Applicant:
    """Somebody who asks for something."""
    return Applicant(name=person_name(chance), contact=phone(chance))
