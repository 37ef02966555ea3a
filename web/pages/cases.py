"""The list of cases: `/`."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.responses import HTMLResponse

from api.access import Access, allow
from api.formats import written_date, written_time
from api.glossary import STANDINGS, Glossary, Standing, in_language, standing_of
from api.identity import Known
from api.reach import InReach
from api.reads import Reader, Reading
from engine.core.directory import Directory
from engine.core.ids import CaseId, SopId
from engine.core.text import Frozen, Language
from engine.core.tracking import code_from_text, is_code
from engine.service import catalogue, queries
from engine.service.case_dues import CaseDue, dues_of
from engine.service.office_time import OfficeTime
from engine.service.views import CaseFilter, CaseSummary, SopSummary, TaskView
from engine.settings import Settings
from web.due import Due, Worked, due_words
from web.language import language_of
from web.rendering import render
from web.words import Speech

router = APIRouter()

PAGE = 25
"""Cases a page: keeps the page well under 60 kB."""

_LONGEST_SEARCH = 100
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_ID = re.compile(r"[0-9a-z]{1,40}")


class Place(Frozen, frozen=True, kw_only=True):
    """An open step of a case, in words."""

    step: str
    activity: str
    waits: str


class Moment(Frozen, frozen=True, kw_only=True):
    """An instant in two lines: its day, and its time with the zone."""

    day: str
    time: str


class Row(Frozen, frozen=True, kw_only=True):
    """A line of the list, in words. `pips` says for each step: done, current, or not yet."""

    code: str
    title: str
    applicant: str
    standing: Standing
    standing_words: str
    places: tuple[Place, ...]
    pips: tuple[str, ...]
    opened: Moment
    changed: Moment
    due: Due | None = None


@router.api_route(
    "/",
    methods=["GET", "HEAD"],
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_cases(request: Request, reading: Reading, seen: InReach, directory: Known) -> HTMLResponse:
    """Show the cases that match what was asked for, newest first."""
    settings: Settings = request.app.state.settings
    language = language_of(request)
    wanted = replace(filter_asked(request), reach=seen)
    database = reading.database
    found = queries.list_cases(database, wanted)
    if wanted.text:
        reading.note_search("text", found)
    sops = catalogue.list_sops(database)
    return render(
        request,
        "cases.html",
        settings,
        rows=_rows(reading, found.items, settings, language, directory),
        found=found,
        wanted=wanted,
        out_of_reach=not (seen.everything or seen.of),
        is_code=is_code(code_from_text(wanted.text)),
        filtered=bool(wanted.text or wanted.sop or wanted.status),
        tally=queries.standings(database, reach=seen),
        sops=_choices(sops, language),
        standings={key: in_language(words, language) for key, words in STANDINGS.items()},
    )


def filter_asked(request: Request) -> CaseFilter:
    """What the address asks for; what makes no sense there is left out, not refused."""
    asked = request.query_params
    text = "".join(sign for sign in asked.get("text", "") if sign.isprintable())
    after, sop, status = asked.get("after", ""), asked.get("sop", ""), asked.get("status", "")
    return CaseFilter(
        text=text.strip()[:_LONGEST_SEARCH],
        sop=SopId(sop) if _SLUG.fullmatch(sop) else None,
        status="open" if status == "open" else "closed" if status == "closed" else "",
        after=CaseId(after) if _ID.fullmatch(after) else None,
        limit=PAGE,
    )


def _choices(sops: tuple[SopSummary, ...], language: Language) -> tuple[tuple[str, str], ...]:
    titles = {one.sop: one.title.in_language(language) for one in sops}
    return tuple(sorted(titles.items(), key=lambda choice: choice[1]))


def _rows(
    reading: Reader,
    cases: Sequence[CaseSummary],
    settings: Settings,
    language: Language,
    directory: Directory,
) -> tuple[Row, ...]:
    office = OfficeTime(reading.database, at=reading.at)
    dues = dues_of(reading.database, [one.case for one in cases])
    glossary = Glossary(workflow=None, language=language, people=directory.people)
    return tuple(
        replace(
            _row(one, settings, glossary),
            due=_due(
                dues.get(one.case),
                reading.at,
                settings,
                language,
                partial(office.between, one.sop, one.version),
            ),
        )
        for one in cases
    )


def _due(
    told: CaseDue | None, at: datetime, settings: Settings, language: Language, worked: Worked
) -> Due | None:
    if told is None:
        return None
    return due_words(
        told.due,
        at=at,
        paused=told.stands,
        speech=Speech(language),
        zone=settings.office_zone,
        soon=told.soon,
        worked=worked,
    )


def _row(case: CaseSummary, settings: Settings, glossary: Glossary) -> Row:
    standing, language = standing_of(case), glossary.language
    return Row(
        code=case.case,
        title=case.title.in_language(language),
        applicant=case.applicant.name,
        standing=standing,
        standing_words=in_language(STANDINGS[standing], language),
        places=tuple(_place(task, case.step_count, glossary) for task in case.at),
        pips=pips(case),
        opened=_moment(case.opened_at, settings, language),
        changed=_moment(case.last_at, settings, language),
    )


def _moment(at: datetime, settings: Settings, language: Language) -> Moment:
    local = at.astimezone(settings.office_zone)
    clock = written_time(at, settings.office_zone, language)
    return Moment(day=written_date(local, language), time=f"{clock} {local.tzname()}")


def pips(case: CaseSummary) -> tuple[str, ...]:
    """For each step of the SOP: `d` before the first open one, `c` where open, else nothing."""
    current = {task.number for task in case.at}
    reached = min(current, default=case.step_count + 1 if case.result == "completed" else 1)
    return tuple(
        "c" if number in current else "d" if number < reached else ""
        for number in range(1, case.step_count + 1)
    )


def _place(task: TaskView, steps: int, glossary: Glossary) -> Place:
    t = Speech(glossary.language)
    return Place(
        step=t("step_of", n=task.number, m=steps),
        activity=task.activity.in_language(glossary.language),
        waits=who_has(task, glossary),
    )


def who_has(task: TaskView, glossary: Glossary) -> str:
    """Who holds an open step, or whom it waits for."""
    t, language = Speech(glossary.language), glossary.language
    role = task.role_title.in_language(language) if task.role_title else ""
    if task.incident:
        return t("needs_help")
    if task.assignee:
        return " · ".join(
            part for part in (role, t("held_by", person=glossary.person(task.assignee))) if part
        )
    return t("waits_for", role=role) if role else t("by_system")
