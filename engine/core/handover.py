"""What becomes of a task whose holder may no longer do it: whose it is next, and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from engine.core.commands import SYSTEM, AnyCommand, Assign, Delegate, Release, Resolve
from engine.core.directory import Directory
from engine.core.directory_events import (
    AbsenceDeclared,
    AbsenceEnded,
    AssignmentEnded,
    DirectoryRecorded,
    PersonLeft,
    SubstituteNamed,
    SubstitutionEnded,
)
from engine.core.directory_spans import in_force, works_here
from engine.core.errors import FourEyes, NotPermitted
from engine.core.ids import PersonId, RoleId, StepId
from engine.core.permit import require_four_eyes
from engine.core.reassignment import HandoverCause
from engine.core.standing import Standing, serves, standings
from engine.core.state import Activation, CaseState
from engine.core.workflow import HumanStep, Workflow

_FIRST = ("own", "plh", "plt")


def hand_over(
    directory: Directory, workflow: Workflow, state: CaseState, active: Activation, at: datetime
) -> Assign | Release | Resolve | None:
    """What the system does about an open task in somebody's hands; None where all is well.

    Back to the owner, where it was only lent and the owner may still act. Else to whoever worked
    on it for the owner and may do it alone; else to the holder's substitute in force (Plh before
    Plt); four eyes are respected. Else it goes back into the queue.
    """
    step = workflow.step(active.step)
    if active.assignee is None or not isinstance(step, HumanStep) or not directory.founded:
        return None
    seat = _Seat(directory, workflow, step, at)
    cause = seat.why_not(active.owner or active.assignee)
    if cause is None:
        lost = None if active.owner is None else seat.why_not(active.assignee, is_lent=True)
        if lost is None:
            return None
        return Resolve(case=state.case, by=SYSTEM, activation=active.id, note=lost.value)
    for person in seat.next_hands(active.assignee, active.owner):
        if _may_see_it(workflow, step, state, person):
            return Assign(
                case=state.case, by=SYSTEM, activation=active.id, to=person, reason=cause.value
            )
    return Release(case=state.case, by=SYSTEM, activation=active.id, reason=cause.value)


class Unfit(NotPermitted):
    """Whoever is to have the task could not go on with it."""

    SAID: Mapping[HandoverCause, str] = {
        HandoverCause.LEFT: "does not work here",
        HandoverCause.AWAY: "is away",
        HandoverCause.ENDED: "does not hold the role for it here",
        HandoverCause.SUBSTITUTION_OVER: "does not stand in for its holder any more",
    }

    def __init__(self, person: PersonId, step: StepId, cause: HandoverCause) -> None:
        self.person, self.step, self.cause = person, step, cause
        self.hint = "Give it to somebody who holds the role in that unit and is there."
        super().__init__(f"{person} cannot have {step}: {person} {self.SAID[cause]}.")


def require_fit(
    directory: Directory,
    workflow: Workflow,
    state: CaseState | None,
    command: AnyCommand,
    at: datetime,
) -> None:
    """Refuse giving or lending a task to somebody from whom it would have to be taken again.

    Raises:
        Unfit: they left, are away, or lack the role.
    """
    if state is None or not isinstance(command, Assign | Delegate) or not directory.founded:
        return
    active = state.activation(command.activation)
    step = None if active is None else workflow.step(active.step)
    if not isinstance(step, HumanStep):
        return  # the rules of the case say what is wrong with it
    seat = _Seat(directory, workflow, step, at)
    cause = seat.why_not(command.to, is_lent=isinstance(command, Delegate))
    if cause is not None:
        raise Unfit(command.to, step.id, cause)


def fit_people(
    directory: Directory, workflow: Workflow, step: HumanStep, at: datetime
) -> tuple[PersonId, ...]:
    """Everybody who could go on with a step at `at`, by name."""
    seat = _Seat(directory, workflow, step, at)
    fit = (one for one in directory.people if seat.why_not(one) is None)
    return tuple(sorted(fit, key=lambda one: directory.people[one].name))


def _may_see_it(workflow: Workflow, step: HumanStep, state: CaseState, person: PersonId) -> bool:
    try:
        require_four_eyes(workflow, step, state, person)
    except FourEyes:
        return False
    return True


class _Seat(NamedTuple):
    """A step of an SOP for somebody to sit at, at an instant."""

    directory: Directory
    workflow: Workflow
    step: HumanStep
    at: datetime

    def why_not(self, person: PersonId, *, is_lent: bool = False) -> HandoverCause | None:
        """Why somebody may not go on with it; None: they may.

        Whoever it is lent to needs any role of the SOP; whoever holds it that of the step.
        """
        if not works_here(self.directory.people.get(person), self.at):
            return HandoverCause.LEFT
        if is_away(self.directory, person, self.at):
            return HandoverCause.AWAY
        roles = self.roles(is_lent=is_lent)
        held = standings(self.directory, person, self.at)
        if any(self.fits(one, roles) for one in held):
            return None
        stood_in = self.directory.substitutions.get(person, ())
        ends = (one.until for one in stood_in if one.role in roles)
        over = any(end is not None and end <= self.at for end in ends)
        return HandoverCause.SUBSTITUTION_OVER if over else HandoverCause.ENDED

    def roles(self, *, is_lent: bool = False) -> frozenset[RoleId]:
        """The roles in which it may be held; those of the office enter what outsiders do."""
        known = self.workflow.roles
        own = known.get(self.step.role) if self.step.role is not None else None
        if own is not None and not own.external and not is_lent:
            return frozenset({own.id})
        return frozenset(role.id for role in known.values() if not role.external)

    def fits(self, standing: Standing, roles: frozenset[RoleId]) -> bool:
        """Whether somebody may sit there by that standing."""
        unit, sop = self.workflow.unit, self.workflow.sop
        return standing.role in roles and serves(self.directory, standing, unit=unit, sop=sop)

    def next_hands(self, assignee: PersonId, owner: PersonId | None) -> Iterator[PersonId]:
        """Who is to have it instead of the holder, the best first."""
        if owner is not None and self.why_not(assignee) is None:
            yield assignee
        holder, roles = owner or assignee, self.roles()
        found = {
            (_FIRST.index(one.kind), person)
            for person in self.directory.substitutions
            for one in standings(self.directory, person, self.at)
            if one.acting_for == holder and self.fits(one, roles)
        }
        for _, person in sorted(found):
            if not is_away(self.directory, person, self.at):
                yield person


def is_away(directory: Directory, person: PersonId, at: datetime) -> bool:
    """Whether somebody has said, or others have, that they are not there."""
    return any(in_force(one, at) for one in directory.absences.get(person, ()))


def next_boundary(directory: Directory, at: datetime) -> datetime | None:
    """The first instant after `at` at which something in the directory begins or ends by itself."""
    instants = (
        instant
        for held in (directory.assignments, directory.substitutions, directory.absences)
        for spans in held.values()
        for span in spans
        for instant in (span.since, span.until)
        if instant is not None and instant > at
    )
    return min(instants, default=None)


def affected(directory: Directory, events: Iterable[DirectoryRecorded]) -> frozenset[PersonId]:
    """Whose tasks may have to be handed over after these events, which led to `directory`."""
    return frozenset(person for one in events for person in _affected(directory, one))


def _affected(directory: Directory, one: DirectoryRecorded) -> Iterator[PersonId]:
    match one.event:
        case PersonLeft(person=person) | AssignmentEnded(person=person):
            yield person
            yield from _substitutes(directory, instead_of=person)
        case AbsenceEnded(person=person):
            yield from _substitutes(directory, instead_of=person)
        case AbsenceDeclared(absence=absence):
            yield absence.person
        case SubstitutionEnded(substitute=substitute):
            yield substitute
        case SubstituteNamed(substitution=substitution):
            yield substitution.instead_of
        case _:
            return


def _substitutes(directory: Directory, *, instead_of: PersonId) -> Iterator[PersonId]:
    for substitute, named in directory.substitutions.items():
        if any(one.instead_of == instead_of for one in named):
            yield substitute
