"""What the forms of a task bring: claiming, finishing, handing back, drafts, notes.

A refusal is answered with the task's own page, what was typed still in it; so is a form whose
session had ended, once its sender has signed in again.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Path
from msgspec.structs import replace
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.access import Access, allow
from api.formats import written_time
from api.reach import ActedCase
from api.reads import CASE, reader_of
from api.routes.tasks import TaskPath
from engine.core.commands import Claim, Release, Resolve
from engine.core.errors import AlurError, CommandRefused, NotFound, StoreError
from engine.core.ids import ActivationId, CaseId
from engine.core.workflow import HumanStep, Leads, Workflow
from engine.service import queries
from engine.service.catalogue import find_workflow
from engine.service.uploads import rehearse
from web.acts import AtForm, FormAct
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import keeps
from web.pages.task_panel import Sent as Refused
from web.pages.task_panel import task_panel
from web.refused import Refusal, names_at, refusal
from web.rendering import NOT_STORED
from web.task_said import (
    KEPT,
    NOTE,
    chosen,
    completion,
    drop_draft,
    forget_rescued,
    keep_draft,
    note_for,
    written,
)
from web.task_words import left_words
from web.visitor import Me, Visitor

router = APIRouter()

_TASK = "/cases/{case}/tasks/{activation}"
TaskCommand = Claim | Release | Resolve
OnlyRehearsed = Annotated[bool, Header(alias="Alur-Rehearse")]
"""The page asks whether it would be taken, before it holds a form back for a while."""
ByItself = Annotated[bool, Header(alias="Alur-Quiet")]
"""The page keeps a draft by itself: no page is wanted."""
_WORKS = frozenset({"mine", "open"})
"""How a task stands to whoever may send its form."""


@router.get(_TASK, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_task(case: ActedCase, activation: TaskPath, door: AtDoor, me: Me) -> Response:
    """Show a task by itself, with what was written for it and not sent."""
    return _page(door, me, case, ActivationId(activation))


@router.get(
    _TASK + "/{act}",
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_of_act(
    case: ActedCase, activation: TaskPath, act: Annotated[str, Path(max_length=20)], door: AtDoor
) -> Response:
    """Where a form was sent to, whoever comes by its address finds the task."""
    del act
    return door.go(door.links.at(f"/cases/{case}/tasks/{activation}"))


@router.post(_TASK, response_class=HTMLResponse, dependencies=[keeps(*KEPT), allow(Access.ACTS)])
def finish(
    case: ActedCase, activation: TaskPath, act: AtForm, *, alur_rehearse: OnlyRehearsed = False
) -> Response:
    """Finish a task, with a word for whoever comes next; or say what stands in the way."""
    task = ActivationId(activation)
    workflow, step = _step(act.door, case, task)
    command = completion(workflow, step, act.form, case=case, activation=task, by=act.desk.by)
    note = note_for(act.form, case=case, by=act.desk.by)
    try:
        if alur_rehearse or note is not None:
            rehearse(act.database, command, at=act.at, key=act.key)
        if note is not None:
            rehearse(act.database, note, at=act.at, key=_key_of_note(act))
        if alur_rehearse:
            return Response(status_code=204, headers=NOT_STORED)
        if note is not None:  # first: a case that this ends takes none any more
            replace(act.desk, key=_key_of_note(act)).carry_out(note)
            act = _without_note(act)
        act.carry_out(command)
    except (CommandRefused, StoreError) as refused:
        return _refused(act, case, task, refused)
    forget_rescued(act.database, act.me.person, case, task)
    outcome = chosen(step, act.form)
    went_back = outcome is not None and outcome.leads is Leads.RETURN
    return act.go(f"/cases/{case}", done="task_returned" if went_back else "task_done")


@router.post(_TASK + "/claim", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def claim(case: ActedCase, activation: TaskPath, act: AtForm) -> Response:
    """Take a task; who was quicker is said."""
    command = Claim(case=case, by=act.desk.by, activation=ActivationId(activation))
    return _simple(act, command, done="task_claimed", to=f"task-{activation}")


@router.post(_TASK + "/release", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def release(case: ActedCase, activation: TaskPath, act: AtForm) -> Response:
    """Put a task back into its role's queue."""
    command = Release(case=case, by=act.desk.by, activation=ActivationId(activation))
    return _simple(act, command, done="task_released")


@router.post(
    _TASK + "/resolve",
    response_class=HTMLResponse,
    dependencies=[keeps(NOTE), allow(Access.ACTS)],
)
def resolve(case: ActedCase, activation: TaskPath, act: AtForm) -> Response:
    """Hand a task that was lent back to its owner, or as the owner take it back."""
    note = act.form.one(NOTE)
    command = Resolve(case=case, by=act.desk.by, activation=ActivationId(activation), note=note)
    answered = _simple(act, command, done="task_resolved")
    if answered.status_code == HTTPStatus.SEE_OTHER:
        forget_rescued(act.database, act.me.person, case, command.activation)
    return answered


