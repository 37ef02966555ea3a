"""What readers get of a case as it was: its state, its people, its time, and what does not fit."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.commands import Applicant
from engine.core.events import Cause, Recorded
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId, StepId, UnitId
from engine.core.rederiving import AboutDeviation, ReplayFinding
from engine.core.replaying import ActorThen, Change, HolderThen, PauseThen
from engine.core.state import CaseState
from engine.core.text import Frozen, Text
from engine.core.values import Value
from engine.core.workflow import PauseReason, Workflow
from engine.service.time_views import CaseTimesView


class SopThen(Frozen, frozen=True, kw_only=True):
    """The SOP version that a case ran under; `hash` is that of its workflow."""

    sop: SopId
    version: int
    number: str
    title: Text
    hash: str
    unit: UnitId


class EventThen(Frozen, frozen=True, kw_only=True):
    """An event as everybody may see it, its hash in hexadecimal, and in which standing it was done.

    `version` is that of the SOP which the case ran under after it.
    """

    recorded: Recorded
    hash: str
    actor: ActorThen
    version: int


class TaskThen(Frozen, frozen=True, kw_only=True):
    """An open step as it stood. `holders` are those who held its role in the unit then.

    `owner` is whose it was while the assignee had it lent; `incident` says why the engine could not
    go on with it.
    """

    activation: ActivationId
    step: StepId
    number: int
    activity: Text
    visit: int
    cause: Cause
    opened_at: datetime
    role: RoleId | None = None
    role_title: Text | None = None
    automated: bool = False
    pause: PauseReason | None = None
    assignee: PersonId | None = None
    assignee_name: str = ""
    owner: PersonId | None = None
    owner_name: str = ""
    held_since: datetime | None = None
    incident: str = ""
    holders: tuple[HolderThen, ...] = ()


class Replayed(Frozen, frozen=True, kw_only=True):
    """A case exactly as it was after event `seq` of `events_in_all`, at `at` (UTC).

    Attributes:
        state: As it was, personal data sealed as it is kept; for whoever computes with it.
        applicant: Of whom it was, the contact masked.
        data: The answers of the form, personal ones masked.
        times: All clocks at `at`, by the calendar in force then; None where none can tell.
        founded: Whether there was a directory then, to say who could act.
        findings: What is recorded and does not follow from the history, or the other way round.
        awaited: Deviations that the next look at the clocks was to record.
    """

    case: CaseId
    seq: int
    events_in_all: int
    at: datetime
    state: CaseState
    applicant: Applicant
    data: Mapping[str, Value]
    sop: SopThen
    times: CaseTimesView | None
    tasks: tuple[TaskThen, ...]
    pauses: tuple[PauseThen, ...]
    founded: bool
    events: tuple[EventThen, ...]
    workflows: Mapping[int, Workflow]
    findings: tuple[ReplayFinding, ...]
    awaited: tuple[AboutDeviation, ...]


class StepThen(Frozen, frozen=True, kw_only=True):
    """One event and all that it changed; personal data in it is masked."""

    event: EventThen
    changes: tuple[Change, ...]


class ReplayedSteps(Frozen, frozen=True, kw_only=True):
    """A history event by event, with what each one changed, and the SOP versions it ran under."""

    case: CaseId
    items: tuple[StepThen, ...]
    workflows: Mapping[int, Workflow]
