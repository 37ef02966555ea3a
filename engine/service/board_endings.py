"""How the latest cases ended, and which steps take longest: the slower part of an SLA board."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import Clause, standard_of
from engine.core.errors import CalendarError, NotFound
from engine.core.ids import RoleId, SopId, StepId
from engine.core.standing import Reach
from engine.core.text import Frozen, Text
from engine.core.workflow import AnyStep, Workflow
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_of
from engine.service.database import Database
from engine.store import board_endings
from engine.store.board_endings import Day, DoneStep, EndedWanted
from engine.store.job import Reader

__all__ = [
    "STEP_DAYS",
    "TREND_DAYS",
    "Day",
    "DoneStep",
    "Endings",
    "Month",
    "SlowStep",
    "Taken",
    "endings",
    "taken_of",
]

STEP_DAYS = 7
"""Steps finished within so many days are looked at."""

MOST_STEPS = 5_000
"""And of these the latest: enough for a median, few enough to be quick."""

TREND_DAYS = 21
"""Working days of the trend: those on which anything ended."""

_SHOWN = 6
_LOOKED_BACK = timedelta(days=45)


class SlowStep(Frozen, frozen=True, kw_only=True):
    """A step, how long it took in the middle of its cases, and its standard: working seconds."""

    sop: SopId
    version: int
    step: StepId
    title: Text
    activity: Text
    taken: int
    standard: int
    count: int

    @property
    def is_late(self) -> bool:
        """Whether half of the cases take longer than the standard."""
        return self.taken > self.standard


class Month(Frozen, frozen=True, kw_only=True):
    """How the cases ended of a month so far.

    `worked`: the office's working seconds in the middle of those that were completed.
    """

    first: date
    timed: int = 0
    on_time: int = 0
    completed: int = 0
    worked: int | None = None

    @property
    def share(self) -> float | None:
        """Percent in time, of those that were timed."""
        return 100 * self.on_time / self.timed if self.timed else None


class Endings(Frozen, frozen=True, kw_only=True):
    """This month, the one before it, the last days on which cases ended, the slowest steps."""

    month: Month
    before: Month
    days: tuple[Day, ...]
    steps: tuple[SlowStep, ...]


def endings(database: Database, reach: Reach, *, at: datetime, zone: ZoneInfo) -> Endings:
    """How the latest cases within reach ended, as known at `at`.

    Args:
        database: Where the cases live.
        reach: Which cases.
        at: Now; aware UTC.
        zone: Whose days and months they are.
    """
    today = at.astimezone(zone).date()
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)

    def asked(reader: Reader) -> Endings:
        since = min(before, today - _LOOKED_BACK)
        days = board_endings.days(reader, reach, since=since)
        return Endings(
            month=_month(reader, reach, days, first, today + timedelta(days=1)),
            before=_month(reader, reach, days, before, first),
            days=days[-TREND_DAYS:],
            steps=_slowest(database, reader, reach, at),
        )

    return database.store.read(asked)


def _month(reader: Reader, reach: Reach, days: Sequence[Day], first: date, until: date) -> Month:
    within = [one for one in days if first <= one.day < until]
    completed = EndedWanted(reach=reach, since=first, until=until, which="completed")
    return Month(
        first=first,
        timed=sum(one.timed for one in within),
        on_time=sum(one.on_time for one in within),
        completed=board_endings.count_ended(reader, completed),
        worked=board_endings.median_worked(reader, reach, since=first, until=until),
    )


def _slowest(
    database: Database, reader: Reader, reach: Reach, at: datetime
) -> tuple[SlowStep, ...]:
    """Those that take most of their standard; of an SOP's versions each step once, the newest."""
    by_step: defaultdict[tuple[SopId, StepId], list[DoneStep]] = defaultdict(list)
    for one in _done_of_late(reader, reach, at):
        by_step[one.sop, one.step].append(one)
    found = (_slow_step(database, reader, done, at) for done in by_step.values())
    slow = [one for one in found if one is not None]
    slow.sort(key=lambda one: (-one.taken / max(one.standard, 1), one.sop, one.step))
    return tuple(slow[:_SHOWN])


