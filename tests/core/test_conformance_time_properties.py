"""A log made from a case that Alur ran is as late as the case's own clocks say."""

from collections.abc import Iterable
from datetime import timedelta

from answers import a_result, completions, step_of
from builders import CASE, person
from builders_clocks import KANTOR, LAPSES, STARTS, TimedDesk, timed_workflows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logs import rows_of
from strategies import sound_workflows

from engine.core.clocks import clocks
from engine.core.conformance import CaseVerdict, LogRow, deviations_in_log
from engine.core.departures import departures_of
from engine.core.departures_walk import walk_through
from engine.core.deviations import Deviation, DeviationKind
from engine.core.events import (
    ActionRecorded,
    Recorded,
    StepCompleted,
    StepOpened,
    StepReturned,
)
from engine.core.ids import ActivationId
from engine.core.state import Activation
from engine.core.workflow import HumanStep, Leads, Workflow

OF_A_STEP = {DeviationKind.LATE_STEP, DeviationKind.IMPLAUSIBLY_FAST}
OF_THE_CASE = {DeviationKind.LATE_CASE, DeviationKind.LEGAL_LIMIT_PASSED}
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def served(draw: st.DrawFn) -> TimedDesk:
    """A case without a pause of the whole case, carried on for a while or to its end."""
    desk = TimedDesk(draw(timed_workflows(sound_workflows(most=7))))
    desk.now = draw(STARTS)
    alone = draw(st.sampled_from(["ya", "tidak"]))
    form = {"nama": "Warung", "tanggal": "2026-03-31", "perorangan": alone}
    desk.open(person("suryo", "camat"), form=form, requirements=("ktp",))
    for _ in range(draw(st.integers(0, 16))):
        assert desk.state is not None
        if not desk.state.active:
            break
        desk.now += timedelta(seconds=draw(LAPSES))
        go_on(draw, desk, draw(st.sampled_from(desk.state.active)))
    desk.now += timedelta(seconds=draw(LAPSES))
    return desk


def go_on(draw: st.DrawFn, desk: TimedDesk, active: Activation) -> None:
    step = step_of(desk.flow, active)
    if not isinstance(step, HumanStep):
        desk.do(a_result(step, active))
        return
    by = person(f"p{active.id}", step.role)
    desk.do(draw(completions(desk.flow, active, by, step.outcomes)))


def told(desk: TimedDesk, rows: list[LogRow], *, until_now: bool = False) -> CaseVerdict:
    assert desk.state is not None
    ended = [CASE] if desk.state.result is not None else []
    at = desk.now if until_now else None
    (said,) = deviations_in_log(desk.flow, rows, completed=ended, calendar=KANTOR, at=at)
    return said


def own(desk: TimedDesk) -> list[tuple[int, Deviation]]:
    """What Alur itself finds in the case; a number beside what belongs to an activation."""
    now = clocks(desk.flow, KANTOR, desk.events, at=desk.now)
    found = departures_of(walk_through(desk.flow, KANTOR, desk.events), now, at=desk.now)
    return [(int(one.id.partition(":")[2]), one.found) for one in found]


def facts(found: Iterable[Deviation]) -> list[tuple[object, ...]]:
    shown = (
        (one.kind.value, one.step or "", one.at, one.due, one.standard, one.measured, one.persons)
        for one in found
    )
    return sorted(shown, key=repr)


def done_by_a_row(events: Iterable[Recorded]) -> set[ActivationId]:
    done = (StepCompleted, StepReturned, ActionRecorded)
    return {one.event.activation for one in events if isinstance(one.event, done)}


def opened_with_the_case(desk: TimedDesk) -> set[ActivationId]:
    """Activations whose opening no row shows, because the log begins with the first row done."""
    if begins_with_a_row(desk.flow):
        return set()
    opening = desk.events[0].at
    return {
        one.event.activation
        for one in desk.events
        if isinstance(one.event, StepOpened) and one.at == opening
    }


def begins_with_a_row(flow: Workflow) -> bool:
    first = flow.steps()[0]
    return isinstance(first, HumanStep) and first.submission


@given(served())
@slow
def test_steps_of_a_log_are_late_or_hasty_as_in_the_case_itself(desk: TimedDesk) -> None:
    rows = rows_of(desk.events)
    if not rows:
        return

    said = told(desk, rows)

    done, unseen = done_by_a_row(desk.events), opened_with_the_case(desk)
    expected = [
        one
        for number, one in own(desk)
        if one.kind in OF_A_STEP and number in done and number not in unseen
    ]
    assert facts(one for one in said.deviations if one.kind in OF_A_STEP) == facts(expected)


@given(served())
@slow
def test_cases_of_a_log_are_late_as_the_case_itself(desk: TimedDesk) -> None:
    assert desk.state is not None
    if not begins_with_a_row(desk.flow):
        return

    said = told(desk, rows_of(desk.events), until_now=True)

    expected = [one for _, one in own(desk) if one.kind in OF_THE_CASE]
    found = [one for one in said.deviations if one.kind in OF_THE_CASE]
    if desk.state.result is not None and tells_acceptance(desk.flow):
        assert facts(found) == [(*fact[:-1], ()) for fact in facts(expected)]
    for one in found:
        assert any(one.kind is other.kind and other.at <= one.at for other in expected)


def tells_acceptance(flow: Workflow) -> bool:
    """Whether all answers that lead on say the same of the file, so that what follows shows it."""
    onward = [
        {one.accepts_file for one in step.outcomes if one.leads is not Leads.RETURN}
        for step in flow.steps()
        if isinstance(step, HumanStep)
    ]
    return all(len(answers) < 2 for answers in onward)
