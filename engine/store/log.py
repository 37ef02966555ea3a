"""The log of events: append at the expected number, read back.

The row of a case holds its state and the hash of its last event, so that a command reads one row
and no history. On PostgreSQL that row is the lock of the case.
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, insert, select

from engine.core.errors import CaseExists, VersionConflict
from engine.core.events import Event, Recorded
from engine.core.ids import CaseId
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.store.codec import (
    chain,
    decode_recorded,
    decode_state,
    encode_recorded,
)
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables import CASE, CASE_EVENT

_PAGE = 1000

_LOAD = select(CASE.c.head, CASE.c.state).where(CASE.c.id == bindparam("case_id"))
_load_locked = Prepared(_LOAD.with_for_update())
_load = Prepared(_LOAD)
_append = Prepared(insert(CASE_EVENT))
_events = Prepared(
    select(CASE_EVENT.c.seq, CASE_EVENT.c.hash, CASE_EVENT.c.body)
    .where(CASE_EVENT.c.case_id == bindparam("case_id"))
    .order_by(CASE_EVENT.c.seq)
)
_cases = Prepared(
    select(CASE_EVENT.c.case_id)
    .where(CASE_EVENT.c.seq == 1, CASE_EVENT.c.case_id > bindparam("after"))
    .order_by(CASE_EVENT.c.case_id)
    .limit(_PAGE)
)


class Stored(Frozen, frozen=True, kw_only=True):
    """A case as its row has it. `head` is the hash of its last event."""

    state: CaseState
    head: bytes


class Entry(Frozen, frozen=True, kw_only=True):
    """An event of the log and its hash."""

    recorded: Recorded
    hash: bytes


def kind_of(event: Event) -> str:
    """The stable name of an event's kind."""
    return str(event.__struct_config__.tag)


def load(unit: Unit, case: CaseId, *, known: Stored | None = None) -> Stored | None:
    """The case, which no other unit can now change until this one is over.

    `known` is how the case stood when it was last seen: taken as it is if nothing came since.
    """
    row = unit.row(_load_locked, {"case_id": case})
    if known is not None and row is not None and known.head == row[0]:
        return known  # the head hashes all there ever was
    return _stored(row)


def find(reader: Reader, case: CaseId) -> Stored | None:
    """The case as it stands in the snapshot."""
    return _stored(reader.row(_load, {"case_id": case}))


def _stored(row: tuple[bytes, bytes] | None) -> Stored | None:
    return None if row is None else Stored(head=row[0], state=decode_state(row[1]))


def append(unit: Unit, recorded: tuple[Recorded, ...], *, expected: int, prev: bytes) -> bytes:
    """Add events of one case after its event number `expected`, whose hash is `prev`.

    For a new case `expected` is 0 and `prev` its `codec.genesis`. Gives the hash of the last one.

    Raises:
        VersionConflict: the case has more events than that, or fewer.
        CaseExists: a new case was expected and there is one.
    """
    case = recorded[0].case
    rows = []
    for seq, one in enumerate(recorded, expected + 1):
        if one.seq != seq or one.case != case:
            raise VersionConflict(case, expected)
        body = encode_recorded(one)
        prev = chain(prev, body)
        row: dict[str, object] = {
            "case_id": case,
            "seq": seq,
            "kind": kind_of(one.event),
            "at": one.at,
            "hash": prev,
            "body": body,
        }
        rows.append(row)
    clash = VersionConflict(case, expected) if expected else CaseExists(case)
    unit.execute_all(_append, rows, clash=clash)
    return prev


def read_events(reader: Reader, case: CaseId) -> tuple[Entry, ...]:
    """The history of a case in order; empty where there is no such case."""
    rows = reader.rows(_events, {"case_id": case})
    return tuple(Entry(recorded=decode_recorded(body), hash=kept) for _, kept, body in rows)


def case_ids(reader: Reader) -> Iterator[CaseId]:
    """Every case of the log, sorted, a page at a time."""
    after = ""
    while page := reader.rows(_cases, {"after": after}):
        for (case,) in page:
            yield CaseId(case)
        after = page[-1][0]
