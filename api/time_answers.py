"""The time of a case as JSON: flat, with instants that are called so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.present_time import ClockWords
from engine.core.calendar_version import Holiday
from engine.core.clock_clauses import ClauseSource, ClockKind
from engine.core.clock_explain import Reason
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock, ClockState
from engine.core.durations import Duration
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.text import Frozen, Language, Text
from engine.service.time_views import (
    Basis,
    CaseTimesView,
    Countdown,
    ExpectedStep,
    Explanation,
    TaskClock,
)

_SECOND = timedelta(seconds=1)


class ClockAnswer(Frozen, frozen=True, kw_only=True):
    """A clock. `amount`, `consumed` and `remaining` are in what is `counted`: seconds or days.

    `due_at` is missing while nothing decides it: the clock has not started, or stands still with
    something left; `due_if_resumed_at` then says what it were if it ran again at once. `waits_for`
    is why it stands still; `whole_case` where people paused the case. `extension` is how much of
    the budget was added to what the SOP states. `source` is statute where the SOP names no limit.
    """

    kind: ClockKind
    state: ClockState
    source: ClauseSource
    budget: Duration
    extension: int
    counted: Counted | None
    amount: int | None
    consumed: int
    remaining: int | None
    started_at: datetime | None
    due_at: datetime | None
    due_if_resumed_at: datetime | None
    breached_at: datetime | None
    finished_at: datetime | None
    waits_for: Standstill | None
    whole_case: bool


class TaskClockAnswer(Frozen, frozen=True, kw_only=True):
    """The clock of a task; `number` is the row of the SOP."""

    task: ActivationId
    step: StepId
    number: int
    activity: Text
    visit: int
    clock: ClockAnswer


class ExpectedRow(Frozen, frozen=True, kw_only=True):
    """A row of the SOP as it is expected to be done; `waits_for` where it is not office time."""

    step: StepId
    number: int
    activity: Text
    begins_at: datetime
    ends_at: datetime
    waits_for: Standstill | None


class ForecastAnswer(Frozen, frozen=True, kw_only=True):
    """What is expected if every row from here on takes its standard; of a closed case, how it was.

    `path` holds the rows that decide the finish. Null: no such limit, or it cannot be told.
    """

    case: CaseId
    at: datetime
    basis: Basis
    finish_at: datetime | None
    holds_promise: bool | None
    holds_legal: bool | None
    path: tuple[ExpectedRow, ...]


class TimesAnswer(Frozen, frozen=True, kw_only=True):
    """The time of a case: clocks, whose time it was (seconds of work), what is expected.

    `countdown` is that of the legal limit while the case is open; `granted_on` is the first day on
    which an undecided request counts as granted by law, where the statute's own limit holds.
    """

    case: CaseId
    at: datetime
    basis: Basis
    promise: ClockAnswer | None
    legal: ClockAnswer | None
    countdown: Countdown | None
    tasks: tuple[TaskClockAnswer, ...]
    finished: tuple[TaskClockAnswer, ...]
    office_seconds: int
    applicant_seconds: int
    other_seconds: int
    elapsed_seconds: int
    forecast: ForecastAnswer


class While(Frozen, frozen=True, kw_only=True):
    """A while of a clock: what it counts, or for what reason it counts nothing."""

    begins_at: datetime
    ends_at: datetime
    counted: bool
    amount: int
    reason: Reason | None
    holiday: Holiday | None
    waits_for: Standstill | None
    whole_case: bool
    hours: Text | None
    sentence: str


class ExplanationAnswer(Frozen, frozen=True, kw_only=True):
    """Why a deadline lies where it lies: all the time of the clock, in order and without gaps.

    `total` is what the whiles count together: the budget where it is used up, else what was
    consumed. `standing` and `in_all` frame the sentences of the whiles, in the language asked for.
    """

    case: CaseId
    at: datetime
    basis: Basis
    clock: ClockAnswer
    standing: tuple[str, ...]
    whiles: tuple[While, ...]
    total: int
    in_all: str


def times_answer(view: CaseTimesView) -> TimesAnswer:
    """The time of a case."""
    return TimesAnswer(
        case=view.case,
        at=view.at,
        basis=view.basis,
        promise=_clock(view.promise) if view.promise else None,
        legal=_clock(view.legal) if view.legal else None,
        countdown=view.countdown,
        tasks=tuple(map(_task, view.tasks)),
        finished=tuple(map(_task, view.finished)),
        office_seconds=view.office_seconds,
        applicant_seconds=view.applicant_seconds,
        other_seconds=view.other_seconds,
        elapsed_seconds=view.elapsed // _SECOND,
        forecast=forecast_answer(view),
    )


def forecast_answer(view: CaseTimesView) -> ForecastAnswer:
    """What is expected of a case."""
    return ForecastAnswer(
        case=view.case,
        at=view.at,
        basis=view.basis,
        finish_at=view.forecast.finish,
        holds_promise=view.forecast.holds_promise,
        holds_legal=view.forecast.holds_legal,
        path=tuple(map(_row, view.forecast.path)),
    )


def explanation_answer(told: Explanation, language: Language) -> ExplanationAnswer:
    """An explanation, with its sentences by the clock of the office."""
    words = _words(told, language)
    return ExplanationAnswer(
        case=told.case,
        at=told.at,
        basis=told.basis,
        clock=_clock(told.clock),
        standing=tuple(words.standing()),
        whiles=tuple(_whiles(told, words)),
        total=told.total,
        in_all="".join(words.total(told.told)),
    )


def explanation_sentences(told: Explanation, language: Language) -> tuple[str, ...]:
    """How the clock stands, then each while of it in order, then what they add up to."""
    words = _words(told, language)
    return (*words.standing(), *map(words.reckoning, told.told), *words.total(told.told))


def _words(told: Explanation, language: Language) -> ClockWords:
    zone = ZoneInfo(told.basis.zone)
    return ClockWords(language=language, zone=zone, clock=told.clock, at=told.at)


def _clock(clock: Clock) -> ClockAnswer:
    measure = None if clock.ledger is None else clock.ledger.measure
    return ClockAnswer(
        kind=clock.kind,
        state=clock.state,
        source=clock.clause.source,
        budget=clock.clause.budget,
        extension=clock.clause.extension,
        counted=None if measure is None else measure.counted,
        amount=None if measure is None else measure.amount,
        consumed=clock.consumed,
        remaining=clock.remaining,
        started_at=clock.since,
        due_at=clock.due,
        due_if_resumed_at=clock.due_if_resumed,
        breached_at=clock.breached_at,
        finished_at=clock.finished_at,
        waits_for=_why(clock.ground),
        whole_case=clock.ground is not None and clock.ground.whole_case,
    )


def _why(ground: Ground | None) -> Standstill | None:
    return None if ground is None else ground.why


def _task(task: TaskClock) -> TaskClockAnswer:
    return TaskClockAnswer(
        task=task.activation,
        step=task.step,
        number=task.number,
        activity=task.activity,
        visit=task.visit,
        clock=_clock(task.clock),
    )


def _row(row: ExpectedStep) -> ExpectedRow:
    return ExpectedRow(
        step=row.step,
        number=row.number,
        activity=row.activity,
        begins_at=row.begins,
        ends_at=row.ends,
        waits_for=_why(row.ground),
    )


def _whiles(told: Explanation, words: ClockWords) -> Iterator[While]:
    for one in told.told:
        yield While(
            begins_at=one.begins,
            ends_at=one.ends,
            counted=one.counted,
            amount=one.amount,
            reason=one.reason,
            holiday=one.holiday,
            waits_for=_why(one.ground),
            whole_case=one.ground is not None and one.ground.whole_case,
            hours=one.hours,
            sentence=words.reckoning(one),
        )
