"""Answers about records: the schedule, what is due, what is held, lists and what became of them."""

from engine.core.text import Frozen
from engine.service.disposal import DisposalView, ListedCase
from engine.service.retention import HoldRow, Series


class SeriesList(Frozen, frozen=True, kw_only=True):
    """The retention schedule: every class, and the SOPs in force that name it."""

    items: tuple[Series, ...]


class DueList(Frozen, frozen=True, kw_only=True):
    """Cases whose record may be proposed for destruction, those first that were due first."""

    items: tuple[ListedCase, ...]


class HoldList(Frozen, frozen=True, kw_only=True):
    """Records that are kept back, longest first."""

    items: tuple[HoldRow, ...]


class DisposalList(Frozen, frozen=True, kw_only=True):
    """Lists of records to be destroyed, the newest first."""

    items: tuple[DisposalView, ...]
