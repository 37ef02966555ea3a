"""How attempts at effects end. Each end is one transaction: with all that it leaves behind.

A result counts once, whoever brings it: the core takes only the first one of an activation. A
failure counts only from whoever holds the effect still: a worker that was given up for lost cannot
fail what another one is at.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.actions.action import Notice, Outcome
from engine.actions.numbering import formatted
from engine.core.commands import SYSTEM, FailAction, Filed, OpenCase, Parent, RecordAction
from engine.core.durations import nominal_minutes
from engine.core.effects import RunAction, StartCase, TellParent
from engine.core.errors import (
    AlreadySo,
    CommandRefused,
    InputRefused,
    NotFound,
    ResultAlreadyRecorded,
)
from engine.core.ids import CaseId
from engine.core.personal import ERASED
from engine.core.state import CaseState
from engine.core.values import legible
from engine.core.workflow import ActionStep, Retry
from engine.service import mint
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.effects import TELL_PARENT, Begun
from engine.service.execute import carry_out, carry_out_once
from engine.service.linked import call_key
from engine.service.opening import CaseOpener
from engine.service.sealed_notices import sealed_notice
from engine.service.secrets_said import discreet, discreet_files, says_any
from engine.store import effect_runs, log, notices, outbox
from engine.store.job import Unit
from engine.store.numbers import next_number
from engine.store.rows import NoticeRow, RunOutcome

__all__ = [
    "RunOutcome",
    "backoff",
    "drop",
    "fail",
    "let_pass",
    "open_linked",
    "started_late",
    "succeed",
    "tell_parent",
]

LONGEST_LOG = 8000
"""Characters of an attempt's log that are kept."""

_BACKOFF = timedelta(minutes=1)
_LONGEST_BACKOFF = timedelta(hours=4)
_MOST_DOUBLINGS = 20
_MOST_TELLINGS = 12
"""Two days of trying."""

_log = logging.getLogger(__name__)


def succeed(
    database: Database,
    begun: Begun,
    outcome: Outcome,
    *,
    at: datetime,
    filed: tuple[Filed, ...] = (),
) -> RunOutcome:
    """Record what an action gave: its results, its number, its documents, its notices.

    Args:
        database: where the case lives.
        begun: the attempt at it.
        outcome: what it gave.
        at: when; aware UTC.
        filed: its documents, which lie in the files already.

    Returns:
        `done`; `void` where the step has its result already, or the case went elsewhere.

    Raises:
        CommandRefused: the results are not those that the step must give.
    """
    outcome, filed = discreet(outcome, begun.secrets), discreet_files(filed, begun.secrets)

    def job(unit: Unit) -> RunOutcome:
        if _is_another_step_now(database, unit, begun):  # before a number is used up
            outbox.postpone(unit, begun.claimed, until=at)
            return _end(unit, begun, "void", at=at)
        command = RecordAction(
            case=begun.claimed.case,
            by=SYSTEM,
            activation=begun.claimed.activation,
            result=_result(unit, begun, outcome),
            documents=filed,
        )
        carry_out(database, unit, command, at)
        for one in outcome.notices:
            notices.put_up(unit, [_notice(database, unit, begun, one, at)])
        return _end(unit, begun, "done", at=at, log="\n".join(outcome.log))

    return _or_void(database, begun, job, at=at)


def open_linked(database: Database, begun: Begun, call: StartCase, *, at: datetime) -> RunOutcome:
    """Open the case that a step calls for, once; its end comes back as the step's result.

    Returns:
        `done`; `void` where the step needs it no longer.

    Raises:
        CommandRefused: the called SOP does not take what the form holds, or is not published.
    """
    parent = Parent(case=begun.claimed.case, activation=begun.claimed.activation)
    name = mint.linked_case_id(at, parent)

    def job(unit: Unit) -> RunOutcome:
        calling = log.load(unit, parent.case)
        if calling is None or calling.state.activation(parent.activation) is None:
            outbox.settle_held(unit, begun.claimed)
            return _end(unit, begun, "void", at=at)
        command = _call(database, unit, calling.state, call, parent=parent, name=name)
        opened = carry_out_once(database, unit, command, at, key=call_key(parent))
        _tell_again(unit, opened.case, parent, at)
        outbox.settle_held(unit, begun.claimed)
        return _end(unit, begun, "done", at=at)

    return database.store.write(job)


