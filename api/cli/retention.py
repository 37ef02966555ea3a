"""`alur retention`: how long records are kept, what keeps them back, how they are destroyed."""

from datetime import datetime
from typing import Annotated

from typer import Option, Typer

from api.cli import desk, disposals, options, output
from api.cli.output import Column
from api.cli.retention_options import Keeps, keeper_from_text, the_schedule
from api.cli.retention_told import tell_record, written
from api.glossary import in_language
from api.present_retention import HOLDS
from api.retention_answers import DueList, HoldList, SeriesList
from engine.core.commands import Hold, LiftHold
from engine.core.ids import CaseId, PersonId
from engine.core.retention_events import HoldGround
from engine.core.standing import Reach, reach
from engine.service import retention
from engine.service.database import Database
from engine.service.directory import current
from engine.service.disposal import MOST_AT_ONCE
from engine.service.execute import execute
from engine.service.queries import case_within
from engine.sop.wording import FATES, written_span

app = Typer(
    help="See how long records are kept; hold, destroy them.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)
disposals.add_to(app)

Ground = Annotated[HoldGround, Option("--ground", help="Why it is kept back.")]

_CLASSES = (
    Column(title="CLASS", whole=True),
    Column(title="TITLE", least=16, spare=3),
    Column(title="ACTIVE", whole=True),
    Column(title="INACTIVE", whole=True),
    Column(title="THEN", whole=True),
    Column(title="SOPS", least=16, spare=2),
)
_DUE = (
    Column(title="CASE", whole=True),
    Column(title="SOP", whole=True),
    Column(title="UNIT", least=12, spare=2),
    Column(title="CLASS", whole=True),
    Column(title="CLOSED", whole=True),
    Column(title="OVER ON", whole=True),
)
_HOLDS = (
    Column(title="CASE", whole=True),
    Column(title="GROUND", whole=True),
    Column(title="SINCE", whole=True),
    Column(title="BY", whole=True),
    Column(title="REASON", least=16, spare=3),
)


def _seen(database: Database, as_: str | None, at: datetime) -> Reach | None:
    if as_ is None:
        return None
    return reach(current(database), PersonId(as_.partition(":")[0]), at)


@app.command()
def classes(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List the retention classes of the office (JRA), and the SOPs in force that name them."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = retention.series(database, the_schedule(settings))
    if as_json:
        output.show_json(SeriesList(items=found))
        return
    rows = (
        (
            one.kept.id,
            one.kept.title.in_language(lang),
            written_span(one.kept.active, lang),
            written_span(one.kept.inactive, lang),
            in_language(FATES[one.kept.fate], lang),
            ", ".join(one.sops),
        )
        for one in found
    )
    output.show_table(_CLASSES, rows)
    if not found:
        output.say("There are no classes: add them to `retention` in registers.yaml.", style="dim")


@app.command("due")
def due_(
    *,
    as_: Annotated[str | None, Option("--as", envvar="ALUR_AS", help="As far as they see.")] = None,
    limit: Annotated[int, Option("--limit", min=1, max=MOST_AT_ONCE, help="At most.")] = 500,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the cases whose record may be proposed for destruction."""
    settings, at = desk.read_settings(), desk.now()
    with desk.open_database(settings) as database:
        seen = _seen(database, as_, at)
        found = retention.due(database, the_schedule(settings), at=at, limit=limit, reach=seen)
    if as_json:
        output.show_json(DueList(items=found))
        return
    rows = (
        (
            *(one.case, one.sop, one.unit, one.kept_as),
            written(one.closed_at, settings, lang),
            one.over_on.isoformat(),
        )
        for one in found
    )
    output.show_table(_DUE, rows)
    if not found:
        output.say("Nothing is due: no record of a closed case is past its time.", style="dim")


@app.command()
def record(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Show where the record of a case stands on the schedule."""
    settings, at = desk.read_settings(), desk.now()
    with desk.open_database(settings) as database:
        whole = case_within(database, CaseId(case), None)
        found = retention.show_record(database, the_schedule(settings), whole, at=at)
    if as_json:
        output.show_json(found)
        return
    tell_record(found, settings, lang)


@app.command()
def proof(
    case: options.Case, *, lang: options.Lang = "en", as_json: options.AsJson = False
) -> None:
    """Show the event by which a record was disposed of, its place in the chain, its minutes."""
    settings, at = desk.read_settings(), desk.now()
    with desk.open_database(settings) as database:
        whole = case_within(database, CaseId(case), None)
        found = retention.show_record(database, the_schedule(settings), whole, at=at)
    if found.proof is None:
        raise retention.NotDisposed(whole)
    if as_json:
        output.show_json(found.proof)
        return
    tell_record(found, settings, lang)


@app.command("hold")
def hold_(
    case: options.Case,
    *,
    ground: Ground,
    reason: options.Reason,
    as_: Keeps,
    as_json: options.AsJson = False,
) -> None:
    """Keep the record of a case back, whatever the schedule says."""
    _command(Hold, case, ground, reason, as_, as_json=as_json)


@app.command()
def release(
    case: options.Case,
    *,
    ground: Ground,
    reason: options.Reason,
    as_: Keeps,
    as_json: options.AsJson = False,
) -> None:
    """Let a record go, as far as that ground is concerned."""
    _command(LiftHold, case, ground, reason, as_, as_json=as_json)


def _command(  # noqa: PLR0913  # the whole of a line
    kind: type[Hold | LiftHold],
    case: str,
    ground: HoldGround,
    reason: str,
    as_: str,
    *,
    as_json: bool,
) -> None:
    with desk.open_database(desk.read_settings()) as database:
        keeper = keeper_from_text(database, as_)
        whole = case_within(database, CaseId(case), keeper.reach)
        command = kind(case=whole, by=keeper.by, ground=ground, reason=reason)
        receipt = execute(database, command, at=keeper.at)
    if as_json:
        output.show_json(receipt)
        return
    done = "is held" if kind is Hold else "is let go"
    output.say(f"The record of {whole} {done}: {ground}.", style="bold")


@app.command()
def holds(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List the records that are kept back."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = retention.holds(database)
    if as_json:
        output.show_json(HoldList(items=found))
        return
    rows = (
        (
            one.case,
            in_language(HOLDS[one.ground], lang),
            written(one.since, settings, lang),
            *(one.by, one.reason),
        )
        for one in found
    )
    output.show_table(_HOLDS, rows)
    if not found:
        output.say("No record is kept back.", style="dim")
