"""Which keys of personal data there are, for who verifies."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables_personal import SUBJECT_KEY

_keys = Prepared(select(SUBJECT_KEY.c.id, SUBJECT_KEY.c.sealed.is_not(None)))


def live_keys(reader: Reader) -> Mapping[str, bool]:
    """Every key that there was, by its id: whether it can still open anything."""
    return {name: bool(is_live) for name, is_live in reader.rows(_keys)}
