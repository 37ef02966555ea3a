"""How far an open case is on the way to its deadline, so that the way on need not be computed.

A board shows thousands of cases at once. Their clocks are asked when something happens; between two
looks the place of each follows from the instants at which parts of its time are used.
"""

from collections.abc import Sequence
from datetime import date, datetime

from engine.core.calendar import Calendar
from engine.core.clock_clauses import ClockKind
from engine.core.clock_ledger import Ledger
from engine.core.clock_measures import Counted, passed, reach
from engine.core.clocks import CaseClocks, Clock
from engine.core.events import Result
from engine.core.state import CaseState
from engine.core.text import Frozen

PARTS = (50, 80, 125)
"""The percentages whose instants are known, besides that of the deadline itself."""

_FINER = {
    Counted.WORKING_DAY: Counted.WORKING_SECOND,
    Counted.CALENDAR_DAY: Counted.SECOND,
}
"""A day counts when it ends, but whoever walks towards its end comes nearer all day."""


class Pace(Frozen, frozen=True, kw_only=True):
    """An open case on its way. Instants are UTC.

    Attributes:
        clock: Which of its clocks it goes by: the promise, else the legal limit; None: neither.
        since: When that clock started; None: not yet.
        half: When 50 % of the time until the deadline are used; `soon` 80 %, `over` 125 %.
        due: The deadline itself, that of the clock.
        used: The percentage used, while the clock stands still; else None.
    """

    clock: ClockKind | None = None
    since: datetime | None = None
    half: datetime | None = None
    soon: datetime | None = None
    due: datetime | None = None
    over: datetime | None = None
    used: int | None = None


class Ending(Frozen, frozen=True, kw_only=True):
    """How a case ended: the office's day, whether in time (None: no clock), its working seconds.

    The seconds are the office's own: what the applicant or another body took is not in them.
    """

    result: Result
    closed_at: datetime
    day: date
    on_time: bool | None
    worked: int


def pace_of(calendar: Calendar, told: CaseClocks) -> Pace:
    """How far a case is, whose clocks were told for some instant.

    Raises:
        BeyondCalendar: a part of its time lies beyond the days compiled.
    """
    clock = told.promise or told.legal
    if clock is None or clock.ledger is None:
        return Pace(clock=None if clock is None else clock.kind)
    counted = _FINER.get(clock.ledger.measure.counted, clock.ledger.measure.counted)
    ran = _ran(calendar, clock, clock.ledger)
    total = sum(passed(calendar, counted, begins, ends) for begins, ends in ran)
    if clock.ground is not None:
        spent = _spent(calendar, counted, clock.ledger)
        return Pace(clock=clock.kind, since=clock.since, due=clock.due, used=_share(spent, total))
    half, soon, over = (_reached(calendar, counted, ran, -(-total * part // 100)) for part in PARTS)
    return Pace(clock=clock.kind, since=clock.since, half=half, soon=soon, due=clock.due, over=over)


def ending_of(calendar: Calendar, state: CaseState, told: CaseClocks) -> Ending | None:
    """How a closed case ended; None of an open one."""
    if state.closed_at is None or state.result is None:
        return None
    clock = told.promise or told.legal
    timed = clock is not None and clock.ledger is not None
    return Ending(
        result=state.result,
        closed_at=state.closed_at,
        day=calendar.day_of(state.closed_at),
        on_time=clock.breached_at is None if clock is not None and timed else None,
        worked=told.office_seconds,
    )


_Span = tuple[datetime, datetime]


def _ran(calendar: Calendar, clock: Clock, ledger: Ledger) -> tuple[_Span, ...]:
    """The spans in which the clock runs until its deadline, the last one that ahead.

    While it stands still with something left, it is as if it had run on when it came to stand:
    so what is used of it stays the same, however long it stands.
    """
    spans = [(one.begins, one.ends) for one in ledger.stretches if one.ground is None]
    until = clock.due
    if until is None:
        stands_since, left = ledger.stretches[-1].begins, ledger.deadline(calendar)[1]
        until = reach(calendar, ledger.measure.counted, stands_since, left)
        spans.append((stands_since, until))
    ran = tuple((begins, min(ends or until, until)) for begins, ends in spans if begins < until)
    return ran or ((ledger.since, until),)


def _spent(calendar: Calendar, counted: Counted, ledger: Ledger) -> int:
    """What ran before it came to stand."""
    ran = (one for one in ledger.stretches if one.ground is None)
    return sum(passed(calendar, counted, one.begins, one.ends or one.begins) for one in ran)


def _share(spent: int, total: int) -> int:
    """A percentage; of nothing at all everything is used."""
    return 100 * spent // total if total else 100


def _reached(calendar: Calendar, counted: Counted, spans: Sequence[_Span], left: int) -> datetime:
    """When so much has passed: within the spans, or after the last one, which then goes on."""
    for begins, ends in spans[:-1]:
        here = passed(calendar, counted, begins, ends)
        if left <= here:
            return reach(calendar, counted, begins, left)
        left -= here
    return reach(calendar, counted, spans[-1][0], left)
