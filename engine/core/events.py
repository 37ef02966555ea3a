"""What happened. Past tense, never changed; the history of a case is nothing but these.

`Recorded` is the envelope: its canonical JSON is the body that the history's hashes cover. The
tag of each event is its stable `kind`; a kind is never renamed (tests/architecture keeps a list).
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from engine.core.clock_clauses import ClockKind
from engine.core.commands import Actor, Applicant, Parent
from engine.core.durations import Duration
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
from engine.core.retention_events import RetentionEvent
from engine.core.text import Frozen
from engine.core.time_events import TimeEvent
from engine.core.values import Value
from engine.core.workflow import PauseReason

Result = Literal["completed", "rejected", "withdrawn"]


class Cause(StrEnum):
    """Why a step was opened."""

    FORWARD = "forward"
    RETURN = "return"
    REOPEN = "reopen"
    OVERRIDE = "override"


class CaseOpened(Frozen, frozen=True, kw_only=True, tag="case_opened"):
    """A case began under exactly this SOP version."""

    sop: SopId
    version: int
    workflow: str
    applicant: Applicant
    form: Mapping[str, Value] = {}
    requirements: tuple[str, ...] = ()
    parent: Parent | None = None


class FileAccepted(Frozen, frozen=True, kw_only=True, tag="file_accepted"):
    """The file is complete."""


class StepOpened(Frozen, frozen=True, kw_only=True, tag="step_opened"):
    """A step was activated; `automated` steps wait for the runtime, others for a person."""

    activation: ActivationId
    step: StepId
    visit: int
    cause: Cause = Cause.FORWARD
    pause: PauseReason | None = None
    automated: bool = False


class StepSkipped(Frozen, frozen=True, kw_only=True, tag="step_skipped"):
    """The SOP's own condition left the step out: a rule, not a deviation."""

    step: StepId


class TaskClaimed(Frozen, frozen=True, kw_only=True, tag="task_claimed"):
    """The actor took the task."""

    activation: ActivationId
    step: StepId


class TaskAssigned(Frozen, frozen=True, kw_only=True, tag="task_assigned"):
    """A supervisor gave the task to a person."""

    activation: ActivationId
    step: StepId
    to: PersonId
    reason: str = ""


class TaskDelegated(Frozen, frozen=True, kw_only=True, tag="task_delegated"):
    """The owner lets another person work on it."""

    activation: ActivationId
    step: StepId
    to: PersonId
    reason: str = ""


class TaskResolved(Frozen, frozen=True, kw_only=True, tag="task_resolved"):
    """The delegate handed it back to its owner."""

    activation: ActivationId
    step: StepId
    to: PersonId
    note: str = ""


class TaskReleased(Frozen, frozen=True, kw_only=True, tag="task_released"):
    """Back in the role's queue."""

    activation: ActivationId
    step: StepId
    reason: str = ""


class StepCompleted(Frozen, frozen=True, kw_only=True, tag="step_completed"):
    """A person finished the step and the token moved forward."""

    activation: ActivationId
    step: StepId
    visit: int
    outcome: OutcomeId | None = None
    form: Mapping[str, Value] = {}
    checklist: tuple[int, ...] = ()
    reason: str = ""


class StepReturned(Frozen, frozen=True, kw_only=True, tag="step_returned"):
    """A person finished the visit by sending the case back; nothing is erased."""

    activation: ActivationId
    step: StepId
    visit: int
    to: StepId
    outcome: OutcomeId
    reason: str = ""
    form: Mapping[str, Value] = {}
    checklist: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()


class StepCancelled(Frozen, frozen=True, kw_only=True, tag="step_cancelled"):
    """An open step was left because the case went elsewhere."""

    activation: ActivationId
    step: StepId
    because: Literal["returned", "ended"]


class StepOverridden(Frozen, frozen=True, kw_only=True, tag="step_overridden"):
    """Somebody who may departed from the SOP, and why."""

    activation: ActivationId
    step: StepId
    mode: Literal["skip", "reorder", "act_outside_role"]
    reason: str
    to: StepId | None = None
    outcome: OutcomeId | None = None


class BranchArrived(Frozen, frozen=True, kw_only=True, tag="branch_arrived"):
    """One branch of a parallel block is done."""

    join: NodeId
    branch: int


