"""What time has brought to a case by an instant, and when it must be looked at next.

Nothing is kept between two looks but the case's own history: what is recorded there is not found
again, so a look may come late, twice, or after a restart, and says the same.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import ClockKind, rule_of
from engine.core.clocks import CaseClocks, Clock, clocks
from engine.core.decide_time import is_news
from engine.core.departures import caps_ahead, departures_of, is_peoples
from engine.core.departures_walk import Departure, Walk, walk_through
from engine.core.events import (
    ActionFailed,
    BlockJoined,
    BlockLeft,
    BranchArrived,
    CaseMigrated,
    CommentAdded,
    DeviationDisposed,
    Event,
    Recorded,
    StepSkipped,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
)
from engine.core.ids import DeviationId, PersonId, RoleId
from engine.core.incidents import first_told, rungs_of_incident
from engine.core.pace import Ending, Pace, ending_of, pace_of
from engine.core.priority import Urgency, urgencies
from engine.core.retention_events import CaseHeld, HoldLifted
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    TimeEvent,
    WarningGiven,
    Withdrawal,
    still_said,
)
from engine.core.workflow import HumanStep, Power, Rung, RungLevel, Workflow

LEGAL_LADDER = ((RungLevel.SUPERVISOR, 60), (RungLevel.HEAD, 80))
"""Who is told, and at which percent of a legal limit: before it passes, not after.

