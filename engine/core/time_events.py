"""What time itself makes happen to a case: breaches found, warnings given, people told.

Part of `engine.core.events`; here because the command that brings them names them, too. Each is
known by a key, so that nothing is said twice however often it is looked for.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from engine.core.clock_clauses import ClockKind
from engine.core.deviations import Deviation, DeviationKind
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


class IncidentTold(Frozen, frozen=True, kw_only=True, tag="incident_told"):
    """People were told that the engine is stuck with a step: at once, and again because it lasts.

    `failed` is the number of the event that the incident began with, `since` its instant.
    `belongs_at` as of what is said of a clock.
    """

    activation: ActivationId
    step: StepId
    failed: int
    since: datetime
    belongs_at: datetime
    rung: RungLevel
    to: tuple[RoleId, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"incident:{self.failed}:{self.rung.value}"


_CLOCK_PASSED: Mapping[str, ClockKind] = {
    DeviationKind.LATE_STEP: ClockKind.STEP,
    DeviationKind.LATE_CASE: ClockKind.PROMISE,
    DeviationKind.LEGAL_LIMIT_PASSED: ClockKind.LEGAL,
}


def still_said(noticed: tuple[str, ...], withdrawn: DeviationId) -> tuple[str, ...]:
    """These keys without what was said of a breach that is none: it may come true later.

    What comes before a breach was true when it was said and stays; so do the rungs of a legal
    limit, which are all before it.
    """
    kind, _, number = withdrawn.partition(":")
    clock = _CLOCK_PASSED.get(kind)
    if clock is None:
        return noticed
    unsaid = {f"warning:{clock.value}:{number}:100"}
    if clock is not ClockKind.LEGAL:
        unsaid |= {f"rung:{clock.value}:{number}:{level.value}" for level in RungLevel}
    return tuple(key for key in noticed if key not in unsaid)


TimeEvent = DeviationRecorded | DeviationWithdrawn | WarningGiven | CaseEscalated | IncidentTold
