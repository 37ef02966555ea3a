"""Departures from the SOPs and what was decided about them: `/deviations`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from msgspec.structs import replace
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.glossary import Glossary
from api.identity import Known
from api.present_deviations import told_whole
from api.reach import ActedCase, ReadCase
from api.reads import DEVIATION, reader_of
from engine.core.commands import Dispose
from engine.core.errors import AlurError, CalendarError, CommandRefused, InputRefused, StoreError
from engine.core.ids import CaseId, DeviationId, PersonId
from engine.core.permit import roles_with
from engine.core.standing import best_standing
from engine.core.workflow import Power
from engine.service.deviation_views import DeviationFilter, DeviationView
from engine.service.deviations import count_deviations, list_deviations, show_deviation
from web.acts import AtForm
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import Form
from web.kept import forget, keeps, kept_for
from web.pages.deviations_view import VERDICTS, asked_of, choices, line, lines, narrowed, tabs
from web.refused import names_at, refusal
from web.visitor import Me, Visitor

router = APIRouter()

_ONE = "/deviations/{case}/{deviation}"
DeviationName = Annotated[str, Path(pattern=r"^[a-z_]{1,40}:[0-9]{1,10}$")]
_FIELDS = ("verdict", "reason", "owner", "due")
DONE = "deviations_done"


@router.get("/deviations", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_deviations(door: AtDoor, directory: Known) -> HTMLResponse:
    """Show the deviations that match what was asked for, the latest first."""
    wanted = narrowed(door)
    found = list_deviations(door.database, wanted)
    every = replace(wanted, status="", due_before=None, after="")
    counts = count_deviations(door.database, every)
    overdue = count_deviations(door.database, replace(every, due_before=_today(door)))
    return door.show(
        "deviations.html",
        rows=lines(door, found.items, directory),
        found=found,
        wanted=wanted,
        asked=asked_of(door, wanted) | {"status": wanted.status} | _overdue(wanted),
        tabs=tabs(door, wanted, counts, overdue=overdue.total),
        choices=choices(door, counts, directory, wanted),
        filtered=bool(wanted.kind or wanted.sop or wanted.unit or wanted.case),
        board=bool(door.asked("board")),
    )


def _overdue(wanted: DeviationFilter) -> dict[str, str]:
    return {"overdue": "1" if wanted.due_before else ""}


@router.get(_ONE, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_deviation(  # what a page asks for is its parameters
    *,
    door: AtDoor,
    me: Me,
    case: ReadCase,
    deviation: DeviationName,
) -> HTMLResponse:
    """Show a deviation with its evidence, and the form to decide about it."""
    view = show_deviation(door.database, case, DeviationId(deviation))
    kept = kept_for(door.database, me.person, door.request.url.path)
    asked = UNTOUCHED if kept is None else _asked(kept.form)
    return _page(door, me, view, asked=asked)


@router.post(_ONE, response_class=HTMLResponse, dependencies=[keeps(*_FIELDS), allow(Access.ACTS)])
def dispose(act: AtForm, case: ActedCase, deviation: DeviationName) -> Response:
    """Decide about it; a later verdict replaces an earlier one."""
    name = DeviationId(deviation)
    try:
        act.carry_out(_verdict(act.form, case, name, act))
    except (CommandRefused, StoreError, CalendarError) as wrong:
        view = show_deviation(act.database, case, name)
        return _page(act.door, act.me, view, asked=_asked(act.form), wrong=wrong)
    forget(act.database, act.me.person, act.door.request.url.path)
    return act.go(f"/deviations/{case}/{deviation}", done=DONE)


def _verdict(form: Form, case: CaseId, name: DeviationId, act: AtForm) -> Dispose:
    """What the form says; owner and day count for a corrective action only.

    Raises:
        InputRefused: no verdict was chosen, or the day is none.
    """
    verdict = next((one for one in VERDICTS if one == form.one("verdict")), None)
    if verdict is None:
        raise InputRefused({"verdict": "must be given"})
    owner = form.one("owner") if verdict == "corrective" else ""
    return Dispose(
        case=case,
        by=act.desk.by,
        deviation=name,
        verdict=verdict,
        reason=form.one("reason"),
        owner=PersonId(owner) if owner else None,
        due=_day(form.one("due")) if verdict == "corrective" else None,
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise InputRefused({"due": "must be a date, written as 2026-11-30"}) from None


def _asked(form: Form) -> Asked:
    return Asked(values={name: form.one(name) for name in _FIELDS})


def _today(door: Door) -> date:
    return door.at.astimezone(door.settings.office_zone).date()


def _page(  # what was asked, and what came of it
    door: Door,
    me: Visitor,
    view: DeviationView,
    *,
    asked: Asked = UNTOUCHED,
    wrong: AlurError | None = None,
) -> HTMLResponse:
    reader_of(door.request).note(view.summary.case, DEVIATION)
    names = names_at(door, view.workflow)
    zone = door.settings.office_zone
    people = names.directory.people
    glossary = Glossary(workflow=view.workflow, language=door.language, zone=zone, people=people)
    powers = roles_with(view.workflow, Power.DISPOSE)
    may = best_standing(names.directory, view.workflow, me.person, powers, door.at) is not None
    told = None if wrong is None else refusal(wrong, door.t, names=names)
    return door.show(
        "deviation.html",
        status=200 if told is None else told.status,
        one=line(door, view.summary, names.directory),
        view=view.summary,
        sentences=told_whole(view, glossary),
        may=may and view.summary.status != "withdrawn",
        verdicts=VERDICTS,
        asked=asked,
        people=tuple(sorted((one.name, one.id) for one in names.directory.people.values())),
        today=_today(door).isoformat(),
        wrong=told,
        problems={} if told is None else told.problems,
        done=DONE if door.asked("done") == DONE else "",
    )
