"""What the command line writes: tables for people, JSON for machines, one line for an error.

Colours only on a terminal and never with NO_COLOR; nothing that a case holds can steer it.
"""

import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.core.text import Frozen

_WIDTH_OF_A_FILE = 160
"""Columns where the output is no terminal and COLUMNS says nothing."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, change colours or turn the direction of writing."""


class Column(Frozen, frozen=True, kw_only=True):
    """A column of a table. `whole`: never broken or cut, such as an id."""

    title: str
    whole: bool = False
    right: bool = False


def harmless(text: str) -> str:
    """`text` without characters that could steer a terminal; lines and tabs stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """`text` on one line, harmless."""
    return harmless(" ".join(text.split()))


def width() -> int:
    """How many columns there are to write in."""
    return shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24)).columns


def console() -> Console:
    """Where people read. Made anew each time: tests and pipes replace the stream."""
    return Console(file=sys.stdout, width=width(), highlight=False, markup=False, emoji=False)


def say(text: str = "", *, style: str = "") -> None:
    """Write a line, or several; long ones are broken at words on a terminal only."""
    out = console()
    out.print(Text(harmless(text), style=style), soft_wrap=not out.is_terminal)


def say_verbatim(text: str) -> None:
    """Write lines that are laid out already."""
    sys.stdout.write(harmless(text.rstrip("\n")) + "\n")


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Write a table, cut to the width there is."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            column.title,
            no_wrap=column.whole,
            overflow="ignore" if column.whole else "fold",
            justify="right" if column.right else "left",
        )
    for row in rows:
        table.add_row(*(Text(one_line(str(cell))) for cell in row))
    console().print(table)


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
