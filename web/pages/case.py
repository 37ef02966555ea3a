"""One case whole: `/cases/{case}`."""

from typing import Any

from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.responses import HTMLResponse

from api.access import Access, allow, is_open_to
from api.answers import masked_applicant
from api.glossary import (
    PAUSES,
    STANDINGS,
    Glossary,
    Standing,
    in_language,
    pause_of,
    standing_of,
)
from api.identity import Known
from api.present_retention import HOLDS
from api.reach import InReach
from api.reads import CASE, Reading
from api.time_facts import TimeFact, time_facts, time_unknown
from engine.core.directory import Duty
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.personal import fields_by_path
from engine.core.standing import has_duty
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service import queries
from engine.service.case_rights import rights_over
from engine.service.catalogue import find_workflow
from engine.service.files import CaseDocument, documents_of
from engine.service.linked import linked_cases
from engine.service.runs import attempts_of_case
from engine.service.time_views import CaseTimesView
from engine.service.times import times_and_chart
from engine.service.views import CaseSummary, HistoryEntry
from engine.settings import Settings
from web.case_clock import case_clock, step_clocks
from web.case_scene import Scene
from web.door import AtDoor, Door
from web.gantt import gantt
from web.pages.act_forms import ACTS
from web.pages.case_acts import offered_acts
from web.pages.case_attempts import attempts_in_words
from web.pages.case_data import answers, documents, requirements, results
from web.pages.case_deviations import deviations_of
from web.pages.case_history import KINDS, Order, chosen_entries, days_of, part_of
from web.pages.case_incidents import stuck_steps
from web.pages.case_notices import notices_of
from web.pages.case_steps import open_tasks, rows_of, skipped_by_rule
from web.pages.task_panel import panel_before
from web.rendering import render

router = APIRouter()

_LONGEST_ID = 40
DONE = frozenset(f"act_{name}_done" for name in ACTS)


