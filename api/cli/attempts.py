"""What `alur case show` tells of a case's automated steps: where they stand, and in Prefect."""

from collections.abc import Iterator
from datetime import datetime

from api.glossary import Glossary
from api.prefect_links import run_address
from api.present_attempts import retry_words
from engine.service.runs import CaseAttempts
from engine.service.views import CaseView
from engine.settings import Settings


def incident_commands(view: CaseView) -> Iterator[str]:
    """What to type next, for each step that the engine is stuck with."""
    for task in view.summary.at:
        if task.incident:
            yield f"alur incidents show {task.case} {task.activation}"


def attempt_lines(
    view: CaseView, known: CaseAttempts, settings: Settings, glossary: Glossary, at: datetime
) -> Iterator[str]:
    """A line for each step that waits for its next attempt, and one for each run in Prefect."""
    for task in view.summary.at:
        retry = known.retry(task.activation)
        if retry is not None:
            name = glossary.step(task.step)
            yield f"{name[:1].upper()}{name[1:]}: {retry_words(retry, glossary, at)}"
    runs = dict.fromkeys(run_address(settings, one.run) for one in known.attempts)
    for number, page in enumerate(filter(None, runs)):
        yield f"{' ' * len(_RUNS) if number else _RUNS} {page}"


_RUNS = "Runs in Prefect:"
