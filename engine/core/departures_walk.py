"""One walk through a history, noting what departs from the SOP whatever the hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.deviations import Clause, Deviation, DeviationKind, clause_of
from engine.core.durations import Duration, TimeUnit, nominal_minutes
from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    CaseEnded,
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseResumed,
    FileAccepted,
    FileAttached,
    Recorded,
    StepCancelled,
    StepCompleted,
    StepOpened,
    StepOverridden,
    StepReturned,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import ActivationId, CaseId, DeviationId, PersonId, StepId
from engine.core.text import Frozen, Text
from engine.core.workflow import HumanStep, PauseReason, Workflow

FAST_PERCENT = 5
"""Of its standard; a step that took less was hardly done with care."""

_IN_ONE_SITTING = {TimeUnit.MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.CALENDAR_HOUR}
_CASE = ActivationId(0)


class Departure(NamedTuple):
    """A deviation and the id of the fact that it is."""

    id: DeviationId
    found: Deviation


class Opening(NamedTuple):
    """How an activation began."""

    step: StepId
    visit: int
    at: datetime


class Pausing(Frozen, frozen=True, kw_only=True):
    """A pause: of a step, or of the whole case; `until` None: it goes on.

    `seq` is the event it began with, `person` who let it begin.
    """

    seq: int
    since: datetime
    reason: PauseReason
    person: PersonId
    step: StepId | None = None
    until: datetime | None = None


class Stuck(NamedTuple):
    """Since when the engine cannot go on with a step: an event and its instant.

    `waited` is what the step waited for until then, if it did.
    """

    seq: int
    since: datetime
    waited: Pausing | None


def departure(number: int, found: Deviation) -> Departure:
    """The deviation under the id of its fact: an activation or an event of the case, by number."""
    return Departure(DeviationId(f"{found.kind.value}:{number}"), found)


def is_implausibly_fast(standard: Duration, took: timedelta) -> bool:
    """Whether nobody can have done it in that time, by the clock on the wall.

    Standards of days leave open how long the work itself takes, so nothing is said of them.
    """
    if standard.unit not in _IN_ONE_SITTING:
        return False
    return took < timedelta(minutes=float(nominal_minutes(standard))) * FAST_PERCENT / 100


class Walk:
    """Goes through a history and notes what it departs from, and what its clocks need to know."""

    def __init__(self, workflow: Workflow, calendar: Calendar, case: CaseId) -> None:
        self.workflow, self.calendar, self.case = workflow, calendar, case
        self.found: list[Departure] = []
        self.opened: dict[ActivationId, Opening] = {}
        self.holders: dict[ActivationId, PersonId] = {}
        self.pausing: dict[ActivationId, Pausing] = {}
        self.paused: list[Pausing] = []
        self.stuck: dict[ActivationId, Stuck] = {}
        self._requirements: set[str] = set()
        self._before: Recorded | None = None

    def take(self, recorded: Recorded) -> None:
        """Go on by one event."""
        self._note_backdated(recorded)
        match recorded.event:
            case CaseOpened(requirements=requirements):
                self._requirements.update(requirements)
            case FileAttached(requirement=str() as requirement):
                self._requirements.add(requirement)
            case FileAccepted():
                self._note_missing(recorded)
            case CaseMigrated(mapping=to):
                self._rename(to)
            case StepOpened() as event:
                self._open(recorded, event)
            case _:
                self._take_other(recorded)
        self._before = recorded

    def _take_other(self, recorded: Recorded) -> None:
        match recorded.event:
            case TaskClaimed(activation=activation):
                self.holders[activation] = recorded.by.person
            case TaskAssigned() | TaskDelegated() | TaskResolved() as event:
                self.holders[event.activation] = event.to
            case TaskReleased(activation=activation):
                self.holders.pop(activation, None)
            case StepOverridden() as event:
                self._override(recorded, event)
            case StepCompleted() | StepReturned() | ActionRecorded() as event:
                self._finish(recorded, event)
            case StepCancelled(activation=activation):
                self._go_on(activation, recorded.at)
            case ActionFailed(final=True) | ActionRetried() as event:
                self._attempt(recorded, event)
            case CasePaused() as event:
                self._pause(recorded, event)
            case CaseResumed() | CaseEnded():
                self._go_on(_CASE, recorded.at)
            case _:
                pass

    def clause(self, step: StepId) -> Clause | None:
        """The row of that step; None where the version in force has it no more."""
        found = self.workflow.step(step)
        return None if found is None else clause_of(found)

    def _note(
        self, kind: DeviationKind, number: int, recorded: Recorded, step: StepId | None = None
    ) -> Deviation:
        """Note a departure by whoever acted; what it lacks is given to `_amend`."""
        role = recorded.by.role
        found = Deviation(
            kind=kind,
            case=self.case,
            at=recorded.at,
            step=step,
            clause=None if step is None else self.clause(step),
            persons=(recorded.by.person,),
            roles=() if role is None else (role,),
        )
        self.found.append(departure(number, found))
        return found

    def _amend(self, **evidence: object) -> None:
        noted = self.found[-1]
        self.found[-1] = Departure(noted.id, replace(noted.found, **evidence))

    def _note_backdated(self, recorded: Recorded) -> None:
        """Told on a later day than it happened; of the events of one command only the first."""
        happened, before = recorded.happened_at, self._before
        if happened is None or self.calendar.day_of(happened) == self.calendar.day_of(recorded.at):
            return
        same = (recorded.at, recorded.by, happened)
        if before is None or (before.at, before.by, before.happened_at) != same:
            step = getattr(recorded.event, "step", None)
            self._note(DeviationKind.BACKDATED, recorded.seq, recorded, step)
            self._amend(measured=recorded.at - happened)

    def _note_missing(self, recorded: Recorded) -> None:
        needed = (one for one in self.workflow.requirements if one.required)
        missing = [one for one in needed if one.id not in self._requirements]
        if missing:
            says = Text(
                id=f"Persyaratan: {'; '.join(one.title.in_language('id') for one in missing)}",
                en=f"Requirements: {'; '.join(one.title.in_language('en') for one in missing)}",
            )
            self._note(DeviationKind.MISSING_INPUT, recorded.seq, recorded)
            self._amend(clause=Clause(says=says), missing=tuple(one.id for one in missing))

    def _rename(self, to: Mapping[StepId, StepId]) -> None:
        self.opened = {
            activation: one._replace(step=to.get(one.step, one.step))
            for activation, one in self.opened.items()
        }

    def _open(self, recorded: Recorded, event: StepOpened) -> None:
        self.opened[event.activation] = Opening(event.step, event.visit, recorded.at)
        if event.pause is not None:
            self.pausing[event.activation] = Pausing(
                seq=recorded.seq,
                since=recorded.at,
                reason=event.pause,
                person=recorded.by.person,
                step=event.step,
            )
        step = self.workflow.step(event.step)
        allowed = step.tolerance if isinstance(step, HumanStep) else None
        if allowed is not None and event.visit > allowed:
            self._note(DeviationKind.REPEATED, event.activation, recorded, event.step)
            self._amend(visits=event.visit, allowed=allowed)

    def _override(self, recorded: Recorded, event: StepOverridden) -> None:
        self._note(DeviationKind.OVERRIDDEN, recorded.seq, recorded, event.step)
        against = () if event.to is None else (event.to,)
        self._amend(says=event.reason, against=against)
        if event.mode != "act_outside_role":  # there the completion that follows ends it
            self._go_on(event.activation, recorded.at)

    def _finish(
        self, recorded: Recorded, event: StepCompleted | StepReturned | ActionRecorded
    ) -> None:
        self.holders[event.activation] = recorded.by.person
        self._go_on(event.activation, recorded.at)
        opening = self.opened[event.activation]
        step = self.workflow.step(opening.step)
        if not isinstance(step, HumanStep) or step.time is None:
            return
        took = recorded.at - opening.at
        is_told_later = recorded.happened_at is not None  # it began unseen, too
        is_intake = step.submission and opening.visit == 1
        if not (is_told_later or is_intake) and is_implausibly_fast(step.time, took):
            self._note(DeviationKind.IMPLAUSIBLY_FAST, event.activation, recorded, opening.step)
            self._amend(standard=step.time, measured=took, visits=opening.visit)

    def _attempt(self, recorded: Recorded, event: ActionFailed | ActionRetried) -> None:
        """What the engine is stuck with waits for nobody; tried again, it waits anew."""
        stuck, pausing = self.stuck.get(event.activation), self.pausing.get(event.activation)
        self._go_on(event.activation, recorded.at)
        if isinstance(event, ActionFailed):
            self.stuck[event.activation] = Stuck(recorded.seq, recorded.at, pausing)
        elif stuck is not None and stuck.waited is not None:
            again = replace(stuck.waited, seq=recorded.seq, since=recorded.at)
            self.pausing[event.activation] = again

    def _pause(self, recorded: Recorded, event: CasePaused) -> None:
        self.pausing[_CASE] = Pausing(
            seq=recorded.seq, since=recorded.at, reason=event.reason, person=recorded.by.person
        )
        if not event.note and not event.documents:
            self._note(DeviationKind.PAUSE_WITHOUT_GROUND, recorded.seq, recorded)

    def _go_on(self, activation: ActivationId, at: datetime) -> None:
        self.stuck.pop(activation, None)
        pausing = self.pausing.pop(activation, None)
        if pausing is not None:
            self.paused.append(replace(pausing, until=at))


def walk_through(workflow: Workflow, calendar: Calendar, history: Sequence[Recorded]) -> Walk:
    """A walk to the end of a history, which begins with its opening."""
    walk = Walk(workflow, calendar, history[0].case)
    for recorded in history:
        walk.take(recorded)
    return walk
