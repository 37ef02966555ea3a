"""When the cases of a list are due."""

from collections.abc import Mapping, Sequence

from engine.core.ids import CaseId
from engine.service.database import Database
from engine.store import case_dues
from engine.store.case_dues import CaseDue

__all__ = ["CaseDue", "dues_of"]


def dues_of(database: Database, cases: Sequence[CaseId]) -> Mapping[CaseId, CaseDue]:
    """When each of these cases is due by its promise, else by law; closed ones are left out."""
    return database.store.read(lambda reader: case_dues.dues_of(reader, cases))
