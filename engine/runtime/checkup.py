"""All checks of an installation together: whether it is ready, and what ails it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from engine.actions.registry import specs
from engine.core.errors import PluginBroken, StoreUnavailable
from engine.runtime import checks_place as place
from engine.runtime.checks_backups import backups
from engine.runtime.checks_checkpoints import checkpoint
from engine.runtime.checks_key import key
from engine.runtime.checks_prefect import prefect
from engine.runtime.checks_settings import modes, named, reach, setup
from engine.runtime.driver_log import driver_heard
from engine.runtime.prefect_settings import EMBEDDED, place_of
from engine.service import checks_database as of_database
from engine.service import checks_library as of_library
from engine.service import processes
from engine.service.catalogue import list_sops
from engine.service.checks import Check, Told, warn, wrong
from engine.service.database import Database, connect, file_of
from engine.settings import Settings, unknown_names

Now = Callable[[], datetime]

_log = logging.getLogger(__name__)


def readiness(
    database: Database, settings: Settings, *, ended: Sequence[str], now: Now
) -> tuple[Check, ...]:
    """Whether this process can work: quick, and red only for what a restart or a person must mend.

    Args:
        database: what it works on.
        settings: how it is set up.
        ended: the threads of its station that ended.
        now: the clock.
    """
    checks = [place.threads(ended)]
    checks += [place.disk(what, folder) for what, folder in place.folders_of(settings)]
    checks.append(of_database.writes(database, at=now()))
    if checks[-1].verdict == "ok":
        checks += _of_the_database(database, settings, now)
    return tuple(_discreet(one) for one in checks)


def _discreet(check: Check) -> Check:
    """What a driver says is not for everybody who asks."""
    if check.told is not Told.DATABASE_AWAY:
        return check
    _log.warning("not ready: %s", check.facts["why"])
    return wrong(Told.DATABASE_AWAY, why="the log says why")


def _of_the_database(database: Database, settings: Settings, now: Now) -> Iterator[Check]:
    found = of_database.schema(database)
    yield found
    if found.verdict == "ok":
        try:
            yield of_database.effects(database, at=now(), is_ours=settings.dispatch)
        except StoreUnavailable as error:
            yield of_database.away(error)


def checkup(settings: Settings, *, shown: str, now: Now) -> Iterator[Check]:
    """Everything that can be found out about an installation, from beside it.

    Nothing is made that is not there, and no table is changed.

    Args:
        settings: how it is set up.
        shown: the database's address as people may see it.
        now: the clock.
    """
    yield named(unknown_names(), shown)
    for what, folder in place.folders_of(settings):
        room = place.disk(what, folder)
        yield room
        if room.told is not Told.DISK_NONE:
            yield place.writable(what, folder)
    yield place.writable("reports", settings.reports)
    yield from backups(settings, at=now())
    yield from reach(settings)
    known, broken = _installed()
    yield from broken
    is_mode_told = False
    for check in _on_database(settings, known, shown=shown, now=now):
        is_mode_told = is_mode_told or check.name == "mode"
        yield check
    if not is_mode_told:
        yield from modes(settings)


def _installed() -> tuple[frozenset[str] | None, tuple[Check, ...]]:
    """The actions that are installed; None, and why, where a package spoils them all."""
    try:
        return frozenset(specs()), ()
    except PluginBroken as broken:
        return None, (wrong(Told.ACTIONS_BROKEN, package=broken.package, why=broken.why),)


def _on_database(
    settings: Settings, known: frozenset[str] | None, *, shown: str, now: Now
) -> Iterator[Check]:
    try:
        file = file_of(settings.database_url)
    except StoreUnavailable:
        yield wrong(Told.DATABASE_ADDRESS, database=shown)
        return
    if file is not None and not place.is_somewhere(file):
        yield warn(Told.DATABASE_ABSENT, database=file.as_posix())
        return
    if file is not None and place.is_foreign(file):
        yield wrong(Told.DATABASE_FOREIGN, database=file.as_posix())
        return
    with driver_heard() as heard:
        try:
            with connect(
                settings.database_url, key=settings.key, signing_key=settings.signing_key
            ) as database:
                found = of_database.schema(database)
                yield found
                if found.verdict == "ok":
                    yield from _whole(database, settings, known, now)
        except StoreUnavailable as error:
            yield of_database.away(heard.error or error)


def _whole(
    database: Database, settings: Settings, known: frozenset[str] | None, now: Now
) -> Iterator[Check]:
    at = now()
    yield of_database.writes(database, at=at)
    yield from key(database, settings)
    yield from checkpoint(database, settings, at=at)
    yield of_database.clocks(database, now=now)
    running = processes.list_processes(database)
    yield from modes(settings, running, at=at)
    yield of_database.effects(
        database, at=at, is_anybody=processes.someone_dispatches(database, at=at)
    )
    yield of_database.open_incidents(database)
    yield of_database.present(database, at=at)
    yield from place.spread(settings, running, at=at, mounts=place.read_mounts())
    yield from prefect(settings, running, list_sops(database), at=at, api=_api_of(settings))
    untold = of_database.untold(database, at=at)
    if untold is not None:
        yield untold
    looked = of_database.verified(database, at=at)
    if looked is not None:
        yield looked
    yield from of_database.calendars(database, at=at)
    if known is not None:  # definitions are read by what is installed
        yield from of_library.library(database, settings.definitions)
    needs = of_library.needs_of(database)
    yield from of_library.letters(needs, settings.definitions)
    yield from setup(settings, needs, known)


def _api_of(settings: Settings) -> str:
    return place_of(settings).api_url if settings.prefect == EMBEDDED else settings.prefect
