"""`alur incidents`: where the engine cannot go on by itself, and mending it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from msgspec.structs import replace
from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.counter import Counter, counter
from api.cli.manner import Manner, acting, sharing
from api.cli.output import Column
from api.cli.progress import counting
from api.formats import written_instant
from api.glossary import Glossary
from api.prefect_links import run_address
from api.present import sentence
from api.present_incidents import attempt_words, incident_sentence
from engine.core.commands import RecordAction, RetryAction
from engine.core.errors import CommandRefused
from engine.core.ids import ActivationId, CaseId, SopId, UnitId
from engine.core.text import Frozen, Language
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.incident_views import IncidentFilter, IncidentPage, IncidentView
from engine.service.incidents import list_incidents, show_incident
from engine.settings import Settings

app = Typer(
    help="See where the engine is stuck, and mend it.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

MOST_AT_ONCE = 10_000
"""Incidents that one `retry --all` asks for; what is more waits for the next."""

_LAPSE = re.compile(r"([0-9]{1,5})\s*(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

Task = Annotated[
    int, Argument(metavar="ACTIVATION", min=1, help="The number of its task, as `list` shows it.")
]
Result = Annotated[
    list[str] | None, Option("--result", metavar="NAME=VALUE", help="What it gave. Repeatable.")
]


def _wanted(
    *,
    sop: Annotated[str | None, Option("--sop", help="Only of this SOP.")] = None,
    unit: Annotated[str | None, Option("--unit", help="Only of this unit.")] = None,
    older_than: Annotated[
        str | None,
        Option("--older-than", metavar="LAPSE", help="Only those that last longer: 30m, 4h, 2d."),
    ] = None,
) -> IncidentFilter:
    return IncidentFilter(
        sop=SopId(sop) if sop else None,
        unit=UnitId(unit) if unit else None,
        before=None if older_than is None else desk.now() - _lapse(older_than),
    )


def _lapse(text: str) -> timedelta:
    found = _LAPSE.fullmatch(text.strip().lower())
    if found is None:
        raise BadParameter(f"--older-than takes 30m, 4h or 2d, not {text!r}")
    return int(found[1]) * _UNITS[found[2]]


_filtered = sharing("wanted", _wanted)


@app.command("list")
@_filtered
def list_(
    *,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 50,
    after: Annotated[
        str | None, Option("--after", help="The last one of the page before, CASE/ACTIVATION.")
    ] = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
    wanted: IncidentFilter,
) -> None:
    """List the steps that the engine is stuck with, the oldest first."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        _check_sop(database, wanted)
        page = list_incidents(database, replace(wanted, limit=limit, after=after or ""))
    if as_json:
        output.show_json(page)
        return
    if not page.total:
        output.say("There are no incidents.", style="dim")
        return
    output.show_table(_COLUMNS, _rows(page, settings, lang))
    more = f"; the next page: --after {page.next}" if page.next else ""
    output.say(f"{len(page.items)} of {page.total}{more}", style="dim")


def _check_sop(database: Database, wanted: IncidentFilter) -> None:
    """A misspelt SOP must not read as one that has no incidents.

    Raises:
        NotFound: no such SOP is published.
    """
    if wanted.sop is not None:
        find_workflow(database, wanted.sop)


_COLUMNS = (
    Column(title="SINCE", whole=True, spare=1),
    Column(title="CASE", whole=True),
    Column(title="ACTIVATION", whole=True, right=True),
    Column(title="SOP", whole=True, spare=3),
    Column(title="STEP", least=16),
    Column(title="ATTEMPTS", right=True, spare=2),
    Column(title="ERROR", least=20),
)


def _rows(
    page: IncidentPage, settings: Settings, language: Language
) -> Iterator[tuple[object, ...]]:
    for one in page.items:
        yield (
            f"{one.failed_at.astimezone(settings.office_zone):%Y-%m-%d %H:%M}",
            one.case,
            one.activation,
            one.sop,
            f"{one.number} {one.activity.in_language(language)}",
            one.attempts,
            one.error,
        )


