"""What is done to a case beside its tasks, each with a form of its own: `/cases/{case}/act/…`."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.identity import Known
from api.reach import ActedCase
from api.reads import CASE, Reading, reader_of
from api.schemas import DIGITS
from engine.core.directory import Directory
from engine.core.errors import (
    AlurError,
    CalendarError,
    CommandRefused,
    InputRefused,
    NotFound,
    StoreError,
)
from engine.core.ids import ActivationId, CaseId
from engine.service import queries
from engine.service.case_rights import rights_over
from engine.service.catalogue import find_workflow
from web.acts import AtForm
from web.case_scene import Scene
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, keeps, kept_for
from web.pages.act_forms import ACTS, Act, Ask, OfferedAct
from web.refused import names_at, refusal
from web.visitor import Me

router = APIRouter()

Name = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
Task = Annotated[int | None, Query(ge=1, le=2**31 - 1), DIGITS]
_PLACE = "/cases/{case}/act/{name}"


@router.get(_PLACE, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_act(  # noqa: PLR0913  # what a page asks for is its parameters
    *,
    door: AtDoor,
    me: Me,
    case: ActedCase,
    name: Name,
    directory: Known,
    task: Task = None,
) -> Response:
    """Show the form of an act, if it can be done now."""
    scene = _scene(door, me, case, directory, task)
    act = _offered(scene, name)
    kept = kept_for(door.database, me.person, door.request.url.path)
    form = None if kept is None or _is_of_another(kept.form, act, task) else kept.form
    return _page(door, scene, act, form=form)


@router.post(_PLACE, response_class=HTMLResponse, dependencies=[keeps("*"), allow(Access.ACTS)])
def do_act(
    act: AtForm, case: ActedCase, name: Name, reading: Reading, directory: Known
) -> Response:
    """Do it, and go back to the case; or say at the field what is wrong."""
    given = act.form.one("task")
    is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(2**31))
    scene = _scene(act.door, act.me, case, directory, int(given) if is_number else None)
    wanted = ACTS.get(name)
    if wanted is None:
        raise NotFound("act", name)
    try:
        if given and scene.task is None:
            raise InputRefused({"task": "must be one of those offered"})  # answered below
        act.carry_out(wanted.command(scene, act.form, act.desk.by))
    except (CommandRefused, StoreError, CalendarError) as refused:
        return _page(act.door, scene, wanted, form=act.form, wrong=refused)
    reading.note(case, CASE)
    forget(act.database, act.me.person, act.door.request.url.path)
    return act.go(f"/cases/{case}", done=f"act_{name}_done")


def _scene(door: Door, me: Me, case: CaseId, directory: Directory, task: int | None) -> Scene:
    view = queries.show_case(door.database, case)
    workflow = find_workflow(door.database, view.summary.sop, view.summary.version)
    found = None
    if task is not None:
        found = next((one for one in view.tasks if one.activation == ActivationId(task)), None)
    return Scene(
        view=view,
        workflow=workflow,
        directory=directory,
        rights=rights_over(directory, workflow, me.person, at=door.at),
        person=me.person,
        language=door.language,
        at=door.at,
        task=found,
    )


def _offered(scene: Scene, name: str) -> Act:
    act = ACTS.get(name)
    if act is None or not act.offered(scene):
        raise NotFound("act", name)
    return act


def _is_of_another(form: Form, act: Act, task: int | None) -> bool:
    return act.of_task and form.one("task") != str(task)


def _page(
    door: Door,
    scene: Scene,
    act: Act,
    *,
    form: Form | None = None,
    wrong: AlurError | None = None,
) -> HTMLResponse:
    reader_of(door.request).note(scene.view.summary.case, CASE)
    told = None if wrong is None else refusal(wrong, door.t, names=names_at(door, scene.workflow))
    asks = tuple(_filled(one, form) for one in act.asks(scene))
    return door.show(
        "case_act.html",
        status=200 if told is None else told.status,
        act=act,
        case=scene.view.summary,
        task=scene.task,
        asks=asks,
        told=told,
        problems={} if told is None else told.problems,
    )


def _filled(ask: Ask, form: Form | None) -> Ask:
    return ask if form is None else ask.with_said(form)


def offered_acts(scene: Scene, *, tasks: bool = False) -> tuple[OfferedAct, ...]:
    """What can be done now: to the case, or (`tasks`) to the task of the scene."""
    return tuple(
        OfferedAct(name=name, task=scene.task.activation if tasks and scene.task else None)
        for name, act in ACTS.items()
        if act.of_task is tasks and act.offered(scene)
    )
