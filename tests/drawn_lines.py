"""Whether the lines of a chart lie on one another, turn on one another, or run through symbols."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from engine.chart.drawing import Chart, Point, Run

_HALF_WIDTH, _HALF_HEIGHT = 0.27, 0.2
"""How far a symbol reaches from the middle of the smallest cell, with its arrow heads."""

_NOTHING = 1e-9

Piece = tuple[Point, Point]


def pieces(run: Run) -> Iterator[Piece]:
    """The straight pieces of an arrow's way."""
    yield from pairwise(run.points)


def _shared(one: Piece, other: Piece) -> Piece | None:
    """The part of two straight pieces that both cover, if it is more than a point."""
    low = max(min(one), min(other))
    high = min(max(one), max(other))
    level = [piece[0][1] == piece[1][1] for piece in (one, other)]
    if level[0] != level[1]:
        return None
    axis = 0 if level[0] else 1
    if one[0][1 - axis] != other[0][1 - axis] or high[axis] <= low[axis]:
        return None
    return low, high


def _length(piece: Piece) -> float:
    return abs(piece[0][0] - piece[1][0]) + abs(piece[0][1] - piece[1][1])


def _common_start(one: Run, other: Run) -> float:
    """How far two ways run together from their beginnings."""
    together = 0.0
    for first, second in zip(pieces(one), pieces(other), strict=False):
        part = _shared(first, second)
        if part is None or first[0] != second[0]:
            break
        together += _length(part)
        if first[1] != second[1]:
            break
    return together


def _reversed(run: Run) -> Run:
    return Run(arrow=run.arrow, points=run.points[::-1])


def overlap(one: Run, other: Run) -> float:
    """How far two arrows run along each other beyond a common beginning and a common end."""
    parts = (_shared(a, b) for a in pieces(one) for b in pieces(other))
    along = sum(_length(part) for part in parts if part)
    if one.arrow.source == other.arrow.source:
        along -= _common_start(one, other)
    if one.arrow.target is not None and one.arrow.target == other.arrow.target:
        along -= _common_start(_reversed(one), _reversed(other))
    return along


def _on(point: Point, piece: Piece) -> bool:
    (x1, y1), (x2, y2) = min(piece), max(piece)
    return x1 <= point[0] <= x2 and min(y1, y2) <= point[1] <= max(y1, y2)


def touches(one: Run, other: Run) -> bool:
    """Whether one turns on the other, though they have neither beginning nor end in common."""
    if one.arrow.source == other.arrow.source:
        return False
    if one.arrow.target is not None and one.arrow.target == other.arrow.target:
        return False
    return any(
        _on(corner, piece)
        for first, second in ((one, other), (other, one))
        for corner in first.points[1:-1]
        for piece in pieces(second)
    )


def runs_through_a_symbol(drawn: Chart, run: Run) -> bool:
    """Whether an arrow passes a symbol, or its own anywhere but at its ends."""
    ends = {run.arrow.source, run.arrow.target}
    for number, row in enumerate(drawn.rows):
        left, right = row.column + 0.5 - _HALF_WIDTH, row.column + 0.5 + _HALF_WIDTH
        top, bottom = number + 0.5 - _HALF_HEIGHT, number + 0.5 + _HALF_HEIGHT
        for first, last in pieces(run):
            inside = (
                min(first[0], last[0]) < right
                and max(first[0], last[0]) > left
                and min(first[1], last[1]) < bottom
                and max(first[1], last[1]) > top
            )
            meets = (row.column + 0.5, number + 0.5) in (first, last)
            if inside and not (number in ends and meets):
                return True
    return False


def overlaps(drawn: Chart) -> int:
    """How many pairs of arrows run along each other or turn on one another."""
    return sum(
        overlap(one, other) > _NOTHING or touches(one, other)
        for one, other in combinations(drawn.runs, 2)
    )


def through_symbols(drawn: Chart) -> int:
    """How many arrows run through a symbol."""
    return sum(runs_through_a_symbol(drawn, run) for run in drawn.runs)
