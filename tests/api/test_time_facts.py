"""The time of a case in lines: every way a clock stands has its words, in both languages."""

from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from builders import CASE, answer, human, workflow
from builders_calendar import at
from builders_clocks import KANTOR, RINI, TimedDesk, opened, service

from api.time_facts import (
    NAMES,
    STANDING,
    TimeFact,
    percent_used,
    time_facts,
    time_unknown,
    written_work,
)
from engine.core.clock_clauses import ClockKind
from engine.core.clocks import ClockState
from engine.core.durations import duration_from_text
from engine.core.text import Language
from engine.core.workflow import PauseReason, Workflow
from engine.service.time_views import Basis, CaseTimesView, ForecastView

WIB = ZoneInfo("Asia/Jakarta")


def flow(**more: object) -> Workflow:
    review = human("telaah", time=duration_from_text("30 menit"))
    return workflow(review, service=service(**more))  # type: ignore[arg-type]


def view_of(desk: TimedDesk, when: str, **more: object) -> CaseTimesView:
    """What the service would say, without a countdown."""
    assert desk.state is not None
    found, told = desk.clocks(when), desk.forecast(when)
    known: dict[str, object] = {
        "case": CASE,
        "at": at(KANTOR, when),
        "basis": Basis(calendar="kantor-wib", version=1, zone="Asia/Jakarta"),
        "is_open": desk.state.is_open,
        "promise": found.promise,
        "legal": found.legal,
        "countdown": None,
        "tasks": (),
        "finished": (),
        "office_seconds": found.office_seconds,
        "applicant_seconds": found.applicant_seconds,
        "other_seconds": found.other_seconds,
        "elapsed": found.elapsed,
        "forecast": ForecastView(
            finish=told.finish, holds_promise=told.holds_promise, holds_legal=told.holds_legal
        ),
    }
    return CaseTimesView(**(known | more))  # type: ignore[arg-type]


def lines(view: CaseTimesView, language: Language = "en") -> dict[str, TimeFact]:
    return {fact.name: fact for fact in time_facts(view, language, WIB)}


def test_a_budget_of_minutes_tells_what_is_left_and_how_much_is_used() -> None:
    desk = opened(flow(promise="2 jam", limit="1 hari kerja"), "2026-11-23 08:00")

    told = lines(view_of(desk, "2026-11-23 08:30"))

    assert told["Promise"] == TimeFact(
        name="Promise",
        words="23 November 2026 10:00 WIB; 1 hour 30 minutes of 2 working hours left",
        used=25,
    )
    assert told["Expected finish"].words == "23 November 2026 08:30 WIB; within the promise"


def test_a_month_is_counted_by_its_days() -> None:
    desk = opened(flow(promise="1 bulan"), "2026-11-23 08:00")

    told = lines(view_of(desk, "2026-11-24 08:30"), "id")

    assert told["Janji layanan"].words == "23 Desember 2026 23.59 WIB; sisa 30 hari dari 1 bulan"


def test_what_will_pass_a_limit_is_said_once_and_not_after_it_has() -> None:
    desk = opened(flow(promise="20 menit", limit="25 menit"), "2026-11-23 08:00")

    before = lines(view_of(desk, "2026-11-23 08:05"))
    after = lines(view_of(desk, "2026-11-23 09:00"))

    assert before["Expected finish"].late
    assert before["Expected finish"].words == (
        "23 November 2026 08:30 WIB; the promise will be passed; the legal limit will be passed"
    )
    assert after["Expected finish"].words == "23 November 2026 09:00 WIB"
    assert not after["Expected finish"].late
    assert after["Promise"].late
    assert after["Promise"].words == "passed: 20 minutes, was due 23 November 2026 08:20 WIB"


def test_an_end_that_cannot_be_foreseen_is_said_to_be_so() -> None:
    desk = opened(flow(promise="2 jam"), "2026-11-23 08:00")
    view = view_of(desk, "2026-11-23 08:05", forecast=ForecastView())

    assert lines(view)["Expected finish"].words == "cannot be foreseen"
    assert lines(view, "id")["Perkiraan selesai"].words == "tidak dapat diperkirakan"


def test_a_promise_that_was_kept_needs_no_bar() -> None:
    desk = opened(flow(promise="2 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)

    told = lines(view_of(desk, "2026-11-23 12:00"))

    assert told["Promise"].words == "kept: 2 working hours, due 23 November 2026 10:00 WIB"
    assert told["Promise"].used is None
    assert "Expected finish" not in told


def test_a_case_that_ended_while_its_clock_stood_still_kept_its_promise() -> None:
    desk = opened(flow(promise="2 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").pause(PauseReason.PAYMENT)
    desk.on("2026-11-23 09:30").complete("telaah", RINI)

    assert lines(view_of(desk, "2026-11-23 12:00"))["Promise"].words == "kept: 2 working hours"


def test_a_clock_that_waits_for_a_complete_file_has_used_nothing() -> None:
    checked = human("periksa", outcomes=(answer("ya", accepts_file=True), answer("tidak")))
    waits = workflow(checked, service=service("3 hari kerja", clock_starts="complete"))
    desk = opened(waits, "2026-11-23 08:00")

    told = lines(view_of(desk, "2026-11-23 09:00"), "id")

    assert told["Janji layanan"].words == "3 hari kerja, dihitung sejak berkas lengkap"
    assert told["Janji layanan"].used is None


def test_the_time_of_another_body_is_told_apart() -> None:
    desk = opened(flow(promise="2 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").pause(PauseReason.EXTERNAL_BODY)

    told = lines(view_of(desk, "2026-11-23 10:00"), "id")

    assert told["Waktu terpakai"].words == (
        "kantor 1 jam, pemohon 0 menit, instansi lain 1 jam (jam kerja); 2 jam sejak dibuka"
    )


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (0, "0 menit", "0 minutes"),
        (59, "kurang dari 1 menit", "less than 1 minute"),
        (3661, "1 jam 1 menit", "1 hour 1 minute"),
        (133_200, "37 jam", "37 hours"),
    ],
)
def test_work_is_written_to_the_minute(seconds: int, indonesian: str, english: str) -> None:
    assert [written_work(seconds, language) for language in get_args(Language)] == [
        indonesian,
        english,
    ]


def test_a_missing_calendar_is_named() -> None:
    assert "kantor-utc" in time_unknown("kantor-utc", "id").words
    assert time_unknown("kantor-utc", "en").name == "Time"


def test_a_budget_is_never_more_than_used_up() -> None:
    desk = opened(flow(promise="20 menit"), "2026-11-23 08:00")
    clock = desk.promise("2026-11-24 08:00")

    assert clock.consumed > 1200
    assert percent_used(clock) == 100


def test_nothing_is_without_words() -> None:
    assert set(STANDING) == set(ClockState)
    assert {ClockKind.PROMISE, ClockKind.LEGAL} <= set(NAMES)
