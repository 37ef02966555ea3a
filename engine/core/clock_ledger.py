"""When a clock ran and when it stood still, and on what ground: a ledger made of changes."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from engine.core.calendar import Calendar
from engine.core.clock_measures import Measure, passed, reach
from engine.core.text import Frozen


class Standstill(StrEnum):
    """Why a clock stands still: the grounds of a pause, that the case is over, or an incident.

    In an incident only the clock of the step itself stands still: the engine is stuck with it, and
    no person is late. The applicant does not pay for that with time of the case.
    """

    APPLICANT = "applicant"
    PAYMENT = "payment"
    EXTERNAL_BODY = "external_body"
    CLOSED = "closed"
    INCIDENT = "incident"


class Whose(StrEnum):
    """Whose time it is. What another body takes is neither the office's nor the applicant's."""

    OFFICE = "office"
    APPLICANT = "applicant"
    NEITHER = "neither"


class Ground(Frozen, frozen=True, kw_only=True):
    """Why a clock stands still; `whole_case` where people paused the case and not the SOP."""

    why: Standstill
    whole_case: bool = False


_WHOSE = {
    Standstill.APPLICANT: Whose.APPLICANT,
    Standstill.PAYMENT: Whose.APPLICANT,
    Standstill.EXTERNAL_BODY: Whose.NEITHER,
    Standstill.CLOSED: Whose.NEITHER,
    Standstill.INCIDENT: Whose.OFFICE,
}


class Stretch(Frozen, frozen=True, kw_only=True):
    """A while in which a clock ran (no `ground`) or stood still; `ends` None: it goes on."""

    begins: datetime
    ends: datetime | None = None
    ground: Ground | None = None

    @property
    def whose(self) -> Whose:
        """Whose time it was."""
        return Whose.OFFICE if self.ground is None else _WHOSE[self.ground.why]


class Change(NamedTuple):
    """From `at` on a clock stands still on this ground, or runs where there is none."""

    at: datetime
    ground: Ground | None


class Ledger(Frozen, frozen=True, kw_only=True):
    """What a clock was given, and its stretches in order and without gaps (at least one).

    `since` is when it started, `finished_at` when what it times was done.
    """

    since: datetime
    measure: Measure
    stretches: tuple[Stretch, ...]
    finished_at: datetime | None = None

    def consumed(self, calendar: Calendar, *, at: datetime) -> int:
        """How much of the budget is used, until it was finished or until `at`; it may be more."""
        counted = self.measure.counted
        ran = (one for one in self.stretches if one.ground is None)
        used = sum(passed(calendar, counted, one.begins, one.ends or at) for one in ran)
        return max(used - self.measure.lead, 0)

    def deadline(self, calendar: Calendar) -> tuple[datetime | None, int]:
        """The due instant, and what was left when its last stretch began.

        A budget used up in an earlier stretch was due there, whatever came after. There is no due
        instant while the clock stands still with something left.
        """
        return self._used_up(calendar, self.measure.total)

    def reached(self, calendar: Calendar, *, percent: int) -> datetime | None:
        """When so much of the budget is used, or was: where a warning belongs.

        Days are not divided: half of five is used at the end of the third. None as for the due
        instant, which is that of 100 percent.
        """
        part = -(-self.measure.amount * percent // 100)
        return self._used_up(calendar, self.measure.lead + part)[0]

    def _used_up(self, calendar: Calendar, left: int) -> tuple[datetime | None, int]:
        for stretch in self.stretches:
            if stretch.ground is not None:
                continue
            due = reach(calendar, self.measure.counted, stretch.begins, left)
            if stretch is self.stretches[-1] or is_late(calendar, stretch.ends or due, due):
                return due, left
            left -= passed(calendar, self.measure.counted, stretch.begins, stretch.ends or due)
        return None, left


def is_late(calendar: Calendar, at: datetime, due: datetime) -> bool:
    """Whether `at` comes after `due`, in whole seconds: the second that is due is still in time."""
    return calendar.second_of(at) > calendar.second_of(due)


def stretches(
    changes: Sequence[Change], *, since: datetime, until: datetime | None
) -> tuple[Stretch, ...]:
    """What lies from `since` to `until` (None: without end), alike stretches joined.

    Args:
        changes: In order of time, the first at or before `since`; of several at one instant the
            last holds.
        since: Where the first stretch begins.
        until: Where the last one ends.
    """
    before = [one for one in changes if one.at <= since and (until is None or one.at < until)]
    found = [Change(since, (before or changes)[-1 if before else 0].ground)]
    for change in changes:
        if change.at <= since or (until is not None and change.at >= until):
            continue
        if found[-1].at == change.at:
            found.pop()
        if found[-1].ground != change.ground:
            found.append(change)
    ends = [*(change.at for change in found[1:]), until]
    return tuple(
        Stretch(begins=change.at, ends=end, ground=change.ground)
        for change, end in zip(found, ends, strict=True)
    )
