"""`alur case`: open, find and read cases. What is done to a case stands in `acts`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from typer import Argument, BadParameter, Option, Typer

from api.cli import (
    acts,
    attach,
    attempts,
    bundle,
    desk,
    documents,
    options,
    output,
    reveal,
    times,
    tracking,
)
from api.cli.asked import asked_at
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from api.cli.output import Column
from api.cli.wording import case_facts, entered, in_sight, standing, task_status, whereabouts
from api.formats import written_instant
from api.glossary import Glossary
from api.present import sentence
from engine.core.commands import Applicant, OpenCase
from engine.core.ids import CaseId, RoleId, SopId
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.service.catalogue import find_workflow
from engine.service.mint import case_id
from engine.service.personal import subject_from_text
from engine.service.queries import list_cases, read_history, show_case
from engine.service.runs import attempts_of_case
from engine.service.views import CaseFilter, CasePage, CaseView

app = Typer(
    help="Open cases, follow them, act on them.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)
acts.add_to(app)
times.add_to(app)
documents.add_to(app)
attach.add_to(app)
reveal.add_to(app)
tracking.add_to(app)
bundle.add_to(app)

Limit = Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")]


@app.command("open")
@acting
def open_case(  # noqa: PLR0913  # a command's options are its parameters
    sop: Annotated[str, Argument(metavar="SOP", help="The SOP's id.")],
    applicant: Annotated[str, Option("--applicant", help="Whom the service is for.")],
    *,
    contact: Annotated[str, Option("--contact", help="How to reach them.")] = "",
    field: options.Fields = None,
    form: Annotated[
        str | None, Option("--form", metavar="FILE", help="Answers as a JSON object; - is stdin.")
    ] = None,
    has: Annotated[
        list[str] | None,
        Option("--has", metavar="REQUIREMENT", help="What the applicant brought. Repeatable."),
    ] = None,
    version: Annotated[
        int | None, Option("--version", min=1, help="The SOP version; the one in force if absent.")
    ] = None,
    manner: Manner,
) -> None:
    """Open a case: the request is registered and the first step waits."""
    answers = _form_file(form) | options.pairs_from_text(field)
    with counter(manner) as at:
        case = case_id(at.at)
        at.do(
            OpenCase(
                **at.common(case),
                sop=SopId(sop),
                version=version,
                applicant=Applicant(name=applicant, contact=contact),
                form=answers,
                requirements=tuple(has or ()),
            )
        )


def _form_file(name: str | None) -> dict[str, object]:
    """The answers in a JSON file; none where no file is named.

    Raises:
        BadParameter: it is not a JSON object in UTF-8.
        OSError: it cannot be read.
    """
    if name is None:
        return {}
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        answers = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadParameter(f"--form {name} is not JSON: {error}") from None
    if not isinstance(answers, dict):
        raise BadParameter(f"--form {name} is not a JSON object of names and values")
    return answers


Nik = Annotated[
    str | None,
    Option("--nik", help="Only those with data of this person; - reads it from stdin."),
]
After = Annotated[str | None, Option("--after", help="The last case of the page before.")]


@app.command("list")
def list_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    sop: Annotated[str | None, Option("--sop", help="Only of this SOP.")] = None,
    status: Annotated[
        Literal["open", "closed"] | None, Option("--status", help="Only these.")
    ] = None,
    role: Annotated[str | None, Option("--role", help="Only those that wait for it.")] = None,
    search: Annotated[str, Option("--search", help="In id and applicant.")] = "",
    nik: Nik = None,
    limit: Limit = 50,
    after: After = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List cases, the newest first."""
    wanted = CaseFilter(
        text=search,
        sop=SopId(sop) if sop else None,
        status=status or "",
        role=RoleId(role) if role else None,
        limit=limit,
        after=CaseId(after) if after else None,
    )
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        if nik is not None:
            subject = subject_from_text(database, options.secret_from_text(nik))
            wanted = replace(wanted, subject=subject)
        page = list_cases(database, wanted)
        if nik is not None:
            desk.note_search(database, "NIK", page)
        elif search:
            desk.note_search(database, "text", page)
    if as_json:
        _show_page_as_json(page)
    else:
        _show_page(page, lang, settings.office_zone)


