"""What holds for the clocks of any case that any commands made, on a calendar full of days off."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from builders import CASE, human, workflow
from builders_clocks import (
    ANYBODY,
    BUDGETS,
    KANTOR,
    LAPSES,
    PAUSES,
    SERVICES,
    STARTS,
    TimedDesk,
    any_history,
    lasting,
)
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.core.calendar_due import due
from engine.core.clock_clauses import rule_of
from engine.core.clock_explain import explain_deadline
from engine.core.clock_ledger import Standstill, Whose
from engine.core.clocks import CaseClocks, Clock, ClockState, clocks
from engine.core.commands import Pause, Resume
from engine.core.durations import TimeUnit
from engine.core.events import CaseEnded, CaseReopened, Recorded
from engine.core.evolve import replay
from engine.core.state import Activation, CaseState
from engine.core.workflow import PauseReason, Service, Workflow


def clocks_of(desk: TimedDesk) -> CaseClocks:
    return clocks(desk.flow, desk.calendar, desk.events, at=desk.now)


def all_of(told: CaseClocks) -> list[Clock]:
    return [clock for clock in (told.promise, told.legal, *told.steps.values()) if clock]


def closed_seconds(events: list[Recorded]) -> tuple[int, timedelta]:
    """Working time and time on the wall in which the case was closed and later reopened."""
    ends = [one.at for one in events if isinstance(one.event, CaseEnded)]
    again = [one.at for one in events if isinstance(one.event, CaseReopened)]
    spans = list(zip(ends, again, strict=False))
    working = sum(KANTOR.between(begins, ends) for begins, ends in spans)
    return working, sum((ends - begins for begins, ends in spans), timedelta())


@given(any_history())
def test_all_working_time_is_somebodys(desk: TimedDesk) -> None:
    told = clocks_of(desk)

    assert desk.state is not None
    until = desk.state.closed_at or desk.now
    working, wall = closed_seconds(desk.events)
    spent = told.office_seconds + told.applicant_seconds + told.other_seconds
    assert spent == KANTOR.between(desk.events[0].at, until) - working
    assert told.elapsed == until - desk.events[0].at - wall


def whose_turn(flow: Workflow, state: CaseState) -> Whose | None:
    """Told from the state alone; None while the case is closed."""
    if state.result is not None:
        return None
    reasons = [state.pause]
    if state.pause is None:
        reasons = [_reason(flow, active) for active in state.active]
    if None in reasons or not reasons:
        return Whose.OFFICE
    return Whose.NEITHER if set(reasons) == {PauseReason.EXTERNAL_BODY} else Whose.APPLICANT


def _reason(flow: Workflow, active: Activation) -> PauseReason | None:
    role = flow.known_step(active.step).role
    outside = role is not None and flow.roles[role].external
    return active.pause or (PauseReason.APPLICANT if outside else None)


@given(any_history())
def test_whose_time_it_was_is_what_the_states_of_the_case_say(desk: TimedDesk) -> None:
    spent = Counter[Whose | None]()
    until = [one.at for one in desk.events[1:]] + [desk.now]
    for place, (recorded, ends) in enumerate(zip(desk.events, until, strict=True)):
        state = replay(desk.events[: place + 1])
        assert state is not None
        spent[whose_turn(desk.flow, state)] += KANTOR.between(recorded.at, ends)

    told = clocks_of(desk)

    assert told.office_seconds == spent[Whose.OFFICE]
    assert told.applicant_seconds == spent[Whose.APPLICANT]
    assert told.other_seconds == spent[Whose.NEITHER]


@given(any_history())
def test_nothing_is_due_before_it_starts_and_nothing_is_late_before_it_is_due(desk) -> None:
    for clock in all_of(clocks_of(desk)):
        if clock.ledger is None:
            assert clock.state is ClockState.NOT_STARTED
            continue
        since = KANTOR.second_of(clock.ledger.since)
        for due_at in (clock.due, clock.due_if_resumed):
            assert due_at is None or KANTOR.second_of(due_at) >= since
        until = clock.finished_at or desk.now
        late = clock.due is not None and KANTOR.second_of(until) > KANTOR.second_of(clock.due)
        assert late == (clock.state is ClockState.PASSED) == (clock.breached_at is not None)
        if clock.due is not None and clock.breached_at is not None:
            assert clock.breached_at - clock.due == timedelta(seconds=1)
            assert clock.consumed >= clock.ledger.measure.amount
        parts = [clock.ledger.reached(KANTOR, percent=percent) for percent in (50, 80, 100)]
        known = [part for part in parts if part is not None]
        assert parts[-1] == clock.due
        assert known == sorted(known) == parts[: len(known)]
        if clock.state is ClockState.STANDING:
            assert clock.due is None
            assert clock.due_if_resumed is not None


@given(any_history())
def test_what_is_explained_adds_up_and_leaves_no_gap(desk: TimedDesk) -> None:
    for clock in all_of(clocks_of(desk)):
        told = explain_deadline(clock, KANTOR, at=desk.now)
        if clock.ledger is None:
            assert told == ()
            continue
        finished = clock.finished_at is not None and clock.state is ClockState.MET
        to_the_due = clock.due is not None and not finished
        budget = clock.ledger.measure.amount
        assert sum(one.amount for one in told) == (budget if to_the_due else clock.consumed)
        assert all(bool(one.amount) == one.counted for one in told)
        assert all(one.begins < one.ends for one in told)
        assert all(one.ends == other.begins for one, other in pairwise(told))
        until = clock.finished_at if finished else clock.due or desk.now
        assert until is not None
        if told:
            assert KANTOR.second_of(told[0].begins) == KANTOR.second_of(clock.ledger.since)
            assert KANTOR.second_of(told[-1].ends) == KANTOR.second_of(until)


@given(any_history(), LAPSES)
def test_what_is_due_stays_due_while_nothing_happens(desk: TimedDesk, seconds: int) -> None:
    later = desk.now + timedelta(seconds=seconds)

    before, after = clocks_of(desk), clocks(desk.flow, KANTOR, desk.events, at=later)

    for clock, same in zip(all_of(before), all_of(after), strict=True):
        assert (clock.due, clock.ledger) == (same.due, same.ledger)
        assert clock.breached_at is None or clock.breached_at == same.breached_at
        if clock.finished_at is not None:
            assert clock == same


@given(any_history())
def test_pausing_and_resuming_at_once_changes_nothing(desk: TimedDesk) -> None:
    assert desk.state is not None
    before = clocks_of(desk)
    if not desk.state.is_open:
        return

    paused = desk.state.pause is not None
    reason = desk.state.pause or Standstill.APPLICANT
    turn = [Resume(case=CASE, by=ANYBODY), Pause(case=CASE, by=ANYBODY, reason=reason)]
    for command in turn if paused else reversed(turn):
        desk.do(command)
        desk.now -= timedelta(minutes=1)

    assert clocks_of(desk) == before


@given(STARTS, BUDGETS.map(lasting), SERVICES, st.integers(0, 3000))
def test_without_a_pause_a_clock_is_due_when_the_calendar_says(start, budget, service, ms) -> None:
    desk = TimedDesk(workflow(human("telaah"), service=replace(service, promise=budget)))
    desk.now = start + timedelta(milliseconds=ms)
    desk.open()

    promise = clocks_of(desk).promise

    rule = rule_of(service)
    assert promise is not None
    assert promise.due == due(
        KANTOR, budget, start=desk.events[0].at, day_one=rule.day_one, cut_off=rule.cut_off
    )


@given(STARTS, st.integers(1, 12), st.tuples(LAPSES, LAPSES), SERVICES, PAUSES)
def test_a_pause_over_the_ends_of_k_working_days_moves_the_due_by_k(
    start, days, lapses, service, reason
) -> None:
    service = replace(service, promise=lasting(f"{days} hari kerja"))
    desk = TimedDesk(workflow(human("telaah"), service=service))
    desk.now = start
    desk.open()
    before = clocks_of(desk).promise
    assert before is not None
    assert before.due is not None
    desk.now = begins = min(start + timedelta(seconds=lapses[0]), before.due)
    desk.pause(reason)
    desk.now = ends = begins + timedelta(seconds=lapses[1])
    desk.resume()

    after = clocks(desk.flow, KANTOR, desk.events, at=ends).promise

    assert after is not None
    if begins == before.due:
        assert after.due == ends
        return
    k = sum(KANTOR.second_of(begins) < one <= KANTOR.second_of(ends) for one in KANTOR.closings)
    place = KANTOR.working_days.index(KANTOR.day_of(before.due))
    assert after.due == KANTOR.closing(KANTOR.working_days[place + k])


@given(any_history())
def test_a_history_gives_the_same_clocks_again(desk: TimedDesk) -> None:
    assert clocks_of(desk) == clocks_of(desk)


def test_every_unit_is_among_the_budgets() -> None:
    lengths = ["2 jam", "30 jam kalender", "1 hari kerja", "6 hari", "1 bulan", "5 menit"]

    assert {lasting(text).unit for text in lengths} == set(TimeUnit)
    assert Service().promise is None
