"""A case laid out against time: its bars, its axis, what stands still and what is ahead."""

from datetime import timedelta
from itertools import pairwise

import pytest
from builders import CASE, action, answer, workflow
from builders_calendar import at
from builders_clocks import (
    KANTOR,
    RINI,
    TimedDesk,
    any_history,
    opened,
    service,
    timed,
)
from hypothesis import given
from msgspec.structs import replace

from engine.core.clocks import clocks
from engine.core.commands import Actor, Assign, Claim, Migrate, Release
from engine.core.course_chart import Axis, Bar, CourseChart, course_chart
from engine.core.events import StepOpened
from engine.core.forecast import Forecast, forecast
from engine.core.ids import PersonId, RoleId

CAMAT = Actor(person=PersonId("dewi"), role=RoleId("camat"), via="test")


def chart(desk: TimedDesk, told: str) -> CourseChart:
    expected = desk.forecast(told)
    now = desk.on(told).now
    found = clocks(desk.flow, desk.calendar, desk.events, at=now)
    return course_chart(desk.flow, desk.calendar, desk.events, found, expected, at=now)


def of(desk: TimedDesk, told: str, step: str) -> Bar:
    return next(one for one in chart(desk, told).bars if one.step == step)


def kinds(bar: Bar) -> list[str]:
    return [one.kind for one in bar.spans]


FLOW = workflow(
    timed("terima", "30 menit"),
    timed("telaah", "2 jam"),
    timed("sah", "1 hari kerja"),
    action("nomor"),
    service=service("5 hari kerja"),
)


def test_a_task_waits_until_it_is_claimed_and_again_once_it_is_released() -> None:
    desk = opened(FLOW, "2026-11-23 08:00")
    task = desk.task("terima")
    desk.on("2026-11-23 08:30").do(Claim(case=CASE, by=RINI, activation=task))
    desk.on("2026-11-23 09:00").do(Release(case=CASE, by=RINI, activation=task))

    bar = of(desk, "2026-11-23 10:00", "terima")

    assert kinds(bar) == ["waiting", "work", "waiting"]
    assert bar.open
    assert bar.taken == 2 * 3600
    assert bar.late


def test_what_is_ahead_is_dotted_behind_what_is_open() -> None:
    desk = opened(FLOW, "2026-11-23 08:00")

    found = chart(desk, "2026-11-23 08:10")

    assert [kinds(one) for one in found.bars] == [
        ["waiting", "expected"],
        ["expected"],
        ["expected"],
        ["expected"],
    ]
    assert [one.activation is None for one in found.bars] == [False, True, True, True]
    assert found.now is not None
    assert found.bars[0].spans[-1].begins == pytest.approx(found.now)


def test_a_pause_is_hatched_and_is_nobodys_time() -> None:
    desk = opened(FLOW, "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").pause()
    desk.on("2026-11-23 11:00").resume()

    bar = of(desk, "2026-11-23 11:30", "terima")

    assert kinds(bar) == ["waiting", "still", "waiting"]
    assert bar.taken == 90 * 60


def test_steps_of_the_applicant_stand_still_and_take_nobodys_time() -> None:
    flow = workflow(
        timed("isi", "1 hari kerja", role="pemohon"), timed("cek", "1 jam"), service=service()
    )

    bar = of(opened(flow, "2026-11-23 08:00"), "2026-11-23 09:00", "isi")

    assert kinds(bar)[0] == "still"
    assert bar.taken is None


def test_nights_and_weekends_take_no_room() -> None:
    desk = opened(FLOW, "2026-11-27 15:00")  # a Friday

    found = chart(desk, "2026-11-30 09:00")

    bar = found.bars[0]
    axis = Axis(calendar=KANTOR, begins=desk.events[0].at, ends=desk.now)
    assert axis.place(desk.now) == 1.0
    assert [one.day.isoformat() for one in found.ticks][:1] == ["2026-11-30"]
    assert bar.spans[0].begins == 0.0


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2026-11-23 08:00", "2026-11-23 08:50", ["08:00", "08:15", "08:30", "08:45"]),
        ("2026-11-23 09:10", "2026-11-23 10:00", ["09:15", "09:30", "09:45", "10:00"]),
        (
            "2026-11-23 11:10",
            "2026-11-23 13:35",
            ["11:15", "11:30", "11:45", "13:00", "13:15", "13:30"],
        ),
        (
            "2026-11-23 08:30",
            "2026-11-23 15:30",
            ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00"],
        ),
        (
            "2026-11-23 15:00",
            "2026-11-24 09:30",
            ["15:00", "15:30", "day", "08:00", "08:30", "09:00", "09:30"],
        ),
        ("2026-11-23 15:00", "2026-11-25 09:00", ["day", "day"]),
    ],
)
def test_where_there_are_no_days_to_count_hours_are_told(begins, ends, said) -> None:
    axis = Axis(calendar=KANTOR, begins=at(KANTOR, begins), ends=at(KANTOR, ends))
    told = ["day" if one.clock is None else f"{one.clock:%H:%M}" for one in axis.ticks()]

    assert told[: len(said)] == said
    assert [axis.place(axis.begins) <= one.at <= 1.0 for one in axis.ticks()] == [True] * len(told)


