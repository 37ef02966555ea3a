"""`alur retention propose`, `approve`, `carry-out` and what else concerns lists of records."""

from datetime import date
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from api.cli.progress import counting
from api.cli.retention_options import Keeps, keeper_from_text, the_schedule
from api.cli.retention_told import tell_done, tell_list, written
from api.glossary import in_language
from api.present_retention import STATUSES
from api.retention_answers import DisposalList, DueList
from engine.core.ids import CaseId
from engine.service import disposal
from engine.service.carrying_out import carry_out
from engine.service.disposal import Minutes
from engine.service.minutes import set_minutes
from engine.service.queries import case_within

Name = Annotated[str, Argument(metavar="LIST", help="Its id, as `alur retention list` shows it.")]

_LISTS = (
    Column(title="LIST", whole=True),
    Column(title="STATUS", whole=True),
    Column(title="CASES"),
    Column(title="PROPOSED", whole=True),
    Column(title="BY", whole=True),
    Column(title="MINUTES", least=10),
)


def add_to(app: Typer) -> None:
    """Let the commands of this module be commands of `app`."""
    app.command("list")(list_)
    app.command("propose")(propose)
    app.command("approve")(approve)
    app.command("refuse")(refuse)
    app.command("carry-out")(carry_out_)
    app.command("minutes")(minutes_)
    app.command("show")(show_list)


def list_(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """List what was proposed for destruction, the newest first."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = disposal.list_disposals(database)
    if as_json:
        output.show_json(DisposalList(items=found))
        return
    rows = (
        (
            one.disposal.id,
            in_language(STATUSES[one.disposal.status], lang),
            len(one.cases),
            written(one.disposal.proposed_at, settings, lang),
            one.disposal.proposed_by,
            one.disposal.minutes.number if one.disposal.minutes else "",
        )
        for one in found
    )
    output.show_table(_LISTS, rows)
    if not found:
        output.say("Nothing was proposed yet: `alur retention propose`.", style="dim")


def propose(  # noqa: PLR0913  # a command's options are its parameters
    cases: Annotated[
        list[str] | None, Argument(metavar="[CASE]...", help="These; none named: all due.")
    ] = None,
    *,
    note: Annotated[str, Option("--note", help="What to say to whoever decides.")] = "",
    as_: Keeps,
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would be on it.")] = False,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Propose records for destruction; another person approves."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        keeper, schedule = keeper_from_text(database, as_), the_schedule(settings)
        chosen = tuple(case_within(database, CaseId(one), keeper.reach) for one in cases or ())
        if dry_run:
            due = disposal.would_be(database, schedule, keeper)
            listed = tuple(one for one in due if not chosen or one.case in chosen)
            _tell_trial("proposed", DueList(items=listed), as_json=as_json)
            return
        done = disposal.propose(database, schedule, keeper, cases=chosen, note=note)
    if as_json:
        output.show_json(done)
        return
    output.say(f"Proposed {len(done.cases)} records as {done.disposal.id}.", style="bold")
    output.say(f"    Another person: `alur retention approve {done.disposal.id}`.", style="dim")
    tell_list(done, settings, lang)


def _tell_trial(done: str, found: DueList, *, as_json: bool) -> None:
    if as_json:
        output.show_json(found)
        return
    output.say(f"Would be {done}: {len(found.items)} records. Nothing was changed.", style="bold")
    for one in found.items:
        output.say(f"{one.case}  {one.sop}  {one.kept_as}  over on {one.over_on}")


def approve(  # noqa: PLR0913  # a command's options are its parameters
    name: Name,
    *,
    minutes: Annotated[str, Option("--minutes", help="Number of the minutes (berita acara).")],
    signed: Annotated[
        str | None, Option("--signed", metavar="DATE", help="Default: today.")
    ] = None,
    witnesses: Annotated[list[str], Option("--witness", help="Who saw it; two at least.")],
    as_: Keeps,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Approve, by its minutes, a list that somebody else proposed."""
    settings = desk.read_settings()
    day = desk.today(settings) if signed is None else _day(signed)
    kept = Minutes(number=minutes, signed_on=day, witnesses=tuple(witnesses))
    with desk.open_database(settings) as database:
        keeper = keeper_from_text(database, as_)
        done = disposal.approve(database, the_schedule(settings), keeper, name, kept)
    if as_json:
        output.show_json(done)
        return
    output.say(f"Approved: {name}, {len(done.cases)} records. Nothing is destroyed yet.")
    output.say(f"    `alur retention carry-out {name}` destroys them for good.", style="dim")
    tell_list(done, settings, lang)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(f"--signed takes a date such as 2030-01-14, not {text!r}") from None


def refuse(
    name: Name, *, reason: options.Reason, as_: Keeps, as_json: options.AsJson = False
) -> None:
    """Refuse a list; whoever proposed it takes it back so."""
    with desk.open_database(desk.read_settings()) as database:
        done = disposal.refuse(database, keeper_from_text(database, as_), name, reason=reason)
    if as_json:
        output.show_json(done)
        return
    output.say(f"Refused: {name}. Its records may be proposed again.", style="bold")


def carry_out_(
    name: Name,
    *,
    as_: Keeps,
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would go.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Destroy what an approved list says, for good. Interrupted, it goes on when asked again."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        keeper = keeper_from_text(database, as_)
        if dry_run:
            view = disposal.show_disposal(database, name, reach=keeper.reach)
            pending = tuple(one for one in view.cases if one.is_pending)
            _tell_trial("destroyed", DueList(items=pending), as_json=as_json)
            return
        with counting("records") as tell:
            done = carry_out(
                database, the_schedule(settings), keeper, name, root=settings.files, tell=tell
            )
    if as_json:
        output.show_json(done)
        return
    tell_done(done)


def minutes_(
    name: Name,
    *,
    out: Annotated[Path, Option("--out", dir_okay=False, help="Where the PDF goes.")],
) -> None:
    """Write the minutes (berita acara) of an approved list as a PDF."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        view = disposal.show_disposal(database, name)
        content = set_minutes(database, view, zone=settings.office_zone)
    out.write_bytes(content)
    output.say(f"{out}: the minutes of {len(view.cases)} records.", style="bold")


def show_list(name: Name, *, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """Show a list, what stands on it and what became of that."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = disposal.show_disposal(database, name)
    if as_json:
        output.show_json(found)
        return
    tell_list(found, settings, lang)