def _show_page_as_json(page: CasePage) -> None:
    from api.answers import masked_page  # noqa: PLC0415  # it brings the web framework along

    output.show_json(masked_page(page))


def _show_page(page: CasePage, language: Language, zone: ZoneInfo) -> None:
    rows = (
        (
            case.case,
            case.sop,
            in_sight(case.applicant.name, language),
            standing(case, language),
            whereabouts(case, language),
            f"{case.opened_at.astimezone(zone):%Y-%m-%d %H:%M}",
        )
        for case in page.items
    )
    output.show_table(_CASE_COLUMNS, rows)
    more = f"; the next page: --after {page.next}" if page.next else ""
    output.say(f"{len(page.items)} of {page.total}{more}", style="dim")


_CASE_COLUMNS = (
    Column(title="CASE", whole=True),
    Column(title="SOP", whole=True),
    Column(title="APPLICANT", least=12),
    Column(title="STANDING", whole=True, spare=1),
    Column(title="AT", least=16),
    Column(title="OPENED", whole=True, spare=2),
)


@app.command()
def show(case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """Show a case whole; personal data is masked."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = show_case(database, CaseId(case))
        desk.note_read(database, view.summary.case, "case")
        workflow = find_workflow(database, view.summary.sop, view.summary.version)
        if as_json:
            from api.answers import masked_case  # noqa: PLC0415  # as above

            output.show_json(masked_case(view, workflow))
            return
        zone = settings.office_zone
        known = attempts_of_case(database, view.summary.case)
        about_time = tuple(times.about_time(database, view, workflow, lang, zone))
    output.show_pairs((*case_facts(view, lang, zone).items(), *about_time))
    output.say()
    _show_tasks(view, lang, zone)
    glossary = Glossary(workflow=workflow, language=lang, zone=zone)
    for line in attempts.attempt_lines(view, known, settings, glossary, desk.now()):
        output.say(line)
    for command in attempts.incident_commands(view):
        output.say(command, style="bold")
    answers = tuple(entered(view, workflow, lang))
    if answers:
        output.say()
        output.show_pairs(answers)
    _show_asked(view, workflow, lang)


def _show_asked(view: CaseView, workflow: Workflow, language: Language) -> None:
    """The command that completes each open step, where it asks for something, and what it asks."""
    for task in view.summary.at:
        asked = tuple(asked_at(workflow.known_step(task.step), workflow, language))
        if asked:
            output.say()
            output.say(
                f"alur case complete {view.summary.case} {task.step} --as PERSON:{task.role}",
                style="bold",
            )
            output.show_pairs(asked)


def _show_tasks(view: CaseView, language: Language, zone: ZoneInfo) -> None:
    rows = (
        (
            task.number,
            task.activity.in_language(language),
            task.role_title.in_language(language) if task.role_title else "",
            task.visit,
            task_status(task, language),
            written_instant(task.finished_at or task.held_since or task.opened_at, zone, language),
        )
        for task in view.tasks
    )
    output.show_table(_TASK_COLUMNS, rows)


_TASK_COLUMNS = (
    Column(title="NO", right=True),
    Column(title="STEP", least=16),
    Column(title="ROLE", least=14),
    Column(title="VISIT", right=True),
    Column(title="STATUS", least=12),
    Column(title="SINCE", least=16),
)


@app.command()
def history(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Tell everything that happened to a case, in order."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = show_case(database, CaseId(case))
        desk.note_read(database, view.summary.case, "history")
        entries = read_history(database, view.summary.case)
        workflow = find_workflow(database, view.summary.sop, view.summary.version)
    if as_json:
        from api.answers import history as told  # noqa: PLC0415  # as above

        output.show_json(told(entries, workflow, zone=settings.office_zone))
        return
    rows = (
        (
            entry.recorded.seq,
            written_instant(entry.recorded.at, settings.office_zone, lang),
            sentence(entry.recorded, workflow, lang, zone=settings.office_zone),
        )
        for entry in entries
    )
    columns = [
        Column(title="NO", right=True),
        Column(title="AT", whole=True),
        Column(title="WHAT", least=30),
    ]
    output.show_table(columns, rows)
