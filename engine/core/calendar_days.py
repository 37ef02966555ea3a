"""What each day of a calendar is: its hours, or why it has none."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from operator import attrgetter

from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    HolidayKind,
    Season,
    Segments,
    SpecialDay,
)
from engine.core.errors import CalendarInvalid
from engine.core.text import Frozen, Text


class LeftOut(StrEnum):
    """Why time does not count as working time."""

    OUTSIDE_HOURS = "outside_hours"
    BREAK = "break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class DayPlan(Frozen, frozen=True, kw_only=True):
    """One day by the office's clock; `hours` names the season or special day that rules it.

    `left_out` is why the rest of the day does not count, on a day without segments all of it. A
    holiday on a day of rest takes nothing away, so that there the week is the reason.
    """

    segments: Segments
    hours: Text
    left_out: LeftOut = LeftOut.OUTSIDE_HOURS
    holiday: Holiday | None = None


class DayRules(Frozen, frozen=True, kw_only=True):
    """A calendar version arranged for asking about one day after another."""

    calendar: str
    seasons: tuple[Season, ...]
    holidays: Mapping[date, Holiday]
    special_days: Mapping[date, SpecialDay]

    def plan(self, day: date) -> DayPlan:
        """What `day` is.

        Raises:
            CalendarInvalid: no season covers the day.
        """
        special = self.special_days.get(day)
        if special is not None:
            return DayPlan(segments=special.hours, hours=special.name)
        season = self._season(day)
        segments = season.hours.week[day.weekday()]
        if not segments:
            return DayPlan(segments=(), hours=season.name, left_out=LeftOut.WEEKEND)
        holiday = self.holidays.get(day)
        if holiday is None:
            return DayPlan(segments=segments, hours=season.name)
        return DayPlan(segments=(), hours=season.name, left_out=LeftOut.HOLIDAY, holiday=holiday)

    def _season(self, day: date) -> Season:
        for season in self.seasons:
            if season.covers(day):
                return season
        raise CalendarInvalid(
            f"The calendar {self.calendar} says no hours for {day}.",
            hint="Give it a season without a first and a last day.",
        )


def rules_of(version: CalendarVersion) -> DayRules:
    """The version arranged: seasons by precedence, the weightiest holiday of each day."""
    days_off = [
        one
        for one in version.holidays
        if one.kind is not HolidayKind.CUTI_BERSAMA or not version.works_on_joint_leave
    ]
    days_off.sort(key=lambda one: _WEIGHT[one.kind])
    return DayRules(
        calendar=version.id,
        seasons=tuple(sorted(version.seasons, key=attrgetter("bounded", "begins"), reverse=True)),
        holidays={one.day: one for one in reversed(days_off)},
        special_days={one.day: one for one in version.special_days},
    )


_WEIGHT = {kind: place for place, kind in enumerate(HolidayKind)}
"""The more general the power that gave the day off, the better the reason."""
