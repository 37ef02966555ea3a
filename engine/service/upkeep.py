"""Keeping a database in shape."""

from engine.service.database import Database
from engine.store import projections


def rebuild_views(database: Database) -> int:
    """Make all views anew from the history, to the same bytes; how many cases there are.

    Raises:
        StoreUnavailable: the database cannot be used; nothing was changed.
    """
    return projections.rebuild(database.store)
