"""A compiled SOP version: a frozen graph that tokens move through.

Rows of the SOP's matrix are steps; a parallel block is a fork and its join. `next` always leads
forward in the order of the rows; only a returning outcome leads back. A content hash
(`engine.sop.compile`) names exactly this graph.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from engine.core.durations import Duration
from engine.core.expressions import Expression
from engine.core.ids import NodeId, OutcomeId, RoleId, SopId, StepId, UnitId
from engine.core.text import Frozen, Text
from engine.core.values import Field


class PauseReason(StrEnum):
    """Why the office's clock may stand still."""

    APPLICANT = "applicant"
    PAYMENT = "payment"
    EXTERNAL_BODY = "external_body"


class Power(StrEnum):
    """What a role may do beyond its own steps."""

    ASSIGN = "assign"
    OVERRIDE = "override"
    REJECT = "reject"
    REOPEN = "reopen"
    MIGRATE = "migrate"
    EXTEND = "extend"
    DISPOSE = "dispose"


class Role(Frozen, frozen=True, kw_only=True):
    """Who acts: an executor column (pelaksana) of the matrix.

    `single`: an office with one holder (jabatan tunggal), which matters to four eyes.
    """

    id: RoleId
    title: Text
    external: bool = False
    single: bool = False
    may: tuple[Power, ...] = ()


class Requirement(Frozen, frozen=True, kw_only=True):
    """A document or fact the applicant brings (persyaratan)."""

    id: str
    title: Text
    evidence: Literal["file", "paper", "data", "none"] = "file"
    required: bool = True


class Branch(Frozen, frozen=True, kw_only=True):
    """Where a node lies: in which branch of which fork."""

    fork: NodeId
    branch: int


class Leads(StrEnum):
    """What an outcome does with the token."""

    NEXT = "next"
    RETURN = "return"
    END = "end"


class Outcome(Frozen, frozen=True, kw_only=True):
    """One answer of a decision (an arrow leaving the diamond).

    `pause` begins when a returning outcome opens its target and ends with that visit.
    `accepts_file`: with this answer the file counts as complete.
    `result` is what the case ends with, where the outcome ends it.
    """

    id: OutcomeId
    label: Text
    leads: Leads
    target: NodeId
    pause: PauseReason | None = None
    reason_required: bool = False
    accepts_file: bool = False
    result: Literal["completed", "rejected"] = "completed"


class Retry(Frozen, frozen=True, kw_only=True):
    """How often an automated step is tried, and the wait before the second try (doubling)."""

    attempts: int = 3
    backoff: Duration | None = None


class Step(Frozen, frozen=True, kw_only=True):
    """What every row of the matrix has. `number` is its place in the matrix, from 1."""

    id: StepId
    number: int
    activity: Text
    next: NodeId
    role: RoleId | None = None
    inputs: tuple[Text, ...] = ()
    time: Duration | None = None
    output: Text | None = None
    note: Text | None = None
    when: Expression | None = None
    pause: PauseReason | None = None
    within: tuple[Branch, ...] = ()


class HumanStep(Step, frozen=True, kw_only=True, tag="human"):
    """A row that waits for a person.

    `submission`: the row that opening the case itself performs on its first visit.
    `tolerance`: visits beyond this count as a repetition; None where the SOP sets none.
    """

    checklist: tuple[Text, ...] = ()
    form: tuple[Field, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    not_same_person_as: tuple[StepId, ...] = ()
    submission: bool = False
    tolerance: int | None = None


class ActionStep(Step, frozen=True, kw_only=True, tag="action"):
    """A row that the system performs."""

    action: str
    parameters: Mapping[str, str] = {}
    results: tuple[str, ...] = ()
    retry: Retry = Retry()


class CallStep(Step, frozen=True, kw_only=True, tag="call"):
    """A row that another unit's SOP performs as a linked case with a clock of its own."""

    sop: SopId
    pass_fields: tuple[str, ...] = ()


class WaitStep(Step, frozen=True, kw_only=True, tag="wait"):
    """A row that passes by itself: after a length of time, or on a date the form holds."""

    duration: Duration | None = None
    until: str | None = None


class Fork(Frozen, frozen=True, kw_only=True, tag="fork"):
    """Where a parallel block begins; each branch is entered at its first node."""

    id: NodeId
    branches: tuple[NodeId, ...]
    join: NodeId
    within: tuple[Branch, ...] = ()


class Join(Frozen, frozen=True, kw_only=True, tag="join"):
    """Where a parallel block ends: passed when every one of `width` branches has arrived."""

    id: NodeId
    fork: NodeId
    width: int
    next: NodeId
    within: tuple[Branch, ...] = ()


AnyStep = HumanStep | ActionStep | CallStep | WaitStep
Node = AnyStep | Fork | Join


class Service(Frozen, frozen=True, kw_only=True):
    """The published standard (standar pelayanan) a case is promised."""

    promise: Duration | None = None
    legal_limit: Duration | None = None
    clock_starts: Literal["complete", "registered"] = "complete"
    day_one: Literal["next_working_day", "same_day"] = "next_working_day"
    cut_off: str | None = None


class RungLevel(StrEnum):
    """Whom a rung of the escalation reaches: whoever has the task, then those above."""

    REMIND = "remind"
    SUPERVISOR = "supervisor"
    HEAD = "head"


class Rung(Frozen, frozen=True, kw_only=True):
    """Whom to tell of a breach that lasts, and how long after it (None: at once)."""

    level: RungLevel
    to: tuple[RoleId, ...] = ()
    after: Duration | None = None


class Extension(Frozen, frozen=True, kw_only=True):
    """How far people may extend a promise or a standard: at most `most` in all, `times` times."""

    most: Duration
    times: int = 1


class Timing(Frozen, frozen=True, kw_only=True):
    """What the SOP says of its clocks beyond their budgets.

    `warnings` are percents of a budget, ascending. `escalation` comes after the reminder of whoever
    has the task, in order. `pauses` are caps; a ground without one may last as long as it lasts.
    `incident` is who hears of an incident before those of `escalation` do (None: not said).
    """

    warnings: tuple[int, ...] = (50, 80, 100)
    escalation: tuple[Rung, ...] = ()
    pauses: Mapping[PauseReason, Duration] = {}
    extension: Extension | None = None
    incident: Rung | None = None


class Workflow(Frozen, frozen=True, kw_only=True):
    """A compiled SOP version. `start` is the first node; `nodes` is by node id.

    `retention` is the key of the class that its cases' records are kept by; empty: it names none.
    """

    sop: SopId
    version: int
    hash: str
    title: Text
    unit: UnitId
    number: str
    calendar: str
    service: Service
    roles: Mapping[RoleId, Role]
    requirements: tuple[Requirement, ...]
    form: tuple[Field, ...]
    start: NodeId
    nodes: Mapping[NodeId, Node]
    timing: Timing = Timing()
    retention: str = ""

    def step(self, step: StepId) -> AnyStep | None:
        """The step of that id, or None where this workflow has none."""
        node = self.nodes.get(NodeId(step))
        return None if node is None or isinstance(node, Fork | Join) else node

    def known_step(self, step: StepId) -> AnyStep:
        """The step of that id, where the check of the definition has made sure of it."""
        node = self.nodes[NodeId(step)]
        assert not isinstance(node, Fork | Join)  # noqa: S101  # no fork or join has a step's id
        return node

    def steps(self) -> tuple[AnyStep, ...]:
        """All steps in the order of the matrix."""
        found = (node for node in self.nodes.values() if not isinstance(node, Fork | Join))
        return tuple(sorted(found, key=lambda step: step.number))
