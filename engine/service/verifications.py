"""Verifications that come round: carried out, kept, and told to those who look after the office.

What is kept is for people to see that somebody looked. It proves nothing: whoever can change the
histories can change it, too.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from engine.core.notes import VerifierKey
from engine.core.text import Frozen
from engine.core.verdicts import Verdict
from engine.service import mint
from engine.service.database import Database
from engine.service.published import PUBLISHED
from engine.service.verifying import Progress, unwatched, verify
from engine.store import verifications
from engine.store.job import Reader, Unit
from engine.store.verifications import Verification

__all__ = [
    "KEPT_FOR",
    "LastLook",
    "Verification",
    "carry_out",
    "last_look",
    "list_verifications",
    "published_notes",
]

KEPT_FOR = timedelta(days=800)
"""Verifications are forgotten after that; an audit asks for the last two years."""

_log = logging.getLogger(__name__)


class LastLook(Frozen, frozen=True, kw_only=True):
    """The last verification, if there was any, and how many that are kept found something."""

    last: Verification | None
    failed: int


def carry_out(
    database: Database,
    *,
    now: Callable[[], datetime],
    notes: Sequence[str] = (),
    keys: Sequence[VerifierKey] = (),
    tell: Progress = unwatched,
) -> Verification:
    """Verify everything and keep what it came to; what was found goes to the log as an error.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    begun = now()
    verdict = verify(database, at=begun, notes=notes, keys=keys, tell=tell)
    took = int((now() - begun).total_seconds() * 1000)
    done = Verification(id=mint.run_id(begun), took_ms=max(took, 0), verdict=verdict)

    def job(unit: Unit) -> None:
        verifications.keep(unit, done)
        verifications.forget(unit, before=begun - KEPT_FOR)

    database.store.write(job)
    _tell(verdict)
    return done


def published_notes(folder: Path) -> tuple[str, ...]:
    """What this installation published itself, from the folder of its reports; often nothing yet.

    Raises:
        OSError: the file is there, and cannot be read.
    """
    try:
        said = (folder / PUBLISHED).read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return (said,) if said.strip() else ()


def _tell(verdict: Verdict) -> None:
    if not verdict.found:
        return
    first = verdict.findings[0]
    _log.error(
        "%d findings: the histories do not hold together, first %s %d: %s %s",
        *(verdict.found, first.stream, first.seq, first.code, first.reason),
    )


def list_verifications(
    database: Database, *, most: int = 50, before: str = ""
) -> tuple[Verification, ...]:
    """What the last verifications came to, the newest first; those before the one of that id."""
    return database.store.read(
        lambda reader: verifications.newest(reader, most=most, before=before)
    )


def last_look(database: Database) -> LastLook:
    """How the last verification went."""

    def job(reader: Reader) -> LastLook:
        last = next(iter(verifications.newest(reader, most=1)), None)
        return LastLook(last=last, failed=verifications.count_failed(reader))

    return database.store.read(job)
