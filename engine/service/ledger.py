"""The list over all histories: numbered aside from every command, and proofs from it.

No command waits for the list: what a command adds is due with its own transaction, and numbered
by whoever comes round. Proofs are of RFC 6962; who checks them needs `engine.core.proofs` alone.
"""

from collections.abc import Callable
from typing import TypeVar

from engine.core import proofs
from engine.core.errors import NotFound, StoreError
from engine.core.ledger import Entry
from engine.service.database import Database
from engine.store import ledger

T = TypeVar("T")

BATCH = 512
"""So many at a time that no command waits long for its turn to write."""


class LedgerDamaged(StoreError):
    """The list of all histories lacks what it must have."""

    hint = "`alur verify` names what is missing; restore a backup that is whole."

    def __init__(self, reason: str) -> None:
        super().__init__(f"The list of all histories does not hold together: {reason}.")


def sequence(database: Database, *, batch: int = BATCH) -> int:
    """Number all that is due, `batch` at a time, each batch in its own transaction.

    Gives how many were numbered. Safe to be run by several at once, and to be cut off.

    Raises:
        StoreUnavailable: the database cannot be used; what was numbered is.
        LedgerDamaged: the tree lacks a subtree that the next one is made of.
    """
    done = 0
    while True:
        numbered = sequence_some(database, most=batch)
        done += numbered
        if numbered < batch:
            return done


def sequence_some(database: Database, *, most: int = BATCH) -> int:
    """Number what is due, up to `most`, in one transaction; how many were. Raises as `sequence`."""
    try:
        return database.store.write(lambda unit: ledger.number(unit, most))
    except LookupError as error:
        raise LedgerDamaged(str(error)) from error


def count_due(database: Database) -> int:
    """How much was added and has no number yet."""
    return database.store.read(ledger.count_due)


def size(database: Database) -> int:
    """How many entries there are."""
    return database.store.read(ledger.size)


def position_of(database: Database, stream: str, seq: int) -> int | None:
    """Where an event or a version stands in the list, from 0; None while it is only due."""
    return database.store.read(lambda reader: ledger.position_of(reader, stream, seq))


def entry_at(database: Database, position: int) -> Entry:
    """The entry at `position`, from 0.

    Raises:
        NotFound: the list is shorter.
    """
    found = database.store.read(lambda reader: ledger.entries(reader, first=position, limit=1))
    if not found or found[0].position != position:
        raise NotFound("entry", position)
    return found[0]


def prove_inclusion(database: Database, position: int, size: int) -> tuple[bytes, ...]:
    """Why the entry at `position` is among the first `size`.

    Raises:
        ValueError: it is not.
        LedgerDamaged: there are fewer entries, or the tree lacks something.
    """
    return _proved(database, lambda node: proofs.prove_inclusion(position, size, node))


def prove_consistency(database: Database, old: int, new: int) -> tuple[bytes, ...]:
    """Why the list of `old` entries is how the list of `new` entries began.

    Raises:
        ValueError: `old` is more than `new`.
        LedgerDamaged: there are fewer entries, or the tree lacks something.
    """
    return _proved(database, lambda node: proofs.prove_consistency(old, new, node))


def _proved(database: Database, prove: Callable[[proofs.Node], T]) -> T:
    try:
        return database.store.read(lambda reader: prove(ledger.node(reader)))
    except LookupError as error:
        raise LedgerDamaged(str(error)) from error
