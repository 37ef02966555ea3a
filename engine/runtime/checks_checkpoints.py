"""Checks of checkpoints: does the history go on from them, are they signed, do they get out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.core.errors import StoreUnavailable, TreeNotExtended
from engine.runtime.checks_key import is_open
from engine.service import checkpoint_mail, checkpoints, numbering
from engine.service.checks import Check, Told, ok, warn, wrong
from engine.service.database import Database
from engine.service.ledger import LedgerDamaged
from engine.service.published import PublishedDamaged
from engine.service.vault import KEY_FILE_MODE
from engine.settings import Settings

OLD = 2 * checkpoints.FRESH_FOR
TRIED_OFTEN = 3


def checkpoint(database: Database, settings: Settings, *, at: datetime) -> Iterator[Check]:
    """How the ledger stands to what was published of it, and whether that goes on."""
    yield from _agreement(database, settings)
    yield from _key(database)
    yield _age(database, at)
    yield from _numbering(database, at)
    unsent = checkpoint_mail.unsent(database)
    if unsent.attempts >= TRIED_OFTEN:
        yield warn(Told.CHECKPOINT_UNSENT, count=unsent.count, why=unsent.failure.rstrip("."))


def _agreement(database: Database, settings: Settings) -> Iterator[Check]:
    try:
        found = checkpoints.disagreement(database, settings.reports)
    except (PublishedDamaged, LedgerDamaged) as damaged:
        yield wrong(Told.CHECKPOINT_DAMAGED, why=str(damaged).rstrip("."))
        return
    except StoreUnavailable as error:
        yield wrong(Told.CHECKPOINT_DAMAGED, why=str(error).rstrip("."))
        return
    if isinstance(found, TreeNotExtended):
        yield wrong(Told.CHECKPOINT_CONTRADICTED, published=found.published, size=found.size)


def _key(database: Database) -> Iterator[Check]:
    keys = checkpoints.verifier_keys(database)
    match database.signing.fits(keys[-1].public if keys else None):
        case "absent":
            yield warn(Told.CHECKPOINT_UNSIGNED)
        case "other":
            yield wrong(Told.CHECKPOINT_RETIRED)
        case "fits":
            place = database.signing.place
            if place is not None and is_open(place):
                mode = f"{KEY_FILE_MODE:o}"
                yield warn(Told.CHECKPOINT_OPEN, file=place.as_posix(), mode=mode)


def _numbering(database: Database, at: datetime) -> Iterator[Check]:
    """What waits for a number. Where nobody runs who numbers, that is no alarm."""
    found = numbering.backlog(database, at=at)
    if found.count and found.age < numbering.STUCK_AFTER:
        yield ok(Told.CHECKPOINT_NUMBERING, count=found.count, age=found.age)
    elif found.count:
        say = wrong if found.is_tended else warn
        yield say(Told.CHECKPOINT_UNNUMBERED, count=found.count, age=found.age)


def _age(database: Database, at: datetime) -> Check:
    last = checkpoints.latest(database)
    if last is None:
        return warn(Told.CHECKPOINT_NONE)
    age = max(at - last.at, timedelta(0))
    if age >= OLD:
        return warn(Told.CHECKPOINT_OLD, age=age)
    return ok(Told.CHECKPOINT_FRESH, size=last.checkpoint.size, age=age)