@router.api_route(
    "/cases/{case}",
    methods=["GET", "HEAD"],
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_case(  # noqa: PLR0913, PLR0917  # FastAPI hands over each by its name
    request: Request, case: str, reading: Reading, seen: InReach, directory: Known, door: AtDoor
) -> HTMLResponse:
    """Show a case: where it stands, its steps, its data, its history.

    Raises:
        NotFound: no case of that id within reach, or not an id at all.
    """
    if not (case.isascii() and case.isalnum() and len(case) <= _LONGEST_ID):
        raise NotFound("case", case)
    database = reading.database
    view = queries.show_case(database, queries.case_within(database, CaseId(case), seen))
    reading.note(view.summary.case, CASE)
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    entries = queries.read_history(database, view.summary.case)
    papers = documents_of(database, door.settings.files, view.summary.case)
    glossary = Glossary(
        workflow=workflow,
        language=door.language,
        zone=door.settings.office_zone,
        people=directory.people,
    )
    scene = Scene(
        view=view,
        workflow=workflow,
        directory=directory,
        rights=rights_over(directory, workflow, reading.person, at=reading.at),
        person=reading.person,
        language=door.language,
        at=reading.at,
    )
    called = queries.read_by(database, linked_cases(database, view, workflow), seen)
    whole = _head(door, scene) | _course(door, scene) | _offers(scene)
    whole |= _steps(door, scene, glossary, entries) | _data(door, scene, papers)
    whole |= _history(door, glossary, entries)
    return render(
        request,
        "case.html",
        door.settings,
        panel=panel_before(door, view, papers=papers, entries=entries),
        called=sorted(called),
        notices=notices_of(reading, view.summary.case, door.settings, door.language),
        deviations=deviations_of(database, view.summary.case, glossary),
        **whole,
    )


Shown = dict[str, Any]
"""Parts of the page by the names that its template has for them."""


def _head(door: Door, scene: Scene) -> Shown:
    view = scene.view
    is_auditor = has_duty(scene.directory, scene.person, Duty.AUDITOR, scene.at)
    return {
        "view": view,
        "case": view.summary,
        "workflow": scene.workflow,
        "prints": not view.disposed_at and not is_auditor,
        "head": short_hash(view.head),
        "held": ", ".join(in_language(HOLDS[one], door.language) for one in view.holds),
        "contact": masked_applicant(view.summary.applicant).contact,
        "stand": _stand(view.summary, door.language),
        "said": _said(door.request),
    }


def _course(door: Door, scene: Scene) -> Shown:
    """The case against time; where the calendar cannot tell, a line that says so."""
    zone, workflow = door.settings.office_zone, scene.workflow
    timed = times_and_chart(door.database, scene.view.summary.case, at=scene.at)
    told = None if timed is None else timed[0]
    return {
        "times": _times(told, workflow, door.settings, door.language),
        "clock": case_clock(told, workflow, door.language, zone),
        "step_clocks": step_clocks(told, workflow, door.language, zone),
        "chart": None if timed is None else gantt(timed[1], workflow, door.language),
    }


def _offers(scene: Scene) -> Shown:
    who = (scene.directory, scene.person, scene.at)
    return {
        "acts": offered_acts(scene),
        "rights": scene.rights,
        "can_replay": is_open_to(Access.AUDITS, *who),
        "can_see_reads": is_open_to(Access.PRIVACY, *who),
    }


def _steps(
    door: Door, scene: Scene, glossary: Glossary, entries: tuple[HistoryEntry, ...]
) -> Shown:
    view = scene.view
    known = attempts_of_case(door.database, view.summary.case)
    attempts = attempts_in_words(known, door.settings, glossary, scene.at)
    tasks = open_tasks(
        view,
        glossary,
        stuck=stuck_steps(door.database, view.summary, door.settings, door.language),
        attempts=attempts,
        acts=lambda task: offered_acts(replace(scene, task=task), tasks=True),
    )
    skipped = skipped_by_rule(entries)
    rows = rows_of(view, scene.workflow, glossary, skipped=skipped, attempts=attempts)
    return {"tasks": tasks, "rows": rows}


def _data(door: Door, scene: Scene, papers: tuple[CaseDocument, ...]) -> Shown:
    view, workflow, language = scene.view, scene.workflow, door.language
    return {
        "answers": answers(view, fields_by_path(workflow), language),
        "requirements": requirements(view, workflow, language),
        "results": results(view, workflow, language),
        "documents": documents(papers, door.settings, language),
    }


def _history(door: Door, glossary: Glossary, entries: tuple[HistoryEntry, ...]) -> Shown:
    show = door.asked("show") if door.asked("show") in KINDS else ""
    order: Order = "oldest" if door.asked("order") == "oldest" else "newest"
    part = part_of(chosen_entries(entries, show), door.asked("before"), total=len(entries))
    days = days_of(part, glossary, door.settings, order=order)
    return {"show": show, "order": order, "part": part, "days": days}


def _said(request: Request) -> str:
    """What was just done here, as the name of its words; empty for anything else."""
    done = request.query_params.get("done", "")
    return done if done in DONE else ""


def _times(
    told: CaseTimesView | None, workflow: Workflow, settings: Settings, language: Language
) -> tuple[TimeFact, ...]:
    """The time of the case in a few lines; where the calendar cannot tell, one that says so."""
    if told is None:
        return (time_unknown(workflow.calendar, language),)
    return time_facts(told, language, settings.office_zone)


class Stand(Frozen, frozen=True, kw_only=True):
    """How a case stands: its mark, its word, and why the office's clock stands still."""

    kind: Standing
    words: str
    paused: str


def _stand(case: CaseSummary, language: Language) -> Stand:
    kind, pause = standing_of(case), pause_of(case)
    return Stand(
        kind=kind,
        words=in_language(STANDINGS[kind], language),
        paused=in_language(PAUSES[pause], language) if pause else "",
    )


def short_hash(hexadecimal: str) -> str:
    """`9f2c5d…e7a71e`: enough to compare by eye."""
    return f"{hexadecimal[:6]}…{hexadecimal[-6:]}" if hexadecimal else ""
