"""Departures from the SOP: their kinds, and the evidence that each carries.

The rules that find them stand elsewhere, each kind's once: order, role, repetition and four eyes of
logs from elsewhere in `engine.core.conformance`. A deviation is about people; what the engine
cannot do is an incident and never found here.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.core.durations import Duration
from engine.core.ids import CaseId, PersonId, RoleId, StepId
from engine.core.text import Frozen, Text
from engine.core.workflow import AnyStep


class DeviationKind(StrEnum):
    """What was departed from. A kind is never renamed."""

    LATE_STEP = "late_step"
    LATE_CASE = "late_case"
    LEGAL_LIMIT_PASSED = "legal_limit_passed"
    SKIPPED = "skipped"
    OUT_OF_ORDER = "out_of_order"
    WRONG_ROLE = "wrong_role"
    SAME_PERSON = "same_person"
    REPEATED = "repeated"
    MISSING_INPUT = "missing_input"
    BACKDATED = "backdated"
    PAUSE_WITHOUT_GROUND = "pause_without_ground"
    PAUSE_ABOVE_CAP = "pause_above_cap"
    IMPLAUSIBLY_FAST = "implausibly_fast"
    OVERRIDDEN = "overridden"
    UNKNOWN_STEP = "unknown_step"


class Clause(Frozen, frozen=True, kw_only=True):
    """The place of the SOP that was departed from, and what it says there.

    `row` is the number in the matrix, from 1; None for the service standard, which is no row.
    `role` is who the row belongs to.
    """

    says: Text
    row: int | None = None
    role: RoleId | None = None


def clause_of(step: AnyStep) -> Clause:
    """The row of the matrix that a step is."""
    return Clause(says=step.activity, row=step.number, role=step.role)


class Deviation(Frozen, frozen=True, kw_only=True):
    """One departure of one case, with its evidence.

    Case, kind, step and visit name the fact: the same four are the same deviation, found again.

    Attributes:
        at: When the SOP was departed from, whenever that was found; aware UTC.
        step: The row departed from; None where the case as a whole is late.
        clause: None for a step that the SOP does not have, and where only a rule of keeping
            records is departed from.
        persons: Who acted. Of a skipped row: who did the row that passed it over.
        roles: In which roles they acted, in the same order; empty where that is not known.
        visits: Which visit of the step it was, from 1.
        allowed: How many visits the SOP tolerates, where it says so.
        against: The rows it was judged against: the other one of a four-eyes pair; the one that
            passed over a skipped row or overtook a late one; those that were due instead of one
            that came too early.
        standard: The time that the SOP gives.
        measured: The time it took, by the clock that the standard counts on (a day for each that
            counts); on the wall for what is backdated or implausibly fast.
        due: When it should have been done at the latest.
        says: What was given as the reason, in the words of who departed.
        missing: What should have been there: requirements, by id.
    """

    kind: DeviationKind
    case: CaseId
    at: datetime
    step: StepId | None = None
    clause: Clause | None = None
    persons: tuple[PersonId, ...] = ()
    roles: tuple[RoleId, ...] = ()
    visits: int | None = None
    allowed: int | None = None
    against: tuple[StepId, ...] = ()
    standard: Duration | None = None
    measured: timedelta | None = None
    due: datetime | None = None
    says: str = ""
    missing: tuple[str, ...] = ()
