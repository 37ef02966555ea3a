"""`alur deviations`: departures from the SOPs, and what is decided about them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.counter import counter
from api.cli.manner import Manner, acting, sharing
from api.cli.output import Column
from api.glossary import DEVIATION_KINDS, DEVIATION_STATUSES, Glossary, in_language
from api.present_deviations import by_how_much, told_whole
from engine.core.commands import Dispose
from engine.core.deviations import DeviationKind
from engine.core.ids import CaseId, DeviationId, PersonId, RoleId, SopId, StepId, UnitId
from engine.core.text import Language
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.deviation_views import DeviationCounts, DeviationFilter, DeviationSummary
from engine.service.deviations import count_deviations, list_deviations, show_deviation

app = Typer(
    help="See departures from the SOPs, and decide about them.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Name = Annotated[str, Argument(metavar="ID", help="The deviation, such as late_step:3.")]
Verdict = Annotated[
    Literal["accepted", "corrective", "revise_sop", "accept", "revise-sop"],
    Argument(
        metavar="VERDICT",
        help="accepted: it may stand; corrective: somebody mends it; revise_sop: the SOP is what"
        " must change.",
        show_default=False,
    ),
]
Limit = Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")]
Status = Literal["open", "accepted", "corrective", "revise_sop", "withdrawn", "any"]
_VERDICTS: Mapping[str, Literal["accepted", "corrective", "revise_sop"]] = {
    "accepted": "accepted",
    "corrective": "corrective",
    "revise_sop": "revise_sop",
    "accept": "accepted",
    "revise-sop": "revise_sop",
}
"""The words of `--status`, and the commands that people say."""


def _wanted(  # noqa: PLR0913  # the options themselves: typer reads this signature
    *,
    sop: Annotated[str | None, Option("--sop", help="Only of this SOP.")] = None,
    unit: Annotated[str | None, Option("--unit", help="Only of this unit.")] = None,
    step: Annotated[str | None, Option("--step", help="Only at this step.")] = None,
    role: Annotated[str | None, Option("--role", help="Only of this role's steps.")] = None,
    kind: Annotated[DeviationKind | None, Option("--kind", help="Only of this kind.")] = None,
    status: Annotated[
        Status | None, Option("--status", help="Only these; all but those withdrawn if absent.")
    ] = None,
    case: Annotated[
        str | None, Option("--case", help="Only of this case, or the beginning of its id.")
    ] = None,
    since: Annotated[
        str | None, Option("--since", metavar="DATE", help="Departed on that day or later.")
    ] = None,
    until: Annotated[
        str | None, Option("--until", metavar="DATE", help="Departed on that day or before.")
    ] = None,
    overdue: Annotated[
        bool, Option("--overdue", help="Only corrective actions whose day is past.")
    ] = False,
) -> DeviationFilter:
    settings = desk.read_settings()
    first = options.day_from_text(since, option="--since")
    last = options.day_from_text(until, option="--until")
    return DeviationFilter(
        sop=SopId(sop) if sop else None,
        unit=UnitId(unit) if unit else None,
        step=StepId(step) if step else None,
        role=RoleId(role) if role else None,
        kind=kind,
        status=status or "",
        case=CaseId(case) if case else None,
        since=None if first is None else _begins(first, settings.office_zone, "--since"),
        until=None if last is None else _begins(last, settings.office_zone, "--until", days=1),
        due_before=desk.today(settings) if overdue else None,
    )


_filtered = sharing("wanted", _wanted)


def _begins(day: date, zone: ZoneInfo, option: str, *, days: int = 0) -> datetime:
    """The instant at which a day of the office begins, or one so many days later.

    Raises:
        BadParameter: it lies at an edge of time, where instants end.
    """
    try:
        return datetime.combine(day + timedelta(days), time(), zone).astimezone(UTC)
    except OverflowError:
        raise BadParameter(f"{option} lies too far away: {day}") from None


@app.command("list")
@_filtered
def list_(
    *,
    limit: Limit = 50,
    after: Annotated[
        str | None, Option("--after", help="The last one of the page before, CASE/ID.")
    ] = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
    wanted: DeviationFilter,
) -> None:
    """List deviations, the latest departure first."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        page = list_deviations(database, replace(wanted, limit=limit, after=after or ""))
        rows = [] if as_json else list(_rows(database, page.items, lang, settings.office_zone))
    if as_json:
        output.show_json(page)
        return
    if not page.total:
        output.say("There are no deviations.", style="dim")
        return
    output.show_table(_COLUMNS, rows)
    more = f"; the next page: --after {page.next}" if page.next else ""
    output.say(f"{len(page.items)} of {page.total}{more}", style="dim")


