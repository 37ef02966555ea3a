"""When an SOP has to be reviewed next. Source: PermenPAN-RB 35/2012 (review at least yearly)."""

from calendar import monthrange
from datetime import date
from math import ceil

from engine.core.durations import (
    WORKING_MINUTES_A_DAY,
    Duration,
    TimeUnit,
    duration_from_text,
    nominal_minutes,
)
from engine.sop.identity_shape import Identity

_WEEK, _WORKING_WEEK = 7, 5


def last_looked_at(identity: Identity) -> date:
    """The day from which the time until the next review counts: revised, or in force since."""
    return max(identity.effective, identity.revised or identity.effective)


def review_due(identity: Identity) -> date:
    """The day by which the SOP has to be reviewed again."""
    return _day_after(last_looked_at(identity), duration_from_text(identity.review_every))


def _day_after(day: date, length: Duration) -> date:
    if length.unit is not TimeUnit.MONTH:
        days = ceil(nominal_minutes(length) / WORKING_MINUTES_A_DAY * _WEEK / _WORKING_WEEK)
        return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
    years, month = divmod(day.month - 1 + length.amount, 12)
    year = min(day.year + years, date.max.year)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
