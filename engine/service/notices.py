"""Notices within Alur: what the people in a role are told, and that somebody has seen it."""

from collections.abc import Iterable
from datetime import datetime

from engine.core.commands import Actor
from engine.core.errors import NotFound, NotPermitted
from engine.core.events import Recorded
from engine.core.ids import CaseId, PersonId, RoleId, UnitId
from engine.core.text import Frozen
from engine.core.time_events import CaseEscalated, IncidentTold, WarningGiven
from engine.core.workflow import Workflow
from engine.service import mint
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.store import notices
from engine.store.job import Reader, Unit
from engine.store.notices import NoticeQuery as NoticeFilter
from engine.store.notices import Told
from engine.store.rows import NoticeRow

__all__ = ["NoticeFilter", "NoticeView", "list_notices", "mark_read", "put_up_told"]

_TELLING = WarningGiven | CaseEscalated | IncidentTold


class NoticeView(Frozen, frozen=True, kw_only=True):
    """A notice. Instants are UTC.

    Either `words` say it, or `told` is the event that it is about, in the words of `workflow`.
    `link` is where acting on it begins, if anywhere.
    """

    id: str
    case: CaseId
    unit: UnitId
    role: RoleId
    words: str
    link: str
    at: datetime
    read_at: datetime | None
    read_by: PersonId | None
    told: Recorded | None
    workflow: Workflow


def list_notices(database: Database, wanted: NoticeFilter) -> tuple[NoticeView, ...]:
    """What nobody has seen, the oldest first; with `seen` all there is, the newest first."""

    def asked(reader: Reader) -> tuple[NoticeView, ...]:
        return tuple(_view(database, reader, one) for one in notices.list_notices(reader, wanted))

    return database.store.read(asked)


def mark_read(database: Database, notice: str, *, by: Actor, at: datetime) -> NoticeView:
    """Somebody of its role has seen it; the first one is remembered.

    Raises:
        NotFound: there is no such notice.
        NotPermitted: it is for another role, or another unit.
    """

    def job(unit: Unit) -> NoticeView:
        found = _find(unit, notice).notice
        if by.role is not None and by.role != found.role:
            raise NotPermitted(f"The notice is for the role {found.role}.")
        if by.unit is not None and by.unit != found.unit:
            raise NotPermitted(f"The notice is for the unit {found.unit}.")
        notices.read(unit, notice, by=by.person, at=at)
        return _view(database, unit, _find(unit, notice))

    return database.store.write(job)


def put_up_told(unit: Unit, workflow: Workflow, events: Iterable[Recorded]) -> None:
    """Put up what these events tell roles: one notice for each role, which refers to its event."""
    for one in events:
        if isinstance(one.event, _TELLING):
            notices.put_up(unit, [_of_event(workflow, one, role) for role in one.event.to])


def _of_event(workflow: Workflow, told: Recorded, role: RoleId) -> NoticeRow:
    return NoticeRow(
        id=mint.notice_id(told.at),
        case_id=told.case,
        unit=workflow.unit,
        role=role,
        words="",
        link="",
        at=told.at,
        seq=told.seq,
    )


def _find(unit: Unit, notice: str) -> Told:
    found = notices.find(unit, notice)
    if found is None:
        raise NotFound("notice", notice, hint="`alur notices list` shows what there is.")
    return found


def _view(database: Database, reader: Reader, found: Told) -> NoticeView:
    row = found.notice
    return NoticeView(
        id=row.id,
        case=row.case_id,
        unit=row.unit,
        role=row.role,
        words=row.words,
        link=row.link,
        at=row.at,
        read_at=row.read_at,
        read_by=row.read_by,
        told=found.event,
        workflow=workflow_by_hash(database, reader, found.workflow),
    )
