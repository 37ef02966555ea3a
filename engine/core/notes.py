"""Signed notes, and checkpoints: a size and a root of the ledger that somebody vouches for.

Pure: what verifies an Ed25519 signature is given. Sources: https://c2sp.org/signed-note v1,
https://c2sp.org/tlog-checkpoint; a verifier key is written as Go's `sumdb/note` writes it.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

from engine.core.errors import NoteRefused
from engine.core.text import Frozen

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether, under a public key, a signature is one of a message."""

MOST_SIGNATURES = 100
LONGEST_NOTE = 100_000
"""Characters: what is longer is not read. 16 signatures that no computer forges take 80,000."""

_ED25519 = b"\x01"
_PUBLIC_BYTES = _ROOT_BYTES = 32
_ID_BYTES = 4
_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SECONDS = re.compile(r"0|[1-9][0-9]{0,11}")
_ID = re.compile(r"[0-9a-f]{8}")
_TIME, _NEXT_KEY = "time ", "next-key "
_HEAD = 3
"""Lines of a checkpoint that are always there: origin, size, root."""


class VerifierKey(Frozen, frozen=True, kw_only=True):
    """What signatures are verified with: whose it is, its id, the 32 bytes of its public key."""

    name: str
    key_id: bytes
    public: bytes


class NoteSignature(Frozen, frozen=True, kw_only=True):
    """A signature as it stands below a note, verified by nobody yet."""

    name: str
    key_id: bytes
    signature: bytes


class SignedNote(Frozen, frozen=True, kw_only=True):
    """A text, which ends its last line, and the signatures below it."""

    text: str
    signatures: tuple[NoteSignature, ...]


class Checkpoint(Frozen, frozen=True, kw_only=True):
    """How many entries the ledger of that `origin` has, and their root.

    `at` (UTC, to the second) is when that was said, `next_key` who will say it from then on.
    """

    origin: str
    size: int
    root: bytes
    at: datetime | None = None
    next_key: VerifierKey | None = None


def is_key_name(name: str) -> bool:
    """Whether a key, or a ledger, may be called that."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def verifier_key(name: str, public: bytes) -> VerifierKey:
    """The key of that name over an Ed25519 public key.

    Raises:
        ValueError: the name is none, or the key has another length.
    """
    if not is_key_name(name) or len(public) != _PUBLIC_BYTES:
        raise ValueError("a name has neither spaces nor a plus, a public key 32 bytes")
    return VerifierKey(name=name, key_id=_key_id(name, public), public=public)


def format_verifier_key(key: VerifierKey) -> str:
    """The line that is handed to whoever verifies: `name+id+key`."""
    return f"{key.name}+{key.key_id.hex()}+{_written(_ED25519 + key.public)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """The key of such a line.

    Raises:
        NoteRefused: it is none, or is damaged: the id does not fit the key.
    """
    name, _, rest = text.strip().partition("+")
    said_id, _, said_key = rest.partition("+")
    key = _bytes(said_key, 1)
    kind, public = key[:1], key[1:]
    if not is_key_name(name) or not _ID.fullmatch(said_id):
        raise NoteRefused(1, "is no verifier key: name+id+key")
    if kind != _ED25519 or len(public) != _PUBLIC_BYTES:
        raise NoteRefused(1, "is no Ed25519 key")
    if _key_id(name, public).hex() != said_id:
        raise NoteRefused(1, "has an id that does not fit the key: copy it anew")
    return VerifierKey(name=name, key_id=_key_id(name, public), public=public)


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_ID_BYTES]


def format_note(note: SignedNote) -> str:
    """The note as it is published."""
    lines = (
        f"{_DASH}{one.name} {_written(one.key_id + one.signature)}\n" for one in note.signatures
    )
    return f"{note.text}\n{''.join(lines)}"


def parse_note(text: str) -> SignedNote:
    """The parts of a published note; nothing is verified.

    Raises:
        NoteRefused: it is none; with the line.
    """
    _expect_characters(text)
    body, found, below = text.rpartition("\n\n")
    if not found or not body:
        raise NoteRefused(text.count("\n") + 1, "has no empty line above the signatures")
    first = body.count("\n") + 3
    lines = below.split("\n")
    if lines.pop() or not lines:
        raise NoteRefused(first + len(lines), "does not end with a whole line of a signature")
    if len(lines) > MOST_SIGNATURES:
        raise NoteRefused(first + MOST_SIGNATURES, f"has more than {MOST_SIGNATURES} signatures")
    return SignedNote(
        text=f"{body}\n",
        signatures=tuple(_signature(line, first + at) for at, line in enumerate(lines)),
    )


def _expect_characters(text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise NoteRefused(1, f"has more than {LONGEST_NOTE} characters")
    wrong = _CONTROL.search(text)
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        raise NoteRefused(line, f"has a control character (U+{ord(wrong[0]):04X})")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoteRefused(text.count("\n", 0, error.start) + 1, "is no UTF-8") from None


def _signature(line: str, number: int) -> NoteSignature:
    name, _, said = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise NoteRefused(number, "is no signature: an em dash, a name, base64")
    signed = _bytes(said, number)
    if len(signed) <= _ID_BYTES:
        raise NoteRefused(number, "is too short for a signature")
    return NoteSignature(name=name, key_id=signed[:_ID_BYTES], signature=signed[_ID_BYTES:])


def signed_by(note: SignedNote, key: VerifierKey, verify: Verify) -> bool:
    """Whether the key signed the note: at least once, and nothing in its name is forged."""
    own = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
    text = note.text.encode()
    return bool(own) and all(verify(key.public, one.signature, text) for one in own)


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """The text that is signed."""
    lines = [checkpoint.origin, str(checkpoint.size), _written(checkpoint.root)]
    if checkpoint.at is not None:
        lines.append(f"{_TIME}{int(checkpoint.at.timestamp())}")
    if checkpoint.next_key is not None:
        lines.append(f"{_NEXT_KEY}{format_verifier_key(checkpoint.next_key)}")
    return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text states. Lines of other extensions are passed over.

    Raises:
        NoteRefused: it states none; with the line.
    """
    *lines, rest = text.split("\n")
    if rest or len(lines) < _HEAD:
        raise NoteRefused(len(lines) + 1, "is no checkpoint: origin, size and root, a line each")
    if not all(lines):
        raise NoteRefused(lines.index("") + 1, "is empty")
    origin, size, root = lines[:_HEAD]
    if not _SIZE.fullmatch(size):
        raise NoteRefused(2, "is no number of entries")
    head = _bytes(root, _HEAD)
    if len(head) != _ROOT_BYTES:
        raise NoteRefused(_HEAD, "is no root: 32 bytes in base64")
    at, next_key = _extensions(lines[_HEAD:])
    return Checkpoint(origin=origin, size=int(size), root=head, at=at, next_key=next_key)


