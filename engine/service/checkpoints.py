"""Checkpoints: the size and the root of the ledger, signed, published, and followed by others.

Nothing is signed that does not go on from what was signed before. That is looked up in the file
of published checkpoints as well as in the database, which somebody may have put back.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from engine.core import proofs
from engine.core.errors import (
    AlreadySo,
    NotFound,
    SigningKeyRetired,
    SigningKeyUnusable,
    TreeNotExtended,
)
from engine.core.notes import (
    Checkpoint,
    NoteSignature,
    SignedNote,
    VerifierKey,
    checkpoint_text,
    format_note,
    format_verifier_key,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
    verifier_key,
)
from engine.core.text import Frozen
from engine.service import ledger
from engine.service.database import Database
from engine.service.ledger import LedgerDamaged
from engine.service.published import last_published, publish
from engine.service.signing_keys import Signer
from engine.store import checkpoints
from engine.store import ledger as entries
from engine.store.checkpoints import KnownKey, Signed
from engine.store.job import Reader, Unit

FRESH_FOR = timedelta(days=1)
"""After that long a checkpoint is signed although nothing was added, and one is mailed."""

_SECOND = timedelta(seconds=1)
_SKEW = timedelta(minutes=5)
"""Clocks of two machines differ by that at most, where neither was ever wrong."""


class SignedCheckpoint(Frozen, frozen=True, kw_only=True):
    """A checkpoint and the note that it is published as; numbered from 1, signed at (UTC)."""

    id: int
    at: datetime
    checkpoint: Checkpoint
    note: str


class PublishedKey(Frozen, frozen=True, kw_only=True):
    """A verifier key, and from when to when (UTC) checkpoints were signed with it."""

    key: VerifierKey
    since: datetime
    until: datetime | None


class Publication(Frozen, frozen=True, kw_only=True):
    """What the ledger is called at first, where its file of checkpoints lies, who gets mail.

    Without a folder checkpoints stay in the database.
    """

    origin: str
    folder: Path | None = None
    mail_to: tuple[str, ...] = ()


def take(
    database: Database,
    *,
    at: datetime,
    origin: str,
    folder: Path | None = None,
    mail_to: Sequence[str] = (),
) -> SignedCheckpoint:
    """Number all that is due, and sign how much there is; the last one where that is still so.

    Args:
        database: whose ledger is signed.
        at: the instant (aware UTC).
        origin: what the ledger is called, by its first checkpoint; later ones keep that.
        folder: where the file of published checkpoints lies.
        mail_to: whom a checkpoint is mailed to, once in `FRESH_FOR`.

    Raises:
        TreeNotExtended: the ledger does not go on from what was published or signed last.
        SigningKeyRetired: the key here is not the one that is published.
        SigningKeyUnusable: there is no key here.
        PublishedDamaged: the file is not as it was written.
        StoreUnavailable: the database or the file cannot be used.
    """
    place = Publication(origin=origin, folder=folder, mail_to=tuple(mail_to))

    def sign() -> SignedCheckpoint:
        keys = database.store.read(checkpoints.keys)
        return _Signing(keys, (_signer(database, keys),), place, at).carry_out(database)

    return _once_more(sign)


def rotate(database: Database, place: Publication, *, at: datetime) -> SignedCheckpoint:
    """Hand over to another key, by a checkpoint that both sign; the old one is forgotten.

    The other key is made, or is the one that `database.signing` was offered.

    Raises:
        AlreadySo: it is the key that signs already, or somebody else handed over just now.
        AlurError: as `take` does.
    """
    take(database, at=at, origin=place.origin, folder=place.folder)
    keys = database.store.read(checkpoints.keys)
    signer = _signer(database, keys)
    following = database.signing.make_next()
    if following.public == signer.public:
        raise AlreadySo("Checkpoints are signed with that key already")
    try:
        signed = _Signing(keys, (signer, following), place, at).carry_out(database)
    except SigningKeyRetired as overtaken:
        raise AlreadySo("Checkpoints were handed over to another key just now") from overtaken
    database.signing.forget()
    return signed


def begin_anew(database: Database, place: Publication, *, at: datetime) -> SignedCheckpoint:
    """Sign with the key that is here, the one before being lost: nobody can follow to it.

    Raises:
        AlreadySo: it was published before.
        AlurError: as `take` does.
    """

    def sign() -> SignedCheckpoint:
        keys = database.store.read(checkpoints.keys)
        signer = database.signing.any_signer()
        if any(_of(one).public == signer.public for one in keys):
            raise AlreadySo("The key that is here was published before")
        return _Signing(keys, (signer,), place, at, begins=True).carry_out(database)

    return _once_more(sign)


def _once_more(sign: Callable[[], SignedCheckpoint]) -> SignedCheckpoint:
    """Sign; another process may publish a key meanwhile, so a key that does not fit is read anew.

    A file of a key that another process puts in place may also be missing for a moment.
    """
    try:
        return sign()
    except (SigningKeyRetired, SigningKeyUnusable):
        return sign()


def _signer(database: Database, keys: Sequence[KnownKey]) -> Signer:
    """Whoever signs for the last key; anybody where there is none."""
    found = database.signing.signer(_of(keys[-1]).public if keys else None)
    if found is None:
        raise SigningKeyRetired(keys[-1].line)
    return found


def _of(known: KnownKey) -> VerifierKey:
    return parse_verifier_key(known.line)


class _Hand:
    """Somebody who signs, and the key that verifies it."""

    def __init__(self, origin: str, signer: Signer) -> None:
        self.key = verifier_key(origin, signer.public)
        self._signer = signer

    def sign(self, text: str) -> NoteSignature:
        return NoteSignature(
            name=self.key.name, key_id=self.key.key_id, signature=self._signer.sign(text)
        )


class _Signing:
    """One signing, as one transaction: by one hand, or by two that hand over."""

    def __init__(
        self,
        keys: tuple[KnownKey, ...],
        signers: Sequence[Signer],
        place: Publication,
        at: datetime,
        *,
        begins: bool = False,
    ) -> None:
        self._keys = keys
        self._place = place
        self._at = at
        self._origin = _of(keys[-1]).name if keys else place.origin
        self._hands = tuple(_Hand(self._origin, signer) for signer in signers)
        self._hands_over = len(signers) > 1
        self._adds_key = begins or not keys or self._hands_over
        self._published: Checkpoint | None = None

    def carry_out(self, database: Database) -> SignedCheckpoint:
        """Number, sign, publish; what is published already is looked at first."""
        folder = self._place.folder
        self._published = None if folder is None else last_published(folder)
        ledger.sequence(database)
        try:
            signed = database.store.write(self._signed)
        except LookupError as error:
            raise LedgerDamaged(str(error)) from error
        if folder is not None:
            publish(database, folder)
        return _shown(signed)

    def _signed(self, unit: Unit) -> Signed:
        unit.take_turn(checkpoints.TURN)
        keys = checkpoints.keys(unit)
        if keys != self._keys:
            raise SigningKeyRetired(keys[-1].line)
        last = next(iter(checkpoints.newest(unit)), None)
        size, root = self._measured(unit, last)
        if last is not None and not self._adds_key and _still_so(last, size, self._at):
            return last
        stamp = _stamp(unit, self._at)
        signed = self._written(size, root, stamp, number=last.id + 1 if last else 1)
        checkpoints.keep(unit, signed)
        if self._adds_key:
            line = format_verifier_key(self._hands[-1].key)
            checkpoints.add_key(unit, KnownKey(id=len(keys) + 1, line=line, since=stamp))
        if self._hands_over or _is_mail_due(unit, self._at):
            checkpoints.post(unit, signed.id, self._place.mail_to, at=self._at)
        return signed

    def _measured(self, unit: Unit, last: Signed | None) -> tuple[int, bytes]:
        """The size and the root of the ledger, which goes on from what was said of it before."""
        size, node = entries.size(unit), entries.node(unit)
        for said in (self._published, last):
            if said is not None:
                _expect_extended(said.size, said.root, size, node)
        return size, proofs.root(size, node)

    def _written(self, size: int, root: bytes, stamp: datetime, *, number: int) -> Signed:
        following = self._hands[-1].key if self._hands_over else None
        text = checkpoint_text(
            Checkpoint(origin=self._origin, size=size, root=root, at=stamp, next_key=following)
        )
        signatures = tuple(hand.sign(text) for hand in self._hands)
        note = format_note(SignedNote(text=text, signatures=signatures))
        return Signed(id=number, at=stamp, size=size, root=root, note=note)


def _expect_extended(said: int, root: bytes, size: int, node: proofs.Node) -> None:
    if said > size or proofs.root(said, node) != root:
        raise TreeNotExtended(published=said, size=size)


def _still_so(last: Signed, size: int, at: datetime) -> bool:
    """Whether it says what is so, and is of late: one by a clock that was ahead is neither."""
    return last.size == size and last.at <= at < last.at + FRESH_FOR


def _stamp(reader: Reader, at: datetime) -> datetime:
    """When it is signed, to the second; the next second where one was signed in that already.

    It is earlier than the last one where a clock was ahead then. No two bear the same: by that the
    file and the database know where they are.
    """
    stamp = at.replace(microsecond=0)
    while checkpoints.is_stamped(reader, stamp):
        stamp += _SECOND
    return stamp


def _is_mail_due(reader: Reader, at: datetime) -> bool:
    """Whether none was posted within `FRESH_FOR`; what a clock posted that was ahead is none."""
    posted = checkpoints.last_posted(reader)
    return posted is None or not -_SKEW <= at - posted < FRESH_FOR


def disagreement(database: Database, folder: Path) -> TreeNotExtended | None:
    """How the ledger contradicts the checkpoint that was published last; None where it does not.

    Raises:
        PublishedDamaged: the file is not as it was written.
        LedgerDamaged: the ledger is not whole.
    """
    published = last_published(folder)

    def asked(reader: Reader) -> None:
        size, node = entries.size(reader), entries.node(reader)
        for said in (published, *checkpoints.newest(reader)):
            if said is not None:
                _expect_extended(said.size, said.root, size, node)

    try:
        database.store.read(asked)
    except TreeNotExtended as found:
        return found
    except LookupError as error:
        raise LedgerDamaged(str(error)) from error
    return None


def latest(database: Database) -> SignedCheckpoint | None:
    """The checkpoint that was signed last; None where none was."""
    return next(iter(all_of(database, most=1)), None)


def all_of(
    database: Database, *, before: int | None = None, most: int = 100
) -> tuple[SignedCheckpoint, ...]:
    """Checkpoints, the newest first; those that were signed before the one numbered `before`."""
    found = database.store.read(lambda reader: checkpoints.newest(reader, before=before, most=most))
    return tuple(_shown(one) for one in found)


def over(database: Database, size: int) -> SignedCheckpoint:
    """The first checkpoint over `size` entries or more.

    Raises:
        NotFound: none was signed over so many.
    """
    found = database.store.read(lambda reader: checkpoints.over(reader, size))
    if found is None:
        hint = "Look again in a few minutes: what was added last is not signed yet."
        raise NotFound("checkpoint of size", size, hint=hint)
    return _shown(found)


def verifier_keys(database: Database) -> tuple[VerifierKey, ...]:
    """The keys that verify checkpoints: the first one first, the one in use last."""
    return tuple(_of(one) for one in database.store.read(checkpoints.keys))


def published_keys(database: Database) -> tuple[PublishedKey, ...]:
    """The same keys, and when each was in use."""
    known = database.store.read(checkpoints.keys)
    ends: list[datetime | None] = [one.since for one in known[1:]]
    return tuple(
        PublishedKey(key=_of(one), since=one.since, until=until)
        for one, until in zip(known, [*ends, None], strict=False)
    )


def _shown(signed: Signed) -> SignedCheckpoint:
    stated = parse_checkpoint(parse_note(signed.note).text)
    return SignedCheckpoint(id=signed.id, at=signed.at, checkpoint=stated, note=signed.note)
