"""Which rows a case has before it, by the answers so far: those it must pass, and those it may.

Returns are not foreseen, nor is a refusal: what is asked is how the case goes on to its end.
"""

from collections.abc import Callable, Mapping
from functools import cache

from engine.core.foresight import Arrow, arrows_forward, may_be, nodes_ahead, unsettled_paths
from engine.core.ids import END, NodeId, StepId
from engine.core.state import CaseState, facts
from engine.core.workflow import Fork, Join, Node, Workflow

_Arrows = Callable[[NodeId], tuple[Arrow, ...]]


def rows_to_come(workflow: Workflow, state: CaseState) -> Mapping[StepId, bool]:
    """The rows that may still come, in the SOP's order; True: on every way to the end.

    Rows that are open now are not among them; those that the answers so far rule out neither.
    """
    opened = tuple(NodeId(active.step) for active in state.active)
    arrows = _arrows_by(workflow, state, opened)
    found = _reached(arrows, opened)
    return {
        step.id: any(not _passes_by(workflow, arrows, start, name) for start in opened)
        for step in workflow.steps()
        if (name := NodeId(step.id)) in found and name not in opened
    }


def _arrows_by(workflow: Workflow, state: CaseState, opened: tuple[NodeId, ...]) -> _Arrows:
    """The ways on from a node that the facts leave open."""
    known = facts(workflow, state)
    unsettled = unsettled_paths(workflow, nodes_ahead(workflow, opened), begun=opened)

    def is_possible(node: Node, arrow: Arrow) -> bool:
        if arrow.outcome is not None and arrow.outcome.result == "rejected":
            return False
        if isinstance(node, Fork | Join) or node.when is None or NodeId(node.id) in opened:
            return not arrow.skips
        return may_be(node.when, known, unsettled, wanted=not arrow.skips)

    @cache
    def arrows(name: NodeId) -> tuple[Arrow, ...]:
        node = workflow.nodes[name]
        return tuple(one for one in arrows_forward(node) if is_possible(node, one))

    return arrows


def _reached(arrows: _Arrows, opened: tuple[NodeId, ...]) -> frozenset[NodeId]:
    """The nodes that some token may enter; of rows those that may be done there."""
    seen: set[NodeId] = set()
    done: set[NodeId] = set()
    fresh = list(opened)
    while fresh:
        name = fresh.pop()
        if name == END or name in seen:
            continue
        seen.add(name)
        ways = arrows(name)
        if any(not one.skips for one in ways):
            done.add(name)
        fresh.extend(one.target for one in ways)
    return frozenset(done)


def _passes_by(workflow: Workflow, arrows: _Arrows, start: NodeId, row: NodeId) -> bool:
    """Whether some way from `start` comes to the end and leaves the row out."""

    @cache
    def passes(name: NodeId) -> bool:
        if name == END:
            return True
        ways = (passes(one.target) for one in arrows(name) if one.skips or name != row)
        return all(ways) if isinstance(workflow.nodes[name], Fork) else any(ways)

    return passes(start)