def _extensions(lines: Sequence[str]) -> tuple[datetime | None, VerifierKey | None]:
    """When it was said and who goes on; of two answers neither is to be believed."""
    at: datetime | None = None
    next_key: VerifierKey | None = None
    for number, line in enumerate(lines, _HEAD + 1):
        if line.startswith(_TIME):
            if at is not None:
                raise NoteRefused(number, "states the time once more")
            at = _instant(line.removeprefix(_TIME), number)
        elif line.startswith(_NEXT_KEY):
            if next_key is not None:
                raise NoteRefused(number, "states the next key once more")
            next_key = _next_key(line.removeprefix(_NEXT_KEY), number)
    return at, next_key


def _instant(seconds: str, number: int) -> datetime:
    if not _SECONDS.fullmatch(seconds):
        raise NoteRefused(number, "is no time: seconds since 1970")
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError):
        raise NoteRefused(number, "is a time beyond the calendar") from None


def _next_key(said: str, number: int) -> VerifierKey:
    try:
        return parse_verifier_key(said)
    except NoteRefused as refused:
        raise NoteRefused(number, refused.why) from None


def follow_keys(
    pinned: VerifierKey, notes: Iterable[SignedNote], verify: Verify
) -> tuple[VerifierKey, ...]:
    """The key that somebody trusts, and those it handed over to, in the order of the notes.

    A key is followed only where a checkpoint of the same origin names it and both sign that: the
    last one trusted, and the new one, which so shows that somebody has it.
    """
    trusted = [pinned]
    for note in notes:
        following = _announced(note)
        if following is None or not _is_of(pinned, following, note):
            continue
        both = (trusted[-1], following)
        if following not in trusted and all(signed_by(note, key, verify) for key in both):
            trusted.append(following)
    return tuple(trusted)


def _announced(note: SignedNote) -> VerifierKey | None:
    try:
        return parse_checkpoint(note.text).next_key
    except NoteRefused:
        return None


def _is_of(pinned: VerifierKey, following: VerifierKey, note: SignedNote) -> bool:
    """Whether a note speaks of the ledger of that key, and hands it to one of the same name."""
    origin = note.text.partition("\n")[0]
    return origin == pinned.name == following.name


def parse_notes(text: str) -> tuple[SignedNote, ...]:
    """The notes that a published file holds one after another; a last one cut off is left out.

    Raises:
        NoteRefused: something between them is none; with the line of the file.
    """
    return tuple(_note_at(first, said) for first, said in _cut(text))


def last_note(text: str) -> str:
    """The last whole note of a published file, or of its end; empty where there is none."""
    notes = _cut(text)
    return notes[-1][1] if notes else ""


def _cut(text: str) -> list[tuple[int, str]]:
    """The texts of the notes, each with how many lines come before it."""
    lines = text.split("\n")
    ends = [at for at, pair in enumerate(pairwise(lines), 1) if _ends_note(*pair)]
    notes = []
    for start, last in pairwise((0, *ends)):
        first = start
        while not lines[first]:  # people leave room between them
            first += 1
        notes.append((first, "".join(f"{line}\n" for line in lines[first:last])))
    return notes


def _note_at(first: int, said: str) -> SignedNote:
    try:
        return parse_note(said)
    except NoteRefused as refused:
        raise NoteRefused(first + refused.line, refused.why) from None


def _ends_note(line: str, following: str) -> bool:
    """Whether a line of a file is the last signature of a note."""
    return line.startswith(_DASH) and not following.startswith(_DASH)


def _written(raw: bytes) -> str:
    return b64encode(raw).decode()


def _bytes(said: str, number: int) -> bytes:
    """What base64 spells, in the one way there is to spell it."""
    try:
        raw = b64decode(said.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    if not raw or _written(raw) != said:
        raise NoteRefused(number, "is not in base64")
    return raw
