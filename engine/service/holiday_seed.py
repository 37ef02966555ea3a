"""The holidays of Indonesia, as the Python package `holidays` knows them.

National holidays and cuti bersama are set for each year by a joint decree of three ministers
(SKB 3 Menteri) and may change within the year; the package follows with its releases. It knows no
cuti bersama of years whose decree is not out yet, and estimates the days that depend on the moon.
"""

import re
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import cast

from engine.core.calendar_version import Holiday, HolidayKind
from engine.core.text import Text

_SOURCE = "Paket Python holidays"
_CATEGORIES = {HolidayKind.NATIONAL: "public", HolidayKind.CUTI_BERSAMA: "government"}
_ESTIMATED = re.compile(r" *\((?:perkiraan|estimated)\)")


def indonesian_holidays(first_year: int, last_year: int) -> tuple[Holiday, ...]:
    """National holidays and cuti bersama of these years, both included, in the order of days.

    Raises:
        ValueError: `first_year` comes after `last_year`.
    """
    if first_year > last_year:
        raise ValueError(f"{first_year} comes after {last_year}")
    years = range(first_year, last_year + 1)
    source = f"{_SOURCE} {version('holidays')}"
    found = [one for kind in _CATEGORIES for one in _of_kind(kind, years, source=source)]
    return tuple(sorted(found, key=lambda one: one.day))


def is_seeded(holiday: Holiday) -> bool:
    """Whether the day off comes from here, and was not written by an office."""
    return holiday.source.startswith(_SOURCE)


def _of_kind(kind: HolidayKind, years: range, *, source: str) -> list[Holiday]:
    in_english = _names(kind, years, language="en_US")
    return [
        Holiday(
            day=day,
            name=Text(id=_ESTIMATED.sub("", name), en=_ESTIMATED.sub("", in_english[day])),
            kind=kind,
            source=source,
            provisional=_ESTIMATED.search(name) is not None,
        )
        for day, name in _names(kind, years, language="id").items()
    ]


def _names(kind: HolidayKind, years: range, *, language: str) -> Mapping[date, str]:
    """Name by day; several holidays on one day have their names joined."""
    import holidays  # noqa: PLC0415  # it brings the calendars of the whole world along

    found = holidays.country_holidays(
        "ID", years=years, categories=(_CATEGORIES[kind],), language=language
    )
    return cast("Mapping[date, str]", found)
