"""A deadline in words, with how it stands: late, soon, in good time, paused, or none at all."""

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from api.formats import short_day, short_weekday, written_time
from engine.core.text import Frozen
from web.words import Speech

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
) -> Due:
    """How a deadline stands at `at`, counted in calendar time.

    Args:
        due: the deadline; aware UTC. None: nothing decides it, or not yet.
        at: now; aware UTC.
        paused: whether the clock stands still, whatever is due then.
        speech: the reader's words.
        zone: whose clock is read.
        soon: how long before it, or from which instant on, it is near; None: `SOON`.
    """
    when = "" if due is None else _when(due, at=at, speech=speech, zone=zone)
    if paused:
        return Due(kind="paused", words=speech("due_paused"), when=when, at=due)
    if due is None:
        return Due(kind="none", words=speech("due_none"), when="")
    if due < at:
        words = speech("due_late", length=length_words(at - due, speech))
        return Due(kind="late", words=words, when=when, at=due)
    words = speech("due_left", length=length_words(due - at, speech))
    near = _is_near(due, at, SOON if soon is None else soon)
    return Due(kind="soon" if near else "fine", words=words, when=when, at=due)


def length_words(length: timedelta, speech: Speech) -> str:
    """A length of time, short: `37 m`, `2 j 10 m`, `1 hari 4 j`, from two days on `3 hari`."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours = divmod(minutes // _MINUTES_AN_HOUR, _HOURS_A_DAY)
    rest = minutes % _MINUTES_AN_HOUR
    if minutes < 1:
        return speech("due_moment")
    if days >= _ONLY_DAYS:
        return speech.count("due_days", days)
    parts = (
        speech.count("due_days", days) if days else "",
        speech("due_hours", n=hours) if hours else "",
        speech("due_minutes", n=rest) if rest and not days else "",
    )
    return " ".join(part for part in parts if part)


def _is_near(due: datetime, at: datetime, soon: timedelta | datetime) -> bool:
    return at >= soon if isinstance(soon, datetime) else due - at <= soon


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
