"""The file of published checkpoints: notes one after another, only ever added to.

It lies beside the reports and is carried elsewhere. What it holds counts, whatever the database
says: a ledger that does not go on from its last checkpoint is refused.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedRandom, BufferedReader
from pathlib import Path

from engine.core.errors import NoteRefused, NotFound, StoreError, StoreUnavailable
from engine.core.notes import Checkpoint, last_note, parse_checkpoint, parse_note
from engine.service.database import Database
from engine.service.vault import keep_names
from engine.store import checkpoints
from engine.store.checkpoints import Signed

PUBLISHED = "checkpoints.txt"

_TAIL_BYTES = 65_536
"""Room for hundreds of notes as we write them."""
_BATCH = 500
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


class PublishedDamaged(StoreError):
    """The file of published checkpoints is not as it was written."""

    hint = "Keep it as it is, and look at its end: docs/checkpoints.md says what to do."

    def __init__(self, why: str) -> None:
        super().__init__(f"{PUBLISHED} is not as it was written: {why}.")


def last_published(folder: Path) -> Checkpoint | None:
    """The last whole checkpoint of the file; None where none was published from this machine.

    Raises:
        PublishedDamaged: what stands last in the file is none.
        StoreUnavailable: it cannot be read.
    """
    try:
        with (folder / PUBLISHED).open("rb") as file:
            return _read(_end_of(file)).checkpoint
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreUnavailable(f"{folder} cannot be read: {error.strerror}") from error


def publish(database: Database, folder: Path) -> int:
    """Add to the file what was signed since its end; how many, on disk when this returns.

    A note that was written in part, because the machine went down, is written to its end.

    Raises:
        PublishedDamaged: the end of the file is nothing that this database signed, or what is
            added does not become its end.
        StoreUnavailable: it cannot be written.
    """
    done = reached = 0
    with _adding(folder) as file:
        while True:
            end = _read(_end_of(file))
            fresh = _since(database, end)
            text = _continued(end, fresh)
            if not text:
                return done
            if fresh[-1].id <= reached:
                raise PublishedDamaged("what is added to it does not become its end")
            reached = fresh[-1].id
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            done += sum(one.at != end.at for one in fresh)


def put_away(folder: Path, *, at: datetime) -> Path:
    """Lay the file aside under another name, for good; that name. What is signed next begins anew.

    Args:
        folder: where it lies.
        at: the instant (aware UTC).

    Raises:
        NotFound: nothing was published from this machine.
        StoreUnavailable: it cannot be renamed.
    """
    published = folder / PUBLISHED
    aside = folder / f"{published.stem}-until-{at:%Y%m%dT%H%M%SZ}{published.suffix}"
    if not published.exists():
        raise NotFound("file", PUBLISHED, hint="Nothing was published from here: nothing to do.")
    try:
        aside.touch(exist_ok=False)  # of what was laid aside before nothing is overwritten
        published.replace(aside)
        keep_names(folder)
    except OSError as error:
        raise StoreUnavailable(f"{published} cannot be renamed: {error.strerror}") from error
    return aside


class _End:
    """How the file ends: its last whole note, what stands after it, and all that was read."""

    def __init__(self, checkpoint: Checkpoint | None, note: bytes, tail: bytes) -> None:
        self.checkpoint = checkpoint
        self.at = _FIRST if checkpoint is None else checkpoint.at or _FIRST
        self.note = note
        self.rest = tail[tail.rfind(note) + len(note) :] if note else tail
        self.tail = tail


def _end_of(file: BufferedReader | BufferedRandom) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    return file.read()


def _read(tail: bytes) -> _End:
    said = last_note(tail.decode(errors="replace"))
    note = said.encode()
    if note not in tail:
        raise PublishedDamaged("its last note is no text")
    try:
        found = parse_checkpoint(parse_note(said).text) if said else None
    except NoteRefused as refused:
        raise PublishedDamaged(f"its last note {refused.why}") from refused
    return _End(found, note, tail)


def _since(database: Database, end: _End) -> tuple[Signed, ...]:
    """What was signed from its end on; where that is not known here, what it does not hold."""
    found = database.store.read(lambda reader: checkpoints.since(reader, end.at, most=_BATCH))
    if found and found[0].at == end.at:
        return found
    return tuple(one for one in found if one.note.encode() not in end.tail)


def _continued(end: _End, fresh: Sequence[Signed]) -> bytes:
    """What is to be added so that the file goes on with these."""
    text = b"".join(one.note.encode() for one in fresh)
    begun = _begun(end, fresh)
    if not text.startswith(begun):
        raise PublishedDamaged("its end is no checkpoint of this database")
    return text[len(begun) :]


def _begun(end: _End, fresh: Sequence[Signed]) -> bytes:
    """What of these is in the file. Empty lines after a whole note are nothing: people add them."""
    is_known = bool(fresh) and fresh[0].at == end.at
    if is_known and fresh[0].note.encode() != end.note:  # cut off between two signatures
        return end.note + end.rest
    return (end.note if is_known else b"") + end.rest.lstrip(b"\n")


@contextmanager
def _adding(folder: Path) -> Iterator[BufferedRandom]:
    """The file, to which nobody else adds meanwhile; what the disk refuses is said plainly."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / PUBLISHED).open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            keep_names(folder)
            yield file
    except OSError as error:
        raise StoreUnavailable(f"{folder} cannot be written to: {error.strerror}") from error
