"""The folder of definitions on disk: its registers, its files, and publishing them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.core.commands import Actor
from engine.core.errors import SopUnreadable
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.views import SopSummary
from engine.sop.actions import ACTIONS
from engine.sop.codes import finding
from engine.sop.register_file import registers_from_text
from engine.sop.registers import Registers

REGISTERS = "registers.yaml"


def definitions(path: Path) -> tuple[Path, ...]:
    """The definition files below `path` (or that file itself), sorted."""
    if path.is_file():
        return (path,)
    return tuple(sorted(path.rglob("v*.yaml")))


def library_of(path: Path) -> Path:
    """The folder with the registers that `path` lies in, or `path` itself where there is none."""
    start = path if path.is_dir() else path.parent
    found = (one for one in (start, *start.absolute().parents) if (one / REGISTERS).is_file())
    return next(found, start)


def registers(path: Path) -> Registers:
    """The registers of the library at `path`, with the actions that this Alur can do.

    Raises:
        SopUnreadable: there is no register file, or it is not readable.
        SopInvalid: it has errors.
    """
    file = path / REGISTERS
    sops = frozenset(one.parent.name for one in definitions(path))
    return registers_from_text(read_text(file), file=file.as_posix(), actions=ACTIONS, sops=sops)


def read_text(file: Path) -> bytes:
    """What the file holds.

    Raises:
        SopUnreadable: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise SopUnreadable(finding("SOP100", message, file=file.as_posix())) from error


def publish_all(
    database: Database,
    path: Path,
    *,
    by: Actor,
    at: datetime,
    each: Callable[[SopSummary], None] = lambda _: None,
) -> tuple[SopSummary, ...]:
    """Publish every definition of the library; what is published already stays as it is."""
    known = registers(path)
    published = []
    for file in definitions(path):
        summary = publish(
            database, read_text(file), registers=known, by=by, at=at, file=file.as_posix()
        )
        each(summary)
        published.append(summary)
    return tuple(published)
