"""The official matrix of a workflow as a page shows it: rows in words, a small drawing a cell.

Form: PermenPAN-RB 35/2012 (kegiatan, pelaksana, mutu baku, keterangan). `templates/matrix.html`
turns the view into a table; it needs nothing but the view.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from api.formats import written_duration
from engine.chart.cells import Cell, Corner, Key, cells
from engine.chart.drawing import Chart, without_arrows
from engine.chart.kept import CHARTS
from engine.chart.routing import NoWay
from engine.core.durations import Duration, TimeUnit
from engine.core.ids import StepId
from engine.core.matrix import Symbol
from engine.core.text import Frozen, Language
from engine.core.workflow import AnyStep, Workflow
from web.matrix_drawing import drawing, free_corner, legend_drawing
from web.matrix_words import remarks, symbol_name
from web.words import Speech

State = Literal["", "current", "done", "late", "added", "removed", "changed"]


class Mark(Frozen, frozen=True, kw_only=True):
    """What a page shows on top of a row.

    Attributes:
        badge: a few characters at the row's symbol.
        state: how the row is coloured; `late` colours the badge, too.
        words: the same for whoever does not see it; shown below the activity where `told`.
        href: where the badge leads.
        told: whether the words are shown to everybody.
    """

    badge: str = ""
    state: State = ""
    words: str = ""
    href: str = ""
    told: bool = False


class CellView(Frozen, frozen=True, kw_only=True):
    """An executor's cell; `name` is the symbol's, empty where none stands in it."""

    svg: Markup
    name: str = ""
    corner: Corner = "tr"


class RowView(Frozen, frozen=True, kw_only=True):
    """A row in words; `cells` has None where nothing is drawn. `depth`: how much room it needs."""

    step: StepId
    number: int
    activity: str
    executor: str
    symbol: str
    inputs: tuple[str, ...]
    time: str
    output: str
    remarks: tuple[str, ...]
    cells: tuple[CellView | None, ...]
    mark: Mark
    depth: int


class ColumnView(Frozen, frozen=True, kw_only=True):
    """An executor's column; `breadth`: how much room its arrows need."""

    title: str
    breadth: int


class MatrixView(Frozen, frozen=True, kw_only=True):
    """Everything that the table shows, in words. `heads` are the fixed words of the form.

    `notes` are those that several rows share; the rows name them by number. `undrawn`: why there is
    no drawing, if there is none; it then is a list of the rows in words.
    """

    caption: str
    heads: Mapping[str, str]
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    total: str
    promise: str
    legend: tuple[tuple[Markup, str], ...]
    notes: tuple[str, ...] = ()
    undrawn: str = ""


_HEADS = (
    *("number", "activity", "executors", "standard"),
    *("inputs", "time", "output", "remarks", "total", "empty"),
    *("executor", "kind"),
)
_ROOMIEST = 6
"""The widest column and the deepest row that the stylesheet has a class for."""


def chart_of(workflow: Workflow) -> Chart:
    """The chart of a workflow; without its arrows where it is too large for them to be laid."""
    try:
        return CHARTS.of(workflow)
    except NoWay:
        return without_arrows(workflow)


def matrix_of(
    workflow: Workflow, *, language: Language, marks: Mapping[StepId, Mark] | None = None
) -> MatrixView:
    """The matrix with these marks on it, by step; a step that it lacks is left out."""
    t = Speech(language)
    drawn, notes = chart_of(workflow), _shared_notes(workflow, language)
    promise = workflow.service.promise
    return MatrixView(
        caption=t("matrix_caption", title=workflow.title.in_language(language)),
        heads={name: t(f"matrix_{name}") for name in _HEADS},
        columns=columns_of(drawn, t),
        rows=tuple(_rows(workflow, drawn, marks or {}, notes, t)),
        total=total_time(workflow, language=language),
        promise=t("matrix_promise", time=written_duration(promise, language)) if promise else "",
        legend=tuple(_legend(drawn, t)) if drawn.is_laid else (),
        notes=tuple(f"{t('matrix_note', n=n)}: {note}" for n, note in enumerate(notes, 1)),
        undrawn="" if drawn.is_laid else t("matrix_undrawn"),
    )


