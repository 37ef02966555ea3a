"""Why a clock's deadline lies where it lies: all the time of it, counted or left out, and for what.

Clocks of seconds are told stretch by stretch. Clocks of days are told day by day, each by what
held when it ended, for that is how days are counted (`engine.core.clock_measures`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.calendar_explain import Interval, explain
from engine.core.calendar_version import Holiday
from engine.core.clock_clauses import Clause
from engine.core.clock_ledger import Ground, Ledger, Stretch
from engine.core.clock_measures import Counted, day_end, passed
from engine.core.clocks import Clock, ClockState
from engine.core.local_time import end_of_day, instant_from_seconds, start_of_day
from engine.core.text import Frozen, Text


class Reason(StrEnum):
    """Why time does not count: no work, no clock running, before day one, or the day not over."""

    OUTSIDE_HOURS = "outside_hours"
    BREAK = "break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    STANDING = "standing"
    DAY_ONE = "day_one"
    CUT_OFF = "cut_off"
    DAY_NOT_OVER = "day_not_over"


class Reckoning(Frozen, frozen=True, kw_only=True):
    """A while from `begins` up to `ends` (UTC): `amount` is what it counts, nothing for a reason.

    `holiday` and `ground` go with their reasons; `hours` names the season or special day by whose
    hours a while of a clock of seconds was judged.
    """

    begins: datetime
    ends: datetime
    amount: int = 0
    reason: Reason | None = None
    holiday: Holiday | None = None
    ground: Ground | None = None
    hours: Text | None = None

    @property
    def counted(self) -> bool:
        """Whether it counts."""
        return self.reason is None


def explain_deadline(clock: Clock, calendar: Calendar, *, at: datetime) -> tuple[Reckoning, ...]:
    """All the time of a clock in order and without gaps; nothing where it has not started.

    It reaches to where the budget is used up, or to where what it times ended before that; to `at`
    while the clock stands still. What is counted adds up to the budget in the first case and to
    what was consumed in the others.

    Args:
        clock: As it stands at `at`.
        calendar: The calendar it was told from.
        at: The instant it was told for.
    """
    if clock.ledger is None:
        return ()
    until = _whole(calendar, _until(clock, clock.ledger, at))
    ran = _cut_off(calendar, clock.ledger, until)
    counted = clock.ledger.measure.counted
    if counted in {Counted.WORKING_DAY, Counted.CALENDAR_DAY}:
        told = _Days(calendar, clock.clause, clock.ledger, ran).told() if ran else ()
        return _joined(told)
    return tuple(piece for one in ran for piece in _of_seconds(calendar, counted, one))


class _Ran(Stretch, frozen=True, kw_only=True):
    """A stretch in whole seconds, over."""

    ends: datetime


def _whole(calendar: Calendar, at: datetime) -> datetime:
    return instant_from_seconds(calendar.second_of(at))


def _until(clock: Clock, ledger: Ledger, at: datetime) -> datetime:
    if clock.state is not ClockState.PASSED and ledger.finished_at is not None:
        return ledger.finished_at
    return clock.due or max(at, ledger.stretches[-1].begins)


def _cut_off(calendar: Calendar, ledger: Ledger, until: datetime) -> tuple[_Ran, ...]:
    """What of the stretches lies before `until`."""
    whole = (
        (_whole(calendar, one.begins), _whole(calendar, one.ends or until), one.ground)
        for one in ledger.stretches
    )
    return tuple(
        _Ran(begins=begins, ends=min(ends, until), ground=ground)
        for begins, ends, ground in whole
        if begins < min(ends, until)
    )


def _of_seconds(calendar: Calendar, counted: Counted, ran: _Ran) -> Iterator[Reckoning]:
    if ran.ground is not None:
        yield Reckoning(begins=ran.begins, ends=ran.ends, reason=Reason.STANDING, ground=ran.ground)
    elif counted is Counted.SECOND:
        seconds = passed(calendar, counted, ran.begins, ran.ends)
        yield Reckoning(begins=ran.begins, ends=ran.ends, amount=seconds)
    else:
        yield from map(_from_interval, explain(calendar, ran.begins, ran.ends))


def _from_interval(interval: Interval) -> Reckoning:
    return Reckoning(
        begins=interval.begins,
        ends=interval.ends,
        amount=interval.seconds if interval.counted else 0,
        reason=None if interval.left_out is None else Reason(interval.left_out.value),
        holiday=interval.holiday,
        hours=interval.hours,
    )


class _Verdict(Frozen, frozen=True, kw_only=True):
    """What a day counts, or why it does not."""

    amount: int = 0
    reason: Reason | None = None
    holiday: Holiday | None = None
    ground: Ground | None = None


class _Days:
    """Tells a clock of days, day by day."""

    def __init__(
        self, calendar: Calendar, clause: Clause, ledger: Ledger, ran: Sequence[_Ran]
    ) -> None:
        self.calendar, self.clause, self.measure, self.ran = calendar, clause, ledger.measure, ran
        self.since, self.until = ran[0].begins, ran[-1].ends

    def told(self) -> Iterator[Reckoning]:
        first, last = self.calendar.day_of(self.since), self.calendar.day_of(self.until)
        for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)):
            begins = instant_from_seconds(start_of_day(day, self.calendar.zone))
            ends = instant_from_seconds(end_of_day(day, self.calendar.zone))
            verdict = self._verdict(day)
            if max(begins, self.since) < min(ends, self.until) or verdict.amount:
                yield Reckoning(
                    begins=max(begins, self.since),
                    ends=min(ends, self.until),
                    amount=verdict.amount,
                    reason=verdict.reason,
                    holiday=verdict.holiday,
                    ground=verdict.ground,
                )

    def _verdict(self, day: date) -> _Verdict:
        end = day_end(self.calendar, self.measure.counted, day)
        if end is None:
            plan = self.calendar.rules.plan(day)
            return _Verdict(reason=Reason(plan.left_out.value), holiday=plan.holiday)
        if end <= self.since:
            return _Verdict(reason=self._why_over())
        held = next(one for one in self.ran if min(end, self.until) <= one.ends)
        if held.ground is not None:
            return _Verdict(reason=Reason.STANDING, ground=held.ground)
        if end > self.until:
            return _Verdict(reason=Reason.DAY_NOT_OVER)
        if self._place(end) <= self.measure.lead:
            return _Verdict(reason=self._why_not_yet(day))
        return _Verdict(amount=1)

    def _why_over(self) -> Reason:
        """Why the day on which the clock starts does not count, when it starts after its end."""
        works = self.measure.counted is Counted.WORKING_DAY
        return Reason.OUTSIDE_HOURS if works else Reason.DAY_ONE

    def _place(self, end: datetime) -> int:
        """Which end of a day this is of those that the clock has run at."""
        return sum(
            passed(self.calendar, self.measure.counted, one.begins, min(one.ends, end))
            for one in self.ran
            if one.ground is None and one.begins < end
        )

    def _why_not_yet(self, day: date) -> Reason:
        cut_off = self.clause.rule.cut_off
        if self.measure.counted is Counted.CALENDAR_DAY or cut_off is None:
            return Reason.DAY_ONE
        arrived = self.calendar.local(self.since)
        is_cut_off = day == arrived.date() and arrived.time() > cut_off
        return Reason.CUT_OFF if is_cut_off else Reason.DAY_ONE


def _joined(told: Iterable[Reckoning]) -> tuple[Reckoning, ...]:
    """Neighbours that there is no telling apart but by their times, made one."""
    found: list[Reckoning] = []
    for one in told:
        if found and _alike(found[-1], one):
            amount = found[-1].amount + one.amount
            found[-1] = replace(found[-1], ends=one.ends, amount=amount)
        else:
            found.append(one)
    return tuple(found)


def _alike(one: Reckoning, other: Reckoning) -> bool:
    same_reason = one.reason == other.reason and one.holiday == other.holiday
    return same_reason and one.ground == other.ground