def _done_of_late(reader: Reader, reach: Reach, at: datetime) -> tuple[DoneStep, ...]:
    since = at - timedelta(days=STEP_DAYS)
    return board_endings.done_steps(reader, reach, since=since, limit=MOST_STEPS)


def _slow_step(
    database: Database, reader: Reader, done: Sequence[DoneStep], at: datetime
) -> SlowStep | None:
    """None where the row has no standard, or its calendar cannot tell."""
    judged = _judged_step(database, reader, done, at)
    if judged is None:
        return None
    workflow, step, (taken, standard) = judged
    return SlowStep(
        sop=workflow.sop,
        version=workflow.version,
        step=step.id,
        title=workflow.title,
        activity=step.activity,
        taken=median_low(taken),
        standard=standard,
        count=len(done),
    )


class Taken(Frozen, frozen=True, kw_only=True):
    """A step as it was done once, and the working seconds that it took."""

    done: DoneStep
    seconds: int
    standard: int


def taken_of(  # noqa: PLR0913  # which step, as of when, for whom
    database: Database, reader: Reader, reach: Reach, sop: SopId, step: StepId, *, at: datetime
) -> tuple[Taken, ...]:
    """Each time that a step was done of late, the slowest first; nothing without a standard."""
    done = [one for one in _done_of_late(reader, reach, at) if (one.sop, one.step) == (sop, step)]
    judged = _judged_step(database, reader, done, at) if done else None
    if judged is None:
        return ()
    _, _, (seconds, standard) = judged
    pairs = sorted(zip(done, seconds, strict=True), key=lambda pair: -pair[1])
    return tuple(Taken(done=one, seconds=took, standard=standard) for one, took in pairs)


_Told = tuple[tuple[int, ...], int]
"""Working seconds that each took, and what the standard gave in the middle."""


def _judged_step(
    database: Database, reader: Reader, done: Sequence[DoneStep], at: datetime
) -> tuple[Workflow, AnyStep, _Told] | None:
    newest = max(one.version for one in done)
    workflow = database.workflows.of_version(done[0].sop, newest) or workflow_of(
        database, reader, done[0].sop, newest
    )
    step = workflow.step(done[0].step)
    clause = None if step is None else standard_of(step, workflow.service)
    if step is None or clause is None or _is_others(workflow, step.role):
        return None
    told = _told(database, reader, workflow, clause=clause, done=done, at=at)
    return None if told is None else (workflow, step, told)


def _is_others(workflow: Workflow, role: RoleId | None) -> bool:
    """Whether the step is not the office's own."""
    return role is None or workflow.roles[role].external


def _told(  # noqa: PLR0913  # what is judged, by which calendar
    database: Database,
    reader: Reader,
    workflow: Workflow,
    *,
    clause: Clause,
    done: Sequence[DoneStep],
    at: datetime,
) -> _Told | None:
    try:
        return calendar_for(
            database,
            reader,
            workflow.calendar,
            lambda calendar: _judged(calendar, clause, done),
            at=at,
        )
    except (CalendarError, NotFound):
        return None


def _judged(calendar: Calendar, clause: Clause, done: Sequence[DoneStep]) -> _Told:
    """A standard of days gives what the office works in them, from when the step began."""
    taken = tuple(calendar.between(one.opened_at, one.finished_at) for one in done)
    given = (_given(calendar, clause, one.opened_at) for one in done[:_ENOUGH])
    return taken, median_low(given)


_ENOUGH = 31
"""Standards of days differ little from case to case."""


def _given(calendar: Calendar, clause: Clause, start: datetime) -> int:
    rule = clause.rule
    over = due(calendar, clause.budget, start=start, day_one=rule.day_one, cut_off=rule.cut_off)
    return calendar.between(start, over)
