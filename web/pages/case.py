"""One case whole: `/cases/{case}`."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import Access, allow
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
from engine.service.catalogue import find_workflow
from engine.service.files import documents_of
from engine.service.runs import attempts_of_case
from engine.service.time_views import CaseTimesView
from engine.service.times import times_if_told
from engine.service.views import CaseSummary
from engine.settings import Settings
from web.language import language_of
from web.pages.case_attempts import attempts_in_words
from web.pages.case_data import answers, documents, requirements, results
from web.pages.case_history import Order, days_of, part_of
from web.pages.case_incidents import stuck_steps
from web.pages.case_notices import notices_of
from web.pages.case_steps import open_tasks, rows_of, skipped_by_rule
from web.rendering import render

router = APIRouter()

_LONGEST_ID = 40


@router.api_route(
    "/cases/{case}",
    methods=["GET", "HEAD"],
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_case(
    request: Request, case: str, reading: Reading, seen: InReach, directory: Known
) -> HTMLResponse:
    """Show a case: where it stands, its steps, its data, its history.

    Raises:
        NotFound: no case of that id within reach, or not an id at all.
    """
    if not (case.isascii() and case.isalnum() and len(case) <= _LONGEST_ID):
        raise NotFound("case", case)
    settings: Settings = request.app.state.settings
    language = language_of(request)
    database, now = reading.database, reading.at
    view = queries.show_case(database, queries.case_within(database, CaseId(case), seen))
    reading.note(view.summary.case, CASE)
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    told = times_if_told(database, view.summary.case, at=now)
    entries = queries.read_history(database, view.summary.case)
    part = part_of(entries, request.query_params.get("before", ""))
    glossary = Glossary(workflow=workflow, language=language, zone=settings.office_zone)
    known = attempts_of_case(database, view.summary.case)
    attempts = attempts_in_words(known, settings, glossary, now)
    stuck = stuck_steps(database, view.summary, settings, language)
    order: Order = "oldest" if request.query_params.get("order") == "oldest" else "newest"
    return render(
        request,
        "case.html",
        settings,
        view=view,
        prints=not view.disposed_at and not has_duty(directory, reading.person, Duty.AUDITOR, now),
        case=view.summary,
        workflow=workflow,
        tasks=open_tasks(view, settings, language, stuck=stuck, attempts=attempts),
        rows=rows_of(view, workflow, glossary, skipped=skipped_by_rule(entries), attempts=attempts),
        answers=answers(view, fields_by_path(workflow), language),
        requirements=requirements(view, workflow, language),
        results=results(view, workflow, language),
        documents=documents(
            documents_of(database, settings.files, view.summary.case), settings, language
        ),
        notices=notices_of(reading, view.summary.case, settings, language),
        days=days_of(part, glossary, settings, order=order),
        order=order,
        part=part,
        head=short_hash(view.head),
        held=", ".join(in_language(HOLDS[one], language) for one in view.holds),
        contact=masked_applicant(view.summary.applicant).contact,
        stand=_stand(view.summary, language),
        times=_times(told, workflow, settings, language),
    )


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
