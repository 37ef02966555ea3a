"""The identity block drawn as the official form has it, and labelled values below one another."""

from collections.abc import Sequence

from engine.core.text import Frozen, Language
from engine.sop.canvas import Canvas
from engine.sop.document import SopDocument
from engine.sop.matrix_drawing import FRAME
from engine.sop.matrix_text import hanging, wrapped
from engine.sop.official_block import (
    Entry,
    classification,
    particulars,
    sections,
    unit_title,
)
from engine.sop.registers import Registers
from engine.sop.wording import pick

_WIDE = 100


class Span(Frozen, frozen=True, kw_only=True):
    """The left and right border of a block."""

    left: int
    right: int

    @property
    def middle(self) -> int:
        """The border between its halves."""
        return (self.left + self.right) // 2

    @property
    def upper_middle(self) -> int:
        """The border beside the particulars, which need more than half of a narrow block."""
        width = self.right - self.left
        return self.middle if width >= _WIDE else self.left + width * 2 // 5


def draw_identity(
    document: SopDocument, registers: Registers, *, span: Span, language: Language
) -> str:
    """The block: the unit on the left, particulars on the right, six lists below."""
    canvas = Canvas()
    middle = span.upper_middle
    heading = _heading(document, registers, middle - span.left - 3, language)
    facts = labelled(particulars(document, language), span.right - middle - 3)
    height = max(len(heading), len(facts))
    for offset, line in enumerate(heading, start=1 + (height - len(heading)) // 2):
        canvas.write((span.left + middle + 1 - len(line)) // 2, offset, line)
    _write(canvas, facts, middle + 2, 1)
    canvas.draw(FRAME, (middle, 0), (middle, height + 1))
    bottom = _draw_lists(canvas, sections(document, registers, language), span, top=height + 1)
    canvas.draw(FRAME, (span.left, 0), (span.right, 0), (span.right, bottom))
    canvas.draw(FRAME, (span.left, 0), (span.left, bottom), (span.right, bottom))
    canvas.draw(FRAME, (span.middle, height + 1), (span.middle, bottom))
    return str(canvas)


def _heading(
    document: SopDocument, registers: Registers, width: int, language: Language
) -> list[str]:
    form = pick(("Standar Operasional Prosedur", "Standard Operating Procedure"), language)
    groups = (unit_title(document, registers, language).upper(), form)
    lines = [[*wrapped(words, width), ""] for words in groups]
    about = [line for said in classification(document, language) for line in wrapped(said, width)]
    return [line for group in (*lines, about) for line in group]


def _draw_lists(canvas: Canvas, lists: Sequence[Entry], span: Span, *, top: int) -> int:
    """Draw the lists in pairs from the line `top` down; returns the line below them."""
    for left, right in zip(lists[::2], lists[1::2], strict=True):
        canvas.draw(FRAME, (span.left, top), (span.right, top))
        lines = _numbered(left, span.middle - span.left - 3)
        others = _numbered(right, span.right - span.middle - 3)
        _write(canvas, lines, span.left + 2, top + 1)
        _write(canvas, others, span.middle + 2, top + 1)
        top += 1 + max(len(lines), len(others))
    return top


def _numbered(entry: Entry, width: int) -> list[str]:
    """A heading and its numbered items; a dash where there are none."""
    lines = [*wrapped(entry.label, width), *([] if entry.values else ["-"])]
    for number, words in enumerate(entry.values, start=1):
        lines += hanging(words, width, mark=f"{number}. ")
    return lines


def _write(canvas: Canvas, lines: Sequence[str], x: int, y: int) -> None:
    for offset, line in enumerate(lines):
        canvas.write(x, y + offset, line)


def labelled(entries: Sequence[Entry], width: int) -> list[str]:
    """Labels in one column, values in the next, each value beginning on a line of its own."""
    indent = max((len(entry.label) for entry in entries), default=0) + 2
    lines: list[str] = []
    for entry in entries:
        broken = [line for value in entry.values for line in wrapped(value, width - indent)]
        for offset, line in enumerate(broken):
            label = entry.label if offset == 0 else ""
            lines.append(f"{label:<{indent}}{line}")
    return lines
