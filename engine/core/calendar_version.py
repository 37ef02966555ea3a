"""Working calendars as offices write them: hours by the local clock, seasons, holidays.

A version never changes: an edit is a new version, so that a deadline can always be told again
from the calendar it was told from. Everything here is by the office's own clock and date; only
`engine.core.calendar` makes instants of it.
"""

from datetime import date, time
from enum import StrEnum
from itertools import combinations, pairwise

import msgspec

from engine.core.errors import CalendarInvalid
from engine.core.text import Frozen, Text

MIDNIGHT = time(0)


class Segment(Frozen, frozen=True, kw_only=True):
    """One stretch of work within a day; `ends` at 00.00 means midnight at the end of the day.

    Work over midnight is two segments, one on each day: which day it counts for is then plain.

    Raises:
        CalendarInvalid: it ends before it begins, or its clock carries a zone.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        """See the class."""
        if self.begins.tzinfo or self.ends.tzinfo:
            raise CalendarInvalid(f"{self} carries a zone: the zone is the calendar's.")
        if MIDNIGHT != self.ends <= self.begins:
            raise CalendarInvalid(
                f"{self} ends before it begins.",
                hint="Work over midnight is two segments, one on each day.",
            )

    def __str__(self) -> str:
        """As offices write it: 07.30-12.00."""
        ends = "24.00" if self.ends == MIDNIGHT else f"{self.ends:%H.%M}"
        return f"{self.begins:%H.%M}-{ends}"


Segments = tuple[Segment, ...]
"""The work of one day in the order of the clock; empty for a day of rest."""


class WorkingHours(Frozen, frozen=True, kw_only=True):
    """An ordinary week.

    Raises:
        CalendarInvalid: segments of a day overlap or are out of order.
    """

    monday: Segments = ()
    tuesday: Segments = ()
    wednesday: Segments = ()
    thursday: Segments = ()
    friday: Segments = ()
    saturday: Segments = ()
    sunday: Segments = ()

    def __post_init__(self) -> None:
        """See the class."""
        for segments in self.week:
            refuse_overlaps(segments)

    @property
    def week(self) -> tuple[Segments, ...]:
        """The seven days, Monday first, as `date.weekday` counts them."""
        workweek = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday)
        return (*workweek, self.saturday, self.sunday)


class Season(Frozen, frozen=True, kw_only=True):
    """Hours and the days they are valid on, both ends included; None is without end.

    `name` says what people call these hours. `provisional`: the dates are an estimate.

    Raises:
        CalendarInvalid: it ends before it begins.
    """

    name: Text
    hours: WorkingHours
    first: date | None = None
    last: date | None = None
    source: str = ""
    provisional: bool = False

    def __post_init__(self) -> None:
        """See the class."""
        if self.first and self.last and self.last < self.first:
            raise CalendarInvalid(f"{self.name.id} ends before it begins.")

    @property
    def bounded(self) -> bool:
        """Whether it comes and goes, as Ramadan does, and so goes before the ordinary hours."""
        return self.first is not None and self.last is not None

    @property
    def begins(self) -> date:
        """Its first day; the first of all days where it has none."""
        return self.first or date.min

    def covers(self, day: date) -> bool:
        """Whether its hours are valid on `day`, no other season being there."""
        return self.begins <= day <= (self.last or date.max)


class HolidayKind(StrEnum):
    """Who gave the day off."""

    NATIONAL = "national"
    CUTI_BERSAMA = "cuti_bersama"
    REGIONAL = "regional"
    OFFICE = "office"


class Holiday(Frozen, frozen=True, kw_only=True):
    """A day off, and the decree it comes from. `provisional`: the date is an estimate."""

    day: date
    name: Text
    kind: HolidayKind
    source: str
    provisional: bool = False


class SpecialDay(Frozen, frozen=True, kw_only=True):
    """A day with hours of its own, whatever week and holidays say: an open Saturday, a short day.

    Raises:
        CalendarInvalid: segments overlap, or there are none (a day off is a holiday).
    """

    day: date
    name: Text
    hours: Segments
    source: str

    def __post_init__(self) -> None:
        """See the class."""
        if not self.hours:
            raise CalendarInvalid(f"{self.name.id} has no hours: a day off is a holiday.")
        refuse_overlaps(self.hours)


class CalendarVersion(Frozen, frozen=True, kw_only=True):
    """One version of an office's working calendar. `zone` names its time zone.

    On a day that several seasons cover, a bounded one goes before an unbounded one, and among the
    unbounded the one that began last. `works_on_joint_leave`: cuti bersama takes nothing away,
    as in services that stay open.

    Raises:
        CalendarInvalid: two seasons claim the same days with equal right, a special day is there
            twice, or a holiday or special day lies where no season says any hours.
    """

    id: str
    version: int
    zone: str
    seasons: tuple[Season, ...]
    holidays: tuple[Holiday, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    works_on_joint_leave: bool = False

    def __post_init__(self) -> None:
        """See the class."""
        for one, other in combinations(self.seasons, 2):
            if _claim_the_same(one, other):
                raise CalendarInvalid(f"{one.name.id} and {other.name.id} claim the same days.")
        special = sorted(one.day for one in self.special_days)
        for day, following in pairwise(special):
            if day == following:
                raise CalendarInvalid(f"Two sets of special hours are given for {day}.")
        dated: tuple[Holiday | SpecialDay, ...] = (*self.holidays, *self.special_days)
        for given in dated:
            if not any(season.covers(given.day) for season in self.seasons):
                raise CalendarInvalid(
                    f"{given.name.id} on {given.day} lies on no day that a season says hours for.",
                    hint="Mend its date, or give the calendar a season without first and last day.",
                )


def observing(version: CalendarVersion, holidays: tuple[Holiday, ...]) -> CalendarVersion:
    """The calendar with these holidays beside its own, in the order of days."""
    merged = {*version.holidays, *holidays}
    ordered = sorted(merged, key=lambda one: (one.day, one.kind, one.name.id, one.source))
    return msgspec.structs.replace(version, holidays=tuple(ordered))


def refuse_overlaps(segments: Segments) -> None:
    """Touching segments are fine.

    Raises:
        CalendarInvalid: two overlap or are out of order.
    """
    for one, following in pairwise(segments):
        if one.ends == MIDNIGHT or following.begins < one.ends:
            raise CalendarInvalid(f"{following} does not come after {one}.")


def _claim_the_same(one: Season, other: Season) -> bool:
    if one.bounded != other.bounded:
        return False
    if not one.bounded:
        return one.begins == other.begins
    return one.covers(other.begins) or other.covers(one.begins)
