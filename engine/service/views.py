"""What readers get: frozen rows of the views, with the words of the SOP already in place."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.commands import Applicant, Parent
from engine.core.events import Cause, Recorded, Result
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId, StepId, UnitId
from engine.core.retention_events import HoldGround
from engine.core.text import Frozen, Text
from engine.core.values import Value
from engine.core.workflow import PauseReason
from engine.store.queries import CaseQuery as CaseFilter
from engine.store.queries import TaskQuery as TaskFilter
from engine.store.rows import TaskStatus

__all__ = [
    "CaseFilter",
    "CasePage",
    "CaseSummary",
    "CaseView",
    "HistoryEntry",
    "Receipt",
    "SopSummary",
    "Standings",
    "Tally",
    "TaskFilter",
    "TaskStatus",
    "TaskView",
]


class TaskView(Frozen, frozen=True, kw_only=True):
    """One activation of a step: open, or how it ended. Instants are UTC."""

    case: CaseId
    activation: ActivationId
    step: StepId
    number: int
    activity: Text
    role: RoleId | None
    role_title: Text | None
    visit: int
    cause: Cause
    status: TaskStatus
    opened_at: datetime
    automated: bool = False
    pause: PauseReason | None = None
    assignee: PersonId | None = None
    owner: PersonId | None = None
    held_since: datetime | None = None
    finished_at: datetime | None = None
    finished_by: PersonId | None = None
    outcome: OutcomeId | None = None
    incident: str = ""


class CaseSummary(Frozen, frozen=True, kw_only=True):
    """A line of a list of cases. `at` are the open steps; `seq` is the case's version."""

    case: CaseId
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    applicant: Applicant
    opened_at: datetime
    last_at: datetime
    seq: int
    result: Result | None = None
    closed_at: datetime | None = None
    pause: PauseReason | None = None
    at: tuple[TaskView, ...] = ()
    step_count: int = 0


class CaseView(Frozen, frozen=True, kw_only=True):
    """A case whole, without its history. `tasks` are all activations in order of opening.

    `to_come` has the rows that the answers so far leave before it, True where they are certain;
    `holds` are the grounds on which its record is kept back, `disposed_at` is when that was
    disposed of.
    """

    summary: CaseSummary
    tasks: tuple[TaskView, ...]
    to_come: Mapping[StepId, bool] = {}
    data: Mapping[str, Value]
    requirements: tuple[str, ...]
    accepted_at: datetime | None = None
    parent: Parent | None = None
    head: str = ""
    holds: tuple[HoldGround, ...] = ()
    disposed_at: datetime | None = None


class HistoryEntry(Frozen, frozen=True, kw_only=True):
    """An event as recorded, and its hash in hexadecimal."""

    recorded: Recorded
    hash: str


class SopSummary(Frozen, frozen=True, kw_only=True):
    """A published SOP version. `published_by` put into force what `author` wrote, where known."""

    sop: SopId
    version: int
    title: Text
    number: str
    unit: UnitId
    hash: str
    published_at: datetime
    published_by: PersonId
    steps: int
    in_force: bool
    author: PersonId | None = None


class CasePage(Frozen, frozen=True, kw_only=True):
    """One page of a list; `total` counts all that match; `next` asks for the page after."""

    items: tuple[CaseSummary, ...]
    total: int
    next: CaseId | None = None


class Receipt(Frozen, frozen=True, kw_only=True):
    """What a command did: the events it appended and where the case stands now.

    `repeated`: the idempotency key was seen before, and this is the answer given then.
    `head` is the hash of the last event in hexadecimal.
    """

    case: CaseId
    seq: int
    events: tuple[Recorded, ...]
    head: str
    repeated: bool = False


class Standings(Frozen, frozen=True, kw_only=True):
    """Cases counted as an index holds them; their events, which it does not, are left out."""

    total: int
    by_sop: Mapping[str, int]
    by_standing: Mapping[str, int]
    returned_steps: int


class Tally(Standings, frozen=True, kw_only=True):
    """Cases counted: by SOP, and by how they stand (open, completed, rejected, withdrawn)."""

    events: int
