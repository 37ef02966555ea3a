"""How far the list of all histories lags behind them: what waits for a number, and since when."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select

from engine.core.ledger import PEOPLE
from engine.core.text import Frozen
from engine.store import ledger
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import CALENDAR_VERSION, CASE_EVENT, SOP_VERSION
from engine.store.tables_ledger import LEDGER_DUE
from engine.store.tables_people import DIRECTORY_EVENT

_LOOKED_AT = 100
"""So many of the oldest are looked at: that one of them is not there is possible, not that all."""

_due = Prepared(
    select(LEDGER_DUE.c.stream, LEDGER_DUE.c.seq).order_by(LEDGER_DUE.c.id).limit(_LOOKED_AT)
)
_case_at = Prepared(
    select(CASE_EVENT.c.at).where(
        CASE_EVENT.c.case_id == bindparam("of"), CASE_EVENT.c.seq == bindparam("number")
    )
)
_people_at = Prepared(
    select(DIRECTORY_EVENT.c.at).where(DIRECTORY_EVENT.c.seq == bindparam("number"))
)
_sop_at = Prepared(
    select(SOP_VERSION.c.published_at).where(
        SOP_VERSION.c.sop == bindparam("of"), SOP_VERSION.c.version == bindparam("number")
    )
)
_calendar_at = Prepared(
    select(CALENDAR_VERSION.c.published_at).where(
        CALENDAR_VERSION.c.id == bindparam("of"), CALENDAR_VERSION.c.version == bindparam("number")
    )
)
_INSTANTS: Mapping[str, Prepared] = {
    "case": _case_at,
    PEOPLE: _people_at,
    "sop": _sop_at,
    "calendar": _calendar_at,
}


class Waiting(Frozen, frozen=True, kw_only=True):
    """How much waits for a number, and when the oldest of it happened (UTC); None: nobody knows."""

    count: int
    oldest: datetime | None = None


def waiting(reader: Reader) -> Waiting:
    """What waits for a number."""
    return Waiting(count=ledger.count_due(reader), oldest=_oldest(reader))


def _oldest(reader: Reader) -> datetime | None:
    for stream, seq in reader.rows(_due):
        room, _, of = stream.partition("/")
        find = _INSTANTS.get(room)
        given = {"number": seq} if room == PEOPLE else {"of": of, "number": seq}
        row = reader.row(find, given) if find else None
        if row is not None:
            at: datetime = row[0]
            return at
    return None
