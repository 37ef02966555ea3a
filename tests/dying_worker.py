"""A worker in a process of its own that begins a step and never ends it.

`python dying_worker.py DATABASE PREFECT STEP`: it opens a case, and says which once it is in that
step of it.
"""

import sys
import time

from deeds import Deeds, crew_for, until
from offices import Office

from engine.actions.action import ActionRun, Outcome, Outside
from engine.runtime.prefect_settings import prepare_environment
from engine.runtime.worker import Worker
from engine.service.database import connect
from engine.settings import Settings


def never_end(run: ActionRun, _outside: Outside) -> Outcome:
    sys.stdout.write(f"{run.case}\n")
    sys.stdout.flush()
    time.sleep(600)
    return Outcome()


def main(database_url: str, prefect: str, step: str) -> None:
    prepare_environment(Settings(prefect=prefect, database_url=database_url))
    from engine.runtime import flows, tracker  # noqa: PLC0415  # Prefect has been told now

    flows.SILENT_AFTER_SECONDS = 120.0
    tracker.PATIENCE_SECONDS = tracker._LEAST_PATIENCE_SECONDS = 120.0
    office = Office(connect(database_url))
    worker = Worker(crew_for(office, Deeds({step: never_end}), "dying", prefect=prefect))
    worker.start()
    assert until(lambda: worker.prefect == "near")
    office.open("dua")
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
