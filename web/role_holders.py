"""Who holds which role, and where nobody does that an SOP in force needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from engine.core.directory import Directory
from engine.core.handover import is_away
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.standing import Standing, serves, standings
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Workflow

SOON = timedelta(days=14)
"""How long ahead it is told that the last holder's time ends."""

Want = Literal["nobody", "away", "ends"]


class Gap(Frozen, frozen=True, kw_only=True):
    """A role that an SOP needs: nobody holds it, all who do are away, or the last one's time ends.

    `until`: when it does; `steps` is how many steps wait for the role.
    """

    want: Want
    sop: SopId
    role: RoleId
    unit: UnitId
    steps: int
    people: tuple[PersonId, ...] = ()
    until: datetime | None = None


def standing_by_role(
    directory: Directory, at: datetime
) -> Mapping[RoleId, tuple[tuple[PersonId, Standing], ...]]:
    """Everybody who may act, by the role they may act in."""
    found: dict[RoleId, list[tuple[PersonId, Standing]]] = {}
    for person in directory.people:
        for one in standings(directory, person, at):
            found.setdefault(one.role, []).append((person, one))
    return {role: tuple(some) for role, some in found.items()}


def gaps(directory: Directory, workflows: Iterable[Workflow], at: datetime) -> tuple[Gap, ...]:
    """Where an SOP waits, or soon will, for somebody who is not there; the worst first."""
    by_role = standing_by_role(directory, at)
    found = [
        gap
        for workflow in workflows
        for need in _needed(workflow)
        if (gap := _gap(directory, need, by_role.get(need.role, ()), at)) is not None
    ]
    order: tuple[Want, ...] = ("nobody", "away", "ends")
    return tuple(sorted(found, key=lambda one: (order.index(one.want), one.unit, one.sop)))


def _needed(workflow: Workflow) -> tuple[Gap, ...]:
    """The roles of people here that steps wait for, as if nobody were there."""
    found: dict[RoleId, int] = {}
    for step in workflow.steps():
        if isinstance(step, HumanStep) and step.role and not workflow.roles[step.role].external:
            found[step.role] = found.get(step.role, 0) + 1
    return tuple(
        Gap(want="nobody", sop=workflow.sop, role=role, unit=workflow.unit, steps=steps)
        for role, steps in found.items()
    )


def _gap(
    directory: Directory,
    told: Gap,
    may: tuple[tuple[PersonId, Standing], ...],
    at: datetime,
) -> Gap | None:
    """What is missing of what `told` says is needed, if anything is."""
    there = [
        (person, one) for person, one in may if serves(directory, one, unit=told.unit, sop=told.sop)
    ]
    people = tuple(dict.fromkeys(person for person, _ in there))
    if not there:
        return told
    told = replace(told, people=people)
    if all(is_away(directory, person, at) for person in people):
        return replace(told, want="away")
    ends = [one.until for _, one in there]
    last = max((end for end in ends if end is not None), default=None)
    if None not in ends and last is not None and last - at <= SOON:
        return replace(told, want="ends", until=last)
    return None
