"""A deadline in words, with how it stands: late, soon, in good time, paused, or none at all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from api.formats import short_day, short_weekday, written_time
from engine.core.text import Frozen
from engine.service.office_time import WorkLength
from web.words import Speech

Worked = Callable[[datetime, datetime], WorkLength | None]
DueKind = Literal["late", "soon", "fine", "paused", "none"]

SOON = timedelta(hours=2)
"""From how long before a deadline it is said to be near, unless something else says when."""

_MINUTES_AN_HOUR = 60
_HOURS_A_DAY = 24
_ONLY_DAYS = 2
_A_WEEK = 7


class Due(Frozen, frozen=True, kw_only=True):
    """A deadline as it is shown. `words` say how far it is, `when` which instant; `at` is UTC."""

    kind: DueKind
    words: str
    when: str
    at: datetime | None = None


def due_words(  # noqa: PLR0913  # what one line is told from
    due: datetime | None,
    *,
    at: datetime,
    paused: bool,
    speech: Speech,
    zone: ZoneInfo,
    soon: timedelta | datetime | None = None,
    worked: Worked | None = None,
) -> Due:
    """How a deadline stands at `at`.

    Args:
        due: the deadline; aware UTC. None: nothing decides it, or not yet.
        at: now; aware UTC.
        paused: whether the clock stands still, whatever is due then.
        speech: the reader's words.
        zone: whose clock is read.
        soon: how long before it, or from which instant on, it is near; None: `SOON`.
        worked: the working time from an earlier instant to a later one; None, or where it gives
            None: time is counted as on the wall.
    """
    when = "" if due is None else _when(due, at=at, speech=speech, zone=zone)
    if paused:
        return Due(kind="paused", words=speech("due_paused"), when=when, at=due)
    if due is None:
        return Due(kind="none", words=speech("due_none"), when="")
    office = None if worked is None else worked(min(due, at), max(due, at))
    length = length_words(abs(due - at), speech) if office is None else work_words(office, speech)
    if due < at:
        return Due(kind="late", words=speech("due_late", length=length), when=when, at=due)
    words = speech("due_left", length=length)
    left = due - at if office is None else timedelta(seconds=office.seconds)
    near = at >= soon if isinstance(soon, datetime) else left <= (SOON if soon is None else soon)
    return Due(kind="soon" if near else "fine", words=words, when=when, at=due)


def length_words(length: timedelta, speech: Speech) -> str:
    """A length of time, short: `37 m`, `2 j 10 m`, `1 hari 4 j`, from two days on `3 hari`."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, rest = divmod(minutes, _HOURS_A_DAY * _MINUTES_AN_HOUR)
    return _said(speech.count("due_days", days) if days else "", days, rest, speech)


def work_words(length: WorkLength, speech: Speech) -> str:
    """A length of working time, short: `37 m`, `2 j 10 m`, `1 hari kerja 4 j`, `3 hari kerja`."""
    days, rest = divmod(length.seconds, length.a_day) if length.a_day else (0, length.seconds)
    whole = speech.count("due_working_days", days) if days else ""
    return _said(whole, days, rest // 60, speech)


def _said(whole: str, days: int, minutes: int, speech: Speech) -> str:
    if not days and not minutes:
        return speech("due_moment")
    if days >= _ONLY_DAYS:
        return whole
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    parts = (
        whole,
        speech("due_hours", n=hours) if hours else "",
        speech("due_minutes", n=rest) if rest and not days else "",
    )
    return " ".join(part for part in parts if part)


def _when(due: datetime, *, at: datetime, speech: Speech, zone: ZoneInfo) -> str:
    """The instant; of a day that the weekday names without doubt, only that."""
    clock = written_time(due, zone, speech.language)
    day, today = due.astimezone(zone).date(), at.astimezone(zone).date()
    if day == today:
        return speech("due_today", time=clock)
    return speech("due_other_day", day=_day(day, today, speech), time=clock)


def _day(day: date, today: date, speech: Speech) -> str:
    if day == today - timedelta(days=1):
        return speech("due_yesterday")
    if timedelta() < day - today < timedelta(days=_A_WEEK):
        return short_weekday(day, speech.language)
    return short_day(day, today, speech.language)