Where the law is silent on a limit, a request counts as granted when it passes (UU 30/2014
art. 53), and there is nothing left to hurry.
"""

_SECOND = timedelta(seconds=1)


_TIMELESS = (
    StepSkipped
    | TaskClaimed
    | TaskAssigned
    | TaskDelegated
    | TaskResolved
    | TaskReleased
    | BranchArrived
    | BlockJoined
    | BlockLeft
    | CommentAdded
    | CaseHeld
    | HoldLifted
    | DeviationDisposed
    | DeviationRecorded
    | DeviationWithdrawn
    | WarningGiven
    | CaseEscalated
    | IncidentTold
)


def moves_time(event: Event) -> bool:
    """Whether a case must be looked at anew after this event."""
    if isinstance(event, ActionFailed):
        return event.final
    return not isinstance(event, _TIMELESS)


class Outlook(Frozen, frozen=True, kw_only=True):
    """What to record, in the order in which it happened, and when to look again (None: never).

    `urgencies`: how much each open task presses, for the order of queues. `pace`: how far an open
    case is on the way to its deadline; `ending`: how a closed one ended.
    """

    found: tuple[TimeEvent, ...] = ()
    next_at: datetime | None = None
    urgencies: tuple[Urgency, ...] = ()
    pace: Pace | None = None
    ending: Ending | None = None


class _Said(NamedTuple):
    """Something that belongs to an instant."""

    at: datetime
    event: TimeEvent


def look(
    workflow: Workflow,
    calendar: Calendar,
    state: CaseState,
    history: Sequence[Recorded],
    *,
    at: datetime,
) -> Outlook:
    """Look at the clocks of a case at `at`. Of one whose record is gone nothing is found any more.

    Args:
        workflow: The version that the case runs under.
        calendar: The office's working time.
        state: The case after its whole history.
        history: All events of the case.
        at: The instant asked for; aware UTC. One before the case's latest event counts as that.

    Raises:
        BeyondCalendar: an instant or a deadline lies outside the days compiled.
    """
    if state.disposed_at is not None:
        return Outlook()
    at = max(at, state.last_at)
    told = clocks(workflow, calendar, history, at=at)
    walk = walk_through(workflow, calendar, history)
    facts = departures_of(walk, told, at=at)
    name = f"{calendar.version.id}/{calendar.version.version}"
    departed = [_Said(one.found.at, _recorded(one, name)) for one in facts]
    subjects = list(_subjects(workflow, state, told)) if state.is_open else []
    notices = list(_notices(workflow, calendar, subjects))
    notices += _of_incidents(walk, state)
    gone = tuple(_withdrawn(state, history, {one.id for one in facts}, name))
    known = _without(state, gone)
    said = sorted(
        (one for one in (*departed, *notices) if one.at <= at and is_news(known, one.event)),
        key=lambda one: one.at,
    )
    ahead = [one.at for one in notices]
    ahead += (one.clock.due + _SECOND for one in subjects if one.clock.due is not None)
    ahead += caps_ahead(walk) if state.is_open else ()
    return Outlook(
        found=(*gone, *(one.event for one in said)),
        next_at=min((one for one in ahead if one > at), default=None),
        urgencies=urgencies(state, told),
        pace=pace_of(calendar, told) if state.is_open else None,
        ending=ending_of(calendar, state, told),
    )


def _recorded(one: Departure, calendar: str) -> DeviationRecorded:
    return DeviationRecorded(deviation=one.id, found=one.found, calendar=calendar)


def _withdrawn(
    state: CaseState, history: Sequence[Recorded], facts: set[DeviationId], calendar: str
) -> Iterator[DeviationWithdrawn]:
    """What is recorded and no fact any more.

    What was recorded before a migration was judged by the version of then, and stands.
    """
    gone = {
        name
        for name, status in state.deviations.items()
        if status != "withdrawn" and name not in facts
    }
    for recorded in takewhile(_is_no_migration, reversed(history)) if gone else ():
        event = recorded.event
        if isinstance(event, DeviationRecorded) and event.deviation in gone:
            gone.discard(event.deviation)
            same = event.calendar == calendar
            because = Withdrawal.HISTORY if same else Withdrawal.CALENDAR
            yield DeviationWithdrawn(deviation=event.deviation, because=because, calendar=calendar)


def _without(state: CaseState, gone: Sequence[DeviationWithdrawn]) -> CaseState:
    """The case as it is once these are withdrawn, as far as what is said again goes."""
    noticed = state.noticed
    for one in gone:
        noticed = still_said(noticed, one.deviation)
    return replace(state, noticed=noticed) if gone else state


def _is_no_migration(recorded: Recorded) -> bool:
    return not isinstance(recorded.event, CaseMigrated)


class _Subject(NamedTuple):
    """A clock that nothing has ended yet, and whom it concerns."""

    clock: Clock
    to: tuple[RoleId, ...]
    person: PersonId | None


def _subjects(workflow: Workflow, state: CaseState, told: CaseClocks) -> Iterator[_Subject]:
    """The clocks of what is still open; those of the case concern whoever has its open steps."""
    concerned: dict[RoleId, None] = {}
    for active in state.active:
        to = _concerned(workflow, active)
        concerned.update(dict.fromkeys(to))
        clock = told.steps.get(active.id)
        if clock is not None and is_peoples(workflow.step(active.step)):
            yield _Subject(clock, to, active.assignee)
    for clock in (told.promise, told.legal):
        if clock is not None:
            yield _Subject(clock, tuple(concerned), None)


def _concerned(workflow: Workflow, active: Activation) -> tuple[RoleId, ...]:
    """Whose an open step is: its role's, or those' who are to mend it."""
    if active.incident:
        return first_told(workflow).to
    step = workflow.step(active.step)
    role = step.role if isinstance(step, HumanStep) else None
    return () if role is None or workflow.roles[role].external else (role,)


def _notices(
    workflow: Workflow, calendar: Calendar, subjects: Sequence[_Subject]
) -> Iterator[_Said]:
    """All warnings and rungs of what is open, each at the instant it belongs to."""
    for subject in subjects:
        yield from _warnings(workflow, calendar, subject)
        yield from _rungs(workflow, calendar, subject)


def _of_incidents(walk: Walk, state: CaseState) -> Iterator[_Said]:
    """Whoever is to be told of what the engine is stuck with."""
    workflow, calendar = walk.workflow, walk.calendar
    for active in state.active:
        stuck = walk.stuck.get(active.id)
        if stuck is None:
            continue
        for rung, reached in rungs_of_incident(workflow, calendar, since=stuck.since):
            belongs_at = _in_office(calendar, reached)
            yield _Said(
                belongs_at,
                IncidentTold(
                    activation=active.id,
                    step=active.step,
                    failed=stuck.seq,
                    since=stuck.since,
                    belongs_at=belongs_at,
                    rung=rung.level,
                    to=rung.to,
                ),
            )


def _in_office(calendar: Calendar, at: datetime) -> datetime:
    """`at`, if somebody is there to be told: until the end of work, and that second, too."""
    return at if calendar.between(at - _SECOND, at) else calendar.opening(at)


def _reached(calendar: Calendar, clock: Clock, percent: int) -> datetime | None:
    return None if clock.ledger is None else clock.ledger.reached(calendar, percent=percent)


def _warnings(workflow: Workflow, calendar: Calendar, subject: _Subject) -> Iterator[_Said]:
    for percent in workflow.timing.warnings:
        reached = _reached(calendar, subject.clock, percent)
        if reached is not None and subject.clock.due is not None:
            belongs_at = _in_office(calendar, reached)
            yield _Said(
                belongs_at,
                WarningGiven(
                    clock=subject.clock.kind,
                    due=subject.clock.due,
                    belongs_at=belongs_at,
                    activation=subject.clock.activation,
                    step=subject.clock.clause.step,
                    to=subject.to,
                    person=subject.person,
                    percent=percent,
                ),
            )


def _rungs(workflow: Workflow, calendar: Calendar, subject: _Subject) -> Iterator[_Said]:
    ladder = _legal_ladder if subject.clock.kind is ClockKind.LEGAL else _ladder
    for rung, reached in ladder(workflow, calendar, subject):
        if subject.clock.due is not None:
            belongs_at = _in_office(calendar, reached)
            yield _Said(
                belongs_at,
                CaseEscalated(
                    clock=subject.clock.kind,
                    due=subject.clock.due,
                    belongs_at=belongs_at,
                    activation=subject.clock.activation,
                    step=subject.clock.clause.step,
                    to=rung.to,
                    person=subject.person if rung.level is RungLevel.REMIND else None,
                    rung=rung.level,
                ),
            )


def _ladder(
    workflow: Workflow, calendar: Calendar, subject: _Subject
) -> Iterator[tuple[Rung, datetime]]:
    """Whoever has the task at the breach, then as the SOP says; its working days are the SOP's."""
    due_at = subject.clock.due
    if due_at is None:
        return
    breached = due_at + _SECOND
    yield Rung(level=RungLevel.REMIND, to=subject.to), breached
    rule = rule_of(workflow.service)
    for rung in workflow.timing.escalation:
        after = rung.after
        yield (
            rung,
            breached
            if after is None
            else due(calendar, after, start=breached, day_one=rule.day_one),
        )


def _legal_ladder(
    workflow: Workflow, calendar: Calendar, subject: _Subject
) -> Iterator[tuple[Rung, datetime]]:
    for level, percent in LEGAL_LADDER:
        reached = _reached(calendar, subject.clock, percent)
        if reached is not None:
            yield Rung(level=level, to=_above(workflow, level)), reached


def _above(workflow: Workflow, level: RungLevel) -> tuple[RoleId, ...]:
    """Whom a rung of the SOP's own escalation reaches, else those with the power for it."""
    for rung in workflow.timing.escalation:
        if rung.level is level:
            return rung.to
    power = Power.ASSIGN if level is RungLevel.SUPERVISOR else Power.OVERRIDE
    return tuple(role.id for role in workflow.roles.values() if power in role.may)
