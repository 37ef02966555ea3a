"""Which arrow runs where on the grid, and what it costs another to go there too."""

from collections.abc import Sequence
from itertools import pairwise

from engine.chart.flow import Arrow
from engine.chart.grid import RIGHT, Grid, Node, Way, way_between

FAULT = 100_000
"""What must not be: running along another arrow, or turning on one."""
_TURN, _CROSS = 30, 70
_LEVEL, _UPRIGHT = 1, 2

Path = tuple[Node, ...]


class Occupancy:
    """The arrows laid so far. `seats` is the middle of every row's symbol."""

    def __init__(self, grid: Grid, seats: Sequence[Node], arrows: Sequence[Arrow]) -> None:
        self.grid, self.seats, self.arrows = grid, frozenset(seats), arrows
        self.paths: dict[int, Path] = {}
        self._segments: dict[tuple[Node, Node], set[int]] = {}
        self._nodes: dict[Node, dict[int, int]] = {}
        self._kept_free: dict[Node, set[int]] = {}
        width = grid.width
        self._x = [x for _ in range(grid.height) for x in grid.across()]
        self._y = [y for y in grid.down() for _ in range(width)]
        self._steps = tuple(map(grid.step, range(4)))
        self._rows_upright, self._row_level = _reserved(grid, seats, self._y)

    def lay(self, number: int, path: Path, *, keep_free: Sequence[Node] = ()) -> None:
        """Put an arrow there; nobody else may pass the nodes of `keep_free`."""
        self.paths[number] = path
        for one, other in pairwise(path):
            self._segments.setdefault(_segment(one, other), set()).add(number)
            mask = _mask(way_between(self.grid, one, other))
            for node in (one, other):
                users = self._nodes.setdefault(node, {})
                users[number] = users.get(number, 0) | mask
        for node in keep_free:
            self._kept_free.setdefault(node, set()).add(number)

    def lift(self, number: int) -> None:
        """Take an arrow away, if it is there."""
        path = self.paths.pop(number, ())
        for one, other in pairwise(path):
            self._segments[_segment(one, other)].discard(number)
        for node in path:
            self._nodes[node].pop(number, None)
        for owners in self._kept_free.values():
            owners.discard(number)

    def length(self, one: Node, other: Node) -> int:
        """How far two nodes are from each other along the lines."""
        return abs(self._x[one] - self._x[other]) + abs(self._y[one] - self._y[other])

    def move(self, number: int, node: Node, way: Way) -> int | None:
        """The cost of going from a node to its neighbour; None where that may not be."""
        target = node + self._steps[way]
        if not 0 <= target < len(self._x) or not self._may_use(number, node, target, way):
            return None
        users = self._segments.get((node, target) if node < target else (target, node))
        is_fault = users or (target in self._kept_free and self.is_kept(target, number))
        places = self._x if way % 2 == RIGHT else self._y
        return abs(places[node] - places[target]) + (FAULT if is_fault else 0)

    def pass_by(self, number: int, node: Node, arrived: Way, leaves: Way) -> int:
        """The cost of going on at a node, straight or round a corner."""
        bends = arrived != leaves
        users = self._nodes.get(node)
        if not users or users.keys() == {number}:
            return _TURN if bends else 0
        mine = _mask(leaves)
        if bends or any(mask & mine for other, mask in users.items() if other != number):
            return FAULT
        return _CROSS

    def meets_only(self, node: Node, friends: set[int]) -> bool:
        """Whether no arrow but these passes the node."""
        return self._nodes.get(node, {}).keys() <= friends

    def is_kept(self, node: Node, number: int) -> bool:
        """Whether another arrow's end lies there."""
        return bool(self._kept_free.get(node, set()) - {number})

    def crossings(self) -> int:
        """How many nodes are passed by arrows that have nothing to do with each other there."""
        return sum(
            set(users.values()) == {_LEVEL, _UPRIGHT}
            for node, users in self._nodes.items()
            if node not in self.seats
        )

    def _may_use(self, number: int, node: Node, target: Node, way: Way) -> bool:
        arrow = self.arrows[number]
        own = (arrow.source, arrow.target)
        if way % 2 == RIGHT:
            y = self._y[node]
            return self._y[target] == y and self._row_level.get(y, own[0]) in own
        rows = self._rows_upright
        return rows.get(node, own[0]) in own and rows.get(target, own[0]) in own


def _reserved(
    grid: Grid, seats: Sequence[Node], down: Sequence[int]
) -> tuple[dict[Node, int], dict[int, int]]:
    """The nodes straight above and below every symbol; how far down the line through it is."""
    upright: dict[Node, int] = {}
    level: dict[int, int] = {}
    for row, seat in enumerate(seats):
        level[down[seat]] = row
        for lane in range(-grid.edge, grid.edge + 1):
            upright[seat + lane * grid.width] = row
    return upright, level


def _segment(one: Node, other: Node) -> tuple[Node, Node]:
    return (one, other) if one < other else (other, one)


def _mask(way: Way) -> int:
    return _LEVEL if way % 2 == RIGHT else _UPRIGHT
