"""Personal data of a case in full, for a reason that stays there: `/cases/{case}/reveal`."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_value
from api.glossary import APPLICANT_DATA, in_language
from api.reach import GuardedCase
from api.reads import IN_FULL, Reading
from engine.core.commands import Reveal
from engine.core.errors import AlurError, CommandRefused, InputRefused, StoreError
from engine.core.ids import CaseId
from engine.core.personal import APPLICANT_CONTACT, APPLICANT_NAME, fields_by_path, is_masked
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import personal, queries
from engine.service.catalogue import find_workflow
from engine.service.personal import Revealed
from engine.service.views import CaseView
from web.acts import AtForm
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, keeps, kept_for
from web.refused import names_at, refusal
from web.visitor import Me

router = APIRouter()

_PLACE = "/cases/{case}/reveal"


class Datum(Frozen, frozen=True, kw_only=True):
    """Something that is masked, and in full where it was just revealed."""

    path: str
    words: str
    chosen: bool = False
    value: str = ""


@router.get(_PLACE, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_reveal(door: AtDoor, me: Me, case: GuardedCase) -> Response:
    """Ask which data is to be read in full, and why."""
    view, workflow = _case(door, case)
    kept = kept_for(door.database, me.person, door.request.url.path)
    return _page(door, view, workflow, form=None if kept is None else kept.form)


@router.post(
    _PLACE,
    response_class=HTMLResponse,
    dependencies=[keeps("reason", "fields"), allow(Access.ACTS)],
)
def reveal_data(act: AtForm, case: GuardedCase, reading: Reading) -> Response:
    """Record the reading, and show the data this once."""
    door, desk, form = act.door, act.desk, act.form
    view, workflow = _case(door, case)
    fields = tuple(one for one in form.all("fields") if one in _paths(view, workflow))
    try:
        if not fields:
            raise InputRefused({"fields": "must be given"})  # answered below
        command = Reveal(case=case, by=desk.by, fields=fields, reason=form.one("reason"))
        found = personal.reveal(desk.database, command, at=desk.at, key=act.key)
    except (CommandRefused, StoreError) as refused:
        return _page(door, view, workflow, form=form, wrong=refused)
    forget(act.database, act.me.person, door.request.url.path)
    reading.note(case, " ".join(found.values), how=IN_FULL, role=desk.by.role)
    return _page(door, view, workflow, form=form, found=found)


def _case(door: Door, case: CaseId) -> tuple[CaseView, Workflow]:
    view = queries.show_case(door.database, case)
    return view, find_workflow(door.database, view.summary.sop, view.summary.version)


def _paths(view: CaseView, workflow: Workflow) -> tuple[str, ...]:
    fields = fields_by_path(workflow)
    masked = (path for path, field in fields.items() if is_masked(field) and path in view.data)
    return (APPLICANT_NAME, APPLICANT_CONTACT, *masked)


def _page(  # noqa: PLR0913  # the data, what was asked for, and what is wrong with it
    door: Door,
    view: CaseView,
    workflow: Workflow,
    *,
    form: Form | None = None,
    found: Revealed | None = None,
    wrong: AlurError | None = None,
) -> HTMLResponse:
    told = None if wrong is None else refusal(wrong, door.t, names=names_at(door, workflow))
    chosen = frozenset(() if form is None else form.all("fields"))
    return door.show(
        "case_reveal.html",
        status=200 if told is None else told.status,
        case=view.summary,
        data=tuple(_datum(door, workflow, path, found, chosen) for path in _paths(view, workflow)),
        shown=found is not None,
        reason="" if form is None else form.one("reason"),
        told=told,
        problems={} if told is None else told.problems,
    )


def _datum(
    door: Door,
    workflow: Workflow,
    path: str,
    found: Revealed | None,
    chosen: frozenset[str],
) -> Datum:
    fields = fields_by_path(workflow)
    titles: Mapping[str, str] = {
        one: in_language(pair, door.language) for one, pair in APPLICANT_DATA.items()
    }
    field = fields.get(path)
    words = titles[path] if field is None else field.title.in_language(door.language)
    value = None if found is None else found.values.get(path)
    said = ""
    if value is not None:
        said = str(value) if field is None else written_value(field, value, door.language)
    return Datum(path=path, words=words, chosen=path in chosen, value=said)
