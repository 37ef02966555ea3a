"""Whether every case under a workflow can end properly: the state space of its token net.

Sound: from every marking that can come about the end can be reached; a token that reaches the end
leaves none behind; no step is opened while it is open; every step can be opened and every join can
fire. What is found comes with the shortest run that leads to it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from engine.core.ids import END, NodeId
from engine.core.net import (
    DONE,
    LEFT,
    Block,
    Breach,
    Escape,
    Label,
    Net,
)
from engine.core.text import Frozen
from engine.core.workflow import Fork, HumanStep, Join, Leads, Node
from engine.sop.paths import Edge, edges, reachable
from engine.sop.space import Space

MAX_MOVES = 40_000
"""Moves looked at before giving up, about a second; closed blocks keep real SOPs to hundreds."""


class FaultKind(StrEnum):
    """How a workflow fails to be sound."""

    UNREACHABLE = "unreachable"
    STUCK = "stuck"
    ENDLESS = "endless"
    LEFT_BEHIND = "left behind"
    OPENED_TWICE = "opened twice"
    NEVER_JOINS = "never joins"
    TOO_LARGE = "too large"


class Fault(Frozen, frozen=True, kw_only=True):
    """One way in which a workflow is not sound.

    `node` is what the fault is about, `run` what happened until then (from the beginning of the
    branch, where it lies within a closed block), `open` what is open or waited for.
    """

    kind: FaultKind
    node: NodeId
    run: tuple[Label, ...] = ()
    open: tuple[NodeId, ...] = ()


def faults(
    start: NodeId,
    nodes: Mapping[NodeId, Node],
    *,
    limit: int = MAX_MOVES,
    reduce_blocks: bool = True,
) -> tuple[Fault, ...]:
    """Everything that keeps the workflow from being sound; nothing for a sound one.

    Args:
        start: The first node.
        nodes: All nodes by id.
        limit: Moves looked at; beyond it, what was found until then or `FaultKind.TOO_LARGE`.
        reduce_blocks: Explore closed blocks by themselves. Without it the answer is the same
            and the state space larger; tests hold the two against each other.
    """
    ways = edges(nodes)
    found = [*_unreachable(start, nodes, ways)]
    search = _Search(nodes, limit)
    try:
        for fork in _closed_forks(nodes, ways) if reduce_blocks else ():
            found.extend(search.close(fork))
        found.extend(search.examine(start))
    except _CutShortError as cut:
        found.extend(cut.found or (Fault(kind=FaultKind.TOO_LARGE, node=start),))
    return tuple(found)


def _unreachable(
    start: NodeId, nodes: Mapping[NodeId, Node], ways: tuple[Edge, ...]
) -> Iterator[Fault]:
    found = reachable(start, ways)
    for name, node in nodes.items():
        if name not in found and not isinstance(node, Fork | Join):
            yield Fault(kind=FaultKind.UNREACHABLE, node=name)


def _closed_forks(nodes: Mapping[NodeId, Node], ways: tuple[Edge, ...]) -> list[Fork]:
    """The forks of closed blocks, the inner before the outer."""
    forks = {node.id: node for node in nodes.values() if isinstance(node, Fork)}
    for edge in ways:
        for fork in {**_forks_around(edge.source, nodes), **_forks_around(edge.target, nodes)}:
            if fork in forks and not _keeps_closed(forks[fork], edge, nodes):
                del forks[fork]
    return sorted(forks.values(), key=lambda fork: -len(fork.within))


def _forks_around(name: NodeId, nodes: Mapping[NodeId, Node]) -> dict[NodeId, int]:
    """In which branch of which fork a node lies, the outermost first."""
    return {} if name == END else {lies.fork: lies.branch for lies in nodes[name].within}


def _keeps_closed(fork: Fork, edge: Edge, nodes: Mapping[NodeId, Node]) -> bool:
    source = _forks_around(edge.source, nodes).get(fork.id)
    target = _forks_around(edge.target, nodes).get(fork.id)
    if source is None:
        return edge.source == fork.id
    if edge.leads is Leads.END or target == source:
        return True
    if edge.leads is Leads.RETURN:
        return target is None
    return edge.target == fork.join


class _CutShortError(Exception):
    """The space is too large; `found` is what it had shown until then."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        self.found = found
        super().__init__()


