"""Proofs to a checkpoint, for whoever checks them elsewhere (`engine.core.proofs`)."""

from engine.core.errors import InputRefused, NotFound
from engine.core.ids import CaseId
from engine.core.ledger import Entry, case_stream
from engine.core.text import Frozen
from engine.service import checkpoints, ledger
from engine.service.checkpoints import SignedCheckpoint
from engine.service.database import Database

_SOON = "It is numbered within minutes of when it happened; a checkpoint over it follows."


class InclusionProof(Frozen, frozen=True, kw_only=True):
    """Why an event is among the first `size` entries, and the checkpoint that vouches for these."""

    entry: Entry
    size: int
    root: bytes
    proof: tuple[bytes, ...]
    note: str


class ConsistencyProof(Frozen, frozen=True, kw_only=True):
    """Why the ledger of `old` entries is how the ledger of `new` entries began."""

    old: int
    new: int
    proof: tuple[bytes, ...]


def prove_event(
    database: Database, case: CaseId, seq: int, *, size: int | None = None
) -> InclusionProof:
    """Why an event of a case is in the ledger.

    Args:
        database: where.
        case: its whole id.
        seq: the number of the event within the case.
        size: of the checkpoint that it is proved to; by default the last one.

    Raises:
        NotFound: there is no such event, or no checkpoint over it of that size.
    """
    position = ledger.position_of(database, case_stream(case), seq)
    if position is None:
        raise NotFound("event in the ledger", f"{case} {seq}", hint=_SOON)
    signed = _over(database, size, position)
    stated = signed.checkpoint
    return InclusionProof(
        entry=ledger.entry_at(database, position),
        size=stated.size,
        root=stated.root,
        proof=ledger.prove_inclusion(database, position, stated.size),
        note=signed.note,
    )


def _over(database: Database, size: int | None, position: int) -> SignedCheckpoint:
    """The checkpoint of that size, or the last one, if it is over the entry at `position`."""
    signed = checkpoints.latest(database) if size is None else checkpoints.over(database, size)
    if signed is None or (size is not None and signed.checkpoint.size != size):
        raise NotFound("checkpoint of size", position + 1 if size is None else size, hint=_SOON)
    if signed.checkpoint.size <= position:
        raise NotFound("checkpoint over entry", position, hint=_SOON)
    return signed


def prove_growth(database: Database, old: int, new: int) -> ConsistencyProof:
    """Why the ledger of `old` entries is how that of `new` entries began.

    Raises:
        InputRefused: `old` is more than `new`.
        NotFound: no checkpoint is over so many entries yet.
    """
    if old > new:
        raise InputRefused({"old": f"is more than new ({new}): give the smaller size first"})
    checkpoints.over(database, new)
    return ConsistencyProof(old=old, new=new, proof=ledger.prove_consistency(database, old, new))
