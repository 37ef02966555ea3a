"""The history of the directory: one chain of events for the whole installation.

Kept as the events of a case are (`engine.store.log`), hashes and all. What follows from it is
folded in memory: there is no row to go wrong.
"""

from functools import reduce
from hashlib import sha256

import msgspec
from sqlalchemy import bindparam, desc, insert, select

from engine.core.directory import Directory
from engine.core.directory_events import DirectoryEvent, DirectoryRecorded
from engine.core.directory_evolve import evolve_directory
from engine.core.errors import Conflict, StoreError
from engine.core.ledger import PEOPLE
from engine.core.text import Frozen
from engine.store import ledger
from engine.store.codec import canonical, chain
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_people import DIRECTORY_EVENT
from engine.store.upcast import DIRECTORY_UPGRADES, Upgrades, upgraded

START = sha256(b"alur/directory/1\n").digest()
"""What the first event chains to."""

TURN = "directory"
"""Whoever changes the directory takes this turn, and decides by what it holds then."""

_EVENT = DIRECTORY_EVENT.c
_append = Prepared(insert(DIRECTORY_EVENT))
_head = Prepared(select(_EVENT.hash).order_by(desc(_EVENT.seq)).limit(1))
_events = Prepared(
    select(_EVENT.seq, _EVENT.hash, _EVENT.body)
    .where(_EVENT.seq > bindparam("after"))
    .order_by(_EVENT.seq)
)
_recorded = msgspec.json.Decoder(DirectoryRecorded)


class DirectoryMovedOn(Conflict):
    """Somebody else changed the directory at the same moment; nothing was changed here."""

    hint = "Look at it again, then ask again."

    def __init__(self) -> None:
        super().__init__("The directory has changed meanwhile.")


class DirectoryDamaged(StoreError):
    """The history of the directory was changed by other hands, so nobody can be told apart."""

    hint = "Restore the database from a backup that is whole."

    def __init__(self) -> None:
        super().__init__("The history of the directory does not hold together.")


class Listed(Frozen, frozen=True, kw_only=True):
    """The directory as its events leave it. `head` is the hash of the last one."""

    directory: Directory = Directory()
    head: bytes = START


class DirectoryEntry(Frozen, frozen=True, kw_only=True):
    """An event of the directory and its hash."""

    recorded: DirectoryRecorded
    hash: bytes


def kind_of(event: DirectoryEvent) -> str:
    """The stable name of an event's kind."""
    return str(event.__struct_config__.tag)


def encode(recorded: DirectoryRecorded) -> bytes:
    """The body of an event: canonical JSON, which its hash covers.

    Raises:
        msgspec.ValidationError: kept, it could never be read again.
    """
    body = canonical(recorded)
    _recorded.decode(body)
    return body


def decode(body: bytes, *, upgrades: Upgrades = DIRECTORY_UPGRADES) -> DirectoryRecorded:
    """The event in `body`, brought up to today's shape."""
    if not upgrades:
        return _recorded.decode(body)
    return msgspec.convert(upgraded(msgspec.json.decode(body), upgrades), DirectoryRecorded)


def append(unit: Unit, recorded: tuple[DirectoryRecorded, ...], *, after: Listed) -> Listed:
    """Add events after `after`; the directory that follows.

    Raises:
        DirectoryMovedOn: there are more events than that by now.
    """
    rows, head = [], after.head
    for seq, one in enumerate(recorded, after.directory.seq + 1):
        if one.seq != seq:
            raise DirectoryMovedOn
        body = encode(one)
        head = chain(head, body)
        row: dict[str, object] = {
            "seq": seq,
            "kind": kind_of(one.event),
            "at": one.at,
            "hash": head,
            "body": body,
        }
        rows.append(row)
    unit.execute_all(_append, rows, clash=DirectoryMovedOn())
    return Listed(directory=reduce(evolve_directory, recorded, after.directory), head=head)


def load(reader: Reader, *, known: Listed | None = None) -> Listed:
    """The directory as it stands in the snapshot.

    `known` is how it stood when it was last seen: taken as it is if nothing came since, and gone
    on from if something did.

    Raises:
        DirectoryDamaged: its hashes do not hold together.
    """
    if known is not None:
        row = reader.row(_head)
        if known.head == (START if row is None else row[0]):
            return known  # the head hashes all there ever was
        later = _follow(known, _rows(reader, after=known.directory.seq))
        if later is not None:
            return later  # none: `known` is of another time: a snapshot, a backup
    rows = _rows(reader)
    whole = _follow(Listed(), rows)
    if whole is not None:
        return whole
    if rows or ledger.position_of(reader, PEOPLE, 1) is not None:
        raise DirectoryDamaged  # emptied, it would let anybody act
    return Listed()


def read_events(reader: Reader, *, after: int = 0) -> tuple[DirectoryEntry, ...]:
    """The history beyond event number `after`, in order."""
    rows = _rows(reader, after=after)
    return tuple(DirectoryEntry(recorded=decode(body), hash=kept) for _, kept, body in rows)


def _rows(reader: Reader, *, after: int = 0) -> list[tuple[int, bytes, bytes]]:
    return reader.rows(_events, {"after": after})


def _follow(known: Listed, rows: list[tuple[int, bytes, bytes]]) -> Listed | None:
    """`known` and what came after it; None where nothing did, or nothing that follows from it."""
    directory, head = known.directory, known.head
    for _, kept, body in rows:
        head = chain(head, body)
        if head != kept:
            return None
        directory = evolve_directory(directory, decode(body))
    return Listed(directory=directory, head=head) if rows else None
