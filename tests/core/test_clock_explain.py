"""Why a deadline lies where it lies: every while of it, with its reason."""

from datetime import date

from builders import answer, human, workflow
from builders_calendar import at, days_of, every_day, season, version
from builders_calendar import clock as shown
from builders_clocks import KANTOR, RINI, TimedDesk, lasting, one_step, opened, service

from engine.core.clock_explain import Reckoning, explain_deadline
from engine.core.clocks import Clock
from engine.core.workflow import PauseReason


def told(clock: Clock, when: str) -> list[str]:
    """Each while in one line: from, to, and what it counts or why it does not."""
    return [_line(one) for one in explain_deadline(clock, KANTOR, at=at(KANTOR, when))]


def _line(one: Reckoning) -> str:
    why = str(one.amount) if one.reason is None else one.reason.value
    if one.holiday is not None:
        why += f" {one.holiday.name.id}"
    if one.ground is not None:
        why += f" {one.ground.why.value}" + (" (whole case)" if one.ground.whole_case else "")
    ends = shown(KANTOR, one.ends)
    same_day = ends.startswith(shown(KANTOR, one.begins)[:10])
    return f"{shown(KANTOR, one.begins)} - {ends[11:] if same_day else ends}: {why}"


def promised(desk: TimedDesk, when: str) -> list[str]:
    return told(desk.promise(when), when)


def test_minutes_are_told_with_breaks_nights_weekends_and_pauses() -> None:
    desk = opened(one_step("3 jam"), "2026-11-27 11:00")
    desk.on("2026-11-27 14:00").pause(PauseReason.PAYMENT)
    desk.on("2026-11-27 16:00").resume()

    assert told(desk.step("telaah", "2026-11-27 16:00"), "2026-11-27 16:00") == [
        "2026-11-27 11:00 - 11:30: 1800",
        "2026-11-27 11:30 - 13:00: break",
        "2026-11-27 13:00 - 14:00: 3600",
        "2026-11-27 14:00 - 16:00: standing payment (whole case)",
        "2026-11-27 16:00 - 16:30: 1800",
        "2026-11-27 16:30 - 2026-11-28 00:00: outside_hours",
        "2026-11-28 00:00 - 2026-11-30 00:00: weekend",
        "2026-11-30 00:00 - 07:30: outside_hours",
        "2026-11-30 07:30 - 08:30: 3600",
    ]


def test_working_days_are_told_day_by_day_with_the_holidays_that_lie_between() -> None:
    desk = opened(one_step("5 menit", promise="3 hari kerja"), "2026-03-17 10:00")

    assert promised(desk, "2026-03-17 10:00") == [
        "2026-03-17 10:00 - 2026-03-18 00:00: day_one",
        "2026-03-18 00:00 - 2026-03-19 00:00: holiday Cuti Bersama Hari Suci Nyepi",
        "2026-03-19 00:00 - 2026-03-20 00:00: holiday Hari Suci Nyepi",
        "2026-03-20 00:00 - 2026-03-21 00:00: holiday Cuti Bersama Hari Raya Idul Fitri",
        "2026-03-21 00:00 - 2026-03-23 00:00: weekend",
        "2026-03-23 00:00 - 2026-03-24 00:00: holiday Cuti Bersama Hari Raya Idul Fitri",
        "2026-03-24 00:00 - 2026-03-25 00:00: holiday Cuti Bersama Hari Raya Idul Fitri",
        "2026-03-25 00:00 - 2026-03-27 16:30: 3",
    ]


def test_a_pause_takes_the_working_days_at_whose_end_it_lasts() -> None:
    desk = opened(one_step("5 menit", promise="3 hari kerja"), "2026-11-25 10:00")
    desk.on("2026-11-26 09:00").pause()
    desk.on("2026-11-30 09:00").resume()

    assert promised(desk, "2026-11-30 09:00") == [
        "2026-11-25 10:00 - 2026-11-26 00:00: day_one",
        "2026-11-26 00:00 - 2026-11-28 00:00: standing applicant (whole case)",
        "2026-11-28 00:00 - 2026-11-30 00:00: weekend",
        "2026-11-30 00:00 - 2026-12-02 16:00: 3",
    ]


def test_while_a_clock_stands_still_it_is_told_up_to_now() -> None:
    flow = workflow(
        human("periksa", outcomes=(answer("ya"), answer("tidak"))),
        human("bayar", "pemohon"),
        service=service("2 hari kerja"),
    )
    desk = opened(flow, "2026-11-23 10:00")
    desk.on("2026-11-24 16:30").complete("periksa", RINI, outcome="ya")

    assert promised(desk, "2026-11-25 11:00") == [
        "2026-11-23 10:00 - 2026-11-24 00:00: day_one",
        "2026-11-24 00:00 - 2026-11-25 00:00: 1",
        "2026-11-25 00:00 - 11:00: standing applicant",
    ]


