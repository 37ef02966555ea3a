"""What ends at once when somebody leaves: sessions and tokens. They stay ended if they return."""

from datetime import datetime

from engine.core.ids import PersonId
from engine.service import access_log
from engine.store import sessions, tokens
from engine.store.job import Unit


def end_access(unit: Unit, person: PersonId, *, by: PersonId, at: datetime) -> None:
    """End all that the person is let in by, in the transaction in which they leave."""
    ended = sessions.end_all(unit, person, why="left")
    revoked = tokens.revoke_all(unit, person, at=at, why="left")
    if ended or revoked:
        note = f"{ended} sessions, {revoked} tokens"
        access_log.record(unit, "left", person=person, by=by, at=at, note=note)
