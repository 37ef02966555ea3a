"""Whether numbering keeps up: what of the histories is not in the list that is signed."""

from datetime import datetime, timedelta

from engine.core.text import Frozen
from engine.service import processes
from engine.service.database import Database
from engine.store import checkpoints, numbering
from engine.store.job import Reader

STUCK_AFTER = timedelta(minutes=10)
"""Numbered every few seconds, nothing waits that long unless numbering does not get on."""


class Backlog(Frozen, frozen=True, kw_only=True):
    """How much waits for a number, and for how long it could have had one.

    `is_tended`: somebody is there who gives numbers.
    """

    count: int
    age: timedelta
    is_tended: bool


def backlog(database: Database, *, at: datetime) -> Backlog:
    """What waits for a number at that instant (aware UTC).

    It waits since it happened, and not since before there was anybody to number it: a load, or an
    upgrade, brings what happened long ago. Where that is not known, since the last checkpoint.
    """
    found = database.store.read(numbering.waiting)
    tending = [
        one.started_at
        for one in processes.list_processes(database)
        if processes.is_there(one, at=at) and one.prefect != processes.NOT_DISPATCHING
    ]
    since = found.oldest
    if since is None or since > at:  # the latter by a clock that was ahead
        since = min(at, database.store.read(_last_signed) or at)
    since = max([since, min(tending)]) if tending else since
    age = max(at - since, timedelta(0)) if found.count else timedelta(0)
    return Backlog(count=found.count, age=age, is_tended=bool(tending))


def _last_signed(reader: Reader) -> datetime | None:
    """When numbering is known to have worked last."""
    return next((one.at for one in checkpoints.newest(reader)), None)
