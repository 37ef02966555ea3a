"""Drafts: what somebody has half written, kept for nobody else, under the installation's seal.

A draft of a task goes when the task is over; any draft goes `KEPT_DAYS` after it was saved.
"""

from datetime import datetime, timedelta

from engine.core.errors import InputRefused, NotFound, TaskNotOpen
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.service.database import Database
from engine.store import drafts, log
from engine.store.drafts import SealedDraft
from engine.store.job import Unit

LARGEST_DRAFT = 64 * 1024
"""Bytes."""
KEPT_DAYS = 30


class Draft(Frozen, frozen=True, kw_only=True):
    """What was written, as it was given, and when (UTC)."""

    content: bytes
    saved_at: datetime


def task_place(case: CaseId, activation: ActivationId) -> str:
    """Where drafts of a task lie."""
    return f"/cases/{case}/tasks/{activation}"


def save(
    database: Database, person: PersonId, place: str, content: bytes, *, at: datetime
) -> Draft:
    """Keep it in place of what the person had there.

    Raises:
        InputRefused: it is larger than `LARGEST_DRAFT`.
        KeyUnusable: there is no key to seal it with.
    """
    kept = _sealed(database, person, place, content, at=at)
    database.store.write(lambda unit: drafts.keep(unit, person, place, kept))
    return Draft(content=content, saved_at=at)


def save_for_task(  # noqa: PLR0913  # whose, of which task, what and when belong together
    database: Database,
    person: PersonId,
    case: CaseId,
    activation: ActivationId,
    content: bytes,
    *,
    at: datetime,
) -> Draft:
    """Keep what the person has written for a task that is open.

    Raises:
        NotFound: there is no such case.
        TaskNotOpen: the task is over, or no person does it.
        InputRefused: it is larger than `LARGEST_DRAFT`.
        KeyUnusable: there is no key to seal it with.
    """
    place = task_place(case, activation)
    kept = _sealed(database, person, place, content, at=at)

    def job(unit: Unit) -> None:
        stored = log.load(unit, case, known=database.standings.get(case))
        if stored is None:
            raise NotFound("case", case)
        active = stored.state.activation(activation)
        if active is None or active.automated:
            raise TaskNotOpen(case, activation)
        drafts.keep(unit, person, place, kept)

    database.store.write(job)
    return Draft(content=content, saved_at=at)


def _sealed(
    database: Database, person: PersonId, place: str, content: bytes, *, at: datetime
) -> SealedDraft:
    if len(content) > LARGEST_DRAFT:
        raise InputRefused({"draft": f"must have at most {LARGEST_DRAFT} bytes"})
    sealed = database.vault.seal(content, about=_about(person, place))
    return SealedDraft(sealed=sealed, saved_at=at)


def find(database: Database, person: PersonId, place: str) -> Draft | None:
    """What the person has there.

    Raises:
        SealBroken: it was sealed with a key that is not this installation's.
        KeyUnusable: there is no key to open it with.
    """
    kept = database.store.read(lambda reader: drafts.find(reader, person, place))
    if kept is None:
        return None
    content = database.vault.open(kept.sealed, about=_about(person, place))
    return Draft(content=content, saved_at=kept.saved_at)


def drop(database: Database, person: PersonId, place: str) -> bool:
    """Forget what the person has there; whether there was anything."""
    return database.store.write(lambda unit: drafts.drop(unit, person, place))


def forget_ended(unit: Unit, before: CaseState | None, after: CaseState) -> None:
    """Forget what anybody has written for tasks that are over, in the transaction that ends them.

    For services only.
    """
    if before is None:
        return
    open_still = {one.id for one in after.active}
    for one in before.active:
        if not one.automated and one.id not in open_still:
            drafts.drop_place(unit, task_place(after.case, one.id))


def prune(database: Database, *, at: datetime) -> int:
    """Forget what has lain too long; how many drafts that were."""
    before = at - timedelta(days=KEPT_DAYS)
    return database.store.write(lambda unit: drafts.prune(unit, before=before))


def _about(person: PersonId, place: str) -> str:
    return f"draft {person} {place}"
