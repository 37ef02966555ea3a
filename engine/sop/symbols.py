"""The symbols of the official form, drawn with characters in two sizes."""

from collections.abc import Mapping

from engine.core.matrix import Symbol
from engine.core.text import Frozen

_UP, _DOWN = "\u2571", "\u2572"
"""Slanting lines of the box-drawing kind; written as codes, as they look like slashes."""
HEAD = "▼"
STOP = "■"


class Art(Frozen, frozen=True, kw_only=True):
    """A set of symbols: three lines each, an odd number of columns wide."""

    width: int
    shapes: Mapping[Symbol, tuple[str, str, str]]

    def lines(self, symbol: Symbol, *, below: bool, right: bool) -> tuple[str, str, str]:
        """The symbol, with joints where arrows leave it below or to the right."""
        top, middle, bottom = self.shapes[symbol]
        half = self.width // 2
        if below:
            bottom = bottom[:half] + "┬" + bottom[half + 1 :]
        if right and middle.endswith("│"):
            middle = middle[:-1] + "├"
        return top, middle, bottom


LARGE = Art(
    width=5,
    shapes={
        Symbol.TERMINAL: ("╭───╮", "│   │", "╰───╯"),
        Symbol.PROCESS: ("┌───┐", "│   │", "└───┘"),
        Symbol.DECISION: (f" {_UP}─{_DOWN} ", "<   >", f" {_DOWN}─{_UP} "),
        Symbol.LINK: ("┌───┐", "│   │", f" {_DOWN}─{_UP} "),
    },
)
SMALL = Art(
    width=3,
    shapes={
        Symbol.TERMINAL: ("╭─╮", "│ │", "╰─╯"),
        Symbol.PROCESS: ("┌─┐", "│ │", "└─┘"),
        Symbol.DECISION: (f"{_UP}─{_DOWN}", "< >", f"{_DOWN}─{_UP}"),
        Symbol.LINK: ("┌─┐", "│ │", f"{_DOWN}─{_UP}"),
    },
)
