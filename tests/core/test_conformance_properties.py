"""Whatever Alur executes fits its SOP; what does not fit is said with as little as possible."""

from collections import Counter
from collections.abc import Sequence

from builders import human, workflow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logs import (
    CASE,
    Marking,
    drive,
    fits_slowly,
    is_silent,
    log,
    rows_of,
    slow_after,
    slow_start,
    verdict,
)
from strategies import sound_workflows

from engine.core.conformance import LogChecker, LogRow, columns_from_rows, deviations_in_log
from engine.core.deviations import DeviationKind
from engine.core.ids import StepId
from engine.core.workflow import Workflow

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
OUT_OF_PLACE = {DeviationKind.OUT_OF_ORDER, DeviationKind.REPEATED}
LINES = st.integers(2, 9).map(lambda rows: workflow(*(human(f"s{n}") for n in range(rows))))


@given(data=st.data(), flow=sound_workflows(most=10))
@slow
def test_what_alur_executes_fits_and_departs_from_nothing(
    data: st.DataObject, flow: Workflow
) -> None:
    desk = drive(data, flow, most=data.draw(st.sampled_from([3, 8, 60])))
    assert desk.state is not None
    rows = rows_of(desk.events)
    completed = [] if desk.state.is_open or not rows else [rows[0].case]

    for said in deviations_in_log(flow, rows, completed=completed):
        assert said.fits
        assert said.deviations == ()


@given(data=st.data(), flow=sound_workflows(most=10))
@slow
def test_rows_of_no_member_of_staff_may_be_missing(data: st.DataObject, flow: Workflow) -> None:
    rows = rows_of(drive(data, flow, most=20).events)
    kept = [row for row in rows if not is_silent(flow, row.step) or data.draw(st.booleans())]

    assert all(said.fits for said in deviations_in_log(flow, kept))


@given(flow=LINES, data=st.data())
def test_one_row_missing_is_one_row_skipped(flow: Workflow, data: st.DataObject) -> None:
    steps = [step.id for step in flow.steps()]
    missing = steps.pop(data.draw(st.integers(0, len(steps) - 1)))

    (one,) = verdict(flow, *steps, completed=True).deviations

    assert (one.kind, one.step) == (DeviationKind.SKIPPED, missing)


@given(flow=LINES, data=st.data())
def test_two_rows_swapped_are_one_out_of_order(flow: Workflow, data: st.DataObject) -> None:
    steps = [step.id for step in flow.steps()]
    place = data.draw(st.integers(0, len(steps) - 2))
    steps[place : place + 2] = reversed(steps[place : place + 2])

    (one,) = verdict(flow, *steps, completed=True).deviations

    assert (one.kind, one.step) == (DeviationKind.OUT_OF_ORDER, steps[place + 1])


@given(data=st.data(), flow=sound_workflows(most=8))
@slow
def test_one_row_missing_anywhere_is_at_most_one_departure(
    data: st.DataObject, flow: Workflow
) -> None:
    steps = a_run(data, flow)
    if steps:
        del steps[data.draw(st.integers(0, len(steps) - 1))]

    for said in deviations_in_log(flow, log(*steps)):
        assert [one.kind for one in said.deviations] in ([], [DeviationKind.SKIPPED])


@given(data=st.data(), flow=sound_workflows(most=8))
@slow
def test_the_automaton_agrees_with_following_every_marking(
    data: st.DataObject, flow: Workflow
) -> None:
    completed = data.draw(st.booleans())
    steps = spoilt(data, flow, a_run(data, flow))

    for said in deviations_in_log(flow, log(*steps), completed=[CASE] if completed else []):
        assert said.fits == fits_slowly(flow, steps, completed=completed)


@given(data=st.data(), flow=sound_workflows(most=8))
@slow
def test_order_departs_exactly_where_a_case_does_not_fit(
    data: st.DataObject, flow: Workflow
) -> None:
    steps = spoilt(data, flow, a_run(data, flow))

    for said in deviations_in_log(flow, log(*steps)):
        facts = [(one.kind, one.step, one.visits) for one in said.deviations]
        assert said.fits == (not facts)
        assert len(set(facts)) == len(facts)


@given(data=st.data(), flow=sound_workflows(most=8))
@slow
def test_put_right_as_the_departures_say_the_case_fits(data: st.DataObject, flow: Workflow) -> None:
    steps = spoilt(data, flow, a_run(data, flow))

    for said in deviations_in_log(flow, log(*steps)):
        shown = Counter(
            (one.step, one.visits) for one in said.deviations if one.kind in OUT_OF_PLACE
        )
        visits = Counter[StepId]()
        kept = []
        for step in steps:
            visits[step] += 1
            if (step, visits[step]) not in shown:
                kept.append(step)
        spare = Counter(
            one.step
            for one in said.deviations
            if one.step and one.kind is not DeviationKind.REPEATED
        )
        assert fits_with(flow, slow_start(flow), kept, spare)


def fits_with(
    flow: Workflow, stands: set[Marking], steps: Sequence[StepId], spare: Counter[StepId]
) -> bool:
    """Whether the steps fit once some of the spare ones are put between them."""
    if not stands:
        return False
    if not steps:
        return True
    if fits_with(flow, slow_after(flow, stands, steps[0]), steps[1:], spare):
        return True
    return any(
        fits_with(flow, slow_after(flow, stands, step), steps, spare - Counter([step]))
        for step in spare
    )


@given(data=st.data(), flow=sound_workflows(most=8))
@slow
def test_a_case_is_judged_alone_whatever_lies_beside_it(
    data: st.DataObject, flow: Workflow
) -> None:
    rows: list[LogRow] = []
    for number in range(3):
        steps = spoilt(data, flow, a_run(data, flow))
        rows += log(*(f"{step}:kasi/{step}" for step in steps), case=f"nomor {number}")
    mixed = data.draw(st.permutations(rows))

    together = LogChecker(flow).check(columns_from_rows(mixed))

    alone = [
        deviations_in_log(flow, [row for row in rows if row.case == one.case])[0]
        for one in together
    ]
    assert list(together) == alone


def a_run(data: st.DataObject, flow: Workflow) -> list[StepId]:
    """The steps of a run, as far as it was drawn; what a log may leave out is now and then."""
    stands, steps = slow_start(flow), list[StepId]()
    for _ in range(data.draw(st.integers(0, 8))):
        after = {step.id: slow_after(flow, stands, step.id) for step in flow.steps()}
        open_steps = [step for step, marks in after.items() if marks]
        if not open_steps:
            break
        steps.append(data.draw(st.sampled_from(open_steps)))
        stands = after[steps[-1]]
    return steps


def spoilt(data: st.DataObject, flow: Workflow, steps: list[StepId]) -> list[StepId]:
    """The steps with a few of them left out, put elsewhere, or others put in."""
    known = [step.id for step in flow.steps()]
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, max(0, len(steps) - 1)))
        how = data.draw(st.sampled_from(["out", "in", "swap"]))
        if how == "in" or not steps:
            steps.insert(place, data.draw(st.sampled_from(known)))
        elif how == "out":
            del steps[place]
        else:
            steps[place : place + 2] = reversed(steps[place : place + 2])
    return steps
