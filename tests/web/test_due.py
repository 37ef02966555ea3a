"""Deadlines in words, and how each stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.service.office_time import WorkLength
from web.due import Due, due_words, work_words
from web.words import Speech

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""10.00 WIB on a Monday."""


def due(left: timedelta | None, *, language="id", paused=False, soon=None) -> Due:
    return due_words(
        None if left is None else AT + left,
        at=AT,
        paused=paused,
        speech=Speech(language),
        zone=ZoneInfo("Asia/Jakarta"),
        soon=soon,
    )


def told(one: Due) -> tuple[str, str, str]:
    return one.kind, one.words, one.when


@pytest.mark.parametrize(
    ("left", "kind", "words", "when"),
    [
        (timedelta(minutes=-130), "late", "Terlambat 2 j 10 m", "tenggat 07.50"),
        (timedelta(seconds=-20), "late", "Terlambat kurang dari 1 m", "tenggat 09.59"),
        (timedelta(), "soon", "Sisa kurang dari 1 m", "tenggat 10.00"),
        (timedelta(minutes=37), "soon", "Sisa 37 m", "tenggat 10.37"),
        (timedelta(hours=2, minutes=1), "fine", "Sisa 2 j 1 m", "tenggat 12.01"),
        (timedelta(hours=28), "fine", "Sisa 1 hari 4 j", "Selasa 14.00"),
        (timedelta(days=3), "fine", "Sisa 3 hari", "Kamis 10.00"),
        (timedelta(days=-1), "late", "Terlambat 1 hari", "kemarin 10.00"),
        (timedelta(days=7), "fine", "Sisa 7 hari", "30 Nov 10.00"),
    ],
)
def test_a_deadline_is_told_by_how_far_it_is_and_when(
    left: timedelta, kind: str, words: str, when: str
) -> None:
    assert told(due(left)) == (kind, words, when)


def test_nothing_due_and_a_clock_that_stands_still() -> None:
    assert told(due(None)) == ("none", "Tanpa tenggat", "")
    assert told(due(timedelta(hours=-1), paused=True)) == ("paused", "Dijeda", "tenggat 09.00")


def test_whoever_knows_says_from_when_on_it_is_near() -> None:
    assert due(timedelta(hours=5), soon=timedelta(hours=6)).kind == "soon"
    assert due(timedelta(hours=5), soon=AT).kind == "soon"
    assert due(timedelta(hours=1), soon=AT + timedelta(minutes=1)).kind == "fine"


def test_english_knows_one_day_from_several() -> None:
    assert due(timedelta(hours=28), language="en").words == "1 day 4 h left"
    assert due(timedelta(days=4), language="en").words == "4 days left"


def worked(seconds: int, a_day: int = 27_000) -> WorkLength:
    return WorkLength(seconds=seconds, a_day=a_day)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (worked(0), "kurang dari 1 m"),
        (worked(59, 0), "kurang dari 1 m"),
        (worked(60), "1 m"),
        (worked(7_800), "2 j 10 m"),
        (worked(26_999), "7 j 29 m"),
        (worked(27_000), "1 hari kerja"),
        (worked(30_700), "1 hari kerja 1 j"),
        (worked(54_000), "2 hari kerja"),
        (worked(80_999), "2 hari kerja"),
        (worked(90_000, 0), "25 j"),
    ],
)
def test_working_time_is_told_in_working_days_of_that_office(
    length: WorkLength, words: str
) -> None:
    assert work_words(length, Speech("id")) == words


def test_where_an_office_is_known_only_its_working_time_counts() -> None:
    """Four hours on the wall, of which the office works five minutes."""

    def due_by(left: timedelta, length: WorkLength | None) -> Due:
        asked: list[tuple[datetime, datetime]] = []

        def of(start: datetime, end: datetime) -> WorkLength | None:
            asked.append((start, end))
            return length

        told = due_words(
            AT + left,
            at=AT,
            paused=False,
            speech=Speech("id"),
            zone=ZoneInfo("Asia/Jakarta"),
            worked=of,
        )
        assert [start <= end for start, end in asked] == [True]
        return told

    hours = timedelta(hours=4)
    assert told(due_by(hours, worked(300)))[:2] == ("soon", "Sisa 5 m")
    assert told(due_by(hours, worked(9_000)))[:2] == ("fine", "Sisa 2 j 30 m")
    assert told(due_by(-hours, worked(300)))[:2] == ("late", "Terlambat 5 m")
    assert told(due_by(hours, None))[:2] == ("fine", "Sisa 4 j")
