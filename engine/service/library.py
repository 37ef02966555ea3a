"""The library published: its calendars first, then every definition."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.core.commands import Actor
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.folder import definitions, library_of, read_text, registers
from engine.service.views import SopSummary

__all__ = ["definitions", "library_of", "publish_all", "read_text", "registers"]


def publish_all(
    database: Database,
    path: Path,
    *,
    by: Actor,
    at: datetime,
    each: Callable[[SopSummary], None] = lambda _: None,
) -> tuple[SopSummary, ...]:
    """Publish calendars and definitions of the library; what is published already stays as it is.

    Raises:
        SopError: a file cannot be read or has errors.
        CalendarPublished, EditNotApplied: as `publish_calendars`.
    """
    publish_calendars(database, path, by=by, at=at)
    known = registers(path)
    published = []
    for file in definitions(path):
        summary = publish(
            database, read_text(file), registers=known, by=by, at=at, file=file.as_posix()
        )
        each(summary)
        published.append(summary)
    return tuple(published)