_COLUMNS = (
    Column(title="WHEN", whole=True, spare=1),
    Column(title="CASE", whole=True),
    Column(title="ID", whole=True),
    Column(title="SOP", whole=True, spare=2),
    Column(title="STEP", least=16),
    Column(title="WHAT", least=12),
    Column(title="BY HOW MUCH", least=16),
    Column(title="STATUS", least=12),
)


def _rows(
    database: Database, items: tuple[DeviationSummary, ...], language: Language, zone: ZoneInfo
) -> Iterator[tuple[str, ...]]:
    glossaries = {
        (sop, version): Glossary(
            workflow=find_workflow(database, sop, version), language=language, zone=zone
        )
        for sop, version in {(one.sop, one.version) for one in items}
    }
    for one in items:
        activity = one.activity.in_language(language) if one.activity else one.step or ""
        yield (
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
            one.case,
            one.id,
            one.sop,
            f"{one.number} {activity}" if one.number else activity,
            in_language(DEVIATION_KINDS[one.kind], language),
            by_how_much(one.found, glossaries[one.sop, one.version]),
            _status(one, language),
        )


def _status(one: DeviationSummary, language: Language) -> str:
    """How it stands; of a corrective action also who takes it and by when."""
    words = in_language(DEVIATION_STATUSES[one.status], language)
    return ", ".join(part for part in (words, one.owner, one.due and f"{one.due}") if part)


@app.command()
def show(
    case: options.Case,
    deviation: Name,
    *,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Show a deviation: the SOP's words, all the evidence, every verdict so far."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = show_deviation(database, CaseId(case), DeviationId(deviation))
        desk.note_read(database, view.summary.case, "deviation")
    if as_json:
        from api.deviation_answers import deviation_answer  # noqa: PLC0415  # see api.cli.case

        output.show_json(deviation_answer(view, settings.office_zone))
        return
    one = view.summary
    output.show_pairs(
        (
            ("Deviation", in_language(DEVIATION_KINDS[one.kind], lang)),
            ("Case", f"{one.case} ({one.id})"),
            ("Service", f"{one.title.in_language(lang)} ({one.sop} version {one.version})"),
            ("Unit", one.unit),
            ("Status", _status(one, lang)),
        )
    )
    output.say()
    for line in told_whole(
        view, Glossary(workflow=view.workflow, language=lang, zone=settings.office_zone)
    ):
        output.say(line)
    if one.status == "open":
        output.say()
        output.say(f"alur deviations dispose {one.case} {one.id} VERDICT --reason …", style="bold")


@app.command()
@_filtered
def counts(
    *, lang: options.Lang = "en", as_json: options.AsJson = False, wanted: DeviationFilter
) -> None:
    """Count deviations by kind, status, SOP, step, role and unit."""
    with desk.open_database(desk.read_settings()) as database:
        counted = count_deviations(database, wanted)
    if as_json:
        output.show_json(counted)
        return
    if not counted.by_status:
        output.say("There are no deviations.", style="dim")
        return
    columns = (Column(title="BY"), Column(title="WHICH"), Column(title="COUNT", right=True))
    output.show_table(columns, _counted(counted, lang))
    output.say(f"{counted.total} in all", style="dim")


def _counted(counted: DeviationCounts, language: Language) -> Iterator[tuple[str, str, int]]:
    kinds = {str(kind): pair for kind, pair in DEVIATION_KINDS.items()}
    statuses = {str(status): pair for status, pair in DEVIATION_STATUSES.items()}
    for by, names, words in (
        ("kind", counted.by_kind, kinds),
        ("status", counted.by_status, statuses),
        ("SOP", counted.by_sop, {}),
        ("step", counted.by_step, {}),
        ("role", counted.by_role, {}),
        ("unit", counted.by_unit, {}),
    ):
        for name, count in names.items():
            yield by, in_language(words[name], language) if name in words else name, count


@app.command()
@acting
def dispose(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    deviation: Name,
    verdict: Verdict,
    *,
    reason: Annotated[str, Option("--reason", help="Why.", show_default=False)],
    owner: Annotated[
        str | None, Option("--owner", metavar="PERSON", help="Who takes the corrective action.")
    ] = None,
    due: Annotated[
        str | None, Option("--due", metavar="DATE", help="By which day it is done: 2026-12-01.")
    ] = None,
    manner: Manner,
) -> None:
    """Decide about a deviation (needs the power to dispose); a later verdict replaces it."""
    day = options.day_from_text(due, option="--due")
    with counter(manner) as at:
        at.do(
            Dispose(
                **at.common(at.case(case).summary.case),
                deviation=DeviationId(deviation),
                verdict=_VERDICTS[verdict],
                reason=reason,
                owner=PersonId(owner) if owner else None,
                due=day,
            )
        )