def _call(  # noqa: PLR0913  # which case calls for which, with what
    database: Database,
    unit: Unit,
    calling: CaseState,
    call: StartCase,
    *,
    parent: Parent,
    name: CaseId,
) -> OpenCase:
    """The opening of a linked case: what is sealed in the calling case is opened, to be resealed.

    Raises:
        InputRefused: the calling case was erased, so that nobody knows whom this one is for.
    """
    opener = CaseOpener(database, unit, calling.case)
    applicant = opener.applicant(call.applicant)
    form = {field: opener.value(f"form.{field}", value) for field, value in call.form.items()}
    if ERASED in {applicant.name, *(value for value in form.values() if isinstance(value, str))}:
        raise InputRefused({"applicant": "was erased in the calling case"})
    return OpenCase(
        case=name, by=SYSTEM, sop=call.sop, applicant=applicant, form=form, parent=parent
    )


def _tell_again(unit: Unit, child: CaseId, parent: Parent, at: datetime) -> None:
    """Where the linked case has ended already, its end is told once more: it did not arrive."""
    stored = log.find(unit, child)
    if stored is not None and stored.state.result is not None:
        news = TellParent(
            activation=parent.activation, parent=parent.case, result=stored.state.result
        )
        outbox.enqueue(unit, child, (news,), at)


def tell_parent(database: Database, begun: Begun, news: TellParent, *, at: datetime) -> RunOutcome:
    """Bring the end of a linked case to the case that called for it.

    Raises:
        CommandRefused: the calling case cannot take it.
    """
    command = RecordAction(
        case=news.parent, by=SYSTEM, activation=news.activation, result={"result": news.result}
    )

    def job(unit: Unit) -> RunOutcome:
        carry_out(database, unit, command, at)
        outbox.settle_held(unit, begun.claimed)
        return _end(unit, begun, "done", at=at)

    return _or_void(database, begun, job, at=at)


def let_pass(database: Database, begun: Begun, *, at: datetime) -> RunOutcome:
    """Let a step pass that waited for its time."""
    return succeed(database, begun, Outcome(), at=at)


def fail(  # noqa: PLR0913  # what, why, when, whether for good, and its log
    database: Database,
    begun: Begun,
    error: str,
    *,
    at: datetime,
    for_good: bool = False,
    log: str = "",
) -> RunOutcome:
    """Note a failed attempt with the case, and try again later; the last one is an incident.

    An incident takes the effect out of the outbox: retrying it puts it back.

    Args:
        database: where the case lives.
        begun: the attempt.
        error: what people read; one sentence.
        at: when; aware UTC.
        for_good: trying again by itself cannot help.
        log: more about it, for whoever mends it.

    Returns:
        `failed`; `lost` where somebody else has the effect by now; `void` where nobody needs it.
    """
    error, log = begun.secrets.hidden_in(error), begun.secrets.hidden_in(log)

    def job(unit: Unit) -> RunOutcome:
        if not outbox.holds(unit, begun.claimed):
            return _end(unit, begun, "lost", at=at, log=log)
        words = log or error
        if begun.claimed.kind == TELL_PARENT:  # the failing step is another case's
            _fail_to_tell(database, unit, begun, error, at=at, for_good=for_good)
            return _end(unit, begun, "failed", at=at, log=words)
        outcome = _fail_step(database, unit, begun, error, at=at, for_good=for_good)
        return _end(unit, begun, outcome, at=at, log=words)

    return database.store.write(job)


def drop(database: Database, begun: Begun, *, at: datetime) -> RunOutcome:
    """The step has its result already, or the case went elsewhere: nothing is left to do."""

    def job(unit: Unit) -> RunOutcome:
        outbox.settle_held(unit, begun.claimed)
        return _end(unit, begun, "void", at=at)

    return database.store.write(job)


def backoff(retry: Retry, failures: int) -> timedelta:
    """The wait after so many failures in a row: doubling, at most four hours."""
    first = _BACKOFF
    if retry.backoff is not None:
        first = timedelta(minutes=float(nominal_minutes(retry.backoff)))
    doublings = min(failures - 1, _MOST_DOUBLINGS)
    return min(first * (1 << doublings), _LONGEST_BACKOFF)


def _or_void(
    database: Database, begun: Begun, job: Callable[[Unit], RunOutcome], *, at: datetime
) -> RunOutcome:
    try:
        return database.store.write(job)
    except (ResultAlreadyRecorded, NotFound):
        return drop(database, begun, at=at)


