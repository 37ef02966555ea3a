"""What the world must do because of a decision. Effects become outbox rows of its transaction."""

from collections.abc import Mapping

from engine.core.commands import Applicant
from engine.core.durations import Duration
from engine.core.ids import ActivationId, CaseId, SopId
from engine.core.text import Frozen
from engine.core.values import Value


class RunAction(Frozen, frozen=True, kw_only=True, tag="run_action"):
    """Run an automated step's handler; its result comes back as RecordAction or FailAction."""

    activation: ActivationId
    action: str
    parameters: Mapping[str, str] = {}


class StartCase(Frozen, frozen=True, kw_only=True, tag="start_case"):
    """Open a linked case under another SOP; its end comes back as RecordAction."""

    activation: ActivationId
    sop: SopId
    applicant: Applicant
    form: Mapping[str, Value] = {}


class WakeAt(Frozen, frozen=True, kw_only=True, tag="wake_at"):
    """Let a waiting step pass after a length of time, or on a date (ISO, the office's zone)."""

    activation: ActivationId
    duration: Duration | None = None
    until: str | None = None


class TellParent(Frozen, frozen=True, kw_only=True, tag="tell_parent"):
    """Tell the calling case how the linked case ended."""

    activation: ActivationId
    parent: CaseId
    result: str


Effect = RunAction | StartCase | WakeAt | TellParent
