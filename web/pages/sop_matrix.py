"""One SOP version in its official form, with what its cases tell on top: `/sops/{sop}`."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date
from api.identity import Known
from api.reach import InReach
from engine.core.directory import Directory
from engine.core.errors import NotFound
from engine.core.ids import PersonId, StepId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import catalogue, sop_figures
from engine.service.views import SopSummary
from web.busy import busy
from web.door import AtDoor, Door
from web.matrix import matrix_of
from web.pages.sop_overlays import marks_of, shows
from web.pages.sop_versions import sop_named
from web.sop_identity import Identity, identity_of
from web.sop_paper import SIZES, PapersBusy, paper

router = APIRouter()

View = Literal["matrix", "list"]
_LONGEST_NUMBER = 4


class Case(Frozen, frozen=True, kw_only=True):
    """A case that is at the step that was asked for."""

    code: str
    since: str
    holder: str


@router.get("/sops/{sop}", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_sop(door: AtDoor, sop: str, seen: InReach, directory: Known) -> Response:
    """Show a version: the one in force, unless another is asked for."""
    summary, workflow = _found(door, sop)
    reads = seen.everything or seen.covers(workflow.unit, workflow.sop)
    show = shows(door.asked("show")) if reads else ""
    view: View = "list" if door.asked("view") == "list" else "matrix"
    marks = marks_of(door, workflow, show) if show else {}
    text = catalogue.read_definition(door.database, workflow.sop, workflow.version)
    identity = _identity(door, text)
    at_step = workflow.step(StepId(door.asked("step"))) if show == "now" else None
    return door.show(
        "sop.html",
        sop=workflow.sop,
        version=workflow.version,
        title=workflow.title.in_language(door.language),
        standing=_standing(door, summary),
        in_force=summary.in_force,
        running=sop_figures.open_cases(door.database, workflow) if reads else None,
        most=sop_figures.MOST_OPEN,
        looked_at=sop_figures.MOST_LOOKED_AT,
        identity=identity,
        view=view,
        show=show,
        reads=reads,
        matrix=matrix_of(workflow, language=door.language, marks=marks),
        at_step=at_step.activity.in_language(door.language) if at_step else "",
        cases=_cases(door, workflow, at_step.id, directory) if at_step else (),
    )


def _identity(door: Door, text: str) -> Identity:
    """The identity block; related SOPs by the titles under which they are published."""
    published = catalogue.called(door.database).sops
    return identity_of(text, door.settings.definitions, door.language, published=published)


def _found(door: Door, sop: str) -> tuple[SopSummary, Workflow]:
    """The version that the address names, or the one in force.

    Raises:
        NotFound: there is none.
    """
    name, said = sop_named(sop), door.asked("version")
    if not said:
        workflow = catalogue.find_workflow(door.database, name)
    else:
        workflow = catalogue.find_workflow(door.database, name, _number(said, sop))
    return catalogue.show_sop(door.database, name, workflow.version), workflow


def _number(said: str, sop: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER and int(said)):
        raise NotFound("published SOP", f"{sop} version {said[:20]}")
    return int(said)


def _standing(door: Door, summary: SopSummary) -> str:
    """Since when it is in force, or which version is."""
    zone = door.settings.office_zone
    day: date = summary.published_at.astimezone(zone).date()
    key = "sop_in_force" if summary.in_force else "sop_earlier"
    return door.t(key, n=summary.version, day=written_date(day, door.language))


def _cases(door: Door, workflow: Workflow, step: StepId, directory: Directory) -> tuple[Case, ...]:
    """The cases at a step; only for who may read them."""
    return tuple(
        Case(
            code=one.case,
            since=door.instant(one.opened_at),
            holder=_name(directory, one.assignee) if one.assignee else "",
        )
        for one in sop_figures.waiting_at(door.database, workflow, step)
    )


def _name(directory: Directory, person: PersonId) -> str:
    found = directory.people.get(person)
    return person if found is None else found.name


@router.get("/sops/{sop}/versions/{version}/paper.pdf", dependencies=[allow(Access.READS)])
def sop_paper(door: AtDoor, sop: str, version: str) -> Response:
    """Give a version on paper: the identity, then the matrix page by page."""
    name, asked = sop_named(sop), door.asked("size")
    size = asked if asked in SIZES else "a4"
    workflow = catalogue.find_workflow(door.database, name, _number(version, sop))
    text = catalogue.read_definition(door.database, name, workflow.version)
    summary = catalogue.show_sop(door.database, name, workflow.version)
    identity = _identity(door, text)
    at = summary.published_at
    try:
        content = paper(workflow, identity, language=door.language, size=size, at=at)
    except PapersBusy:
        return busy(door)
    called = f"{workflow.sop}-v{workflow.version}-{size}.pdf"
    return Response(
        content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{called}"'},
    )
