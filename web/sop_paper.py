"""An SOP on paper: the identity block, then the matrix page by page, black on white.

`sop_paper.typ.j2` breaks the rows into pages by their heights and sets the connector of the
official form (segilima) wherever an arrow passes from one page to another. Source: PermenPAN-RB
35/2012.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from importlib.resources import files as resources
from threading import BoundedSemaphore, Lock
from typing import Any

import msgspec

from engine.actions.template_reading import TemplateFault
from engine.actions.typesetting_order import Order
from engine.chart.cells import Cell, cells, passing
from engine.chart.drawing import Chart
from engine.core.matrix import Symbol
from engine.core.text import Language
from engine.core.workflow import Workflow
from engine.sop.official_block import Entry
from web.matrix import MatrixView, chart_of, matrix_of
from web.matrix_words import answer_mark
from web.sop_identity import Identity
from web.words import Speech

SIZES: Mapping[str, tuple[float, float]] = {"a4": (297, 210), "f4": (330.2, 215.9)}
"""Width and height in millimetres, lying on the long side; F4 is folio."""

_NAME = "sop_paper"
_SHORT_HASH = 16
_WORDS = ("page", "of", "goes_on", "comes_from")
_NOT_IN_THE_FONT = re.compile(r"[^\n -~\u00a0-\u024f\u2010-\u2027\u2190-\u2193\u2260\u2264\u2265]")

_MOST_KEPT = 32
_AT_ONCE = 2
_PATIENCE_SECONDS = 0.5
"""How long a request waits for one of the places."""


class PapersBusy(Exception):
    """As many papers are being set as may be at once: come again."""


class Papers:
    """Papers that were set: at most so many, and few at once, as each takes a process of its own.

    Which was asked for longest ago goes first.
    """

    def __init__(self, most: int = _MOST_KEPT, at_once: int = _AT_ONCE) -> None:
        self._most, self._lock = most, Lock()
        self._places = BoundedSemaphore(at_once)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def of(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The paper under that key, made if it is not here.

        Raises:
            PapersBusy: there is no place to make it.
        """
        found = self._find(key)
        if found is not None:
            return found
        if not self._places.acquire(timeout=_PATIENCE_SECONDS):
            raise PapersBusy
        try:
            return self._find(key) or self._keep(key, make())
        finally:
            self._places.release()

    def _find(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, content: bytes) -> bytes:
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return content


PAPERS = Papers()
"""Those of this process."""


def paper(
    workflow: Workflow, identity: Identity, *, language: Language, size: str, at: datetime
) -> bytes:
    """As `set_paper`, which is done once for what is asked for again.

    Raises:
        PapersBusy: too many others are being set.
        ChildProcessError: the process that set it was ended from outside.
    """
    # the hash of a workflow is of all that is in it: title and number, too
    goes_in = msgspec.json.encode((workflow.hash, identity, language, size, at), order="sorted")
    return PAPERS.of(
        sha256(goes_in).hexdigest(),
        lambda: set_paper(workflow, identity, language=language, size=size, at=at),
    )


def set_paper(
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
    t, drawn = Speech(language), chart_of(workflow)
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
        "columns": _columns(view),
        "rows": _rows(view, drawn, t),
        "through": [
            [[one.column, one.x, one.down] for one in passing(drawn, row)]
            for row in range(len(drawn.rows))
        ],
        "total": view.total,
        "promise": view.promise,
        "notes": (*((view.undrawn,) if view.undrawn else ()), *view.notes),
        "legend": _legend(drawn, t) if drawn.is_laid else [],
        "words": {name: t(f"sop_paper_{name}") for name in _WORDS},
    }
    return msgspec.json.encode(told).decode()


def _entries(several: Iterable[Entry]) -> list[dict[str, object]]:
    return [{"label": one.label, "values": one.values} for one in several]


def _columns(view: MatrixView) -> list[str]:
    """The executors; where nothing is drawn, one column that names each row's."""
    return [view.heads["executor"]] if view.undrawn else [one.title for one in view.columns]


def _rows(view: MatrixView, drawn: Chart, t: Speech) -> list[dict[str, Any]]:
    cut, count = cells(drawn) if drawn.is_laid else {}, len(drawn.columns)
    return [
        {
            "number": row.number,
            "activity": row.activity,
            "inputs": row.inputs,
            "time": row.time,
            "output": row.output,
            "remarks": row.remarks,
            "depth": row.depth,
            "cells": [{"said": row.executor}]
            if view.undrawn
            else [_cell(cut.get((number, column)), t) for column in range(count)],
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
