"""Documents on disk, each under the SHA-256 of its bytes: `<root>/<first 2 digits>/<sha256>`.

What lies there never changes, so the same bytes may be kept by any number of processes at once.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from engine.core.errors import DocumentDamaged, NotFound, StoreUnavailable

_CLOSED = 0o700
"""Folders are for the user that Alur runs as; the files in them are made with 0600."""

_INCOMING = ".incoming"
_LEFT_BEHIND_SECONDS = 24 * 3600.0

_NAME = re.compile(r"[0-9a-f]{64}")


def keep(root: Path, content: bytes) -> str:
    """Keep `content`, on disk before this returns; gives its SHA-256 in hexadecimal.

    What is there already stays, unless it was damaged: then it is whole again.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    name = sha256(content).hexdigest()
    try:
        if not _holds(_place(root, name), content):
            _write(_place(root, name), content)
    except OSError as error:
        raise StoreUnavailable(f"The documents cannot be written: {error}") from error
    return name


def read(root: Path, name: str) -> bytes:
    """The bytes with that SHA-256.

    Raises:
        NotFound: they are not kept here, or it is no SHA-256 at all.
        DocumentDamaged: what is kept here has another SHA-256.
        StoreUnavailable: it cannot be read.
    """
    try:
        content = _place(root, name).read_bytes()
    except FileNotFoundError:
        raise NotFound("document", name, hint="Its bytes are not kept here.") from None
    except OSError as error:
        raise StoreUnavailable(f"The documents cannot be read: {error}") from error
    if sha256(content).hexdigest() != name:
        raise DocumentDamaged(name)
    return content


def is_kept(root: Path, name: str) -> bool:
    """Whether there are bytes under that SHA-256; `read` tells whether they are the right ones.

    Raises:
        NotFound: it is no SHA-256 at all.
    """
    return _place(root, name).is_file()


def remove(root: Path, name: str) -> None:
    """Remove the bytes with that SHA-256, whether they are there or not.

    Raises:
        NotFound: it is no SHA-256 at all.
        StoreUnavailable: they cannot be removed.
    """
    try:
        _place(root, name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"The document cannot be removed: {error}") from error


def _place(root: Path, name: str) -> Path:
    """Where it lies. Nothing but a SHA-256 becomes part of a path.

    Raises:
        NotFound: it is no SHA-256.
    """
    if not _NAME.fullmatch(name):
        raise NotFound("document", name)
    return root / name[:2] / name


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and place.read_bytes() == content


def _write(place: Path, content: bytes) -> None:
    """Under a temporary name first: nobody ever sees half a document."""
    _make_root(place.parent.parent)
    place.parent.mkdir(mode=_CLOSED, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (place.parent, place.parent.parent):
        _sync(folder)


class Incoming:
    """A document on its way in: under a random name, readable by nobody else, hashed as it comes.

    Raises:
        StoreUnavailable: (all of its methods) the documents cannot be written.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._hash = sha256()
        self.size = 0
        with _told():
            _make_root(root)
            folder = root / _INCOMING
            folder.mkdir(mode=_CLOSED, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder)
            self._place: Path | None = Path(temporary)
            self._file = os.fdopen(handle, "wb")
            _sweep(folder, self._place)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what has come, in hexadecimal."""
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        with _told():
            self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def whole(self) -> Path:
        """Where everything that has come lies, until it is kept or discarded."""
        with _told():
            self._file.flush()
        if self._place is None:
            raise StoreUnavailable("The document is not there any more.")
        return self._place

    def keep(self) -> None:
        """Put it under its SHA-256, on disk before this returns."""
        lies, place = self.whole(), _place(self._root, self.sha256)
        with _told():
            os.fsync(self._file.fileno())
            place.parent.mkdir(mode=_CLOSED, exist_ok=True)
            lies.replace(place)
            self._place = None
            for folder in (place.parent, place.parent.parent):
                _sync(folder)

    def discard(self) -> None:
        """Remove it, unless it was kept."""
        self._file.close()
        if self._place is not None:
            self._place.unlink(missing_ok=True)
            self._place = None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"The documents cannot be written: {error}") from error


def _sweep(folder: Path, newest: Path) -> None:
    """Remove what a process left behind that died a day or longer before `newest` was begun."""
    now = newest.stat().st_mtime
    for one in folder.iterdir():
        with suppress(FileNotFoundError):
            if now - one.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                one.unlink()


def _make_root(root: Path) -> None:
    """The folder of all documents, closed to others from the start."""
    root.parent.mkdir(parents=True, exist_ok=True)
    root.mkdir(mode=_CLOSED, exist_ok=True)


def _sync(folder: Path) -> None:
    """Have the folder's own entries on disk, where the system lets a folder be opened."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
