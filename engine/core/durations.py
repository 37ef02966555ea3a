"""Lengths of time as SOPs state them: an amount and the unit it is counted in.

A working day is a count of days, not 7.5 hours (facts of the domain: hari kerja). Only
`nominal_minutes` compares unlike units, and only to judge a definition, never a deadline.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from engine.core.text import Frozen


class TimeUnit(StrEnum):
    """The unit a standard is counted in."""

    MINUTE = "minute"
    WORKING_HOUR = "working_hour"
    CALENDAR_HOUR = "calendar_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


class Duration(Frozen, frozen=True, kw_only=True):
    """A stated length, such as 15 menit or 3 hari kerja."""

    amount: int
    unit: TimeUnit


WORKING_MINUTES_A_DAY = 450
"""37 h 30 m over five days. Source: Perpres 21/2023."""

_MINUTES = {
    TimeUnit.MINUTE: Fraction(1),
    TimeUnit.WORKING_HOUR: Fraction(60),
    TimeUnit.CALENDAR_HOUR: Fraction(60),
    TimeUnit.WORKING_DAY: Fraction(WORKING_MINUTES_A_DAY),
    TimeUnit.CALENDAR_DAY: Fraction(WORKING_MINUTES_A_DAY * 5, 7),
    TimeUnit.MONTH: Fraction(WORKING_MINUTES_A_DAY * 21),
}

_UNIT_WORDS = {
    "menit": TimeUnit.MINUTE,
    "minute": TimeUnit.MINUTE,
    "minutes": TimeUnit.MINUTE,
    "jam": TimeUnit.WORKING_HOUR,
    "jam kerja": TimeUnit.WORKING_HOUR,
    "hour": TimeUnit.WORKING_HOUR,
    "hours": TimeUnit.WORKING_HOUR,
    "working hour": TimeUnit.WORKING_HOUR,
    "working hours": TimeUnit.WORKING_HOUR,
    "jam kalender": TimeUnit.CALENDAR_HOUR,
    "calendar hour": TimeUnit.CALENDAR_HOUR,
    "calendar hours": TimeUnit.CALENDAR_HOUR,
    "hari kerja": TimeUnit.WORKING_DAY,
    "working day": TimeUnit.WORKING_DAY,
    "working days": TimeUnit.WORKING_DAY,
    "hari": TimeUnit.CALENDAR_DAY,
    "hari kalender": TimeUnit.CALENDAR_DAY,
    "day": TimeUnit.CALENDAR_DAY,
    "days": TimeUnit.CALENDAR_DAY,
    "calendar day": TimeUnit.CALENDAR_DAY,
    "calendar days": TimeUnit.CALENDAR_DAY,
    "bulan": TimeUnit.MONTH,
    "month": TimeUnit.MONTH,
    "months": TimeUnit.MONTH,
}

_INDONESIAN = {
    TimeUnit.MINUTE: "menit",
    TimeUnit.WORKING_HOUR: "jam",
    TimeUnit.CALENDAR_HOUR: "jam kalender",
    TimeUnit.WORKING_DAY: "hari kerja",
    TimeUnit.CALENDAR_DAY: "hari",
    TimeUnit.MONTH: "bulan",
}

_ENGLISH = {
    TimeUnit.MINUTE: "minute",
    TimeUnit.WORKING_HOUR: "working hour",
    TimeUnit.CALENDAR_HOUR: "calendar hour",
    TimeUnit.WORKING_DAY: "working day",
    TimeUnit.CALENDAR_DAY: "calendar day",
    TimeUnit.MONTH: "month",
}

_FORM = re.compile(r"([0-9]{1,6})\s+([a-z]+(?: [a-z]+)?)", re.IGNORECASE)


def duration_from_text(text: str) -> Duration:
    """Read a duration as an SOP writes it: `15 menit`, `3 hari kerja`, `12 months`.

    Raises:
        ValueError: not a whole number of a known unit, or zero.
    """
    found = _FORM.fullmatch(text.strip())
    unit = _UNIT_WORDS.get(" ".join(found[2].lower().split())) if found else None
    if found is None or unit is None or int(found[1]) == 0:
        raise ValueError(
            f"{text[:40]!r} is not a duration: write a whole number and a unit, such as "
            "'15 menit', '2 jam', '1 hari kerja', '14 hari', '6 bulan'"
        )
    return Duration(amount=int(found[1]), unit=unit)


def duration_in_indonesian(duration: Duration) -> str:
    """As an SOP writes it; `duration_from_text` reads it back to the same value."""
    return f"{duration.amount} {_INDONESIAN[duration.unit]}"


def duration_in_english(duration: Duration) -> str:
    """In English, with its plural; `duration_from_text` reads it back to the same value."""
    plural = "" if duration.amount == 1 else "s"
    return f"{duration.amount} {_ENGLISH[duration.unit]}{plural}"


def sum_of(durations: Sequence[Duration]) -> Duration:
    """Lengths counted in the same unit, together.

    Raises:
        ValueError: there are none, or their units differ.
    """
    units = {one.unit for one in durations}
    if len(units) != 1:
        raise ValueError(f"{len(units)} units cannot be counted together")
    return Duration(amount=sum(one.amount for one in durations), unit=units.pop())


def nominal_minutes(duration: Duration) -> Fraction:
    """Working minutes at 7.5 hours a day, five days a week: for comparing, never for deadlines."""
    return duration.amount * _MINUTES[duration.unit]
