"""`alur worker`: a process that runs what is not a person's click, and answers no requests."""

import signal
import threading
from typing import Annotated

from typer import Option, Typer

from api.cli import desk, output
from engine.actions.registry import actions
from engine.runtime.prefect_settings import EMBEDDED, OFF, place_of, prepare_environment
from engine.runtime.station import Station
from engine.service.log_lines import written

app = Typer(add_completion=False)

_LOOK_SECONDS = 1.0


@app.command()
def worker(
    *,
    lanes: Annotated[
        int | None, Option("--lanes", min=1, max=64, help="Automated steps at once.")
    ] = None,
) -> None:
    """Run automated steps, watch the time, do what comes round, until Ctrl-C.

    `alur serve` does this by itself; a worker is for installations spread over several processes.
    Any number may work on one database. ALUR_PREFECT names the Prefect server that shows the runs.
    """
    settings = desk.read_settings()
    actions()  # a broken plug-in is told now, not by the first step that needs it
    address = place_of(settings).api_url if settings.prefect == EMBEDDED else ""
    if address:  # is the web's, if it is anybody's
        settings = settings.model_copy(update={"prefect": OFF})
    chosen = {"dispatch": True} | ({} if lanes is None else {"lanes": lanes})
    settings = settings.model_copy(update=chosen)
    prepare_environment(settings)
    ending = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ending.set())
    with written(settings.log), desk.open_database(settings) as database:
        station = Station(database, settings, "worker")
        station.start()
        output.say(f"Worker {station.name} is at work (Ctrl-C stops it).", style="bold")
        if address:
            output.say(
                "Prefect does not show its runs. Where `alur serve` runs Prefect, start the worker"
                f" with ALUR_PREFECT={address} to see them there."
            )
        while not ending.wait(_LOOK_SECONDS):
            if station.ended:
                output.complain(
                    f"{', '.join(station.ended)} ended by itself",
                    "The log says why; start the worker again when that is mended.",
                )
                break
        station.stop()
        output.say(f"Worker {station.name} has ended.")
