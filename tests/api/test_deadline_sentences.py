# ruff: noqa: E501  # sentences as people read them
"""Deadlines explained to people: every while has its sentence, in both languages."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from builders import CASE, answer, human, person, workflow
from builders_calendar import at
from builders_clocks import (
    KANTOR,
    RINI,
    TimedDesk,
    any_history,
    one_step,
    opened,
    service,
)
from hypothesis import given, settings

from api.present_time import (
    CLAUSES,
    HOLIDAYS,
    REASONS,
    STATES,
    ClockWords,
    written_amount,
)
from engine.core.calendar import compile_calendar
from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.clock_clauses import ClockKind
from engine.core.clock_explain import Reason, Reckoning, explain_deadline
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock, ClockState, clocks
from engine.core.commands import Reopen
from engine.core.ids import StepId
from engine.core.text import Language, Text
from engine.core.workflow import PauseReason


def told(desk: TimedDesk, clock: Clock | None, when: str, language: Language) -> list[str]:
    assert clock is not None
    words = ClockWords(
        language=language, zone=desk.calendar.zone, clock=clock, at=at(desk.calendar, when)
    )
    return sentences_of(words, explain_deadline(clock, desk.calendar, at=words.at))


def sentences_of(words: ClockWords, whiles: Sequence[Reckoning]) -> list[str]:
    return [*words.standing(), *map(words.reckoning, whiles), *words.total(whiles)]


def test_a_step_is_explained_to_the_second() -> None:
    desk = opened(one_step("3 jam"), "2026-03-13 11:00:20")
    desk.on("2026-03-13 14:00").pause(PauseReason.PAYMENT)
    desk.on("2026-03-13 15:00").resume()
    when = "2026-03-13 15:05"
    clock = desk.step("telaah", when)

    assert told(desk, clock, when, "id") == [
        "Waktu baku langkah 1: 3 jam sejak 13 Maret 2026 11.00 WIB; tenggat 16 Maret 2026 08.30 WIB.",
        "Jumat, 13 Maret 2026 11.00.20 - 11.30: dihitung 29 menit 40 detik.",
        "Jumat, 13 Maret 2026 11.30 - 12.30: tidak dihitung, istirahat.",
        "Jumat, 13 Maret 2026 12.30 - 14.00: dihitung 1 jam 30 menit.",
        "Jumat, 13 Maret 2026 14.00 - 15.00: tidak dihitung, berkas dijeda: menunggu pembayaran.",
        "Jumat, 13 Maret 2026 15.00 - 15.30: dihitung 30 menit.",
        "Jumat, 13 Maret 2026 15.30 - 24.00: tidak dihitung, di luar jam kerja.",
        "Sabtu, 14 Maret 2026 00.00 - Minggu, 15 Maret 2026 24.00: tidak dihitung, bukan hari kerja dalam sepekan.",
        "Senin, 16 Maret 2026 00.00 - 08.00: tidak dihitung, di luar jam kerja.",
        "Senin, 16 Maret 2026 08.00 - 08.30.20: dihitung 30 menit 20 detik.",
        "Jumlah yang dihitung: 3 jam.",
    ]
    assert told(desk, clock, when, "en")[:3] == [
        "The standard of step 1: 3 working hours from 13 March 2026 11:00 WIB; due 16 March 2026 08:30 WIB.",
        "Friday, 13 March 2026 11:00:20 - 11:30: 29 minutes 40 seconds counted.",
        "Friday, 13 March 2026 11:30 - 12:30: not counted, break.",
    ]


def test_working_days_are_explained_by_their_dates() -> None:
    desk = opened(one_step("5 menit", promise="2 hari kerja", cut_off="14:00"), "2026-12-22 15:00")
    when = "2026-12-22 15:00"

    assert told(desk, desk.promise(when), when, "id") == [
        "Janji layanan: 2 hari kerja sejak 22 Desember 2026 15.00 WIB; tenggat 29 Desember 2026 16.00 WIB.",
        "Selasa, 22 Desember 2026: tidak dihitung, diterima setelah pukul 14.00, dihitung masuk hari kerja berikutnya.",
        "Rabu, 23 Desember 2026: tidak dihitung, hari pertama jatuh sesudahnya.",
        "Kamis, 24 Desember 2026: tidak dihitung, Cuti Bersama Hari Raya Natal.",
        "Jumat, 25 Desember 2026: tidak dihitung, libur nasional Hari Raya Natal.",
        "Sabtu, 26 Desember 2026 s.d. Minggu, 27 Desember 2026: tidak dihitung, bukan hari kerja dalam sepekan.",
        "Senin, 28 Desember 2026 s.d. Selasa, 29 Desember 2026: dihitung 2 hari kerja.",
        "Jumlah yang dihitung: 2 hari kerja.",
    ]
    assert told(desk, desk.promise(when), when, "en")[1:5] == [
        "Tuesday, 22 December 2026: not counted, received after 14:00, counts as the next working day's.",
        "Wednesday, 23 December 2026: not counted, day one comes after it.",
        "Thursday, 24 December 2026: not counted, Christmas Joint Holiday (cuti bersama).",
        "Friday, 25 December 2026: not counted, national holiday, Christmas Day.",
    ]


def test_a_clock_that_stands_still_says_what_is_left() -> None:
    desk = opened(one_step("5 menit", promise="3 hari"), "2026-11-23 08:00")
    desk.on("2026-11-24 09:00").pause(PauseReason.EXTERNAL_BODY)
    when = "2026-11-25 10:00"
    clock = desk.promise(when)

    assert told(desk, clock, when, "id")[:2] == [
        "Janji layanan: 3 hari sejak 23 November 2026 08.00 WIB; berhenti, berkas dijeda: menunggu instansi lain; sisa 3 hari.",
        "Bila berjalan lagi pada 25 November 2026 10.00 WIB, tenggatnya 27 November 2026 23.59 WIB.",
    ]
    assert told(desk, clock, when, "en")[:2] == [
        "The service promise: 3 calendar days from 23 November 2026 08:00 WIB; stands still, the case is paused: waiting for another body; 3 days left.",
        "If it ran again at 25 November 2026 10:00 WIB, it would be due 27 November 2026 23:59 WIB.",
    ]


def test_the_limit_of_the_statute_names_it() -> None:
    desk = opened(one_step("5 menit", promise="3 hari"), "2026-11-23 08:00")
    legal = desk.clocks("2026-11-23 08:00").legal

    (indonesian, *_), (english, *_) = (
        told(desk, legal, "2026-11-23 08:00", language) for language in get_args(Language)
    )

    assert "Batas hukum (UU 30/2014 pasal 53 jo. UU 6/2023" in indonesian
    assert "The legal limit (Law 30/2014 art. 53 as amended by Law 6/2023" in english


def test_a_clock_says_whether_it_was_late() -> None:
    desk = opened(one_step("30 menit", promise="1 hari kerja"), "2026-11-23 08:00")
    desk.on("2026-11-23 10:00").complete("telaah", RINI)
    when = "2026-11-23 10:00"

    assert told(desk, desk.step("telaah", when), when, "id")[0].endswith(
        "tenggat 23 November 2026 08.30 WIB terlewati."
    )
    assert told(desk, desk.promise(when), when, "en") == [
        "The service promise: 1 working day from 23 November 2026 08:00 WIB; ended 23 November 2026 10:00 WIB without being late.",
        "Monday, 23 November 2026: not counted, the day is not over and does not count yet.",
        "Counted in all: 0 working days.",
    ]


def test_a_clock_that_has_not_started_says_what_it_waits_for() -> None:
    flow = workflow(
        human("periksa", outcomes=(answer("ya", accepts_file=True), answer("tidak"))),
        service=service("3 hari kerja", clock_starts="complete"),
    )
    desk = opened(flow, "2026-11-23 08:00")
    when = "2026-11-23 08:00"

    assert told(desk, desk.promise(when), when, "id") == [
        "Janji layanan: 3 hari kerja, dihitung sejak berkas lengkap; belum mulai."
    ]


def test_what_a_closed_case_slept_is_named() -> None:
    desk = opened(one_step("5 menit", promise="3 jam"), "2026-11-23 08:00")
    desk.on("2026-11-23 09:00").complete("telaah", RINI)
    camat = person("nur", "camat")
    again = Reopen(case=CASE, by=camat, step=StepId("telaah"), reason="Salah")
    desk.on("2026-11-24 09:00").do(again)
    when = "2026-11-24 09:00"

    assert told(desk, desk.promise(when), when, "id")[2] == (
        "Senin, 23 November 2026 09.00 - Selasa, 24 November 2026 09.00: "
        "tidak dihitung, berkas ditutup."
    )


def test_holidays_say_who_gave_them_and_whether_they_are_sure() -> None:
    extra = (
        Holiday(
            day=date(2026, 11, 24),
            name=Text(id="HUT Kota"),
            kind=HolidayKind.REGIONAL,
            source="Perda",
        ),
        Holiday(
            day=date(2026, 11, 25),
            name=Text(id="Pindah kantor"),
            kind=HolidayKind.OFFICE,
            source="SE",
            provisional=True,
        ),
    )
    calendar = compile_calendar(
        observing(KANTOR.version, extra), zone=KANTOR.zone, first=KANTOR.first, last=KANTOR.last
    )
    desk = opened(one_step("5 menit", promise="1 hari kerja"), "2026-11-23 08:00", calendar)
    when = "2026-11-23 08:00"

    assert told(desk, desk.promise(when), when, "id")[2:4] == [
        "Selasa, 24 November 2026: tidak dihitung, libur daerah HUT Kota.",
        "Rabu, 25 November 2026: tidak dihitung, libur kantor Pindah kantor (perkiraan).",
    ]


@pytest.mark.parametrize(
    ("amount", "counted", "indonesian", "english"),
    [
        (0, Counted.WORKING_SECOND, "0 detik", "0 seconds"),
        (3661, Counted.SECOND, "1 jam 1 menit 1 detik", "1 hour 1 minute 1 second"),
        (7200, Counted.WORKING_SECOND, "2 jam", "2 hours"),
        (1, Counted.WORKING_DAY, "1 hari kerja", "1 working day"),
        (3, Counted.CALENDAR_DAY, "3 hari", "3 days"),
    ],
)
def test_amounts_are_written_exactly(amount, counted, indonesian, english) -> None:
    assert written_amount(amount, counted, "id") == indonesian
    assert written_amount(amount, counted, "en") == english


def test_nothing_is_without_words() -> None:
    assert set(CLAUSES) == set(ClockKind)
    assert set(STATES) == set(ClockState)
    assert set(REASONS) == set(Reason)
    assert set(HOLIDAYS) == set(HolidayKind)


@settings(max_examples=30)
@given(any_history())
def test_every_while_of_every_clock_has_a_sentence(desk: TimedDesk) -> None:
    told_ = clocks(desk.flow, KANTOR, desk.events, at=desk.now)
    for clock in (told_.promise, told_.legal, *told_.steps.values()):
        assert clock is not None
        whiles = explain_deadline(clock, KANTOR, at=desk.now)
        for language in get_args(Language):
            words = ClockWords(language=language, zone=KANTOR.zone, clock=clock, at=desk.now)
            sentences = sentences_of(words, whiles)
            stands = clock.state is ClockState.STANDING
            frame = 1 if clock.ledger is None else 3 if stands else 2
            assert len(sentences) == len(whiles) + frame
            assert all("{" not in said and "  " not in said for said in sentences)
