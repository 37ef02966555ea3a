"""How long the record of a closed case is kept, and what becomes of it then.

A record is active first (the office looks it up), then inactive (it lies in the records room); then
it is destroyed, kept for good, or judged anew. Both spans count in whole months from the day the
case was closed. Which cases stand where follows from the class, that day and today alone.

Source: UU 43/2009 art. 48 and PP 28/2012 (jadwal retensi arsip, JRA); the years are local law.
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from engine.core.text import Frozen, Text

_SPAN = re.compile(r"([0-9]{1,3}) +(tahun|bulan)")
_MONTHS = 12
LONGEST_MONTHS = 100 * _MONTHS
"""Further than any schedule plans for what is not kept for good."""


class Fate(StrEnum):
    """What becomes of a record when its time is over (keterangan)."""

    DESTROY = "destroy"
    PERMANENT = "permanent"
    REVIEW = "review"


class Span(Frozen, frozen=True, kw_only=True):
    """A length of time in whole months; none at all where a record is inactive at once."""

    months: int

    def after(self, day: date) -> date:
        """The first day that no longer belongs to it, where it begins with `day`.

        A day that the last month lacks becomes its last day: a month after 31 January is the end
        of February.
        """
        count = day.year * _MONTHS + day.month - 1 + self.months
        year, month = count // _MONTHS, count % _MONTHS + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))


class RetentionClass(Frozen, frozen=True, kw_only=True):
    """A line of the schedule. `source` is the key of the regulation that sets it."""

    id: str
    title: Text
    active: Span
    inactive: Span
    fate: Fate
    source: str

    @property
    def whole(self) -> Span:
        """Both spans together."""
        return Span(months=self.active.months + self.inactive.months)


class Stage(StrEnum):
    """Where a record stands."""

    OPEN = "open"
    UNSCHEDULED = "unscheduled"
    """Closed, and of no class: it is kept until somebody gives it one."""
    ACTIVE = "active"
    INACTIVE = "inactive"
    DUE = "due"
    """To be destroyed: somebody may propose it."""
    PERMANENT = "permanent"
    REVIEW = "review"
    """To be judged anew; Alur destroys none of these."""
    HELD = "held"
    DISPOSED = "disposed"


class Retained(Frozen, frozen=True, kw_only=True):
    """A record on the schedule: until when it is active, and when its time is over."""

    stage: Stage
    active_until: date | None = None
    over_on: date | None = None


def retained(kept: RetentionClass | None, closed_on: date | None, today: date) -> Retained:
    """Where a record stands today, as far as the schedule says.

    Args:
        kept: its class; None where it has none.
        closed_on: the day the case was closed, by the clock of the office; None while it runs.
        today: by the same clock.
    """
    if closed_on is None:
        return Retained(stage=Stage.OPEN)
    if kept is None:
        return Retained(stage=Stage.UNSCHEDULED)
    active_until, over_on = kept.active.after(closed_on), kept.whole.after(closed_on)
    if today < over_on:
        stage = Stage.ACTIVE if today < active_until else Stage.INACTIVE
    else:
        stage = _AFTERWARDS[kept.fate]
    return Retained(stage=stage, active_until=active_until, over_on=over_on)


_AFTERWARDS = {
    Fate.DESTROY: Stage.DUE,
    Fate.PERMANENT: Stage.PERMANENT,
    Fate.REVIEW: Stage.REVIEW,
}


def closed_before(kept: RetentionClass, today: date) -> date:
    """A day on or after the last one on which a case was closed whose time is over today."""
    count = today.year * _MONTHS + today.month - 1 - kept.whole.months
    year, month = count // _MONTHS, count % _MONTHS + 1
    return date(year, month, monthrange(year, month)[1])


def span_from_text(text: str) -> Span:
    """The span that a schedule writes: `2 tahun`, `18 bulan`.

    Raises:
        ValueError: it is none; in words for whoever wrote it.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError("write a whole number and `tahun` or `bulan`, such as '2 tahun'")
    months = int(found[1]) * (_MONTHS if found[2] == "tahun" else 1)
    if months > LONGEST_MONTHS:
        raise ValueError("at most 100 tahun; what is kept longer is `permanent`")
    return Span(months=months)
