"""What a case rests on, to the byte: its events, SOP versions, calendars, and their entries."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from engine.core.ids import CaseId, PersonId, SopId
from engine.core.ledger import Entry
from engine.core.proofs import Kept
from engine.core.proofs_together import prove_together
from engine.core.text import Frozen
from engine.store import ledger
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import CALENDAR_VERSION, CASE_EVENT, SOP_VERSION
from engine.store.tables_ledger import LEDGER_ENTRY

_events = Prepared(
    select(CASE_EVENT.c.hash, CASE_EVENT.c.body)
    .where(CASE_EVENT.c.case_id == bindparam("case_id"))
    .order_by(CASE_EVENT.c.seq)
)
_SOP, _CALENDAR = SOP_VERSION.c, CALENDAR_VERSION.c
_sop = Prepared(
    select(
        _SOP.sop,
        _SOP.version,
        _SOP.text,
        _SOP.workflow,
        _SOP.published_at,
        _SOP.published_by,
        _SOP.author,
    ).where(_SOP.sop == bindparam("the_sop"), _SOP.version == bindparam("the_version"))
)
_calendar = Prepared(
    select(
        _CALENDAR.id.label("calendar"),
        _CALENDAR.version,
        _CALENDAR.body,
        _CALENDAR.published_at,
        _CALENDAR.published_by,
        _CALENDAR.reason,
    ).where(
        _CALENDAR.id == bindparam("the_calendar"), _CALENDAR.version == bindparam("the_version")
    )
)
_entered = Prepared(
    select(LEDGER_ENTRY.c.position, LEDGER_ENTRY.c.stream, LEDGER_ENTRY.c.seq, LEDGER_ENTRY.c.hash)
    .where(
        LEDGER_ENTRY.c.stream == bindparam("the_stream"), LEDGER_ENTRY.c.position < bindparam("end")
    )
    .order_by(LEDGER_ENTRY.c.seq)
)


class KeptEvent(Frozen, frozen=True, kw_only=True):
    """An event as it is kept: its hash and its body."""

    hash: bytes
    body: bytes


class KeptSop(Frozen, frozen=True, kw_only=True):
    """An SOP version as it is kept: as written, as compiled, who wrote it and put it into force."""

    sop: SopId
    version: int
    text: str
    workflow: bytes
    published_at: datetime
    published_by: PersonId
    author: PersonId | None


class KeptCalendar(Frozen, frozen=True, kw_only=True):
    """A calendar version as it is kept: who put it into force, when (UTC) and why."""

    calendar: str
    version: int
    body: bytes
    published_at: datetime
    published_by: PersonId
    reason: str


def events_as_kept(reader: Reader, case: CaseId) -> tuple[KeptEvent, ...]:
    """The events of a case in order, nothing of them read."""
    rows = reader.rows(_events, {"case_id": case})
    return tuple(KeptEvent(hash=kept, body=body) for kept, body in rows)


def sop_as_kept(reader: Reader, sop: SopId, version: int) -> KeptSop | None:
    """A published SOP version."""
    found = reader.records(_sop, {"the_sop": sop, "the_version": version})
    return next((KeptSop(**one) for one in found), None)


def calendar_as_kept(reader: Reader, name: str, version: int) -> KeptCalendar | None:
    """A published calendar version."""
    found = reader.records(_calendar, {"the_calendar": name, "the_version": version})
    return next((KeptCalendar(**one) for one in found), None)


def entered(reader: Reader, stream: str, *, size: int) -> tuple[Entry, ...]:
    """The entries of a stream among the first `size` of the ledger, by their numbers in it."""
    rows = reader.rows(_entered, {"the_stream": stream, "end": size})
    return tuple(
        Entry(position=position, stream=name, seq=seq, hash=kept)
        for position, name, seq, kept in rows
    )


def subtrees_beside(reader: Reader, positions: Iterable[int], *, size: int) -> tuple[Kept, ...]:
    """What leads from these entries to the root of the first `size`.

    Raises:
        LookupError: the ledger is shorter, or damaged.
    """
    return prove_together(positions, size, ledger.node(reader))
