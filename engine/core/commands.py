"""What people and the runtime ask for. Imperative; a command is a wish, not a fact.

`happened_at` says when it took place where that differs from when it is recorded (paper work
entered later); aware UTC, never later than the recording.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from engine.core.durations import Duration
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
from engine.core.retention_events import HoldGround
from engine.core.text import Frozen
from engine.core.time_events import TimeEvent
from engine.core.workflow import PauseReason


class Actor(Frozen, frozen=True, kw_only=True):
    """Who acts, in which role, on whose behalf, and through which face.

    `person` is the one at the keyboard; four eyes counts this person. `acting_for` is the holder
    of the role where the person stands in (Plh/Plt), or the applicant at a counter.
    """

    person: PersonId
    role: RoleId | None = None
    unit: UnitId | None = None
    acting_for: PersonId | None = None
    via: str = ""


SYSTEM = Actor(person=PersonId("alur"), via="system")
"""Who records the results of automated steps."""


class Applicant(Frozen, frozen=True, kw_only=True):
    """Whom the service is for."""

    name: str
    contact: str = ""


class Parent(Frozen, frozen=True, kw_only=True):
    """The case and activation that called this case into being."""

    case: CaseId
    activation: ActivationId


class Command(Frozen, frozen=True, kw_only=True):
    """What every command carries."""

    case: CaseId
    by: Actor
    happened_at: datetime | None = None


class OpenCase(Command, frozen=True, kw_only=True, tag="open_case"):
    """Open a case. `version` pins an SOP version; None takes the one in force."""

    sop: SopId
    version: int | None = None
    applicant: Applicant
    form: Mapping[str, object] = {}
    requirements: tuple[str, ...] = ()
    parent: Parent | None = None


class AcceptFile(Command, frozen=True, kw_only=True, tag="accept_file"):
    """Say that the file is complete: the promise starts to count."""


class Claim(Command, frozen=True, kw_only=True, tag="claim"):
    """Take a task; fails when somebody else holds it."""

    activation: ActivationId


class Assign(Command, frozen=True, kw_only=True, tag="assign"):
    """Give a task to a person; needs the power to assign."""

    activation: ActivationId
    to: PersonId
    reason: str = ""


class Delegate(Command, frozen=True, kw_only=True, tag="delegate"):
    """Let another person work on one's task; the owner stays the owner."""

    activation: ActivationId
    to: PersonId
    reason: str = ""


class Resolve(Command, frozen=True, kw_only=True, tag="resolve"):
    """Hand a delegated task back to its owner."""

    activation: ActivationId
    note: str = ""


class Release(Command, frozen=True, kw_only=True, tag="release"):
    """Put a claimed task back into the role's queue."""

    activation: ActivationId
    reason: str = ""


class Complete(Command, frozen=True, kw_only=True, tag="complete"):
    """Finish a task. `checklist` holds the numbers (from 1) of the items that were ticked.

    `documents`: what is asked for, where the answer sends the case back.
    """

    activation: ActivationId
    outcome: OutcomeId | None = None
    form: Mapping[str, object] = {}
    checklist: tuple[int, ...] = ()
    reason: str = ""
    documents: tuple[str, ...] = ()


class Return(Command, frozen=True, kw_only=True, tag="return"):
    """Send the case back for correction, by the outcome that leads to `to` (or the only one)."""

    activation: ActivationId
    reason: str
    to: StepId | None = None
    documents: tuple[str, ...] = ()


class Comment(Command, frozen=True, kw_only=True, tag="comment"):
    """Say something that stays with the case."""

    text: str


class Attach(Command, frozen=True, kw_only=True, tag="attach"):
    """Name a document of the case; its bytes live outside the database, its SHA-256 here."""

    name: str
    media_type: str
    size: int
    sha256: str
    requirement: str | None = None


class Pause(Command, frozen=True, kw_only=True, tag="pause"):
    """Let the office's clock stand still, for a stated ground and for these documents."""

    reason: PauseReason
    note: str = ""
    documents: tuple[str, ...] = ()


class Resume(Command, frozen=True, kw_only=True, tag="resume"):
    """Let the office's clock run again."""


class Override(Command, frozen=True, kw_only=True, tag="override"):
    """Depart from the SOP knowingly, leaving a trace.

    skip: pass over the open task; reorder: open `step` now in place of the open task;
    act_outside_role: complete the open task though it belongs to another role.
    """

    activation: ActivationId
    mode: Literal["skip", "reorder", "act_outside_role"]
    reason: str
    step: StepId | None = None
    outcome: OutcomeId | None = None
    form: Mapping[str, object] = {}
    checklist: tuple[int, ...] = ()


