"""What readers get of incidents: where the engine is stuck, and every attempt it made."""

from datetime import datetime

from engine.core.ids import ActivationId, CaseId, SopId, StepId, UnitId
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.service.views import HistoryEntry
from engine.store.incidents import IncidentQuery as IncidentFilter
from engine.store.rows import RunOutcome

__all__ = [
    "Attempt",
    "IncidentFilter",
    "IncidentPage",
    "IncidentSummary",
    "IncidentView",
    "RunOutcome",
]


class IncidentSummary(Frozen, frozen=True, kw_only=True):
    """A line of a list of incidents, in the words of the SOP version that the case runs under.

    The engine gave up at `failed_at`, after so many `attempts`; `error` is what the last one said.
    """

    case: CaseId
    activation: ActivationId
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    step: StepId
    number: int
    activity: Text
    failed_at: datetime
    attempts: int
    error: str


class IncidentPage(Frozen, frozen=True, kw_only=True):
    """One page of a list; `total` counts all that match; `next` asks for the page after."""

    items: tuple[IncidentSummary, ...]
    total: int
    next: str | None = None


class Attempt(Frozen, frozen=True, kw_only=True):
    """One attempt at the step. Of old ones only the history knows: that, and why, they failed.

    `owner` is the process that ran it, `run` the run that Prefect shows.
    """

    attempt: int
    outcome: RunOutcome
    started_at: datetime | None = None
    ended_at: datetime | None = None
    owner: str = ""
    log: str = ""
    run: str | None = None


class IncidentView(Frozen, frozen=True, kw_only=True):
    """An incident whole: the latest of its step, whether it lasts (`is_open`) or is mended.

    `results` are the names of what the step gives, which whoever does it by hand must say.
    `told` is what the case's history says of the step's attempts, oldest first.
    """

    summary: IncidentSummary
    is_open: bool
    results: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    told: tuple[HistoryEntry, ...]
    workflow: Workflow
