"""Lateness in logs from elsewhere, told by the same clocks as that of Alur's own cases.

The time of a row is when its step was done; since when the step was open, and on what ground the
case or the step stood still, is told by the run that the case went (`engine.core.runs`). The case
itself begins with its first row. It ends with its last one where it is known to be completed;
otherwise it is judged up to `at`, or up to its last row where no such instant is given.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import Clause, legal_limit_of, promise_of, standard_of
from engine.core.clock_history import CaseTimes, ground_of, shared_ground
from engine.core.clock_ledger import Change, Ground, is_late
from engine.core.clock_measures import measure, passed
from engine.core.clocks import Clock, case_clock
from engine.core.courses import CourseJudge, Steps
from engine.core.departures import is_peoples
from engine.core.departures_walk import is_implausibly_fast
from engine.core.deviations import DeviationKind
from engine.core.durations import Duration, TimeUnit
from engine.core.ids import StepId
from engine.core.lateness import time_taken
from engine.core.runs import Run, Runs, Turn
from engine.core.workflow import AnyStep, HumanStep, Workflow

_SECOND = timedelta(seconds=1)
_NEVER = timedelta(0)


class StepTime(NamedTuple):
    """A step done late or too fast: when it departed, what was given, what it took.

    `took` is by the clock of the standard, on the wall for what was too fast.
    """

    kind: DeviationKind
    row: int
    step: StepId
    visits: int
    at: datetime
    standard: Duration
    took: timedelta
    due: datetime | None = None


class CaseTime(NamedTuple):
    """A clock of the whole case that was passed, and when; `row` is the last one."""

    row: int
    at: datetime
    clock: Clock


class _Timed(NamedTuple):
    """A row whose time is judged, from the row `since`.

    On the wall it is surely in time up to `least`, and surely not hasty from `unhasty` on.
    """

    row: int
    since: int
    step: StepId
    visits: int
    standard: Clause
    least: timedelta
    unhasty: timedelta
    has_clock: bool


class _CourseTimes(NamedTuple):
    """What of a course time is counted by: rows to judge, turns of the case, the acceptance."""

    rows: tuple[_Timed, ...]
    turns: tuple[tuple[int, Ground | None], ...]
    accepted: int | None


class CaseInstants(NamedTuple):
    """A case of a log: its course, and when its rows were done, in order.

    Where it is not known to be `completed`, it goes on until `at`.
    """

    steps: Steps
    instants: Sequence[datetime]
    completed: bool
    at: datetime | None


class TimeJudge:
    """Judges the times of cases under one workflow, and remembers their courses."""

    def __init__(self, workflow: Workflow, judge: CourseJudge, *, remembered: int) -> None:
        self._workflow, self._judge, self._remembered = workflow, judge, remembered
        self._runs = Runs(judge.automaton)
        service = workflow.service
        self._standards = {step.id: standard_of(step, service) for step in workflow.steps()}
        clauses = (promise_of(service), legal_limit_of(service))
        self._clauses = [(one, surely_in_time(one.budget)) for one in clauses if one]
        self._known: dict[tuple[Steps, bool], _CourseTimes] = {}

    def judge(self, calendar: Calendar, case: CaseInstants) -> list[StepTime | CaseTime]:
        """What time has to say of a case, in the order of its rows.

        Raises:
            BeyondCalendar: an instant or a deadline lies outside the days compiled.
            WorkflowTooWide: see `Automaton.after`.
        """
        course = self._course(case.steps, completed=case.completed)
        instants = case.instants
        found: list[StepTime | CaseTime] = []
        for timed in course.rows:
            took = instants[timed.row] - instants[timed.since]
            if took > timed.least:
                if timed.has_clock:
                    found += _late_step(calendar, timed, instants)
            elif took < timed.unhasty and is_implausibly_fast(timed.standard.budget, took):
                found.append(_hasty(timed, instants[timed.row], took))
        found += self._late_case(calendar, case, course)
        return found

    def _late_case(
        self, calendar: Calendar, case: CaseInstants, course: _CourseTimes
    ) -> Iterator[CaseTime]:
        begun, last = case.instants[0], case.instants[-1]
        until = last if case.completed or case.at is None else case.at
        times = None
        for clause, least in self._clauses:
            if until - begun <= least:
                continue
            if times is None:
                times = _times(case, course)
            clock = case_clock(calendar, clause, times, at=until)
            if clock is not None and clock.breached_at is not None:
                yield CaseTime(len(case.instants) - 1, clock.breached_at, clock)

    def _course(self, steps: Steps, *, completed: bool) -> _CourseTimes:
        course = (steps, completed)
        known = self._known.get(course)
        if known is None:
            if len(self._known) >= self._remembered:
                self._known.clear()
            known = self._known[course] = self._look(steps, completed=completed)
        return known

    def _look(self, steps: Steps, *, completed: bool) -> _CourseTimes:
        run = self._runs.run(self._judge.lay(steps, completed=completed))
        accepted = run.accepted
        return _CourseTimes(
            rows=tuple(self._timed(steps, run)),
            turns=tuple((turn.row, self._ground(turn)) for turn in run.turns),
            accepted=None if accepted is None or accepted >= len(steps) else accepted,
        )

    def _timed(self, steps: Steps, run: Run) -> Iterator[_Timed]:
        begun = Counter[StepId]()
        for row, step in enumerate(steps):
            begun[step] += 1
            opening, standard = run.openings.get(row), self._standards.get(step)
            if opening is None or standard is None:
                continue
            found = self._workflow.known_step(step)
            is_intake = begun[step] == 1 and isinstance(found, HumanStep) and found.submission
            yield _Timed(
                row=row,
                since=opening.since,
                step=step,
                visits=begun[step],
                standard=standard,
                least=surely_in_time(standard.budget),
                unhasty=_NEVER if is_intake else _unhasty(found, standard.budget),
                has_clock=is_peoples(found)
                and ground_of(self._workflow, step, opening.pause) is None,
            )

    def _ground(self, turn: Turn) -> Ground | None:
        return shared_ground(ground_of(self._workflow, step, pause) for step, pause in turn.open)


def surely_in_time(budget: Duration) -> timedelta:
    """What by the clock on the wall is not too long on any calendar; it spares asking it."""
    match budget.unit:
        case TimeUnit.MINUTE:
            return timedelta(minutes=budget.amount)
        case TimeUnit.WORKING_HOUR | TimeUnit.CALENDAR_HOUR:
            return timedelta(hours=budget.amount)
        case TimeUnit.WORKING_DAY | TimeUnit.CALENDAR_DAY:
            return timedelta(days=max(budget.amount - 2, 0))
        case TimeUnit.MONTH:
            return timedelta(days=28 * budget.amount - 2)
        case _:
            assert_never(budget.unit)


def _unhasty(step: AnyStep, standard: Duration) -> timedelta:
    """From where on nobody was too fast: half of a standard that can be done too fast at all."""
    judged = isinstance(step, HumanStep) and is_implausibly_fast(standard, _NEVER)
    return surely_in_time(standard) / 2 if judged else _NEVER


def _hasty(timed: _Timed, at: datetime, took: timedelta) -> StepTime:
    budget = timed.standard.budget
    kind = DeviationKind.IMPLAUSIBLY_FAST
    return StepTime(kind, timed.row, timed.step, timed.visits, at, budget, took)


def _late_step(
    calendar: Calendar, timed: _Timed, instants: Sequence[datetime]
) -> Iterator[StepTime]:
    """As its clock would say, which nothing interrupts here."""
    since, ended = instants[timed.since], instants[timed.row]
    budget, rule = timed.standard.budget, timed.standard.rule
    over = due(calendar, budget, start=since, day_one=rule.day_one, cut_off=rule.cut_off)
    if is_late(calendar, ended, over):
        laid = measure(calendar, budget, start=since, rule=rule)
        used = passed(calendar, laid.counted, since, ended) - laid.lead
        yield StepTime(
            DeviationKind.LATE_STEP,
            timed.row,
            timed.step,
            timed.visits,
            over + _SECOND,
            budget,
            time_taken(laid.counted, used),
            over,
        )


def _times(case: CaseInstants, course: _CourseTimes) -> CaseTimes:
    """The case as the clocks see it."""
    instants = case.instants
    turns = (Change(instants[row], ground) for row, ground in course.turns)
    return CaseTimes(
        begun=instants[0],
        accepted=None if course.accepted is None else instants[course.accepted],
        closed=instants[-1] if case.completed else None,
        stays=(),
        changes=(Change(instants[0], None), *turns),
        pauses=(),
    )
