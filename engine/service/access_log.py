"""The history of accounts: who did what to which, when and from where; for auditors to read."""

from datetime import datetime
from typing import Literal

from engine.core.ids import PersonId
from engine.service.database import Database
from engine.store import access_events
from engine.store.access_events import AccessEvent
from engine.store.job import Unit

__all__ = ["AccessEvent", "AccessKind", "history", "record"]

AccessKind = Literal[
    "account_opened",
    "account_locked",
    "account_unlocked",
    "signed_in",
    "sign_in_failed",
    "password_changed",
    "password_reset",
    "session_ended",
    "sessions_ended",
    "code_failed",
    "second_factor_on",
    "second_factor_off",
    "recovery_codes_made",
    "recovery_code_used",
    "identity_linked",
    "identity_unlinked",
    "token_issued",
    "token_revoked",
    "left",
]
"""Everything that is remembered; stable, for machines."""


def record(  # noqa: PLR0913  # who, what, when and where belong together
    unit: Unit,
    kind: AccessKind,
    *,
    person: PersonId,
    by: PersonId,
    at: datetime,
    address: str = "",
    note: str = "",
) -> None:
    """Remember it, in the transaction that does it. `note` never holds a secret."""
    event = AccessEvent(
        at=at,
        kind=kind,
        person=person,
        by=by,
        address=address,
        note=note,
    )
    access_events.add(unit, event)


def history(
    database: Database,
    person: PersonId | None = None,
    *,
    limit: int = 100,
    before: int | None = None,
) -> tuple[AccessEvent, ...]:
    """What was done to a person's account, or to all, the newest first.

    Args:
        database: where it was done.
        person: whose account; None: everybody's, and tries at names that nobody has.
        limit: how many at most.
        before: the number of an event; only older ones.
    """
    return database.store.read(
        lambda reader: access_events.newest(reader, person, limit=limit, before=before)
    )