class BlockJoined(Frozen, frozen=True, kw_only=True, tag="block_joined"):
    """Every branch is done; the block is over."""

    join: NodeId


class BlockLeft(Frozen, frozen=True, kw_only=True, tag="block_left"):
    """The block was left without being joined; branches that had arrived no longer count."""

    join: NodeId


class CommentAdded(Frozen, frozen=True, kw_only=True, tag="comment_added"):
    """Something was said."""

    text: str


class FileAttached(Frozen, frozen=True, kw_only=True, tag="file_attached"):
    """A document joined the case."""

    name: str
    media_type: str
    size: int
    sha256: str
    requirement: str | None = None


class CasePaused(Frozen, frozen=True, kw_only=True, tag="case_paused"):
    """The office's clock stands still."""

    reason: PauseReason
    note: str = ""
    documents: tuple[str, ...] = ()


class CaseResumed(Frozen, frozen=True, kw_only=True, tag="case_resumed"):
    """The office's clock runs again."""


class ActionRecorded(Frozen, frozen=True, kw_only=True, tag="action_recorded"):
    """An automated step has its result; `reason` where a person did it by hand."""

    activation: ActivationId
    step: StepId
    visit: int
    result: Mapping[str, str] = {}
    reason: str = ""


class ActionFailed(Frozen, frozen=True, kw_only=True, tag="action_failed"):
    """An attempt failed; a final one is an incident that people see."""

    activation: ActivationId
    step: StepId
    attempt: int
    error: str
    final: bool = False


class ActionRetried(Frozen, frozen=True, kw_only=True, tag="action_retried"):
    """The automated step is tried again."""

    activation: ActivationId
    step: StepId


class CaseMigrated(Frozen, frozen=True, kw_only=True, tag="case_migrated"):
    """The case goes on under another version of its SOP."""

    version: int
    workflow: str
    mapping: Mapping[StepId, StepId] = {}
    reason: str = ""


class CaseEnded(Frozen, frozen=True, kw_only=True, tag="case_ended"):
    """The case is over."""

    result: Result
    reason: str = ""


class CaseReopened(Frozen, frozen=True, kw_only=True, tag="case_reopened"):
    """A closed case goes on."""

    reason: str


class TimeExtended(Frozen, frozen=True, kw_only=True, tag="time_extended"):
    """A promise, or the standard of one activation, got more time; who acted approved it."""

    clock: ClockKind
    amount: Duration
    reason: str
    activation: ActivationId | None = None
    step: StepId | None = None


class DeviationDisposed(Frozen, frozen=True, kw_only=True, tag="deviation_disposed"):
    """A manager decided about a deviation; a corrective action has an owner and a due day."""

    deviation: DeviationId
    verdict: Literal["accepted", "corrective", "revise_sop"]
    reason: str
    owner: PersonId | None = None
    due: date | None = None


class DataRevealed(Frozen, frozen=True, kw_only=True, tag="data_revealed"):
    """Somebody read these of the applicant's data in full; the values are nowhere in it."""

    fields: tuple[str, ...]
    reason: str


class DataErased(Frozen, frozen=True, kw_only=True, tag="data_erased"):
    """The key of these of the applicant's data was destroyed, by the decision named."""

    fields: tuple[str, ...]
    reason: str
    decree: str


Event = (
    CaseOpened
    | FileAccepted
    | StepOpened
    | StepSkipped
    | TaskClaimed
    | TaskAssigned
    | TaskDelegated
    | TaskResolved
    | TaskReleased
    | StepCompleted
    | StepReturned
    | StepCancelled
    | StepOverridden
    | BranchArrived
    | BlockJoined
    | BlockLeft
    | CommentAdded
    | FileAttached
    | CasePaused
    | CaseResumed
    | ActionRecorded
    | ActionFailed
    | ActionRetried
    | CaseMigrated
    | CaseEnded
    | CaseReopened
    | TimeExtended
    | DeviationDisposed
    | DataRevealed
    | DataErased
    | RetentionEvent
    | TimeEvent
)


class Recorded(Frozen, frozen=True, kw_only=True):
    """An event in its place: which case, which number, who, and when it was recorded (UTC)."""

    case: CaseId
    seq: int
    at: datetime
    by: Actor
    event: Event
    happened_at: datetime | None = None