@router.post(
    _TASK + "/draft",
    response_class=HTMLResponse,
    dependencies=[keeps(*KEPT), allow(Access.ACTS)],
)
def save_draft(
    case: ActedCase, activation: TaskPath, act: AtForm, *, alur_quiet: ByItself = False
) -> Response:
    """Keep what is written so far, sealed, for nobody else."""
    task, me = ActivationId(activation), act.me.person
    try:
        keep_draft(act.database, me, case, task, act.form, at=act.at)
    except (CommandRefused, StoreError) as refused:
        if alur_quiet:
            told = _told(act.door, case, refused)
            return JSONResponse({"title": told.title}, told.status, NOT_STORED)
        return _refused(act, case, task, refused)
    if alur_quiet:
        time = written_time(act.at, act.settings.office_zone, act.door.language)
        return JSONResponse({"saved": act.door.t("task_draft_at", time=time)}, headers=NOT_STORED)
    return act.go(f"/cases/{case}", done="task_saved")


@router.post(_TASK + "/forget", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def forget_draft(case: ActedCase, activation: TaskPath, act: AtForm) -> Response:
    """Throw away what was written and not sent."""
    drop_draft(act.database, act.me.person, case, ActivationId(activation))
    return act.go(f"/cases/{case}", done="task_dropped")


def _step(door: Door, case: CaseId, task: ActivationId) -> tuple[Workflow, HumanStep]:
    """The step that a task of the case is, or was, a visit of.

    Raises:
        NotFound: the case never had such a task.
    """
    view = queries.show_case(door.database, case)
    workflow = find_workflow(door.database, view.summary.sop, view.summary.version)
    found = next((one for one in view.tasks if one.activation == task), None)
    step = None if found is None else workflow.step(found.step)
    if not isinstance(step, HumanStep):
        raise NotFound("task", task)
    return workflow, step


def _without_note(act: FormAct) -> FormAct:
    """The form without what stands in the case already: sent again, it is not said again."""
    fields = {name: said for name, said in act.form.fields.items() if name != NOTE}
    return replace(act, form=replace(act.form, fields=fields))


def _key_of_note(act: FormAct) -> str | None:
    return None if act.key is None else f"{act.key} note"


def _simple(act: FormAct, command: TaskCommand, *, done: str, to: str = "") -> Response:
    """An act that asks for nothing but to be done."""
    try:
        replace(act.desk, key=act.key and f"{act.key} {done}").carry_out(command)
    except (CommandRefused, StoreError) as refused:
        return _refused(act, command.case, command.activation, refused)
    answered = act.door.links.case(command.case, done=done)
    return act.door.go(f"{answered}#{to}" if to else answered)


def _told(door: Door, case: CaseId, error: AlurError) -> Refusal:
    view = queries.show_case(door.database, case)
    workflow = find_workflow(door.database, view.summary.sop, view.summary.version)
    return refusal(error, door.t, names=names_at(door, workflow))


def _refused(act: FormAct, case: CaseId, task: ActivationId, error: AlurError) -> Response:
    told = _told(act.door, case, error)
    refused = Refused(activation=task, form=act.form, refused=told)
    return _page(act.door, act.me, case, task, refused=refused)


def _page(
    door: Door, me: Visitor, case: CaseId, task: ActivationId, *, refused: Refused | None = None
) -> Response:
    """One task by itself. Where it is over, what was written for it is shown to be copied."""
    view = queries.show_case(door.database, case)
    reader_of(door.request).note(case, CASE)
    workflow, step = _step(door, case, task)
    panel = task_panel(door, me, view, sent=refused)
    card = next((one for one in panel.cards if one.activation == task), None)
    works = card is not None and card.state in _WORKS
    form = None if works else refused.form if refused else _left(door, me, case, task)
    left = () if form is None else left_words(workflow, step, form, door.t)
    if card is None and refused is None and not left:
        return door.go(door.links.case(case))
    return door.show(
        "case_task_page.html",
        status=refused.refused.status if refused else 200,
        case=view.summary,
        title=f"{step.number}. {step.activity.in_language(door.language)}",
        one=card,
        works=works,
        told=refused.refused if refused else None,
        left=left,
    )


def _left(door: Door, me: Visitor, case: CaseId, task: ActivationId) -> Form | None:
    found = written(door.database, me.person, case, task)
    return None if found is None else found.form
