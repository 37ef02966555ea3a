"""The chart cut into the cells of the table: what each has to draw by itself.

A cell knows its lines by fractions of its width and height, so that lines of neighbours meet
however large each becomes.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from engine.chart.drawing import Chart, Point, Row, Run
from engine.chart.flow import Answer
from engine.core.text import Frozen

Side = Literal["n", "e", "s", "w"]
Corner = Literal["tr", "tl", "br", "bl"]


class Line(Frozen, frozen=True, kw_only=True):
    """A straight piece of an arrow within a cell; from 0 to 1 both ways."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_return: bool = False


class Label(Frozen, frozen=True, kw_only=True):
    """An answer beside the line that leaves the symbol by a side, in a corner of the symbol."""

    side: Side
    corner: Corner
    answer: Answer
    is_return: bool = False


class Stop(Frozen, frozen=True, kw_only=True):
    """Where an arrow ends the case: a small terminal in the corner of the cell."""

    x: float
    y: float
    result: Literal["completed", "rejected"]


class Cell(Frozen, frozen=True, kw_only=True):
    """What one cell draws. `heads` are the sides at which arrows reach its symbol."""

    row: Row | None = None
    lines: tuple[Line, ...] = ()
    heads: tuple[tuple[Side, bool], ...] = ()
    labels: tuple[Label, ...] = ()
    stops: tuple[Stop, ...] = ()


Key = tuple[int, int]
"""Row and column, from 0."""


def cells(chart: Chart) -> Mapping[Key, Cell]:
    """Every cell that is not empty."""
    lines: dict[Key, set[tuple[float, float, float, float, bool]]] = {}
    for run in chart.runs:
        for key, piece in _pieces(run):
            lines.setdefault(key, set()).add(piece)
    homes = {(number, row.column): row for number, row in enumerate(chart.rows)}
    return {
        key: Cell(
            row=homes.get(key),
            lines=_joined(lines.get(key, set())),
            heads=_heads(chart, key) if key in homes else (),
            labels=_labels(chart, key) if key in homes else (),
            stops=_stops(chart, key) if key in homes else (),
        )
        for key in sorted(lines.keys() | homes.keys())
    }


def _pieces(run: Run) -> Iterator[tuple[Key, tuple[float, float, float, float, bool]]]:
    """The way in pieces, none of which leaves its cell."""
    back = run.arrow.is_return
    for one, other in pairwise(run.points):
        (x1, y1), (x2, y2) = sorted((one, other))
        if y1 == y2:
            row = floor(y1)
            for column in range(floor(x1), ceil(x2)):
                at = y1 - row
                yield (row, column), (_cut(x1, column), at, _cut(x2, column), at, back)
        else:
            column, at = floor(x1), x1 - floor(x1)
            for row in range(floor(y1), ceil(y2)):
                yield (row, column), (at, _cut(y1, row), at, _cut(y2, row), back)


def _cut(value: float, cell: int) -> float:
    return min(max(value - cell, 0.0), 1.0)


def _joined(pieces: set[tuple[float, float, float, float, bool]]) -> tuple[Line, ...]:
    """Pieces that continue one another as one line; what leads on before what leads back."""
    runs: dict[tuple[bool, bool, float], list[list[float]]] = {}
    for x1, y1, x2, y2, back in sorted(pieces):
        level = y1 == y2
        at, low, high = (y1, x1, x2) if level else (x1, y1, y2)
        found = runs.setdefault((back, level, round(at, 4)), [])
        if found and low <= found[-1][1]:
            found[-1][1] = max(found[-1][1], high)
        else:
            found.append([low, high])
    return tuple(
        _line(level, at, low, high, back)
        for (back, level, at), spans in sorted(runs.items())
        for low, high in spans
    )


def _line(level: bool, at: float, low: float, high: float, back: bool) -> Line:  # noqa: FBT001
    low, high = round(low, 4), round(high, 4)
    if level:
        return Line(x1=low, y1=at, x2=high, y2=at, is_return=back)
    return Line(x1=at, y1=low, x2=at, y2=high, is_return=back)


