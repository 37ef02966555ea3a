"""Where an answer leads, before it is given: for whoever is about to give it.

A row with a condition is passed over where the condition cannot hold, named alone where it must,
and named as possible where the answers of this very step may still decide it.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from engine.core.foresight import may_be
from engine.core.ids import END, NodeId, StepId
from engine.core.state import CaseState, facts
from engine.core.text import Frozen
from engine.core.values import Value
from engine.core.workflow import (
    ActionStep,
    AnyStep,
    CallStep,
    Fork,
    HumanStep,
    Join,
    Leads,
    Outcome,
    PauseReason,
    Workflow,
)

SIGNING = "sign"
"""The action that puts a signature under a document."""


class Next(Frozen, frozen=True, kw_only=True):
    """A row that comes next. `certain`: whatever is still entered in this one."""

    step: StepId
    certain: bool = True


class Onward(Frozen, frozen=True, kw_only=True):
    """Where an answer leads. `joins`: other branches of a parallel block are waited for.

    `ends`: what the case may end with. `signs`: a document is signed before anybody else acts,
    which nobody can undo.
    """

    steps: tuple[Next, ...] = ()
    ends: Literal["", "completed", "rejected"] = ""
    back: bool = False
    joins: bool = False
    pause: PauseReason | None = None
    signs: bool = False


class _Known(NamedTuple):
    facts: Mapping[str, Value]
    unsettled: frozenset[str]


def leads_to(
    workflow: Workflow, state: CaseState, step: HumanStep, outcome: Outcome | None
) -> Onward:
    """Where finishing `step` leads by that answer (None: the step is no decision)."""
    if outcome is not None and outcome.leads is Leads.RETURN:
        target = StepId(outcome.target)
        return Onward(steps=(Next(step=target),), back=True, pause=outcome.pause)
    if outcome is not None and outcome.leads is Leads.END:
        return Onward(ends=outcome.result)
    begin = step.next if outcome is None else outcome.target
    known = _known(workflow, state, step, outcome)
    found = dict.fromkeys(_reached(workflow, state, begin, known, certain=True))
    certain = {name for name, is_certain in found if is_certain}
    names = dict.fromkeys(name for name, _ in found)
    return Onward(
        steps=tuple(
            Next(step=StepId(one), certain=one in certain)
            for one in names
            if one != END and not isinstance(workflow.nodes[one], Join)
        ),
        ends="completed" if END in names else "",
        joins=any(one != END and isinstance(workflow.nodes[one], Join) for one in names),
        signs=any(_signs(workflow, one, set()) for one in names),
    )


def _known(
    workflow: Workflow, state: CaseState, step: HumanStep, outcome: Outcome | None
) -> _Known:
    """The facts as they will be, but for what is entered in this step."""
    told = dict(facts(workflow, state))
    if outcome is not None:
        told[f"outcome.{step.id}"] = outcome.id
    fields = workflow.form if step.submission else step.form
    return _Known(told, frozenset(f"form.{field.id}" for field in fields))


def _reached(
    workflow: Workflow, state: CaseState, target: NodeId, known: _Known, *, certain: bool
) -> Iterator[tuple[NodeId, bool]]:
    """The rows at which a token that goes to `target` may stop; a join that waits; the end."""
    node = None if target == END else workflow.nodes[target]
    match node:
        case None:
            yield target, certain
        case Fork():
            for branch in node.branches:
                yield from _reached(workflow, state, branch, known, certain=certain)
        case Join():
            if len(state.arrived.get(node.id, ())) + 1 < node.width:
                yield node.id, certain
            else:
                yield from _reached(workflow, state, node.next, known, certain=certain)
        case _:
            yield from _row(workflow, state, node, known, certain=certain)


def _row(
    workflow: Workflow, state: CaseState, node: AnyStep, known: _Known, *, certain: bool
) -> Iterator[tuple[NodeId, bool]]:
    may_hold = may_skip = False
    if node.when is not None:
        may_hold = may_be(node.when, known.facts, known.unsettled, wanted=True)
        may_skip = may_be(node.when, known.facts, known.unsettled, wanted=False)
    if node.when is None or may_hold:
        yield NodeId(node.id), certain and not may_skip
    if may_skip:
        is_certain = certain and not may_hold
        yield from _reached(workflow, state, node.next, known, certain=is_certain)


def _signs(workflow: Workflow, name: NodeId, seen: set[NodeId]) -> bool:
    """Whether a signature may come of it before anybody else acts."""
    if name == END or name in seen:
        return False
    seen.add(name)
    node = workflow.nodes[name]
    match node:
        case ActionStep(action=action) if action == SIGNING:
            return True
        case Fork():
            return any(_signs(workflow, one, seen) for one in node.branches)
        case HumanStep():
            return False
        case ActionStep() | CallStep() | Join():
            return _signs(workflow, node.next, seen)
        case _:
            return False
