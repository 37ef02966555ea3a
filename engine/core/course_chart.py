"""A case against time, ready to be drawn: who had each step when, what stood still, what is ahead.

The axis is working time, so nights, weekends and holidays take no room on it; positions are parts
of it, from 0 to 1. A case that went on only outside working hours is laid out by the clock on the
wall instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Literal, TypeVar

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.clock_history import Stay, ground_of, read_times
from engine.core.clock_ledger import Change, Standstill
from engine.core.clock_measures import Counted, passed
from engine.core.clocks import CaseClocks, Clock, ClockState
from engine.core.durations import Duration
from engine.core.events import (
    Recorded,
    TaskAssigned,
    TaskClaimed,
    TaskReleased,
)
from engine.core.forecast import Forecast
from engine.core.forecast_route import Leg
from engine.core.ids import ActivationId, StepId
from engine.core.local_time import instant_from_seconds
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Workflow

SpanKind = Literal["waiting", "work", "still", "expected"]
_DAY = timedelta(days=1)
_MOST_AHEAD = 2
"""A deadline further off than so many times what has passed is left off the axis."""
_APART = (900, 1800, 3600, 7200)
"""Seconds between two times on the axis; zones of whole hours keep them on the clock's."""
_MOST_HOURS = 8
T = TypeVar("T")


class Span(Frozen, frozen=True, kw_only=True):
    """A while on the axis: waiting for somebody, in hand, standing still, or only expected."""

    kind: SpanKind
    begins: float
    ends: float


class Bar(Frozen, frozen=True, kw_only=True):
    """A visit to a step, or a step that is still ahead (no activation).

    `taken` is working time in seconds without standstills, `standard` what the SOP gives it;
    `open`: it has not ended.
    """

    step: StepId
    number: int
    visit: int
    spans: tuple[Span, ...]
    activation: ActivationId | None = None
    taken: int | None = None
    standard: Duration | None = None
    late: bool = False
    open: bool = False


class Tick(Frozen, frozen=True, kw_only=True):
    """Where a working day of the office begins, or at which time of it (on its clock) this is."""

    at: float
    day: date
    clock: time | None = None