class _Search:
    """Explores scope after scope, and remembers what it learned of closed blocks."""

    def __init__(self, nodes: Mapping[NodeId, Node], limit: int) -> None:
        self.left = limit
        self.closed: dict[NodeId, Block] = {}
        self.net = Net(nodes, self.closed)
        self.blocked: set[NodeId] = set()

    def close(self, fork: Fork) -> list[Fault]:
        """Explore the branches of a closed block, each by itself."""
        found: list[Fault] = []
        joins, escapes = True, list[Escape]()
        for number, first in enumerate(fork.branches):
            net = self.net.inside(fork, number)
            space = self._explore(net, first)
            found.extend(self._judge(net, space))
            joins = joins and bool(space.sources[DONE])
            escapes.extend(_escapes(net, space))
        if not joins and not found and not self._never_inside(fork, set()):
            found.append(Fault(kind=FaultKind.NEVER_JOINS, node=fork.join))
        if not joins:
            self.blocked.add(fork.id)
        self.closed[fork.id] = Block(joins, tuple(escapes))
        return found

    def examine(self, start: NodeId) -> list[Fault]:
        """Explore the whole workflow, closed blocks taken as one step each."""
        return self._judge(self.net, self._explore(self.net, start))

    def _explore(self, net: Net, start: NodeId) -> Space:
        space = Space(net.opening(start))
        while space.fresh:
            if self.left < 0:
                raise _CutShortError(tuple(_violated(space)))
            marking = space.fresh.popleft()
            moves = list(net.moves(marking))
            self.left -= len(moves)
            for label, result in moves:
                space.note(result, marking, label)
            if not moves:
                space.dead.append(marking)
        return space

    def _judge(self, net: Net, space: Space) -> list[Fault]:
        found = list(_violated(space))
        never = set[NodeId]() if found else self._never_joined(net)
        found.extend(Fault(kind=FaultKind.NEVER_JOINS, node=join) for join in sorted(never))
        found.extend(_stuck(net, space, never))
        return found if never or self.blocked else [*found, *_endless(net, space)]

    def _never_joined(self, net: Net) -> set[NodeId]:
        """Joins of open blocks that were entered and can never fire, the innermost ones."""
        forks = {
            name: node
            for name in net.passed
            if isinstance(node := net.nodes[name], Fork)
            and name not in self.closed
            and node.join not in net.passed
        }
        return {fork.join for fork in forks.values() if not self._never_inside(fork, set(forks))}

    def _never_inside(self, fork: Fork, never: set[NodeId]) -> bool:
        around = (self.net.nodes[name].within for name in never | self.blocked)
        return any(lies.fork == fork.id for within in around for lies in within)


def _escapes(net: Net, space: Space) -> list[Escape]:
    """The answers that leave the branch's block, given somewhere in it."""
    opened = {name: None for marking in space.origins for name in net.open_nodes(marking)}
    found: list[Escape] = []
    for node in (net.nodes[name] for name in opened):
        if isinstance(node, Fork):
            found.extend(net.closed[node.id].escapes)
        elif isinstance(node, HumanStep):
            found.extend(Escape(node, outcome) for outcome in node.outcomes)
    return [one for one in found if net.escapes(one.outcome)]


def _violated(space: Space) -> Iterator[Fault]:
    """Each row opened twice once, each row that ends too early once."""
    seen: set[NodeId] = set()
    for violation, (source, label) in space.violations.items():
        run = (*space.run_to(source), label)
        about = violation.nodes[0] if violation.breach is Breach.OPENED_TWICE else label.node
        if about not in seen:
            seen.add(about)
            kind = FaultKind(violation.breach.value)
            yield Fault(kind=kind, node=label.node, run=run, open=violation.nodes)


def _stuck(net: Net, space: Space, never: set[NodeId]) -> Iterator[Fault]:
    """Markings in which a join waits and nothing is open, one for each join."""
    seen = set(never)
    for marking in space.dead:
        waiting = net.waiting_joins(marking)
        if not waiting <= seen:
            seen |= waiting
            yield Fault(
                kind=FaultKind.STUCK,
                node=min(waiting),
                run=space.run_to(marking),
                open=tuple(sorted(waiting)),
            )


def _endless(net: Net, space: Space) -> Iterator[Fault]:
    """The farthest marking from which things go on for ever: there the way out is missing."""
    ending = space.leading_to([DONE, LEFT, *space.dead])
    endless = [marking for marking in space.origins if marking not in ending]
    if endless:
        names = tuple(net.open_nodes(endless[-1]))
        run = space.run_to(endless[-1])
        yield Fault(kind=FaultKind.ENDLESS, node=names[0], run=run, open=names)
