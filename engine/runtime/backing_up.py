"""The backup of each night, where a folder is set up for them."""

from engine.runtime.crew import Crew
from engine.service.backups import Installation, back_up, forget_old, named_in
from engine.settings import Settings


def installation_of(settings: Settings) -> Installation:
    """What of an installation a backup is made of."""
    return Installation(
        url=settings.database_url,
        files=settings.files,
        reports=settings.reports,
        key=settings.key,
        signing_key=settings.signing_key,
        office=settings.office,
    )


def backup(crew: Crew) -> str:
    """Write a backup without keys, and forget the oldest ones; what came of it, in one line.

    Only what is sealed needs a key to be read: the folder is for its owner alone.
    """
    folder, at = crew.settings.backups, crew.now()
    if folder is None:
        return "ALUR_BACKUPS names no folder"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = named_in(folder, at=at)
    taken = back_up(installation_of(crew.settings), file, at=at)
    gone = forget_old(folder, keep=crew.settings.backups_keep, written=file, at=at)
    rows = sum(taken.rows.values())
    lost = f", {len(taken.missing)} MISSING" if taken.missing else ""
    return f"{file.name}: rows {rows}, documents {taken.documents}{lost}; forgotten {len(gone)}"
