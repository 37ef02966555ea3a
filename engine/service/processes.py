"""The processes of an installation: which are there, and which of them leads in what.

Every process says every few seconds that it is there; one that has not for a while is gone. What
only one of them may do at a time is led by whoever took it, for as long as that goes on being said.
"""

from datetime import datetime, timedelta

from engine.service.database import Database
from engine.store import processes
from engine.store.job import Unit
from engine.store.rows import ProcessRow

ProcessView = ProcessRow
"""A process as it last said of itself."""

NOT_DISPATCHING = "-"
"""What a process that runs no effects says of Prefect."""

SAID_EVERY = timedelta(seconds=5)
GONE_AFTER = timedelta(seconds=20)
"""Silent for so long, a process is taken to be gone."""
_FORGOTTEN_AFTER = timedelta(days=1)


def say(database: Database, process: ProcessView) -> None:
    """Say that a process is there."""

    def job(unit: Unit) -> None:
        processes.say(unit, process)
        processes.forget(unit, before=process.seen_at - _FORGOTTEN_AFTER)

    database.store.write(job)


def list_processes(database: Database) -> tuple[ProcessView, ...]:
    """Every process that has been seen within a day and did not say that it ends."""
    return database.store.read(processes.list_all)


def say_gone(database: Database, name: str) -> None:
    """Say that a process ends."""
    database.store.write(lambda unit: processes.gone(unit, name))


def is_there(process: ProcessView, *, at: datetime) -> bool:
    """Whether it has been heard of lately."""
    return at - process.seen_at <= GONE_AFTER


def someone_dispatches(database: Database, *, at: datetime) -> bool:
    """Whether a process is there that runs effects: then nobody else needs to."""
    return any(
        is_there(one, at=at) and one.prefect != NOT_DISPATCHING for one in list_processes(database)
    )


def lead(database: Database, work: str, *, owner: str, at: datetime, lasting: timedelta) -> bool:
    """Take the lead in a work, or keep it; whether no other process has it."""
    return database.store.write(
        lambda unit: processes.take(unit, work, owner=owner, now=at, until=at + lasting)
    )


def give_back(database: Database, work: str, *, owner: str) -> None:
    """Give back the lead in a work that could not be done: as if it had never been taken."""
    database.store.write(lambda unit: processes.give_back(unit, work, owner=owner))


def led_until(database: Database, work: str) -> datetime | None:
    """Until when somebody leads in a work, or last did; None where nobody ever has."""
    return database.store.read(lambda reader: processes.led_until(reader, work))
