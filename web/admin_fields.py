"""The fields of the forms by which people, units and calendars are looked after."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from api.formats import written_date, written_instant
from engine.core.text import Frozen, Language
from web.asked import Asked
from web.forms import Form

Kind = Literal["text", "date", "select", "pick", "area", "tick", "email", "tel"]
"""`pick`: written, with suggestions; else as HTML has it."""

A_DAY = timedelta(days=1)


class Option(Frozen, frozen=True, kw_only=True):
    """Something to choose, in words; those of one `group` stand together."""

    value: str
    words: str
    group: str = ""


class Field(Frozen, frozen=True, kw_only=True):
    """A field, in words. `blank` is said where nothing is chosen; empty: something must be."""

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    required: bool = False
    blank: str = ""
    options: tuple[Option, ...] = ()
    more: Mapping[str, str] = {}

    @property
    def groups(self) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        """The options by group, in the order in which each first comes."""
        found: dict[str, tuple[Option, ...]] = {}
        for one in self.options:
            found[one.group] = (*found.get(one.group, ()), one)
        return tuple(found.items())


def values_of(fields: Iterable[Field], form: Form | None, usual: Mapping[str, str]) -> Asked:
    """What stands in the fields: what was sent, else what is usual."""
    names = [one.name for one in fields]
    if form is None:
        return Asked(values={name: usual.get(name, "") for name in names})
    return Asked(values={name: form.one(name) for name in names})


class DayWrong(Exception):
    """A field does not hold a day; `name` is the field's."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def day_in(form: Form, name: str) -> date | None:
    """The day that a field holds; None: it is empty.

    Raises:
        DayWrong: it holds something else, or a day that no calendar reaches.
    """
    said = form.one(name)
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise DayWrong(name) from None
    if not date(1945, 8, 17) <= day <= date(2199, 12, 31):
        raise DayWrong(name)
    return day


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight with which a day begins by the office's clock, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def since_in(form: Form, name: str, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """From when on: the beginning of the day that a field holds; None: from now on.

    Raises:
        DayWrong: it holds no day, or one that is past: nothing is backdated.
    """
    day, today = day_in(form, name), at.astimezone(zone).date()
    if day is None or day == today:
        return None
    if day < today:
        raise DayWrong(name)
    return begin_of(day, zone)


def until_in(form: Form, name: str, *, zone: ZoneInfo) -> datetime | None:
    """Until when: the end of the day that a field holds as the last; None: it is empty.

    Raises:
        DayWrong: it holds no day.
    """
    day = day_in(form, name)
    return None if day is None else begin_of(day + A_DAY, zone)


def last_day(until: datetime, zone: ZoneInfo) -> date | None:
    """The last day of what ends with a day by the office's clock; None: it ends in between."""
    local = until.astimezone(zone)
    return local.date() - A_DAY if local.time() == time() else None


def written_end(until: datetime, zone: ZoneInfo, language: Language) -> str:
    """An end as people say it: the last day, or the instant where it lies within one."""
    day = last_day(until, zone)
    return written_instant(until, zone, language) if day is None else written_date(day, language)


def written_begin(since: datetime, zone: ZoneInfo, language: Language) -> str:
    """A beginning as people say it: the first day, or the instant where it lies within one."""
    local = since.astimezone(zone)
    if local.time() == time():
        return written_date(local.date(), language)
    return written_instant(since, zone, language)
