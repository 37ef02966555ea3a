"""The matrix as a table on a canvas: its frame, its heads and its cells of text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.sop.canvas import Canvas, Net
from engine.sop.matrix_arrows import Band, Place, draw_brackets, draw_flow
from engine.sop.matrix_layout import Layout
from engine.sop.matrix_text import StepText, footnotes, listed, remark_lines, wrapped
from engine.sop.wording import Pair, pick

FRAME: Net = (0, 0)
"""The net of borders: joined among themselves, never with an arrow."""

ColumnName = Literal["number", "activity", "flow", "inputs", "time", "output"]
Cells = Mapping[ColumnName, Sequence[str]]

_HEADS: Mapping[ColumnName, Pair] = {
    "number": ("No", "No"),
    "activity": ("Kegiatan", "Activity"),
    "inputs": ("Kelengkapan", "Inputs"),
    "time": ("Waktu", "Time"),
    "output": ("Keluaran", "Output"),
}
_STANDARD_COLUMNS = frozenset({"inputs", "time", "output"})
_GROUP_RULE = 2
"""The line of the rule between the heads of groups and those of columns."""
_EXECUTORS: Pair = ("Pelaksana", "Executors")
_STANDARD: Pair = ("Mutu baku", "Quality standard")


class Column(Frozen, frozen=True, kw_only=True):
    """A column of the table, from its left border to the next column's."""

    name: ColumnName
    left: int
    right: int


class Table:
    """The matrix while it is drawn."""

    def __init__(self, plan: Layout, language: Language) -> None:
        self.canvas = Canvas()
        self.plan, self.language = plan, language
        self.columns = {column.name: column for column in _columns(plan)}
        self.place = Place(flow=plan.flow, x=self.columns["flow"].left + 1)
        self.left = plan.margin
        self.right = plan.right

    def centred(self, lines: Sequence[str], span: tuple[int, int], y: int) -> None:
        """Write lines from `y` down, each in the middle between two columns (exclusive)."""
        left, right = span
        for offset, line in enumerate(lines):
            self.canvas.write(left + (right - left - len(line)) // 2, y + offset, line)

    def rule(self, y: int, left: int, right: int) -> None:
        """Draw a level border."""
        self.canvas.draw(FRAME, (left, y), (right, y))

    def border(self, x: int, top: int, bottom: int) -> None:
        """Draw an upright border."""
        self.canvas.draw(FRAME, (x, top), (x, bottom))


def draw_matrix(
    workflow: Workflow, rows: Sequence[StepText], *, plan: Layout, language: Language
) -> str:
    """The table, as lines of text."""
    table = Table(plan, language)
    head = _draw_heads(table)
    marks = footnotes(rows)
    cells = [
        _cells(row, number, table, marks.get(row.note, "")) for number, row in enumerate(rows, 1)
    ]
    bands = _bands(table, workflow, cells, head)
    for band, texts in zip(bands, cells, strict=True):
        _write_cells(table, texts, band.top)
    _draw_borders(table, bands, head)
    draw_brackets(table.canvas, bands)
    draw_flow(table.canvas, bands, table.place, language=language)
    return str(table.canvas)


def _columns(plan: Layout) -> Iterator[Column]:
    widths: dict[ColumnName, int] = {
        "number": plan.number + 2,
        "activity": plan.activity + 2,
        "flow": plan.flow.width,
    }
    if plan.beside:
        widths |= {"inputs": plan.inputs + 2, "time": plan.time + 2, "output": plan.output + 2}
    left = plan.margin
    for name, width in widths.items():
        yield Column(name=name, left=left, right=left + width + 1)
        left += width + 1


def _draw_heads(table: Table) -> int:
    """Draw the heads; returns the line of the rule below them."""
    lane_heads = [wrapped(head, table.place.flow.lane_width) for head in table.place.flow.heads]
    bottom = _GROUP_RULE + 1 + max(len(lines) for lines in lane_heads)
    for column in table.columns.values():
        if column.name in _HEADS:
            middle = _GROUP_RULE + 1 if column.name in _STANDARD_COLUMNS else (bottom + 1) // 2
            head = pick(_HEADS[column.name], table.language)
            table.centred([head], (column.left + 1, column.right), middle)
    _draw_lane_heads(table, lane_heads, bottom)
    if table.plan.beside:
        group = (table.columns["inputs"].left, table.columns["output"].right)
        _draw_group(table, pick(_STANDARD, table.language), group)
    for y in (0, bottom):
        table.rule(y, table.left, table.right)
    return bottom


def _draw_lane_heads(table: Table, heads: Sequence[Sequence[str]], bottom: int) -> None:
    flow = table.columns["flow"]
    _draw_group(table, pick(_EXECUTORS, table.language), (flow.left, flow.right))
    for number, lines in enumerate(heads):
        left, right = table.place.lane(number)
        table.centred(lines, (left, right), _GROUP_RULE + 1)
        if table.place.flow.gap:
            table.border(left - 1, _GROUP_RULE, bottom)
            table.border(right, _GROUP_RULE, bottom)


def _draw_group(table: Table, title: str, span: tuple[int, int]) -> None:
    table.centred([title], (span[0] + 1, span[1]), 1)
    table.rule(_GROUP_RULE, *span)


def _cells(row: StepText, number: int, table: Table, mark: str) -> Cells:
    plan = table.plan
    activity = [
        *wrapped(row.activity + mark, plan.activity),
        *remark_lines(row.remarks, plan.activity),
    ]
    cells: dict[ColumnName, Sequence[str]] = {"number": [f"{number:>{plan.number}}"]}
    if plan.beside:
        cells["inputs"] = listed(row.inputs, plan.inputs)
        cells["time"] = wrapped(row.time, plan.time)
        cells["output"] = wrapped(row.output, plan.output)
    else:
        activity += _standard_lines(row, plan.activity, table.language)
    cells["activity"] = activity
    return cells


def _standard_lines(row: StepText, width: int, language: Language) -> list[str]:
    said: dict[ColumnName, str] = {
        "inputs": "; ".join(row.inputs),
        "time": row.time,
        "output": row.output,
    }
    return remark_lines(
        [f"{pick(_HEADS[name], language)}: {words}" for name, words in said.items() if words],
        width,
    )


def _bands(table: Table, workflow: Workflow, cells: Sequence[Cells], head: int) -> tuple[Band, ...]:
    bands: list[Band] = []
    rail = head
    for step, texts in zip(workflow.steps(), cells, strict=True):
        if step.number == 1 and table.place.is_led_to(1):
            rail += 1
        text_height = max(len(lines) for lines in texts.values())
        band = table.place.band(workflow, step, rail=rail, text_height=text_height)
        bands.append(band)
        rail = band.top + band.height
    return tuple(bands)


def _write_cells(table: Table, texts: Cells, top: int) -> None:
    for name, lines in texts.items():
        for offset, line in enumerate(lines):
            table.canvas.write(table.columns[name].left + 2, top + offset, line)


def _draw_borders(table: Table, bands: Sequence[Band], head: int) -> None:
    bottom = bands[-1].top + bands[-1].height
    table.rule(bottom, table.left, table.right)
    for column in table.columns.values():
        inner = column.name in _STANDARD_COLUMNS and column.name != "inputs"
        table.border(column.left, _GROUP_RULE if inner else 0, bottom)
        for band in bands[1:]:
            if column.name != "flow":
                table.rule(band.rail, column.left, column.right)
    table.border(table.right, 0, bottom)
    for x in table.place.separators():
        table.canvas.shade(((x, y) for y in range(head + 1, bottom)), "┊")
