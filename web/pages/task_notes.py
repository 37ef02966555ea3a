"""Notes of a case: what people say to one another about it, and whom they name in it.

`@person.id` names somebody; it is kept so and shown by their name.
"""

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.access import Access, allow
from api.formats import written_instant
from api.identity import Known
from api.reach import ActedCase
from api.reads import HISTORY, reader_of
from engine.core.commands import Comment
from engine.core.directory import Directory
from engine.core.directory_spans import works_here
from engine.core.errors import CommandRefused, StoreError
from engine.core.events import CommentAdded
from engine.core.ids import CaseId, PersonId
from engine.core.standing import reach
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import queries
from engine.service.case_rights import rights_over
from engine.service.catalogue import find_workflow
from engine.service.directory import current
from engine.service.views import CaseView, HistoryEntry
from web.acts import AtForm
from web.door import AtDoor, Door
from web.kept import forget, keeps, kept_for
from web.mentions import Part, spoken
from web.refused import Refusal, names_at, refusal
from web.rendering import NOT_STORED
from web.visitor import Me, Visitor

router = APIRouter()

RECENT = 3
"""Notes shown beside the tasks; the others stand in the case's history."""
MOST_PEOPLE = 400
"""Names offered to whoever types @; who is not among them can be named all the same."""

_PAGE = "/cases/{case}/notes"


class Note(Frozen, frozen=True, kw_only=True):
    """What somebody said, in parts: plain text, and names of people."""

    seq: int
    by: str
    when: str
    parts: tuple[Part, ...]


class Notes(Frozen, frozen=True, kw_only=True):
    """The notes of a case, newest first, and whether whoever looks may add one."""

    path: str
    lines: tuple[Note, ...]
    total: int
    may_write: bool
    text: str = ""
    kept: str = ""
    problem: str = ""


def notes_of(  # noqa: PLR0913  # whose case, who looks, and what they were about to say
    door: Door,
    me: Visitor,
    view: CaseView,
    workflow: Workflow,
    *,
    entries: Iterable[HistoryEntry],
    most: int = RECENT,
    text: str = "",
    problem: str = "",
) -> Notes:
    """The notes in a case's history, for whoever looks at it."""
    said = [one for one in entries if isinstance(one.recorded.event, CommentAdded)]
    case, directory = view.summary.case, current(door.database)
    rights = rights_over(directory, workflow, me.person, at=door.at)
    kept = None if text else kept_for(door.database, me.person, notes_path(case))
    zone = door.settings.office_zone
    return Notes(
        path=notes_path(case),
        lines=tuple(_note(door, directory, one) for one in reversed(said[-most:])),
        total=len(said),
        may_write=rights.is_member and view.summary.result is None,
        text=text or (kept.form.raw("text") if kept else ""),
        kept=written_instant(kept.saved_at, zone, door.language) if kept else "",
        problem=problem,
    )


def notes_path(case: CaseId) -> str:
    """Where the notes of a case are."""
    return f"/cases/{case}/notes"


def _note(door: Door, directory: Directory, entry: HistoryEntry) -> Note:
    told = entry.recorded
    names = {one: person.name for one, person in directory.people.items()}
    text = told.event.text if isinstance(told.event, CommentAdded) else ""
    return Note(
        seq=told.seq,
        by=names.get(told.by.person, told.by.person),
        when=written_instant(told.at, door.settings.office_zone, door.language),
        parts=spoken(text, names),
    )


@router.get(_PAGE, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_notes(case: ActedCase, door: AtDoor, me: Me) -> Response:
    """Show every note of a case, and a form for another."""
    return _page(door, me, case)


@router.post(_PAGE, response_class=HTMLResponse, dependencies=[keeps("text"), allow(Access.ACTS)])
def write_note(case: ActedCase, act: AtForm) -> Response:
    """Add a note."""
    text = act.form.one("text")
    try:
        act.carry_out(Comment(case=case, by=act.desk.by, text=text))
    except (CommandRefused, StoreError) as refused:
        told = refusal(refused, act.door.t, names=names_at(act.door))
        return _page(act.door, act.me, case, text=act.form.raw("text"), told=told)
    if kept_for(act.database, act.me.person, notes_path(case)) is not None:
        forget(act.database, act.me.person, notes_path(case))
    return act.door.go(f"{act.door.links.case(case, done='task_commented')}#notes")


@router.get(_PAGE + "/people", dependencies=[allow(Access.READS)], response_model=None)
def people_to_name(case: ActedCase, door: AtDoor, directory: Known) -> Response:
    """Who reads the case and so may be named in it, by name; for the page's own completion."""
    view = queries.show_case(door.database, case)
    unit, sop = view.summary.unit, view.summary.sop
    found = [
        {"id": person.id, "name": person.name}
        for person in sorted(directory.people.values(), key=lambda one: one.name)
        if works_here(person, door.at) and not person.machine
        if reach(directory, PersonId(person.id), door.at).covers(unit, sop)
    ]
    return JSONResponse(found[:MOST_PEOPLE], headers=NOT_STORED)


def _page(
    door: Door, me: Visitor, case: CaseId, *, text: str = "", told: Refusal | None = None
) -> Response:
    view = queries.show_case(door.database, case)
    reader_of(door.request).note(case, HISTORY)
    workflow = find_workflow(door.database, view.summary.sop, view.summary.version)
    entries = queries.read_history(door.database, case)
    problem = told.problems.get("text", "") if told else ""
    notes = notes_of(
        door, me, view, workflow, entries=entries, most=len(entries), text=text, problem=problem
    )
    return door.show(
        "case_task_notes.html",
        status=told.status if told else 200,
        case=view.summary,
        notes=notes,
        told=told,
    )
