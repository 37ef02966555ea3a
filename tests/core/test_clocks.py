"""The clocks of a case on real dates: when they run, when they stand still, when they are late."""

from datetime import date, timedelta

import pytest
from builders import CASE, answer, human, person, workflow
from builders_calendar import at, days_of, every_day, season, version
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    TINI,
    lasting,
    one_step,
    opened,
    returning,
    told,
)
from msgspec.structs import replace

from engine.core.clock_clauses import ClockKind
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clocks import Clock, ClockState, clocks
from engine.core.commands import Migrate, Override, Reopen
from engine.core.ids import ActivationId, OutcomeId, StepId
from engine.core.workflow import PauseReason

CAMAT = person("nur", "camat")
NO = OutcomeId("kurang")


def due(clock: Clock) -> str | None:
    return told(KANTOR, clock.due)


# --- steps


def test_a_step_is_due_when_its_minutes_of_work_are_over() -> None:
    desk = opened(one_step("60 menit"), "2026-11-27 16:00")

    clock = desk.step("telaah", "2026-11-27 16:10")

    assert (due(clock), clock.state) == ("2026-11-30 08:00", ClockState.RUNNING)
    assert (clock.consumed, clock.remaining) == (600, 3000)
    assert (clock.kind, clock.visit, clock.ground) == (ClockKind.STEP, 1, None)
    assert (clock.clause.source, clock.clause.row, clock.clause.step) == ("row", 1, "telaah")


def test_a_step_opened_outside_working_time_begins_with_the_next_work() -> None:
    desk = opened(one_step("60 menit"), "2026-11-28 10:00")

    assert due(desk.step("telaah", "2026-11-28 10:00")) == "2026-11-30 08:30"


@pytest.mark.parametrize(
    ("finished", "late"),
    [
        ("2026-11-30 08:00", False),
        ("2026-11-30 08:00:00.999", False),
        ("2026-11-30 08:00:01", True),
    ],
)
def test_the_second_that_is_due_is_in_time_and_the_next_is_not(finished: str, late: bool) -> None:  # noqa: FBT001
    desk = opened(one_step("60 menit"), "2026-11-27 16:00")
    desk.on(finished).complete("telaah", RINI)

    clock = desk.step("telaah", "2026-12-01 10:00")

    assert clock.state is (ClockState.PASSED if late else ClockState.MET)
    assert told(KANTOR, clock.breached_at) == ("2026-11-30 08:00:01" if late else None)
    assert clock.finished_at == at(KANTOR, finished)


def test_a_breach_has_its_instant_whenever_it_is_noticed() -> None:
    desk = opened(one_step("60 menit"), "2026-11-27 16:00")

    states = {
        clock: desk.step("telaah", clock).state
        for clock in ("2026-11-30 08:00", "2026-11-30 08:00:01", "2026-12-31 09:00")
    }

    assert list(states.values()) == [ClockState.RUNNING, ClockState.PASSED, ClockState.PASSED]
    later = desk.step("telaah", "2026-12-31 09:00")
    assert told(KANTOR, later.breached_at) == "2026-11-30 08:00:01"
    assert later.remaining == 0


def test_a_step_of_the_applicant_is_never_late() -> None:
    flow = workflow(human("bayar", "pemohon", time=lasting("15 menit")))
    desk = opened(flow, "2026-11-23 08:00")

    clock = desk.step("bayar", "2026-12-23 08:00")

    assert (clock.state, clock.due, clock.consumed) == (ClockState.STANDING, None, 0)
    assert clock.ground == Ground(why=Standstill.APPLICANT)
    desk.on("2026-12-23 09:00").complete("bayar", TINI)
    assert desk.step("bayar", "2026-12-24 08:00").state is ClockState.MET


