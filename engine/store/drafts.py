"""Drafts: what a person has half written at a place, sealed. The newest of a place counts."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables_drafts import DRAFT

_DRAFT = DRAFT.c
_ITS_OWN = (_DRAFT.person == bindparam("who"), _DRAFT.place == bindparam("the_place"))
_keep = upsert(DRAFT)
_find = Prepared(select(_DRAFT.sealed, _DRAFT.saved_at).where(*_ITS_OWN))
_drop = Prepared(delete(DRAFT).where(*_ITS_OWN).returning(_DRAFT.place))
_drop_place = Prepared(delete(DRAFT).where(_DRAFT.place == bindparam("the_place")))
_prune = Prepared(
    delete(DRAFT).where(_DRAFT.saved_at < bindparam("before")).returning(_DRAFT.place)
)


class SealedDraft(Frozen, frozen=True, kw_only=True):
    """A draft as it lies in the store. `saved_at` is UTC."""

    sealed: bytes
    saved_at: datetime


def keep(unit: Unit, person: PersonId, place: str, draft: SealedDraft) -> None:
    """Put it in the place of what the person had there."""
    row = {"person": person, "place": place, "sealed": draft.sealed, "saved_at": draft.saved_at}
    unit.execute(_keep, row)


def find(reader: Reader, person: PersonId, place: str) -> SealedDraft | None:
    """What the person has there."""
    row = reader.row(_find, {"who": person, "the_place": place})
    return None if row is None else SealedDraft(sealed=row[0], saved_at=row[1])


def drop(unit: Unit, person: PersonId, place: str) -> bool:
    """Forget what the person has there; whether there was anything."""
    return bool(unit.rows(_drop, {"who": person, "the_place": place}))


def drop_place(unit: Unit, place: str) -> None:
    """Forget what anybody has there."""
    unit.execute(_drop_place, {"the_place": place})


def prune(unit: Unit, *, before: datetime) -> int:
    """Forget what was saved before that instant; how many drafts that were."""
    return len(unit.rows(_prune, {"before": before}))
