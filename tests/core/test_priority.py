"""Which task comes first: overdue, then what goes first by law, then what is due, then age."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from engine.core.clock_clauses import Clause, ClauseSource, ClockKind, rule_of
from engine.core.clocks import CaseClocks, Clock
from engine.core.commands import Applicant
from engine.core.durations import duration_from_text
from engine.core.events import Cause
from engine.core.ids import ActivationId, CaseId, SopId, StepId
from engine.core.priority import (
    PRIORITY_PATH,
    Urgency,
    Waiting,
    by_priority,
    goes_first,
    is_overdue,
    urgencies,
)
from engine.core.state import Activation, CaseState
from engine.core.values import Value
from engine.core.workflow import Service

HOUR = timedelta(hours=1)


def waiting(name: str, *, due: float | None = None, age: float = 1, first: bool = False) -> Waiting:
    """Due so many hours after now, opened so many hours before."""
    return Waiting(
        name=(name, 1),
        opened_at=MONDAY - age * HOUR,
        due=None if due is None else MONDAY + due * HOUR,
        first=first,
    )


def order(*tasks: Waiting) -> list[str]:
    return [one.name[0] for one in by_priority(tasks, at=MONDAY)]


def test_what_is_overdue_comes_before_everything_else_the_oldest_due_first() -> None:
    assert order(
        waiting("soon", due=1, first=True),
        waiting("late", due=-1),
        waiting("later", due=-5),
    ) == ["later", "late", "soon"]


def test_a_reason_for_priority_does_not_come_before_what_is_overdue_longer() -> None:
    assert order(waiting("first", due=-1, first=True), waiting("late", due=-2)) == ["late", "first"]


def test_a_case_with_a_reason_for_priority_comes_before_what_is_due_sooner() -> None:
    assert order(waiting("soon", due=1), waiting("first", due=9, first=True)) == ["first", "soon"]


def test_a_reason_for_priority_counts_also_where_nothing_is_due() -> None:
    assert order(waiting("soon", due=1), waiting("first", first=True)) == ["first", "soon"]


def test_what_is_due_comes_before_what_is_not_and_among_equals_the_oldest() -> None:
    assert order(waiting("young", age=1), waiting("old", age=2), waiting("due", due=99, age=0)) == [
        "due",
        "old",
        "young",
    ]


def test_equals_keep_one_order_whatever_order_they_come_in() -> None:
    assert order(waiting("b"), waiting("a")) == order(waiting("a"), waiting("b")) == ["a", "b"]


def test_the_due_instant_itself_is_in_time() -> None:
    assert not is_overdue(MONDAY, MONDAY)
    assert is_overdue(MONDAY, MONDAY + timedelta(microseconds=1))
    assert not is_overdue(None, MONDAY)


TASKS = st.builds(
    waiting,
    st.uuids().map(str),
    due=st.none() | st.integers(-9, 9),
    age=st.integers(0, 9),
    first=st.booleans(),
)


@given(st.lists(TASKS, max_size=8))
def test_the_rules_hold_between_any_two_neighbours(tasks: list[Waiting]) -> None:
    placed = by_priority(tasks, at=MONDAY)

    assert sorted(placed, key=str) == sorted(tasks, key=str)
    for one, after in pairwise(placed):
        late, later = is_overdue(one.due, MONDAY), is_overdue(after.due, MONDAY)
        assert late or not later
        if late and later:
            assert one.due is not None
            assert after.due is not None
            assert one.due <= after.due
        elif not late:
            assert one.first or not after.first
            if one.first == after.first:
                assert one.due is not None or after.due is None
                if one.due is not None and after.due is not None:
                    assert one.due <= after.due


@pytest.mark.parametrize(
    ("answer", "first"),
    [("lansia", True), (("hamil",), True), (True, True), ("", False), (" ", False), ((), False)],
)
def test_any_answer_but_an_empty_one_is_a_reason_for_priority(
    answer: Value,
    first: bool,  # noqa: FBT001  # a case of the table
) -> None:
    assert goes_first({PRIORITY_PATH: answer}) is first
    assert goes_first({}) is False


def clock(kind: ClockKind, due: datetime | None) -> Clock:
    clause = Clause(
        kind=kind,
        source=ClauseSource.ROW,
        budget=duration_from_text("1 hari kerja"),
        rule=rule_of(Service()),
    )
    return Clock(clause=clause, due=due)


def test_a_task_is_due_with_the_first_of_its_clocks_and_the_systems_own_work_is_none() -> None:
    def active(number: int, *, automated: bool = False) -> Activation:
        return Activation(
            id=ActivationId(number),
            step=StepId("periksa"),
            visit=1,
            cause=Cause.FORWARD,
            opened_at=MONDAY,
            automated=automated,
        )

    state = CaseState(
        case=CaseId("c"),
        sop=SopId("s"),
        version=1,
        workflow="h",
        applicant=Applicant(name="Tini"),
        opened_at=MONDAY,
        last_at=MONDAY,
        seq=1,
        active=(active(1), active(2), active(3, automated=True)),
        data={PRIORITY_PATH: "lansia"},
    )
    told = CaseClocks(
        promise=clock(ClockKind.PROMISE, MONDAY + 2 * HOUR),
        legal=None,
        steps={
            ActivationId(1): clock(ClockKind.STEP, MONDAY + HOUR),
            ActivationId(2): clock(ClockKind.STEP, None),
        },
        office_seconds=0,
        applicant_seconds=0,
        other_seconds=0,
        elapsed=timedelta(),
    )

    assert urgencies(state, told) == (
        Urgency(activation=ActivationId(1), due=MONDAY + HOUR, first=True),
        Urgency(activation=ActivationId(2), due=MONDAY + 2 * HOUR, first=True),
    )
