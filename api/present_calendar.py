"""Calendars in words: holidays, what an edit changes, and by how much it moves a deadline."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from api.formats import written_date, written_elapsed
from api.glossary import Pair, in_language
from api.present_time import HOLIDAYS, PROVISIONAL, REASONS
from engine.core.calendar_days import LeftOut
from engine.core.calendar_edit import Changes, Move
from engine.core.calendar_listing import CalendarDay
from engine.core.calendar_version import Holiday, Season, SpecialDay
from engine.core.clock_clauses import ClockKind
from engine.core.clock_explain import Reason
from engine.core.ids import StepId
from engine.core.text import Language

T = TypeVar("T")

CLOCKS: Mapping[ClockKind, Pair] = {
    ClockKind.STEP: ("langkah {step}", "step {step}"),
    ClockKind.PROMISE: ("janji layanan", "service promise"),
    ClockKind.LEGAL: ("batas hukum", "legal limit"),
}
_LATER: Pair = ("{length} lebih lambat", "{length} later")
_EARLIER: Pair = ("{length} lebih awal", "{length} earlier")
_BEGINS: Pair = ("kini ditentukan", "decided now")
_STOPS: Pair = ("tidak lagi ditentukan", "no longer decided")
_NEWLY_LATE: Pair = ("kini terlewati", "passed now")
_IN_TIME_AGAIN: Pair = ("tidak lagi terlewati", "no longer passed")
_JOINT_LEAVE: Mapping[bool, Pair] = {
    True: ("cuti bersama menjadi hari kerja", "cuti bersama becomes working time"),
    False: ("cuti bersama menjadi hari libur", "cuti bersama becomes days off"),
}
_ZONE: Pair = ("zona waktu {zone}", "time zone {zone}")
_ALWAYS: Pair = ("tanpa batas waktu", "without end")
_FROM: Pair = ("sejak {first}", "from {first}")
_SPAN: Pair = ("{first} s.d. {last}", "{first} to {last}")
_LEFT_OUT = {
    LeftOut.OUTSIDE_HOURS: Reason.OUTSIDE_HOURS,
    LeftOut.BREAK: Reason.BREAK,
    LeftOut.WEEKEND: Reason.WEEKEND,
    LeftOut.HOLIDAY: Reason.HOLIDAY,
}


def holiday_words(holiday: Holiday, language: Language) -> str:
    """`libur nasional Hari Raya Natal`; an estimated day says so."""
    name = holiday.name.in_language(language)
    estimated = in_language(PROVISIONAL, language) if holiday.provisional else ""
    return in_language(HOLIDAYS[holiday.kind], language).format(name=name) + estimated


def day_words(day: CalendarDay, language: Language) -> str:
    """Why a day is as it is: the holiday and its decree, else what its hours are called."""
    if day.holiday is not None:
        return f"{holiday_words(day.holiday, language)} ({day.holiday.source})"
    if day.left_out is not None:
        return in_language(REASONS[_LEFT_OUT[day.left_out]], language)
    return day.hours.in_language(language)


def change_lines(changes: Changes, language: Language) -> Iterator[str]:
    """What an edit changes, a line each: `+` what comes, `-` what goes."""
    yield from _signed("+", changes.holidays_added, _holiday_line, language)
    yield from _signed("-", changes.holidays_removed, _holiday_line, language)
    yield from _signed("+", changes.special_days_added, _special_day_line, language)
    yield from _signed("-", changes.special_days_removed, _special_day_line, language)
    yield from _signed("+", changes.seasons_added, _season_line, language)
    yield from _signed("-", changes.seasons_removed, _season_line, language)
    if changes.zone is not None:
        yield f"+ {in_language(_ZONE, language).format(zone=changes.zone)}"
    if changes.works_on_joint_leave is not None:
        yield f"+ {in_language(_JOINT_LEAVE[changes.works_on_joint_leave], language)}"


def _signed(
    sign: str, several: tuple[T, ...], line: Callable[[T, Language], str], language: Language
) -> Iterator[str]:
    return (f"{sign} {line(one, language)}" for one in several)


def _holiday_line(holiday: Holiday, language: Language) -> str:
    words = holiday_words(holiday, language)
    return f"{written_date(holiday.day, language)}: {words} ({holiday.source})"


def _special_day_line(special: SpecialDay, language: Language) -> str:
    hours = ", ".join(map(str, special.hours))
    name = special.name.in_language(language)
    return f"{written_date(special.day, language)}: {name}, {hours} ({special.source})"


def _season_line(season: Season, language: Language) -> str:
    estimated = in_language(PROVISIONAL, language) if season.provisional else ""
    when = _season_span(season.first, season.last, language)
    return f"{season.name.in_language(language)}, {when}{estimated} ({season.source})"


def _season_span(first: date | None, last: date | None, language: Language) -> str:
    if first is None:
        return in_language(_ALWAYS, language)
    pair = _FROM if last is None else _SPAN
    ends = "" if last is None else written_date(last, language)
    return in_language(pair, language).format(first=written_date(first, language), last=ends)


def clock_words(clock: ClockKind, step: StepId | None, language: Language) -> str:
    """Which deadline: `langkah periksa`, `janji layanan`."""
    return in_language(CLOCKS[clock], language).format(step=step)


def shift_words(move: Move, language: Language) -> str:
    """By how much a deadline moves, and whether that makes it passed."""
    late = {(False, True): _NEWLY_LATE, (True, False): _IN_TIME_AGAIN}
    told = late.get((move.was_late, move.is_late))
    shift = _shift(move, language)
    return shift if told is None else f"{shift}; {in_language(told, language)}"


def _shift(move: Move, language: Language) -> str:
    if move.due_before is None or move.due_after is None:
        return in_language(_BEGINS if move.due_before is None else _STOPS, language)
    by = move.due_after - move.due_before
    length = written_elapsed(abs(by), language)
    return in_language(_LATER if by.total_seconds() > 0 else _EARLIER, language).format(
        length=length
    )
