"""Pauses, promise and legal limit on real dates: what stands still, and what is left of it."""

from datetime import timedelta

import pytest
from builders import CASE, answer, human, workflow
from builders_calendar import at
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    TINI,
    TimedDesk,
    lasting,
    one_step,
    opened,
    returning,
    service,
    told,
)

from engine.core.clock_clauses import ClauseSource, ClockKind
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clocks import Clock, ClockState
from engine.core.commands import Withdraw
from engine.core.errors import InputRefused
from engine.core.ids import OutcomeId
from engine.core.workflow import PauseReason

YES, NO = OutcomeId("ya"), OutcomeId("kurang")


def due(clock: Clock) -> str | None:
    return told(KANTOR, clock.due)


# --- pauses


def test_what_is_left_is_kept_over_a_pause_and_a_weekend() -> None:
    desk = opened(one_step("3 jam", promise="3 jam"), "2026-11-27 14:00")
    desk.on("2026-11-27 15:00").pause()

    standing = desk.step("telaah", "2026-11-28 10:00")
    desk.on("2026-11-30 09:00").resume()
    running = desk.step("telaah", "2026-11-30 09:00")

    assert (standing.state, standing.due) == (ClockState.STANDING, None)
    assert (standing.consumed, standing.remaining) == (3600, 7200)
    assert told(KANTOR, standing.due_if_resumed) == "2026-11-30 09:30"
    assert standing.ground == Ground(why=Standstill.APPLICANT, whole_case=True)
    assert (due(running), running.state) == ("2026-11-30 11:00", ClockState.RUNNING)
    assert due(desk.promise("2026-11-30 09:00")) == "2026-11-30 11:00"


@pytest.mark.parametrize(
    ("promise", "paused", "resumed", "due_at"),
    [
        ("3 hari kerja", "2026-11-24 09:00", "2026-11-24 15:00", "2026-11-26 16:00"),
        ("3 hari kerja", "2026-11-24 09:00", "2026-11-24 16:30", "2026-11-27 16:30"),
        ("3 hari kerja", "2026-11-24 17:00", "2026-11-25 07:00", "2026-11-26 16:00"),
        ("3 hari kerja", "2026-11-23 09:00", "2026-11-25 09:00", "2026-11-30 16:00"),
        ("3 hari kerja", "2026-11-26 15:00", "2026-11-30 08:00", "2026-11-30 16:00"),
        ("3 hari", "2026-11-24 09:00", "2026-11-24 20:00", "2026-11-26 23:59:59"),
        ("3 hari", "2026-11-24 09:00", "2026-11-28 09:00", "2026-11-30 23:59:59"),
        ("1 bulan", "2026-11-24 09:00", "2026-11-28 09:00", "2026-12-27 23:59:59"),
        ("48 jam kalender", "2026-11-24 09:00", "2026-11-24 20:30", "2026-11-25 19:30"),
    ],
)
def test_days_move_by_days_and_hours_by_hours(promise, paused, resumed, due_at) -> None:
    desk = opened(one_step("5 menit", promise=promise), "2026-11-23 08:00")
    desk.on(paused).pause()
    desk.on(resumed).resume()

    assert due(desk.promise(resumed)) == due_at


def test_a_pause_over_the_turn_of_the_year_leaves_the_days_that_were_left() -> None:
    desk = opened(one_step("5 menit", promise="2 hari kerja"), "2026-12-30 14:00")

    assert due(desk.promise("2026-12-30 14:00")) == "2027-01-04 16:00"
    desk.on("2026-12-31 09:00").pause(PauseReason.EXTERNAL_BODY)
    desk.on("2027-01-04 10:00").resume()
    assert due(desk.promise("2027-01-04 10:00")) == "2027-01-06 16:00"


def test_what_was_late_before_a_pause_stays_late() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").pause()

    clock = desk.step("telaah", "2026-11-23 10:00")

    assert (clock.state, due(clock)) == (ClockState.PASSED, "2026-11-23 08:30")
    assert clock.due_if_resumed is None


def test_what_is_used_up_as_the_pause_begins_is_late_a_second_after_it_ends() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 08:30").pause()

    standing = desk.step("telaah", "2026-11-23 10:00")
    desk.on("2026-11-23 11:00").resume()
    resumed = desk.step("telaah", "2026-11-23 11:00:01")

    assert (standing.state, standing.remaining) == (ClockState.STANDING, 0)
    assert told(KANTOR, standing.due_if_resumed) == "2026-11-23 10:00"
    assert (resumed.state, due(resumed)) == (ClockState.PASSED, "2026-11-23 11:00")


# --- promise and legal limit


def test_a_case_sent_back_over_cuti_bersama_keeps_its_days() -> None:
    desk = opened(returning("3 hari kerja"), "2026-03-16 09:00")

    assert due(desk.promise("2026-03-16 09:00")) == "2026-03-26 16:00"
    desk.on("2026-03-17 10:00").complete("periksa", RINI, outcome=NO)
    standing = desk.promise("2026-03-20 10:00")
    desk.on("2026-03-25 10:00").complete("ajukan", TINI)

    assert (standing.state, standing.remaining) == (ClockState.STANDING, 3)
    assert due(desk.promise("2026-03-25 10:00")) == "2026-03-27 16:30"


