"""Checks of the place where a process runs: its folders, its disk, its threads, its neighbours."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from engine.core.errors import StoreUnavailable
from engine.service.checks import Check, Told, ok, warn, wrong
from engine.service.database import file_of
from engine.service.processes import ProcessView, is_there
from engine.settings import Settings

LOW_MEGABYTES, FULL_MEGABYTES = 1000, 100

_MEGA = 1_000_000
_SQLITE = b"SQLite format 3\0"
_MOUNTS = Path("/proc/self/mounts")
_OVER_A_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs")


def folders_of(settings: Settings) -> Iterator[tuple[str, Path]]:
    """What an installation writes to on this machine, by what lies there."""
    with suppress(StoreUnavailable):  # the check of the database says so
        file = file_of(settings.database_url)
        if file is not None:
            yield "database", file.parent
    yield "documents", settings.files


def disk(what: str, folder: Path) -> Check:
    """Whether there is room where `what` lies; for a folder that is not made yet, where it will be.

    Below `LOW_MEGABYTES` somebody should look, below `FULL_MEGABYTES` nothing should be begun.
    """
    try:
        usage = shutil.disk_usage(_nearest(folder))
    except OSError as error:
        return wrong(Told.DISK_UNKNOWN, what=what, why=error.strerror or str(error))
    if not usage.total:
        return wrong(Told.DISK_NONE, what=what, folder=folder.as_posix())
    free = usage.free // _MEGA
    if free < FULL_MEGABYTES:
        return wrong(Told.DISK_FULL, what=what, free=free)
    if free < LOW_MEGABYTES:
        return warn(Told.DISK_LOW, what=what, free=free)
    return ok(Told.DISK_ROOM, what=what, free=free)


def writable(what: str, folder: Path) -> Check:
    """Whether files can be put into the folder; one that is not made yet is not made by this."""
    try:
        with TemporaryFile(dir=_nearest(folder)) as file:
            file.write(b"Alur")
    except OSError as error:
        return wrong(
            Told.FILES_CLOSED,
            what=what,
            folder=folder.as_posix(),
            why=error.strerror or str(error),
        )
    return ok(Told.FILES_WRITABLE, what=what, folder=folder.as_posix())


def is_somewhere(file: Path) -> bool:
    """Whether it is there; where one may not even look, opening it tells why."""
    try:
        return file.exists()
    except OSError:
        return True


def is_foreign(file: Path) -> bool:
    """Whether something else lies where a SQLite file should; SQLite begins with an empty one.

    Source: https://www.sqlite.org/fileformat.html §1.3.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(len(_SQLITE)) not in {b"", _SQLITE}
    except IsADirectoryError:
        return True
    except OSError:
        return False  # opening it tells why


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    whole = folder.absolute()
    return next((one for one in (whole, *whole.parents) if one.exists()), whole)


def threads(ended: Sequence[str]) -> Check:
    """Whether everything runs that this process should do beside answering."""
    return wrong(Told.THREADS_ENDED, names=tuple(ended)) if ended else ok(Told.THREADS_RUN)


def spread(
    settings: Settings, known: Iterable[ProcessView], *, at: datetime, mounts: str
) -> Iterator[Check]:
    """Whether the processes of the installation can work together as they are.

    Args:
        settings: of this process.
        known: the processes that say that they are there.
        at: the instant.
        mounts: what is mounted where, as Linux lists it.
    """
    there = [one for one in known if is_there(one, at=at)]
    found = [*_releases(there), *_on_one_file(settings, there, mounts)]
    yield from found or [ok(Told.SPREAD_FITS, count=len(there))]


def _releases(there: Sequence[ProcessView]) -> Iterator[Check]:
    releases = {one.release for one in there}
    if len(releases) > 1:
        yield warn(Told.SPREAD_RELEASES, releases=tuple(sorted(releases)))


def _on_one_file(settings: Settings, there: Sequence[ProcessView], mounts: str) -> Iterator[Check]:
    file = file_of(settings.database_url)
    if file is None:
        return
    machines = {_machine(one.name) for one in there}
    if len(machines) > 1:
        yield wrong(Told.SPREAD_MACHINES, machines=tuple(sorted(machines)))
    kind = file_system_of(file, mounts)
    if kind.startswith(_OVER_A_NETWORK):
        yield (wrong if len(there) > 1 else warn)(Told.SPREAD_NETWORK, kind=kind)


def _machine(process: str) -> str:
    """`web-loket-1-4711` runs on `loket-1`."""
    return process.partition("-")[2].rpartition("-")[0]


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of the file system that `path` lies on; empty where nothing is said of it."""
    whole, kind, longest = path.absolute(), "", -1
    for line in mounts.splitlines():
        _, place, what, *_ = (*line.split(), "", "", "")
        mounted = Path(place.encode().decode("unicode_escape"))
        if whole.is_relative_to(mounted) and len(mounted.parts) >= longest:
            kind, longest = what, len(mounted.parts)
    return kind


def read_mounts() -> str:
    """What is mounted where; nothing on a machine that does not say so."""
    return _MOUNTS.read_text("utf-8", "replace") if os.access(_MOUNTS, os.R_OK) else ""
