"""The library published: its calendars first, then every definition."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.core.commands import Actor
from engine.core.errors import InputRefused
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

    A version that takes effect only after `at` waits where an earlier one holds until then.

    Raises:
        SopError: a file cannot be read or has errors.
        InputRefused: the only version of an SOP takes effect after `at`.
        CalendarPublished, EditNotApplied: as `publish_calendars`.
    """
    publish_calendars(database, path, by=by, at=at)
    known = registers(path)
    published: dict[Path, SopSummary] = {}
    for file in definitions(path):
        try:
            summary = publish(
                database, read_text(file), registers=known, by=by, at=at, file=file.as_posix()
            )
        except InputRefused:
            if not any(file.parent == earlier.parent for earlier in published):
                raise
            continue
        each(summary)
        published[file] = summary
    return tuple(published.values())