@app.command()
def show(
    case: options.Case,
    activation: Task,
    *,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Show an incident: what happened, each attempt with its log, how to mend it."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = show_incident(database, CaseId(case), ActivationId(activation))
        desk.note_read(database, view.summary.case, "incident")
    if as_json:
        from api.incident_answers import incident_answer  # noqa: PLC0415  # see api.cli.case

        output.show_json(incident_answer(view, settings, absolute=True))
        return
    _tell(view, settings, lang)


def _tell(view: IncidentView, settings: Settings, language: Language) -> None:
    one, zone = view.summary, settings.office_zone
    glossary = Glossary(workflow=view.workflow, language=language, zone=zone)
    output.show_pairs(
        (
            ("Case", f"{one.case} (activation {one.activation})"),
            ("Service", f"{one.title.in_language(language)} ({one.sop} version {one.version})"),
            ("Unit", one.unit),
            ("Error", one.error),
        )
    )
    output.say()
    output.say(incident_sentence(view, glossary))
    output.say()
    output.show_table(_ATTEMPTS, _attempts(view, settings, glossary))
    pages = dict.fromkeys(run_address(settings, one.run) for one in view.attempts)
    for page in filter(None, pages):
        output.say(f"In Prefect: {page}")
    output.say()
    for entry in view.told:
        when = written_instant(entry.recorded.at, zone, language)
        output.say(f"{when}: {sentence(entry.recorded, view.workflow, language, zone=zone)}")
    if view.is_open:
        given = "".join(f" --result {name}=…" for name in view.results)
        output.say()
        step = f"{one.case} {one.activation}"
        output.say(f"alur incidents retry {step} --as PERSON:ROLE", style="bold")
        output.say(f"alur incidents done {step}{given} --reason … --as PERSON:ROLE", style="bold")


_ATTEMPTS = (
    Column(title="ATTEMPT", right=True),
    Column(title="WHEN", whole=True),
    Column(title="HOW IT WENT", least=12),
    Column(title="BY", spare=2, least=8),
    Column(title="LOG", least=20),
)


def _attempts(
    view: IncidentView, settings: Settings, glossary: Glossary
) -> Iterator[tuple[object, ...]]:
    for one in view.attempts:
        at = one.started_at or one.ended_at
        yield (
            one.attempt,
            f"{at.astimezone(settings.office_zone):%Y-%m-%d %H:%M:%S}" if at else "",
            attempt_words(one, glossary),
            one.owner,
            one.log,
        )


class Again(Frozen, frozen=True, kw_only=True):
    """An incident that was, or could not be, tried again; `why` not."""

    case: CaseId
    activation: ActivationId
    why: str = ""


class TriedAgain(Frozen, frozen=True, kw_only=True):
    """What came of trying many again."""

    retried: tuple[Again, ...]
    refused: tuple[Again, ...]


@app.command()
@acting
@_filtered
def retry(
    case: Annotated[
        str | None, Argument(metavar="[CASE]", help="The case, or the beginning of its id.")
    ] = None,
    activation: Annotated[
        int | None, Argument(metavar="[ACTIVATION]", min=1, help="The number of its task.")
    ] = None,
    *,
    every: Annotated[
        bool, Option("--all", help="All that there are, or all that the filters leave.")
    ] = False,
    wanted: IncidentFilter,
    manner: Manner,
) -> None:
    """Let the engine try again: one step, or with --all every one that it is stuck with."""
    if every:
        if case is not None or manner.key is not None:
            raise BadParameter("--all goes with neither CASE nor --key")
        with counter(manner) as at:
            _retry_all(at, wanted)
        return
    if case is None or activation is None:
        raise BadParameter("name CASE and ACTIVATION, or say --all")
    if wanted != IncidentFilter():
        raise BadParameter("--sop, --unit and --older-than go with --all")
    with counter(manner) as at:
        common = at.common(at.case(case).summary.case)
        at.do(RetryAction(**common, activation=ActivationId(activation)))


def _retry_all(at: Counter, wanted: IncidentFilter) -> None:
    _check_sop(at.database, wanted)
    page = list_incidents(at.database, replace(wanted, limit=MOST_AT_ONCE))
    again: list[Again] = []
    refused: list[Again] = []
    with counting("Retrying") as progress:
        for count, one in enumerate(page.items, start=1):
            this = Again(case=one.case, activation=one.activation)
            command = RetryAction(**at.common(one.case), activation=one.activation)
            try:
                execute(at.database, command, at=at.at)
            except CommandRefused as refusal:
                refused.append(replace(this, why=str(refusal)))
            else:
                again.append(this)
            progress(count, len(page.items))
    came = TriedAgain(retried=tuple(again), refused=tuple(refused))
    if at.manner.as_json:
        output.show_json(came)
    else:
        _tell_all(came, page)
    if refused and not again:
        raise CommandRefused("None of them was tried again.")


def _tell_all(came: TriedAgain, page: IncidentPage) -> None:
    if not page.total:
        output.say("There are no incidents.", style="dim")
        return
    for one in came.refused:
        output.say(f"{one.case}/{one.activation}: {one.why}")
    output.say(f"{len(came.retried)} of {page.total} are tried again.", style="bold")


@app.command()
@acting
def done(
    case: options.Case,
    activation: Task,
    *,
    result: Result = None,
    reason: Annotated[str, Option("--reason", help="Why.", show_default=False)],
    manner: Manner,
) -> None:
    """Say that people did by hand what the engine could not, and what came of it."""
    found = options.pairs_from_text(result, option="--result")
    with counter(manner) as at:
        common = at.common(at.case(case).summary.case)
        at.do(
            RecordAction(**common, activation=ActivationId(activation), result=found, reason=reason)
        )
