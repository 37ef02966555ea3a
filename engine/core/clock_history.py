"""What the clocks need to know of a history: when things began and ended, and whose turn it was.

Everything counts from when it was recorded, so that nobody improves a measured time by telling it
later. Only the beginnings of a case, which the applicant's rights hang on, count from when they
happened: whoever enters a paper file late does not win the time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from engine.core.clock_ledger import Change, Ground, Standstill
from engine.core.durations import Duration
from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    CaseEnded,
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    Event,
    FileAccepted,
    Recorded,
    StepCancelled,
    StepCompleted,
    StepOpened,
    StepOverridden,
    StepReturned,
    TimeExtended,
)
from engine.core.ids import ActivationId, StepId
from engine.core.text import Frozen
from engine.core.workflow import PauseReason, Workflow


class Stay(Frozen, frozen=True, kw_only=True):
    """One activation from its opening to its end; `step` is named as in the version in force.

    `incidents` say from when on the engine was stuck with it, and from when on no more.
    """

    activation: ActivationId
    step: StepId
    visit: int
    opened_at: datetime
    pause: PauseReason | None = None
    ended_at: datetime | None = None
    incidents: tuple[Change, ...] = ()


class CaseTimes(Frozen, frozen=True, kw_only=True):
    """A history as the clocks see it.

    `changes` say from when on the office's clock of the case runs or stands still, `pauses` the
    same of pauses of the whole case alone. `extended` holds what was added to the standard of an
    activation, and under 0 to the promise.
    """

    begun: datetime
    accepted: datetime | None
    closed: datetime | None
    stays: tuple[Stay, ...]
    changes: tuple[Change, ...]
    pauses: tuple[Change, ...]
    extended: Mapping[ActivationId, tuple[Duration, ...]] = {}


def ground_of(workflow: Workflow, step: StepId, pause: PauseReason | None) -> Ground | None:
    """Why the office need not hurry with a step: it waits on purpose, or it is the applicant's."""
    if pause is not None:
        return Ground(why=Standstill(pause.value))
    found = workflow.step(step)
    role = None if found is None or found.role is None else workflow.roles[found.role]
    return Ground(why=Standstill.APPLICANT) if role is not None and role.external else None


def step_changes(times: CaseTimes, stay: Stay, own: Ground | None) -> tuple[Change, ...]:
    """From when on the clock of a step runs or stands still; `own` is the ground of the step."""
    if not stay.incidents:
        return tuple(Change(pause.at, pause.ground or own) for pause in times.pauses)
    turns = sorted({one.at for one in (*times.pauses, *stay.incidents)})
    return tuple(
        Change(turn, _at(times.pauses, turn) or _at(stay.incidents, turn) or own) for turn in turns
    )


def _at(changes: Sequence[Change], instant: datetime) -> Ground | None:
    """The ground that holds at an instant."""
    return next((one.ground for one in reversed(changes) if one.at <= instant), None)


def read_times(workflow: Workflow, history: Sequence[Recorded]) -> CaseTimes:
    """Read a history of one case; `workflow` is the version that it runs under now.

    Raises:
        ValueError: the history does not begin with an opening.
    """
    if not history or not isinstance(history[0].event, CaseOpened):
        raise ValueError("the history of a case begins with its opening")
    reading = _Reading(history[0])
    for recorded in history:
        reading.take(recorded)
    return reading.times(workflow)


class _Moment(Frozen, frozen=True, kw_only=True):
    """How a case stood from `at` on; `stuck` are the open steps that the engine is stuck with."""

    at: datetime
    open: frozenset[ActivationId] = frozenset()
    stuck: frozenset[ActivationId] = frozenset()
    pause: PauseReason | None = None
    closed: bool = False


