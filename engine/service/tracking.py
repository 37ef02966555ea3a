"""A case as its applicant sees it: how far it is, who is waited for, what was promised, and why.

Nothing in it is personal but what officers wrote to the applicant: no name, no answer of a form,
nobody who works on the case. Roles and units are said, for these answer for the time.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import ClockKind
from engine.core.clock_history import ground_of
from engine.core.clock_ledger import Standstill
from engine.core.clocks import CaseClocks, Clock, clocks
from engine.core.durations import Duration
from engine.core.errors import CalendarError, NotFound
from engine.core.events import CaseEnded, CasePaused, Recorded, Result, StepReturned, TimeExtended
from engine.core.evolve import replay
from engine.core.ids import CaseId, SopId
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen, Text
from engine.core.to_come import rows_to_come
from engine.core.workflow import AnyStep, HumanStep, PauseReason, Workflow
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.standards import standard_of
from engine.service.tracking_views import (
    PROOF_DIGITS,
    Asked,
    How,
    Promised,
    Shift,
    Spent,
    Stage,
    Tracked,
    TrackedStanding,
    Waiting,
    WaitsFor,
    WhyMoved,
)
from engine.store import log, queries
from engine.store.job import Reader
from engine.store.rows import TaskRow


class _File(Frozen, frozen=True, kw_only=True):
    """Everything that is known of a case."""

    workflow: Workflow
    state: CaseState
    history: tuple[Recorded, ...]
    tasks: tuple[TaskRow, ...]


def tracked(database: Database, case: CaseId, *, at: datetime) -> Tracked:
    """A case as its applicant sees it, from one snapshot.

    Args:
        database: where it lives.
        case: its whole id; whoever asks has shown that it is theirs.
        at: the instant asked for; aware UTC.

    Raises:
        NotFound: there is no such case.
    """
    return database.store.read(lambda reader: _tracked(database, reader, case, at))


def asked_service(database: Database, case: CaseId) -> SopId:
    """Which service a case asks for.

    Raises:
        NotFound: there is no such case.
    """
    row = database.store.read(lambda reader: queries.case_row(reader, case))
    if row is None:
        raise NotFound("case", case)
    return row.sop


def _tracked(database: Database, reader: Reader, case: CaseId, at: datetime) -> Tracked:
    entries = log.read_events(reader, case)
    history = tuple(one.recorded for one in entries)
    state = replay(history)
    if state is None:
        raise NotFound("case", case)
    workflow = workflow_by_hash(database, reader, state.workflow)
    tasks = tuple(queries.task_rows_of_case(reader, case))
    file = _File(workflow=workflow, state=state, history=history, tasks=tasks)
    times = _times(database, reader, file, max(at, state.last_at))
    unit = current_in(database, reader).units.get(workflow.unit)
    waiting = _waiting(file)
    return Tracked(
        at=at,
        title=workflow.title,
        office=Text(id=workflow.unit) if unit is None else unit.title,
        standing=_standing(state.result, waiting),
        opened_at=state.opened_at,
        accepted_at=state.accepted_at,
        closed_at=state.closed_at,
        reason=_said_at_the_end(file),
        waiting=waiting,
        asked=_asked(file, waiting),
        stages=tuple(_stages(file)),
        promise=None if times is None else times[1],
        spent=None if times is None else _spent(times[0]),
        standard=standard_of(reader, workflow),
        seq=state.seq,
        proof=entries[-1].hash.hex()[:PROOF_DIGITS],
    )


def _standing(result: Result | None, waiting: Sequence[Waiting]) -> TrackedStanding:
    if result is not None:
        return result
    yours = [one.who in {"applicant", "payment"} for one in waiting]
    return "waiting" if yours and all(yours) else "running"


def _said_at_the_end(file: _File) -> str:
    """Why the case ended as it did, where the office or the applicant said so."""
    ends = [one.event for one in file.history if isinstance(one.event, CaseEnded)]
    return ends[-1].reason if ends and not file.state.is_open else ""


def _waiting(file: _File) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            who=_who(file, active),
            activity=file.workflow.known_step(active.step).activity,
            role=_role(file.workflow, file.workflow.known_step(active.step)),
            since=active.opened_at,
        )
        for active in file.state.active
    )


_WAITS: dict[Standstill, WaitsFor] = {
    Standstill.APPLICANT: "applicant",
    Standstill.PAYMENT: "payment",
    Standstill.EXTERNAL_BODY: "external_body",
}


def _who(file: _File, active: Activation) -> WaitsFor:
    if file.state.pause is not None:
        return _WAITS[Standstill(file.state.pause.value)]
    ground = ground_of(file.workflow, active.step, active.pause)
    return "office" if ground is None else _WAITS[ground.why]


def _asked(file: _File, waiting: Iterable[Waiting]) -> Asked | None:
    """What was said when the case last came back to the applicant, while it is with them."""
    if not any(one.who in {"applicant", "payment"} for one in waiting):
        return None
    theirs = {active.step for active in file.state.active}
    for told in reversed(file.history):
        match told.event:
            case StepReturned(to=step, reason=reason, documents=documents) if step in theirs:
                return Asked(asked_at=told.at, reason=reason, documents=documents)
            case CasePaused(reason=PauseReason.APPLICANT | PauseReason.PAYMENT) as pause if (
                file.state.pause is not None
            ):
                return Asked(asked_at=told.at, reason=pause.note, documents=pause.documents)
            case _:
                pass
    return None


def _stages(file: _File) -> Iterable[Stage]:
    """The rows that were done, are done now, or may be; without what the case passes by."""
    ahead = rows_to_come(file.workflow, file.state)
    for step in file.workflow.steps():
        visits = [one for one in file.tasks if one.step == step.id]
        how = _how(visits[-1] if visits else None, ahead.get(step.id))
        if how is not None:
            yield Stage(
                number=step.number,
                activity=step.activity,
                role=_role(file.workflow, step),
                how=how,
                yours=_is_theirs(file.workflow, step),
                since=visits[-1].opened_at if how == "now" else None,
                done_at=visits[-1].finished_at if how == "done" else None,
            )


_OPEN, _DONE = frozenset({"open", "held"}), frozenset({"completed", "recorded"})


def _how(visit: TaskRow | None, is_certain: bool | None) -> How | None:  # noqa: FBT001
    """How a row stands; None where the case passes it by.

    `is_certain`: whether it comes (None: it does not) by the answers so far.
    """
    if visit is not None and visit.status in _OPEN:
        return "now"
    if is_certain is None:
        return "done" if visit is not None and visit.status in _DONE else None
    if not is_certain:
        return "if_needed"
    return "to_come" if visit is None or visit.status == "skipped" else "again"


def _role(workflow: Workflow, step: AnyStep) -> Text | None:
    return None if step.role is None else workflow.roles[step.role].title


def _is_theirs(workflow: Workflow, step: AnyStep) -> bool:
    is_outside = step.role is not None and workflow.roles[step.role].external
    return isinstance(step, HumanStep) and is_outside


def _spent(found: CaseClocks) -> Spent:
    return Spent(
        office_seconds=found.office_seconds,
        applicant_seconds=found.applicant_seconds,
        other_seconds=found.other_seconds,
    )


def _times(
    database: Database, reader: Reader, file: _File, at: datetime
) -> tuple[CaseClocks, Promised | None] | None:
    """The clocks and the promise; None where the calendar cannot tell them."""

    def told(calendar: Calendar) -> tuple[CaseClocks, Promised | None]:
        found = clocks(file.workflow, calendar, file.history, at=at)
        clock = found.promise
        return found, None if clock is None else _promised(calendar, clock, file.history)

    name, ended = file.workflow.calendar, file.state.closed_at
    try:
        return calendar_for(database, reader, name, told, at=at, as_of=ended)
    except (NotFound, CalendarError):
        return None


def _promised(calendar: Calendar, clock: Clock, history: Iterable[Recorded]) -> Promised:
    first = _first_due(calendar, clock)
    return Promised(
        budget=clock.clause.budget,
        state=clock.state,
        due=clock.due,
        due_if_resumed=clock.due_if_resumed,
        first_due=first,
        shifts=_shifts(clock, history) if clock.due != first else (),
    )


def _first_due(calendar: Calendar, clock: Clock) -> datetime | None:
    """When it would have been due if nothing had stood still, and no time had been added."""
    if clock.since is None:
        return None
    clause = clock.clause
    stated = Duration(amount=clause.budget.amount - clause.extension, unit=clause.budget.unit)
    rule = clause.rule
    return due(calendar, stated, start=clock.since, day_one=rule.day_one, cut_off=rule.cut_off)


def _shifts(clock: Clock, history: Iterable[Recorded]) -> tuple[Shift, ...]:
    stood = [] if clock.ledger is None else [one for one in clock.ledger.stretches if one.ground]
    shifts = [
        Shift(why=_why(one.ground.why), begins=one.begins, ends=one.ends)
        for one in stood
        if one.ground is not None and one.ground.why is not Standstill.INCIDENT
    ]
    extended = [
        Shift(
            why="extension",
            begins=told.at,
            ends=told.at,
            amount=told.event.amount,
            reason=told.event.reason,
        )
        for told in history
        if isinstance(told.event, TimeExtended) and told.event.clock is ClockKind.PROMISE
    ]
    return tuple(sorted((*shifts, *extended), key=lambda one: one.begins))


def _why(ground: Standstill) -> WhyMoved:
    match ground:
        case Standstill.PAYMENT:
            return "payment"
        case Standstill.EXTERNAL_BODY:
            return "external_body"
        case Standstill.CLOSED:
            return "closed"
        case _:
            return "applicant"