def test_a_case_of_one_evening_is_laid_out_by_the_wall_clock() -> None:
    begins = opened(FLOW, "2026-11-28 20:00").events[0].at  # a Saturday
    axis = Axis(calendar=KANTOR, begins=begins, ends=begins + timedelta(hours=2))

    assert axis.place(begins + timedelta(hours=1)) == pytest.approx(0.5)
    assert axis.ticks() == ()
    assert Axis(calendar=KANTOR, begins=begins, ends=begins).place(begins) == 0.0


def test_a_deadline_far_ahead_is_left_off() -> None:
    short, long = (
        workflow(timed("a", "1 jam"), service=service(promise))
        for promise in ("1 hari kerja", "6 bulan")
    )
    for flow, is_there in ((short, True), (long, False)):
        desk = opened(flow, "2026-11-23 08:00")
        assert (chart(desk, "2026-11-23 09:00").due is not None) is is_there


def test_a_closed_case_has_no_now_and_nothing_ahead() -> None:
    flow = workflow(timed("a", "1 jam"), service=service("1 hari kerja"))
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:30").complete("a", RINI)

    found = chart(desk, "2026-11-25 08:00")

    assert found.now is None
    assert [kinds(one) for one in found.bars] == [["waiting"]]
    assert found.bars[0].spans[0].ends <= 1.0
    assert not found.bars[0].open


def test_a_second_visit_is_a_bar_of_its_own() -> None:
    flow = workflow(
        timed("a", "1 jam"),
        timed("b", "1 jam", outcomes=(answer("ya"), answer("tidak", "return", "a"))),
        service=service(),
    )
    desk = opened(flow, "2026-11-23 08:00")
    desk.complete("a", RINI)
    desk.complete("b", RINI, outcome="tidak", reason="Kurang")

    found = chart(desk, "2026-11-23 09:00")

    assert [(one.step, one.visit) for one in found.bars][:3] == [("a", 1), ("b", 1), ("a", 2)]


def test_a_step_that_took_no_time_is_there_all_the_same() -> None:
    desk = opened(FLOW, "2026-11-23 08:00")
    desk.now = desk.events[-1].at

    found = course_chart(
        desk.flow,
        desk.calendar,
        desk.events,
        clocks(desk.flow, desk.calendar, desk.events, at=desk.now),
        Forecast(),
        at=desk.now,
    )

    assert [(one.kind, one.begins, one.ends) for one in found.bars[0].spans] == [
        ("waiting", 0.0, 0.0)
    ]


def test_a_task_that_was_given_is_in_hand() -> None:
    desk = opened(FLOW, "2026-11-23 08:00")
    given_to = Assign(
        case=CASE, by=CAMAT, activation=desk.task("terima"), to=PersonId("rini"), reason=""
    )
    desk.on("2026-11-23 08:30").do(given_to)

    assert kinds(of(desk, "2026-11-23 09:00", "terima"))[:2] == ["waiting", "work"]


def test_a_step_that_the_version_in_force_lacks_has_no_bar() -> None:
    old = workflow(timed("a", "1 jam"), timed("gone", "1 jam"), timed("b", "1 jam"))
    desk = opened(old, "2026-11-23 08:00")
    desk.complete("a", RINI)
    desk.complete("gone", RINI)
    new = replace(workflow(timed("a", "1 jam"), timed("b", "1 jam")), version=2, hash="h2")
    desk.do(Migrate(case=CASE, by=CAMAT, version=2, reason="Revisi"), target=new)
    desk.flow = new

    found = chart(desk, "2026-11-23 09:00")

    assert [(one.step, one.number, one.open) for one in found.bars] == [
        ("a", 1, False),
        ("b", 2, True),
    ]


@given(any_history())
def test_bars_lie_on_the_axis_in_order_and_leave_nothing_out(desk: TimedDesk) -> None:
    assert desk.state is not None

    now = max(desk.now, desk.state.last_at)
    found = clocks(desk.flow, desk.calendar, desk.events, at=now)
    ahead = forecast(desk.flow, desk.calendar, desk.state, desk.events, at=now)
    drawn = course_chart(desk.flow, desk.calendar, desk.events, found, ahead, at=now)

    visits = [one for one in desk.events if isinstance(one.event, StepOpened)]
    assert [one.activation for one in drawn.bars if one.activation is not None] == [
        one.event.activation for one in visits if isinstance(one.event, StepOpened)
    ]
    for bar in drawn.bars:
        assert all(0.0 <= one.begins <= one.ends <= 1.0 for one in bar.spans)
        assert all(a.ends == pytest.approx(b.begins) for a, b in pairwise(bar.spans))
        assert all(a.kind != b.kind for a, b in pairwise(bar.spans))
        assert bar.taken is None or bar.taken >= 0
    places = [one.at for one in drawn.ticks]
    assert places == sorted(places)
    assert (drawn.now is None) == (desk.state.closed_at is not None)
