"""Notices within Alur: what a role, or one person, is told, and that somebody has seen it."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from engine.core.commands import Actor
from engine.core.directory import Directory
from engine.core.errors import NotFound, NotPermitted
from engine.core.events import Recorded
from engine.core.ids import CaseId, PersonId, RoleId, UnitId
from engine.core.personal import HIDDEN
from engine.core.reassignment import told_of
from engine.core.standing import Reach, serves, standings
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.time_events import CaseEscalated, IncidentTold, WarningGiven
from engine.core.workflow import Workflow
from engine.service import mint
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.sealed_notices import opened_notice
from engine.store import notices
from engine.store.job import Reader, Unit
from engine.store.notices import NoticeQuery as NoticeFilter
from engine.store.notices import Told
from engine.store.rows import NoticeRow

__all__ = [
    "NoticeFilter",
    "NoticeView",
    "Onlooker",
    "list_notices",
    "mark_read",
    "put_up_reassigned",
    "put_up_told",
]

_TELLING = WarningGiven | CaseEscalated | IncidentTold


class NoticeView(Frozen, frozen=True, kw_only=True):
    """A notice. Instants are UTC.

    Either `words` say it, or `told` is the event that it is about, in the words of `workflow`.
    `person`: it is for that person alone, about a task of `role`.
    `link` is where acting on it begins, if anywhere.
    `in_full`: it is for whoever looks; to others words are hidden and no link is given.
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
    person: PersonId | None = None
    in_full: bool = True

    @property
    def tells_personally(self) -> bool:
        """Whether it may tell whoever looks of an applicant: what messages say is free text."""
        return self.in_full and bool(self.words or self.link)


class Onlooker(Frozen, frozen=True, kw_only=True):
    """Who looks at notices, and when (UTC)."""

    person: PersonId
    at: datetime


def list_notices(
    database: Database, wanted: NoticeFilter, onlooker: Onlooker | None = None
) -> tuple[NoticeView, ...]:
    """What nobody has seen, the oldest first; with `seen` all there is, the newest first.

    Words and links are given to those a notice is for only. In an office that knows its people
    nothing is for nobody.
    """

    def asked(reader: Reader) -> tuple[NoticeView, ...]:
        directory = current_in(database, reader)
        found = notices.list_notices(reader, wanted)
        return tuple(_seen_by(database, reader, one, directory, onlooker) for one in found)

    return database.store.read(asked)


def _seen_by(
    database: Database,
    reader: Reader,
    told: Told,
    directory: Directory,
    onlooker: Onlooker | None,
) -> NoticeView:
    workflow = workflow_by_hash(database, reader, told.workflow)
    if _is_for(told.notice, directory, workflow, onlooker):
        return _view(database, reader, told)
    row = told.notice
    hidden = replace(row, words=HIDDEN if row.words else "", link="")
    return replace(_as_kept(hidden, told, workflow), in_full=False)


def _is_for(
    notice: NoticeRow, directory: Directory, workflow: Workflow, onlooker: Onlooker | None
) -> bool:
    """Whether it is for that person, or for a role that they may act in now."""
    if not directory.founded:
        return True
    if onlooker is None or notice.person is not None:
        return onlooker is not None and notice.person == onlooker.person
    return bool(_units_told(notice, directory, workflow, onlooker))


def _units_told(
    notice: NoticeRow, directory: Directory, workflow: Workflow, onlooker: Onlooker
) -> frozenset[UnitId]:
    """The units where that person holds the role which is told, for the unit that is told."""
    return frozenset(
        one.unit
        for one in standings(directory, onlooker.person, onlooker.at)
        if one.role == notice.role and serves(directory, one, unit=notice.unit, sop=workflow.sop)
    )


def mark_read(
    database: Database, notice: str, *, by: Actor, at: datetime, reach: Reach | None = None
) -> NoticeView:
    """Somebody of its role has seen it; the first one is remembered.

    Raises:
        NotFound: there is no such notice, or it is about a case beyond `reach`.
        NotPermitted: it is for another person, another role, or another unit.
    """

    def job(unit: Unit) -> NoticeView:
        _require_addressee(database, unit, _find(unit, notice, reach), by, at)
        notices.read(unit, notice, by=by.person, at=at)
        return _view(database, unit, _find(unit, notice))

    return database.store.write(job)


def _require_addressee(
    database: Database, reader: Reader, told: Told, by: Actor, at: datetime
) -> None:
    found = told.notice
    if found.person is not None:
        if by.person != found.person:
            raise NotPermitted("The notice is for another person.")
        return
    directory = current_in(database, reader)
    workflow = workflow_by_hash(database, reader, told.workflow)
    held = _units_told(found, directory, workflow, Onlooker(person=by.person, at=at))
    if by.role not in {None, found.role} or (directory.founded and not held):
        raise NotPermitted(f"The notice is for the role {found.role}.")
    if by.unit not in {None, found.unit, *held}:
        raise NotPermitted(f"The notice is for the unit {found.unit}.")


def put_up_reassigned(
    unit: Unit, workflow: Workflow, before: CaseState | None, events: Iterable[Recorded]
) -> None:
    """Tell whoever gets or loses a task by somebody else's doing, as the case stood `before`."""
    for one in events:
        for person, role in told_of(workflow, before, one):
            notices.put_up(unit, [replace(_of_event(workflow, one, role), person=person)])


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


def _find(unit: Unit, notice: str, reach: Reach | None = None) -> Told:
    found = notices.find(unit, notice, reach=reach)
    if found is None:
        raise NotFound("notice", notice, hint="`alur notices list` shows what there is.")
    return found


def _view(database: Database, reader: Reader, found: Told) -> NoticeView:
    workflow = workflow_by_hash(database, reader, found.workflow)
    return _as_kept(opened_notice(database, reader, found.notice), found, workflow)


def _as_kept(row: NoticeRow, found: Told, workflow: Workflow) -> NoticeView:
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
        person=row.person,
        workflow=workflow,
    )
