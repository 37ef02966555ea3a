"""Answers about checkpoints: bytes in base64, as notes have them, hashes of events as elsewhere."""

from base64 import b64encode
from datetime import datetime

from engine.core.ids import CaseId
from engine.core.ledger import entry_bytes
from engine.core.notes import format_verifier_key
from engine.core.proofs import leaf_hash
from engine.core.text import Frozen
from engine.service.checkpoint_proofs import ConsistencyProof, InclusionProof
from engine.service.checkpoints import PublishedKey, SignedCheckpoint


class CheckpointAnswer(Frozen, frozen=True, kw_only=True):
    """A signed checkpoint. `note` is what is published, to the letter; the rest says what it says.

    `size` is a number of entries, `root` their RFC 6962 tree head in base64. `next_key`: from then
    on others sign.
    """

    id: int
    origin: str
    size: int
    root: str
    at: datetime
    next_key: str | None
    note: str


class VerifierKeyAnswer(Frozen, frozen=True, kw_only=True):
    """A key that verifies checkpoints, as C2SP writes it, and from when to when it was in use."""

    verifier_key: str
    since: datetime
    until: datetime | None


class CheckpointPage(Frozen, frozen=True, kw_only=True):
    """Checkpoints, the newest first, and all keys, the first one first. `next`: of the next page.

    Whoever wrote the first key down needs no other: each hands over to the next one in a note.
    """

    items: tuple[CheckpointAnswer, ...]
    next: int | None
    keys: tuple[VerifierKeyAnswer, ...]


class InclusionAnswer(Frozen, frozen=True, kw_only=True):
    """Why an event is among the first `size` entries of the ledger (RFC 6962 §2.1.1).

    `hash` is the event's own, in hexadecimal; `leaf` the text whose leaf hash (`leaf_hash`) the
    tree has at `position`, from 0. `proof` goes from the leaf up; `note` vouches for `root`.
    """

    case: CaseId
    seq: int
    hash: str
    position: int
    leaf: str
    leaf_hash: str
    size: int
    root: str
    proof: tuple[str, ...]
    note: str


class ConsistencyAnswer(Frozen, frozen=True, kw_only=True):
    """Why the ledger of `old` entries is how that of `new` entries began (RFC 6962 §2.1.2)."""

    old: int
    new: int
    proof: tuple[str, ...]


def checkpoint_answer(signed: SignedCheckpoint) -> CheckpointAnswer:
    """A checkpoint as it is answered with."""
    stated = signed.checkpoint
    following = stated.next_key
    return CheckpointAnswer(
        id=signed.id,
        origin=stated.origin,
        size=stated.size,
        root=_written(stated.root),
        at=signed.at,
        next_key=None if following is None else format_verifier_key(following),
        note=signed.note,
    )


def key_answer(known: PublishedKey) -> VerifierKeyAnswer:
    """A key as it is answered with."""
    line = format_verifier_key(known.key)
    return VerifierKeyAnswer(verifier_key=line, since=known.since, until=known.until)


def inclusion_answer(case: CaseId, found: InclusionProof) -> InclusionAnswer:
    """The proof that an event is in the ledger."""
    entry = found.entry
    leaf = entry_bytes(entry.stream, entry.seq, entry.hash)
    return InclusionAnswer(
        case=case,
        seq=entry.seq,
        hash=entry.hash.hex(),
        position=entry.position,
        leaf=leaf.decode(),
        leaf_hash=_written(leaf_hash(leaf)),
        size=found.size,
        root=_written(found.root),
        proof=tuple(_written(one) for one in found.proof),
        note=found.note,
    )


def consistency_answer(found: ConsistencyProof) -> ConsistencyAnswer:
    """The proof that the ledger only grew."""
    proof = tuple(_written(one) for one in found.proof)
    return ConsistencyAnswer(old=found.old, new=found.new, proof=proof)


def _written(raw: bytes) -> str:
    return b64encode(raw).decode()
