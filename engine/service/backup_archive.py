"""The file of a backup: a zip that says how long each of its members is, and what it hashes to.

    manifest.json            what this is, of when, and every other member with its SHA-256
    tables/case_event.jsonl  a line that names the columns, then a line for each row
    documents/ab/ab12…       the bytes of a document, under their SHA-256
    reports/…                reports of the day and published checkpoints
    keys/…                   only where they were asked for

It is written under another name and appears whole or not at all. The hashes find damage; that
nobody rewrote the whole file is shown by the checkpoints that were published elsewhere.
"""

import os
import re
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import EDQUOT, EFBIG, ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec

from engine.core.errors import CommandRefused, StorageFull, StoreError, StoreUnavailable
from engine.core.text import Frozen

FORM = "alur/backup/1"

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 256_000_000
_PIECE = 1 << 20
_OWNER_ONLY = 0o600
_MEMBER = re.compile(
    r"tables/[a-z_]{1,60}\.jsonl|documents/([0-9a-f]{2})/\1[0-9a-f]{62}"
    r"|reports/[A-Za-z0-9][A-Za-z0-9._-]{0,120}"
    r"|keys/(key|signing-key|beside-key|beside-signing-key(\.next)?)"
)
"""What a member may be called; so nothing is ever written outside of where it belongs."""

_NO_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # a password is asked for, or it is packed in a way that nobody here knows
    ValueError,
    struct.error,
)
"""What a file that is none of ours does to who unpacks it."""

_NO_ROOM = frozenset({ENOSPC, EDQUOT, EFBIG})


class Member(Frozen, frozen=True, kw_only=True):
    """A file within a backup. `size` in bytes, as it is when unpacked."""

    name: str
    size: int
    sha256: str


class Manifest(Frozen, frozen=True, kw_only=True):
    """What a backup holds. `at` is when the database was as it is in it (UTC).

    `rows`: how many rows each table has. `damaged`: documents that were so already when they were
    copied; `missing`: those that histories name, and that were not there. `entries`: how many
    entries the ledger has; `checkpoint`: its newest signed note.
    """

    form: str
    alur: str
    schema: str
    database: str
    at: datetime
    office: str = ""
    rows: Mapping[str, int]
    documents: int
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    entries: int = 0
    checkpoint: str = ""
    has_keys: bool
    members: tuple[Member, ...]


class BackupTaken(CommandRefused):
    """There is a file of that name already."""

    hint = "Name another one, or a folder: in it each backup gets a name of its own."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file.name} is there already.")


class BackupUnreadable(StoreError):
    """The file is no backup that this release can read."""

    def __init__(self, file: Path, why: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(f"{file.name} cannot be used: {why}.")


class BackupDamaged(StoreError):
    """Something in the backup is not what its manifest says."""

    hint = "Use another backup; nothing was restored."

    def __init__(self, file: Path, member: str) -> None:
        self.member = member
        super().__init__(f"{file.name} is damaged: {member} is not what was backed up.")


class ArchiveWriter:
    """A backup on its way to `file`. Use `writing`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> str:
        """Add a member; gives its SHA-256 in hexadecimal. `packed`: whether it is worth packing."""
        known, size = sha256(), 0
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = _OWNER_ONLY << 16
        with self._archive.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                known.update(piece)
                size += len(piece)
        self.members.append(Member(name=name, size=size, sha256=known.hexdigest()))
        return known.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Say what it all is; nothing is added after this."""
        said = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._archive.writestr(_MANIFEST, said)


@contextmanager
def writing(file: Path) -> Iterator[ArchiveWriter]:
    """Write a backup; it is on disk, whole and under its name, when the block has ended well.

    Raises:
        BackupTaken: there is a file of that name.
        StorageFull: there is no room for it; nothing of it is left.
        StoreUnavailable: it cannot be written; nothing of it is left.
    """
    if file.exists():
        raise BackupTaken(file)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    with told_of_disk(file):
        try:
            with open(part, "xb", opener=_for_the_owner) as opened:
                with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                    yield ArchiveWriter(archive)
                opened.flush()
                os.fsync(opened.fileno())
            part.replace(file)
            sync_folder(file.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)


@contextmanager
def told_of_disk(place: Path) -> Iterator[None]:
    """What the disk refuses, said plainly."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull(place.name) from error
        why = error.strerror or error
        raise StoreUnavailable(f"{place.name} cannot be written: {why}.") from error


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk, where its file system can be told to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class ArchiveReader:
    """A backup that is read. Use `reading`."""

    def __init__(self, file: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.file = file
        self._archive = archive
        self.manifest = manifest
        self._known = {one.name: one for one in manifest.members}

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a member; what is not as the manifest says shows at the end.

        Raises:
            BackupDamaged: it is something else.
        """
        known, left = self._known[name], sha256()
        remaining = known.size
        try:
            with self._archive.open(name) as member:
                while piece := member.read(_PIECE):
                    remaining -= len(piece)
                    left.update(piece)
                    if remaining < 0:
                        break
                    yield piece
        except (KeyError, *_NO_ZIP) as error:
            raise BackupDamaged(self.file, name) from error
        if remaining or left.hexdigest() != known.sha256:
            raise BackupDamaged(self.file, name)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member. Raises as `pieces` does."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            raise BackupDamaged(self.file, name)

    def damaged(self, name: str) -> BackupDamaged:
        """The refusal for a member whose content makes no sense."""
        return BackupDamaged(self.file, name)

    def expect_whole(self) -> Iterator[int]:
        """Hold every member against the manifest; gives bytes as they are passed.

        Raises:
            BackupDamaged: one is not what it was, is missing, or is not mentioned.
        """
        for extra in set(self._archive.namelist()) - set(self._known) - {_MANIFEST}:
            raise BackupDamaged(self.file, extra)
        for name, known in self._known.items():
            if not _MEMBER.fullmatch(name) or not self._is_itself(known):
                raise BackupDamaged(self.file, name)
            for piece in self.pieces(name):
                yield len(piece)

    def _is_itself(self, known: Member) -> bool:
        """Whether a document is the one that its name says, unless it is known that it is not."""
        name = known.name.rpartition("/")[2]
        is_document = known.name.startswith("documents/")
        return not is_document or known.sha256 == name or name in self.manifest.damaged

    def names(self, room: str) -> tuple[str, ...]:
        """The members of a room: tables, documents, reports, keys."""
        return tuple(one for one in self._known if one.startswith(f"{room}/"))


@contextmanager
def reading(file: Path) -> Iterator[ArchiveReader]:
    """Read a backup.

    Raises:
        BackupUnreadable: the file is none, or a newer one than this release knows.
        OSError: it cannot be opened.
    """
    with file.open("rb") as opened:
        try:
            archive = zipfile.ZipFile(opened)
        except _NO_ZIP:
            raise BackupUnreadable(file, "it is no backup, or was cut off") from None
        with archive:
            yield ArchiveReader(file, archive, _manifest_of(file, archive))


def _manifest_of(file: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        with archive.open(_MANIFEST) as member:
            said = _whole(member)
        manifest = msgspec.json.decode(said, type=Manifest)
    except (KeyError, msgspec.MsgspecError, *_NO_ZIP):
        raise BackupUnreadable(file, "it has no manifest of a backup") from None
    if manifest.form != FORM:
        hint = "Restore it with the release that made it, or a newer one."
        raise BackupUnreadable(file, f"its form is {manifest.form[:40]}, not {FORM}", hint=hint)
    return manifest


def _whole(member: IO[bytes]) -> bytes:
    return member.read(_LONGEST_MANIFEST)