class _Reading:
    """Collects, event by event; whose turn it was is told at the end, when steps have names."""

    def __init__(self, opening: Recorded) -> None:
        self.begun = opening.happened_at or opening.at
        self.accepted: datetime | None = None
        self.stays: dict[ActivationId, Stay] = {}
        self.moments = [_Moment(at=self.begun)]
        self.extended: dict[ActivationId, tuple[Duration, ...]] = {}

    def take(self, recorded: Recorded) -> None:
        match recorded.event:
            case FileAccepted():
                # Older histories may say that a file was complete before the request was made.
                self.accepted = max(recorded.happened_at or recorded.at, self.begun)
            case StepOpened() as event:
                self._open(event, recorded.at)
            case CaseMigrated(mapping=to):
                for stay in self.stays.values():
                    self._keep(replace(stay, step=to.get(stay.step, stay.step)))
            case TimeExtended(activation=activation, amount=amount):
                name = activation or ActivationId(0)
                self.extended[name] = (*self.extended.get(name, ()), amount)
            case CasePaused() | CaseResumed() | CaseEnded() | CaseReopened() as event:
                self._turn(event, recorded.at)
            case ActionFailed(final=True) | ActionRetried() as event:
                self._attempt(event, recorded.at)
            case event:
                self._end(event, recorded.at)

    def _open(self, event: StepOpened, at: datetime) -> None:
        self._keep(
            Stay(
                activation=event.activation,
                step=event.step,
                visit=event.visit,
                opened_at=at,
                pause=event.pause,
            )
        )
        latest = self.moments[-1]
        self.moments.append(replace(latest, at=at, open=latest.open | {event.activation}))

    def _keep(self, stay: Stay) -> None:
        self.stays[stay.activation] = stay

    def _turn(
        self, event: CasePaused | CaseResumed | CaseEnded | CaseReopened, at: datetime
    ) -> None:
        pause = event.reason if isinstance(event, CasePaused) else None
        closed = isinstance(event, CaseEnded)
        self.moments.append(replace(self.moments[-1], at=at, pause=pause, closed=closed))

    def _attempt(self, event: ActionFailed | ActionRetried, at: datetime) -> None:
        is_stuck, latest = isinstance(event, ActionFailed), self.moments[-1]
        ground = Ground(why=Standstill.INCIDENT) if is_stuck else None
        stay, this = self.stays[event.activation], {event.activation}
        self._keep(replace(stay, incidents=(*stay.incidents, Change(at, ground))))
        stuck = latest.stuck | this if is_stuck else latest.stuck - this
        self.moments.append(replace(latest, at=at, stuck=stuck))

    def _end(self, event: Event, at: datetime) -> None:
        activation = _ended(event)
        if activation is None:
            return
        latest = self.moments[-1]
        self._keep(replace(self.stays[activation], ended_at=at))
        self.moments.append(replace(latest, at=at, open=latest.open - {activation}))

    def times(self, workflow: Workflow) -> CaseTimes:
        grounds = {
            number: ground_of(workflow, stay.step, stay.pause)
            for number, stay in self.stays.items()
        }
        latest = self.moments[-1]
        return CaseTimes(
            begun=self.begun,
            accepted=self.accepted,
            closed=latest.at if latest.closed else None,
            stays=tuple(self.stays.values()),
            changes=tuple(Change(one.at, _ground(one, grounds)) for one in self.moments),
            pauses=tuple(
                Change(one.at, _paused(one))
                for before, one in zip([None, *self.moments], self.moments, strict=False)
                if before is None or before.pause != one.pause
            ),
            extended=self.extended,
        )


def _ended(event: Event) -> ActivationId | None:
    """Which activation this event finishes."""
    match event:
        case StepOverridden(mode="act_outside_role"):
            return None  # the completion that follows finishes it
        case (
            StepCompleted() | StepReturned() | StepCancelled() | StepOverridden() | ActionRecorded()
        ):
            return event.activation
        case _:
            return None


def _paused(moment: _Moment) -> Ground | None:
    if moment.pause is None:
        return None
    return Ground(why=Standstill(moment.pause.value), whole_case=True)


def _ground(moment: _Moment, grounds: Mapping[ActivationId, Ground | None]) -> Ground | None:
    """Why the office's clock of the whole case stands still at a moment, if it does.

    What the engine is stuck with waits for nobody outside, whatever it was to wait for.
    """
    if moment.closed:
        return Ground(why=Standstill.CLOSED)
    open_steps = (None if one in moment.stuck else grounds[one] for one in moment.open)
    return _paused(moment) or shared_ground(open_steps)


def shared_ground(open_steps: Iterable[Ground | None]) -> Ground | None:
    """The ground of a case none of whose open steps is the office's; none where one is.

    Of several grounds the one named first in `Standstill` holds: what waits for the applicant,
    among other things, waits for the applicant.
    """
    grounds = list(open_steps)
    standing = [ground for ground in grounds if ground is not None]
    if not standing or len(standing) < len(grounds):
        return None
    return min(standing, key=lambda ground: list(Standstill).index(ground.why))
