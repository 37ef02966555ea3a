"""Calendars and their edits in words, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders_calendar import every_day, season

from api.present_calendar import change_lines, clock_words, shift_words
from engine.core.calendar_edit import Changes, Move
from engine.core.clock_clauses import ClockKind
from engine.core.ids import StepId

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
WEEK = every_day("08:00-12:00")
ORDINARY = season(WEEK, source="SK 1")
SINCE = season(WEEK, "Sejak", first=date(2027, 1, 1), source="SK 2")
RAMADAN = season(
    WEEK, "Ramadan", first=date(2027, 2, 8), last=date(2027, 3, 9), source="Isbat", provisional=True
)


def test_hours_and_zone_that_change_are_told() -> None:
    changes = Changes(
        seasons_added=(SINCE, RAMADAN),
        seasons_removed=(ORDINARY,),
        zone="Asia/Makassar",
        works_on_joint_leave=False,
    )

    assert [*change_lines(changes, "id")] == [
        "+ Sejak, sejak 1 Januari 2027 (SK 2)",
        "+ Ramadan, 8 Februari 2027 s.d. 9 Maret 2027 (perkiraan) (Isbat)",
        "- Biasa, tanpa batas waktu (SK 1)",
        "+ zona waktu Asia/Makassar",
        "+ cuti bersama menjadi hari libur",
    ]
    assert [*change_lines(changes, "en")] == [
        "+ Sejak, from 1 January 2027 (SK 2)",
        "+ Ramadan, 8 February 2027 to 9 March 2027 (estimated) (Isbat)",
        "- Biasa, without end (SK 1)",
        "+ time zone Asia/Makassar",
        "+ cuti bersama becomes days off",
    ]


@pytest.mark.parametrize(
    ("before", "after", "late", "told", "in_english"),
    [
        (NOON, NOON + timedelta(days=1), (False, False), "1 hari lebih lambat", "1 day later"),
        (NOON, NOON - timedelta(hours=2), (False, True),
         "2 jam lebih awal; kini terlewati", "2 hours earlier; passed now"),
        (NOON, None, (True, False),
         "tidak lagi ditentukan; tidak lagi terlewati", "no longer decided; no longer passed"),
        (None, NOON, (False, False), "kini ditentukan", "decided now"),
    ],
)  # fmt: skip
def test_by_how_much_a_deadline_moves_is_told(before, after, late, told, in_english) -> None:
    move = Move(
        clock=ClockKind.PROMISE,
        due_before=before,
        due_after=after,
        was_late=late[0],
        is_late=late[1],
    )

    assert shift_words(move, "id") == told
    assert shift_words(move, "en") == in_english


def test_a_deadline_is_named() -> None:
    assert clock_words(ClockKind.STEP, StepId("periksa"), "id") == "langkah periksa"
    assert clock_words(ClockKind.LEGAL, None, "en") == "legal limit"
