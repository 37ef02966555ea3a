"""Builders of domain data for tests: small workflows, actors, and a desk that runs a case."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.core.commands import (
    SYSTEM,
    Actor,
    AnyCommand,
    Applicant,
    Claim,
    Complete,
    OpenCase,
    RecordAction,
    Return,
)
from engine.core.decide import Decision, decide
from engine.core.events import Recorded
from engine.core.ids import (
    END,
    ActivationId,
    CaseId,
    NodeId,
    OutcomeId,
    PersonId,
    RoleId,
    SopId,
    StepId,
    UnitId,
)
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.workflow import (
    ActionStep,
    AnyStep,
    Branch,
    CallStep,
    Fork,
    HumanStep,
    Join,
    Leads,
    Node,
    Outcome,
    Power,
    Role,
    Service,
    WaitStep,
    Workflow,
)

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""08.00 WIB on a working day."""
CASE = CaseId("0case")

Row = AnyStep | list[list["Row"]]  # type: ignore[misc]  # a row, or the branches of a block


def person(name: str, role: str | None = "loket") -> Actor:
    return Actor(person=PersonId(name), role=None if role is None else RoleId(role), via="test")


def human(step: str, role: str = "loket", **more: object) -> HumanStep:
    return HumanStep(
        id=StepId(step),
        number=0,
        activity=Text(id=f"Mengerjakan {step}"),
        next=END,
        role=RoleId(role),
        **more,  # type: ignore[arg-type]
    )


def action(step: str, handler: str = "issue_number", **more: object) -> ActionStep:
    return ActionStep(
        id=StepId(step),
        number=0,
        activity=Text(id=f"Menjalankan {step}"),
        next=END,
        action=handler,
        **more,  # type: ignore[arg-type]
    )


def call(step: str, sop: str, **more: object) -> CallStep:
    return CallStep(
        id=StepId(step),
        number=0,
        activity=Text(id=f"Meminta {step}"),
        next=END,
        sop=SopId(sop),
        **more,  # type: ignore[arg-type]
    )


def wait(step: str, **more: object) -> WaitStep:
    return WaitStep(
        id=StepId(step),
        number=0,
        activity=Text(id=f"Menunggu {step}"),
        next=END,
        **more,  # type: ignore[arg-type]
    )


def answer(outcome: str, leads: str = "next", target: str = "", **more: object) -> Outcome:
    return Outcome(
        id=OutcomeId(outcome),
        label=Text(id=outcome.capitalize()),
        leads=Leads(leads),
        target=NodeId(target or "end"),
        **more,  # type: ignore[arg-type]
    )


ROLES = {
    RoleId(name): Role(
        id=RoleId(name), title=Text(id=name.capitalize()), external=external, may=may
    )
    for name, external, may in (
        ("pemohon", True, ()),
        ("loket", False, ()),
        ("kasi", False, ()),
        ("camat", False, tuple(Power)),
    )
}


def workflow(*rows: Row, **more: object) -> Workflow:
    """Rows in order; a list of lists is a parallel block. Outcomes with no target go on."""
    nodes: dict[NodeId, Node] = {}
    start = _lay(list(rows), END, (), nodes)
    numbered = [node for node in nodes.values() if not isinstance(node, Fork | Join)]
    for number, step in enumerate(numbered, start=1):
        nodes[NodeId(step.id)] = _with(step, number=number)
    settings: dict[str, object] = {
        "sop": SopId("contoh"),
        "version": 1,
        "hash": "h1",
        "title": Text(id="Contoh"),
        "unit": UnitId("kecamatan"),
        "number": "1",
        "calendar": "kantor",
        "service": Service(),
        "roles": ROLES,
        "requirements": (),
        "form": (),
        "start": start,
        "nodes": nodes,
    }
    return Workflow(**(settings | more))  # type: ignore[arg-type]


def _with(step: AnyStep, **changes: object) -> AnyStep:
    from msgspec.structs import replace  # noqa: PLC0415  # builders only

    return replace(step, **changes)


