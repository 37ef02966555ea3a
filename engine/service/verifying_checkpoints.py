"""Checkpoints that were signed and given away, held against the ledger as it is.

Each is compared, however many there are. A signature takes longer than all else, so it is verified
where something hangs on it: of the newest, of those that hand over to another key, of all that come
from outside, and of whatever is contradicted or counted on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from engine.core.errors import NoteRefused
from engine.core.notes import (
    Checkpoint,
    SignedNote,
    VerifierKey,
    follow_keys,
    parse_checkpoint,
    parse_note,
    parse_notes,
    parse_verifier_key,
    signed_by,
)
from engine.core.text import Frozen
from engine.core.verdicts import Doubt, Finding, first_contradicted
from engine.service.signing_keys import verify as is_signature
from engine.service.verifying_chains import Tell
from engine.service.verifying_ledger import LEDGER
from engine.store import checkpoints as signed
from engine.store.checkpoints import Signed
from engine.store.job import Reader

_ALL = 2**31 - 1
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Said(Frozen, frozen=True, kw_only=True):
    """A note and the checkpoint that it states; `is_own`: the database has it itself."""

    note: SignedNote
    checkpoint: Checkpoint
    is_own: bool


class Vouched:
    """Checkpoints of which somebody is known who says so, and whether they did.

    Attributes:
        checkpoints: Those that count, in the order of their sizes.
    """

    def __init__(self, said: Iterable[Said], keys: Sequence[VerifierKey], tell: Tell) -> None:
        """Say which notes nobody signed who is trusted: the keys, and whom they handed over to."""
        in_order = sorted(
            said, key=lambda one: (one.checkpoint.size, one.checkpoint.at or _LONG_AGO)
        )
        handing = [one.note for one in in_order if one.checkpoint.next_key is not None]
        self._keys = {one for key in keys for one in follow_keys(key, handing, is_signature)}
        self._names = {(one.name, one.key_id) for one in self._keys}
        self._tell = tell
        self._notes: dict[Checkpoint, list[SignedNote]] = {}
        self._judged: dict[Checkpoint, bool] = {}
        for one in in_order:
            if self._is_named(one.note):
                self._notes.setdefault(one.checkpoint, []).append(one.note)
            else:
                self._unsigned(one.checkpoint, one.note)
        outside = [one.checkpoint for one in in_order if not one.is_own]
        handed = [one for one in self._notes if one.next_key is not None]
        for checkpoint in dict.fromkeys([*outside, *handed, *list(self._notes)[-1:]]):
            if checkpoint in self._notes:
                self.is_signed(checkpoint)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Those that are not known to be unsigned, the smallest first."""
        return tuple(one for one in self._notes if self._judged.get(one, True))

    def is_signed(self, checkpoint: Checkpoint) -> bool:
        """Whether somebody who is trusted signed it; says so, once, where nobody did."""
        if checkpoint not in self._judged:
            notes = self._notes[checkpoint]
            right = any(signed_by(note, key, is_signature) for note in notes for key in self._keys)
            self._judged[checkpoint] = right
            if not right:
                self._unsigned(checkpoint, notes[0])
        return self._judged[checkpoint]

    def verified(self) -> tuple[Checkpoint, ...]:
        """Those whose signatures are right, every one of them verified."""
        return tuple(one for one in self.checkpoints if self.is_signed(one))

    def _is_named(self, note: SignedNote) -> bool:
        return any((one.name, one.key_id) in self._names for one in note.signatures)

    def _unsigned(self, checkpoint: Checkpoint, note: SignedNote) -> None:
        signers = ", ".join(f"{one.name} {one.key_id.hex()}" for one in note.signatures)
        self._tell(_of(checkpoint, Doubt.CHECKPOINT_UNSIGNED, signers))


def all_said(reader: Reader, texts: Sequence[str], tell: Tell) -> tuple[Said, ...]:
    """What the database has signed, and what texts from outside say besides; each note once.

    Says which notes are none, and which rows say something else than their notes.
    """
    own = dict(_kept(reader, tell))
    others: dict[SignedNote, Checkpoint] = {}
    for note in _notes(texts, tell):
        if note not in own and note not in others:  # many are published and kept besides
            try:
                others[note] = parse_checkpoint(note.text)
            except NoteRefused as refused:
                tell(_unreadable(refused))
    kept = [Said(note=note, checkpoint=one, is_own=True) for note, one in own.items()]
    given = [Said(note=note, checkpoint=one, is_own=False) for note, one in others.items()]
    return (*given, *kept)


