"""What applicants get of a case: frozen, without a name, an answer of a form or a person in it."""

from datetime import datetime
from typing import Literal

from engine.core.clocks import ClockState
from engine.core.durations import Duration
from engine.core.text import Frozen, Text
from engine.service.standards import PublicStandard

PROOF_DIGITS = 16
"""Of the hash of the last event: what receipts carry (hexadecimal)."""

WaitsFor = Literal["office", "applicant", "payment", "external_body"]
How = Literal["done", "now", "again", "to_come", "if_needed"]
WhyMoved = Literal["applicant", "payment", "external_body", "closed", "extension"]
TrackedStanding = Literal["running", "waiting", "completed", "rejected", "withdrawn"]
"""`waiting`: for the applicant."""


class Stage(Frozen, frozen=True, kw_only=True):
    """A row of the SOP as far as it concerns this case; `role` None: the system does it.

    `again`: it was done, and is to be done once more. `if_needed`: the answers so far leave open
    whether it comes. `yours`: it is the applicant's own.
    """

    number: int
    activity: Text
    role: Text | None
    how: How
    yours: bool = False
    since: datetime | None = None
    done_at: datetime | None = None


class Waiting(Frozen, frozen=True, kw_only=True):
    """What is waited for, and by whom; `role` None: nobody of the office in particular."""

    who: WaitsFor
    activity: Text
    role: Text | None
    since: datetime


class Asked(Frozen, frozen=True, kw_only=True):
    """What the applicant is asked to put right: the office's own words."""

    asked_at: datetime
    reason: str
    documents: tuple[str, ...] = ()


class Shift(Frozen, frozen=True, kw_only=True):
    """Why the promised date moved: a while that did not count (open: it goes on), or more time."""

    why: WhyMoved
    begins: datetime
    ends: datetime | None = None
    amount: Duration | None = None
    reason: str = ""


class Promised(Frozen, frozen=True, kw_only=True):
    """What was promised. `due` None: its clock has not started, or stands still.

    `first_due` is the date as it was when the clock started; `shifts` say why it is another now.
    """

    budget: Duration
    state: ClockState
    due: datetime | None
    due_if_resumed: datetime | None
    first_due: datetime | None
    shifts: tuple[Shift, ...] = ()


class Spent(Frozen, frozen=True, kw_only=True):
    """Working time since the opening, by whose it was, in seconds."""

    office_seconds: int
    applicant_seconds: int
    other_seconds: int


class Tracked(Frozen, frozen=True, kw_only=True):
    """A case as its applicant sees it at `at` (UTC, like every instant).

    `promise` and `spent` are None where no calendar tells them. `seq` and `proof` are the number
    of the last event and the first 16 digits of its hash, as on a receipt.
    """

    at: datetime
    title: Text
    office: Text
    standing: TrackedStanding
    opened_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    reason: str
    waiting: tuple[Waiting, ...]
    asked: Asked | None
    stages: tuple[Stage, ...]
    promise: Promised | None
    spent: Spent | None
    standard: PublicStandard
    seq: int
    proof: str
