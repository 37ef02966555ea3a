"""How an incident becomes JSON: what happened told in both languages, every attempt, what to do."""

from datetime import datetime
from zoneinfo import ZoneInfo

from api.answers import HistoryLine, history
from api.glossary import Glossary
from api.prefect_links import run_address, run_page
from api.present_incidents import incident_sentence
from engine.core.text import Frozen, Language, Text
from engine.service.incident_views import Attempt, IncidentSummary, IncidentView, RunOutcome
from engine.settings import Settings


class AttemptAnswer(Frozen, frozen=True, kw_only=True):
    """One attempt at the step; `page` is where Prefect shows it, empty where it does not."""

    attempt: int
    outcome: RunOutcome
    started_at: datetime | None
    ended_at: datetime | None
    owner: str
    log: str
    page: str


class IncidentAnswer(Frozen, frozen=True, kw_only=True):
    """An incident, the sentence that tells it, its attempts, what the history says of it.

    `results` are the names that a result entered by hand must give.
    """

    incident: IncidentSummary
    is_open: bool
    sentence: Text
    results: tuple[str, ...]
    attempts: tuple[AttemptAnswer, ...]
    history: tuple[HistoryLine, ...]


def incident_answer(
    view: IncidentView, settings: Settings, *, absolute: bool = False
) -> IncidentAnswer:
    """An incident as everybody may read it; instants in sentences by the office's clock.

    `absolute`: addresses name the server, for who reads this anywhere but from it.
    """
    zone = settings.office_zone
    return IncidentAnswer(
        incident=view.summary,
        is_open=view.is_open,
        sentence=Text(
            id=incident_sentence(view, _glossary(view, "id", zone)),
            en=incident_sentence(view, _glossary(view, "en", zone)),
        ),
        results=view.results,
        attempts=tuple(
            _attempt(one, (run_address if absolute else run_page)(settings, one.run))
            for one in view.attempts
        ),
        history=history(view.told, view.workflow, zone=zone).items,
    )


def _glossary(view: IncidentView, language: Language, zone: ZoneInfo) -> Glossary:
    return Glossary(workflow=view.workflow, language=language, zone=zone)


def _attempt(one: Attempt, page: str) -> AttemptAnswer:
    return AttemptAnswer(
        attempt=one.attempt,
        outcome=one.outcome,
        started_at=one.started_at,
        ended_at=one.ended_at,
        owner=one.owner,
        log=one.log,
        page=page,
    )
