"""The drawing of a case against time: dates on its axis that can be read."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import human, workflow

from engine.core.course_chart import Bar, CourseChart, Tick
from engine.core.ids import StepId
from web.gantt import LABEL_ROOM, DayMark, gantt

FLOW = workflow(human("a"))
_BEGIN = {"start": 0.0, "middle": 0.5, "end": 1.0}


def marks(*places: float) -> tuple[DayMark, ...]:
    ticks = tuple(
        Tick(at=at, day=date(2026, 11, 19) + timedelta(days=n)) for n, at in enumerate(places)
    )
    return gantt(CourseChart(bars=(), ticks=ticks), FLOW, "id").days


def begins(mark: DayMark) -> float:
    return float(mark.x.rstrip("%")) - LABEL_ROOM * _BEGIN[mark.anchor]


@pytest.mark.parametrize("days", [1, 2, 9, 10, 40])
def test_dates_never_overlap_nor_stick_out(days: int) -> None:
    found = marks(*(n / days + 0.01 for n in range(days)), 1.0)
    said = [one for one in found if one.words]

    assert len(found) == days + 1
    assert said
    assert [one for one in said if begins(one) < 0 or begins(one) + LABEL_ROOM > 100.01] == []
    for one, after in pairwise(said):
        assert begins(after) >= begins(one) + LABEL_ROOM - 0.01


def test_a_first_day_that_is_all_but_over_has_its_date_and_the_second_none() -> None:
    found = marks(0.0, 0.04, 0.3)

    assert [one.words for one in found] == ["19 Nov", "", "21 Nov"]


def test_a_step_that_the_workflow_at_hand_lacks_is_left_out() -> None:
    bars = tuple(Bar(step=StepId(one), number=1, visit=1, spans=()) for one in ("gone", "a"))

    rows = gantt(CourseChart(bars=bars, ticks=()), FLOW, "id").rows

    assert [one.name for one in rows] == [f"1. {FLOW.steps()[0].activity.id}"]
