"""Rows as they leave the store: the columns of a view, without the words of the SOP."""

from datetime import date, datetime
from typing import Literal

from engine.core.deviations import Deviation, DeviationKind
from engine.core.effects import Effect
from engine.core.events import Cause, Result
from engine.core.ids import (
    ActivationId,
    CaseId,
    DeviationId,
    OutcomeId,
    PersonId,
    RoleId,
    SopId,
    StepId,
    UnitId,
)
from engine.core.text import Frozen, Text
from engine.core.time_events import DeviationStatus
from engine.core.workflow import PauseReason

TaskStatus = Literal["open", "held", "completed", "returned", "cancelled", "skipped", "recorded"]
"""How an activation stands; the last five are ends."""


class CaseRow(Frozen, frozen=True, kw_only=True):
    """A case in a list. `workflow` is the hash of the SOP version it runs under."""

    id: CaseId
    sop: SopId
    version: int
    workflow: str
    unit: UnitId
    applicant: str
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    result: Result | None
    pause: PauseReason | None
    seq: int
    head: bytes


class TaskRow(Frozen, frozen=True, kw_only=True):
    """One activation of a step: open or held, or how it ended.

    `version` is the SOP version whose words name the step: for what has ended, that of then.
    """

    case_id: CaseId
    activation: ActivationId
    step: StepId
    number: int
    role: RoleId | None
    unit: UnitId
    sop: SopId
    version: int
    visit: int
    cause: Cause
    status: TaskStatus
    opened_at: datetime
    automated: bool
    pause: PauseReason | None
    assignee: PersonId | None
    owner: PersonId | None
    held_since: datetime | None
    finished_at: datetime | None
    finished_by: PersonId | None
    outcome: OutcomeId | None
    incident: str


class SopRow(Frozen, frozen=True, kw_only=True):
    """A published SOP version in a list."""

    sop: SopId
    version: int
    hash: str
    title: Text
    number: str
    unit: UnitId
    steps: int
    published_at: datetime
    published_by: PersonId
    in_force: bool


class Waiting(Frozen, frozen=True, kw_only=True):
    """An effect that was claimed. `attempt` counts from 1; the lease ends at `leased_until`."""

    case: CaseId
    activation: ActivationId
    kind: str
    effect: Effect
    attempt: int
    enqueued_at: datetime
    leased_until: datetime


class ReceiptRow(Frozen, frozen=True, kw_only=True):
    """What a command with an idempotency key did: the numbers of its events (none: last < first).

    `digest` tells the command from another one that comes with the same key.
    """

    key: str
    digest: bytes
    case: CaseId
    first_seq: int
    last_seq: int
    at: datetime


class StandingRow(Frozen, frozen=True, kw_only=True):
    """Cases of one SOP that stand alike: `result` None for open ones; `events` they have."""

    sop: SopId
    result: str | None
    cases: int
    events: int


class DeviationRow(Frozen, frozen=True, kw_only=True):
    """A departure from the SOP, and what was decided about it last.

    `sop`, `version`, `unit`, `number` and `role` are those of when it was recorded. `at` is when
    the SOP was departed from. `reason` to `decided_by` are of a verdict that stands.
    """

    case_id: CaseId
    id: DeviationId
    kind: DeviationKind
    sop: SopId
    version: int
    unit: UnitId
    step: StepId | None
    number: int | None
    role: RoleId | None
    at: datetime
    recorded_at: datetime
    status: DeviationStatus
    reason: str
    owner: PersonId | None
    due: date | None
    decided_at: datetime | None
    decided_by: PersonId | None
    found: Deviation


class DeviationGroup(Frozen, frozen=True, kw_only=True):
    """Deviations that have all this in common, and how many they are."""

    sop: SopId
    unit: UnitId
    step: StepId | None
    role: RoleId | None
    kind: DeviationKind
    status: DeviationStatus
    count: int