def test_a_step_that_waits_on_purpose_stands_still() -> None:
    flow = workflow(
        human("terima", time=lasting("5 menit")),
        human(
            "periksa",
            "kasi",
            outcomes=(
                answer("ya"),
                answer("kurang", "return", "terima", pause=PauseReason.APPLICANT),
            ),
        ),
    )
    desk = opened(flow, "2026-11-23 08:00")
    desk.on("2026-11-23 08:03").complete("terima", RINI)
    desk.on("2026-11-23 09:00").complete("periksa", HESTI, outcome=NO)

    first, second = desk.clocks("2026-11-30 09:00").steps.values()

    assert (first.state, first.visit, first.consumed) == (ClockState.MET, 1, 180)
    assert (second.state, second.visit, second.remaining) == (ClockState.STANDING, 2, 300)


def test_each_visit_has_a_clock_of_its_own() -> None:
    desk = opened(returning(), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("periksa", RINI, outcome=NO)
    desk.on("2026-11-25 09:00").complete("ajukan", TINI)

    visits = desk.clocks("2026-11-25 09:10").steps

    assert [(one.visit, one.state, due(one)) for one in visits.values()] == [
        (1, ClockState.PASSED, "2026-11-23 08:30"),
        (2, ClockState.RUNNING, "2026-11-25 09:30"),
    ]


def test_working_days_of_a_step_are_counted_as_the_sop_says() -> None:
    today = opened(one_step("1 hari kerja", day_one="same_day"), "2026-11-23 08:00")
    cut_off = opened(one_step("1 hari kerja", cut_off="14:00"), "2026-11-23 15:00")

    assert due(today.step("telaah", "2026-11-23 08:00")) == "2026-11-23 16:00"
    assert due(cut_off.step("telaah", "2026-11-23 15:00")) == "2026-11-25 16:00"


@pytest.mark.parametrize("mode", ["skip", "reorder", "act_outside_role"])
def test_a_step_left_by_an_override_is_finished(mode: str) -> None:
    flow = workflow(human("telaah", "kasi", time=lasting("1 jam")), human("sah", "camat"))
    desk = opened(flow, "2026-11-23 08:00").on("2026-11-23 08:30")
    target = {"step": StepId("sah")} if mode == "reorder" else {}
    override = Override(
        case=CASE, by=CAMAT, activation=ActivationId(1), mode=mode, reason="Darurat", **target
    )
    desk.do(override)

    clock = desk.clocks("2026-11-23 12:00").steps[ActivationId(1)]

    assert (clock.state, clock.consumed) == (ClockState.MET, 1800)


# --- warnings


@pytest.mark.parametrize(
    ("budget", "percent", "reached"),
    [
        ("2 jam", 50, "2026-11-23 11:00"),
        ("2 jam", 80, "2026-11-23 11:36"),
        ("2 jam", 100, "2026-11-23 12:00"),
        ("5 hari kerja", 50, "2026-11-26 16:00"),
        ("5 hari kerja", 80, "2026-11-27 16:30"),
        ("1 hari kerja", 50, "2026-11-24 16:00"),
    ],
)
def test_a_part_of_the_budget_is_used_at_its_instant(budget, percent, reached) -> None:
    clock = opened(one_step(budget), "2026-11-23 10:00").step("telaah", "2026-11-23 10:00")

    assert clock.ledger is not None
    assert told(KANTOR, clock.ledger.reached(KANTOR, percent=percent)) == reached


def test_a_warning_that_was_due_before_a_pause_keeps_its_instant_and_the_next_has_none() -> None:
    desk = opened(one_step("2 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:30").pause()
    ledger = desk.step("telaah", "2026-11-23 10:00").ledger

    assert ledger is not None
    reached = [told(KANTOR, ledger.reached(KANTOR, percent=percent)) for percent in (50, 80, 100)]
    assert reached == ["2026-11-23 09:00", None, None]


# --- closed, reopened, migrated


def test_a_closed_case_stays_as_it_was() -> None:
    desk = opened(one_step("60 menit", promise="1 hari kerja"), "2026-11-23 08:00")
    desk.on("2026-11-24 10:00").complete("telaah", RINI)

    then, later = desk.clocks("2026-11-24 10:00"), desk.clocks("2027-06-30 10:00")

    assert then == later
    promise = desk.promise("2027-06-30 10:00")
    assert (promise.state, due(promise)) == (ClockState.MET, "2026-11-24 16:00")
    assert promise.finished_at == at(KANTOR, "2026-11-24 10:00")


def test_a_reopened_case_goes_on_with_what_was_left() -> None:
    desk = opened(one_step("60 menit", promise="3 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)
    desk.on("2026-11-25 08:00").do(
        Reopen(case=CASE, by=CAMAT, step=StepId("telaah"), reason="Salah ketik")
    )

    told_ = desk.clocks("2026-11-25 08:30")

    promise = desk.promise("2026-11-25 08:30")
    assert promise.ledger is not None
    assert [one.ground and one.ground.why for one in promise.ledger.stretches] == [
        None,
        Standstill.CLOSED,
        None,
    ]
    assert due(promise) == "2026-11-25 10:00"
    assert (told_.office_seconds, told_.elapsed) == (5400, timedelta(minutes=90))
    assert [one.visit for one in told_.steps.values()] == [1, 2]


def test_the_version_in_force_judges_a_migrated_case() -> None:
    old = workflow(
        human("terima", time=lasting("5 menit")),
        human("hapus", time=lasting("5 menit")),
        human("telaah", time=lasting("1 jam")),
    )
    new = workflow(human("masuk", time=lasting("10 menit")), human("kaji", time=lasting("2 jam")))
    new = replace(new, version=2, hash="h2")
    desk = opened(old, "2026-11-23 08:00")
    desk.on("2026-11-23 08:08").complete("terima", RINI)
    desk.on("2026-11-23 08:09").complete("hapus", RINI)
    mapping = {StepId("terima"): StepId("masuk"), StepId("telaah"): StepId("kaji")}
    desk.on("2026-11-23 08:20").do(
        Migrate(case=CASE, by=CAMAT, version=2, mapping=mapping, reason="Revisi"), target=new
    )
    desk.flow = new

    told_ = desk.clocks("2026-11-23 08:30").steps

    assert {number: (one.clause.step, one.state, due(one)) for number, one in told_.items()} == {
        1: ("masuk", ClockState.MET, "2026-11-23 08:10"),
        3: ("kaji", ClockState.RUNNING, "2026-11-23 10:09"),
    }


def test_an_instant_before_the_latest_event_counts_as_that() -> None:
    desk = opened(one_step("60 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 08:30").pause()

    assert desk.clocks("2026-11-01 08:00") == desk.clocks("2026-11-23 08:30")


def test_a_history_begins_with_an_opening() -> None:
    desk = opened(one_step("60 menit"), "2026-11-23 08:00")

    for broken in ([], desk.events[1:]):
        with pytest.raises(ValueError, match="begins with its opening"):
            clocks(desk.flow, KANTOR, broken, at=desk.now)


def test_a_clock_that_is_put_forward_takes_no_hour_away() -> None:
    made = version("Europe/Amsterdam", season(every_day("00:00-24:00")))
    amsterdam = days_of(made, date(2026, 3, 24), count=12)
    desk = opened(one_step("6 jam", promise="6 jam kalender"), "2026-03-28 22:00", amsterdam)

    told_ = desk.clocks("2026-03-28 22:00")

    due_at = "2026-03-29 05:00"
    assert told(amsterdam, told_.steps[ActivationId(1)].due) == due_at
    assert told_.promise is not None
    assert told(amsterdam, told_.promise.due) == due_at


def test_only_rows_with_a_standard_have_a_clock() -> None:
    desk = opened(workflow(human("telaah"), human("sah")), "2026-11-23 08:00")

    assert desk.clocks("2026-11-23 09:00").steps == {}
