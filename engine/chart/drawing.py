"""The chart of a workflow: which symbol stands where, and the corners of every arrow's way.

A point is in cells: `(2.5, 4.1)` lies half across the third column, near the top of the fifth row.
So rows and columns may be as high and wide as their text makes them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from engine.chart.flow import Arrow, Column, arrows, columns
from engine.chart.grid import Node
from engine.chart.routing import Layout, lay_out
from engine.core.ids import StepId
from engine.core.matrix import Symbol, symbol_of
from engine.core.text import Frozen
from engine.core.workflow import Workflow

Point = tuple[float, float]

_OUTER, _INNER = 0.04, 0.18
"""Where lanes lie that share one side of a cell, from its border."""
_FEW: Mapping[int, tuple[float, ...]] = {1: (0.1,), 2: (0.06, 0.16)}
_CORNER = 0.9, 0.86
"""Where the end of an arrow lies that ends the case, in the corner of its cell."""


class Row(Frozen, frozen=True, kw_only=True):
    """A row: its symbol and the column it stands in.

    `is_conditional`: skipped by rule where its condition does not hold.
    """

    step: StepId
    column: int
    symbol: Symbol
    is_conditional: bool


class Run(Frozen, frozen=True, kw_only=True):
    """An arrow and the corners of its way, from symbol to symbol (or to the end of the case)."""

    arrow: Arrow
    points: tuple[Point, ...]


class Chart(Frozen, frozen=True, kw_only=True):
    """A drawn workflow.

    `breadths` and `depths` say how many lanes the busier side of each column and row has: it needs
    room for so many. One that is not `is_laid` has no arrows, as their ways were not found.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    runs: tuple[Run, ...]
    breadths: tuple[int, ...]
    depths: tuple[int, ...]
    crossings: int
    is_laid: bool = True


def chart(workflow: Workflow) -> Chart:
    """Draw a workflow; deterministic, and a matter of its steps and roles alone.

    Raises:
        TooMuchWork: it is too large to be drawn while somebody waits.
    """
    heads = columns(workflow)
    rows, drawn = _rows(workflow, heads), arrows(workflow)
    laid = lay_out([row.column for row in rows], len(heads), drawn)
    spread = _Spread(laid, drawn)
    return Chart(
        columns=heads,
        rows=rows,
        runs=tuple(
            Run(arrow=arrow, points=spread.corners(arrow, path))
            for arrow, path in zip(drawn, laid.paths, strict=True)
        ),
        breadths=spread.busiest(len(heads), spread.across),
        depths=spread.busiest(len(rows), spread.down),
        crossings=laid.crossings,
    )


def without_arrows(workflow: Workflow) -> Chart:
    """The columns and symbols alone, of a workflow whose arrows cannot be laid."""
    heads = columns(workflow)
    rows = _rows(workflow, heads)
    return Chart(
        columns=heads,
        rows=rows,
        runs=(),
        breadths=(0,) * len(heads),
        depths=(0,) * len(rows),
        crossings=0,
        is_laid=False,
    )


def _rows(workflow: Workflow, heads: Sequence[Column]) -> tuple[Row, ...]:
    roles = {column.role: number for number, column in enumerate(heads)}
    return tuple(
        Row(
            step=step.id,
            column=roles[step.role],
            symbol=symbol_of(workflow, step),
            is_conditional=step.when is not None,
        )
        for step in workflow.steps()
    )


_Lanes = Mapping[int, Mapping[int, float]]
"""By column or row: where in it each lane lies that is used."""


class _Spread:
    """Gives every lane that is used its place, so that what is free is shared evenly."""

    def __init__(self, laid: Layout, drawn: Sequence[Arrow]) -> None:
        self.grid = laid.grid
        upright: set[tuple[int, int]] = set()
        level: set[tuple[int, int]] = set()
        for arrow, path in zip(drawn, laid.paths, strict=True):
            if arrow.target is not None:
                for one, other in pairwise(path):
                    self._note(one, other, upright, level)
        self.across = _shared(upright, self.grid.side)
        self.down = _shared(level, self.grid.edge)

    def _note(
        self, one: Node, other: Node, upright: set[tuple[int, int]], level: set[tuple[int, int]]
    ) -> None:
        for node in (one, other):
            row, y, column, x = self.grid.place(node)
            if abs(one - other) == 1:
                level.add((row, y))
            else:
                upright.add((column, x))

    def corners(self, arrow: Arrow, path: Sequence[Node]) -> tuple[Point, ...]:
        """Where the way begins, turns and ends."""
        if arrow.target is None:
            return self._to_end(path)
        inner = [
            node
            for before, node, after in zip(path, path[1:], path[2:], strict=False)
            if after - node != node - before
        ]
        return tuple(map(self._point, (path[0], *inner, path[-1])))

    def _point(self, node: Node) -> Point:
        row, y, column, x = self.grid.place(node)
        across, down = self.across.get(column, {}), self.down.get(row, {})
        return column + across.get(x, 0.5), row + down.get(y, 0.5)  # nothing shares the middle

    def _to_end(self, path: Sequence[Node]) -> tuple[Point, ...]:
        row, _, column, _ = self.grid.place(path[0])
        _, y, _, x = self.grid.place(path[-1])
        right, low = _CORNER
        across = column + (right if x else 1 - right)
        return (
            (column + 0.5, row + 0.5),
            (across, row + 0.5),
            (across, row + (low if y else 1 - low)),
        )

    def busiest(self, count: int, lanes: _Lanes) -> tuple[int, ...]:
        """How many lanes the busier side of each has."""
        sides = (
            [sum(1 for at in lanes.get(one, {}).values() if is_on(at)) for is_on in _SIDES]
            for one in range(count)
        )
        return tuple(max(one) for one in sides)


_SIDES: tuple[Callable[[float], bool], ...] = (
    partial(float.__gt__, 0.5),
    partial(float.__lt__, 0.5),
)
"""Whether a lane lies before or behind the middle."""


def _shared(used: set[tuple[int, int]], middle: int) -> _Lanes:
    """Where each used lane lies in its column or row."""
    places: dict[int, dict[int, float]] = {}
    for cell in {cell for cell, _ in used}:
        found = places.setdefault(cell, {})
        before = sorted(lane for one, lane in used if one == cell and lane < middle)
        behind = sorted((lane for one, lane in used if one == cell and lane > middle), reverse=True)
        found |= dict(zip(before, _fractions(len(before)), strict=True))
        found |= {lane: 1 - at for lane, at in zip(behind, _fractions(len(behind)), strict=True)}
    return places


def _fractions(count: int) -> tuple[float, ...]:
    if count in _FEW:
        return _FEW[count]
    step = (_INNER - _OUTER) / max(count - 1, 1)
    return tuple(round(_OUTER + step * n, 4) for n in range(count))
