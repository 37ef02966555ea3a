"""The lines on which arrows may run: a few lanes in every row and column, and the middles.

A node is one number, `y * width + x`. In every column `side` lanes lie left of the middle and as
many right of it, in every row `edge` lanes above and below. The middle of a row is only for who
leaves or reaches its symbol there; the same holds upright.
"""

from engine.core.text import Frozen

Node = int
Way = int
"""0 up, 1 right, 2 down, 3 left."""
UP, RIGHT, DOWN, LEFT = range(4)

CELL_WIDTH, CELL_HEIGHT = 88, 76
"""Nominal size of a cell: what lengths are weighed by."""
_REACH = 0.2
"""The part of a cell on either side of its symbol that lanes share."""


class Grid(Frozen, frozen=True, kw_only=True):
    """The lanes of a matrix."""

    rows: int
    columns: int
    side: int
    edge: int

    @property
    def width(self) -> int:
        """Upright lines in all."""
        return self.columns * (2 * self.side + 1)

    @property
    def height(self) -> int:
        """Level lines in all."""
        return self.rows * (2 * self.edge + 1)

    def centre(self, row: int, column: int) -> Node:
        """The middle of a cell."""
        y = row * (2 * self.edge + 1) + self.edge
        return y * self.width + column * (2 * self.side + 1) + self.side

    def place(self, node: Node) -> tuple[int, int, int, int]:
        """Row, its lane, column, its lane."""
        y, x = divmod(node, self.width)
        return *divmod(y, 2 * self.edge + 1), *divmod(x, 2 * self.side + 1)

    def step(self, way: Way) -> int:
        """What one step in that direction adds to a node."""
        return (-self.width, 1, self.width, -1)[way]

    def across(self) -> tuple[int, ...]:
        """Where the upright lines lie."""
        return _lines(self.columns, self.side, CELL_WIDTH)

    def down(self) -> tuple[int, ...]:
        """Where the level lines lie."""
        return _lines(self.rows, self.edge, CELL_HEIGHT)


def _lines(cells: int, lanes: int, size: int) -> tuple[int, ...]:
    before = [_REACH * (lane + 1) / (lanes + 1) for lane in range(lanes)]
    within = [*before, 0.5, *(1 - one for one in reversed(before))]
    return tuple(round((cell + one) * size) for cell in range(cells) for one in within)


def opposite(way: Way) -> Way:
    """The direction back."""
    return (way + 2) % 4


def way_between(grid: Grid, one: Node, other: Node) -> Way:
    """The direction from a node to its neighbour."""
    return next(way for way in range(4) if one + grid.step(way) == other)
