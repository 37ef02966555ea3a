"""A case against time as rows of a drawing: positions in percent, words beside them."""

from collections.abc import Iterator
from typing import Literal

from babel.dates import format_date

from api.formats import written_duration
from api.time_facts import written_work
from engine.core.course_chart import Bar, CourseChart, Span, SpanKind, Tick
from engine.core.text import Frozen, Language
from engine.core.workflow import AnyStep, Workflow

LABEL_ROOM = 12.0
"""Percent of the drawing that a date on the axis takes, on a telephone too."""
_THINNEST = 0.6
"""Percent: nothing that happened is too short to be seen."""


class Piece(Frozen, frozen=True, kw_only=True):
    """A while of a row, in percent of the drawing."""

    kind: SpanKind
    x: str
    width: str


class GanttRow(Frozen, frozen=True, kw_only=True):
    """A visit to a step, or one that is ahead."""

    name: str
    pieces: tuple[Piece, ...]
    taken: str
    standard: str
    late: bool
    open: bool
    told: str


class DayMark(Frozen, frozen=True, kw_only=True):
    """Where a day begins, or an hour of a short case is.

    It has no words where they would stand too close to others. `anchor` is where the words begin:
    at the edges they would stick out of the drawing.
    """

    x: str
    words: str
    anchor: Literal["start", "middle", "end"] = "middle"


class Gantt(Frozen, frozen=True, kw_only=True):
    """The whole drawing; `now` and `due` are empty where they are not on it."""

    rows: tuple[GanttRow, ...]
    days: tuple[DayMark, ...]
    now: str
    due: str


def gantt(chart: CourseChart, workflow: Workflow, language: Language) -> Gantt:
    """The case as it is drawn; a step that `workflow` (read before, perhaps) lacks is left out."""
    steps = ((bar, workflow.step(bar.step)) for bar in chart.bars)
    return Gantt(
        rows=tuple(_row(bar, step, language) for bar, step in steps if step is not None),
        days=tuple(_days(chart, language)),
        now="" if chart.now is None else percent(chart.now),
        due="" if chart.due is None else percent(chart.due),
    )


def percent(part: float) -> str:
    """A place on the drawing: `37.5%`."""
    return f"{100 * part:.2f}%"


def _row(bar: Bar, step: AnyStep, language: Language) -> GanttRow:
    activity = step.activity.in_language(language)
    visit = f" ({bar.visit})" if bar.visit > 1 else ""
    taken = "" if bar.taken is None else written_work(bar.taken, language)
    standard = written_duration(bar.standard, language) if bar.standard else ""
    return GanttRow(
        name=f"{bar.number}. {activity}{visit}",
        pieces=tuple(_piece(span) for span in bar.spans),
        taken=taken,
        standard=standard,
        late=bar.late,
        open=bar.open,
        told=" / ".join(one for one in (taken, standard) if one),
    )


def _piece(span: Span) -> Piece:
    width = max(100 * (span.ends - span.begins), _THINNEST)
    x = min(100 * span.begins, 100 - width)
    return Piece(kind=span.kind, x=f"{x:.2f}%", width=f"{width:.2f}%")


def _days(chart: CourseChart, language: Language) -> Iterator[DayMark]:
    free = 0.0
    for tick in chart.ticks:
        begins, anchor = _label_at(100 * tick.at)
        fits = begins >= free
        free = begins + LABEL_ROOM if fits else free
        words = _told(tick, language) if fits else ""
        yield DayMark(x=percent(tick.at), words=words, anchor=anchor)


def _label_at(x: float) -> tuple[float, Literal["start", "middle", "end"]]:
    """Where a label at `x` (percent) begins, and which of its ends holds to `x`."""
    if x < LABEL_ROOM / 2:
        return x, "start"
    if x > 100 - LABEL_ROOM / 2:
        return x - LABEL_ROOM, "end"
    return x - LABEL_ROOM / 2, "middle"


def _told(tick: Tick, language: Language) -> str:
    if tick.clock is None:
        return format_date(tick.day, "d MMM", locale=language)
    return tick.clock.strftime("%H.%M" if language == "id" else "%H:%M")
