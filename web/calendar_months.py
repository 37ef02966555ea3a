"""A year of a calendar as twelve months of weeks, each day in words and a shape."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from api.formats import written_date, written_month
from api.glossary import in_language
from api.present_calendar import holiday_words
from api.present_time import PROVISIONAL
from engine.core.calendar_days import LeftOut
from engine.core.calendar_listing import CalendarDay
from engine.core.calendar_version import CalendarVersion, Holiday, HolidayKind, Season, SpecialDay
from engine.core.text import Frozen, Language

Mark = Literal["", "rest", "national", "joint", "regional", "office", "special", "season"]
"""What a day is beside an ordinary working day; each has a shape of its own."""

MARKS: tuple[Mark, ...] = ("national", "joint", "regional", "office", "special", "season", "rest")

_OF_KIND: Mapping[HolidayKind, Mark] = {
    HolidayKind.NATIONAL: "national",
    HolidayKind.CUTI_BERSAMA: "joint",
    HolidayKind.REGIONAL: "regional",
    HolidayKind.OFFICE: "office",
}
_DAYS_A_WEEK = 7


class DayCell(Frozen, frozen=True, kw_only=True):
    """A day: its number, its shape, and in words why it is no ordinary working day."""

    number: int
    mark: Mark
    words: str = ""
    estimated: bool = False
    today: bool = False


class Month(Frozen, frozen=True, kw_only=True):
    """A month; in a week None is a day of another month. `work`: its working days."""

    name: str
    weeks: tuple[tuple[DayCell | None, ...], ...]
    work: int


class Told(Frozen, frozen=True, kw_only=True):
    """A dated thing of the calendar, for the list beside the months."""

    when: str
    words: str
    source: str
    mark: Mark
    hours: str = ""
    estimated: bool = False


def months_of(
    days: Sequence[CalendarDay], version: CalendarVersion, *, today: date, language: Language
) -> tuple[Month, ...]:
    """The months of the days, which begin with the first of one and end with the last of one."""
    off = {one.day: one for one in reversed(version.holidays)}
    special = {one.day: one for one in version.special_days}
    cells: dict[tuple[int, int], list[tuple[date, DayCell, bool]]] = {}
    for day in days:
        cell = _cell(day, off.get(day.day), special.get(day.day), version, language)
        shown = _with_today(cell) if day.day == today else cell
        cells.setdefault((day.day.year, day.day.month), []).append(
            (day.day, shown, bool(day.segments))
        )
    return tuple(_month(some, language) for some in cells.values())


def _with_today(cell: DayCell) -> DayCell:
    return DayCell(
        number=cell.number,
        mark=cell.mark,
        words=cell.words,
        estimated=cell.estimated,
        today=True,
    )


def _month(some: list[tuple[date, DayCell, bool]], language: Language) -> Month:
    first = some[0][0]
    row: list[DayCell | None] = [None] * first.weekday() + [cell for _, cell, _ in some]
    row += [None] * (-len(row) % _DAYS_A_WEEK)
    weeks = tuple(
        tuple(row[start : start + _DAYS_A_WEEK]) for start in range(0, len(row), _DAYS_A_WEEK)
    )
    name = written_month(first, language).rpartition(" ")[0]
    return Month(name=name, weeks=weeks, work=sum(works for _, _, works in some))


def _cell(
    day: CalendarDay,
    off: Holiday | None,
    special: SpecialDay | None,
    version: CalendarVersion,
    language: Language,
) -> DayCell:
    number, hours = day.day.day, ", ".join(day.segments)
    holiday = day.holiday or (off if day.left_out is LeftOut.WEEKEND else None)
    if special is not None:
        words = f"{special.name.in_language(language)}, {hours}"
        return DayCell(number=number, mark="special", words=words)
    if holiday is not None:
        return DayCell(
            number=number,
            mark=_OF_KIND[holiday.kind],
            words=holiday_words(holiday, language),
            estimated=holiday.provisional,
        )
    if not day.segments:
        return DayCell(number=number, mark="rest")
    season = _season_on(version, day.day)
    if season is None:
        return DayCell(number=number, mark="")
    estimated = in_language(PROVISIONAL, language) if season.provisional else ""
    words = f"{season.name.in_language(language)}{estimated}, {hours}"
    return DayCell(number=number, mark="season", words=words, estimated=season.provisional)


def _season_on(version: CalendarVersion, day: date) -> Season | None:
    """The season that comes and goes in which the day lies, if any."""
    bounded = (one for one in version.seasons if one.bounded and one.covers(day))
    return next(bounded, None)


def days_told(version: CalendarVersion, year: int, language: Language) -> tuple[Told, ...]:
    """The holidays, special days and seasons of a year, in the order of days."""
    off = [(one.day, _holiday_told(one, language)) for one in version.holidays]
    special = [(one.day, _special_told(one, language)) for one in version.special_days]
    found = [*off, *special]
    return tuple(told for day, told in sorted(found, key=lambda one: one[0]) if day.year == year)


def _holiday_told(one: Holiday, language: Language) -> Told:
    return Told(
        when=written_date(one.day, language),
        words=holiday_words(one, language),
        source=one.source,
        mark=_OF_KIND[one.kind],
        estimated=one.provisional,
    )


def _special_told(one: SpecialDay, language: Language) -> Told:
    return Told(
        when=written_date(one.day, language),
        words=one.name.in_language(language),
        source=one.source,
        mark="special",
        hours=", ".join(map(str, one.hours)),
    )


def usual_source(told: Sequence[Told]) -> str:
    """What most days of the list go back to, told once beneath it; empty: no two share one."""
    counts = Counter(one.source for one in told)
    source, often = max(counts.items(), key=lambda one: one[1], default=("", 0))
    return source if often > 1 else ""
