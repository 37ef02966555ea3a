"""The forms by which a calendar is edited: a day off, a day with hours of its own, other hours."""

from datetime import date

from msgspec import Struct

from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Season,
    Segments,
    SpecialDay,
    WorkingHours,
)
from engine.core.errors import CalendarInvalid
from engine.core.text import Text
from web.admin_fields import DayWrong, Field, Option, day_in
from web.calendar_drafts import season_in_force, segments_from, written_segments
from web.door import Door
from web.forms import Form

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_LINE = 200


class FieldsWrong(Exception):
    """What a form says cannot be taken; `problems` names each field and the words for it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(", ".join(problems))


class _Reader(Struct):
    """Reads the fields of one form, and collects what is wrong with them."""

    door: Door
    form: Form
    under: str
    problems: dict[str, str] = {}

    def line(self, name: str, *, missing: str) -> str:
        said = self.form.one(f"{self.under}.{name}")
        if (missing and not said) or len(said) > _LONGEST_LINE or len(said.splitlines()) > 1:
            self.problems[f"{self.under}.{name}"] = self.door.t(missing or "calendars_bad_line")
        return said

    def day(self, name: str, *, missing: bool = True) -> date | None:
        try:
            day = day_in(self.form, f"{self.under}.{name}")
        except DayWrong:
            self.problems[f"{self.under}.{name}"] = self.door.t("calendars_bad_day")
            return None
        if day is None and missing:
            self.problems[f"{self.under}.{name}"] = self.door.t("calendars_bad_day")
        return day

    def hours(self, name: str) -> Segments:
        try:
            return segments_from(self.form.one(f"{self.under}.{name}"))
        except (ValueError, CalendarInvalid):
            self.problems[f"{self.under}.{name}"] = self.door.t("calendars_bad_hours")
            return ()

    def title(self) -> Text:
        own = self.line("name_id", missing="calendars_bad_name")
        return Text(id=own, en=self.line("name_en", missing=""))

    def source(self) -> str:
        return self.line("source", missing="calendars_bad_source")

    def expect_good(self) -> None:
        if self.problems:
            raise FieldsWrong(self.problems)


def _reader(door: Door, form: Form, under: str) -> _Reader:
    return _Reader(door=door, form=form, under=under, problems={})


def holiday_from(door: Door, form: Form) -> Holiday:
    """The day off that a form tells.

    Raises:
        FieldsWrong: says where.
    """
    read = _reader(door, form, "holiday")
    day, name, source = read.day("day"), read.title(), read.source()
    kind = form.one("holiday.kind")
    if kind not in set(HolidayKind):
        read.problems["holiday.kind"] = door.t("calendars_bad_kind")
    read.expect_good()
    assert day is not None  # noqa: S101  # it would have been a problem
    return Holiday(
        day=day,
        name=name,
        kind=HolidayKind(kind),
        source=source,
        provisional=bool(form.one("holiday.provisional")),
    )


def special_from(door: Door, form: Form) -> SpecialDay:
    """The day with hours of its own that a form tells.

    Raises:
        FieldsWrong: says where.
    """
    read = _reader(door, form, "special")
    day, name, source = read.day("day"), read.title(), read.source()
    hours = read.hours("hours")
    if not hours:
        read.problems.setdefault("special.hours", door.t("calendars_no_hours"))
    read.expect_good()
    assert day is not None  # noqa: S101  # it would have been a problem
    try:
        return SpecialDay(day=day, name=name, hours=hours, source=source)
    except CalendarInvalid:
        raise FieldsWrong({"special.hours": door.t("calendars_bad_hours")}) from None


def season_from(door: Door, form: Form) -> Season:
    """The hours from a day on that a form tells.

    Raises:
        FieldsWrong: says where.
    """
    read = _reader(door, form, "hours")
    first, last = read.day("first"), read.day("last", missing=False)
    name, source = read.title(), read.source()
    week = {day: _of_day(read, day) for day in DAYS}
    if not any(week.values()):
        read.problems.setdefault("hours.monday", door.t("calendars_nobody_works"))
    if first is not None and last is not None and last < first:
        read.problems["hours.last"] = door.t("calendars_bad_last")
    read.expect_good()
    return Season(
        name=name,
        hours=WorkingHours(**week),
        first=first,
        last=last,
        source=source,
        provisional=bool(form.one("hours.provisional")),
    )


def _of_day(read: _Reader, day: str) -> Segments:
    hours = read.hours(day)
    try:
        WorkingHours(monday=hours)
    except CalendarInvalid:
        read.problems[f"hours.{day}"] = read.door.t("calendars_bad_hours")
        return ()
    return hours


def _titles(door: Door, under: str) -> tuple[Field, ...]:
    t = door.t
    return (
        Field(name=f"{under}.name_id", label=t("calendars_name"), required=True),
        Field(name=f"{under}.name_en", label=t("calendars_name_en")),
    )


def _source(door: Door, under: str) -> Field:
    return Field(
        name=f"{under}.source",
        label=door.t("calendars_source"),
        hint=door.t("calendars_source_hint"),
        required=True,
    )


def _estimated(door: Door, under: str) -> Field:
    return Field(name=f"{under}.provisional", label=door.t("calendars_estimated"), kind="tick")


def holiday_fields(door: Door) -> tuple[Field, ...]:
    """Of a day off."""
    t = door.t
    kinds = (
        HolidayKind.OFFICE,
        HolidayKind.REGIONAL,
        HolidayKind.CUTI_BERSAMA,
        HolidayKind.NATIONAL,
    )
    return (
        Field(name="holiday.day", label=t("calendars_day"), kind="date", required=True),
        Field(
            name="holiday.kind",
            label=t("calendars_kind"),
            kind="select",
            required=True,
            options=tuple(Option(value=one, words=t(f"calendars_kind_{one}")) for one in kinds),
        ),
        *_titles(door, "holiday"),
        _source(door, "holiday"),
        _estimated(door, "holiday"),
    )


def special_fields(door: Door) -> tuple[Field, ...]:
    """Of a day with hours of its own."""
    t = door.t
    return (
        Field(name="special.day", label=t("calendars_day"), kind="date", required=True),
        Field(
            name="special.hours",
            label=t("calendars_hours"),
            hint=t("calendars_hours_hint"),
            required=True,
        ),
        *_titles(door, "special"),
        _source(door, "special"),
    )


def season_fields(door: Door, weekdays: tuple[str, ...]) -> tuple[Field, ...]:
    """Of other hours from a day on."""
    t = door.t
    return (
        Field(name="hours.first", label=t("calendars_first"), kind="date", required=True),
        Field(
            name="hours.last", label=t("calendars_last"), kind="date", hint=t("calendars_last_hint")
        ),
        *_titles(door, "hours"),
        _source(door, "hours"),
        *(Field(name=f"hours.{day}", label=said) for day, said in zip(DAYS, weekdays, strict=True)),
        _estimated(door, "hours"),
    )


def usual_values(version: CalendarVersion, today: date) -> dict[str, str]:
    """What stands in the forms at first: the hours as they are now."""
    season = season_in_force(version, today)
    week = season.hours.week if season else ((),) * len(DAYS)
    said = {f"hours.{day}": written_segments(hours) for day, hours in zip(DAYS, week, strict=True)}
    return {"holiday.kind": HolidayKind.OFFICE.value, **said}
