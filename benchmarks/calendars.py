"""Working calendars: how long a year takes to compile, and how fast working time is asked for."""

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.core.calendar import Calendar, compile_calendar
from engine.core.calendar_due import due
from engine.core.calendar_explain import explain
from engine.core.calendar_version import observing
from engine.core.durations import Duration, TimeUnit
from engine.service.holiday_seed import indonesian_holidays
from engine.sop.calendar_file import calendars_from_text

QUESTIONS = 2_000
YEARS = (1, 10)
TEN_DAYS = Duration(amount=10, unit=TimeUnit.WORKING_DAY)


def measure(library: Path, *, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds to compile, and questions a second, by span; the best of `rounds`."""
    return {f"{years} years": _measured(library, years, rounds=rounds) for years in YEARS}


def _measured(library: Path, years: int, *, rounds: int) -> dict[str, float]:
    version = calendars_from_text((library / "calendars.yaml").read_bytes(), file="")["kantor-wib"]
    version = observing(version, indonesian_holidays(2025, 2024 + years))
    zone, first, last = ZoneInfo(version.zone), date(2025, 1, 1), date(2024 + years, 12, 31)
    calendar = compile_calendar(version, zone=zone, first=first, last=last)
    spans = _spans(calendar)
    compiling = _best(
        lambda: compile_calendar(version, zone=zone, first=first, last=last), rounds=rounds
    )

    def a_second(ask: Callable[[datetime, datetime], object]) -> float:
        return QUESTIONS / _best(lambda: [ask(start, end) for start, end in spans], rounds=rounds)

    return {
        "compile ms": compiling * 1000,
        "add /s": a_second(lambda start, _: calendar.add(start, 36_000)),
        "between /s": a_second(calendar.between),
        "due /s": a_second(lambda start, _: due(calendar, TEN_DAYS, start=start)),
        "explain /s": a_second(lambda start, end: explain(calendar, start, end)),
    }


def _spans(calendar: Calendar) -> list[tuple[datetime, datetime]]:
    """Thirty days each, anywhere in the calendar but its last two months; always the same."""
    chance = random.Random(7)
    within = range(calendar.starts, calendar.stops - 60 * 86_400)
    starts = [datetime.fromtimestamp(chance.choice(within), UTC) for _ in range(QUESTIONS)]
    return [(start, start + timedelta(days=30)) for start in starts]


def _best(work: Callable[[], object], *, rounds: int) -> float:
    """Seconds, in the best round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)
