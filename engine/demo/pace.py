"""How long things take: around the standard, sometimes late, sometimes very fast."""

from datetime import timedelta
from random import Random

from engine.core.durations import nominal_minutes
from engine.core.workflow import HumanStep

_LATE, _FAST = 0.08, 0.16
_MINUTES_WITHOUT_STANDARD = 20.0
_LONGEST = 3 * 450.0
"""Working minutes; standards of weeks would leave every case of a short play unfinished."""
_SHORTEST = 0.4
_SAME_DAY = 0.3


def task_lengths(step: HumanStep, chance: Random) -> tuple[timedelta, timedelta]:
    """Working time that a task waits in its queue, and that the work on it takes."""
    stated = _MINUTES_WITHOUT_STANDARD if step.time is None else float(nominal_minutes(step.time))
    whole = max(_SHORTEST, min(stated, _LONGEST) * _factor(chance))
    waiting = whole * chance.uniform(0.15, 0.5)
    return timedelta(minutes=waiting), timedelta(minutes=whole - waiting)


def _factor(chance: Random) -> float:
    rolled = chance.random()
    if rolled < _LATE:
        return chance.uniform(1.4, 4.0)
    if rolled < _FAST:
        return chance.uniform(0.05, 0.25)
    return chance.triangular(0.3, 1.05, 0.7)


def applicant_delay(chance: Random) -> timedelta:
    """Until an applicant comes back: hours, or days (by the calendar, not by office hours)."""
    if chance.random() < _SAME_DAY:
        return timedelta(minutes=chance.randint(40, 300))
    return timedelta(minutes=chance.randint(12 * 60, 4 * 24 * 60))
