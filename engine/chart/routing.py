"""Lays the arrows of a matrix: each by the cheapest way, again and again until none gets better.

Arrows that lead to the same row may run into one another, arrows that leave the same row may part;
no others ever touch, they only cross. Where the lanes do not suffice for that there are more of
them. The same arrows always give the same ways.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from engine.chart.flow import Arrow
from engine.chart.grid import DOWN, LEFT, RIGHT, UP, Grid, Node, Way, opposite, way_between
from engine.chart.occupancy import FAULT, Occupancy, Path
from engine.core.text import Frozen

_LANES = ((2, 1), (3, 2), (4, 3), (6, 5), (9, 7), (14, 11), (22, 17), (34, 27))
_PASSES = 4
MOST_STEPS = 500_000
"""Of one layout: a few seconds. The largest SOP of the library takes less than a tenth of them."""
_AMONG_UNLIKE = 320
"""What it costs a return to run into an arrow that leads on, and the other way round."""
_PARTS_LATE = 700
"""What it costs two answers of one decision to leave it by the same corner."""
_PARTS = 30
_AT_THE_DOOR = 160
"""What it costs to run into an arrow where it is still on its first straight piece."""
_ALONG = 3
"""Running along with a friend costs a third of running alone."""

_LEAVES_ONWARD = {UP: 260, DOWN: 0, RIGHT: 6, LEFT: 6}
_LEAVES_BACK = {UP: 70, DOWN: 60, RIGHT: 0, LEFT: 0}
_REACHED_ONWARD = {UP: 0, DOWN: 240, RIGHT: 18, LEFT: 18}
_REACHED_BACK = {UP: 34, DOWN: 60, RIGHT: 0, LEFT: 0}
"""By which side an arrow leaves its symbol or reaches one."""

_State = tuple[Node, Way]
_Came = tuple[_State | None, int, int]
"""The state before; where it began on a friend: the friend and the place on the friend's way."""


class Layout(Frozen, frozen=True, kw_only=True):
    """The ways of all arrows on a grid, in the order of the arrows."""

    grid: Grid
    paths: tuple[Path, ...]
    crossings: int


class NoWay(Exception):
    """The lanes never suffice: cannot be for a workflow that compiles."""


class TooMuchWork(NoWay):
    """To find the ways takes more steps than whoever waits for them can be asked to wait."""