def _heads(chart: Chart, key: Key) -> tuple[tuple[Side, bool], ...]:
    reached = (run for run in chart.runs if run.arrow.target == key[0])
    found = {(_side(run.points[-1], run.points[-2]), run.arrow.is_return) for run in reached}
    sides: dict[Side, bool] = {}
    for side, back in sorted(found):
        sides.setdefault(side, back)
    return tuple(sides.items())


_CORNERS: Mapping[Side, tuple[Corner, Corner]] = {
    "n": ("tr", "tl"),
    "e": ("br", "tr"),
    "s": ("br", "bl"),
    "w": ("bl", "tl"),
}
"""Where an answer may stand that leaves by a side; where it stands if nothing is in its way."""
_LEVEL_ROOM = (0.25, 0.02), (0.8, 0.3)
_UPRIGHT_ROOM = (0.02, 0.2), (0.55, 0.38)
"""What an answer covers beside a level or an upright line, from the middle of the symbol."""


def _labels(chart: Chart, key: Key) -> tuple[Label, ...]:
    """The answers, each in a corner through which no line runs, if there is one."""
    pieces = [piece for run in chart.runs for piece in pairwise(run.points)]
    found: list[Label] = []
    for run in chart.runs:
        if run.arrow.source == key[0] and run.arrow.answer is not None:
            side = _side(run.points[0], run.points[1])
            taken = {(one.side, one.corner) for one in found}
            corners = _CORNERS[side][:: -1 if _turns_down(run.points) else 1]
            left = [corner for corner in corners if (side, corner) not in taken] or corners
            free = (one for one in left if not _is_crossed(run.points[0], side, one, pieces))
            corner, back = next(free, left[0]), run.arrow.is_return
            found.append(Label(side=side, corner=corner, answer=run.arrow.answer, is_return=back))
    return tuple(found)


def _is_crossed(
    middle: Point, side: Side, corner: Corner, pieces: Iterable[tuple[Point, Point]]
) -> bool:
    """Whether a line runs through where an answer would stand."""
    near, far = _LEVEL_ROOM if side in "ew" else _UPRIGHT_ROOM
    signs = (1 if corner[1] == "r" else -1, 1 if corner[0] == "b" else -1)
    spans = [
        sorted((at + sign * low, at + sign * high))
        for at, sign, low, high in zip(middle, signs, near, far, strict=True)
    ]
    return any(
        all(
            min(one[axis], other[axis]) < high and max(one[axis], other[axis]) > low
            for axis, (low, high) in enumerate(spans)
        )
        for one, other in pieces
    )


def _turns_down(points: tuple[Point, ...]) -> bool:
    """Whether a line that leaves to the side turns down at its first corner."""
    is_level = points[0][1] == points[1][1]
    return is_level and len(points) > 2 and points[2][1] > points[1][1]  # noqa: PLR2004


def _stops(chart: Chart, key: Key) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            x=round(run.points[-1][0] - key[1], 4),
            y=round(run.points[-1][1] - key[0], 4),
            result=run.arrow.result,
        )
        for run in chart.runs
        if run.arrow.source == key[0] and run.arrow.target is None
    )


def _side(symbol: Point, neighbour: Point) -> Side:
    """On which side of a symbol its neighbour lies."""
    if symbol[1] == neighbour[1]:
        return "e" if neighbour[0] > symbol[0] else "w"
    return "s" if neighbour[1] > symbol[1] else "n"


class Through(Frozen, frozen=True, kw_only=True):
    """Arrows that pass the border below a row together, at one place.

    `down`: whether they go on to the next row; otherwise they come from it.
    """

    column: int
    x: float
    down: bool
    is_return: bool


def passing(chart: Chart, row: int) -> tuple[Through, ...]:
    """What passes the lower border of a row, from left to right: where a page may end."""
    border = row + 1
    found: dict[float, tuple[bool, bool]] = {}
    for run in chart.runs:
        for (x1, y1), (_, y2) in pairwise(run.points):
            if min(y1, y2) < border < max(y1, y2):
                found.setdefault(x1, (y2 > y1, run.arrow.is_return))
    return tuple(
        Through(column=floor(x), x=round(x - floor(x), 4), down=down, is_return=back)
        for x, (down, back) in sorted(found.items())
    )
