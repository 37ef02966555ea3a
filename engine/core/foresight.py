"""What may still come: the ways forward from a node, and conditions that later rows may change."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.core.decide_action import results_of
from engine.core.expressions import All, Any, Expression, Not, holds, paths_read
from engine.core.ids import END, NodeId
from engine.core.values import Value
from engine.core.workflow import AnyStep, Fork, HumanStep, Join, Leads, Node, Outcome, Workflow


class Arrow(NamedTuple):
    """Where a node leads without a return, and by which answer; `skips` where it is left out."""

    target: NodeId
    outcome: Outcome | None = None
    skips: bool = False


def arrows_forward(node: Node) -> Iterator[Arrow]:
    """Every way on; the one that leaves the row out comes last."""
    match node:
        case Fork():
            yield from map(Arrow, node.branches)
        case HumanStep(outcomes=outcomes) if outcomes:
            ends = {Leads.END: END}
            for one in outcomes:
                if one.leads is not Leads.RETURN:
                    yield Arrow(ends.get(one.leads, one.target), one)
        case _:
            yield Arrow(node.next)
    if not isinstance(node, Fork | Join) and node.when is not None:
        yield Arrow(node.next, skips=True)


def nodes_ahead(workflow: Workflow, begun: Iterable[NodeId]) -> frozenset[NodeId]:
    """These nodes and all that some way forward leads to from them, without the end."""
    found: set[NodeId] = set()
    fresh = list(begun)
    while fresh:
        name = fresh.pop()
        if name != END and name not in found:
            found.add(name)
            fresh.extend(arrow.target for arrow in arrows_forward(workflow.nodes[name]))
    return frozenset(found)


def unsettled_paths(
    workflow: Workflow, ahead: Collection[NodeId], *, begun: Collection[NodeId]
) -> frozenset[str]:
    """The facts that the nodes ahead may change; of those `begun` the visit counts already."""
    return frozenset(
        path
        for step in workflow.steps()
        if (name := NodeId(step.id)) in ahead
        for path in _facts_of(workflow, step, is_begun=name in begun)
    )


def _facts_of(workflow: Workflow, step: AnyStep, *, is_begun: bool) -> Iterator[str]:
    yield f"outcome.{step.id}"
    yield from (f"result.{step.id}.{name}" for name in results_of(step))
    if isinstance(step, HumanStep):
        fields = workflow.form if step.submission else step.form
        yield from (f"form.{field.id}" for field in fields)
    if not is_begun:
        yield f"visits.{step.id}"


def may_be(
    expression: Expression,
    facts: Mapping[str, Value],
    unsettled: Collection[str],
    *,
    wanted: bool,
) -> bool:
    """Whether a condition may yet turn out as `wanted`, when the unsettled facts are anything."""
    match expression:
        case Not(inner=inner):
            return may_be(inner, facts, unsettled, wanted=not wanted)
        case All(parts=parts) | Any(parts=parts):
            every = all if isinstance(expression, All) == wanted else any
            return every(may_be(part, facts, unsettled, wanted=wanted) for part in parts)
        case _:
            is_open = any(path in unsettled for path in paths_read(expression))
            return is_open or holds(expression, facts) == wanted
