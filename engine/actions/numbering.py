"""How a number is written in a letter's number."""

import re
from datetime import date

from engine.core.placeholders import NUMBER_PART

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def formatted(pattern: str, number: int, *, day: date, unit: str) -> str:
    """`pattern` with its parts filled in: {number}, {number:04}, {year}, {month}, {unit}."""
    parts = {
        "number": str(number),
        "year": str(day.year),
        "month": _ROMAN[day.month - 1],
        "unit": unit,
    }

    def filled(found: re.Match[str]) -> str:
        return parts[found[1]].zfill(int(found[2] or 0))

    return NUMBER_PART.sub(filled, pattern)
