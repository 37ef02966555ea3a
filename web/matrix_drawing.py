"""The drawing of one cell: lines in percent of the cell, so that neighbours meet at any size.

Colours, strokes and sizes of letters are the stylesheet's. A symbol has a fixed size around the
middle of its cell.
"""

from collections.abc import Iterator, Mapping

from markupsafe import Markup, escape

from engine.chart.cells import Cell, Corner, Label, Side, Stop
from engine.core.matrix import Symbol
from web.matrix_words import answer_mark
from web.words import Speech

_SHAPES: Mapping[Symbol, str] = {
    Symbol.TERMINAL: '<rect class="sy term" x="-21" y="-12" width="42" height="24" rx="12"/>',
    Symbol.PROCESS: '<rect class="sy" x="-20" y="-13" width="40" height="26"/>',
    Symbol.DECISION: '<path class="sy deci" d="M0-16 22 0 0 16-22 0z"/>',
    Symbol.LINK: '<path class="sy" d="M-19-13h38v16l-19 11-19-11z"/>',
}
_HALF: Mapping[Symbol, tuple[int, int]] = {
    Symbol.TERMINAL: (21, 12),
    Symbol.PROCESS: (20, 13),
    Symbol.DECISION: (22, 16),
    Symbol.LINK: (19, 14),
}
_NARROW = {Symbol.LINK: 13}
"""How far a symbol reaches up, where that is less than down."""
_HEADS: Mapping[Side, str] = {
    "n": "l-4-7h8z",
    "s": "l-4 7h8z",
    "w": "l-7-4v8z",
    "e": "l7-4v8z",
}


def drawing(cell: Cell, t: Speech) -> Markup:
    """The drawing of a cell; it has no name for readers, the cell has."""
    parts = ['<svg class="fl" aria-hidden="true" focusable="false">']
    parts += _lines(cell)
    parts += [_stop(stop) for stop in cell.stops]
    if cell.row is not None:
        parts.append('<svg x="50%" y="50%" overflow="visible">')
        parts += _symbol(cell, cell.row.symbol, t)
        parts.append("</svg>")
    return Markup("").join([*map(Markup, parts), Markup("</svg>")])  # ours, escaped


def _lines(cell: Cell) -> Iterator[str]:
    for line in cell.lines:
        kind = ' class="bk"' if line.is_return else ""
        ends = " ".join(
            f'{name}="{_percent(value)}"'
            for name, value in zip(
                ("x1", "y1", "x2", "y2"), (line.x1, line.y1, line.x2, line.y2), strict=True
            )
        )
        yield f"<line{kind} {ends}/>"


def _percent(value: float) -> str:
    return f"{round(100 * value, 2):g}%"


def _symbol(cell: Cell, symbol: Symbol, t: Speech) -> Iterator[str]:
    shape = _SHAPES[symbol]
    if cell.row is not None and cell.row.is_conditional:
        shape = shape.replace('class="sy', 'class="sy if')
    yield shape
    for side, back in cell.heads:
        yield f'<path class="ah{" bk" if back else ""}" d="M{_edge(symbol, side)}{_HEADS[side]}"/>'
    for label in cell.labels:
        yield _label(label, symbol, t)


def _edge(symbol: Symbol, side: Side) -> str:
    wide, high = _HALF[symbol]
    up = _NARROW.get(symbol, high)
    return {"n": f"0-{up}", "s": f"0 {high}", "w": f"-{wide} 0", "e": f"{wide} 0"}[side]


def _label(label: Label, symbol: Symbol, t: Speech) -> str:
    wide, high = _HALF[symbol]
    is_low, is_right = label.corner[0] == "b", label.corner[1] == "r"
    if label.side in "ew":
        x, y = wide - 2, 12 if is_low else -4
    else:
        x, y = 5, high + 11 if is_low else -high - 4
    x, anchor = (x, "start") if is_right else (-x, "end")
    words = escape(answer_mark(label.answer, t))
    kind = "lb bk" if label.is_return else "lb"
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def _stop(stop: Stop) -> str:
    kind = "sp no" if stop.result == "rejected" else "sp"
    return (
        f'<svg x="{_percent(stop.x)}" y="{_percent(stop.y)}" overflow="visible">'
        f'<rect class="{kind}" x="-7" y="-4.5" width="14" height="9" rx="4.5"/></svg>'
    )


def free_corner(cell: Cell) -> Corner:
    """The corner of the symbol where a badge hides least."""
    said = {label.corner for label in cell.labels}
    ends = {_CORNERS[stop.y > 0.5, stop.x > 0.5] for stop in cell.stops}  # noqa: PLR2004
    free = (
        corner for busy in (said | ends, said) for corner in _CORNERS.values() if corner not in busy
    )
    return next(free, "tr")


_CORNERS: Mapping[tuple[bool, bool], Corner] = {
    (False, True): "tr",
    (False, False): "tl",
    (True, True): "br",
    (True, False): "bl",
}
"""By whether they lie low and right, the best for a badge first."""


_LEGEND: Mapping[str, str] = {
    **{symbol.value: shape for symbol, shape in _SHAPES.items()},
    "conditional": '<rect class="sy if" x="-20" y="-13" width="40" height="26"/>',
    "stop": '<rect class="sp no" x="-14" y="-9" width="28" height="18" rx="9"/>',
    "return": '<line class="bk" x1="22" y1="0" x2="-14" y2="0"/>'
    '<path class="ah bk" d="M-22 0l9-5v10z"/>',
}


def legend_drawing(name: str) -> Markup:
    """A symbol by itself."""
    return Markup(  # noqa: S704  # made of the shapes above
        f'<svg class="fl lg" viewBox="-26 -18 52 36" aria-hidden="true">{_LEGEND[name]}</svg>'
    )