def _notes(texts: Sequence[str], tell: Tell) -> Iterator[SignedNote]:
    for text in texts:
        try:
            found = parse_notes(text if text.endswith("\n") else f"{text}\n")
        except NoteRefused as refused:
            tell(_unreadable(refused))
            continue
        if not found:
            tell(_unreadable(NoteRefused(1, "begins no note that is whole")))
        yield from found


def held_against(
    vouched: Vouched, roots: Mapping[int, bytes], size: int, tell: Tell
) -> Checkpoint | None:
    """Say which checkpoints the tree contradicts; the largest one before them, which it does not.

    Args:
        vouched: those that are vouched for.
        roots: the roots of the tree as it is, at each of their sizes that it has.
        size: how many entries it has.
        tell: hears of every finding.
    """
    agreed: list[Checkpoint] = []
    contradicted = False
    for one in vouched.checkpoints:
        if one.size <= size and roots.get(one.size) == one.root:
            if not contradicted:
                agreed.append(one)
        elif not vouched.is_signed(one):
            continue
        elif one.size > size:
            tell(_of(one, Doubt.CHECKPOINT_AHEAD, f"the list has {size} entries"))
        else:
            first, last = first_contradicted([known.size for known in agreed], one.size)
            where = f"first changed between {first} and {last}" if not contradicted else ""
            tell(_of(one, Doubt.CHECKPOINT_DIFFERS, where))
            contradicted = True
    return next((one for one in reversed(agreed) if vouched.is_signed(one)), None)


def _of(checkpoint: Checkpoint, code: Doubt, reason: str) -> Finding:
    return Finding(stream=LEDGER, seq=checkpoint.size, code=code, reason=reason)


def _unreadable(refused: NoteRefused) -> Finding:
    code = Doubt.CHECKPOINT_UNREADABLE
    return Finding(stream=LEDGER, seq=refused.line, code=code, reason=refused.why)


def _kept(reader: Reader, tell: Tell) -> Iterator[tuple[SignedNote, Checkpoint]]:
    """The checkpoints that the database has itself, the oldest first."""
    for one in reversed(signed.newest(reader, most=_ALL)):
        try:
            note = parse_note(one.note)
            stated = parse_checkpoint(note.text)
        except NoteRefused as refused:
            tell(_unreadable(refused))
            continue
        for column in _other_columns(one, stated):
            reason = f"its row in the database: {column}"
            tell(_of(stated, Doubt.CHECKPOINT_DIFFERS, reason))
        yield note, stated


def _other_columns(row: Signed, stated: Checkpoint) -> Iterator[str]:
    said = {
        "size": (row.size, stated.size),
        "root": (row.root, stated.root),
        "at": (row.at, stated.at or row.at),
    }
    return (column for column, (kept, right) in said.items() if kept != right)


def kept_keys(reader: Reader, tell: Tell) -> tuple[VerifierKey, ...]:
    """The keys that the database names itself: enough against mishaps, not against insiders."""
    found = []
    for one in signed.keys(reader):
        try:
            found.append(parse_verifier_key(one.line))
        except NoteRefused as refused:
            tell(_unreadable(refused))
    return tuple(found)


def check_keys(reader: Reader, said: Sequence[Said], tell: Tell) -> None:
    """Say which keys the database names otherwise than the checkpoints that it has.

    A key counts since the first checkpoint that is signed with it. Where there is none of them,
    nothing can be said.
    """
    since: dict[tuple[str, bytes], datetime | None] = {}
    for one in said:
        if one.is_own:
            for by in one.note.signatures:
                since.setdefault((by.name, by.key_id), one.checkpoint.at)
    for row in signed.keys(reader) if since else ():
        try:
            key = parse_verifier_key(row.line)
        except NoteRefused:
            continue  # said by whoever reads the keys
        name = key.name, key.key_id
        if name not in since or since[name] not in {None, row.since}:
            reason = f"{key.name} {key.key_id.hex()} since {row.since:%Y-%m-%dT%H:%M:%SZ}"
            code = Doubt.VERIFIER_KEY_DIFFERS
            tell(Finding(stream=LEDGER, seq=0, code=code, reason=reason))
