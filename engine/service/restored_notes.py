"""Published checkpoints beside a restored database: those it can be held to, and those beyond it.

A backup is older than what was published since, and may be older than the key that signed it. What
is beyond it accuses nobody; it shows how much is lost.
"""

from collections.abc import Iterable, Iterator, Sequence

from engine.core.errors import NoteRefused, SigningKeyUnusable
from engine.core.notes import (
    Checkpoint,
    SignedNote,
    VerifierKey,
    follow_keys,
    format_note,
    parse_checkpoint,
    parse_notes,
    signed_by,
    verifier_key,
)
from engine.core.text import Frozen
from engine.core.verdicts import Doubt, Finding
from engine.service import ledger
from engine.service.checkpoints import verifier_keys
from engine.service.database import Database
from engine.service.signing_keys import SigningKeys
from engine.service.signing_keys import verify as is_signature


class Beyond(Frozen, frozen=True, kw_only=True):
    """A published checkpoint over more than the database lists; `vouched`: by a key believed."""

    size: int
    vouched: bool


class Heard(Frozen, frozen=True, kw_only=True):
    """What was published, sorted.

    Attributes:
        held: Notes that the database can be verified against, and what is no note.
        believed: Whose signatures count.
        beyond: What the database is too old for.
        doubted: Notes that nobody signed who could have.
    """

    held: tuple[str, ...]
    believed: tuple[VerifierKey, ...]
    beyond: tuple[Beyond, ...]
    doubted: tuple[Finding, ...]


def heard_of(database: Database, texts: Sequence[str], keys: Sequence[VerifierKey] = ()) -> Heard:
    """Sort what was published.

    Args:
        database: as it was restored.
        texts: notes, one or several in each.
        keys: whose signatures count, and theirs whom these handed over to; none: the database's
            own, and the key that lies here, which may be later than the backup.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    size = ledger.size(database)
    held, ahead = _divided(texts, size)
    own = verifier_keys(database)
    notes = tuple(note for one in texts for note in _notes(one))
    believed = tuple(keys) or (*own, *_keys_here(database.signing, notes))
    trusted = {one for key in believed for one in follow_keys(key, notes, is_signature)}
    origins = {one.name for one in own}
    beyond, doubted = [], []
    for note, checkpoint in ahead:
        vouched = any(signed_by(note, key, is_signature) for key in trusted)
        if vouched or not (keys or (origins and checkpoint.origin not in origins)):
            beyond.append(Beyond(size=checkpoint.size, vouched=vouched))
        else:
            doubted.append(_unsigned(note, checkpoint))
    return Heard(held=tuple(held), believed=believed, beyond=tuple(beyond), doubted=tuple(doubted))


def _divided(
    texts: Iterable[str], size: int
) -> tuple[list[str], list[tuple[SignedNote, Checkpoint]]]:
    held, ahead = [], []
    for text in texts:
        notes = _notes(text)
        if not notes:
            held.append(text)  # whoever verifies says what is wrong with it
        for note in notes:
            checkpoint = _checkpoint(note)
            if checkpoint is not None and checkpoint.size > size:
                ahead.append((note, checkpoint))
            else:
                held.append(format_note(note))
    return held, ahead


def _notes(text: str) -> tuple[SignedNote, ...]:
    try:
        return parse_notes(text if text.endswith("\n") else f"{text}\n")
    except NoteRefused:
        return ()


def _checkpoint(note: SignedNote) -> Checkpoint | None:
    try:
        return parse_checkpoint(note.text)
    except NoteRefused:
        return None


def _keys_here(signing: SigningKeys, notes: Iterable[SignedNote]) -> Iterator[VerifierKey]:
    """The key that lies here, by each name that notes are signed with; none is made."""
    if signing.place is not None and not signing.place.exists():
        return
    try:
        public = signing.any_signer().public
    except SigningKeyUnusable:
        return
    for name in sorted({one.name for note in notes for one in note.signatures}):
        yield verifier_key(name, public)


def _unsigned(note: SignedNote, checkpoint: Checkpoint) -> Finding:
    signers = ", ".join(f"{one.name} {one.key_id.hex()}" for one in note.signatures)
    code = Doubt.CHECKPOINT_UNSIGNED
    return Finding(stream="ledger", seq=checkpoint.size, code=code, reason=signers)
