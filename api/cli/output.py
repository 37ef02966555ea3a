"""What the command line writes: tables for people, JSON for machines, one line for an error.

Colours only on a terminal and never with NO_COLOR; nothing that a case holds can steer it.
"""

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.core.text import Frozen

_WIDTH_OF_A_FILE = 160
"""Columns where the output is no terminal and COLUMNS says nothing."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, change colours or turn the direction of writing."""


class Column(Frozen, frozen=True, kw_only=True):
    """A column of a table.

    `whole`: never broken, such as an id. `least`: how narrow a text may become at most. `spare`:
    left out where the columns do not fit side by side, the highest first.
    """

    title: str
    whole: bool = False
    right: bool = False
    least: int = 0
    spare: int = 0


def harmless(text: str) -> str:
    """`text` without characters that could steer a terminal; lines and tabs stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """`text` on one line, harmless."""
    return harmless(" ".join(text.split()))


def width() -> int:
    """How many columns there are to write in."""
    return shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24)).columns


def console(wide: int = 0) -> Console:
    """Where people read, `wide` at the least. Made anew each time: tests and pipes replace it."""
    return Console(
        file=sys.stdout, width=max(width(), wide), highlight=False, markup=False, emoji=False
    )


def say(text: str = "", *, style: str = "") -> None:
    """Write a line, or several; long ones are broken at words on a terminal only."""
    out = console()
    out.print(Text(harmless(text), style=style), soft_wrap=not out.is_terminal)


def say_verbatim(text: str) -> None:
    """Write lines that are laid out already."""
    sys.stdout.write(harmless(text.rstrip("\n")) + "\n")


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Write a table in the width there is; columns that have no room are named below it."""
    cells = [[one_line(str(cell)) for cell in row] for row in rows]
    spans = [_span(column, [row[at] for row in cells]) for at, column in enumerate(columns)]
    shown, left_out = _fitting(columns, spans)
    wide = _widths([spans[at] for at in shown])
    shape = _Shape([columns[at] for at in shown], wide)
    out = console(shape.wide)
    out.print(Text(shape.head()), style="bold", soft_wrap=True)
    sys.stdout.write(
        ("-" if out.options.ascii_only else "\N{BOX DRAWINGS LIGHT HORIZONTAL}") * shape.wide + "\n"
    )
    sys.stdout.writelines(
        line for row in cells for line in shape.lines([row[at] for at in shown], out)
    )
    sys.stdout.flush()
    if left_out:
        names = ", ".join(column.title for column in left_out)
        say(f"In a wider window also: {names}.", style="dim")


class _Shape:
    """Columns side by side. Rich's own tables take milliseconds a row, and histories are long."""

    def __init__(self, columns: Sequence[Column], widths: Sequence[int]) -> None:
        self._columns, self._widths = columns, widths
        self.wide = sum(widths) + _BETWEEN_COLUMNS * (len(columns) - 1)

    def head(self) -> str:
        """The titles."""
        return self._line([column.title for column in self._columns])

    def lines(self, row: Sequence[str], out: Console) -> Iterator[str]:
        """A row: a line, or several where a text is too long for its column."""
        fits = all(map(_is_within, row, self._widths))
        folded = [[text] for text in row] if fits else [*map(self._folded(out), row, self._widths)]
        for pieces in zip_longest(*folded, fillvalue=""):
            yield f"{self._line(pieces)}\n"

    @staticmethod
    def _folded(out: Console) -> Callable[[str, int], list[str]]:
        def fold(text: str, width: int) -> list[str]:
            if _is_within(text, width):
                return [text]
            return [piece.plain.rstrip() for piece in Text(text).wrap(out, width, overflow="fold")]

        return fold

    def _line(self, texts: Sequence[str]) -> str:
        return (" " * _BETWEEN_COLUMNS).join(map(_padded, texts, self._columns, self._widths))


def _padded(text: str, column: Column, width: int) -> str:
    blank = " " * (width - cell_len(text))
    return blank + text if column.right else text + blank


def _is_within(text: str, width: int) -> bool:
    return cell_len(text) <= width


class _Span(Frozen, frozen=True):
    """How wide a column must be, and how wide it would like to be."""

    least: int
    most: int


def _span(column: Column, texts: Sequence[str]) -> _Span:
    title = cell_len(column.title)
    most = max((title, *(cell_len(text) for text in texts)))
    return _Span(most if column.whole else max(title, min(most, column.least)), most)


_BETWEEN_COLUMNS = 3


def _room(columns: int) -> int:
    """The width there is for the texts of so many columns."""
    return width() - _BETWEEN_COLUMNS * (columns - 1)


def _fitting(columns: Sequence[Column], spans: Sequence[_Span]) -> tuple[list[int], list[Column]]:
    """The places of the columns that there is room for, and the columns that there is none for."""
    shown, left_out = list(range(len(columns))), []
    while sum(spans[at].least for at in shown) > _room(len(shown)):
        last = max(shown, key=lambda at: columns[at].spare)
        if not columns[last].spare:
            break
        shown.remove(last)
        left_out.append(columns[last])
    return shown, left_out[::-1]


def _widths(spans: Sequence[_Span]) -> list[int]:
    """A width for each: what it must have, and a share of what is left where it wants more."""
    widths = [span.least for span in spans]
    wanted = sum(span.most - span.least for span in spans)
    spare = min(wanted, max(0, _room(len(spans)) - sum(widths)))
    for at, span in enumerate(spans):
        share = round(spare * (span.most - span.least) / wanted) if wanted else 0
        spare, wanted = spare - share, wanted - (span.most - span.least)
        widths[at] += share
    return widths


def show_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Write names and values below each other; a value that is empty is left out."""
    grid = Table.grid(padding=(0, 2))
    for name, value in pairs:
        if value not in {None, ""}:
            grid.add_row(Text(name, style="bold"), Text(one_line(str(value))))
    console().print(grid)


def show_json(value: object) -> None:
    """Write exactly this as JSON, in UTF-8 whatever the terminal's encoding is."""
    from api.answers import plain  # noqa: PLC0415  # it brings the whole web framework along

    encoded = msgspec.json.format(msgspec.json.encode(plain(value)), indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(encoded + b"\n")
    sys.stdout.buffer.flush()


def complain(message: str, hint: str = "") -> None:
    """Write why it could not be done: one line, to the error stream."""
    said = one_line(message).rstrip(".")
    stop = "" if said.endswith("?") else "."
    advice = f" {one_line(hint)}" if hint else ""
    sys.stderr.write(f"alur: {said}{stop}{advice}\n")
    sys.stderr.flush()
