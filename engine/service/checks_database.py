"""Checks of what the database holds and does. Each asks one thing and can be asked alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from engine.core.errors import StoreUnavailable
from engine.service import processes
from engine.service.calendars import list_calendars
from engine.service.catalogue import find_workflow, list_sops
from engine.service.checks import Check, Heard, Told, ok, warn, wrong
from engine.service.database import Database
from engine.service.figures import skew_of
from engine.service.verifications import last_look
from engine.store import checkpoints, figures, outbox
from engine.store.faults import CANNOT_BE_USED
from engine.store.migrate import NEWEST

PROBE = "readiness probe"
"""The work whose lead is taken to see whether the database can be written to."""

SKEW_SEEN, SKEW_WRONG = timedelta(seconds=2), timedelta(minutes=1)
WAITS_LONG, WAITS_FAR_TOO_LONG = timedelta(minutes=5), timedelta(hours=1)
UNTOLD_LONG = timedelta(minutes=10)
VERIFIED_WITHIN = timedelta(days=3)
"""It is done every night; two may be missed."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
CALENDAR_AHEAD = timedelta(days=60)
"""Deadlines of cases that are opened now lie within it."""


def writes(database: Database, *, at: datetime) -> Check:
    """Whether the database can be written to: it just was."""
    try:
        processes.lead(database, PROBE, owner=PROBE, at=at, lasting=timedelta(0))
    except StoreUnavailable as error:
        return away(error)
    return ok(Told.DATABASE_WRITES)


def away(error: Exception) -> Check:
    """That the database cannot be used, with what its driver says, on one line."""
    said = " ".join(str(error).split())
    return wrong(Told.DATABASE_AWAY, why=said.removeprefix(CANNOT_BE_USED).rstrip("."))


def schema(database: Database) -> Check:
    """Whether the tables are those that this release works with."""
    try:
        found = database.store.read(figures.revision)
    except StoreUnavailable:
        return wrong(Told.SCHEMA_ABSENT, needed=NEWEST)
    if found != NEWEST:
        return wrong(Told.SCHEMA_OTHER, found=found, needed=NEWEST)
    return ok(Told.SCHEMA_CURRENT, found=found)


def clocks(database: Database, *, now: Callable[[], datetime]) -> Check:
    """Whether this machine's clock agrees with the database's, and with what was written down."""
    skew = database.store.read(lambda reader: skew_of(reader, now))
    latest = database.store.read(figures.latest)
    behind = timedelta(0) if latest is None else latest - now()
    if behind >= SKEW_SEEN and latest is not None:
        said = wrong if behind >= SKEW_WRONG else warn
        return said(Told.CLOCK_BEHIND, latest=latest, behind=behind)
    if abs(skew) >= SKEW_SEEN:
        said = wrong if abs(skew) >= SKEW_WRONG else warn
        return said(Told.CLOCK_OFF, skew=int(abs(skew).total_seconds()))
    return ok(Told.CLOCK_RIGHT)


def effects(
    database: Database, *, at: datetime, is_ours: bool = True, is_anybody: bool = True
) -> Check:
    """Whether what waits for the system is done.

    Args:
        database: where it waits.
        at: the instant.
        is_ours: processes such as this one do it.
        is_anybody: a process is there that may do it.
    """
    backlog = database.store.read(lambda reader: outbox.backlog(reader, at))
    age = timedelta(0) if backlog.oldest is None else at - backlog.oldest
    if age < WAITS_LONG:
        if not is_anybody:
            return warn(Told.EFFECTS_NOBODY, waiting=backlog.waiting)
        return ok(Told.EFFECTS_FLOW, waiting=backlog.waiting)
    said = wrong if is_ours and age >= WAITS_FAR_TOO_LONG else warn
    return said(Told.EFFECTS_WAIT, waiting=backlog.waiting, age=age)


def open_incidents(database: Database) -> Check:
    """Whether the engine is stuck anywhere."""
    count = database.store.read(figures.incidents)
    return warn(Told.INCIDENTS_OPEN, count=count) if count else ok(Told.INCIDENTS_NONE)


def present(database: Database, *, at: datetime) -> Check:
    """Whether anybody runs, and whether anybody fell silent without a word."""
    known = processes.list_processes(database)
    heard = {
        one.name: Heard(name=one.name, ago=max(at - one.seen_at, timedelta(0))) for one in known
    }
    there = tuple(heard.pop(one.name) for one in known if processes.is_there(one, at=at))
    if heard:
        return warn(Told.PROCESSES_GONE, names=tuple(heard.values()), there=len(there))
    if not there:
        return warn(Told.PROCESSES_NONE)
    return ok(Told.PROCESSES_THERE, names=there)


def untold(database: Database, *, at: datetime) -> Check | None:
    """Attempts that Prefect should have heard of long ago; None where there are none."""
    found = database.store.read(figures.untold)
    if found.oldest is None or at - found.oldest < UNTOLD_LONG:
        return None
    return warn(Told.PREFECT_UNTOLD, count=found.count, age=at - found.oldest)


def verified(database: Database, *, at: datetime) -> Check | None:
    """How the last verification went; None where there was none, and nothing is late by that."""
    last = last_look(database).last
    if last is None:
        signed = database.store.read(lambda reader: checkpoints.since(reader, _LONG_AGO, most=1))
        if not signed or at - signed[0].at < VERIFIED_WITHIN:
            return None
        return warn(Told.VERIFY_LATE, age=at - signed[0].at)
    verdict = last.verdict
    if verdict.found:
        return wrong(Told.VERIFY_FOUND, count=verdict.found, at=verdict.at)
    if at - verdict.at > VERIFIED_WITHIN:
        return warn(Told.VERIFY_LATE, age=at - verdict.at)
    return ok(Told.VERIFY_HOLDS, events=verdict.events, at=verdict.at)


def calendars(database: Database, *, at: datetime) -> Iterator[Check]:
    """Whether the calendars of the SOPs in force are published and know the holidays to come."""
    reach = {one.calendar: one.holidays_until for one in list_calendars(database)}
    asked: dict[str, list[str]] = {}
    for sop in list_sops(database):
        if sop.in_force:
            workflow = find_workflow(database, sop.sop, sop.version)
            asked.setdefault(workflow.calendar, []).append(sop.sop)
    absent = {name: sops for name, sops in asked.items() if name not in reach}
    for name, sops in absent.items():
        yield wrong(Told.CALENDARS_ABSENT, calendar=name, sops=tuple(sops))
    short = [name for name in asked.keys() - absent.keys() if _is_short(reach[name], at)]
    for name in sorted(short):
        until = reach[name]
        yield warn(Told.CALENDARS_SHORT, calendar=name, until="-" if until is None else str(until))
    if not absent and not short:
        yield ok(Told.CALENDARS_REACH, count=len(asked))


def _is_short(until: date | None, at: datetime) -> bool:
    return until is None or until < (at + CALENDAR_AHEAD).date()
