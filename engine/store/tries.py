"""Tries at passwords and codes that failed in a row, for all processes of the installation."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, select

from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables_access import TRIES

_TRIES = TRIES.c
_keep = upsert(TRIES)
_find = Prepared(select(TRIES).where(_TRIES.subject == bindparam("the_subject")))
_forget = Prepared(delete(TRIES).where(_TRIES.at < bindparam("before"), _TRIES.known_at.is_(None)))
_forget_known = Prepared(delete(TRIES).where(_TRIES.at < bindparam("before")))


class KeptTries(Frozen, frozen=True, kw_only=True):
    """How often in a row it failed, the last time `at`; nothing is looked at before `until`.

    `known_at` is when it last went well.
    """

    subject: bytes
    failures: int
    at: datetime
    until: datetime
    known_at: datetime | None = None


def find(reader: Reader, subject: bytes) -> KeptTries | None:
    """What is kept of a subject."""
    records = reader.records(_find, {"the_subject": subject})
    return KeptTries(**records[0]) if records else None


def keep(unit: Unit, tries: Iterable[KeptTries]) -> None:
    """Let it be like that."""
    unit.execute_all(_keep, [asdict(one) for one in tries])


def forget(unit: Unit, *, before: datetime, known_before: datetime) -> None:
    """Forget what has not been tried since; later, what once went well."""
    unit.execute(_forget, {"before": before})
    unit.execute(_forget_known, {"before": known_before})
