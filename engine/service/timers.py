"""The sweep: looks at the cases whose time has come, and records what time has brought them.

Looking reads a snapshot and needs no lock; recording is a transaction that keeps nothing of a look
when the case, or its calendar, has moved on meanwhile (it is then due again anyway). So any number
of sweeps may run at once, stop in the middle, or begin late: each fact is recorded once, with the
instant it belongs to.
"""

import logging
from datetime import datetime, timedelta

import msgspec

from engine.core.commands import SYSTEM, PassTime
from engine.core.errors import BeyondCalendar, NotFound
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.execute import carry_out
from engine.service.looks import Look, judge
from engine.store import calendars, log, pace, timers, urgencies
from engine.store.job import Reader, Unit

LOOK_AGAIN = timedelta(days=1)
"""At a case that cannot be judged now: its calendar is not published or ends too early, or its
history is damaged."""

_DAMAGED = (msgspec.MsgspecError, ValueError, LookupError, TypeError, AssertionError)
"""What reading a damaged history may raise; not what a database that is away raises."""

_log = logging.getLogger(__name__)


class Swept(Frozen, frozen=True, kw_only=True):
    """What a sweep did: cases looked at, facts recorded, and cases it could not judge.

    `told` are the cases in which something was recorded.
    """

    looked: int = 0
    recorded: int = 0
    unjudged: int = 0
    told: tuple[CaseId, ...] = ()


def sweep(database: Database, *, at: datetime, limit: int = 64) -> Swept:
    """Look at up to `limit` cases that are due at `at`, the longest due first.

    Args:
        database: Where the cases are.
        at: The instant; aware UTC.
        limit: How many are looked at, and recorded in one transaction.

    Raises:
        StoreUnavailable: the database cannot be used; nothing is lost, sweep again.
    """
    looks = database.store.read(lambda reader: _look_at_due(database, reader, at, limit))
    if not looks:
        return Swept()
    recorded = database.store.write(lambda unit: _record(database, unit, looks, at))
    return Swept(
        looked=len(looks),
        recorded=sum(recorded.values()),
        unjudged=sum(one.outlook is None for one in looks),
        told=tuple(case for case, count in recorded.items() if count),
    )


def sweep_all(database: Database, *, at: datetime, limit: int = 64) -> Swept:
    """Sweep until nothing more is due at `at`."""
    total = Swept()
    while True:
        swept = sweep(database, at=at, limit=limit)
        if swept.looked == 0:
            return total
        total = Swept(
            looked=total.looked + swept.looked,
            recorded=total.recorded + swept.recorded,
            unjudged=total.unjudged + swept.unjudged,
            told=tuple(dict.fromkeys((*total.told, *swept.told))),
        )


def next_look(database: Database) -> datetime | None:
    """When the next case must be looked at; None where none must."""
    return database.store.read(timers.next_at)


def _look_at_due(database: Database, reader: Reader, at: datetime, limit: int) -> tuple[Look, ...]:
    return tuple(
        _look_at(database, reader, case, at) for case in timers.due(reader, at, limit=limit)
    )


def _look_at(database: Database, reader: Reader, case: CaseId, at: datetime) -> Look:
    """A look at one case; one that cannot be judged is no reason to leave the others."""
    try:
        return judge(database, reader, case, at=at)
    except (NotFound, BeyondCalendar) as error:
        _log.warning("case %s cannot be judged: %s", case, error)
    except _DAMAGED:
        _log.exception("case %s cannot be judged", case)
    return Look(case=case)


def _record(
    database: Database, unit: Unit, looks: tuple[Look, ...], at: datetime
) -> dict[CaseId, int]:
    unit.take_turn(calendars.TURN)
    recorded = {one.case: _record_one(database, unit, one, at) for one in looks}
    pace.count_turn(unit)
    return recorded


def _record_one(database: Database, unit: Unit, one: Look, at: datetime) -> int:
    """Record what was found and when to look again; nothing where case or calendar moved on."""
    if one.outlook is None:
        timers.look_at(unit, one.case, at + LOOK_AGAIN)
        return 0
    stored = log.load(unit, one.case)
    if stored is None or stored.state.seq != one.seq:
        return 0
    if calendars.newest_version(unit, one.calendar) != one.version:
        return 0
    if one.outlook.found:
        command = PassTime(case=one.case, by=SYSTEM, found=one.outlook.found)
        carry_out(database, unit, command, at)
    urgencies.keep(unit, one.case, one.outlook.urgencies)
    pace.keep(unit, one.unit, stored.state, one.outlook)
    if one.outlook.next_at is None:
        timers.forget(unit, one.case)
    else:
        timers.look_at(unit, one.case, one.outlook.next_at)
    return len(one.outlook.found)
