"""Effects on their way: claimed from the outbox and begun, held, given back.

Claiming and beginning are one transaction: whatever is claimed has its attempt on record, and
whatever the case no longer needs is let go of at once. How attempts end stands in `outcomes`.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

import msgspec
from msgspec.structs import replace

from engine.actions.action import ActionRun
from engine.core.clock_clauses import rule_of
from engine.core.effects import RunAction, WakeAt
from engine.core.errors import AlurError, BeyondCalendar, NotFound, StoreUnavailable
from engine.core.ids import CaseId
from engine.core.placeholders import facts_of
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.waiting import wakes_at
from engine.core.workflow import ActionStep, Workflow
from engine.service import mint
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.opening import Opened, opened
from engine.service.secrets_said import Secrets, secrets_among
from engine.store import effect_runs, log, outbox
from engine.store.job import Reader, Unit
from engine.store.log import Stored
from engine.store.rows import Backlog, RunRow, Waiting

Claimed = Waiting
"""An effect that its owner may run until its lease ends."""

LOOK_AGAIN = timedelta(days=1)
"""At a wait for a date that the form does not hold, and at a case that cannot be read."""

TELL_PARENT = "tell_parent"
"""The kind of the effect that goes by the numbers of the calling case."""

MOST_LOST = 5
"""An effect that outlives so many processes that ran it is taken to be what ended them."""

_DAMAGED = (
    msgspec.MsgspecError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
"""What reading a damaged case may raise; not what a database that is away raises."""

_log = logging.getLogger(__name__)


class Begun(Frozen, frozen=True, kw_only=True):
    """An attempt that has begun. `action` is given where an action is to be run.

    `problem` says why the effect cannot even be tried; the attempt is then to be failed. `lost` is
    how often whoever ran it was gone before it ended. `secrets` is what the action got to know and
    may not say on.
    """

    claimed: Claimed
    run: RunRow
    workflow: Workflow
    action: ActionRun | None = None
    problem: str = ""
    lost: int = 0
    secrets: Secrets = Secrets()


def is_due(database: Database, *, at: datetime) -> bool:
    """Whether there is anything to begin at `at`."""
    return database.store.read(lambda reader: outbox.is_due(reader, at))


def backlog(database: Database, *, at: datetime) -> Backlog:
    """What could be run at `at` and nobody has claimed."""
    return database.store.read(lambda reader: outbox.backlog(reader, at))


class Shift(Frozen, frozen=True, kw_only=True):
    """Who claims, and for how long nobody else may have what they claim.

    `shown`: Prefect is to show their attempts; `run`: as this run of it.
    """

    owner: str
    lease: timedelta
    shown: bool = False
    run: str | None = None


def take_up(
    database: Database, shift: Shift, *, at: datetime, limit: int, case: CaseId | None = None
) -> tuple[Begun, ...]:
    """Claim up to `limit` effects that are due and begin an attempt at each.

    Args:
        database: where the outbox is.
        shift: who will run them.
        at: the instant; aware UTC.
        limit: how many at most.
        case: only the effects of this case.

    Returns:
        The attempts begun, the longest waiting first. Waits whose time has not come are put off,
        effects that their case no longer needs are dropped: these are not among them.
    """

    def job(unit: Unit) -> tuple[Begun, ...]:
        claimed = outbox.claim(
            unit, owner=shift.owner, now=at, lease=shift.lease, limit=limit, case=case
        )
        begun = [_begin_readable(database, unit, one, at, shift) for one in claimed]
        return tuple(one for one in begun if one is not None)

    return database.store.write(job)


def renew(database: Database, begun: Iterable[Begun], *, until: datetime) -> tuple[Begun, ...]:
    """Hold these until that instant; gives those that are held by their owner no more."""

    def job(unit: Unit) -> tuple[Begun, ...]:
        return tuple(one for one in begun if not outbox.renew(unit, one.claimed, until=until))

    return database.store.write(job)


def _begin_readable(
    database: Database, unit: Unit, claimed: Claimed, at: datetime, shift: Shift
) -> Begun | None:
    """Begin an attempt; a case that cannot be read is no reason to leave the others."""
    try:
        return _begin(database, unit, claimed, at, shift)
    except StoreUnavailable:
        raise
    except (AlurError, *_DAMAGED):
        _log.exception("an effect of case %s cannot be begun", claimed.case)
        outbox.postpone(unit, claimed, until=at + LOOK_AGAIN)
        return None


def _begin(
    database: Database, unit: Unit, claimed: Claimed, at: datetime, shift: Shift
) -> Begun | None:
    stored = log.find(unit, claimed.case)
    if stored is None:
        raise NotFound("case", claimed.case)
    workflow = workflow_by_hash(database, unit, stored.state.workflow)
    active = None
    if claimed.kind != TELL_PARENT:
        active = stored.state.activation(claimed.activation)
        if active is None:
            _close_lost(unit, claimed, at)
            outbox.settle_held(unit, claimed)
            return None
        claimed = _as_of_now(claimed, workflow, active)
    wanted, problem = _when(database, unit, workflow, claimed, at)
    if wanted > at:
        outbox.postpone(unit, claimed, until=wanted)
        return None
    lost = _lost(unit, claimed, at)
    if lost >= MOST_LOST:
        problem = problem or f"whoever ran it was gone before it ended, {lost} times"
    run = _run(stored, claimed, shift, at=at, wanted=wanted)
    action, secrets = None, Secrets()
    if isinstance(claimed.effect, RunAction) and active is not None:
        known = opened(database, unit, stored.state)
        what = (run, active, claimed.effect)
        action = _action_run(database, unit, workflow, (stored.state, known), what)
        secrets = secrets_among(action.facts[path] for path in known.secrets)
    effect_runs.write_down(unit, run)
    return Begun(
        claimed=claimed,
        run=run,
        workflow=workflow,
        action=action,
        problem=problem,
        lost=lost,
        secrets=secrets,
    )


def _as_of_now(claimed: Claimed, workflow: Workflow, active: Activation) -> Claimed:
    """An action as the case's version has it now: it may have been migrated since it was asked."""
    effect, step = claimed.effect, workflow.step(active.step)
    if not isinstance(effect, RunAction) or not isinstance(step, ActionStep):
        return claimed
    return replace(claimed, effect=replace(effect, action=step.action, parameters=step.parameters))