def _is_another_step_now(database: Database, unit: Unit, begun: Begun) -> bool:
    """Whether the case was migrated meanwhile to a version that asks for something else here."""
    stored = log.load(unit, begun.claimed.case)
    if begun.action is None or stored is None or stored.state.workflow == begun.workflow.hash:
        return False
    active = stored.state.activation(begun.claimed.activation)
    if active is None:
        return False
    step = workflow_by_hash(database, unit, stored.state.workflow).step(active.step)
    if not isinstance(step, ActionStep) or not isinstance(begun.claimed.effect, RunAction):
        return True
    asked = (begun.claimed.effect.action, begun.action.parameters)
    return (step.action, step.parameters) != asked


def _result(unit: Unit, begun: Begun, outcome: Outcome) -> dict[str, str]:
    wish, action = outcome.number, begun.action
    if wish is None or action is None:
        return dict(outcome.result)
    day = action.office_time.date()
    number = next_number(unit, wish.register, action.unit, day.year)
    return {**outcome.result, wish.result: formatted(wish.words, number, day=day, unit=action.unit)}


def _notice(
    database: Database, unit: Unit, begun: Begun, notice: Notice, at: datetime
) -> NoticeRow:
    """What people are to see; sealed where it tells of the applicant."""
    row = NoticeRow(
        id=mint.notice_id(at),
        case_id=begun.claimed.case,
        unit=begun.workflow.unit,
        role=notice.role,
        words=notice.words,
        link=notice.link,
        at=at,
    )
    if says_any(begun.secrets, row.words, row.link):
        return sealed_notice(database, unit, row)
    return row


def _end(
    unit: Unit, begun: Begun, outcome: RunOutcome, *, at: datetime, log: str = ""
) -> RunOutcome:
    effect_runs.end(unit, begun.run, at=at, outcome=outcome, log=legible(log[:LONGEST_LOG]))
    return outcome


def _fail_step(  # noqa: PLR0913  # as `fail`
    database: Database, unit: Unit, begun: Begun, error: str, *, at: datetime, for_good: bool
) -> RunOutcome:
    stored = log.load(unit, begun.claimed.case)
    active = None if stored is None else stored.state.activation(begun.claimed.activation)
    if stored is None or active is None:
        outbox.settle_held(unit, begun.claimed)
        return "void"
    # Not the version that the attempt began under: the case may have been migrated since.
    step = workflow_by_hash(database, unit, stored.state.workflow).step(active.step)
    retry = step.retry if isinstance(step, ActionStep) else Retry()
    failures = active.attempts + 1
    final = for_good or failures >= retry.attempts
    command = FailAction(
        case=begun.claimed.case,
        by=SYSTEM,
        activation=active.id,
        attempt=failures,
        error=legible(error).strip() or "no reason was given",
        final=final,
    )
    try:
        carry_out(database, unit, command, at)
    except CommandRefused as refused:  # before anything was written: nobody needs it (any more)
        if not isinstance(refused, AlreadySo | ResultAlreadyRecorded):
            _log.error("an effect of case %s is nobody's: %s", begun.claimed.case, refused)
        outbox.settle_held(unit, begun.claimed)
        return "void"
    if final:
        outbox.settle_held(unit, begun.claimed)
    else:
        outbox.postpone(unit, begun.claimed, until=at + backoff(retry, failures))
    return "failed"


def _fail_to_tell(  # noqa: PLR0913  # as `fail`
    database: Database, unit: Unit, begun: Begun, error: str, *, at: datetime, for_good: bool
) -> None:
    """Tell later; what cannot be told at all is an incident of the case that waits for it."""
    if not for_good and begun.claimed.attempt < _MOST_TELLINGS:
        outbox.postpone(unit, begun.claimed, until=at + _LONGEST_BACKOFF)
        return
    child = log.find(unit, begun.claimed.case)
    parent = None if child is None else child.state.parent
    calling = None if parent is None else log.load(unit, parent.case)
    if parent is not None and calling is not None:
        waiting = calling.state.activation(parent.activation)
        command = FailAction(
            case=parent.case,
            by=SYSTEM,
            activation=parent.activation,
            attempt=1 if waiting is None else waiting.attempts + 1,
            error=legible(f"the end of case {begun.claimed.case} cannot be told: {error}"),
            final=True,
        )
        with suppress(CommandRefused):  # it waits for it no longer
            carry_out(database, unit, command, at)
    outbox.settle_held(unit, begun.claimed)


def started_late(begun: Begun, *, at: datetime) -> Begun:
    """The same attempt, with the instant at which its work really began."""
    return replace(begun, run=replace(begun.run, started_at=at))