class Budget:
    """How many steps are left: nodes of grids and of searches, so it is the same everywhere."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take so many steps.

        Raises:
            TooMuchWork: there are not so many left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


def lay_out(
    rows: Sequence[int], columns: int, arrows: Sequence[Arrow], *, budget: Budget | None = None
) -> Layout:
    """Lay the arrows on as few lanes as they need.

    Args:
        rows: the column of each row's symbol.
        columns: how many there are.
        arrows: what is to be laid.
        budget: the steps that it may take; `MOST_STEPS` unless told.

    Raises:
        NoWay: they cannot be laid without touching one another.
        TooMuchWork: it takes more steps than there may be.
    """
    budget = budget or Budget()
    first: frozenset[int] = frozenset()
    for side, edge in _LANES:
        grid = Grid(rows=len(rows), columns=columns, side=side, edge=edge)
        budget.spend(grid.width * grid.height + len(rows) * len(arrows))
        laying = _Laying(grid, rows, arrows, budget)
        first = laying.lay_all(first)
        if not first:
            return laying.laid()
    raise NoWay


class _Laying:
    """One try on one grid."""

    def __init__(
        self, grid: Grid, rows: Sequence[int], arrows: Sequence[Arrow], budget: Budget
    ) -> None:
        self.grid, self.rows, self.arrows, self.budget = grid, rows, arrows, budget
        self.seats = [grid.centre(row, column) for row, column in enumerate(rows)]
        self.taken = Occupancy(grid, self.seats, arrows)
        self.costs: dict[int, int] = {}
        self.moves = 0
        self.settled: dict[int, int] = {}  # by arrow: how many moves there were when it was laid

    def lay_all(self, first: frozenset[int]) -> frozenset[int]:
        """Lay all arrows, these before the others; which of them run along another in the end."""
        self._lay_ends()
        others = (n for n, arrow in enumerate(self.arrows) if arrow.target is not None)
        order = sorted(others, key=lambda number: (number not in first, *self._turn(number)))
        for _ in range(_PASSES):
            if not self._relay_all(order):
                break
        return frozenset(number for number, cost in self.costs.items() if cost >= FAULT)

    def laid(self) -> Layout:
        """The ways as they are."""
        paths = tuple(self.taken.paths[number] for number in range(len(self.arrows)))
        return Layout(grid=self.grid, paths=paths, crossings=self.taken.crossings())

    def _turn(self, number: int) -> tuple[bool, int, int]:
        """What leads on, short before long, then returns."""
        arrow = self.arrows[number]
        return arrow.is_return, abs((arrow.target or 0) - arrow.source), arrow.source

    def _relay_all(self, order: Sequence[int]) -> bool:
        """Lay each anew; whether any runs elsewhere now."""
        has_moved = False
        for number in order:
            has_moved |= self._relay(number)
        return has_moved

    def _relay(self, number: int) -> bool:
        """Lay one arrow anew, if another moved since; whether it runs elsewhere now."""
        if self.settled.get(number) == self.moves:
            return False
        before = self.taken.paths.get(number)
        self.taken.lift(number)
        path, self.costs[number] = _Search(self, number).found()
        self.taken.lay(number, path)
        self.moves += path != before
        self.settled[number] = self.moves
        return path != before

    def _lay_ends(self) -> None:
        """Lay the arrows that end the case: to the corners of the less busy side of their cell."""
        for row in range(len(self.rows)):
            ends = [
                number
                for number, arrow in enumerate(self.arrows)
                if arrow.source == row and arrow.target is None
            ]
            for along, number in zip((DOWN, UP), ends, strict=False):
                path, kept = self._to_corner(row, along)
                self.taken.lay(number, path, keep_free=kept)

    def _less_busy(self, row: int) -> Way:
        """The side of a row's symbol to which fewer of its other arrows lead."""
        here = self.rows[row]
        leads_to = [
            self.rows[arrow.target] - here
            for arrow in self.arrows
            if arrow.source == row and arrow.target is not None
        ]
        right, left = (sum(sign * one > 0 for one in leads_to) for sign in (1, -1))
        return LEFT if left < right else RIGHT

    def _to_corner(self, row: int, along: Way) -> tuple[Path, tuple[Node, ...]]:
        """Level to the outermost lane, then up or down; and the lanes of that corner."""
        grid, across = self.grid, self._less_busy(row)
        path = [self.seats[row]]
        for way, times in ((across, grid.side), (along, grid.edge)):
            path += [path[-1] + grid.step(way) * n for n in range(1, times + 1)]
        corner = tuple(
            path[-1] - grid.step(across) * x - grid.step(along) * y
            for x in range(grid.side)
            for y in range(grid.edge)
        )
        return tuple(path), corner


