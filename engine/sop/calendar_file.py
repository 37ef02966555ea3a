"""The calendar file: weeks and seasons by name, and the calendars that are made of them.

National holidays are not in it; `engine.core.calendar_version.observing` puts them in.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Season,
    Segment,
    Segments,
    SpecialDay,
    WorkingHours,
    refuse_overlaps,
)
from engine.core.errors import CalendarInvalid
from engine.sop.parse import read_shape
from engine.sop.register_file import Zone
from engine.sop.shape import (
    Contradiction,
    Day,
    Flag,
    Line,
    Shape,
    Slug,
    Whole,
    Words,
    text_from_words,
)

_SPAN = re.compile(
    r"(?P<begins>(?:[01][0-9]|2[0-3])[.:][0-5][0-9])"
    r" *[-–] *(?P<ends>(?:[01][0-9]|2[0-3])[.:][0-5][0-9]|24[.:]00)"  # noqa: RUF001  # both dashes
)


def segment_from_text(text: str) -> Segment:
    """Read a stretch of work as offices write it: `07.30-12.00`; a day may end at 24.00.

    Raises:
        ValueError: it is not written so.
        CalendarInvalid: it ends before it begins.
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError("write begin and end of work, such as 07.30-12.00")
    begins, ends = (found[name].replace(".", ":") for name in ("begins", "ends"))
    end = time() if ends == "24:00" else time.fromisoformat(ends)
    return Segment(begins=time.fromisoformat(begins), ends=end)


def _span(given: object) -> object:
    try:
        segment_from_text(given if isinstance(given, str) else "")
    except CalendarInvalid as invalid:
        raise ValueError(_plain(invalid)) from None
    return given


Span = Annotated[str, BeforeValidator(_span)]
Spans = tuple[Span, ...]

_EARLIEST, _LATEST = date(1945, 8, 17), date(2199, 12, 31)


def _in_time(given: date) -> date:
    if not _EARLIEST <= given <= _LATEST:
        raise ValueError(f"a calendar knows days from {_EARLIEST} to {_LATEST}")
    return given


DayInTime = Annotated[Day, AfterValidator(_in_time)]
"""A day that may stand in a calendar; a year with a slip of the pen may not."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Week(Shape):
    title: Words = Field(description="What people call these hours.")
    source: Line = Field(description="The rule they come from.")
    monday: Spans = Field(default=(), description="Senin.")
    tuesday: Spans = Field(default=(), description="Selasa.")
    wednesday: Spans = Field(default=(), description="Rabu.")
    thursday: Spans = Field(default=(), description="Kamis.")
    friday: Spans = Field(default=(), description="Jumat.")
    saturday: Spans = Field(default=(), description="Sabtu.")
    sunday: Spans = Field(default=(), description="Minggu.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Stretches of one day that overlap or are out of order."""
        for day in _DAYS:
            yield from _overlaps(getattr(self, day), key=day)

    def hours(self) -> WorkingHours:
        return WorkingHours(**{day: _segments(getattr(self, day)) for day in _DAYS})


class _Season(Shape):
    title: Words = Field(description="What people call it, such as Ramadan 1447 H.")
    first: DayInTime = Field(description="Its first day.")
    last: DayInTime | None = Field(default=None, description="Its last day; none where it goes on.")
    source: Line = Field(description="The decree its days come from.")
    provisional: Flag = Field(default=False, description="Whether its days are an estimate.")

    def contradictions(self) -> Iterator[Contradiction]:
        """A last day before the first."""
        if self.last is not None and self.last < self.first:
            yield Contradiction(path=("last",), message="the season ends before it begins")


class _Holiday(Shape):
    day: DayInTime = Field(description="The day off.")
    name: Words = Field(description="What it is.")
    kind: HolidayKind = Field(description="Who gave it: national, regional, office …")
    source: Line = Field(description="The decree it comes from.")
    provisional: Flag = Field(default=False, description="Whether the day is an estimate.")


