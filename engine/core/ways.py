"""How a case could have come to a step that is not yet its turn: the rows that it passed over."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from engine.core.automaton import NOWHERE, Automaton
from engine.core.ids import END, NodeId, StepId
from engine.core.workflow import AnyStep, Fork, HumanStep, Join, Leads, Node, Workflow

MAX_STATES = 200
"""States looked at for one way; where it would take more, none is found."""
MAX_STATES_EVERY_ORDER = 40
"""States looked at before parallel branches are passed over one by one only."""


class Way(NamedTuple):
    """The steps passed over, and the state that they lead to; `forward` without any return."""

    passed: tuple[StepId, ...]
    state: int
    forward: bool


Choice = Callable[[Iterable[StepId], StepId], Iterable[StepId]]
"""Of the steps that are due, those worth passing over on the way to another."""


class Ways:
    """Finds the shortest ways from a state to a step, and remembers them."""

    def __init__(
        self, workflow: Workflow, automaton: Automaton, *, limit: int = MAX_STATES
    ) -> None:
        self._automaton, self._limit = automaton, limit
        self._steps = automaton.steps
        self._ahead = {step: _ahead(NodeId(step), workflow.nodes) for step in self._steps}
        self._has_returns = any(map(_may_return, self._steps.values()))
        self._known: dict[tuple[int, StepId], tuple[Way, ...]] = {}

    def to(self, step: StepId, state: int) -> tuple[Way, ...]:
        """The ways that pass over the fewest steps, at least one, to where `step` may be done.

        First those that lead forward; then, where that takes fewer steps, those that go back.

        Raises:
            WorkflowTooWide: see `Automaton.after`.
        """
        known = self._known.get((state, step))
        if known is None:
            known = self._known[state, step] = self._look(state, step)
        return known

    def _look(self, state: int, step: StepId) -> tuple[Way, ...]:
        start = Way((), state, forward=True)
        few = min(self._limit, MAX_STATES_EVERY_ORDER)
        ways = self._search(start, step, self._leading_there, limit=few)
        if not ways:
            ways = self._search(start, step, self._branch_by_branch, limit=self._limit)
        if not self._has_returns:
            return ways
        longest = len(ways[0].passed) - 1 if ways else None
        start = start._replace(forward=False)
        return ways + self._search(start, step, _any_step, limit=self._limit, longest=longest)

    def _search(
        self, start: Way, step: StepId, choice: Choice, *, limit: int, longest: int | None = None
    ) -> tuple[Way, ...]:
        """Level by level, until the step may be done or too many states have been seen."""
        ways: tuple[Way, ...] = (start,)
        found: tuple[Way, ...] = ()
        seen, passed = {start.state}, 0
        while ways and not found and len(seen) <= limit and passed != longest:
            passed += 1
            ways = self._one_further(ways, seen, choice, step)
            seen.update(way.state for way in ways)
            found = tuple(way for way in ways if self._automaton.after(way.state, step) != NOWHERE)
        return found

    def _one_further(
        self, ways: Iterable[Way], seen: Collection[int], choice: Choice, to: StepId
    ) -> tuple[Way, ...]:
        """Each way with one step more; of those that pass over the same steps, the first."""
        found: dict[tuple[int, tuple[StepId, ...]], Way] = {}
        for way in ways:
            for step in choice(self._automaton.due(way.state), to):
                passed, state = (*way.passed, step), self._automaton.after(way.state, step)
                if state not in seen:
                    mark = (state, tuple(sorted(passed)))
                    found.setdefault(mark, Way(passed, state, way.forward))
        return tuple(found.values())

    def _leading_there(self, due: Iterable[StepId], to: StepId) -> list[StepId]:
        return [step for step in due if to in self._ahead[step]]

    def _branch_by_branch(self, due: Iterable[StepId], to: StepId) -> list[StepId]:
        """Of steps side by side only those of the first branch: the order changes nothing."""
        leading = self._leading_there(due, to)
        first = self._steps[leading[0]] if leading else None
        return [one for one in leading if first and not _side_by_side(first, self._steps[one])]


def _any_step(due: Iterable[StepId], to: StepId) -> Iterable[StepId]:  # noqa: ARG001  # a choice
    return due


def _side_by_side(one: AnyStep, other: AnyStep) -> bool:
    """Whether two steps lie in different branches of a block."""
    branches = {lies.fork: lies.branch for lies in one.within}
    return any(branches.get(lies.fork, lies.branch) != lies.branch for lies in other.within)


def _may_return(step: AnyStep) -> bool:
    answers = step.outcomes if isinstance(step, HumanStep) else ()
    return any(answer.leads is Leads.RETURN for answer in answers)


def _ahead(node: NodeId, nodes: Mapping[NodeId, Node]) -> frozenset[str]:
    """Every node that may come after this one without a return, the end included."""
    found, fresh = set[NodeId](), [node]
    while fresh:
        reached = [one for one in _onward(nodes[fresh.pop()]) if one not in found]
        found.update(reached)
        fresh.extend(one for one in reached if one != END)
    return frozenset(found)


def _onward(node: Node) -> tuple[NodeId, ...]:
    match node:
        case Fork():
            return node.branches
        case Join():
            return (node.next,)
        case HumanStep() if node.outcomes:
            onward = (answer.target for answer in node.outcomes if answer.leads is not Leads.RETURN)
            return tuple(onward)
        case _:
            return (node.next,)
