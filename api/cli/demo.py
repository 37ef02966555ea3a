"""`alur demo`: a database full of made-up cases, the same ones for the same seed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from typer import Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from engine.core.text import Frozen
from engine.demo.load import end_of_day, load
from engine.demo.play import Played, Script
from engine.service.database import Database
from engine.service.queries import tally
from engine.service.views import Tally
from engine.settings import Settings

app = Typer(
    help="Fill a database with made-up cases.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

USUAL_SEED, USUAL_CASES = 7, 200
USUAL_END = date(2026, 11, 20)
"""Fixed, so that the same command gives the same cases on any day."""


class Loaded(Frozen, frozen=True, kw_only=True):
    """What a demonstration consists of, and what the database holds after it."""

    seed: int
    until: datetime
    played: Played
    tally: Tally


@app.command("load")
def load_(
    *,
    seed: Annotated[int, Option("--seed", help="Another seed, another history.")] = USUAL_SEED,
    cases: Annotated[int, Option("--cases", min=1, max=5000, help="Requests.")] = USUAL_CASES,
    until: Annotated[
        str, Option("--until", metavar="DATE", help="The last day of the three weeks played.")
    ] = USUAL_END.isoformat(),
    add: Annotated[bool, Option("--add", help="Though there are cases already.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Publish every definition and play three weeks of made-up requests."""
    settings = desk.read_settings()
    last = options.day_from_text(until, option="--until") or USUAL_END
    script = Script(
        seed=seed,
        cases=cases,
        until=end_of_day(last, settings.office_zone),
        zone=settings.office_zone,
    )
    with desk.open_database(settings) as database:
        loaded = load_with_bar(database, settings, script, add=add)
    if as_json:
        output.show_json(loaded)
    else:
        tell(loaded)


def load_with_bar(
    database: Database, settings: Settings, script: Script, *, add: bool = False
) -> Loaded:
    """Load a demonstration, showing on a terminal how far it is."""
    with _bar(script.requests) as advance:
        played = load(database, settings, script, add=add, progress=advance)
    return Loaded(seed=script.seed, until=script.until, played=played, tally=tally(database))


@contextmanager
def _bar(cases: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on the error stream; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("Playing three weeks of work"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("", total=cases)
        yield lambda done: progress.update(task, completed=done)


def tell(loaded: Loaded) -> None:
    """The sum of a demonstration."""
    counted = loaded.tally
    standing = ", ".join(f"{number} {name}" for name, number in counted.by_standing.items())
    output.say(f"{counted.total} cases ({standing}), {counted.events} events.", style="bold")
    columns = [Column(title="SOP", whole=True), Column(title="CASES", right=True)]
    output.show_table(columns, counted.by_sop.items())
