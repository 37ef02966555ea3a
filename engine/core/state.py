"""What a case knows of itself, and how each event changes it.

`evolve` is total and knows no workflow: an event says all there is to say. Hence
`replay(events) == state` for every history that was ever appended.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from engine.core.commands import Applicant, Parent
from engine.core.durations import Duration
from engine.core.events import Cause, Result
from engine.core.ids import (
    ActivationId,
    CaseId,
    DeviationId,
    NodeId,
    OutcomeId,
    PersonId,
    SopId,
    StepId,
)
from engine.core.retention_events import HoldGround
from engine.core.text import Frozen
from engine.core.time_events import DeviationStatus
from engine.core.values import Value
from engine.core.workflow import PauseReason, Workflow


class Activation(Frozen, frozen=True, kw_only=True):
    """An open step. `owner` holds the one who delegated, while a delegate is the assignee.

    `incident` says why the engine cannot go on with it, `incident_at` since when. `lent_to`: who
    ever had it lent, whoever holds it now.
    """

    id: ActivationId
    step: StepId
    visit: int
    cause: Cause
    opened_at: datetime
    pause: PauseReason | None = None
    automated: bool = False
    assignee: PersonId | None = None
    owner: PersonId | None = None
    held_since: datetime | None = None
    attempts: int = 0
    incident: str = ""
    incident_at: datetime | None = None
    lent_to: tuple[PersonId, ...] = ()


class Visit(Frozen, frozen=True, kw_only=True):
    """The latest finished visit of a step, and how many were begun.

    `lent_to`: who worked on it for the one who finished it.
    """

    begun: int
    activation: ActivationId | None = None
    by: PersonId | None = None
    at: datetime | None = None
    how: Literal["", "completed", "returned", "cancelled", "skipped", "recorded"] = ""
    outcome: OutcomeId | None = None
    lent_to: tuple[PersonId, ...] = ()


class CaseState(Frozen, frozen=True, kw_only=True):
    """A case after its first `seq` events; `last_at` is the instant of the latest (UTC).

    `noticed` holds the keys of warnings and escalations given, in order, but for those of a breach
    that was withdrawn. `extended` holds what was added to a budget, by `extension_key`.
    `told_later`: when the request was made, where that is not when it was recorded. `holds` are the
    grounds on which the record is kept back, `disposed_at` is when it was disposed of.
    """

    case: CaseId
    sop: SopId
    version: int
    workflow: str
    applicant: Applicant
    opened_at: datetime
    last_at: datetime
    seq: int
    result: Result | None = None
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    parent: Parent | None = None
    active: tuple[Activation, ...] = ()
    activations: int = 0
    arrived: Mapping[NodeId, tuple[int, ...]] = {}
    data: Mapping[str, Value] = {}
    requirements: tuple[str, ...] = ()
    visits: Mapping[StepId, Visit] = {}
    pause: PauseReason | None = None
    deviations: Mapping[DeviationId, DeviationStatus] = {}
    noticed: tuple[str, ...] = ()
    extended: Mapping[str, tuple[Duration, ...]] = {}
    told_later: datetime | None = None
    holds: tuple[HoldGround, ...] = ()
    disposed_at: datetime | None = None

    @property
    def began_at(self) -> datetime:
        """When the request was made; its recording may have come later."""
        return self.told_later or self.opened_at

    @property
    def is_open(self) -> bool:
        """Whether the case still runs."""
        return self.result is None

    def activation(self, activation: ActivationId) -> Activation | None:
        """The open activation of that number, if it is open."""
        return next((one for one in self.active if one.id == activation), None)


def facts(workflow: Workflow, state: CaseState) -> dict[str, Value]:
    """What conditions may read, by path; `data` already holds `form.` and `result.` paths.

    `visits.<step>` is there for every step: 0 before the first visit.
    """
    known: dict[str, Value] = dict(state.data)
    for step in workflow.steps():
        visit = state.visits.get(step.id)
        known[f"visits.{step.id}"] = 0 if visit is None else visit.begun
        if visit is not None and visit.outcome is not None:
            known[f"outcome.{step.id}"] = visit.outcome
    return known


def extension_key(activation: ActivationId | None) -> str:
    """What an extension is kept under: the task's, or the promise's."""
    return "promise" if activation is None else f"task:{activation}"
