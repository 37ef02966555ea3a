"""An edit of a calendar is looked at (which deadlines move?) and put into force."""

from hashlib import sha256
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.deps import Who
from api.present_calendar import shift_words
from api.reach import InReach
from engine.core.commands import Actor
from engine.core.errors import AlurError, CalendarError, InputRefused
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service import calendar_edits
from engine.service.activities import activities
from engine.service.calendar_edits import Edit, EditOvertaken, find_edits
from engine.service.calendar_views import CaseMoves, EditPreview, SopMoves
from engine.service.calendars import CalendarPublished
from engine.service.directory import current
from engine.service.queries import read_by
from web.calendar_drafts import CalendarDraft, draft_of, landed
from web.calendar_surveys import PATIENCE_SECONDS, Key, Look, Survey, What, surveys_of
from web.door import AtDoor, Door
from web.forms import Sent
from web.kept import forget, keeps, kept_for
from web.pages.calendars import NAME, PLACE, MoveLine, deadline_words, due_words
from web.pages.calendars_edit import EDIT, require_may, to_version, undo_lines
from web.roles import Titles, titles
from web.visitor import Me, Visitor

router = APIRouter()

PREVIEW, APPLY = f"{EDIT}/preview", f"{EDIT}/apply"
PAGE = 50
"""Cases of a preview on a page."""
MOST_NAMED = 1000
"""Cases of a preview that are named, on all pages."""
_MOST_PAGES = MOST_NAMED // PAGE


class SopLine(Frozen, frozen=True, kw_only=True):
    """What moves in the cases of one SOP."""

    title: str
    sums: SopMoves


class Ask(Frozen, frozen=True, kw_only=True):
    """Whose edit, and where they are on their way with it."""

    door: Door
    me: Visitor
    by: Actor
    draft: CalendarDraft

    @property
    def name(self) -> str:
        """The calendar's."""
        return self.draft.edited.id

    def key(self, what: What) -> Key:
        """Of a survey of this very edit."""
        content = sha256(msgspec.json.encode(self.draft, order="sorted")).hexdigest()
        return Key(what=what, person=self.me.person, calendar=self.name, content=content)


def _ask(name: NAME, door: AtDoor, me: Me, by: Who) -> Ask:
    """Whose edit of which calendar; refuses who does not answer for it."""
    draft = draft_of(door.database, me.person, name, at=door.at)
    require_may(door, name, by)
    return Ask(door=door, me=me, by=by, draft=draft)


AtEdit = Annotated[Ask, Depends(_ask)]


