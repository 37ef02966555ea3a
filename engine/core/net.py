"""The token net of a workflow: markings, and the moves between them.

The rules are those of `engine.core.flow`. A marking is a whole number read as a set of bits: one
for each step that may be open, one for each branch that may have arrived at its join. Every answer
may be given, every automated step comes back. A row with `when` is opened and may then be skipped:
the core skips it before, which no other token can tell apart.

A closed parallel block (no arrow leads into it, none leads forward out of it) behaves like one
step: it is done, or it is left by a return or an end. Its branches are explored each by itself,
so that side by side does not mean multiplied.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from enum import StrEnum
from typing import NamedTuple

from engine.core.ids import END, NodeId
from engine.core.workflow import AnyStep, Branch, Fork, HumanStep, Join, Leads, Node, Outcome

DONE = -1
"""The marking after the last: the goal is reached and nothing is left."""
LEFT = -2
"""The case has ended, or the block was left, by an answer that cancels whatever is open."""

OPEN = -1
Place = tuple[NodeId, int]
"""A node that is `OPEN`, or a join with the number of a branch that has arrived."""


class Breach(StrEnum):
    """A move that no sound net makes."""

    OPENED_TWICE = "opened twice"
    LEFT_BEHIND = "left behind"


class Violation(NamedTuple):
    """A breach, and the nodes it is about: the one opened again, or those still open."""

    breach: Breach
    nodes: tuple[NodeId, ...]


Result = int | Violation


class Label(NamedTuple):
    """What moved: a step (or a closed block), the answer given where it decides."""

    node: NodeId
    outcome: str = ""
    skipped: bool = False


class Escape(NamedTuple):
    """An answer that leaves a closed block and cancels whatever is open in it."""

    step: AnyStep
    outcome: Outcome


class Block(NamedTuple):
    """What is known of a closed block: whether it can be joined, and how else it is left."""

    joins: bool
    escapes: tuple[Escape, ...]


class Net:
    """The moves within one scope: the whole workflow, or one branch of a closed block.

    `passed` collects the forks entered and the joins fired by the moves made so far.
    """

    def __init__(self, nodes: Mapping[NodeId, Node], closed: Mapping[NodeId, Block]) -> None:
        self.nodes, self.closed = nodes, closed
        self.goal = END
        self.branch: Branch | None = None
        self.passed: set[NodeId] = set()
        self._places = [place for node in nodes.values() for place in _places(node)]
        self._bits = {place: 1 << number for number, place in enumerate(self._places)}

    def inside(self, fork: Fork, branch: int) -> "Net":
        """The moves within one branch of a closed block."""
        net = copy(self)
        net.goal, net.branch = fork.join, Branch(fork=fork.id, branch=branch)
        net.passed = set()
        return net

    def opening(self, start: NodeId) -> int:
        """The marking that a token arriving at `start` leads to, where nothing else is."""
        first = self._forward(0, start, ())
        assert isinstance(first, int)  # noqa: S101  # nothing is there to be violated
        return first

    def moves(self, marking: int) -> Iterator[tuple[Label, Result]]:
        """Everything that may happen next."""
        for name in self.open_nodes(marking):
            rest = marking & ~self._bits[name, OPEN]
            yield from self._leave(rest, self.nodes[name])

    def places(self, marking: int) -> Iterator[Place]:
        """What a marking holds: nodes that are open, with `OPEN`, and joins with branches."""
        while marking:
            lowest = marking & -marking
            marking ^= lowest
            yield self._places[lowest.bit_length() - 1]

    def open_nodes(self, marking: int) -> Iterator[NodeId]:
        """The steps (and closed blocks) open in a marking."""
        return (name for name, branch in self.places(marking) if branch == OPEN)

    def waiting_joins(self, marking: int) -> frozenset[NodeId]:
        """The joins at which some branch has arrived."""
        return frozenset(name for name, branch in self.places(marking) if branch != OPEN)

    def _leave(self, rest: int, node: Node) -> Iterator[tuple[Label, Result]]:
        if isinstance(node, Fork):
            yield from self._leave_block(rest, node)
            return
        name = NodeId(node.id)
        if isinstance(node, HumanStep) and node.outcomes:
            for outcome in node.outcomes:
                yield Label(name, outcome.id), self._answer(rest, node, outcome)
        else:
            yield Label(name), self._forward(rest, node.next, node.within)
        if not isinstance(node, Join) and node.when is not None:
            yield Label(name, skipped=True), self._forward(rest, node.next, node.within)

    def _leave_block(self, rest: int, fork: Fork) -> Iterator[tuple[Label, Result]]:
        block, join = self.closed[fork.id], self.nodes[fork.join]
        if block.joins and isinstance(join, Join):
            yield Label(fork.id), self._forward(rest, join.next, join.within)
        for step, outcome in block.escapes:
            yield Label(NodeId(step.id), outcome.id), self._answer(rest, step, outcome)

    def _answer(self, rest: int, step: AnyStep, outcome: Outcome) -> Result:
        if self.escapes(outcome):
            return LEFT
        if outcome.leads is Leads.RETURN:
            return self._back(rest, step, self.nodes[outcome.target])
        return self._forward(rest, outcome.target, step.within)

    def escapes(self, outcome: Outcome) -> bool:
        """Whether an answer given in this scope leaves it: by an end, or back to before it."""
        if self.branch is None or outcome.leads is Leads.END:
            return outcome.leads is Leads.END
        returns = outcome.leads is Leads.RETURN
        return returns and self.branch not in self.nodes[outcome.target].within

    def _back(self, rest: int, step: AnyStep, target: Node) -> Result:
        left = {lies.fork for lies in step.within if lies not in target.within}
        for place in self.places(rest):
            if left and self._lies_in(place, left):
                rest &= ~self._bits[place]
        return self._open(rest, NodeId(target.id))

    def _lies_in(self, place: Place, forks: set[NodeId]) -> bool:
        node = self.nodes[place[0]]
        if isinstance(node, Join) and node.fork in forks:
            return True
        return any(lies.fork in forks for lies in node.within)

    def _open(self, marking: int, name: NodeId) -> Result:
        bit = self._bits[name, OPEN]
        return Violation(Breach.OPENED_TWICE, (name,)) if marking & bit else marking | bit

    def _forward(self, marking: int, target: NodeId, within: tuple[Branch, ...]) -> Result:
        """Move a token that leaves a node lying `within` these branches on to `target`."""
        while target != self.goal:
            node = self.nodes[target]
            if isinstance(node, Fork):
                return self._fork(marking, node)
            if not isinstance(node, Join):
                return self._open(marking, target)
            arrived = self._arrive(marking, node, within)
            if isinstance(arrived, Violation) or node.id in self.waiting_joins(arrived):
                return arrived
            marking, target, within = arrived, node.next, node.within
        return self._finish(marking)

    def _finish(self, marking: int) -> Result:
        if not marking:
            return DONE
        left = dict.fromkeys(name for name, _ in self.places(marking))
        return Violation(Breach.LEFT_BEHIND, tuple(left))

    def _fork(self, marking: int, fork: Fork) -> Result:
        self.passed.add(fork.id)
        if fork.id in self.closed:
            return self._open(marking, fork.id)
        result: Result = marking
        for branch in fork.branches:
            if isinstance(result, Violation):
                break
            result = self._forward(result, branch, fork.within)
        return result

    def _arrive(self, marking: int, join: Join, within: tuple[Branch, ...]) -> Result:
        """The marking with one branch more at the join; none at all once all have arrived."""
        branch = next(lies.branch for lies in within if lies.fork == join.fork)
        bit = self._bits[join.id, branch]
        if marking & bit:
            return Violation(Breach.OPENED_TWICE, (join.id,))
        marking |= bit
        all_arrived = sum(self._bits[join.id, number] for number in range(join.width))
        if marking & all_arrived != all_arrived:
            return marking
        self.passed.add(join.id)
        return marking & ~all_arrived


def _places(node: Node) -> Iterator[Place]:
    if isinstance(node, Join):
        yield from ((node.id, number) for number in range(node.width))
    else:
        yield NodeId(node.id), OPEN