class Withdraw(Command, frozen=True, kw_only=True, tag="withdraw"):
    """The applicant takes the request back."""

    reason: str


class Reject(Command, frozen=True, kw_only=True, tag="reject"):
    """The office refuses the request; needs the power to reject."""

    reason: str


class Reopen(Command, frozen=True, kw_only=True, tag="reopen"):
    """Open a closed case again at `step`; needs the power to reopen."""

    step: StepId
    reason: str


class Filed(Frozen, frozen=True, kw_only=True):
    """A document that lies outside the database already: its bytes by their SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


class RecordAction(Command, frozen=True, kw_only=True, tag="record_action"):
    """The result of an automated step, from the runtime or done by hand (then with a reason).

    `documents` are those that the step made; they are filed with its result.
    """

    activation: ActivationId
    result: Mapping[str, str] = {}
    reason: str = ""
    documents: tuple[Filed, ...] = ()


class FailAction(Command, frozen=True, kw_only=True, tag="fail_action"):
    """An automated step failed; `final` after its last attempt, which raises an incident."""

    activation: ActivationId
    attempt: int
    error: str
    final: bool = False


class RetryAction(Command, frozen=True, kw_only=True, tag="retry_action"):
    """Try an automated step again after its incident."""

    activation: ActivationId


class Migrate(Command, frozen=True, kw_only=True, tag="migrate"):
    """Carry the case over to another version of its SOP; `mapping` is old step to new step."""

    version: int
    mapping: Mapping[StepId, StepId] = {}
    reason: str = ""


class Extend(Command, frozen=True, kw_only=True, tag="extend"):
    """Give a promise more time, or a task's standard; whoever asks is who approves.

    Needs the power to extend. A limit set by law is nobody's to extend.
    """

    amount: Duration
    reason: str
    activation: ActivationId | None = None


class PassTime(Command, frozen=True, kw_only=True, tag="pass_time"):
    """What time has brought, as `engine.core.outlook` found it; only the runtime says so."""

    found: tuple[TimeEvent, ...]


class Dispose(Command, frozen=True, kw_only=True, tag="dispose"):
    """Decide about a deviation; needs the power to dispose. A later verdict replaces an earlier.

    A corrective action has an owner and a day by which it is due.
    """

    deviation: DeviationId
    verdict: Literal["accepted", "corrective", "revise_sop"]
    reason: str
    owner: PersonId | None = None
    due: date | None = None


class Reveal(Command, frozen=True, kw_only=True, tag="reveal"):
    """Read personal data in full. `fields`: `form.` paths, `applicant.name`, `applicant.contact`.

    It changes nothing but that everybody can see who read what, and why.
    """

    fields: tuple[str, ...]
    reason: str


class Erase(Command, frozen=True, kw_only=True, tag="erase"):
    """Say that personal data of the case can be read no more; only the service does, with the key.

    `decree` is the decision it rests on. `although_open`: the case still runs, and is to be erased
    all the same.
    """

    fields: tuple[str, ...]
    reason: str
    decree: str
    although_open: bool = False


class Hold(Command, frozen=True, kw_only=True, tag="hold"):
    """Keep the record of the case, whatever the retention schedule says, until that is lifted."""

    ground: HoldGround
    reason: str


class LiftHold(Command, frozen=True, kw_only=True, tag="lift_hold"):
    """Let the record go, as far as that ground is concerned."""

    ground: HoldGround
    reason: str


class DisposeOf(Command, frozen=True, kw_only=True, tag="dispose_of"):
    """Say that the record is disposed of; only the service does, which destroys the keys.

    `today` is by the clock of the office; the other fields are as in `CaseDisposed`.
    """

    list_id: str
    minutes: str
    signed_on: date
    kept_as: str
    over_on: date
    today: date
    proposed_by: PersonId
    approved_by: PersonId


AnyCommand = (
    OpenCase
    | AcceptFile
    | Claim
    | Assign
    | Delegate
    | Resolve
    | Release
    | Complete
    | Return
    | Comment
    | Attach
    | Pause
    | Resume
    | Override
    | Withdraw
    | Reject
    | Reopen
    | RecordAction
    | FailAction
    | RetryAction
    | Migrate
    | Extend
    | PassTime
    | Dispose
    | Reveal
    | Erase
    | Hold
    | LiftHold
    | DisposeOf
)
