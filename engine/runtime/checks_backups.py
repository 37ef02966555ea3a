"""Whether there are backups, and how old the newest is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.service.backups import backups_in, taken_at
from engine.service.checks import Check, Told, ok, warn, wrong
from engine.settings import Settings

OLD, FAR_TOO_OLD = timedelta(hours=36), timedelta(days=7)


def backups(settings: Settings, *, at: datetime) -> Iterator[Check]:
    """How old the newest backup is; where Alur makes none, that somebody else must."""
    if settings.backups is None:
        yield ok(Told.BACKUPS_UNSET)
        return
    folder = settings.backups.as_posix()
    newest = next(iter(backups_in(settings.backups)), None)
    if newest is None:
        yield warn(Told.BACKUPS_NONE, folder=folder)
        return
    taken = taken_at(newest)
    if at - taken <= OLD:
        yield ok(Told.BACKUPS_FRESH, taken=taken, folder=folder)
    else:
        said = wrong if at - taken > FAR_TOO_OLD else warn
        yield said(Told.BACKUPS_OLD, taken=taken, folder=folder)
