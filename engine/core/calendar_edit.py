"""What the edit of a calendar changes: its days, and the deadlines of open cases.

A case that is closed keeps the deadlines it was served under.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from engine.core.calendar import Calendar
from engine.core.calendar_version import CalendarVersion, Holiday, Season, SpecialDay
from engine.core.clock_clauses import ClockKind
from engine.core.clock_history import read_times
from engine.core.clocks import Clock, ClockState, running_clocks
from engine.core.events import Recorded
from engine.core.ids import ActivationId, StepId
from engine.core.text import Frozen
from engine.core.workflow import Workflow

T = TypeVar("T")


class Move(Frozen, frozen=True, kw_only=True):
    """A deadline before and after an edit; None where nothing decides it (the clock stands still).

    `was_late` and `is_late` say whether the limit is passed, by the one calendar and by the other.
    `activation` and `step` are None for the clocks of the whole case.
    """

    clock: ClockKind
    due_before: datetime | None
    due_after: datetime | None
    was_late: bool
    is_late: bool
    activation: ActivationId | None = None
    step: StepId | None = None


class Changes(Frozen, frozen=True, kw_only=True):
    """What one version of a calendar says otherwise than another.

    A holiday that only has another source is the same; one whose date is no longer an estimate is
    not. `zone` and `works_on_joint_leave` hold the new value where it differs.
    """

    holidays_added: tuple[Holiday, ...] = ()
    holidays_removed: tuple[Holiday, ...] = ()
    special_days_added: tuple[SpecialDay, ...] = ()
    special_days_removed: tuple[SpecialDay, ...] = ()
    seasons_added: tuple[Season, ...] = ()
    seasons_removed: tuple[Season, ...] = ()
    zone: str | None = None
    works_on_joint_leave: bool | None = None


def moves(
    workflow: Workflow,
    pair: tuple[Calendar, Calendar],
    history: Sequence[Recorded],
    *,
    at: datetime,
) -> tuple[Move, ...]:
    """The deadlines of a case that lie elsewhere by the second calendar than by the first.

    Those of the case as a whole come first, then those of its open steps; of a closed case none.

    Args:
        workflow: The version that the case runs under.
        pair: The calendar before the edit and after it.
        history: All events of the case.
        at: The instant at which the two are compared; aware UTC.

    Raises:
        BeyondCalendar: an instant or a deadline lies outside the days compiled.
    """
    times, at = read_times(workflow, history), max(at, history[-1].at)
    if times.closed is not None:
        return ()
    before, after = (running_clocks(workflow, calendar, times, at=at) for calendar in pair)
    told = zip(before, after, strict=True)
    return tuple(_move(one, other) for one, other in told if one.due != other.due)


def _move(before: Clock, after: Clock) -> Move:
    return Move(
        clock=before.kind,
        due_before=before.due,
        due_after=after.due,
        was_late=before.state is ClockState.PASSED,
        is_late=after.state is ClockState.PASSED,
        activation=before.activation,
        step=before.clause.step,
    )


def changes(old: CalendarVersion, new: CalendarVersion) -> Changes:
    """What `new` says otherwise than `old`, each kind in the order of its version."""
    joint_leave = new.works_on_joint_leave
    return Changes(
        holidays_added=_beyond(new.holidays, old.holidays, key=_day_off),
        holidays_removed=_beyond(old.holidays, new.holidays, key=_day_off),
        special_days_added=_beyond(new.special_days, old.special_days, key=_itself),
        special_days_removed=_beyond(old.special_days, new.special_days, key=_itself),
        seasons_added=_beyond(new.seasons, old.seasons, key=_itself),
        seasons_removed=_beyond(old.seasons, new.seasons, key=_itself),
        zone=None if new.zone == old.zone else new.zone,
        works_on_joint_leave=None if joint_leave == old.works_on_joint_leave else joint_leave,
    )


def _beyond(these: Iterable[T], those: Iterable[T], *, key: Callable[[T], object]) -> tuple[T, ...]:
    """Those of the first that the second does not have."""
    known = {key(one) for one in those}
    return tuple(one for one in these if key(one) not in known)


def _day_off(one: Holiday) -> object:
    return one.day, one.kind, one.name.id, one.provisional


def _itself(one: object) -> object:
    return one
