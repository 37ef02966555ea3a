"""What time itself makes happen to a case: breaches found, warnings given, people told.

Part of `engine.core.events`; here because the command that brings them names them, too. Each is
known by a key, so that nothing is said twice however often it is looked for.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from engine.core.clock_clauses import ClockKind
from engine.core.deviations import Deviation
from engine.core.ids import ActivationId, DeviationId, PersonId, RoleId, StepId
from engine.core.text import Frozen
from engine.core.workflow import RungLevel


class Withdrawal(StrEnum):
    """What unmade a deviation: an edit of the calendar, or a fact that was recorded later."""

    CALENDAR = "calendar"
    HISTORY = "history"


DeviationStatus = Literal["open", "accepted", "corrective", "revise_sop", "withdrawn"]
"""How a deviation stands: undecided, one of a manager's verdicts, or unmade."""


class DeviationRecorded(Frozen, frozen=True, kw_only=True, tag="deviation_recorded"):
    """People departed from the SOP at `found.at`; the event's own instant is when it was noticed.

    `calendar` names the calendar version it was judged by, such as `kantor-wib/3`.
    """

    deviation: DeviationId
    found: Deviation
    calendar: str


class DeviationWithdrawn(Frozen, frozen=True, kw_only=True, tag="deviation_withdrawn"):
    """A deviation is none any more; it stays in the history. `calendar` as it is judged by now."""

    deviation: DeviationId
    because: Withdrawal
    calendar: str


class _OfAClock(Frozen, frozen=True, kw_only=True):
    """What is said of a clock. `activation` and `step` are None for those of the whole case.

    `belongs_at` is the instant it belongs to, within working time; it may be told later.
    """

    clock: ClockKind
    due: datetime
    belongs_at: datetime
    activation: ActivationId | None = None
    step: StepId | None = None
    to: tuple[RoleId, ...] = ()
    person: PersonId | None = None


class WarningGiven(_OfAClock, frozen=True, kw_only=True, tag="warning_given"):
    """So much of a budget is used."""

    percent: int

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"warning:{self.clock.value}:{self.activation or 0}:{self.percent}"


class CaseEscalated(_OfAClock, frozen=True, kw_only=True, tag="case_escalated"):
    """Those of a rung were told that a limit is passed, or for a legal limit: is about to be."""

    rung: RungLevel

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"rung:{self.clock.value}:{self.activation or 0}:{self.rung.value}"


TimeEvent = DeviationRecorded | DeviationWithdrawn | WarningGiven | CaseEscalated
