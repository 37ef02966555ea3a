"""The one list over all that is the truth: numbered from what is due, proved from its tree.

Subtrees over 256 entries and more are kept, smaller ones made anew from their entries, so that
keeping the tree costs a row for every 255 entries and a proof reads a few hundred.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import and_, bindparam, delete, func, insert, select

from engine.core.ledger import (
    PEOPLE,
    Entry,
    calendar_hash,
    case_stream,
    entry_bytes,
    sop_hash,
)
from engine.core.proofs import Node, completed, leaf_hash, node_hash
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables import CALENDAR_VERSION, CASE_EVENT, SOP_VERSION
from engine.store.tables_ledger import LEDGER_DUE, LEDGER_ENTRY, LEDGER_NODE
from engine.store.tables_people import DIRECTORY_EVENT

TURN = "ledger"
"""Whoever numbers takes this turn."""

_CASES = case_stream("")
_LEVEL, _SPAN = 8, 256
_BLOCKS_KEPT = 64

_ENTRY = LEDGER_ENTRY.c
_waiting = Prepared(
    select(
        LEDGER_DUE.c.id,
        LEDGER_DUE.c.stream,
        LEDGER_DUE.c.seq,
        LEDGER_DUE.c.hash,
        CASE_EVENT.c.hash,
        _ENTRY.position,
    )
    .select_from(
        LEDGER_DUE.outerjoin(
            CASE_EVENT,
            and_(
                CASE_EVENT.c.case_id == func.substr(LEDGER_DUE.c.stream, len(_CASES) + 1),
                CASE_EVENT.c.seq == LEDGER_DUE.c.seq,
            ),
        ).outerjoin(
            LEDGER_ENTRY,
            and_(_ENTRY.stream == LEDGER_DUE.c.stream, _ENTRY.seq == LEDGER_DUE.c.seq),
        )
    )
    .order_by(LEDGER_DUE.c.id)
    .limit(bindparam("most"))
)
_due_count = Prepared(select(func.count()).select_from(LEDGER_DUE))
_numbered = Prepared(delete(LEDGER_DUE).where(LEDGER_DUE.c.id == bindparam("due")))
_last = Prepared(select(_ENTRY.position).order_by(_ENTRY.position.desc()).limit(1))
_entries = Prepared(
    select(_ENTRY.position, _ENTRY.stream, _ENTRY.seq, _ENTRY.hash)
    .where(_ENTRY.position >= bindparam("first"))
    .order_by(_ENTRY.position)
    .limit(bindparam("most"))
)
_of_stream = Prepared(
    select(_ENTRY.position).where(
        _ENTRY.stream == bindparam("of"), _ENTRY.seq == bindparam("number")
    )
)
_node = Prepared(
    select(LEDGER_NODE.c.hash).where(
        LEDGER_NODE.c.level == bindparam("at_level"), LEDGER_NODE.c.number == bindparam("at_number")
    )
)
_add = Prepared(insert(LEDGER_ENTRY))
_add_node = Prepared(insert(LEDGER_NODE))
_case_hash = Prepared(
    select(CASE_EVENT.c.hash).where(
        CASE_EVENT.c.case_id == bindparam("of"), CASE_EVENT.c.seq == bindparam("number")
    )
)
_people_hash = Prepared(
    select(DIRECTORY_EVENT.c.hash).where(DIRECTORY_EVENT.c.seq == bindparam("number"))
)
_SOP, _CALENDAR = SOP_VERSION.c, CALENDAR_VERSION.c
_sop = Prepared(
    select(_SOP.text, _SOP.workflow, _SOP.published_at, _SOP.published_by, _SOP.author).where(
        _SOP.sop == bindparam("of"), _SOP.version == bindparam("number")
    )
)
_calendar = Prepared(
    select(_CALENDAR.body, _CALENDAR.published_at, _CALENDAR.published_by, _CALENDAR.reason).where(
        _CALENDAR.id == bindparam("of"), _CALENDAR.version == bindparam("number")
    )
)


def count_due(reader: Reader) -> int:
    """How much waits to be numbered."""
    row = reader.row(_due_count)
    return row[0] if row else 0


def size(reader: Reader) -> int:
    """How many entries there are."""
    row = reader.row(_last)
    return row[0] + 1 if row else 0


def entries(reader: Reader, *, first: int, limit: int) -> tuple[Entry, ...]:
    """Entries from the one numbered `first` (from 0) on, in order."""
    return tuple(
        Entry(position=position, stream=stream, seq=seq, hash=kept)
        for position, stream, seq, kept in reader.rows(_entries, {"first": first, "most": limit})
    )


def position_of(reader: Reader, stream: str, seq: int) -> int | None:
    """Where an event or a version stands in the list; None while it is only due."""
    row = reader.row(_of_stream, {"of": stream, "number": seq})
    return row[0] if row else None


def hash_of(reader: Reader, stream: str, seq: int) -> bytes | None:
    """The hash of what is there under that name and number; None where nothing is."""
    room, _, of = stream.partition("/")
    find = _HASHES.get(room)
    return find(reader, of, seq) if find else None


def _hash_of_case(reader: Reader, case: str, seq: int) -> bytes | None:
    row = reader.row(_case_hash, {"of": case, "number": seq})
    return row[0] if row else None


def _hash_of_people(reader: Reader, _: str, seq: int) -> bytes | None:
    row = reader.row(_people_hash, {"number": seq})
    return row[0] if row else None


def _hash_of_sop(reader: Reader, sop: str, version: int) -> bytes | None:
    row = reader.row(_sop, {"of": sop, "number": version})
    if row is None:
        return None
    text, workflow, at, by, author = row
    return sop_hash(text, workflow, at=at, by=by, author=author)


def _hash_of_calendar(reader: Reader, calendar: str, version: int) -> bytes | None:
    row = reader.row(_calendar, {"of": calendar, "number": version})
    if row is None:
        return None
    body, at, by, reason = row
    return calendar_hash(body, at=at, by=by, reason=reason)


_HASHES: dict[str, Callable[[Reader, str, int], bytes | None]] = {
    "case": _hash_of_case,
    PEOPLE: _hash_of_people,
    "sop": _hash_of_sop,
    "calendar": _hash_of_calendar,
}


def number(unit: Unit, limit: int) -> int:
    """Give what is due the next numbers, up to `limit`; how many were looked at.

    Only what is there, as it was when it was noted, gets one, and once. The rest is left out: that
    something is missing is found by who verifies, and a list that stopped would hide all after it.
    """
    unit.take_turn(TURN)
    waiting = unit.rows(_waiting, {"most": limit})
    known = size(unit)
    added: dict[tuple[str, int], Entry] = {}
    for _, stream, seq, noted, of_case, position in waiting:
        if not (isinstance(stream, str) and isinstance(seq, int)):
            continue  # SQLite takes anything anywhere
        there = of_case if stream.startswith(_CASES) else hash_of(unit, stream, seq)
        if position is None and there is not None and noted in {None, there}:
            at = known + len(added)
            entry = Entry(position=at, stream=stream, seq=seq, hash=there)
            added.setdefault((stream, seq), entry)
    _grow(unit, known, tuple(added.values()))
    unit.execute_all(_numbered, [{"due": row[0]} for row in waiting])
    return len(waiting)


def _grow(unit: Unit, known: int, added: Sequence[Entry]) -> None:
    if not added:
        return
    unit.execute_all(
        _add,
        [
            {"position": one.position, "stream": one.stream, "seq": one.seq, "hash": one.hash}
            for one in added
        ],
    )
    block = known // _SPAN
    partial = entries(unit, first=block * _SPAN, limit=known % _SPAN) if known % _SPAN else ()
    leaves = [_leaf(one) for one in (*partial, *added)]
    while len(leaves) >= _SPAN:
        _keep(unit, block, _fold(leaves[:_SPAN]))
        leaves, block = leaves[_SPAN:], block + 1


def _keep(unit: Unit, number_: int, head: bytes) -> None:
    """Keep the subtree of a full block, and those that it completes."""

    def beside(level: int, index: int) -> bytes:
        return _kept(unit, level + _LEVEL, index)

    for level, index, hash_ in completed(number_, head, beside):
        row = {"level": level + _LEVEL, "number": index, "hash": hash_}
        unit.execute(_add_node, row)


def _kept(reader: Reader, level: int, number_: int) -> bytes:
    row = reader.row(_node, {"at_level": level, "at_number": number_})
    if row is None:
        raise LookupError(f"the tree has no subtree {level}/{number_}")
    kept: bytes = row[0]
    return kept


def _leaf(entry: Entry) -> bytes:
    return leaf_hash(entry_bytes(entry.stream, entry.seq, entry.hash))


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over complete subtrees beside each other, a power of two of them."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def node(reader: Reader) -> Node:
    """The complete subtrees of the tree, for `engine.core.proofs`.

    Its answers are kept while it is: for one snapshot, which the list does not outgrow.

    Raises:
        LookupError: when called: the tree has no such subtree, so the list is shorter or damaged.
    """
    blocks: dict[int, list[bytes]] = {}
    nodes: dict[tuple[int, int], bytes] = {}

    def find(level: int, index: int) -> bytes:
        key = level, index
        if key not in nodes:
            nodes[key] = _kept(reader, level, index) if level >= _LEVEL else made(level, index)
        return nodes[key]

    def made(level: int, index: int) -> bytes:
        first = index << level
        block, offset = divmod(first, _SPAN)
        if block not in blocks:
            if len(blocks) >= _BLOCKS_KEPT:
                blocks.pop(next(iter(blocks)))
            blocks[block] = [_leaf(e) for e in entries(reader, first=block * _SPAN, limit=_SPAN)]
        leaves = blocks[block][offset : offset + (1 << level)]
        if len(leaves) < 1 << level:
            raise LookupError(f"the list ends before entry {first + (1 << level) - 1}")
        return _fold(leaves)

    return find
