"""Backups: everything of an installation in one file, taken while people work.

The database comes first, as one snapshot. Documents are written before the transaction that names
them and never change, so all that the snapshot names are there when they are copied after it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from engine.core.errors import StoreUnavailable
from engine.core.events import FileAttached
from engine.core.text import Frozen
from engine.service.backup_archive import (
    FORM,
    ArchiveWriter,
    BackupUnreadable,
    Manifest,
    reading,
    writing,
)
from engine.service.database import file_of
from engine.service.verifying_chains import UNREADABLE
from engine.store.backups import Snapshot, TableShape, snapshot
from engine.store.codec import decode_recorded

Tell = Callable[[int, int], None]
"""Is told how much of how much is done."""

_NAMED = "alur-{at:%Y%m%dT%H%M%SZ}.zip"
_NAME = re.compile(r"alur-\d{8}T\d{6}Z\.zip")
_DOCUMENT = re.compile(r"[0-9a-f]{64}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_BESIDE = ("key", "signing-key", "signing-key.next")
_PIECE = 1 << 20
_LINES = 1000

_encoder = msgspec.json.Encoder()


class Installation(Frozen, frozen=True, kw_only=True):
    """What a backup is of, and where it is restored to.

    Args:
        url: the database.
        key: what personal data is sealed with, in base64; empty where it lies beside the file.
        signing_key: what checkpoints are signed with; the same.
        files: the folder of the documents.
        reports: the folder of reports and published checkpoints.
        office: the office's name.
    """

    url: str
    files: Path
    reports: Path
    key: str = ""
    signing_key: str = ""
    office: str = ""


def back_up(
    of: Installation,
    file: Path,
    *,
    at: datetime,
    with_keys: bool = False,
    tell: Tell = lambda _done, _total: None,
) -> Manifest:
    """Write everything into `file`: whole and on disk when this returns, or not there at all.

    Args:
        of: what is backed up; people may go on working on it.
        file: where to; there must be none of that name.
        at: the present instant.
        with_keys: put the keys in, too. Whoever has such a file can read all personal data; without
            them names, addresses and documents can be read, and only what is sealed cannot.
        tell: is told how many rows and files are done, of how many.

    Raises:
        BackupTaken: there is a file of that name.
        StorageFull: there is no room for it.
        StoreUnavailable: the database cannot be read, or the file not be written.
    """
    with writing(file) as archive, snapshot(of.url) as taken:
        rows = {shape.name: taken.count(shape.name) for shape in taken.tables}
        documents = tuple(_documents(of.files))
        count = _Count(tell, sum(rows.values()) + len(documents))
        for shape in taken.tables:
            archive.add(f"tables/{shape.name}.jsonl", _lines(taken, shape, count))
        archived, damaged = _add_documents(archive, documents, count)
        _add_beside(archive, of, with_keys=with_keys)
        manifest = Manifest(
            form=FORM,
            alur=metadata.version("alur"),
            schema=taken.schema,
            database=taken.dialect,
            at=at,
            office=of.office,
            rows=rows,
            documents=len(archived),
            damaged=tuple(damaged),
            missing=tuple(sorted(_named_in(taken) - set(archived))),
            entries=rows.get("ledger_entry", 0),
            checkpoint=taken.newest_note(),
            has_keys=with_keys,
            members=tuple(archive.members),
        )
        archive.finish(manifest)
    return manifest


def _add_beside(archive: ArchiveWriter, of: Installation, *, with_keys: bool) -> None:
    _add_files(archive, "reports", sorted(of.reports.glob("*")))
    if with_keys:
        _add_keys(archive, of)


class _Count:
    """Tells how far it is, not at every row."""

    def __init__(self, tell: Tell, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def add(self, more: int) -> None:
        self._done += more
        self._tell(self._done, max(self._total, self._done))


def _lines(taken: Snapshot, shape: TableShape, count: _Count) -> Iterator[bytes]:
    yield _encoder.encode(shape) + b"\n"
    rows = taken.rows(shape)
    while some := list(islice(rows, _LINES)):
        yield _encoder.encode_lines(some)
        count.add(len(some))


def _named_in(taken: Snapshot) -> set[str]:
    """The documents that histories lean on; what cannot be read is found when it is verified."""
    named = set()
    for body in taken.attachments():
        with suppress(*UNREADABLE):
            event = decode_recorded(body).event
            if isinstance(event, FileAttached):
                named.add(event.sha256)
    return named


def _documents(folder: Path) -> Iterator[Path]:
    """Every document, and nothing that is only on its way in."""
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        yield from (one for one in sorted(part.iterdir()) if _DOCUMENT.fullmatch(one.name))


def _add_documents(
    archive: ArchiveWriter, documents: Iterable[Path], count: _Count
) -> tuple[list[str], list[str]]:
    """Put documents in; the names of all, and of those that are damaged already."""
    archived, damaged = [], []
    for one in documents:
        with suppress(FileNotFoundError), _reading(one) as opened:  # it was disposed of just now
            name = f"documents/{one.parent.name}/{one.name}"
            if archive.add(name, _pieces(opened), packed=False) != one.name:
                damaged.append(one.name)
            archived.append(one.name)
        count.add(1)
    return archived, damaged


def _add_files(archive: ArchiveWriter, room: str, files: Iterable[Path]) -> None:
    for one in files:
        if one.is_file() and _PLAIN_NAME.fullmatch(one.name):
            with _reading(one) as opened:
                archive.add(f"{room}/{one.name}", _pieces(opened))


def _add_keys(archive: ArchiveWriter, of: Installation) -> None:
    for name, key in (("key", of.key), ("signing-key", of.signing_key)):
        if key:
            archive.add(f"keys/{name}", [key.encode()])
    file = file_of(of.url)
    if file is not None:
        for kind in _BESIDE:
            with (
                suppress(FileNotFoundError),
                _reading(file.with_name(f"{file.name}-{kind}")) as opened,
            ):
                archive.add(f"keys/beside-{kind}", _pieces(opened))


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise
    except OSError as error:
        why = error.strerror or error
        raise StoreUnavailable(f"{file.name} cannot be read: {why}.") from error
    with opened:
        yield opened


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    while piece := opened.read(_PIECE):
        yield piece


def named_in(folder: Path, *, at: datetime) -> Path:
    """What a backup of that instant is called in a folder of backups."""
    return folder / _NAMED.format(at=at)


def backups_in(folder: Path) -> tuple[Path, ...]:
    """The backups in a folder, the newest first; other files are not looked at."""
    found = (one for one in folder.glob("alur-*.zip") if _is_named(one))
    return tuple(sorted(found, key=lambda one: one.name, reverse=True))


def _is_named(file: Path) -> bool:
    with suppress(ValueError):  # digits that are no instant
        return bool(_NAME.fullmatch(file.name) and taken_at(file))
    return False


def taken_at(file: Path) -> datetime:
    """When a backup was taken, by its name in a folder of backups (UTC)."""
    return datetime.strptime(f"{file.name[5:20]}+0000", "%Y%m%dT%H%M%S%z")


def forget_old(folder: Path, *, keep: int, written: Path, at: datetime) -> tuple[Path, ...]:
    """Remove the oldest backups of a folder beyond `keep`; those that were removed.

    What cannot be read is none, and what says it was taken later than now may say anything: neither
    counts, nor is it removed.

    Args:
        folder: of backups.
        keep: how many stay, from 1.
        written: the one that was written just now: it is one of them, whatever it is called.
        at: the present instant.
    """
    others = (one for one in backups_in(folder) if one != written and taken_at(one) <= at)
    old = tuple(one for one in others if _can_be_read(one))[keep - 1 :]
    for one in old:
        one.unlink(missing_ok=True)
    return old


def _can_be_read(file: Path) -> bool:
    try:
        return bool(look_into(file))
    except (BackupUnreadable, OSError):
        return False


def look_into(file: Path) -> Manifest:
    """What a backup says it holds; whether it does is found out when it is restored.

    Raises:
        BackupUnreadable: it is no backup.
        OSError: it cannot be opened.
    """
    with reading(file) as archive:
        return archive.manifest
