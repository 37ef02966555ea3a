"""An SOP on paper: the identity block, then the matrix page by page, black on white.

`sop_paper.typ.j2` breaks the rows into pages by their heights and sets the connector of the
official form (segilima) wherever an arrow passes from one page to another. Source: PermenPAN-RB
35/2012.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files as resources
from typing import Any

import msgspec

from engine.actions.template_reading import TemplateFault
from engine.actions.typesetting_order import Order
from engine.chart.cells import Cell, cells, passing
from engine.chart.drawing import Chart
from engine.chart.flow import Symbol
from engine.chart.kept import CHARTS
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.sop.official_block import Entry
from web.matrix import MatrixView, matrix_of
from web.matrix_words import answer_mark
from web.sop_identity import Identity
from web.words import Speech

SIZES: Mapping[str, tuple[float, float]] = {"a4": (297, 210), "f4": (330.2, 215.9)}
"""Width and height in millimetres, lying on the long side; F4 is folio."""

_NAME = "sop_paper"
_SHORT_HASH = 16
_WORDS = ("page", "of", "goes_on", "comes_from")
_NOT_IN_THE_FONT = re.compile(r"[^\n -~\u00a0-\u024f\u2010-\u2027\u2190-\u2193\u2260\u2264\u2265]")


def paper(
    workflow: Workflow, identity: Identity, *, language: Language, size: str, at: datetime
) -> bytes:
    """The PDF; the same version on the same size gives the same bytes.

    Letters that the font lacks are left out where they would keep it from being made.

    Args:
        workflow: the version.
        identity: its block.
        language: of the words around those of the SOP.
        size: one of `SIZES`.
        at: the date of the document (aware UTC).

    Raises:
        ChildProcessError: the process that set it was ended from outside.
    """
    from engine.actions.typesetting_apart import set_apart  # noqa: PLC0415  # loads Jinja2

    told = _told(workflow, identity, language, size)
    title = f"SOP {workflow.title.in_language(language)}"
    source = resources("web").joinpath(f"{_NAME}.typ.j2").read_text(encoding="utf-8")

    def set_as(text: str) -> bytes:
        facts = {"told": text, "heading": title, "lang": language}
        order = Order(name=_NAME, templates={_NAME: source}, facts=facts, title=title, at=at)
        return set_apart(order)[0]

    try:
        return set_as(told)
    except TemplateFault:
        return set_as(_NOT_IN_THE_FONT.sub("?", told))


def _told(workflow: Workflow, identity: Identity, language: Language, size: str) -> str:
    """Everything that the template sets, as JSON."""
    t, drawn = Speech(language), CHARTS.of(workflow)
    view = matrix_of(workflow, language=language)
    width, height = SIZES[size]
    version, checksum = t("version", n=workflow.version), workflow.hash[:_SHORT_HASH]
    told = {
        "width": width,
        "height": height,
        "unit": identity.unit,
        "kind": identity.kind,
        "particulars": _entries(identity.particulars),
        "sections": _entries(identity.sections),
        "foot": " · ".join(
            (workflow.title.in_language(language), workflow.number, version, checksum)
        ),
        "heads": dict(view.heads),
        "columns": [column.title for column in view.columns],
        "rows": _rows(view, drawn, t),
        "through": [
            [[one.column, one.x, one.down] for one in passing(drawn, row)]
            for row in range(len(drawn.rows))
        ],
        "total": view.total,
        "promise": view.promise,
        "notes": view.notes,
        "legend": _legend(drawn, t),
        "words": {name: t(f"sop_paper_{name}") for name in _WORDS},
    }
    return msgspec.json.encode(told).decode()


def _entries(several: Iterable[Entry]) -> list[dict[str, object]]:
    return [{"label": one.label, "values": one.values} for one in several]


def _rows(view: MatrixView, drawn: Chart, t: Speech) -> list[dict[str, Any]]:
    cut = cells(drawn)
    return [
        {
            "number": row.number,
            "activity": row.activity,
            "inputs": row.inputs,
            "time": row.time,
            "output": row.output,
            "remarks": row.remarks,
            "depth": row.depth,
            "cells": [_cell(cut.get((number, column)), t) for column in range(len(drawn.columns))],
        }
        for number, row in enumerate(view.rows)
    ]


def _legend(drawn: Chart, t: Speech) -> list[list[str]]:
    """The symbols that stand in this chart, and what they mean."""
    standing = {row.symbol for row in drawn.rows}
    found = [[one.value, t(f"matrix_symbol_{one.value}")] for one in Symbol if one in standing]
    if any(row.is_conditional for row in drawn.rows):
        found.append(["conditional", t("matrix_conditional")])
    return [*found, ["page", t("sop_paper_connector")]]


def _cell(cell: Cell | None, t: Speech) -> dict[str, Any]:
    if cell is None:
        return {"symbol": "", "lines": []}
    return {
        "symbol": cell.row.symbol.value if cell.row else "",
        "conditional": cell.row is not None and cell.row.is_conditional,
        "lines": [[line.x1, line.y1, line.x2, line.y2] for line in cell.lines],
        "heads": [side for side, _ in cell.heads],
        "labels": [[one.side, answer_mark(one.answer, t), one.corner] for one in cell.labels],
        "stops": [[one.x, one.y] for one in cell.stops],
    }
