"""The nightly verification: gentle to whoever works meanwhile; what it finds is an alarm."""

from engine.core.errors import StoreUnavailable
from engine.runtime.crew import Crew
from engine.runtime.gentle import short_turns
from engine.service import verifications


def verify(crew: Crew) -> str:
    """Verify everything against what was published; what came of it, in one line.

    Raises:
        StoreUnavailable: the database or the file of published checkpoints cannot be read.
    """
    try:
        notes = verifications.published_notes(crew.settings.reports)
    except OSError as error:
        raise StoreUnavailable(f"{error.filename} cannot be read: {error.strerror}") from error
    with short_turns():
        done = verifications.carry_out(crew.database, now=crew.now, notes=notes)
    verdict = done.verdict
    if verdict.found:
        return f"ALARM, {verdict.found} findings: `alur verify` names them"
    return f"{verdict.cases} cases, {verdict.events} events, all whole"
