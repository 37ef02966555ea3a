"""Checks of the key of personal data: is it here, is it the right one, is it kept close."""

from collections.abc import Iterator
from pathlib import Path

from engine.service.checks import Check, Told, ok, warn, wrong
from engine.service.database import Database, key_place
from engine.service.vault import KEY_FILE_MODE
from engine.service.vault_proof import fits
from engine.settings import Settings, key_file

_OTHERS = 0o077
"""What anybody but the owner may do with a file."""


def key(database: Database, settings: Settings) -> Iterator[Check]:
    """How the key stands to the database, and who may read the file it lies in."""
    match fits(database.store, database.vault):
        case "absent":
            yield wrong(Told.KEY_ABSENT)
            return
        case "other":
            yield wrong(Told.KEY_OTHER)
            return
        case "unmade":
            yield wrong(Told.KEY_UNMADE)
            return
        case "fits":
            yield ok(Told.KEY_FITS)
    file = key_file(settings) if settings.key else key_place(settings.database_url)
    if file is not None and is_open(file):
        mode = f"{KEY_FILE_MODE:o}"
        yield warn(Told.KEY_OPEN, file=file.as_posix(), mode=mode)


def is_open(file: Path) -> bool:
    """Whether others may do anything with it; what is not there, or on no disk, nobody may."""
    try:
        return bool(file.stat().st_mode & _OTHERS)
    except OSError:
        return False
