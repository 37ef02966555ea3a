"""A sheet of characters on which lines find their own corners, joints and crossings."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

Point = tuple[int, int]
"""Column and line, from 0; lines count downwards."""
Net = tuple[int, int]
"""Where a line comes from and where it leads. Lines with an end in common are joined where they
meet; others only cross."""

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_OPPOSITE = {_UP: _DOWN, _DOWN: _UP, _LEFT: _RIGHT, _RIGHT: _LEFT}
_GLYPHS: Mapping[int, str] = {
    **dict.fromkeys((_UP, _DOWN, _UP | _DOWN), "│"),
    **dict.fromkeys((_LEFT, _RIGHT, _LEFT | _RIGHT), "─"),
    _DOWN | _RIGHT: "┌",
    _DOWN | _LEFT: "┐",
    _UP | _RIGHT: "└",
    _UP | _LEFT: "┘",
    _UP | _DOWN | _RIGHT: "├",
    _UP | _DOWN | _LEFT: "┤",
    _DOWN | _LEFT | _RIGHT: "┬",
    _UP | _LEFT | _RIGHT: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}


class Canvas:
    """Three layers: shade below, lines above it, text on top."""

    def __init__(self) -> None:
        self._shade: dict[Point, str] = {}
        self._lines: dict[Point, dict[Net, int]] = {}
        self._text: dict[Point, str] = {}

    def shade(self, points: Iterable[Point], character: str) -> None:
        """Fill cells with a faint character, which anything else covers."""
        self._shade.update(dict.fromkeys(points, character))

    def write(self, x: int, y: int, text: str) -> None:
        """Write one line of text from (x, y) to the right."""
        self._text.update({(x + offset, y): letter for offset, letter in enumerate(text)})

    def draw(self, net: Net, *corners: Point) -> None:
        """Draw a line of upright and level stretches through `corners`."""
        for start, end in pairwise(corners):
            for here, there in pairwise(_stretch(start, end)):
                towards = _direction(here, there)
                self._add(here, net, towards)
                self._add(there, net, _OPPOSITE[towards])

    def _add(self, point: Point, net: Net, direction: int) -> None:
        cell = self._lines.setdefault(point, {})
        cell[net] = cell.get(net, 0) | direction

    def __str__(self) -> str:
        """The sheet, without blanks at the ends of lines."""
        points = self._shade.keys() | self._lines.keys() | self._text.keys()
        ends: dict[int, int] = {}
        for x, y in points:
            ends[y] = max(ends.get(y, 0), x)
        bottom = max(ends, default=-1)
        return "\n".join(
            "".join(self._character((x, y)) for x in range(ends.get(y, -1) + 1)).rstrip()
            for y in range(bottom + 1)
        )

    def _character(self, point: Point) -> str:
        if point in self._text:
            return self._text[point]
        if point in self._lines:
            return _GLYPHS[_joint(self._lines[point])]
        return self._shade.get(point, " ")


def _stretch(start: Point, end: Point) -> list[Point]:
    (x0, y0), (x1, y1) = start, end
    step = -1 if (x1, y1) < (x0, y0) else 1
    if x0 == x1:
        return [(x0, y) for y in range(y0, y1 + step, step)]
    return [(x, y0) for x in range(x0, x1 + step, step)]


def _direction(here: Point, there: Point) -> int:
    if here[0] == there[0]:
        return _DOWN if there[1] > here[1] else _UP
    return _RIGHT if there[0] > here[0] else _LEFT


def _joint(cell: Mapping[Net, int]) -> int:
    """What to draw where nets meet: one joint if they are joined, else the upright one on top."""
    groups = _groups(cell)
    return max(groups, key=lambda bits: bool(bits & _UP and bits & _DOWN))


def _groups(cell: Mapping[Net, int]) -> list[int]:
    """The strokes of nets that have an end in common, directly or through others."""
    groups: list[tuple[set[int], int]] = []
    for (source, target), bits in cell.items():
        ends, strokes = {source, -target}, bits
        apart: list[tuple[set[int], int]] = []
        for group in groups:
            if group[0] & ends:
                ends, strokes = ends | group[0], strokes | group[1]
            else:
                apart.append(group)
        groups = [*apart, (ends, strokes)]
    return [strokes for _, strokes in groups]
