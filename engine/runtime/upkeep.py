"""Work that comes round: what nobody's click brings about. Each is done by one process at a time.

Prefect schedules it and shows it (`engine.runtime.schedule`). Where Prefect is not there, whoever
finds a work overdue does it: it may come late, it does not fail to come.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from engine.core.errors import StoreUnavailable
from engine.core.text import Frozen
from engine.runtime.backing_up import backup
from engine.runtime.checkpointing import checkpoint
from engine.runtime.crew import Crew
from engine.runtime.verifying import verify
from engine.service import drafts, mint, processes, reports, runs
from engine.service.handover import hand_over_tasks
from engine.service.timers import sweep_all

_SKEW = timedelta(minutes=5)
_LONGEST_LEAD = timedelta(minutes=20)


class Upkeep(Frozen, frozen=True, kw_only=True):
    """A work that comes round. `cron` is by the office's clock, `every` about the time between.

    `do` gives what people read of it in one line.
    """

    name: str
    title: str
    cron: str
    every: timedelta
    do: Callable[[Crew], str]


def _sweep(crew: Crew) -> str:
    hand_over_tasks(crew.database, at=crew.now())
    swept = sweep_all(crew.database, at=crew.now())
    runs.close_abandoned(crew.database, at=crew.now())
    return f"{swept.looked} cases looked at, {swept.recorded} facts recorded"


def _report(crew: Crew) -> str:
    yesterday = crew.now().astimezone(crew.settings.office_zone).date() - timedelta(days=1)
    files = reports.write_days(
        crew.database, crew.settings.reports, yesterday, zone=crew.settings.office_zone
    )
    return f"written: {', '.join(file.name for file in files)}"


def _prune(crew: Crew) -> str:
    gone = runs.prune(crew.database, at=crew.now())
    old = drafts.prune(crew.database, at=crew.now())
    return f"{gone} attempts forgotten, {old} drafts"


WORKS = (
    Upkeep(
        name="sweep",
        title="Looks at every case whose time has come: breaches, warnings, escalations",
        cron="*/30 * * * *",
        every=timedelta(minutes=30),
        do=_sweep,
    ),
    Upkeep(
        name="checkpoint",
        title="Numbers what was added to the histories, signs how much there is, publishes that",
        cron="*/5 * * * *",
        every=timedelta(minutes=5),
        do=checkpoint,
    ),
    Upkeep(
        name="report",
        title="Writes the report of the day before",
        cron="15 0 * * *",
        every=timedelta(days=1),
        do=_report,
    ),
    Upkeep(
        name="backup",
        title="Copies everything into the folder of backups, where one is set up",
        cron="0 1 * * *",
        every=timedelta(days=1),
        do=backup,
    ),
    Upkeep(
        name="verify",
        title="Verifies that histories, versions and the ledger are what they were when kept",
        cron="30 1 * * *",
        every=timedelta(days=1),
        do=verify,
    ),
    Upkeep(
        name="prune",
        title="Forgets old attempts, finished runs and drafts",
        cron="0 2 * * *",
        every=timedelta(days=1),
        do=_prune,
    ),
)


def do(crew: Crew, work: Upkeep) -> str:
    """Do a work, unless another process has just done it; what came of it, in one line."""
    at = crew.now()
    owner = f"{crew.owner} {mint.run_id(at)}"  # not even this process twice
    if not processes.lead(crew.database, _turn(work), owner=owner, at=at, lasting=_led_for(work)):
        return "done by another process already"
    try:
        return work.do(crew)
    except BaseException:
        with suppress(StoreUnavailable):  # it stays undone until it is overdue again
            processes.give_back(crew.database, _turn(work), owner=owner)
        raise


def do_overdue(crew: Crew, *, patience: float = 1.5) -> tuple[str, ...]:
    """Do what should have come round long ago; the names of these works.

    Args:
        crew: who does it, and what time it is.
        patience: after how many of its rounds a work is overdue.

    Raises:
        StoreUnavailable: some could not be done, for want of the database or of the disk; the
            others are.
    """
    done, trouble = [], None
    for work in WORKS:
        try:
            if _is_overdue(crew, work, patience):
                do(crew, work)
                done.append(work.name)
        except StoreUnavailable as error:
            trouble = error
    if trouble is not None:
        raise trouble
    return tuple(done)


def _is_overdue(crew: Crew, work: Upkeep, patience: float) -> bool:
    led_until = processes.led_until(crew.database, _turn(work))
    if led_until is None:
        return True
    taken_at = led_until - _led_for(work)
    was_ahead = taken_at > crew.now() + _SKEW  # a clock that ran ahead, and may be right by now
    return was_ahead or crew.now() > taken_at + patience * work.every


def _led_for(work: Upkeep) -> timedelta:
    """Long enough for two that find the same round due, too short to stand for the next one."""
    return min(0.9 * work.every, _LONGEST_LEAD)


def _turn(work: Upkeep) -> str:
    return f"upkeep {work.name}"