def _when(
    database: Database, reader: Reader, workflow: Workflow, claimed: Claimed, at: datetime
) -> tuple[datetime, str]:
    """When the effect may begin, and what keeps it from ever beginning."""
    effect = claimed.effect
    if effect is None:
        return at, "what was kept of this effect cannot be read"
    if not isinstance(effect, WakeAt):
        return (claimed.enqueued_at if claimed.attempt == 1 else at), ""
    question = partial(wakes_at, effect, claimed.enqueued_at, rule=rule_of(workflow.service))
    try:
        due = calendar_for(database, reader, workflow.calendar, question, at=at)
    except BeyondCalendar as error:
        return at, str(error)
    except NotFound as error:
        return at, str(error)
    return due or at + LOOK_AGAIN, ""


def _lost(unit: Unit, claimed: Claimed, at: datetime) -> int:
    """Close attempts whose process is gone; how many there were since the step was put out."""
    _close_lost(unit, claimed, at)
    if claimed.attempt == 1 or claimed.kind == TELL_PARENT:  # telling is ours, and ends nobody
        return 0
    return effect_runs.lost_since(
        unit, claimed.case, claimed.activation, kind=claimed.kind, since=claimed.enqueued_at
    )


def _close_lost(unit: Unit, claimed: Claimed, at: datetime) -> None:
    effect_runs.lose(unit, claimed.case, claimed.activation, kind=claimed.kind, at=at)


def _run(
    stored: Stored, claimed: Claimed, shift: Shift, *, at: datetime, wanted: datetime
) -> RunRow:
    active = stored.state.activation(claimed.activation)
    return RunRow(
        id=mint.run_id(at),
        case_id=claimed.case,
        activation=claimed.activation,
        kind=claimed.kind,
        attempt=claimed.attempt,
        step=None if claimed.kind == TELL_PARENT or active is None else active.step,
        sop=stored.state.sop,
        version=stored.state.version,
        owner=claimed.owner,
        wanted_at=wanted,
        started_at=at,
        run=shift.run,
        told_at=None if shift.shown else at,
    )


def _action_run(
    database: Database,
    reader: Reader,
    workflow: Workflow,
    case: tuple[CaseState, Opened],
    what: tuple[RunRow, Activation, RunAction],
) -> ActionRun:
    run, active, effect = what
    state, known = case
    return ActionRun(
        case=state.case,
        activation=active.id,
        attempt=active.attempts + 1,
        step=active.step,
        sop=state.sop,
        version=state.version,
        unit=workflow.unit,
        title=workflow.title,
        at=run.started_at,
        zone=_zone(database, reader, workflow, run.started_at),
        parameters=effect.parameters,
        facts=facts_of(state.case, known.applicant, known.data),
    )


def _zone(database: Database, reader: Reader, workflow: Workflow, at: datetime) -> str:
    """The zone of the case's calendar; UTC where none is published."""
    try:
        return calendar_for(
            database, reader, workflow.calendar, lambda known: known.version.zone, at=at
        )
    except NotFound:
        return "UTC"


def remaining(database: Database) -> int:
    """How many effects there are at all: waiting for their time, to be claimed, or being run."""
    return database.store.read(outbox.count)
