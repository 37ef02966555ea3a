"""Symbols in the actors' columns, the arrows between them, and the brackets of parallel blocks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from engine.core.matrix import Symbol, symbol_of
from engine.core.text import Frozen, Language
from engine.core.workflow import AnyStep, Branch, Workflow
from engine.sop.canvas import Canvas
from engine.sop.flow_lines import FINISH, Wire
from engine.sop.matrix_layout import Flow
from engine.sop.symbols import HEAD, STOP

_SYMBOL_HEIGHT = 3


class Band(Frozen, frozen=True, kw_only=True):
    """A row of the matrix on the canvas.

    `rail` is the line above it, along which arrows come in; the arrow's head is on its first line
    (`top`), the symbol below that, around the column `centre`.
    """

    step: AnyStep
    symbol: Symbol
    rail: int
    top: int
    height: int
    centre: int

    @property
    def middle(self) -> int:
        """The line through the middle of the symbol."""
        return self.top + 2

    @property
    def foot(self) -> int:
        """The last line of the symbol."""
        return self.top + _SYMBOL_HEIGHT


class Place(Frozen, frozen=True, kw_only=True):
    """Where the executors' columns lie: `x` is the first column of characters inside the frame."""

    flow: Flow
    x: int

    def lane(self, number: int) -> tuple[int, int]:
        """The columns of characters of a lane: the first, and the one after the last."""
        pitch = self.flow.lane_width + self.flow.gap
        left = self.x + self.flow.left_gutter + number * pitch
        return left, left + self.flow.lane_width

    def separators(self) -> Iterator[int]:
        """Where two lanes, or a lane and a gutter, meet; nowhere if the lanes are packed."""
        if not self.flow.gap:
            return
        last = self.x + self.flow.width
        for number in range(len(self.flow.lanes)):
            left, right = self.lane(number)
            yield from (x for x in (left - 1, right) if self.x <= x < last)

    @property
    def lanes_left(self) -> int:
        """The first column of characters of the first lane."""
        return self.lane(0)[0]

    @property
    def lanes_right(self) -> int:
        """The column of characters after the last lane."""
        return self.lane(len(self.flow.lanes) - 1)[1]

    def track(self, wire: Wire) -> int:
        """Where a long arrow runs beside the lanes."""
        if wire.is_return:
            return self.lanes_left - 2 - 2 * self.flow.left[wire.target]
        return self.lanes_right + 1 + 2 * self.flow.right[wire.target]

    def is_led_to(self, number: int) -> bool:
        """Whether any arrow leads to the row."""
        return any(wire.target == number for wire in self.flow.wires)

    def ways_out(self, number: int) -> tuple[Wire, ...]:
        """The arrows that leave the row."""
        return tuple(wire for wire in self.flow.wires if wire.source == number)

    def band(self, workflow: Workflow, step: AnyStep, *, rail: int, text_height: int) -> Band:
        """The row's band below `rail`, high enough for its text, its symbol and a label below."""
        roles = [lane.role for lane in self.flow.lanes]
        left, _ = self.lane(roles.index(step.role))
        labelled = any(wire.is_down and wire.labels for wire in self.ways_out(step.number))
        return Band(
            step=step,
            symbol=symbol_of(workflow, step),
            rail=rail,
            top=rail + 1,
            height=max(text_height, 1 + _SYMBOL_HEIGHT + labelled),
            centre=left + self.flow.lane_width // 2,
        )


def draw_flow(canvas: Canvas, bands: Sequence[Band], place: Place, *, language: Language) -> None:
    """Draw every symbol and every arrow."""
    for band in bands:
        _draw_symbol(canvas, band, place)
        _write_labels(canvas, band, place, language)
    for wire in place.flow.wires:
        source = bands[wire.source - 1]
        if wire.target != FINISH:
            _draw_wire(canvas, wire, source, bands[wire.target - 1], place)


def _draw_symbol(canvas: Canvas, band: Band, place: Place) -> None:
    out = place.ways_out(band.step.number)
    lines = place.flow.art.lines(
        band.symbol,
        below=any(wire.is_down for wire in out),
        right=any(wire.is_jump for wire in out),
    )
    left = band.centre - place.flow.art.width // 2
    for offset, line in enumerate(lines, start=1):
        canvas.write(left, band.top + offset, line)


def _draw_wire(canvas: Canvas, wire: Wire, source: Band, target: Band, place: Place) -> None:
    net = (wire.source, wire.target)
    arrival = ((target.centre, target.rail), (target.centre, target.top))
    if wire.is_down:
        canvas.draw(net, (source.centre, source.foot), (source.centre, target.rail), *arrival)
    else:
        side = -1 if wire.is_return else 1
        edge = source.centre + side * (place.flow.art.width // 2)
        track = place.track(wire)
        corners = ((edge, source.middle), (track, source.middle), (track, target.rail))
        canvas.draw(net, *corners, *arrival)
    canvas.write(target.centre, target.top, HEAD)


def _write_labels(canvas: Canvas, band: Band, place: Place, language: Language) -> None:
    """Answers beside their arrows, where there is room; the activity's cell lists them all."""
    out = [wire for wire in place.ways_out(band.step.number) if wire.labels]
    half = place.flow.art.width // 2
    down = _joined((wire for wire in out if wire.is_down), language)
    if band.centre + 2 + len(down) <= place.lanes_right:
        canvas.write(band.centre + 2, band.foot + 1, down)
    back = _joined((wire for wire in out if wire.is_return), language)
    start = band.centre - half - 1 - len(back)
    if start >= place.lanes_left:
        canvas.write(start, band.middle - 1, back)
    jumps = [wire for wire in out if wire.is_jump]
    stops = [wire for wire in out if wire.target == FINISH]
    ahead = _joined(jumps or stops, language)
    start = band.centre + half + 2
    if start + len(ahead) <= place.lanes_right:
        canvas.write(start, band.middle - 1, ahead)
    if stops and not jumps:
        canvas.write(start - 1, band.middle, f"─{STOP}")


def _joined(some: Iterable[Wire], language: Language) -> str:
    return " / ".join(wire.label(language) for wire in some)


def draw_brackets(canvas: Canvas, bands: Sequence[Band]) -> None:
    """Draw a bracket at the left margin along every parallel block, notched between branches."""
    blocks: dict[str, list[tuple[Band, Branch]]] = {}
    for band in bands:
        for branch in band.step.within:
            blocks.setdefault(branch.fork, []).append((band, branch))
    for rows in blocks.values():
        _draw_bracket(canvas, rows)


def _draw_bracket(canvas: Canvas, rows: Sequence[tuple[Band, Branch]]) -> None:
    (first, inside), (last, _) = rows[0], rows[-1]
    x = 2 * first.step.within.index(inside)
    bottom = last.top + last.height - 1
    for y in range(first.top, bottom + 1):
        canvas.write(x, y, "┃")
    canvas.write(x, first.top, "┏")
    canvas.write(x, bottom, "┗")
    for (_, before), (band, branch) in pairwise(rows):
        if branch != before:
            canvas.write(x, band.rail, "┣")
