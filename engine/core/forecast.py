"""When an open case may be expected to end, and whether its promise will hold."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.clock_clauses import legal_limit_of, promise_of
from engine.core.clock_history import CaseTimes, ground_of, read_times, shared_ground
from engine.core.clock_ledger import Change
from engine.core.clocks import Clock, ClockState, case_clock, clocks
from engine.core.errors import BeyondCalendar
from engine.core.events import Recorded
from engine.core.forecast_route import Leg, Route, RowTimes, find_route
from engine.core.ids import NodeId
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.workflow import WaitStep, Workflow


class Forecast(Frozen, frozen=True, kw_only=True):
    """What is expected of a case if every row from here on takes its standard.

    `path` holds the rows that decide the `finish`. That is None where no way forward leads to the
    end, or it lies beyond the days the calendar was compiled for. Whether a limit holds is None
    where the SOP has none, and where its clock is not expected to start.
    """

    finish: datetime | None = None
    holds_promise: bool | None = None
    holds_legal: bool | None = None
    path: tuple[Leg, ...] = ()


def forecast(
    workflow: Workflow,
    calendar: Calendar,
    state: CaseState,
    history: Sequence[Recorded],
    *,
    at: datetime,
) -> Forecast:
    """What is expected of a case at `at`; of a closed one, how it ended.

    A step that is open counts with what is left of its standard, and a paused case as if it went on
    at once. What rows of the applicant or of another body take is laid out with them, but the
    promise stands still meanwhile.

    Args:
        workflow: The version that the case runs under.
        calendar: The office's working time.
        state: The case after its whole history.
        history: All events of the case.
        at: The instant asked for; one before the case's latest event counts as that.

    Raises:
        BeyondCalendar: an instant of the history or a deadline lies outside the days compiled.
    """
    at = max(at, state.last_at)
    times = read_times(workflow, history)
    if state.closed_at is not None:
        return _judged(workflow, calendar, times, at=state.closed_at)
    told = clocks(workflow, calendar, history, at=at)
    rows = RowTimes(workflow, calendar, state)
    try:
        opened = {
            NodeId(active.step): _open_leg(rows, active, told.steps.get(active.id), at=at)
            for active in state.active
        }
        route = find_route(rows, opened)
        if route.finish is None:
            return Forecast()
        expected = _expected(times, route, at=at, finish=route.finish)
        judged = _judged(workflow, calendar, expected, at=route.finish)
    except BeyondCalendar:
        return Forecast()
    return replace(judged, path=route.path())


def _open_leg(rows: RowTimes, active: Activation, clock: Clock | None, *, at: datetime) -> Leg:
    """What is left of an open step: at least nothing."""
    step = rows.workflow.known_step(active.step)
    ends: datetime | None = at
    if isinstance(step, WaitStep):
        ends = rows.ends(step, active.opened_at)
    elif clock is not None:
        ends = clock.due or clock.due_if_resumed
    return Leg(
        step=step.id,
        begins=at,
        ends=max(at, ends or at),
        ground=ground_of(rows.workflow, step.id, active.pause),
    )


def _expected(times: CaseTimes, route: Route, *, at: datetime, finish: datetime) -> CaseTimes:
    """The case as the clocks would see it, were it to run like that."""
    legs = route.run()
    turns = {one.begins for one in legs} | {one.ends for one in legs} | {at}
    changes = tuple(
        Change(turn, shared_ground(one.ground for one in legs if one.begins <= turn < one.ends))
        for turn in sorted(turns)
    )
    return replace(
        times,
        changes=times.changes + changes,
        accepted=times.accepted or route.accepted(),
        closed=finish,
    )


def _judged(workflow: Workflow, calendar: Calendar, times: CaseTimes, *, at: datetime) -> Forecast:
    """A case that ends at `at`."""
    service = workflow.service
    return Forecast(
        finish=at,
        holds_promise=_holds(case_clock(calendar, promise_of(service), times, at=at)),
        holds_legal=_holds(case_clock(calendar, legal_limit_of(service), times, at=at)),
    )


def _holds(clock: Clock | None) -> bool | None:
    if clock is None or clock.state is ClockState.NOT_STARTED:
        return None
    return clock.state is not ClockState.PASSED
