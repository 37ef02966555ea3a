"""Effects on their way: claimed from the outbox, settled, or noted as failed."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from engine.core.calendar import Calendar
from engine.core.clock_clauses import rule_of
from engine.core.clock_measures import DayRule
from engine.core.commands import SYSTEM, FailAction
from engine.core.durations import nominal_minutes
from engine.core.effects import RunAction, TellParent
from engine.core.errors import CommandRefused, NotFound
from engine.core.ids import ActivationId, CaseId, StepId, UnitId
from engine.core.text import Frozen
from engine.core.workflow import ActionStep, Retry
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.execute import execute
from engine.store import log, outbox
from engine.store.job import Reader
from engine.store.rows import Waiting

T = TypeVar("T")

Claimed = Waiting
"""An effect that this owner may run until its lease ends."""

_BACKOFF = timedelta(minutes=1)
_LONGEST_BACKOFF = timedelta(hours=4)
_MOST_DOUBLINGS = 20


class ActionRun(Frozen, frozen=True, kw_only=True):
    """What a handler gets to know."""

    case: CaseId
    activation: ActivationId
    step: StepId
    unit: UnitId
    parameters: Mapping[str, str]


def claim(
    database: Database, *, owner: str, at: datetime, lease: timedelta, limit: int
) -> tuple[Claimed, ...]:
    """Up to `limit` effects that are due, the longest waiting first; leased to `owner`."""
    return database.store.write(
        lambda unit: outbox.claim(unit, owner=owner, now=at, lease=lease, limit=limit)
    )


def settle(database: Database, claimed: Claimed) -> None:
    """The effect is done, or no longer wanted."""
    database.store.write(lambda unit: outbox.settle_waiting(unit, claimed))


def postpone(database: Database, claimed: Claimed, *, until: datetime) -> None:
    """Give the effect back until an instant."""
    database.store.write(lambda unit: outbox.postpone(unit, claimed, until=until))


def action_run(database: Database, claimed: Claimed) -> ActionRun:
    """What the handler of a claimed action needs.

    Raises:
        NotFound: the case is not there, or no longer has that activation.
    """
    return database.store.read(lambda reader: _action_run(database, reader, claimed))


def _action_run(database: Database, reader: Reader, claimed: Claimed) -> ActionRun:
    stored = log.find(reader, claimed.case)
    active = None if stored is None else stored.state.activation(claimed.activation)
    if stored is None or active is None or not isinstance(claimed.effect, RunAction):
        raise NotFound("activation", claimed.activation)
    workflow = workflow_by_hash(database, reader, stored.state.workflow)
    return ActionRun(
        case=claimed.case,
        activation=claimed.activation,
        step=active.step,
        unit=workflow.unit,
        parameters=claimed.effect.parameters,
    )


def ask_calendar(
    database: Database,
    claimed: Claimed,
    question: Callable[[Calendar, DayRule], T],
    *,
    at: datetime,
) -> T:
    """What `question` answers on the calendar of the case, and by how its SOP counts days.

    Raises:
        NotFound: the case is not there, or its calendar is not published.
        BeyondCalendar: the question reaches beyond all years that calendars are compiled for.
    """
    return database.store.read(lambda reader: _ask(database, reader, claimed, question, at))


def _ask(
    database: Database,
    reader: Reader,
    claimed: Claimed,
    question: Callable[[Calendar, DayRule], T],
    at: datetime,
) -> T:
    stored = log.find(reader, claimed.case)
    if stored is None:
        raise NotFound("case", claimed.case)
    workflow = workflow_by_hash(database, reader, stored.state.workflow)
    rule = rule_of(workflow.service)
    name = workflow.calendar
    return calendar_for(database, reader, name, lambda known: question(known, rule), at=at)


def note_failure(database: Database, claimed: Claimed, error: str, *, at: datetime) -> None:
    """Note a failed attempt with the case, and try again later; the last one is an incident.

    An incident takes the effect out of the outbox: retrying puts it back.
    """
    if isinstance(claimed.effect, TellParent):  # the failing step is another case's
        postpone(database, claimed, until=at + _LONGEST_BACKOFF)
        return
    retry = database.store.read(lambda reader: _retry_of(database, reader, claimed))
    final = claimed.attempt >= retry.attempts
    command = FailAction(
        case=claimed.case,
        by=SYSTEM,
        activation=claimed.activation,
        attempt=claimed.attempt,
        error=error,
        final=final,
    )
    try:
        execute(database, command, at=at)
    except CommandRefused:  # the case has moved on: nothing is left to do
        final = True
    if final:
        settle(database, claimed)
    else:
        postpone(database, claimed, until=at + backoff(retry, claimed.attempt))


def backoff(retry: Retry, attempt: int) -> timedelta:
    """The wait after a failed attempt: doubling, at most four hours."""
    first = _BACKOFF
    if retry.backoff is not None:
        first = timedelta(minutes=float(nominal_minutes(retry.backoff)))
    doublings = min(attempt - 1, _MOST_DOUBLINGS)
    return min(first * (1 << doublings), _LONGEST_BACKOFF)


def _retry_of(database: Database, reader: Reader, claimed: Claimed) -> Retry:
    stored = log.find(reader, claimed.case)
    active = None if stored is None else stored.state.activation(claimed.activation)
    if stored is None or active is None:
        return Retry()
    step = workflow_by_hash(database, reader, stored.state.workflow).step(active.step)
    return step.retry if isinstance(step, ActionStep) else Retry()
