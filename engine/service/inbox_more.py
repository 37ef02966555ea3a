"""What the inbox lists besides open tasks: where somebody is named, what they finished today.

And what each person keeps of it: when they looked, and questions under a name.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.core.errors import InputRefused
from engine.core.ids import ActivationId, CaseId, PersonId, SopId
from engine.core.standing import Reach
from engine.core.text import Frozen, Text
from engine.core.values import shows_nothing
from engine.core.workflow import HumanStep
from engine.service.catalogue import workflow_by_hash, workflow_of_row
from engine.service.database import Database
from engine.service.inbox import InboxTask
from engine.service.queries import task_view
from engine.store import inbox_lists, inbox_own, inbox_tasks, mentions, queries
from engine.store.inbox_own import Looked, SavedFilter
from engine.store.inbox_tasks import TaskOfCase
from engine.store.job import Reader, Unit
from engine.store.mentions import MentionRow
from engine.store.urgencies import NEVER

__all__ = ["Looked", "Mentioned", "SavedFilter"]

SITTING = timedelta(minutes=15)
"""Whoever looks again later than this looks anew: what came meanwhile is new to them."""
MOST_FILTERS = 20
LONGEST_NAME = 60
_TOLD_AGAIN = timedelta(minutes=1)


class Mentioned(Frozen, frozen=True, kw_only=True):
    """Somebody is named in a remark: where, by whom, when (UTC), and whether they have read it."""

    case: CaseId
    seq: int
    sop: SopId
    title: Text
    applicant: str
    by: PersonId
    at: datetime
    text: str
    unread: bool


def list_mentions(
    database: Database, person: PersonId, reach: Reach, *, unread: bool, limit: int
) -> tuple[Mentioned, ...]:
    """Where somebody is named within their reach, the newest first."""

    def told(reader: Reader) -> tuple[Mentioned, ...]:
        rows = mentions.newest(reader, person, reach, unread=unread, limit=limit)
        found = (_mentioned(database, reader, row) for row in rows)
        return tuple(one for one in found if one is not None)

    return database.store.read(told)


def _mentioned(database: Database, reader: Reader, row: MentionRow) -> Mentioned | None:
    case = queries.case_row(reader, row.case_id)
    if case is None:
        return None
    return Mentioned(
        case=row.case_id,
        seq=row.seq,
        sop=case.sop,
        title=workflow_by_hash(database, reader, case.workflow).title,
        applicant=case.applicant,
        by=row.by,
        at=row.at,
        text=row.text,
        unread=row.unread,
    )


def read_mentions(database: Database, person: PersonId, case: CaseId) -> bool:
    """Let somebody have read all that names them in a case; whether there was any they had not.

    Cheap to ask where there is none: whoever opens a case may always call it.
    """
    if not database.store.read(lambda reader: mentions.has_unread(reader, person, case)):
        return False
    return database.store.write(lambda unit: mentions.mark_read(unit, person, case))


def list_done(
    database: Database, person: PersonId, reach: Reach, *, since: datetime, limit: int
) -> tuple[InboxTask, ...]:
    """What somebody finished since then, the latest first."""

    def told(reader: Reader) -> tuple[InboxTask, ...]:
        found = inbox_tasks.done_by(reader, person, reach, since=since, limit=limit)
        return tuple(_done(database, reader, one) for one in found)

    return database.store.read(told)


def tasks_named(
    database: Database, names: Sequence[tuple[CaseId, ActivationId]], reach: Reach
) -> tuple[InboxTask, ...]:
    """These tasks as they stand now, within reach; for telling what became of them."""

    def told(reader: Reader) -> tuple[InboxTask, ...]:
        found = inbox_tasks.tasks_of(reader, names)
        known = (found[name] for name in names if name in found)
        return tuple(
            _done(database, reader, one) for one in known if reach.covers(one.row.unit, one.row.sop)
        )

    return database.store.read(told)


def task_named(
    database: Database, case: CaseId, activation: ActivationId, reach: Reach
) -> InboxTask | None:
    """A task within reach with its place among the open ones; None where there is none."""
    found = tasks_named(database, ((case, activation),), reach)
    row = database.store.read(lambda reader: inbox_lists.row_of(reader, case, activation))
    if not found or row is None:
        return found[0] if found else None
    due = None if row.due >= NEVER else row.due
    return replace(
        found[0], due=due, goes_first=row.goes_first, since=row.since, sent_by=row.sent_by
    )


def _done(database: Database, reader: Reader, one: TaskOfCase) -> InboxTask:
    workflow = workflow_of_row(database, reader, one.row)
    step = workflow.step(one.row.step)
    outcomes = step.outcomes if isinstance(step, HumanStep) else ()
    said = next((way.label for way in outcomes if way.id == one.row.outcome), None)
    return InboxTask(
        task=task_view(database, reader, one.row),
        sop=one.row.sop,
        version=one.row.version,
        title=workflow.title,
        unit=one.row.unit,
        applicant=one.applicant,
        steps=len(workflow.steps()),
        pause=one.pause,
        outcome=said,
    )


def look(database: Database, person: PersonId, *, at: datetime) -> datetime:
    """Note that somebody looks at their inbox; from when on what came is new to them (UTC)."""
    before = database.store.read(lambda reader: inbox_own.last_look(reader, person))
    if before is None:
        now = Looked(looked_at=at, new_since=at)
    elif at - before.looked_at >= SITTING:
        now = Looked(looked_at=at, new_since=before.looked_at)
    elif at - before.looked_at >= _TOLD_AGAIN:
        now = Looked(looked_at=at, new_since=before.new_since)
    else:
        return before.new_since
    database.store.write(lambda unit: inbox_own.keep_look(unit, person, now))
    return now.new_since


def have_seen(database: Database, person: PersonId, *, at: datetime) -> None:
    """Let nothing that came before `at` be new to them."""
    seen = Looked(looked_at=at, new_since=at)
    database.store.write(lambda unit: inbox_own.keep_look(unit, person, seen))


def saved_filters(database: Database, person: PersonId) -> tuple[SavedFilter, ...]:
    """The questions that somebody keeps, by name."""
    return database.store.read(lambda reader: inbox_own.filters(reader, person))


def save_filter(
    database: Database, person: PersonId, name: str, asked: str, *, at: datetime
) -> None:
    """Keep a question under a name; one of that name before it is gone.

    Raises:
        InputRefused: the name is empty or too long, or there are `MOST_FILTERS` already.
    """
    if shows_nothing(name) or len(name) > LONGEST_NAME:
        raise InputRefused({"name": f"must have 1 to {LONGEST_NAME} characters"})

    def kept(unit: Unit) -> None:
        known = {one.name for one in inbox_own.filters(unit, person)}
        if len(known | {name}) > MOST_FILTERS:
            raise InputRefused({"name": f"there are {MOST_FILTERS} already: delete one first"})
        saved = SavedFilter(name=name, asked=asked, saved_at=at)
        inbox_own.keep_filter(unit, person, saved)

    database.store.write(kept)


def forget_filter(database: Database, person: PersonId, name: str) -> None:
    """Keep a question no more; one that is not there is not there afterwards either."""
    database.store.write(lambda unit: inbox_own.drop_filter(unit, person, name))
