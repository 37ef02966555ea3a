"""`alur watch`: noticing what time brings, where nothing is served."""

import time
from typing import Annotated

from typer import Option, Typer

from api.cli import desk, options, output
from api.present_time import written_amount
from engine.core.clock_measures import Counted
from engine.runtime.background import WATCH_PAUSE_SECONDS
from engine.service.database import Database
from engine.service.handover import HandedOver, Handover, hand_over_tasks
from engine.service.log_lines import written
from engine.service.timers import LOOK_AGAIN, Swept, next_look, sweep, sweep_all

app = Typer(add_completion=False)


@app.command()
def watch(
    *,
    once: Annotated[bool, Option("--once", help="Look at what is due now, and end.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Look at every case whose time has come: record breaches, warn, escalate, hand over.

    `alur serve` does this by itself. Several may watch the same database.
    """
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        if not once:
            with written(settings.log):
                _go_on(database)
        handed = hand_over_tasks(database, at=desk.now())
        swept = sweep_all(database, at=desk.now())
        if as_json:
            _show(database, swept, handed)
        else:
            output.say(_sentence(swept) + _passed_on(handed))


def _go_on(database: Database) -> None:
    """Until Ctrl-C, a line for each time that something was recorded."""
    try:
        output.say("Watching (Ctrl-C stops it).", style="bold")
        handover = Handover(database)
        while True:
            if handed := handover.look(desk.now()):
                output.say(f"{desk.now():%Y-%m-%d %H:%M:%S}Z {_passed_on(handed)}")
            swept = sweep(database, at=desk.now())
            if swept.recorded or swept.unjudged:
                output.say(f"{desk.now():%Y-%m-%d %H:%M:%S}Z  {_sentence(swept)}")
            if not swept.looked:
                time.sleep(WATCH_PAUSE_SECONDS)
    except KeyboardInterrupt:
        output.say("")


def _show(database: Database, swept: Swept, handed: tuple[HandedOver, ...]) -> None:
    following = next_look(database)
    output.show_json(
        {
            "looked": swept.looked,
            "recorded": swept.recorded,
            "unjudged": swept.unjudged,
            "cases": list(swept.told),
            "handed_over": len(handed),
            "next_look": None if following is None else following.isoformat(),
        }
    )


def _passed_on(handed: tuple[HandedOver, ...]) -> str:
    return f" Tasks handed over: {len(handed)}." if handed else ""


def _sentence(swept: Swept) -> str:
    told = f"{swept.recorded} facts recorded in {len(swept.told)} cases"
    sentence = f"{swept.looked} cases looked at, {told}."
    if swept.unjudged:
        again = written_amount(LOOK_AGAIN.days, Counted.CALENDAR_DAY, "en")
        sentence += (
            f" {swept.unjudged} cannot be judged: their calendar is not published or ends too"
            f" early; looked at again in {again}."
        )
    return sentence
