"""Ways through a workflow's nodes: what leads where, what can be reached, what is surely known.

Joins are read generously here (one branch arriving is enough to reach what follows); whether they
can fire is the question of `engine.sop.soundness`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.core.ids import NodeId
from engine.core.workflow import (
    ActionStep,
    AnyStep,
    CallStep,
    Fork,
    HumanStep,
    Join,
    Leads,
    Node,
    Outcome,
)
from engine.sop.lower import CALL_RESULTS


class Edge(NamedTuple):
    """One way from a node; `skips` where a `when` is false, `outcome` where it is an answer."""

    source: NodeId
    target: NodeId
    leads: Leads = Leads.NEXT
    skips: bool = False
    outcome: Outcome | None = None


def edges(nodes: Mapping[NodeId, Node]) -> tuple[Edge, ...]:
    """Every way there is, in the order of the nodes; an ending answer leads to `END`."""
    return tuple(edge for node in nodes.values() for edge in _edges_from(node))


def _edges_from(node: Node) -> Iterator[Edge]:
    match node:
        case Fork():
            yield from (Edge(node.id, branch) for branch in node.branches)
        case Join():
            yield Edge(node.id, node.next)
        case _:
            yield from _edges_from_step(node)


def _edges_from_step(step: AnyStep) -> Iterator[Edge]:
    source = NodeId(step.id)
    if step.when is not None:
        yield Edge(source, step.next, skips=True)
    if isinstance(step, HumanStep) and step.outcomes:
        for outcome in step.outcomes:
            yield Edge(source, outcome.target, outcome.leads, outcome=outcome)
    else:
        yield Edge(source, step.next)


def reachable(start: NodeId, ways: Iterable[Edge]) -> frozenset[NodeId]:
    """`start` and every node that some way leads to from it."""
    onward: dict[NodeId, list[NodeId]] = {}
    for edge in ways:
        onward.setdefault(edge.source, []).append(edge.target)
    found, fresh = {start}, [start]
    while fresh:
        new = [target for target in onward.get(fresh.pop(), ()) if target not in found]
        found.update(new)
        fresh.extend(new)
    return frozenset(found)


Known = frozenset[str]
"""Paths that conditions may read, such as `form.luas`."""


def known_at(
    start: NodeId, nodes: Mapping[NodeId, Node], *, at_opening: Known
) -> Mapping[NodeId, Known]:
    """What is surely there whenever a token arrives at a node, on every way it may have come.

    A greatest fixed point: a node that nothing reaches knows everything. What a skipped row would
    have recorded is not counted, nor what a returning visit may have left open.
    """
    into: dict[NodeId, list[Edge]] = {}
    for edge in edges(nodes):
        into.setdefault(edge.target, []).append(edge)
    everything = at_opening.union(*(gains(node) for node in nodes.values()))
    known = dict.fromkeys(nodes, everything)
    known[start] = at_opening
    before: Mapping[NodeId, Known] = {}
    while known != before:
        before = dict(known)
        for name, node in nodes.items():
            arrivals = [(edge, _after(edge, nodes, known)) for edge in into.get(name, ())]
            if isinstance(node, Join):
                known[name] &= _joined(node, nodes, arrivals)
            else:
                known[name] = known[name].intersection(*(after for _, after in arrivals))
    return known


def _joined(
    join: Join, nodes: Mapping[NodeId, Node], arrivals: Iterable[tuple[Edge, Known]]
) -> Known:
    """All branches have arrived, so what any of them surely did is done."""
    by_branch: dict[int, Known] = {}
    for edge, after in arrivals:
        within = nodes[edge.source].within
        branch = next(lies.branch for lies in within if lies.fork == join.fork)
        by_branch[branch] = by_branch.get(branch, after) & after
    return frozenset[str]().union(*by_branch.values())


def _after(edge: Edge, nodes: Mapping[NodeId, Node], known: Mapping[NodeId, Known]) -> Known:
    before = known[edge.source]
    if edge.skips:
        return before
    gained = gains(nodes[edge.source])
    if edge.leads is Leads.RETURN:  # a returning visit may leave its form open
        gained = frozenset(path for path in gained if path.startswith("outcome."))
    return before | gained


def gains(node: Node) -> Known:
    """What is surely recorded once a row is done and the case goes on."""
    match node:
        case HumanStep():
            form = {f"form.{field.id}" for field in node.form if field.required}
            return frozenset(form | ({f"outcome.{node.id}"} if node.outcomes else set()))
        case ActionStep(results=results):
            return frozenset(f"result.{node.id}.{name}" for name in results)
        case CallStep():
            return frozenset(f"result.{node.id}.{name}" for name in CALL_RESULTS)
        case _:
            return frozenset()