def test_payment_is_the_applicants_time_and_another_body_nobodys() -> None:
    flow = workflow(
        human("bayar", "pemohon", pause=PauseReason.PAYMENT),
        human("rekomendasi", "kasi", pause=PauseReason.EXTERNAL_BODY),
        human("serah"),
        service=service("1 hari kerja"),
    )
    desk = opened(flow, "2026-11-23 08:00")
    ground = desk.promise("2026-11-23 08:30").ground
    desk.on("2026-11-23 09:00").complete("bayar", TINI)
    desk.on("2026-11-23 11:00").complete("rekomendasi", HESTI)

    told_ = desk.clocks("2026-11-23 14:00")

    assert ground == Ground(why=Standstill.PAYMENT)
    assert (told_.applicant_seconds, told_.other_seconds) == (3600, 7200)
    assert told_.office_seconds == 7200
    assert told_.elapsed == timedelta(hours=6)


def test_the_office_runs_while_one_branch_is_its_own() -> None:
    flow = workflow(
        [[human("bayar", "pemohon", pause=PauseReason.PAYMENT)], [human("telaah")]],
        human("sah"),
        service=service("5 jam"),
    )
    desk = opened(flow, "2026-11-23 08:00")
    both = desk.promise("2026-11-23 09:00")
    desk.on("2026-11-23 10:00").complete("telaah", RINI)
    waits = desk.promise("2026-11-23 15:00")
    desk.on("2026-11-23 15:30").complete("bayar", TINI)
    again = desk.promise("2026-11-23 15:30")

    assert (both.state, due(both)) == (ClockState.RUNNING, "2026-11-23 14:00")
    assert (waits.state, waits.remaining) == (ClockState.STANDING, 3 * 3600)
    assert due(again) == "2026-11-24 10:00"


def test_of_several_grounds_the_applicant_comes_first() -> None:
    flow = workflow(
        [
            [human("minta", "kasi", pause=PauseReason.EXTERNAL_BODY)],
            [human("lengkapi", "pemohon")],
            [human("bayar", "pemohon", pause=PauseReason.PAYMENT)],
        ],
        service=service("5 jam"),
    )
    desk = opened(flow, "2026-11-23 08:00")

    assert desk.promise("2026-11-23 09:00").ground == Ground(why=Standstill.APPLICANT)
    desk.on("2026-11-23 09:00").complete("lengkapi", TINI)
    assert desk.promise("2026-11-23 09:30").ground == Ground(why=Standstill.PAYMENT)


def test_a_promise_from_a_complete_file_has_not_started_before() -> None:
    desk = opened(returning(clock_starts="complete"), "2026-11-23 08:00")

    clock = desk.promise("2026-11-23 08:10")

    assert (clock.state, clock.since, clock.due) == (ClockState.NOT_STARTED, None, None)
    assert (clock.finished_at, clock.ground) == (None, None)
    desk.on("2026-11-24 09:00").complete("periksa", RINI, outcome=YES)
    assert due(desk.promise("2026-11-24 09:00")) == "2026-11-27 16:30"


def test_a_case_that_ends_before_its_file_is_complete_was_never_promised_anything() -> None:
    desk = opened(returning(clock_starts="complete"), "2026-11-23 08:00")
    desk.on("2026-11-24 09:00").do(Withdraw(case=CASE, by=RINI, reason="Batal"))

    assert desk.promise("2027-11-24 09:00").state is ClockState.NOT_STARTED


def test_paper_entered_late_counts_from_when_it_came() -> None:
    flow = workflow(
        human("periksa", outcomes=(answer("ya", accepts_file=True),), time=lasting("1 jam")),
        service=service("1 hari kerja", "2 hari kerja", clock_starts="complete"),
    )
    desk = TimedDesk(flow).on("2026-11-24 10:00")
    desk.open(happened_at=at(KANTOR, "2026-11-20 14:00"))
    desk.on("2026-11-24 10:30").accept(happened_at=at(KANTOR, "2026-11-23 09:00"))

    told_ = desk.clocks("2026-11-24 11:00")

    assert told(KANTOR, desk.promise("2026-11-24 11:00").since) == "2026-11-23 09:00"
    assert due(desk.promise("2026-11-24 11:00")) == "2026-11-24 16:00"
    assert told_.elapsed == timedelta(days=3, hours=21)
    assert due(desk.step("periksa", "2026-11-24 11:00")) == "2026-11-24 11:00"


def test_a_file_is_not_complete_before_there_is_a_case() -> None:
    desk = opened(returning(clock_starts="complete"), "2026-11-24 10:00")
    desk.on("2026-11-24 10:30")

    with pytest.raises(InputRefused, match="before the case"):
        desk.accept(happened_at=at(KANTOR, "2026-11-01 09:00"))


def test_where_no_limit_is_named_silence_grants_after_five_working_days() -> None:
    flow = returning("3 hari kerja", cut_off="08:00", day_one="same_day")
    desk = opened(flow, "2026-03-16 09:00")
    before = desk.clocks("2026-03-16 09:00").legal
    desk.on("2026-03-17 10:00").complete("periksa", RINI, outcome=YES)

    legal = desk.clocks("2026-03-17 10:00").legal

    assert before is not None
    assert legal is not None
    assert (before.state, legal.kind) == (ClockState.NOT_STARTED, ClockKind.LEGAL)
    assert legal.is_fallback
    assert due(legal) == "2026-03-31 16:00"


def test_a_limit_that_the_sop_names_is_counted_as_the_sop_counts() -> None:
    named = opened(one_step("5 menit", promise="1 jam", limit="2 hari kerja"), "2026-11-23 08:00")
    without = opened(one_step("5 menit"), "2026-11-23 08:00")

    legal = named.clocks("2026-11-23 09:00").legal

    assert legal is not None
    assert (due(legal), legal.is_fallback) == ("2026-11-25 16:00", False)
    assert legal.clause.source is ClauseSource.SERVICE
    assert without.clocks("2026-11-23 09:00").legal is None
    assert without.clocks("2026-11-23 09:00").promise is None
