"""Hand-over: tasks of people who may no longer act go on without them.

At once after a change of the directory, and by the watcher when something begins or ends by
itself. Each task is judged again in the transaction that hands it over, so any number of
processes may do it at the same time, stop in the middle, or begin late.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from functools import partial

from engine.core.commands import Assign, Release, Resolve
from engine.core.directory_commands import AnyDirectoryCommand
from engine.core.directory_events import DirectoryRecorded
from engine.core.errors import CommandRefused
from engine.core.events import TaskAssigned, TaskResolved
from engine.core.handover import affected, hand_over, next_boundary
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.reassignment import HandoverCause
from engine.core.text import Frozen
from engine.service import directory
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.execute import carry_out
from engine.store import log, queues
from engine.store.job import Reader, Unit
from engine.store.log import Stored

AT_ONCE = 32
"""Tasks that are handed over in one transaction."""

_log = logging.getLogger(__name__)


class HandedOver(Frozen, frozen=True, kw_only=True):
    """A task that changed hands. `to` None: it is back in the queue."""

    case: CaseId
    activation: ActivationId
    to: PersonId | None
    cause: HandoverCause


class Changed(Frozen, frozen=True, kw_only=True):
    """What a command did to the directory, and which tasks changed hands for it."""

    events: tuple[DirectoryRecorded, ...]
    handed: tuple[HandedOver, ...]


def change(
    database: Database, command: AnyDirectoryCommand, *, at: datetime, key: str | None = None
) -> Changed:
    """Change the directory and hand over at once what follows from it.

    The change is durable before the first task is touched. Should this process die in between,
    the watcher of any other one does the rest.

    Args:
        database: whose directory.
        command: what is asked, and by whom.
        at: when it is recorded; aware UTC.
        key: an idempotency key: the same key with the same command changes nothing again.

    Raises:
        CommandRefused: nothing was changed.
        StoreUnavailable: the database cannot be used.
    """
    if key is None:
        events = directory.change(database, command, at=at)
    else:
        events = directory.change_once(database, command, at=at, key=key)
    persons = affected(directory.current(database), events)
    return Changed(events=events, handed=hand_over_tasks(database, at=at, persons=persons))


def hand_over_tasks(
    database: Database, *, at: datetime, persons: Collection[PersonId] | None = None
) -> tuple[HandedOver, ...]:
    """Hand over what is in the hands of people who may not act at `at`; of `persons` only, if any.

    Doing it again does nothing.

    Raises:
        StoreUnavailable: the database cannot be used; what was handed over by then stays so.
    """
    found = database.store.read(lambda reader: _in_wrong_hands(database, reader, persons, at))
    done: list[HandedOver] = []
    for first in range(0, len(found), AT_ONCE):
        batch = found[first : first + AT_ONCE]
        done += database.store.write(partial(_pass_on, database, batch=batch, at=at))
    return tuple(done)


_Place = tuple[CaseId, ActivationId]


def _in_wrong_hands(
    database: Database, reader: Reader, persons: Collection[PersonId] | None, at: datetime
) -> list[_Place]:
    asked = queues.holders(reader) if persons is None else persons
    places = {
        (row.case_id, row.activation)
        for person in asked
        for row in queues.in_hands_of(reader, person)
    }
    return [
        place
        for place in sorted(places)
        if _what_to_do(database, reader, log.find(reader, place[0]), place, at) is not None
    ]


def _what_to_do(
    database: Database, reader: Reader, stored: Stored | None, place: _Place, at: datetime
) -> Assign | Release | Resolve | None:
    if stored is None:
        return None
    active = stored.state.activation(place[1])
    if active is None:
        return None
    workflow = workflow_by_hash(database, reader, stored.state.workflow)
    now = directory.current_in(database, reader)
    return hand_over(now, workflow, stored.state, active, at)


def _pass_on(
    database: Database, unit: Unit, *, batch: list[_Place], at: datetime
) -> list[HandedOver]:
    done = (_pass_one_on(database, unit, place, at) for place in batch)
    return [one for one in done if one is not None]


def _pass_one_on(database: Database, unit: Unit, place: _Place, at: datetime) -> HandedOver | None:
    stored = log.load(unit, place[0], known=database.standings.get(place[0]))
    command = _what_to_do(database, unit, stored, place, at)
    if command is None:
        return None
    try:
        (told, *_) = carry_out(database, unit, command, at).events
    except CommandRefused as refused:  # a rule that nobody foresaw holds up this task alone
        _log.warning("task %s of case %s stays where it is: %s", place[1], place[0], refused)
        return None
    event = told.event
    return HandedOver(
        case=place[0],
        activation=place[1],
        to=event.to if isinstance(event, TaskAssigned | TaskResolved) else None,
        cause=HandoverCause(command.note if isinstance(command, Resolve) else command.reason),
    )


class Handover:
    """Notices when something in the directory begins or ends by itself; for a watcher's rounds.

    After whatever happened it looks once more on the following round: a claim that was let through
    just before may have become visible only after the first look.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: int | None = None
        self._next: datetime | None = None
        self._again = False

    def look(self, at: datetime) -> tuple[HandedOver, ...]:
        """Hand over what is due at `at`; nothing is looked through while nothing has changed.

        Raises:
            StoreUnavailable: the database cannot be used; look again.
        """
        now = directory.current(self._database)
        is_new = now.seq != self._seen or (self._next is not None and at >= self._next)
        if not (is_new or self._again):
            return ()
        done = hand_over_tasks(self._database, at=at) if now.founded else ()
        self._seen, self._next, self._again = now.seq, next_boundary(now, at), is_new
        return done
