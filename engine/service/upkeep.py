"""Keeping a database in shape."""

from engine.core.personal import APPLICANT_NAME, ERASED
from engine.core.state import CaseState
from engine.service.database import Database
from engine.service.opening import CaseOpener
from engine.store import projections
from engine.store.job import Unit


def rebuild_views(database: Database) -> int:
    """Make all views anew from the history, to the same bytes; how many cases there are.

    Raises:
        StoreUnavailable: the database cannot be used; nothing was changed.
    """

    def name_of(unit: Unit, state: CaseState) -> str:
        opener = CaseOpener(database, unit, state.case)
        name = opener.text(APPLICANT_NAME, state.applicant.name)
        return "" if name == ERASED else name

    return projections.rebuild(database.store, name_of)
