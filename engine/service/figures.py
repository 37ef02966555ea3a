"""The installation in figures: from the database, whichever process asks."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.processes import is_there
from engine.store import figures, outbox, processes
from engine.store.job import Reader
from engine.store.rows import WritingLoad

LATELY = timedelta(minutes=15)
"""Attempts that began within this while are counted."""


class Figures(Frozen, frozen=True, kw_only=True):
    """How the installation is.

    Attributes:
        waiting: Effects that could be run and that nobody has claimed, `oldest_seconds` the age of
            the one that could longest.
        enqueued: Effects there are, whenever they are due.
        outcomes: How the attempts went that began within `LATELY`.
        starts: After how many seconds each of them began since it could have.
        processes: Processes that are there, by kind and by how they get on with Prefect.
        skew_seconds: How far this process's clock is ahead of the database's.
        history_ahead_seconds: How far the latest record lies in the future of this process's clock.
    """

    waiting: int
    oldest_seconds: float
    enqueued: int
    overdue: int
    incidents: int
    outcomes: Mapping[str, int]
    starts: tuple[float, ...]
    processes: Mapping[tuple[str, str], int]
    skew_seconds: float
    history_ahead_seconds: float


def read_figures(database: Database, *, now: Callable[[], datetime]) -> Figures:
    """The figures of this moment.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    return database.store.read(lambda reader: _read(reader, now))


def writing_load(database: Database) -> WritingLoad:
    """How much this process is writing."""
    return database.store.load()


def skew_of(reader: Reader, now: Callable[[], datetime]) -> timedelta:
    """How far the clock `now` is ahead of the database's; asking takes a while, which is halved."""
    before = now()
    theirs = figures.clock(reader)
    return before + (now() - before) / 2 - theirs


def _read(reader: Reader, now: Callable[[], datetime]) -> Figures:
    skew, at = skew_of(reader, now), now()
    backlog = outbox.backlog(reader, at)
    begun = figures.begun(reader, since=at - LATELY)
    latest = figures.latest(reader)
    there = (one for one in processes.list_all(reader) if is_there(one, at=at))
    return Figures(
        waiting=backlog.waiting,
        oldest_seconds=_seconds(at, backlog.oldest),
        enqueued=outbox.count(reader),
        overdue=figures.overdue(reader),
        incidents=figures.incidents(reader),
        outcomes=Counter(how for how, _, _ in begun),
        starts=tuple(max(0.0, (began - wanted).total_seconds()) for _, wanted, began in begun),
        processes=Counter((one.kind, one.prefect) for one in there),
        skew_seconds=skew.total_seconds(),
        history_ahead_seconds=0.0 if latest is None else -min(0.0, (at - latest).total_seconds()),
    )


def _seconds(at: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max(0.0, (at - since).total_seconds())