@router.get(PREVIEW, response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_preview(ask: AtEdit, seen: InReach) -> Response:
    """Show which deadlines of which open cases the edit moves; nothing is changed."""
    door, name = ask.door, ask.name
    if ask.draft.is_empty:
        return door.go(door.links.at(f"{PLACE}/{name}/edit"))
    if landed(door.database, ask.draft, at=door.at):
        return to_version(door, ask.me, ask.draft)
    edit = _edit_of(ask)
    if isinstance(edit, str):
        return _show(ask, Stand(refusal=edit), status=409)
    survey = _survey(ask, "preview", _previewing(ask, edit))
    if survey is None or survey.is_replaced or not survey.is_over:
        return _show(ask, Stand(survey=survey, waiting=True))
    if isinstance(survey.result, EditPreview):
        return _show(ask, Stand(preview=survey.result, seen=seen))
    surveys_of(door.request.app).forget(ask.key("preview"))
    return _show(ask, Stand(refusal=_refusal_words(ask, survey.refusal)), status=409)


def _previewing(ask: Ask, edit: Edit) -> Look:
    database, at = ask.door.database, ask.door.at
    return lambda each: calendar_edits.preview(database, edit, at=at, each=each, shown=MOST_NAMED)


def _edit_of(ask: Ask) -> Edit | str:
    """The edit, or in words why there is none any more."""
    try:
        found = find_edits(ask.door.database, {ask.name: ask.draft.edited}, at=ask.door.at)
    except (InputRefused, CalendarPublished):
        return ask.door.t("calendars_overtaken")
    except CalendarError:
        return ask.door.t("calendars_clash")
    return found[0] if found else ask.door.t("calendars_overtaken")


def _survey(ask: Ask, what: What, look: Look, reason: str = "") -> Survey | None:
    door = ask.door
    begun = surveys_of(door.request.app).start(ask.key(what), look, at=door.at, reason=reason)
    if begun is not None:
        begun.wait(PATIENCE_SECONDS)
    return begun


def _refusal_words(ask: Ask, refusal: AlurError | None) -> str:
    t = ask.door.t
    if isinstance(refusal, EditOvertaken):
        return t("calendars_overtaken")
    if isinstance(refusal, InputRefused):
        return t("calendars_reason_missing")
    return t("calendars_broke")


class Stand(Frozen, frozen=True, kw_only=True):
    """How far an edit is on its way into force, and what is wrong with it or its reason, if so.

    `seen`: whose reader looks; a `survey` is told of while the page waits for it.
    """

    survey: Survey | None = None
    preview: EditPreview | None = None
    seen: Reach | None = None
    waiting: bool = False
    applying: bool = False
    refusal: str = ""
    reason: str = ""
    problem: str = ""


def _show(ask: Ask, stand: Stand, *, status: int = 200) -> Response:
    preview, survey = stand.preview, stand.survey
    door, place = ask.door, f"{PLACE}/{ask.name}/edit"
    kept = kept_for(door.database, ask.me.person, f"{place}/apply")
    words = titles(door.database, current(door.database), door.language)
    asked = door.asked("page")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len("100") else 1
    page = min(max(page, 1), _MOST_PAGES)
    named = () if preview is None else _readable(door, preview, stand.seen)
    shown = named[(page - 1) * PAGE : page * PAGE]
    return door.show(
        "calendar_preview.html",
        status=status,
        name=ask.name,
        place=place,
        version=ask.draft.edited.version,
        undo=undo_lines(door, ask.draft),
        waiting=stand.waiting,
        applying=stand.applying,
        done=survey.done if survey else 0,
        total=survey.total if survey else 0,
        preview=preview,
        by_sop=() if preview is None else _by_sop(words, preview),
        moves=_lines(door, shown),
        page=page,
        more=len(named) > page * PAGE,
        first=(page - 1) * PAGE + 1,
        last=(page - 1) * PAGE + len(shown),
        named=len(named),
        refusal=stand.refusal,
        reason=stand.reason or (kept.form.one("reason") if kept else ""),
        problem=stand.problem,
    )


def _readable(door: Door, preview: EditPreview, seen: Reach | None) -> tuple[CaseMoves, ...]:
    """Those within reach; of the others only the sums tell."""
    if seen is None:
        return ()
    known = read_by(door.database, (one.case for one in preview.cases), seen)
    return tuple(one for one in preview.cases if one.case in known)


def _by_sop(words: Titles, preview: EditPreview) -> tuple[SopLine, ...]:
    return tuple(SopLine(title=words.sop(one.sop), sums=one) for one in preview.by_sop)


def _lines(door: Door, some: tuple[CaseMoves, ...]) -> tuple[MoveLine, ...]:
    steps = ((one.case, move.step) for one in some for move in one.moves if move.step)
    done = activities(door.database, steps)
    return tuple(
        MoveLine(
            case=one.case,
            clock=deadline_words(door, move.clock, (one.case, move.step), done),
            before=due_words(door, move.due_before),
            after=due_words(door, move.due_after),
            shift=shift_words(move, door.language),
            late="late" if move.is_late else "fine" if move.was_late else "",
        )
        for one in some
        for move in one.moves
    )


@router.post(
    APPLY,
    response_class=HTMLResponse,
    dependencies=[keeps("reason"), allow(Access.OVERSEES)],
)
def apply(ask: AtEdit, form: Sent, seen: InReach) -> Response:
    """Put the edit into force; refused where another came first."""
    door, name = ask.door, ask.name
    if ask.draft.is_empty:
        return door.go(door.links.at(f"{PLACE}/{name}"))
    if landed(door.database, ask.draft, at=door.at):
        return to_version(door, ask.me, ask.draft)
    edit, reason = _edit_of(ask), form.one("reason")
    if isinstance(edit, str):
        return _show(ask, Stand(refusal=edit, reason=reason), status=409)
    if not 1 <= len(" ".join(reason.split())) <= calendar_edits.LONGEST_REASON:
        return _again(ask, reason, seen, problem=door.t("calendars_reason_missing"), status=422)
    survey = _survey(ask, "apply", _applying(ask, edit, reason), reason)
    if survey is None:
        return _again(ask, reason, seen, problem=door.t("calendars_busy"), status=409)
    forget(door.database, ask.me.person, f"{PLACE}/{name}/edit/apply")
    return _after(ask, survey)


def _again(ask: Ask, reason: str, seen: Reach, *, problem: str, status: int) -> Response:
    """The preview once more, with what is wrong at the reason."""
    found = surveys_of(ask.door.request.app).find(ask.key("preview"))
    if found is None or not isinstance(found.result, EditPreview):
        return _show(ask, Stand(refusal=problem, reason=reason), status=status)
    stand = Stand(preview=found.result, seen=seen, reason=reason, problem=problem)
    return _show(ask, stand, status=status)


def _applying(ask: Ask, edit: Edit, reason: str) -> Look:
    database, at, by = ask.door.database, ask.door.at, ask.by
    return lambda each: calendar_edits.apply(database, edit, reason=reason, by=by, at=at, each=each)


def _after(ask: Ask, survey: Survey) -> Response:
    door, links = ask.door, ask.door.links
    if not survey.is_over:
        return door.go(links.at(f"{PLACE}/{ask.name}/edit/apply"))
    surveys = surveys_of(door.request.app)
    surveys.forget(ask.key("apply"))
    if survey.result is None:
        words = _refusal_words(ask, survey.refusal)
        return _show(ask, Stand(refusal=words, reason=survey.reason), status=409)
    surveys.forget(ask.key("preview"))
    return to_version(door, ask.me, ask.draft)


@router.get(APPLY, response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_apply(ask: AtEdit) -> Response:
    """Tell how far it is to put the edit into force, and go on once it is."""
    door, name = ask.door, ask.name
    survey = surveys_of(door.request.app).find(ask.key("apply"))
    if survey is None:
        return door.go(door.links.at(f"{PLACE}/{name}/edit/preview"))
    survey.wait(PATIENCE_SECONDS)
    if not survey.is_over:
        return _show(ask, Stand(survey=survey, waiting=True, applying=True))
    return _after(ask, survey)
