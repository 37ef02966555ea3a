"""The time of a case: every clock, where the time went, what is expected, and why.

Each question is answered from one snapshot: history, SOP version and calendar belong together.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from engine.core.calendar import Calendar
from engine.core.clock_clauses import ClockKind
from engine.core.clock_explain import explain_deadline
from engine.core.clock_measures import Counted, passed
from engine.core.clocks import CaseClocks, Clock, ClockState, clocks
from engine.core.course_chart import CourseChart, course_chart
from engine.core.errors import CalendarError, InputRefused, NotFound
from engine.core.events import Recorded
from engine.core.evolve import replay
from engine.core.forecast import Forecast, forecast
from engine.core.ids import ActivationId, CaseId
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.queries import find_id
from engine.service.time_views import (
    Basis,
    CaseTimesView,
    Countdown,
    ExpectedStep,
    Explanation,
    ForecastView,
    TaskClock,
)
from engine.store import log
from engine.store.job import Reader

T = TypeVar("T")

YEARS_AHEAD = 5
"""How far beyond its latest event a case may be looked at: no decree knows later holidays."""

_YEAR = timedelta(days=366)
_DAY = timedelta(days=1)
_WHICH = "`alur case times CASE` shows which clocks there are."


class _File(Frozen, frozen=True, kw_only=True):
    """A case as far as it is looked at."""

    workflow: Workflow
    state: CaseState
    history: tuple[Recorded, ...]


def _by_calendar(  # noqa: PLR0913  # which case, what is asked of it, and when
    database: Database,
    reader: Reader,
    file: _File,
    told: Callable[[_File, Calendar, datetime], T],
    *,
    at: datetime,
    as_of: datetime | None = None,
) -> T:
    """What its calendar tells of a case; an instant before its latest event counts as that.

    The calendar is the one that it ended under, or else the one in force at `as_of`, if not now.
    """
    moment = max(at, file.state.last_at)
    return calendar_for(
        database,
        reader,
        file.workflow.calendar,
        lambda calendar: told(file, calendar, moment),
        at=moment,
        as_of=file.state.closed_at or as_of,
    )


def case_times(database: Database, case: CaseId, *, at: datetime) -> CaseTimesView:
    """All the time of a case as it stands at `at`; `case` as for `show_case`.

    Raises:
        NotFound: no case, or more than one, begins so; or its calendar is not published.
        BeyondCalendar: its times lie outside all days that the calendar can tell.
    """

    def told(reader: Reader) -> CaseTimesView:
        return _by_calendar(database, reader, _file(database, reader, case), _told, at=at)

    return database.store.read(told)


def times_then(
    database: Database, reader: Reader, history: tuple[Recorded, ...], *, at: datetime
) -> CaseTimesView:
    """The time of a case as it stood at `at`, when its history was this and no more.

    By the calendar in force then, or for a case that was closed: the one that it ended under.

    Raises:
        NotFound: its calendar is not published.
        InputRefused: `at` lies before its opening, or too far beyond its latest event.
        BeyondCalendar: its times lie outside all days that the calendar can tell.
    """
    file = _until(database, reader, _opened(database, reader, history), at)
    return _by_calendar(database, reader, file, _told, at=at, as_of=at)


def times_if_told(database: Database, case: CaseId, *, at: datetime) -> CaseTimesView | None:
    """As `case_times`, for a case that is there; None where its calendar cannot tell."""
    try:
        return case_times(database, case, at=at)
    except (NotFound, CalendarError):
        return None


def times_and_chart(
    database: Database, case: CaseId, *, at: datetime
) -> tuple[CaseTimesView, CourseChart] | None:
    """As `case_times`, and the case against time, for one that is there.

    None where its calendar cannot tell.
    """

    def told(reader: Reader) -> tuple[CaseTimesView, CourseChart]:
        return _by_calendar(database, reader, _file(database, reader, case), _drawn, at=at)

    try:
        return database.store.read(told)
    except (NotFound, CalendarError):
        return None


def explain(  # noqa: PLR0913  # which clock of which case, and when
    database: Database,
    case: CaseId,
    *,
    clock: ClockKind,
    activation: ActivationId | None = None,
    at: datetime,
    as_it_stood: bool = False,
) -> Explanation:
    """Why a deadline lies where it lies.

    Args:
        database: Where the case lives.
        case: As for `show_case`.
        clock: Which of its clocks.
        activation: Of which task, where it is the clock of a step.
        at: The instant it is told for; aware.
        as_it_stood: Leave out what was recorded after `at`, and go by the calendar in force
            then. Otherwise an instant before the latest event counts as that.

    Raises:
        NotFound: no such case, task or clock; or its calendar is not published.
        InputRefused: `as_it_stood`, and the case was not open yet, or `at` lies too far ahead.
        BeyondCalendar: the deadline lies outside all days that the calendar can tell.
    """

    def told(reader: Reader) -> Explanation:
        file = _file(database, reader, case)
        if as_it_stood:
            file = _until(database, reader, file, at)
        return _by_calendar(
            database,
            reader,
            file,
            lambda one, calendar, moment: _explained(one, calendar, moment, clock, activation),
            at=at,
            as_of=at if as_it_stood else None,
        )

    return database.store.read(told)


def _file(database: Database, reader: Reader, case: CaseId) -> _File:
    entries = log.read_events(reader, find_id(reader, case))
    return _opened(database, reader, tuple(one.recorded for one in entries))


def _opened(database: Database, reader: Reader, history: tuple[Recorded, ...]) -> _File:
    state = replay(history)
    assert state is not None  # noqa: S101  # whoever calls this has seen its first event
    workflow = workflow_by_hash(database, reader, state.workflow)
    return _File(workflow=workflow, state=state, history=history)


def _until(database: Database, reader: Reader, file: _File, at: datetime) -> _File:
    """The case as it stood at `at`."""
    opened = file.history[0].at
    if at < opened:
        when = opened.isoformat(timespec="seconds")
        raise InputRefused({"at": f"lies before the case was opened: {when}"})
    latest = file.state.last_at
    if at - latest > YEARS_AHEAD * _YEAR:
        when = latest.isoformat(timespec="seconds")
        far = f"lies more than {YEARS_AHEAD} years after the latest event of the case: {when}"
        raise InputRefused({"at": far})
    history = tuple(one for one in file.history if one.at <= at)
    return file if len(history) == len(file.history) else _opened(database, reader, history)


def _basis(calendar: Calendar) -> Basis:
    version = calendar.version
    return Basis(calendar=version.id, version=version.version, zone=version.zone)


def _told(file: _File, calendar: Calendar, at: datetime) -> CaseTimesView:
    return _reckoned(file, calendar, at)[0]


def _drawn(file: _File, calendar: Calendar, at: datetime) -> tuple[CaseTimesView, CourseChart]:
    told, found, ahead = _reckoned(file, calendar, at)
    chart = course_chart(file.workflow, calendar, file.history, found, ahead, at=at)
    return told, chart


def _reckoned(
    file: _File, calendar: Calendar, at: datetime
) -> tuple[CaseTimesView, CaseClocks, Forecast]:
    found = clocks(file.workflow, calendar, file.history, at=at)
    ahead = forecast(file.workflow, calendar, file.state, file.history, at=at)
    steps = _task_clocks(file.workflow, found.steps)
    waiting = {active.id for active in file.state.active}
    is_open = file.state.is_open
    told = CaseTimesView(
        case=file.state.case,
        at=at,
        basis=_basis(calendar),
        is_open=is_open,
        promise=found.promise,
        legal=found.legal,
        countdown=_countdown(calendar, found.legal, at) if is_open else None,
        tasks=tuple(one for one in steps if one.activation in waiting),
        finished=tuple(one for one in steps if one.activation not in waiting),
        office_seconds=found.office_seconds,
        applicant_seconds=found.applicant_seconds,
        other_seconds=found.other_seconds,
        elapsed=found.elapsed,
        forecast=_expected(file, ahead),
    )
    return told, found, ahead


def _task_clocks(workflow: Workflow, found: Mapping[ActivationId, Clock]) -> tuple[TaskClock, ...]:
    told = []
    for activation, clock in found.items():
        if clock.clause.step is not None and clock.visit is not None:
            step = workflow.known_step(clock.clause.step)
            told.append(
                TaskClock(
                    activation=activation,
                    step=step.id,
                    number=step.number,
                    activity=step.activity,
                    visit=clock.visit,
                    clock=clock,
                )
            )
    return tuple(told)


def _countdown(calendar: Calendar, clock: Clock | None, at: datetime) -> Countdown | None:
    if clock is None or clock.ledger is None:
        return None
    days_left = clock.remaining or 0
    if clock.ledger.measure.counted is not Counted.WORKING_DAY:
        over = clock.due or clock.due_if_resumed or at
        days_left = max(passed(calendar, Counted.WORKING_DAY, at, over), 0)
    granted_on = None
    if clock.is_fallback and clock.due is not None:
        granted_on = calendar.day_of(clock.due) + _DAY
    is_over = clock.state is ClockState.PASSED
    return Countdown(working_days_left=0 if is_over else days_left, granted_on=granted_on)


def _expected(file: _File, found: Forecast) -> ForecastView:
    rows = [(file.workflow.known_step(leg.step), leg) for leg in found.path]
    return ForecastView(
        finish=found.finish,
        holds_promise=found.holds_promise,
        holds_legal=found.holds_legal,
        path=tuple(
            ExpectedStep(
                step=row.id,
                number=row.number,
                activity=row.activity,
                begins=leg.begins,
                ends=leg.ends,
                ground=leg.ground,
            )
            for row, leg in rows
        ),
    )


def _explained(
    file: _File,
    calendar: Calendar,
    at: datetime,
    kind: ClockKind,
    activation: ActivationId | None,
) -> Explanation:
    found = clocks(file.workflow, calendar, file.history, at=at)
    clock = _clock_of(file, found, kind, activation)
    return Explanation(
        case=file.state.case,
        at=at,
        basis=_basis(calendar),
        clock=clock,
        told=explain_deadline(clock, calendar, at=at),
    )


def _clock_of(
    file: _File, found: CaseClocks, kind: ClockKind, activation: ActivationId | None
) -> Clock:
    if kind is ClockKind.STEP:
        if activation is None:
            raise InputRefused({"task": "must be named for the clock of a step"})
        clock = found.steps.get(activation)
        if clock is None:
            is_known = 0 < activation <= file.state.activations
            name = "standard of task" if is_known else f"task of case {file.state.case}"
            raise NotFound(name, activation, hint=_WHICH)
        return clock
    if activation is not None:
        raise InputRefused({"task": "belongs to the clock of a step only"})
    clock = found.promise if kind is ClockKind.PROMISE else found.legal
    if clock is None:
        name = "promise" if kind is ClockKind.PROMISE else "legal limit"
        raise NotFound(f"{name} in the SOP", file.workflow.sop, hint=_WHICH)
    return clock