def _lay(
    rows: list[Row], after: NodeId, within: tuple[Branch, ...], nodes: dict[NodeId, Node]
) -> NodeId:
    names = [_entry(row, place, within) for place, row in enumerate(rows)]
    for place, row in enumerate(rows):
        follows = names[place + 1] if place + 1 < len(rows) else after
        if isinstance(row, list):
            _lay_block(names[place], row, follows, within, nodes)
        else:
            outcomes = tuple(_with_target(one, follows) for one in getattr(row, "outcomes", ()))
            changes: dict[str, object] = {"next": follows, "within": within}
            if outcomes:
                changes["outcomes"] = outcomes
            nodes[names[place]] = _with(row, **changes)
    return names[0]


def _with_target(outcome: Outcome, follows: NodeId) -> Outcome:
    from msgspec.structs import replace  # noqa: PLC0415  # builders only

    goes_on = outcome.leads is Leads.NEXT and outcome.target == END
    return replace(outcome, target=follows) if goes_on else outcome


def _entry(row: Row, place: int, within: tuple[Branch, ...]) -> NodeId:
    if isinstance(row, list):
        path = "".join(f"{lies.fork}.{lies.branch}/" for lies in within)
        return NodeId(f"fork:{path}{place}")
    return NodeId(row.id)


def _lay_block(
    fork: NodeId,
    branches: list[list[Row]],
    follows: NodeId,
    within: tuple[Branch, ...],
    nodes: dict[NodeId, Node],
) -> None:
    join = NodeId(fork.replace("fork", "join", 1))
    nodes[fork] = Fork(id=fork, branches=(), join=join, within=within)
    entries = tuple(
        _lay(rows, join, (*within, Branch(fork=fork, branch=index)), nodes)
        for index, rows in enumerate(branches)
    )
    nodes[fork] = Fork(id=fork, branches=entries, join=join, within=within)
    nodes[join] = Join(id=join, fork=fork, width=len(branches), next=follows, within=within)


class Desk:
    """Runs one case in memory: each act a command, a minute apart."""

    def __init__(self, flow: Workflow) -> None:
        self.flow = flow
        self.state: CaseState | None = None
        self.events: list[Recorded] = []
        self.now = MONDAY
        self.last: Decision | None = None

    def do(self, command: AnyCommand, *, target: Workflow | None = None) -> Decision:
        decision = decide(self.flow, self.state, command, at=self.now, target=target)
        self.state = decision.state
        self.events.extend(decision.events)
        self.now += timedelta(minutes=1)
        self.last = decision
        return decision

    def open(self, by: Actor | None = None, **more: object) -> Decision:
        settings: dict[str, object] = {
            "case": CASE,
            "by": by or person("rini"),
            "sop": self.flow.sop,
            "applicant": Applicant(name="Tini Suhartini"),
        }
        return self.do(OpenCase(**(settings | more)))  # type: ignore[arg-type]

    def task(self, step: str) -> ActivationId:
        """The open activation of that step, or that of its latest visit."""
        assert self.state is not None
        for active in self.state.active:
            if active.step == step:
                return active.id
        latest = self.state.visits[StepId(step)].activation
        assert latest is not None
        return latest

    def complete(self, step: str, by: Actor, **more: object) -> Decision:
        activation = self.task(step)
        return self.do(Complete(case=CASE, by=by, activation=activation, **more))  # type: ignore[arg-type]

    def claim(self, step: str, by: Actor) -> Decision:
        return self.do(Claim(case=CASE, by=by, activation=self.task(step)))

    def send_back(self, step: str, by: Actor, reason: str = "Kurang jelas") -> Decision:
        return self.do(Return(case=CASE, by=by, activation=self.task(step), reason=reason))

    def record(self, step: str, result: Mapping[str, str] | None = None) -> Decision:
        activation = self.task(step)
        return self.do(
            RecordAction(case=CASE, by=SYSTEM, activation=activation, result=result or {})
        )

    @property
    def at(self) -> set[str]:
        """The steps that are open."""
        assert self.state is not None
        return {active.step for active in self.state.active}

    @property
    def kinds(self) -> list[str]:
        """The kinds of the events so far."""
        return [recorded.event.__struct_config__.tag for recorded in self.events]  # type: ignore[misc]
