"""Acts of whoever watches over a task: give it to somebody else, remind its holder."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.reach import CasePath
from api.reads import CASE, reader_of
from api.schemas import DIGITS
from engine.core.commands import Assign
from engine.core.errors import AlurError, CalendarError, CommandRefused, StoreError
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.service import queries
from engine.service.candidates import Barred, TaskToGive, task_to_give
from engine.service.directory import current
from engine.service.reminding import LONGEST, remind
from web.acts import AtForm, FormAct
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, keeps, kept_for
from web.pages.board import DONE, AtBoard
from web.pages.board_view import person_name
from web.refused import Names, names_at, refusal
from web.visitor import Me

router = APIRouter()

_PATH = "/board/cases/{case}/tasks/{activation}"
Activation = Annotated[int, Path(ge=1, le=1_000_000), DIGITS]
_CONFLICT = 409
_FIELDS = ("to", "reason", "words")


def case_overseen(case: CasePath, door: AtDoor, asked: AtBoard) -> CaseId:
    """The case, by its whole id, where whoever asks oversees it: to read it is not enough.

    Raises:
        NotFound: there is none within their oversight.
    """
    return queries.case_within(door.database, CaseId(case), asked.reach, whole=True)


OverseenCase = Annotated[CaseId, Depends(case_overseen)]


@router.get(_PATH, response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_task(door: AtDoor, me: Me, case: OverseenCase, activation: Activation) -> HTMLResponse:
    """Show who has a task, and whom it could be given to."""
    kept = kept_for(door.database, me.person, door.request.url.path)
    asked = UNTOUCHED if kept is None else _asked(kept.form)
    return _page(door, case, ActivationId(activation), asked=asked)


@router.post(
    _PATH,
    response_class=HTMLResponse,
    dependencies=[keeps("act", *_FIELDS), allow(Access.OVERSEES)],
)
def act_on_task(act: AtForm, case: OverseenCase, activation: Activation) -> Response:
    """Give the task to somebody else, or remind who has it; then back to the board."""
    number = ActivationId(activation)
    if act.form.one("act") == "remind":
        return _reminded(act, case, number)
    try:
        _assign(act, case, number)
    except (CommandRefused, StoreError, CalendarError) as wrong:
        return _page(act.door, case, number, asked=_asked(act.form), wrong=wrong)
    forget(act.database, act.me.person, act.door.request.url.path)
    return act.go("/board", done=DONE[0], **_board_kept(act.door))


def _reminded(act: FormAct, case: CaseId, number: ActivationId) -> Response:
    """Put up a notice for the task's holder, or for its role; the board says for whom."""
    words, door, database = act.form.one("words"), act.door, act.database
    task = task_to_give(database, case, number, at=act.at)
    if task.task.finished_at is None and not task.may_be_reminded:
        shown = _page(door, case, number, asked=_asked(act.form))
        shown.status_code = _CONFLICT
        return shown
    try:
        told = remind(database, case, number, words=words, by=act.desk.by, at=act.at)
    except (CommandRefused, StoreError, CalendarError) as wrong:
        return _page(door, case, number, asked=_asked(act.form), wrong=wrong)
    forget(database, act.me.person, door.request.url.path)
    to = {"to": told} if told else {"role": task.task.role}
    return act.go("/board", done=DONE[1], **to, **_board_kept(door))


def _board_kept(door: Door) -> dict[str, str]:
    """What the board was narrowed to, which the address still says."""
    return {name: door.asked(name) for name in ("unit", "sop")}


def _assign(act: FormAct, case: CaseId, activation: ActivationId) -> None:
    act.carry_out(
        Assign(
            case=case,
            by=act.desk.by,
            activation=activation,
            to=PersonId(act.form.one("to")),
            reason=act.form.one("reason"),
        )
    )


def _asked(form: Form) -> Asked:
    return Asked(values={name: form.one(name) for name in _FIELDS})


def _page(  # what was asked, and what came of it
    door: Door,
    case: CaseId,
    activation: ActivationId,
    *,
    asked: Asked = UNTOUCHED,
    wrong: AlurError | None = None,
) -> HTMLResponse:
    found = task_to_give(door.database, case, activation, at=door.at)
    reader_of(door.request).note(case, CASE)
    names = names_at(door, found.workflow)
    told = None if wrong is None else refusal(wrong, door.t, names=names)
    return door.show(
        "board_task.html",
        status=200 if told is None else told.status,
        case=case,
        task=found.task,
        kept=_board_kept(door),
        title=found.workflow.title.in_language(door.language),
        step=found.task.activity.in_language(door.language),
        holder=person_name(current(door.database), found.task.assignee),
        role=_role(found, door),
        candidates=found.candidates,
        barred=tuple(_barred(one, names, door) for one in found.barred),
        may_be_reminded=found.may_be_reminded,
        asked=asked,
        words=asked.values.get("words") or door.t("board_remind_default", step=_step(found, door)),
        longest=LONGEST,
        wrong=told,
    )


def _barred(one: Barred, names: Names, door: Door) -> str:
    """Why somebody who holds the role may not do the step."""
    words = "board_barred_lent" if one.why.was_lent else "board_barred"
    return door.t(words, person=one.name, step=names.glossary.step(one.why.other))


def _step(found: TaskToGive, door: Door) -> str:
    return found.task.activity.in_language(door.language)


def _role(found: TaskToGive, door: Door) -> str:
    title = found.task.role_title
    return "" if title is None else title.in_language(door.language)
