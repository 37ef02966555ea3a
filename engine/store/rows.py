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
    author: PersonId | None = None


class Waiting(Frozen, frozen=True, kw_only=True):
    """An effect that was claimed. `attempt` counts from 1; the lease ends at `leased_until`.

    `effect` is None where what was kept of it cannot be read.
    """

    case: CaseId
    activation: ActivationId
    kind: str
    effect: Effect | None
    attempt: int
    enqueued_at: datetime
    leased_until: datetime
    owner: str


class PutOff(Frozen, frozen=True, kw_only=True):
    """An effect that was tried or looked at, given back, and can be claimed again from then on."""

    activation: ActivationId
    kind: str
    attempt: int
    available_at: datetime


RunOutcome = Literal["running", "done", "failed", "lost", "void"]
"""How an attempt at an effect went; lost: whoever ran it is gone; void: no longer wanted."""


class RunRow(Frozen, frozen=True, kw_only=True):
    """One attempt at an effect.

    `wanted_at` is when it could have begun. `run` is the id of the run that Prefect shows, once
    there is one; `told_at` is when Prefect knew how it ended, `log` what people read of it.
    """

    id: str
    case_id: CaseId
    activation: ActivationId
    kind: str
    attempt: int
    step: StepId | None
    sop: SopId
    version: int
    owner: str
    wanted_at: datetime
    started_at: datetime
    ended_at: datetime | None = None
    outcome: RunOutcome = "running"
    log: str = ""
    run: str | None = None
    told_at: datetime | None = None


class NoticeRow(Frozen, frozen=True, kw_only=True):
    """Something for the people in a role of a unit to see; with `person`, for that person alone.

    `seq`: the number of the event of the case that it tells of; `words` are empty then.
    """

    id: str
    case_id: CaseId
    unit: UnitId
    role: RoleId
    words: str
    link: str
    at: datetime
    seq: int | None = None
    read_at: datetime | None = None
    read_by: PersonId | None = None
    person: PersonId | None = None


class ProcessRow(Frozen, frozen=True, kw_only=True):
    """A process of this installation, when it was last seen, and how it gets on with Prefect.

    `mode`: real, demo or training; None where it did not say.
    """

    name: str
    kind: str
    started_at: datetime
    seen_at: datetime
    release: str
    prefect: str
    mode: str | None = None


class Backlog(Frozen, frozen=True, kw_only=True):
    """Effects that could be run now and are not: how many, and since when the oldest waits."""

    waiting: int
    oldest: datetime | None


class UntoldRuns(Frozen, frozen=True, kw_only=True):
    """Attempts that Prefect was not told of: how many, and when the first of them began."""

    count: int
    oldest: datetime | None


class WritingLoad(Frozen, frozen=True, kw_only=True):
    """How much is being written: who waits for the pen (or a connection) now, and what has been.

    `groups` commits since the store was opened have carried `jobs` jobs, where jobs share commits.
    """

    waiting: int
    groups: int = 0
    jobs: int = 0


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


class IncidentRow(Frozen, frozen=True, kw_only=True):
    """A step that the engine is stuck with since `at`, after so many attempts."""

    case_id: CaseId
    activation: ActivationId
    sop: SopId
    version: int
    unit: UnitId
    step: StepId
    number: int
    at: datetime
    attempts: int
    error: str


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
