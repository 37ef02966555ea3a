"""The clocks of a case, told from its history and a calendar; nothing is stored for them.

Each step has its standard, each case its promise and its legal limit. The office's clock of a case
stands still while the case is paused and while nothing is open but what waits for others; a
step's stands still while the case or the step itself is paused, always where the step is the
applicant's, and while the engine is stuck with it (an incident), which is no standstill of the
case. What was left stays: it is counted on when the clock runs again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.clock_clauses import (
    Clause,
    ClauseSource,
    ClockKind,
    extended,
    legal_limit_of,
    promise_of,
    standard_of,
)
from engine.core.clock_history import CaseTimes, ground_of, read_times, step_changes
from engine.core.clock_ledger import (
    Change,
    Ground,
    Ledger,
    Standstill,
    Whose,
    is_late,
    stretches,
)
from engine.core.clock_measures import measure, reach
from engine.core.events import Recorded
from engine.core.ids import ActivationId
from engine.core.text import Frozen
from engine.core.workflow import Workflow

_SECOND = timedelta(seconds=1)
_WHOLE_CASE = ActivationId(0)


class ClockState(StrEnum):
    """How a clock stands. `met`: what it times ended, done or not, without being late."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    STANDING = "standing"
    MET = "met"
    PASSED = "passed"


class Clock(Frozen, frozen=True, kw_only=True):
    """A clock as it stands at an instant.

    `consumed` and `remaining` count what `ledger.measure` counts; `consumed` may exceed the budget.
    `due` is None while nothing decides it: the clock has not started, or stands still with
    something left; `due_if_resumed` then says what it were if it ran again at once.
    `breached_at` is the first second that is too late.
    """

    clause: Clause
    state: ClockState = ClockState.NOT_STARTED
    ledger: Ledger | None = None
    activation: ActivationId | None = None
    visit: int | None = None
    consumed: int = 0
    remaining: int | None = None
    due: datetime | None = None
    due_if_resumed: datetime | None = None
    breached_at: datetime | None = None

    @property
    def kind(self) -> ClockKind:
        """What it times."""
        return self.clause.kind

    @property
    def since(self) -> datetime | None:
        """When it started."""
        return None if self.ledger is None else self.ledger.since

    @property
    def finished_at(self) -> datetime | None:
        """When what it times ended."""
        return None if self.ledger is None else self.ledger.finished_at

    @property
    def ground(self) -> Ground | None:
        """Why it stands still, or stood still when what it times ended."""
        return None if self.ledger is None else self.ledger.stretches[-1].ground

    @property
    def is_fallback(self) -> bool:
        """Whether the SOP names no limit and the statute's holds."""
        return self.clause.source is ClauseSource.STATUTE


class CaseClocks(Frozen, frozen=True, kw_only=True):
    """All clocks of a case, and where its time went.

    `office_seconds`, `applicant_seconds` and `other_seconds` are working time from the opening to
    `at` or the end, together all of it; `elapsed` is the same by the clock on the wall. While a
    case was closed no time went by for it.
    """

    promise: Clock | None
    legal: Clock | None
    steps: Mapping[ActivationId, Clock]
    office_seconds: int
    applicant_seconds: int
    other_seconds: int
    elapsed: timedelta


def clocks(
    workflow: Workflow, calendar: Calendar, history: Sequence[Recorded], *, at: datetime
) -> CaseClocks:
    """The clocks of a case as they stand at `at`.

    Args:
        workflow: The version that the case runs under now; after a migration it judges all of it.
        calendar: The office's working time.
        history: All events of the case.
        at: The instant asked for; one before the case's latest event counts as that.

    Raises:
        BeyondCalendar: an instant or a deadline lies outside the days compiled.
        ValueError: the history does not begin with an opening.
    """
    times, at = read_times(workflow, history), max(at, history[-1].at)
    spent, elapsed = _spent(calendar, times, at)
    return CaseClocks(
        promise=case_clock(calendar, promise_of(workflow.service), times, at=at),
        legal=case_clock(calendar, legal_limit_of(workflow.service), times, at=at),
        steps=_step_clocks(workflow, calendar, times, at),
        office_seconds=spent[Whose.OFFICE],
        applicant_seconds=spent[Whose.APPLICANT],
        other_seconds=spent[Whose.NEITHER],
        elapsed=elapsed,
    )


