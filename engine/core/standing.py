"""Who may act in which role, now: pure predicates over the directory.

A role comes from a person's own assignment or from standing in for somebody (Plh/Plt). An
unfounded directory knows nobody, so it believes everybody.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from engine.core.commands import Actor
from engine.core.directory import Assignment, Directory, Duty, Substitution, UnitKind
from engine.core.directory_spans import earlier, held_by, in_force, units_above, works_here
from engine.core.errors import NoStanding, RoleNotInSop
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.permit import duty_of, is_duty, is_system
from engine.core.text import Frozen
from engine.core.workflow import Workflow

_READS_BELOW = frozenset({Duty.ARCHIVIST, Duty.AUDITOR, Duty.MANAGER, Duty.SUPERVISOR})
"""The duties by which somebody reads the cases of a unit and of all below it."""

_FIRST = {"own": 0, "plh": 1, "plt": 2}


class Standing(Frozen, frozen=True, kw_only=True):
    """A role or duty that a person may act in: for one SOP only where `sop` says so.

    `acting_for` is the holder of the role where the person stands in. `until` is when it ends.
    """

    role: RoleId
    unit: UnitId
    sop: SopId | None = None
    acting_for: PersonId | None = None
    kind: Literal["own", "plh", "plt"] = "own"
    until: datetime | None = None


class Reach(Frozen, frozen=True, kw_only=True):
    """Which cases somebody may read: those of these units, of one SOP only where one is named."""

    everything: bool = False
    of: frozenset[tuple[UnitId, SopId | None]] = frozenset()

    def covers(self, unit: UnitId, sop: SopId) -> bool:
        """Whether cases of that SOP of that unit are within it."""
        return self.everything or (unit, None) in self.of or (unit, sop) in self.of


def standings(directory: Directory, person: PersonId, at: datetime) -> tuple[Standing, ...]:
    """Every role and duty that somebody may act in at that instant, their own first."""
    if not works_here(directory.people.get(person), at):
        return ()
    own = (
        Standing(role=held.role, unit=held.unit, sop=held.sop, until=held.until)
        for held in directory.assignments.get(person, ())
        if in_force(held, at)
    )
    instead = (
        standing
        for named in directory.substitutions.get(person, ())
        if in_force(named, at)
        for standing in _standing_in(directory, named, at)
    )
    return (*own, *instead)


def _standing_in(directory: Directory, named: Substitution, at: datetime) -> tuple[Standing, ...]:
    """What somebody may do by standing in: what the holder may, of that role in that unit."""
    return tuple(
        Standing(
            role=named.role,
            unit=named.unit,
            sop=held.sop,
            acting_for=named.instead_of,
            kind=named.kind,
            until=earlier(named.until, held.until if named.kind == "plh" else None),
        )
        for held in stood_in_for(directory, named, at)
    )


def stood_in_for(directory: Directory, named: Substitution, at: datetime) -> tuple[Assignment, ...]:
    """The assignments of the holder that a substitute fills at that instant.

    Plh: those in force. Plt: where none is any more, those that ended last.
    """
    held = [
        one
        for one in directory.assignments.get(named.instead_of, ())
        if (one.role, one.unit) == (named.role, named.unit) and one.since <= at
        if one.until is None or one.since < one.until
    ]
    now = tuple(one for one in held if in_force(one, at))
    if now or named.kind == "plh":
        return now
    ends = [one.until for one in held if one.until is not None]
    return tuple(one for one in held if one.until == max(ends))


def units_within(directory: Directory, unit: UnitId) -> frozenset[UnitId]:
    """The unit and all below it, closed ones too."""
    below = (one for one in directory.units if unit in units_above(directory, one))
    return frozenset({unit, *below})


def serves(directory: Directory, standing: Standing, *, unit: UnitId, sop: SopId | None) -> bool:
    """Whether a standing counts for an SOP of that unit.

    A role serves the SOPs of the agency it is held in, also from a section or counter of it; a
    duty covers its unit and all below.
    """
    if is_duty(standing.role):
        return standing.unit in units_above(directory, unit)
    return standing.sop in {None, sop} and unit in served_from(directory, standing.unit)


def served_from(directory: Directory, unit: UnitId) -> tuple[UnitId, ...]:
    """The units whose SOPs are served from one: itself, and those above up to its agency."""
    served = []
    for one in units_above(directory, unit):
        served.append(one)
        known = directory.units.get(one)
        if known is None or known.kind is UnitKind.AGENCY:
            break
    return tuple(served)


def has_duty(
    directory: Directory,
    person: PersonId,
    duty: Duty,
    at: datetime,
    *,
    unit: UnitId | None = None,
) -> bool:
    """Whether somebody has a duty there, or (`unit` None) anywhere."""
    above = None if unit is None else units_above(directory, unit)
    return any(
        duty_of(standing.role) is duty and (above is None or standing.unit in above)
        for standing in standings(directory, person, at)
    )


def require_standing(directory: Directory, workflow: Workflow, actor: Actor, at: datetime) -> None:
    """Refuse whoever acts in a role that they do not hold in the unit of the SOP.

    Who stands in for somebody of the directory must be named as their substitute; `acting_for`
    anybody else changes nothing here (`engine.core.admission` says where it is allowed).

    Raises:
        NoStanding: they do not hold it, or hold it no more.
        RoleNotInSop: no role is named.
    """
    if is_system(actor) or not directory.founded:
        return
    if actor.role is None:
        raise RoleNotInSop(workflow.sop, None, tuple(workflow.roles))
    held = standings(directory, actor.person, at)
    if not any(_is_meant(directory, workflow, one, actor) for one in held):
        raise _no_standing(directory, workflow, actor, held, at)


def _is_meant(directory: Directory, workflow: Workflow, standing: Standing, actor: Actor) -> bool:
    instead = actor.acting_for if actor.acting_for in directory.people else None
    return (
        (standing.role, standing.acting_for) == (actor.role, instead)
        and actor.unit in {None, standing.unit}
        and serves(directory, standing, unit=workflow.unit, sop=workflow.sop)
    )


def _no_standing(
    directory: Directory,
    workflow: Workflow,
    actor: Actor,
    held: tuple[Standing, ...],
    at: datetime,
) -> NoStanding:
    ends = (
        one.until
        for one in held_by(directory, actor.person)
        if one.role == actor.role and one.until is not None and one.until <= at
    )
    return NoStanding(
        actor.person,
        actor.role or RoleId(""),
        actor.unit or workflow.unit,
        acting_for=actor.acting_for if actor.acting_for in directory.people else None,
        held=tuple(_said(one) for one in held),
        ended=max(ends, default=None),
    )


def _said(standing: Standing) -> str:
    only = f" (only for {standing.sop})" if standing.sop else ""
    instead = f" as {standing.kind} of {standing.acting_for}" if standing.acting_for else ""
    return f"{standing.role} in {standing.unit}{only}{instead}"


def best_standing(
    directory: Directory,
    workflow: Workflow,
    person: PersonId,
    wanted: Collection[RoleId],
    at: datetime,
) -> Standing | None:
    """The standing by which somebody best acts in one of the roles `wanted` under that SOP.

    One's own comes before Plh, Plh before Plt; then the order of the SOP's roles counts.
    """
    columns = list(workflow.roles)
    fitting = [
        one
        for one in standings(directory, person, at)
        if one.role in wanted and serves(directory, one, unit=workflow.unit, sop=workflow.sop)
    ]

    def rank(one: Standing) -> tuple[int, int]:
        place = columns.index(one.role) if one.role in workflow.roles else len(columns)
        return _FIRST[one.kind], place

    return min(fitting, key=rank, default=None)


def reach(directory: Directory, person: PersonId, at: datetime) -> Reach:
    """Which cases somebody may read at that instant.

    Staff: those they serve. Archivists, auditors, managers and supervisors: those of their
    units and below.
    The other duties read none.
    """
    if not directory.founded:
        return Reach(everything=True)
    covered: set[tuple[UnitId, SopId | None]] = set()
    for one in standings(directory, person, at):
        if duty_of(one.role) in _READS_BELOW:
            covered |= {(unit, None) for unit in units_within(directory, one.unit)}
        elif not is_duty(one.role):
            covered |= {(unit, one.sop) for unit in served_from(directory, one.unit)}
    return Reach(of=frozenset(covered))
