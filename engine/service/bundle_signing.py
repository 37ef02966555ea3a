"""A bundle as a whole is signed with the key of the checkpoints: its report and copies, too."""

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from engine.core.errors import SigningKeyRetired
from engine.core.ids import CaseId
from engine.core.notes import NoteSignature, SignedNote, format_note, format_verifier_key
from engine.service.checkpoints import verifier_keys
from engine.service.database import Database

FORMAT: Final = "alur-bundle/1"

Sign = Callable[[CaseId, bytes], str]
"""Gives the signed note over a case's manifest. Its text can never be taken for a checkpoint."""


def manifest_signer(database: Database) -> Sign:
    """What signs with the key that the newest checkpoint was signed with.

    Raises:
        SigningKeyUnusable: there is no key here.
        SigningKeyRetired: it is another one than the one that is published.
    """
    newest = verifier_keys(database)[-1]
    signer = database.signing.signer(newest.public)
    if signer is None:
        raise SigningKeyRetired(format_verifier_key(newest))

    def sign(case: CaseId, manifest: bytes) -> str:
        text = f"{FORMAT}\ncase {case}\nmanifest {sha256(manifest).hexdigest()}\n"
        signed = signer.sign(text)
        own = NoteSignature(name=newest.name, key_id=newest.key_id, signature=signed)
        return format_note(SignedNote(text=text, signatures=(own,)))

    return sign
