"""The steps of a case that the engine is stuck with, as its page tells them."""

from collections.abc import Mapping

from api.formats import written_instant
from api.glossary import Glossary
from api.prefect_links import run_page
from api.present_incidents import attempt_words, incident_sentence
from engine.core.ids import ActivationId
from engine.core.text import Frozen, Language
from engine.service.database import Database
from engine.service.incident_views import Attempt, IncidentView
from engine.service.incidents import show_incident
from engine.service.views import CaseSummary
from engine.settings import Settings

MOST_SHOWN = 5
"""Attempts of a step on the page, the latest ones; the command line tells all of them."""

LONGEST_LOG = 600
"""Characters of an attempt's log on the page."""


class TryLine(Frozen, frozen=True, kw_only=True):
    """One attempt, in words; `page` is where Prefect shows it, empty where it does not."""

    number: int
    how: str
    when: str
    by: str
    log: str
    page: str


class StuckStep(Frozen, frozen=True, kw_only=True):
    """What is known of an incident: its sentence, the last error, the latest attempts.

    `page` is where Prefect shows the last of them that it does show; empty where it shows none.
    """

    activation: ActivationId
    words: str
    error: str
    attempts: tuple[TryLine, ...]
    page: str


def stuck_steps(
    database: Database, case: CaseSummary, settings: Settings, language: Language
) -> Mapping[ActivationId, StuckStep]:
    """The incidents of a case that there are now, by the activation they are of."""
    return {
        task.activation: _told(
            show_incident(database, case.case, task.activation), settings, language
        )
        for task in case.at
        if task.incident
    }


def _told(view: IncidentView, settings: Settings, language: Language) -> StuckStep:
    glossary = Glossary(workflow=view.workflow, language=language, zone=settings.office_zone)
    pages = [run_page(settings, one.run) for one in view.attempts if one.run]
    return StuckStep(
        activation=view.summary.activation,
        words=incident_sentence(view, glossary),
        error=view.summary.error,
        attempts=tuple(_line(one, settings, glossary) for one in view.attempts[-MOST_SHOWN:]),
        page=pages[-1] if pages else "",
    )


def _line(one: Attempt, settings: Settings, glossary: Glossary) -> TryLine:
    at = one.started_at or one.ended_at
    return TryLine(
        number=one.attempt,
        how=attempt_words(one, glossary),
        when="" if at is None else written_instant(at, glossary.zone, glossary.language),
        by=one.owner,
        log=one.log if len(one.log) <= LONGEST_LOG else f"{one.log[:LONGEST_LOG]}…",
        page=run_page(settings, one.run),
    )