def test_what_is_done_in_time_is_told_to_its_end() -> None:
    desk = opened(one_step("5 menit", promise="3 hari kerja"), "2026-11-23 17:00")
    desk.on("2026-11-25 10:00").complete("telaah", RINI)

    assert promised(desk, "2026-12-25 11:00") == [
        "2026-11-23 17:00 - 2026-11-24 00:00: outside_hours",
        "2026-11-24 00:00 - 2026-11-25 00:00: 1",
        "2026-11-25 00:00 - 10:00: day_not_over",
    ]


def test_what_is_late_is_told_to_where_it_was_due() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    desk.on("2026-11-23 12:00").complete("telaah", RINI)

    assert told(desk.step("telaah", "2026-11-23 13:00"), "2026-11-23 13:00") == [
        "2026-11-23 08:00 - 08:30: 1800"
    ]


def test_an_arrival_after_the_cut_off_hour_counts_as_the_next_working_days() -> None:
    late = opened(one_step("5 menit", promise="1 hari kerja", cut_off="14:00"), "2026-11-23 15:00")
    early = opened(one_step("5 menit", promise="1 hari kerja", cut_off="14:00"), "2026-11-23 14:00")

    assert promised(late, "2026-11-23 15:00") == [
        "2026-11-23 15:00 - 2026-11-24 00:00: cut_off",
        "2026-11-24 00:00 - 2026-11-25 00:00: day_one",
        "2026-11-25 00:00 - 16:00: 1",
    ]
    assert promised(early, "2026-11-23 14:00") == [
        "2026-11-23 14:00 - 2026-11-24 00:00: day_one",
        "2026-11-24 00:00 - 16:00: 1",
    ]


def test_days_of_the_calendar_count_on_weekends_too() -> None:
    desk = opened(one_step("5 menit", promise="4 hari", cut_off="08:00"), "2026-11-26 10:00")
    desk.on("2026-11-28 10:00").pause()
    desk.on("2026-11-29 10:00").resume()

    assert promised(desk, "2026-11-29 10:00") == [
        "2026-11-26 10:00 - 2026-11-27 00:00: day_one",
        "2026-11-27 00:00 - 2026-11-28 00:00: 1",
        "2026-11-28 00:00 - 2026-11-29 00:00: standing applicant (whole case)",
        "2026-11-29 00:00 - 2026-12-01 23:59:59: 3",
    ]


def test_a_month_is_told_by_its_days() -> None:
    desk = opened(one_step("5 menit", promise="1 bulan"), "2026-01-31 23:59:59")

    assert promised(desk, "2026-01-31 23:59:59") == [
        "2026-01-31 23:59:59 - 2026-02-01 00:00: day_one",
        "2026-02-01 00:00 - 2026-02-28 23:59:59: 28",
    ]


def test_hours_of_the_calendar_count_day_and_night() -> None:
    desk = opened(one_step("5 menit", promise="24 jam kalender"), "2026-11-27 10:00")
    desk.on("2026-11-27 22:00").pause(PauseReason.EXTERNAL_BODY)
    desk.on("2026-11-28 10:00").resume()

    assert promised(desk, "2026-11-28 10:00") == [
        "2026-11-27 10:00 - 22:00: 43200",
        "2026-11-27 22:00 - 2026-11-28 10:00: standing external_body (whole case)",
        "2026-11-28 10:00 - 22:00: 43200",
    ]


def test_what_has_not_started_needs_no_explanation() -> None:
    flow = workflow(
        human("periksa", outcomes=(answer("ya", accepts_file=True), answer("tidak"))),
        service=service("3 hari kerja", clock_starts="complete"),
    )
    desk = opened(flow, "2026-11-23 08:00")

    assert promised(desk, "2026-11-23 09:00") == []


def test_what_is_done_as_it_begins_takes_no_time() -> None:
    for promise in ("2 hari kerja", "2 jam"):
        flow = workflow(
            human("ajukan", submission=True, time=lasting("5 menit")), service=service(promise)
        )
        desk = opened(flow, "2026-11-23 08:00")

        assert promised(desk, "2026-11-23 09:00") == []


def test_ramadan_hours_are_named() -> None:
    desk = opened(one_step("1 jam"), "2026-03-16 14:30")
    clock = desk.step("telaah", "2026-03-16 14:30")

    first, *_ = explain_deadline(clock, KANTOR, at=desk.now)

    assert first.counted
    assert first.hours is not None
    assert first.hours.id == "Ramadan 1447 H"


def test_work_until_midnight_ends_the_day_it_belongs_to() -> None:
    made = version("Europe/Amsterdam", season(every_day("00:00-24:00")))
    always = days_of(made, date(2026, 3, 24), count=12)
    desk = opened(one_step("5 menit", promise="2 hari kerja"), "2026-03-27 22:00", always)
    clock = desk.promise("2026-03-27 22:00")

    told_ = explain_deadline(clock, always, at=desk.now)

    assert [(shown(always, one.ends), one.amount) for one in told_] == [
        ("2026-03-28 00:00", 0),
        ("2026-03-30 00:00", 2),
    ]