def running_clocks(
    workflow: Workflow, calendar: Calendar, times: CaseTimes, *, at: datetime
) -> tuple[Clock, ...]:
    """Those of the clocks that time what has not ended: of the case first, then of open steps.

    `times` are of a case that is open; `at` is not before its latest event. Raises as `clocks`.
    """
    clauses = promise_of(workflow.service), legal_limit_of(workflow.service)
    whole = (case_clock(calendar, clause, times, at=at) for clause in clauses)
    waiting = replace(times, stays=tuple(stay for stay in times.stays if stay.ended_at is None))
    steps = _step_clocks(workflow, calendar, waiting, at)
    return (*(clock for clock in whole if clock is not None), *steps.values())


def case_clock(
    calendar: Calendar, clause: Clause | None, times: CaseTimes, *, at: datetime
) -> Clock | None:
    """The clock of a clause of the whole case; None where the SOP has no such clause."""
    if clause is None:
        return None
    if clause.kind is ClockKind.PROMISE:
        clause = extended(clause, times.extended.get(_WHOLE_CASE, ()))
    since = times.accepted if clause.starts_when_complete else times.begun
    if since is None:
        return Clock(clause=clause)
    ledger = _ledger(calendar, clause, times.changes, since=since, finished_at=times.closed)
    return _told(Clock(clause=clause), calendar, ledger, at)


def _step_clocks(
    workflow: Workflow, calendar: Calendar, times: CaseTimes, at: datetime
) -> dict[ActivationId, Clock]:
    clauses = {step.id: standard_of(step, workflow.service) for step in workflow.steps()}
    found = {}
    for stay in times.stays:
        clause = clauses.get(stay.step)
        if clause is not None:
            clause = extended(clause, times.extended.get(stay.activation, ()))
            own = ground_of(workflow, stay.step, stay.pause)
            ledger = _ledger(
                calendar,
                clause,
                step_changes(times, stay, own),
                since=stay.opened_at,
                finished_at=stay.ended_at,
            )
            clock = Clock(clause=clause, activation=stay.activation, visit=stay.visit)
            found[stay.activation] = _told(clock, calendar, ledger, at)
    return found


def _ledger(
    calendar: Calendar,
    clause: Clause,
    changes: Sequence[Change],
    *,
    since: datetime,
    finished_at: datetime | None,
) -> Ledger:
    return Ledger(
        since=since,
        measure=measure(calendar, clause.budget, start=since, rule=clause.rule),
        stretches=stretches(changes, since=since, until=finished_at),
        finished_at=finished_at,
    )


def _told(clock: Clock, calendar: Calendar, ledger: Ledger, at: datetime) -> Clock:
    """The clock as its ledger tells it at an instant."""
    due, left = ledger.deadline(calendar)
    late = due is not None and is_late(calendar, ledger.finished_at or at, due)
    state = _state(ledger, late=late)
    stands = state is ClockState.STANDING
    consumed = ledger.consumed(calendar, at=at)
    return replace(
        clock,
        state=state,
        ledger=ledger,
        consumed=consumed,
        remaining=max(ledger.measure.amount - consumed, 0),
        due=due,
        due_if_resumed=reach(calendar, ledger.measure.counted, at, left) if stands else None,
        breached_at=due + _SECOND if due is not None and late else None,
    )


def _state(ledger: Ledger, *, late: bool) -> ClockState:
    if late:
        return ClockState.PASSED
    if ledger.finished_at is not None:
        return ClockState.MET
    stands = ledger.stretches[-1].ground is not None
    return ClockState.STANDING if stands else ClockState.RUNNING


def _spent(
    calendar: Calendar, times: CaseTimes, at: datetime
) -> tuple[Mapping[Whose, int], timedelta]:
    """Working seconds by whose they were, and the time on the wall; nothing of a closed case."""
    spent, elapsed = dict.fromkeys(Whose, 0), timedelta()
    until = times.closed or at
    for one in stretches(times.changes, since=times.begun, until=until):
        if one.ground is None or one.ground.why is not Standstill.CLOSED:
            ends = one.ends or until
            spent[one.whose] += calendar.between(one.begins, ends)
            elapsed += ends - one.begins
    return spent, elapsed