class _Search:
    """The cheapest way of one arrow among those that are laid."""

    def __init__(self, laying: _Laying, number: int) -> None:
        self.laying, self.taken, self.number = laying, laying.taken, number
        self.arrow = laying.arrows[number]
        assert self.arrow.target is not None  # noqa: S101  # ends are not searched for
        self.start, self.goal = laying.seats[self.arrow.source], laying.seats[self.arrow.target]
        self.steps = tuple(map(laying.grid.step, range(4)))
        self.queue: list[tuple[int, int, int, Node, Way]] = []
        self.came: dict[_State, _Came] = {}
        self.best: dict[_State, int] = {}
        self.done: set[_State] = set()
        self.joined = self._friends(lambda other: other.target == self.arrow.target)
        self.parting = self._friends(lambda other: other.source == self.arrow.source)
        self.kin = {
            other
            for other in self.taken.paths
            if laying.arrows[other].source == self.arrow.source
            or laying.arrows[other].target == self.arrow.target
        }

    def _friends(self, is_one: Callable[[Arrow], bool]) -> dict[Node, tuple[int, int]]:
        """The inner nodes of the ways of friends: the friend, and how far along it is."""
        found: dict[Node, tuple[int, int]] = {}
        for other, path in self.taken.paths.items():
            if self.laying.arrows[other].target is not None and is_one(self.laying.arrows[other]):
                for place, node in enumerate(path[1:-1], 1):
                    found.setdefault(node, (other, place))
        return found

    def found(self) -> tuple[Path, int]:
        """The nodes from symbol to symbol, and what they cost."""
        self.laying.budget.spend(len(self.laying.arrows))
        self._begin()
        while True:
            self.laying.budget.spend()
            cost, _, is_over, node, way = heappop(self.queue)
            if is_over:
                return self._path((node, way)), cost
            if (node, way) not in self.done:
                self.done.add((node, way))
                self._go_on(self.best[node, way], node, way)

    def _go_on(self, cost: int, node: Node, way: Way) -> None:
        self._finish_here(cost, node, way)
        for leaves in range(4):
            if leaves != opposite(way):
                bend = self.taken.pass_by(self.number, node, way, leaves)
                self._go(cost + bend, node, leaves, ((node, way), -1, 0))

    def _begin(self) -> None:
        leaves = _LEAVES_BACK if self.arrow.is_return else _LEAVES_ONWARD
        for way in range(4):
            self._go(leaves[way], self.start, way, (None, -1, 0))
        for node, (friend, place) in self.parting.items():
            if self.taken.meets_only(node, self.kin):
                self._part(node, friend, place)

    def _part(self, node: Node, friend: int, place: int) -> None:
        """Begin on the way of an arrow from the same symbol."""
        path = self.taken.paths[friend]
        ran = way_between(self.laying.grid, path[place - 1], node)
        cost = self._along(path[: place + 1])
        cost += 0 if self.arrow.answer is None else _PARTS_LATE
        onward = way_between(self.laying.grid, node, path[place + 1])
        for way in {*range(4)} - {opposite(ran), onward}:
            self._go(cost + _PARTS, node, way, (None, friend, place))

    def _along(self, path: Sequence[Node]) -> int:
        return sum(map(self.taken.length, path, path[1:])) // _ALONG

    def _go(self, cost: int, node: Node, way: Way, came: _Came) -> None:
        step = self.taken.move(self.number, node, way)
        if step is None:
            return
        target = node + self.steps[way]
        if target in self.taken.seats and target != self.goal:
            return
        total = cost + step
        if target == self.goal:
            total += self._reaching(opposite(way))
        if total < self.best.get((target, way), total + 1):
            self.best[target, way] = total
            self.came[target, way] = came
            total += self.taken.length(target, self.goal) // _ALONG  # at the least
            heappush(self.queue, (total, len(self.best), target == self.goal, target, way))

    def _reaching(self, side: Way) -> int:
        return (_REACHED_BACK if self.arrow.is_return else _REACHED_ONWARD)[side]

    def _finish_here(self, cost: int, node: Node, way: Way) -> None:
        """Run into an arrow to the same symbol, if one passes here."""
        if node not in self.joined:
            return
        friend, place = self.joined[node]
        path = self.taken.paths[friend]
        onward = way_between(self.laying.grid, node, path[place + 1])
        if onward == opposite(way) or not self.taken.meets_only(node, self.kin):
            return
        is_like = self.laying.arrows[friend].is_return == self.arrow.is_return
        total = cost + self._along(path[place:]) + (0 if is_like else _AMONG_UNLIKE)
        is_answer = self.laying.arrows[friend].answer is not None and not self.arrow.is_return
        total += _AT_THE_DOOR if is_answer and self._is_first_piece(path, place) else 0
        heappush(self.queue, (total, len(self.best), 1, node, way))

    def _is_first_piece(self, path: Path, place: int) -> bool:
        return path[place] - path[0] == place * (path[1] - path[0])

    def _path(self, state: _State) -> Path:
        nodes = list(self._back(state))[::-1]
        if nodes[-1] != self.goal:
            friend, place = self.joined[nodes[-1]]
            nodes += self.taken.paths[friend][place + 1 :]
        return tuple(nodes)

    def _back(self, state: _State) -> Iterator[Node]:
        """The nodes before a state, the last first."""
        while True:
            yield state[0]
            before, friend, place = self.came[state]
            if before is None:
                break
            state = before
        if friend < 0:
            yield self.start
        else:
            yield from reversed(self.taken.paths[friend][: place + 1])