def columns_of(drawn: Chart, t: Speech) -> tuple[ColumnView, ...]:
    """The executors' columns; the system's is called so."""
    titles = (
        column.title.in_language(t.language) if column.title else t("matrix_system")
        for column in drawn.columns
    )
    return tuple(
        ColumnView(title=title, breadth=min(breadth, _ROOMIEST))
        for title, breadth in zip(titles, drawn.breadths, strict=True)
    )


def _rows(
    workflow: Workflow,
    drawn: Chart,
    marks: Mapping[StepId, Mark],
    notes: Sequence[str],
    t: Speech,
) -> Iterator[RowView]:
    cut = cells(drawn) if drawn.is_laid else {}
    titles = [column.title for column in columns_of(drawn, t)]
    for number, (step, row) in enumerate(zip(workflow.steps(), drawn.rows, strict=True)):
        yield RowView(
            step=step.id,
            number=step.number,
            activity=step.activity.in_language(t.language),
            executor=titles[row.column],
            symbol=symbol_name(row, t),
            inputs=tuple(one.in_language(t.language) for one in step.inputs),
            time=written_duration(step.time, t.language) if step.time else "",
            output=step.output.in_language(t.language) if step.output else "",
            remarks=(*_note(step, notes, t), *remarks(workflow, step, t)),
            cells=tuple(
                _cell(cut, (number, column), t) for column in range(len(titles) if cut else 0)
            ),
            mark=marks.get(step.id, Mark()),
            depth=min(drawn.depths[number], _ROOMIEST),
        )


def _shared_notes(workflow: Workflow, language: Language) -> tuple[str, ...]:
    """The notes that more than one row has, each once."""
    said = Counter(step.note.in_language(language) for step in workflow.steps() if step.note)
    return tuple(note for note, times in said.items() if times > 1)


def _note(step: AnyStep, shared: Sequence[str], t: Speech) -> tuple[str, ...]:
    note = step.note.in_language(t.language) if step.note else ""
    if note in shared:
        return (t("matrix_note", n=shared.index(note) + 1),)
    return (note,) if note else ()


def _cell(cut: Mapping[Key, Cell], key: Key, t: Speech) -> CellView | None:
    cell = cut.get(key)
    if cell is None:
        return None
    name = symbol_name(cell.row, t) if cell.row else ""
    return CellView(svg=drawing(cell, t), name=name, corner=free_corner(cell))


def _legend(drawn: Chart, t: Speech) -> Iterator[tuple[Markup, str]]:
    """The symbols that stand in this chart, and the arrow that leads back if there is one."""
    for symbol in Symbol:
        if any(row.symbol is symbol for row in drawn.rows):
            yield legend_drawing(symbol.value), t(f"matrix_symbol_{symbol.value}")
    if any(row.is_conditional for row in drawn.rows):
        yield legend_drawing("conditional"), t("matrix_conditional")
    if any(run.arrow.target is None for run in drawn.runs):
        yield legend_drawing("stop"), t("matrix_stop")
    if any(run.arrow.is_return for run in drawn.runs):
        yield legend_drawing("return"), t("matrix_return")


def total_time(workflow: Workflow, *, language: Language) -> str:
    """The standards added up, each unit by itself: `75 menit + 3 hari kerja`.

    Unlike units are not made into one another: a working day is not a number of hours.
    """
    found: dict[TimeUnit, int] = {}
    for step in workflow.steps():
        if step.time is not None:
            found[step.time.unit] = found.get(step.time.unit, 0) + step.time.amount
    said: Sequence[str] = [
        written_duration(Duration(amount=found[unit], unit=unit), language)
        for unit in TimeUnit
        if unit in found
    ]
    return " + ".join(said)
