"""Who is there: the staff of every post at an instant, and who stands in for whom (Plh).

Two heads of office go on leave during a play, one after the other, and their deputies sign.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from engine.core.commands import Actor
from engine.core.directory import AbsenceReason
from engine.core.ids import PersonId, RoleId
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Workflow
from engine.demo.cast import Cast, Post, inside
from engine.demo.hours import OfficeHours

_LEAVES = ((timedelta(days=7), AbsenceReason.LEAVE), (timedelta(days=9), AbsenceReason.TRAINING))
"""How long after the first day each begins."""

_AWAY = timedelta(days=7)
"""Five working days."""


class Leave(Frozen, frozen=True, kw_only=True):
    """The holder of a post is away and somebody stands in; from `since` up to `until` (UTC)."""

    post: Post
    person: PersonId
    substitute: PersonId
    since: datetime
    until: datetime
    reason: AbsenceReason

    def is_within(self, since: datetime, until: datetime) -> bool:
        """Whether they are away for the whole of that time."""
        return self.since <= since and until < self.until

    def touches(self, since: datetime, until: datetime) -> bool:
        """Whether they are away at any time of it."""
        return since < self.until and self.since <= until


class Roster(Frozen, frozen=True, kw_only=True):
    """The cast, the hours of the office, and who is away when."""

    cast: Cast
    hours: OfficeHours
    leaves: Mapping[Post, Leave] = {}

    def at_work(
        self, workflow: Workflow, role: RoleId, since: datetime, until: datetime | None = None
    ) -> tuple[PersonId, ...]:
        """Who can act in the role for all of that time (by default at that instant)."""
        holders = self.cast.holders(workflow, role)
        leave, until = self.leaves.get((workflow.unit, role)), until or since
        if leave is None or not leave.touches(since, until):
            return holders
        there = tuple(one for one in holders if one != leave.person)
        return (*there, leave.substitute) if leave.is_within(since, until) else there

    def actor(self, workflow: Workflow, person: PersonId, role: RoleId) -> Actor:
        """The person in that role; for whom, where they stand in."""
        holders = self.cast.holders(workflow, role)
        instead = None if person in holders else self.leaves[workflow.unit, role].person
        return Actor(person=person, role=role, acting_for=instead, via="demo")

    def next_change(self, workflow: Workflow, role: RoleId, at: datetime) -> datetime | None:
        """When, after `at`, somebody else will be there."""
        leave = self.leaves.get((workflow.unit, role))
        turns = () if leave is None else (leave.since, leave.until)
        return min((one for one in turns if one > at), default=None)


def roster_for(
    cast: Cast, workflows: Iterable[Workflow], *, hours: OfficeHours, first: date
) -> Roster:
    """The roster of a play that begins on the day `first`."""
    leaves = {}
    for (head, deputy), (later, reason) in zip(_heads(workflows), _LEAVES, strict=False):
        begins = first + later
        leaves[head] = Leave(
            post=head,
            person=cast.posts[head][0].id,
            substitute=cast.posts[deputy][0].id,
            since=hours.opening(begins),
            until=hours.opening(begins + _AWAY),
            reason=reason,
        )
    return Roster(cast=cast, hours=hours, leaves=leaves)


def _heads(workflows: Iterable[Workflow]) -> Iterator[tuple[Post, Post]]:
    """Heads of office whose deputy may sign for them, with the deputy's post; one of a unit.

    Those of short SOPs come first: they sign most often.
    """
    seen = set()
    for workflow in sorted(workflows, key=lambda one: (len(one.steps()), one.sop, one.version)):
        pair = _head_and_deputy(workflow)
        if pair is not None and workflow.unit not in seen:
            seen.add(workflow.unit)
            yield (workflow.unit, pair[0]), (workflow.unit, pair[1])


def _head_and_deputy(workflow: Workflow) -> tuple[RoleId, RoleId] | None:
    """The single office with the most powers and the one before it, unless four eyes part them."""
    single = [role.id for role in inside(workflow) if role.single]
    head = max(single, key=lambda role: len(workflow.roles[role].may), default=None)
    before = [] if head is None else single[: single.index(head)]
    if head is None or not before:
        return None
    steps = [one for one in workflow.steps() if isinstance(one, HumanStep)]
    signs = [one for one in steps if one.role == head]
    barred = {name for one in signs for name in one.not_same_person_as}
    is_parted = any(one.role == before[-1] and one.id in barred for one in steps)
    return (head, before[-1]) if signs and not is_parted else None
