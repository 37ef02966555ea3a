"""What verifications came to: the last ones, the newest first."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, desc, func, insert, select

from engine.core.text import Frozen
from engine.core.verdicts import Verdict
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_verifications import VERIFICATION

_ONE = VERIFICATION.c
_keep = Prepared(insert(VERIFICATION))
_newest = Prepared(
    select(_ONE.id, _ONE.took_ms, _ONE.verdict)
    .where(_ONE.id < bindparam("before"))
    .order_by(desc(_ONE.at), desc(_ONE.id))
    .limit(bindparam("most"))
)
_old = Prepared(delete(VERIFICATION).where(_ONE.at < bindparam("since")))
_failed = Prepared(select(func.count()).select_from(VERIFICATION).where(_ONE.found > 0))
_verdict = msgspec.json.Decoder(Verdict)
_AFTER_ALL = "~"
"""Sorts after every id there can be."""


class Verification(Frozen, frozen=True, kw_only=True):
    """A verification, and how many milliseconds it took."""

    id: str
    took_ms: int
    verdict: Verdict


def keep(unit: Unit, one: Verification) -> None:
    """Keep what a verification came to."""
    given: dict[str, object] = {
        "id": one.id,
        "at": one.verdict.at,
        "took_ms": one.took_ms,
        "found": one.verdict.found,
        "verdict": canonical(one.verdict).decode(),
    }
    unit.execute(_keep, given)


def newest(reader: Reader, *, most: int, before: str = "") -> tuple[Verification, ...]:
    """The last verifications, the newest first; those before the one of that id."""
    given = {"before": before or _AFTER_ALL, "most": most}
    return tuple(
        Verification(id=id_, took_ms=took, verdict=_verdict.decode(verdict))
        for id_, took, verdict in reader.rows(_newest, given)
    )


def count_failed(reader: Reader) -> int:
    """How many of those that are kept found something."""
    row = reader.row(_failed)
    return row[0] if row else 0


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget the verifications that began before an instant (UTC)."""
    unit.execute(_old, {"since": before})