class _SpecialDay(Shape):
    day: DayInTime = Field(description="The day with hours of its own.")
    name: Words = Field(description="What it is.")
    hours: Spans = Field(min_length=1, description="The hours of that day.")
    source: Line = Field(description="The decree it comes from.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Hours that overlap or are out of order."""
        yield from _overlaps(self.hours, key="hours")


class _Calendar(Shape):
    version: Annotated[Whole, Field(ge=1)] = Field(description="Raised by every edit.")
    zone: Zone = Field(description="Time zone of the office.")
    week: Slug = Field(description="Its ordinary hours; a key of the weeks here.")
    seasons: Mapping[Slug, Slug] = Field(
        default={}, description="Other hours: keys of the seasons here, each with that of a week."
    )
    holidays: tuple[_Holiday, ...] = Field(default=(), description="Those of region and office.")
    special_days: tuple[_SpecialDay, ...] = Field(
        default=(), description="Days with hours of their own."
    )
    works_on_joint_leave: Flag = Field(
        default=False, description="Whether the office works on cuti bersama."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """A holiday that is there twice."""
        given = Counter((one.day, one.kind, text_from_words(one.name)) for one in self.holidays)
        for (day, _, name), times in given.items():
            if times > 1:
                message = f"the holiday {name.id} on {day} is there {times} times"
                yield Contradiction(path=("holidays",), message=message, hint="Keep one of them.")


class _CalendarFile(Shape):
    weeks: Mapping[Slug, _Week] = Field(description="Hours of a week, by name.")
    seasons: Mapping[Slug, _Season] = Field(
        default={}, description="Days on which other hours are valid, by name."
    )
    calendars: Mapping[Slug, _Calendar] = Field(description="The calendars, by key.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Weeks and seasons that are not here; seasons of a calendar that claim the same days."""
        for key, calendar in self.calendars.items():
            unknown = tuple(self._unknown(key, calendar))
            yield from unknown or self._conflicts(key, calendar)
            if not unknown and not any(self.weeks[calendar.week].hours().week):
                yield Contradiction(
                    path=("calendars", key, "week"),
                    message=f"in the week `{calendar.week}` nobody ever works",
                    hint="Give the ordinary week hours; closed days are holidays, or a season.",
                )

    def _unknown(self, key: str, calendar: _Calendar) -> Iterator[Contradiction]:
        if calendar.week not in self.weeks:
            yield _no_such(("calendars", key, "week"), "weeks", calendar.week)
        for season, week in calendar.seasons.items():
            path = ("calendars", key, "seasons", season)
            if season not in self.seasons:
                yield _no_such(path, "seasons", season)
            if week not in self.weeks:
                yield _no_such(path, "weeks", week)

    def _conflicts(self, key: str, calendar: _Calendar) -> Iterator[Contradiction]:
        try:
            self.version(key, calendar)
        except CalendarInvalid as invalid:
            yield Contradiction(path=("calendars", key), message=_plain(invalid))

    def version(self, key: str, calendar: _Calendar) -> CalendarVersion:
        return CalendarVersion(
            id=key,
            version=calendar.version,
            zone=calendar.zone,
            seasons=tuple(self._seasons(calendar)),
            holidays=tuple(_holiday(one) for one in calendar.holidays),
            special_days=tuple(_special_day(one) for one in calendar.special_days),
            works_on_joint_leave=calendar.works_on_joint_leave,
        )

    def _seasons(self, calendar: _Calendar) -> Iterator[Season]:
        ordinary = self.weeks[calendar.week]
        name = text_from_words(ordinary.title)
        yield Season(name=name, hours=ordinary.hours(), source=ordinary.source)
        for key, named in calendar.seasons.items():
            season, week = self.seasons[key], self.weeks[named]
            yield Season(
                name=text_from_words(season.title),
                hours=week.hours(),
                first=season.first,
                last=season.last,
                source=f"{week.source}; {season.source}",
                provisional=season.provisional,
            )


def calendars_from_text(text: str | bytes, *, file: str) -> Mapping[str, CalendarVersion]:
    """All calendars of the file by key, without the national holidays.

    Raises:
        SopUnreadable: The file is not YAML of the strict kind.
        SopInvalid: It has not the shape of a calendar file, or contradicts itself; all at once.
    """
    read, _ = read_shape(_CalendarFile, text, file=file)
    return {key: read.version(key, calendar) for key, calendar in read.calendars.items()}


def _segments(spans: Spans) -> Segments:
    return tuple(segment_from_text(span) for span in spans)


def _overlaps(spans: Spans, *, key: str) -> Iterator[Contradiction]:
    try:
        refuse_overlaps(_segments(spans))
    except CalendarInvalid as invalid:
        yield Contradiction(path=(key,), message=_plain(invalid))


def _holiday(one: _Holiday) -> Holiday:
    name = text_from_words(one.name)
    return Holiday(
        day=one.day, name=name, kind=one.kind, source=one.source, provisional=one.provisional
    )


def _special_day(one: _SpecialDay) -> SpecialDay:
    name = text_from_words(one.name)
    return SpecialDay(day=one.day, name=name, hours=_segments(one.hours), source=one.source)


def _no_such(path: tuple[str, ...], register: str, name: str) -> Contradiction:
    return Contradiction(
        path=path,
        message=f"`{name}` is not one of the {register}",
        hint=f"Add it under `{register}`.",
        code="SOP209",
    )


def _plain(invalid: CalendarInvalid) -> str:
    """The sentence as part of another."""
    return " ".join((str(invalid), invalid.hint)).strip().removesuffix(".")
