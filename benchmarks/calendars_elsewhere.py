"""Working time asked of Alur, pandas and businesstimedelta: the same questions in one run.

The calendar is one that all three can say: Monday to Friday, 08.00-12.00 and 13.00-16.00, with
Indonesia's holidays. The questions lie on full hours, because pandas adds whole hours and has no
difference of two instants: there the hours between are counted, as its users do it. Before anything
is timed, all answers must be the same. Each library gets instants of its own kind, made beforehand.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import NamedTuple
from zoneinfo import ZoneInfo

import businesstimedelta as btd
import pandas as pd
import pytz

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_version import CalendarVersion, Season, Segment, WorkingHours, observing
from engine.core.text import Text
from engine.service.holiday_seed import indonesian_holidays

QUESTIONS = 200
ZONE = "Asia/Jakarta"
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
WORK = ((clock(8), clock(12)), (clock(13), clock(16)))
HOUR = 3600


class Question(NamedTuple):
    """When are so many hours of work after `start` over; how much lies between `start` and `end`?

    Both instants by the office's clock, without a zone.
    """

    start: datetime
    hours: int
    end: datetime


class Library(NamedTuple):
    """All questions answered, each time anew: instants of the library's kind, and hours."""

    add: Callable[[], Sequence[datetime]]
    between: Callable[[], Sequence[float]]


def measure(*, rounds: int) -> dict[str, dict[str, float]]:
    """Answers a second by library, the best of `rounds`.

    Raises:
        AssertionError: the libraries do not agree.
    """
    asked, office = questions(), compiled()
    libraries = {
        "Alur": of_alur(office, asked),
        "pandas": of_pandas(asked),
        "businesstimedelta": of_businesstimedelta(asked),
    }
    answers = {name: _told(office, library) for name, library in libraries.items()}
    for name, told in answers.items():
        assert told == answers["Alur"], f"{name} answers otherwise"
    return {
        name: {
            "add /s": QUESTIONS / _best(library.add, rounds=rounds),
            "between /s": QUESTIONS / _best(library.between, rounds=rounds),
        }
        for name, library in libraries.items()
    }


def questions() -> list[Question]:
    """Up to ten days of work, and a month, anywhere in two years; always the same."""
    chance = random.Random(7)
    first = datetime.combine(FIRST, clock())
    asked = []
    for _ in range(QUESTIONS):
        start = first + timedelta(hours=chance.randrange(2 * 365 * 24))
        end = start + timedelta(hours=chance.randrange(30 * 24))
        asked.append(Question(start, chance.randint(1, 70), end))
    return asked


def compiled() -> Calendar:
    day = tuple(Segment(begins=begins, ends=ends) for begins, ends in WORK)
    week = WorkingHours(monday=day, tuesday=day, wednesday=day, thursday=day, friday=day)
    plain = CalendarVersion(
        id="kantor", version=1, zone=ZONE, seasons=(Season(name=Text(id="Biasa"), hours=week),)
    )
    version = observing(plain, indonesian_holidays(FIRST.year, LAST.year))
    return compile_calendar(version, zone=ZoneInfo(ZONE), first=FIRST, last=LAST)


def of_alur(office: Calendar, asked: Sequence[Question]) -> Library:
    zone = ZoneInfo(ZONE)
    adding = [(_utc(one.start, zone), one.hours * HOUR) for one in asked]
    spans = [(_utc(one.start, zone), _utc(one.end, zone)) for one in asked]
    return Library(
        add=lambda: [office.add(start, seconds) for start, seconds in adding],
        between=lambda: [office.between(start, end) / HOUR for start, end in spans],
    )


def of_pandas(asked: Sequence[Question]) -> Library:
    hour = pd.offsets.CustomBusinessHour(
        start=[begins for begins, _ in WORK],
        end=[ends for _, ends in WORK],
        holidays=[one.day for one in indonesian_holidays(FIRST.year, LAST.year)],
    )
    adding = [(pd.Timestamp(one.start), one.hours * hour) for one in asked]
    spans = [(pd.Timestamp(one.start), pd.Timestamp(one.end)) for one in asked]
    return Library(
        add=lambda: [start + hours for start, hours in adding],
        between=lambda: [
            len(pd.date_range(start, end, freq=hour, inclusive="left")) for start, end in spans
        ],
    )


def of_businesstimedelta(asked: Sequence[Question]) -> Library:
    zone = pytz.timezone(ZONE)
    free = {one.day for one in indonesian_holidays(FIRST.year, LAST.year)}
    rules = btd.Rules(
        [
            *(btd.WorkDayRule(start_time=begins, end_time=ends, tz=zone) for begins, ends in WORK),
            btd.HolidayRule(free, tz=zone),
        ]
    )
    adding = [
        (zone.localize(one.start), btd.BusinessTimeDelta(rules, hours=one.hours)) for one in asked
    ]
    spans = [(zone.localize(one.start), zone.localize(one.end)) for one in asked]
    return Library(
        add=lambda: [start + delta for start, delta in adding],
        between=lambda: [_hours(rules.difference(start, end)) for start, end in spans],
    )


def _hours(delta: btd.BusinessTimeDelta) -> float:
    return delta.timedelta.total_seconds() / HOUR


def _told(office: Calendar, library: Library) -> tuple[list[datetime], list[float]]:
    """The answers: where work is over at the end of a segment, the beginning of the next counts.

    Libraries differ in which of the two they name; no work lies between them.
    """
    added = [office.opening(_utc(at, ZoneInfo(ZONE))) for at in library.add()]
    return added, [float(hours) for hours in library.between()]


def _utc(at: datetime, zone: ZoneInfo) -> datetime:
    plain = at.to_pydatetime() if isinstance(at, pd.Timestamp) else at
    return (plain if plain.tzinfo else plain.replace(tzinfo=zone)).astimezone(UTC)


def _best(work: Callable[[], object], *, rounds: int) -> float:
    """Seconds, in the best round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    for title, row in measure(rounds=5).items():
        print(f"{title:20}", "  ".join(f"{name} {value:12,.0f}" for name, value in row.items()))
