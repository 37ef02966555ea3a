"""Definitions compiled and shown: the matrix, and the page."""

from collections.abc import Iterator

from builders_check import REGISTERS, definition
from builders_sop import DEFINITIONS

from engine.actions.registry import specs
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.sop.compile import compile_document
from engine.sop.document import SopDocument
from engine.sop.explain import matrix, page
from engine.sop.parse import read_document
from engine.sop.register_file import registers_from_text
from engine.sop.registers import Registers

LANGUAGES: tuple[Language, ...] = ("id", "en")
PUBLISHED = sorted(DEFINITIONS.glob("*/*/v*.yaml"))
REAL = registers_from_text(
    (DEFINITIONS / "registers.yaml").read_text(encoding="utf-8"),
    file="registers.yaml",
    actions=specs(),
    sops=frozenset(),
)


def compiled(text: str, registers: Registers = REGISTERS) -> tuple[SopDocument, Workflow]:
    document, _ = read_document(text, file="v1.yaml")
    return document, compile_document(document, registers)


def shown(text: str, *, width: int = 120, language: Language = "id") -> str:
    document, workflow = compiled(text)
    return matrix(document, workflow, width=width, language=language, registers=REGISTERS)


def page_of(text: str, *, language: Language = "id") -> str:
    document, workflow = compiled(text)
    return page(document, workflow, language=language, registers=REGISTERS)


def part_with(words: str, drawn: str) -> str:
    """The part of what is shown, between blank lines, that has these words."""
    return next(part for part in drawn.rstrip("\n").split("\n\n") if words in part)


def table_of(drawn: str) -> list[str]:
    """The lines of the matrix alone."""
    return part_with("│ No │", drawn).splitlines()


def of_rows(*rows: str) -> str:
    return definition(steps="".join(rows))


def strokes_reached(lines: list[str], start: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Every cell that a line of the drawing reaches from a cell, going through bridges."""
    up, down, left, right = (0, -1), (0, 1), (-1, 0), (1, 0)
    open_sides = {
        "│": (up, down),
        "─": (left, right),
        "┌": (down, right),
        "┐": (down, left),
        "└": (up, right),
        "┘": (up, left),
        "├": (up, down, right),
        "┤": (up, down, left),
        "┬": (down, left, right),
        "┴": (up, left, right),
        "┼": (up, down, left, right),
    }
    waiting, seen = [(start, side) for side in (up, down, left, right)], set()
    while waiting:
        (x, y), (dx, dy) = waiting.pop()
        x, y = x + dx, y + dy
        letter = lines[y][x] if 0 <= y < len(lines) and 0 <= x < len(lines[y]) else " "
        if ((x, y), (dx, dy)) in seen:
            continue
        seen.add(((x, y), (dx, dy)))
        yield x, y
        sides = open_sides.get(letter, ())
        if (-dx, -dy) in sides:
            waiting += [((x, y), side) for side in sides]
        elif letter == "│" and dy == 0:
            waiting.append(((x, y), (dx, dy)))
