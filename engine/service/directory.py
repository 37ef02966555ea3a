"""The directory: who works where, who stands in for whom. Changed by commands like a case is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

from engine.core.directory import Directory
from engine.core.directory_commands import AnyDirectoryCommand
from engine.core.directory_decide import decide_directory
from engine.core.directory_events import DirectoryRecorded, PersonLeft
from engine.core.errors import InputRefused, KeyReused
from engine.core.ids import CaseId
from engine.service.database import Database
from engine.service.leaving import end_access
from engine.store import directory, receipts
from engine.store.directory import DirectoryDamaged, DirectoryEntry, DirectoryMovedOn
from engine.store.job import Reader, Unit
from engine.store.rows import ReceiptRow

__all__ = [
    "DirectoryDamaged",
    "DirectoryEntry",
    "DirectoryMovedOn",
    "Plan",
    "change",
    "change_in",
    "change_once",
    "change_together",
    "current",
    "current_in",
    "history",
]


Plan = Callable[[Directory], Iterable[AnyDirectoryCommand]]
"""What there is to do, told from the directory as it is when it is to be done."""

LONGEST_KEY = 200
_NO_CASE = CaseId("")
"""Where a receipt names the case: its numbers are those of the directory's events."""


def change(
    database: Database, command: AnyDirectoryCommand, *, at: datetime
) -> tuple[DirectoryRecorded, ...]:
    """Carry out a command on the directory, durably, or refuse it with one reason.

    It is decided by what the directory holds once nobody else changes it: of two who ask at the
    same moment the second is judged by what the first has left.

    Args:
        database: whose directory.
        command: what is asked, and by whom.
        at: when it is recorded; aware UTC.

    Returns:
        What was recorded.

    Raises:
        CommandRefused: one of its subclasses; nothing was changed.
        StoreUnavailable: the database cannot be used; nothing was changed.
    """
    return database.store.write(lambda unit: change_in(database, unit, command, at=at))


def change_together(
    database: Database, *plans: Plan, at: datetime
) -> tuple[DirectoryRecorded, ...]:
    """Carry out several commands, all of them or none; what was recorded.

    Each plan is asked when those before it are carried out, and nobody else changes anything
    meanwhile. Raises as `change`.
    """

    def job(unit: Unit) -> tuple[DirectoryRecorded, ...]:
        unit.take_turn(directory.TURN)
        recorded: list[DirectoryRecorded] = []
        for plan in plans:
            for command in tuple(plan(current_in(database, unit))):
                recorded += change_in(database, unit, command, at=at)
        return tuple(recorded)

    return database.store.write(job)


def change_in(
    database: Database, unit: Unit, command: AnyDirectoryCommand, *, at: datetime
) -> tuple[DirectoryRecorded, ...]:
    """As `change`, within a transaction that does more than that; for services only."""
    unit.take_turn(directory.TURN)
    before = directory.load(unit, known=database.directory.get())
    recorded = decide_directory(before.directory, command, at=at)
    database.directory.keep(directory.append(unit, recorded, after=before))
    for one in recorded:
        if isinstance(one.event, PersonLeft):
            end_access(unit, one.event.person, by=one.by.person, at=at)
    return recorded


def change_once(
    database: Database, command: AnyDirectoryCommand, *, at: datetime, key: str
) -> tuple[DirectoryRecorded, ...]:
    """As `change`; the same key with the same command gives what was recorded then, once more.

    Raises:
        KeyReused: the key was used for something else.
    """
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InputRefused({"key": f"must have 1 to {LONGEST_KEY} characters"})
    digest = sha256(msgspec.json.encode(command, order="sorted")).digest()
    return database.store.write(
        lambda unit: _change_once(database, unit, command, at=at, key=key, digest=digest)
    )


def _change_once(  # noqa: PLR0913  # the whole of a keyed command
    database: Database,
    unit: Unit,
    command: AnyDirectoryCommand,
    *,
    at: datetime,
    key: str,
    digest: bytes,
) -> tuple[DirectoryRecorded, ...]:
    unit.take_turn(key)
    seen = receipts.find(unit, key)
    if seen is not None:
        if seen.digest != digest or seen.case != _NO_CASE:
            raise KeyReused(key)
        entries = directory.read_events(unit, after=seen.first_seq - 1)
        return tuple(one.recorded for one in entries if one.recorded.seq <= seen.last_seq)
    unit.take_turn(directory.TURN)
    before = current_in(database, unit).seq
    recorded = change_in(database, unit, command, at=at)
    last = before + len(recorded)
    receipts.keep(
        unit,
        ReceiptRow(
            key=key, digest=digest, case=_NO_CASE, first_seq=before + 1, last_seq=last, at=at
        ),
    )
    return recorded


def current(database: Database) -> Directory:
    """The directory as it is now.

    Raises:
        StoreUnavailable: the database cannot be used.
        DirectoryDamaged: its history was changed by other hands.
    """
    return database.store.read(lambda reader: current_in(database, reader))


def current_in(database: Database, reader: Reader) -> Directory:
    """As `current`, within a transaction or a snapshot."""
    known = database.directory.get()
    listed = directory.load(reader, known=known)
    if listed is not known:
        database.directory.keep(listed)
    return listed.directory


def history(database: Database, *, after: int = 0) -> tuple[DirectoryEntry, ...]:
    """What was recorded of the directory beyond event number `after`, in order."""
    return database.store.read(lambda reader: directory.read_events(reader, after=after))
