"""Working time as arithmetic: a calendar compiled to sorted segments with their running total.

Asking is two bisects, however many years lie between. Instants go in aware of their zone and
come out in UTC, in whole seconds (`engine.core.local_time` says how fractions are cut off).
The caller passes the zone, so that no time zone database is read here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate

from engine.core.calendar_days import DayRules, rules_of
from engine.core.calendar_version import MIDNIGHT, CalendarVersion
from engine.core.errors import BeyondCalendar
from engine.core.local_time import (
    end_of_day,
    first_second,
    instant_from_seconds,
    local_from_seconds,
    seconds_from_instant,
    start_of_day,
)
from engine.core.text import Frozen

_DAY = timedelta(days=1)


class Calendar(Frozen, frozen=True, kw_only=True):
    """A calendar version ready for asking, from the day `first` to the day `last`.

    `begins` and `ends` are the segments in seconds since 1970 in UTC; `before[i]` is the working
    time in seconds before segment i, with the whole of it at the end. `closings` holds the end of
    work of each of `working_days`. `starts` and `stops` bound the instants it knows of.

    What lies outside is refused everywhere:

    Raises:
        BeyondCalendar: the question or its answer is not within the days compiled.
    """

    version: CalendarVersion
    rules: DayRules
    zone: tzinfo
    first: date
    last: date
    starts: int
    stops: int
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    working_days: tuple[date, ...]
    closings: tuple[int, ...]

    def add(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant at which `seconds` of working time have passed since `start`.

        The end of a segment thus comes before the beginning of the next.

        Raises:
            ValueError: `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError(f"{seconds} seconds of work cannot pass")
        begun = self.second_of(start)
        if seconds == 0:
            return instant_from_seconds(begun)
        target = self._elapsed(begun) + seconds
        if target > self.before[-1]:
            raise self.beyond(f"{seconds} s of work after {start.isoformat(timespec='seconds')}")
        place = bisect_left(self.before, target) - 1
        return instant_from_seconds(self.begins[place] + target - self.before[place])

    def between(self, start: datetime, end: datetime) -> int:
        """The seconds of working time from `start` to `end`; negative where `end` is earlier."""
        return self._elapsed(self.second_of(end)) - self._elapsed(self.second_of(start))

    def opening(self, at: datetime) -> datetime:
        """`at` itself (in whole seconds) while there is work, else when work begins next."""
        second = self.second_of(at)
        place = bisect_right(self.ends, second)
        if place == len(self.ends):
            raise self.beyond(f"the next work after {at.isoformat(timespec='seconds')}")
        return instant_from_seconds(max(second, self.begins[place]))

    def is_working_day(self, day: date) -> bool:
        """Whether there is any work on `day`."""
        return self.count_working_days(day, day) == 1

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which itself does not count, working or not.

        Raises:
            ValueError: `n` is less than 1.
        """
        if n < 1:
            raise ValueError(f"there is no working day number {n}")
        if not self.first - _DAY <= day <= self.last:
            raise self.beyond(f"{day}")
        place = bisect_right(self.working_days, day) + n - 1
        if place >= len(self.working_days):
            raise self.beyond(f"{n} working days after {day}")
        return self.working_days[place]

    def count_working_days(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included."""
        self._known(first)
        self._known(last)
        return max(bisect_right(self.working_days, last) - bisect_left(self.working_days, first), 0)

    def closing(self, day: date) -> datetime:
        """When work ends on `day`.

        Raises:
            ValueError: `day` is not a working day.
        """
        if not self.is_working_day(day):
            raise ValueError(f"{day} is not a working day")
        return instant_from_seconds(self.closings[bisect_left(self.working_days, day)])

    def segments_of(self, day: date) -> tuple[tuple[int, int], ...]:
        """Begin and end of each segment of `day`, in seconds since 1970 in UTC."""
        self._known(day)
        start = bisect_left(self.begins, start_of_day(day, self.zone))
        stop = bisect_left(self.begins, end_of_day(day, self.zone))
        return tuple(zip(self.begins[start:stop], self.ends[start:stop], strict=True))

    def day_of(self, at: datetime) -> date:
        """The office's date at the instant."""
        return self.local(at).date()

    def local(self, at: datetime) -> datetime:
        """What calendar and clock of the office show, without the zone."""
        return local_from_seconds(self.second_of(at), self.zone)

    def second_of(self, at: datetime) -> int:
        """The instant in seconds since 1970 in UTC."""
        second = seconds_from_instant(at)
        if not self.starts <= second <= self.stops:
            raise self.beyond(at.isoformat(timespec="seconds"))
        return second

    def beyond(self, asked: str) -> BeyondCalendar:
        """The refusal of what lies outside the days compiled."""
        name = f"{self.version.id} (version {self.version.version})"
        return BeyondCalendar(name, self.first, self.last, asked=asked)

    def _known(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise self.beyond(f"{day}")

    def _elapsed(self, second: int) -> int:
        """Working seconds from the first day compiled to `second`."""
        place = bisect_right(self.begins, second) - 1
        if place < 0:
            return 0
        return self.before[place] + min(second, self.ends[place]) - self.begins[place]


def compile_calendar(
    version: CalendarVersion, *, zone: tzinfo, first: date, last: date
) -> Calendar:
    """Make a calendar ready for asking; `zone` must be the one the version names.

    Raises:
        ValueError: `first` comes after `last`.
        CalendarInvalid: no season covers one of the days.
    """
    if first > last:
        raise ValueError(f"{first} comes after {last}")
    rules = rules_of(version)
    work = tuple(_segments(rules, zone, first, last))
    closings = {day: ends for day, _, ends in work}
    return Calendar(
        version=version,
        rules=rules,
        zone=zone,
        first=first,
        last=last,
        starts=start_of_day(first, zone),
        stops=end_of_day(last, zone),
        begins=tuple(begins for _, begins, _ in work),
        ends=tuple(ends for _, _, ends in work),
        before=tuple(accumulate((ends - begins for _, begins, ends in work), initial=0)),
        working_days=tuple(closings),
        closings=tuple(closings.values()),
    )


def _segments(
    rules: DayRules, zone: tzinfo, first: date, last: date
) -> Iterator[tuple[date, int, int]]:
    """Day, begin and end of each segment; one that lies in a gap of the clock has no length."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        for segment in rules.plan(day).segments:
            begins = _second(day, segment.begins, zone)
            after = day + _DAY if segment.ends == MIDNIGHT else day
            ends = _second(after, segment.ends, zone)
            if begins < ends:
                yield day, begins, ends


def _second(day: date, clock: time, zone: tzinfo) -> int:
    return first_second(datetime.combine(day, clock), zone)