class CourseChart(Frozen, frozen=True, kw_only=True):
    """The case as bars, in order of opening.

    `now` is None where it is over, `due` where nothing decides it or it lies beyond the axis.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    now: float | None = None
    due: float | None = None


class Axis(Frozen, frozen=True, kw_only=True):
    """Working time between two instants."""

    calendar: Calendar
    begins: datetime
    ends: datetime

    def place(self, at: datetime) -> float:
        """Where an instant lies, from 0 to 1; one beyond the axis at its edge."""
        at = min(max(at, self.begins), self.ends)
        whole = self.calendar.between(self.begins, self.ends)
        if whole > 0:
            return self.calendar.between(self.begins, at) / whole
        length = (self.ends - self.begins).total_seconds()
        return (at - self.begins).total_seconds() / length if length > 0 else 0.0

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies on it."""
        return self.begins <= at <= self.ends

    def ticks(self) -> tuple[Tick, ...]:
        """The beginning of each working day on it; where it holds but one, hours too."""
        days = tuple(self._days())
        if len(days) > 1:
            return days
        taken = {one.at for one in days}
        hours = (one for one in self._hours() if one.at not in taken)
        return tuple(sorted((*days, *hours), key=lambda one: one.at))

    def _hours(self) -> Iterator[Tick]:
        """Working hours, or parts of them where it is short."""
        first, last = self.calendar.second_of(self.begins), self.calendar.second_of(self.ends)
        worked = self.calendar.between(self.begins, self.ends)
        apart = next((one for one in _APART if worked <= _MOST_HOURS * one), _APART[-1])
        day, end = self.calendar.day_of(self.begins), self.calendar.day_of(self.ends)
        while day <= end:
            for opens, closes in self.calendar.segments_of(day):
                begins = -(-max(opens, first) // apart) * apart
                for second in range(begins, min(closes, last + 1), apart):
                    at = instant_from_seconds(second)
                    yield Tick(at=self.place(at), day=day, clock=self.calendar.local(at).time())
            day += _DAY

    def _days(self) -> Iterator[Tick]:
        day, last = self.calendar.day_of(self.begins), self.calendar.day_of(self.ends)
        while day <= last:
            segments = self.calendar.segments_of(day)
            if segments and self.holds(start := instant_from_seconds(segments[0][0])):
                yield Tick(at=self.place(start), day=day)
            day += _DAY


def course_chart(  # noqa: PLR0913  # a case, its time, and the moment
    workflow: Workflow,
    calendar: Calendar,
    history: Sequence[Recorded],
    told: CaseClocks,
    expected: Forecast,
    *,
    at: datetime,
) -> CourseChart:
    """Lay a case out against time.

    Args:
        workflow: The version that the case runs under.
        calendar: The office's working time.
        history: All events of the case.
        told: Its clocks at `at`.
        expected: Its forecast at `at`.
        at: The instant asked for, not before the latest event; aware UTC.

    Raises:
        BeyondCalendar: an instant lies outside the days compiled.
    """
    times = read_times(workflow, history)
    end = times.closed or at
    due = None if told.promise is None else told.promise.due
    ahead = () if times.closed else expected.path
    axis = Axis(
        calendar=calendar,
        begins=times.begun,
        ends=max([end, *(leg.ends for leg in ahead), *_near(due, times.begun, end)]),
    )
    held = _held(history)
    open_legs = {leg.step: leg for leg in ahead}
    bars = [
        _visited(workflow, axis, stay, held, told.steps.get(stay.activation), end=end)
        for stay in times.stays
        if workflow.step(stay.step) is not None  # a version before had steps that are no more
    ]
    waiting = {stay.step for stay in times.stays if stay.ended_at is None}
    bars = [_with_rest(axis, bar, open_legs, waiting, end) for bar in bars]
    bars += [_ahead(workflow, axis, leg) for leg in ahead if leg.step not in waiting]
    return CourseChart(
        bars=tuple(bars),
        ticks=axis.ticks(),
        now=None if times.closed else axis.place(at),
        due=axis.place(due) if due is not None and axis.holds(due) else None,
    )


def _near(due: datetime | None, begins: datetime, end: datetime) -> Iterator[datetime]:
    """The deadline, unless it lies so far ahead that the case would shrink to nothing."""
    if due is not None and due - end <= _MOST_AHEAD * max(end - begins, _DAY):
        yield due


def _held(history: Sequence[Recorded]) -> dict[ActivationId, list[tuple[datetime, bool]]]:
    """From when on each task was in somebody's hands, and from when on it was not."""
    found: dict[ActivationId, list[tuple[datetime, bool]]] = {}
    for recorded in history:
        event = recorded.event
        if isinstance(event, TaskClaimed | TaskAssigned):
            found.setdefault(event.activation, []).append((recorded.at, True))
        elif isinstance(event, TaskReleased):
            found.setdefault(event.activation, []).append((recorded.at, False))
    return found


def _visited(  # noqa: PLR0913  # a visit and what is known of it
    workflow: Workflow,
    axis: Axis,
    stay: Stay,
    held: dict[ActivationId, list[tuple[datetime, bool]]],
    clock: Clock | None,
    *,
    end: datetime,
) -> Bar:
    step = workflow.known_step(stay.step)
    ends = stay.ended_at or end
    by_people = isinstance(step, HumanStep)
    hands = held.get(stay.activation, []) if by_people else [(stay.opened_at, True)]
    stills = tuple(_stills(workflow, stay, clock))
    kinds = _kinds(stay.opened_at, ends, hands, stills)
    return Bar(
        step=step.id,
        number=step.number,
        visit=stay.visit,
        spans=tuple(_spans(axis, kinds)),
        activation=stay.activation,
        taken=_taken(axis.calendar, workflow, stay, clock, ends),
        standard=step.time,
        late=clock is not None and clock.state is ClockState.PASSED,
        open=stay.ended_at is None,
    )


def _taken(
    calendar: Calendar, workflow: Workflow, stay: Stay, clock: Clock | None, ends: datetime
) -> int | None:
    """What the office took for it; None where it is not the office's, or has no standard."""
    is_others = ground_of(workflow, stay.step, stay.pause) is not None
    if is_others or clock is None or clock.ledger is None:
        return None
    running = (one for one in clock.ledger.stretches if one.ground is None)
    return sum(
        passed(calendar, Counted.WORKING_SECOND, one.begins, min(one.ends or ends, ends))
        for one in running
    )


def _stills(workflow: Workflow, stay: Stay, clock: Clock | None) -> Iterator[Change]:
    """From when on the step stands still on a ground, or runs."""
    if clock is None or clock.ledger is None:
        yield Change(stay.opened_at, ground_of(workflow, stay.step, stay.pause))
        return
    for one in clock.ledger.stretches:
        closed = one.ground is not None and one.ground.why is Standstill.CLOSED
        yield Change(one.begins, None if closed else one.ground)


def _kinds(
    begins: datetime,
    ends: datetime,
    hands: Sequence[tuple[datetime, bool]],
    stills: Sequence[Change],
) -> Iterator[tuple[SpanKind, datetime, datetime]]:
    turns = sorted(
        {begins, ends}
        | {at for at, _ in hands if begins < at < ends}
        | {one.at for one in stills if begins < one.at < ends}
    )
    for here, there in pairwise(turns) if len(turns) > 1 else ((begins, begins),):
        ground = _latest(((one.at, one.ground) for one in stills), here)
        in_hand = _latest(hands, here)
        yield "still" if ground else "work" if in_hand else "waiting", here, there


def _latest(changes: Iterable[tuple[datetime, T]], at: datetime) -> T | None:
    found: T | None = None
    for since, said in changes:
        if since <= at:
            found = said
    return found


def _spans(axis: Axis, kinds: Iterable[tuple[SpanKind, datetime, datetime]]) -> Iterator[Span]:
    """The whiles in order, alike neighbours as one."""
    for kind, alike in groupby(kinds, key=lambda one: one[0]):
        whiles = tuple(alike)
        yield Span(kind=kind, begins=axis.place(whiles[0][1]), ends=axis.place(whiles[-1][2]))


def _with_rest(
    axis: Axis, bar: Bar, legs: dict[StepId, Leg], waiting: set[StepId], end: datetime
) -> Bar:
    """An open step with what is left of its standard."""
    leg = legs.get(bar.step)
    if leg is None or bar.step not in waiting or leg.ends <= end or not bar.open:
        return bar
    rest = Span(kind="expected", begins=axis.place(end), ends=axis.place(leg.ends))
    return replace(bar, spans=(*bar.spans, rest))


def _ahead(workflow: Workflow, axis: Axis, leg: Leg) -> Bar:
    step = workflow.known_step(leg.step)
    span = Span(kind="expected", begins=axis.place(leg.begins), ends=axis.place(leg.ends))
    return Bar(step=step.id, number=step.number, visit=1, spans=(span,), standard=step.time)
