"""Between an office's clock and instants.

Instants are counted in whole seconds since 1970 in UTC. Fractions are cut off, always downwards:
a clock that shows 10.00.00 has not yet reached 10.00.01, and so no deadline is told later than
it is.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def seconds_from_instant(at: datetime) -> int:
    """Whole seconds since 1970 in UTC, cut off downwards.

    Raises:
        TypeError: `at` carries no zone.
    """
    return (at - _EPOCH) // _SECOND


def instant_from_seconds(seconds: int) -> datetime:
    """The instant, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def local_from_seconds(seconds: int, zone: tzinfo) -> datetime:
    """What calendar and clock of the office show, without the zone."""
    return datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)


def start_of_day(day: date, zone: tzinfo) -> int:
    """The first second of `day`."""
    return first_second(datetime.combine(day, time()), zone)


def end_of_day(day: date, zone: tzinfo) -> int:
    """The first second after `day`."""
    return start_of_day(day + _DAY, zone)


def first_second(local: datetime, zone: tzinfo) -> int:
    """The first second at which the office's clock shows `local`, or has passed over it.

    Where clocks are put back, the first of the two hours counts; where they are put forward, a
    time that is left out begins when they are. Later times thus never come earlier.
    """
    found = seconds_from_instant(local.replace(tzinfo=zone, fold=0))
    if local_from_seconds(found, zone) == local:
        return found
    # In the gap, fold 1 reads the clock as if it had been put forward before: an instant too early.
    early = seconds_from_instant(local.replace(tzinfo=zone, fold=1))
    gap = range(early, found)
    return early + bisect_left(gap, local, key=lambda second: local_from_seconds(second, zone))
