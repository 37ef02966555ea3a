"""Restoring a backup: into an empty place, held against its own hashes before anything is touched.

What lay there before is never deleted: it is moved aside, and only where that was asked for.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec.structs import replace

from engine.core.errors import CommandRefused, DocumentDamaged, NotFound, StoreUnavailable
from engine.core.text import Frozen
from engine.service.backup_archive import (
    ArchiveReader,
    BackupUnreadable,
    Manifest,
    told_of_disk,
)
from engine.service.backups import Installation, Tell
from engine.service.database import file_of
from engine.service.processes import GONE_AFTER
from engine.service.vault import KEY_FILE_MODE
from engine.store import files
from engine.store.backups import Kind, Order, Row, TableShape, orders_in, processes_seen
from engine.store.backups_load import has_tables, load
from engine.store.files import Incoming
from engine.store.migrate import NEWEST, knows

_JOURNALS = ("-wal", "-shm")
_TYPES: dict[Kind, object] = {
    "text": str | None,
    "int": Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | None,
    "bytes": str | None,
    "bool": bool | None,
    "instant": str | None,
    "day": str | None,
}


class PlaceTaken(CommandRefused):
    """Something lies where the backup is to be restored to."""

    hint = "Choose an empty place, or --force: what is there is then moved aside, not deleted."

    def __init__(self, what: str) -> None:
        super().__init__(f"There is {what} already.")


class PlaceInUse(CommandRefused):
    """Alur works where the backup is to be restored to."""

    hint = "Stop it first."

    def __init__(self, process: str) -> None:
        super().__init__(f"Alur is running there ({process}).")


class Restored(Frozen, frozen=True, kw_only=True):
    """What was done. `aside`: where what lay there before is now; empty where nothing did.

    `documents` counts those that were not there yet; `left_out`: those that were damaged when they
    were backed up; `kept`: reports that were there, and stayed as they were; `keys`: files of keys
    that were put in place. `undone`: what was erased and disposed of in the database that lay
    there, and is in the backup again; None where that database cannot be read.
    """

    manifest: Manifest
    aside: str = ""
    documents: int = 0
    left_out: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    undone: tuple[Order, ...] | None = ()


def expect_restorable(
    archive: ArchiveReader, to: Installation, *, at: datetime, force: bool, tell: Tell
) -> None:
    """Hold the whole backup against its manifest, and see whether the place is free.

    Raises:
        BackupUnreadable: it was made by a newer release.
        BackupDamaged: something in it is not what was backed up.
        PlaceTaken: something lies there, and `force` is not given.
        PlaceInUse: Alur works there.
    """
    manifest = archive.manifest
    if not knows(manifest.schema):
        hint = f"It was made by Alur {manifest.alur}: restore it with that release or a newer one."
        why = f"its tables are at {manifest.schema[:20]}, this release knows {NEWEST}"
        raise BackupUnreadable(archive.file, why, hint=hint)
    _expect_free(to, at=at, force=force)
    done, total = 0, sum(one.size for one in manifest.members)
    for more in archive.expect_whole():
        done += more
        tell(done, total)


def _expect_free(to: Installation, *, at: datetime, force: bool) -> None:
    file = file_of(to.url)
    if not (file.exists() if file is not None else has_tables(to.url)):
        return
    if not force:
        raise PlaceTaken(f"a database {file.name}" if file is not None else "a database")
    with suppress(StoreUnavailable):  # a damaged one may be replaced
        for process, seen in processes_seen(to.url):
            if at - seen <= GONE_AFTER:
                raise PlaceInUse(process)


def restore(archive: ArchiveReader, to: Installation, *, at: datetime, tell: Tell) -> Restored:
    """Put everything in its place; what lies there is moved aside. `expect_restorable` comes first.

    The database comes last: where it is, everything that it leans on is there, too.

    Raises:
        StoreUnavailable: something cannot be written; the database that was there is there still.
    """
    file = file_of(to.url)
    aside = _beside_name(at)
    rows = _Rows(archive, tell)
    schema = archive.manifest.schema
    ordered = _ordered_in(to.url)
    if file is None:
        with _besides(archive, to) as done:
            moved = load(to.url, schema, rows.all(), aside=f"alur_{aside}")
    else:
        with (
            _made_beside(file, schema, rows) as fresh,
            _besides(archive, to) as done,
            told_of_disk(file),
        ):
            moved = _move_aside(file, aside)
            fresh.replace(file)
    return replace(done, aside=moved, undone=_undone(ordered, to.url))


def _ordered_in(url: str) -> tuple[Order, ...] | None:
    """What was to be gone for good, in the database that lies there; None: it cannot be read."""
    file = file_of(url)
    if file is not None and not file.exists():
        return ()
    try:
        return orders_in(url)
    except StoreUnavailable:
        return None


def _undone(ordered: tuple[Order, ...] | None, url: str) -> tuple[Order, ...] | None:
    if not ordered:
        return ordered
    known = set(orders_in(url))
    return tuple(one for one in ordered if one not in known)


def _beside_name(at: datetime) -> str:
    return f"before_{at:%Y%m%dT%H%M%SZ}".lower()


@contextmanager
def _besides(archive: ArchiveReader, to: Installation) -> Iterator[Restored]:
    """Documents, reports and keys in their places; gone again where the block fails."""
    file = file_of(to.url)
    documents: list[str] = []
    written: list[Path] = []
    try:
        left_out = tuple(_restore_documents(archive, to.files, documents))
        kept = tuple(_restore_reports(archive, to.reports, written))
        keys = tuple(_restore_keys(archive, file, written)) if file is not None else ()
        yield Restored(
            manifest=archive.manifest,
            documents=len(documents),
            left_out=left_out,
            kept=kept,
            keys=keys,
        )
    except BaseException:
        with suppress(StoreUnavailable, OSError):
            for name in documents:
                files.remove(to.files, name)
            for one in written:
                one.unlink(missing_ok=True)
        raise


class _Rows:
    """The rows of a backup on their way into a database."""

    def __init__(self, archive: ArchiveReader, tell: Tell) -> None:
        self._archive, self._tell = archive, tell
        self._done, self._total = 0, sum(archive.manifest.rows.values())

    def all(self) -> Iterator[tuple[TableShape, Iterator[Row]]]:
        """Every table with its rows, in the order of the backup."""
        for name in self._archive.names("tables"):
            lines = self._archive.lines(name)
            try:
                shape = msgspec.json.decode(next(lines, b""), type=TableShape)
            except msgspec.MsgspecError:
                raise self._archive.damaged(name) from None
            yield shape, self._of(name, shape, lines)

    def _of(self, name: str, shape: TableShape, lines: Iterator[bytes]) -> Iterator[Row]:
        types = tuple(_TYPES[one.kind] for one in shape.columns)
        decoder = msgspec.json.Decoder(tuple.__class_getitem__(types))
        count = 0
        try:
            for count, line in enumerate(lines, 1):
                yield decoder.decode(line)
                if not count % 1000:
                    self._tell(self._done + count, self._total)
        except msgspec.MsgspecError:
            raise self._archive.damaged(name) from None
        if count != self._archive.manifest.rows.get(shape.name):
            raise self._archive.damaged(name)
        self._done += count


@contextmanager
def _made_beside(file: Path, schema: str, rows: _Rows) -> Iterator[Path]:
    """The database under another name, whole; the block puts it in its place."""
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}.restoring")
    try:
        load(f"sqlite:///{fresh}", schema, rows.all())
        yield fresh
    finally:
        for ending in ("", "-turn", *_JOURNALS):
            with suppress(OSError):
                fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _move_aside(file: Path, aside: str) -> str:
    """The file and its journals: one without the other would be mixed with what comes."""
    old = file.with_name(f"{file.name}.{aside}")
    there = [one for one in ("", *_JOURNALS) if file.with_name(file.name + one).exists()]
    for ending in there:
        file.with_name(file.name + ending).rename(old.with_name(old.name + ending))
    return str(old) if there else ""


def _restore_documents(archive: ArchiveReader, folder: Path, put: list[str]) -> Iterator[str]:
    """Those that are not there as they were; gives the names of those that are left out."""
    for member in archive.names("documents"):
        name = Path(member).name
        if name in archive.manifest.damaged:
            yield name
        elif not _is_there(folder, name):
            incoming = Incoming(folder)
            try:
                for piece in archive.pieces(member):
                    incoming.write(piece)
                incoming.keep()
            finally:
                incoming.discard()
            put.append(name)


def _is_there(folder: Path, name: str) -> bool:
    try:
        files.read(folder, name)
    except (NotFound, DocumentDamaged):
        return False
    return True


def _restore_reports(archive: ArchiveReader, folder: Path, written: list[Path]) -> Iterator[str]:
    """Those that are not there; gives the names of those that are, and stay.

    What was published after the backup is what shows how much was lost with it.
    """
    for member in archive.names("reports"):
        report = folder / Path(member).name
        if report.exists():
            yield report.name
        else:
            _write(report, archive.pieces(member), mode=0o644)
            written.append(report)


def _restore_keys(archive: ArchiveReader, file: Path, written: list[Path]) -> Iterator[str]:
    """Keys lie beside the file of the database, and are never written over."""
    for member in archive.names("keys"):
        kind = Path(member).name.removeprefix("beside-")
        place = file.with_name(f"{file.name}-{kind}")
        if not place.exists():
            _write(place, archive.pieces(member), mode=KEY_FILE_MODE)
            written.append(place)
            yield place.name


def _write(place: Path, pieces: Iterator[bytes], *, mode: int) -> None:
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with told_of_disk(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.touch(mode=mode)
            with part.open("wb") as opened:
                opened.writelines(pieces)
            part.rename(place)
        finally:
            part.unlink(missing_ok=True)
