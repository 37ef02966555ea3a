"""Exports as CSV: a row an act, or a row a case. Source: RFC 4180; the header is always there."""

import codecs
import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import BinaryIO

from engine.core.export_acts import Act
from engine.core.export_text import cell
from engine.service.export_order import Aliases, ExportOrder, Line

_BLOCK = 1 << 16

FACTS = (
    "visit",
    "cause",
    "automated",
    "outcome",
    "returned_to",
    "pause",
    "because",
    "override",
    "deviation",
    "deviation_kind",
    "verdict",
    "document",
    "clock",
    "happened_at",
)
"""The facts of acts that have a column; XES and OCEL have all."""

EVENT_COLUMNS = (
    *("case", "sop", "version", "number", "seq", "at", "kind", "activity", "step", "instance"),
    *("transition", "person", "role", "unit", "instead_of", "to"),
    *FACTS,
)
CASE_COLUMNS = (
    *("case", "sop", "version", "title", "unit", "opened_at", "closed_at", "result"),
    *("promise_kept", "legal_limit_kept", "deviations", "events", "documents", "parent"),
    "applicant",
)


class CsvWriter:
    """Writes rows, after a line with the names of the columns."""

    def __init__(self, out: BinaryIO, order: ExportOrder, aliases: Aliases) -> None:
        self._aliases, self._zone = aliases, order.zone
        self._texts, self._events = order.texts, order.written_as == "events"
        if order.bom:
            out.write(codecs.BOM_UTF8)
        self._out, self._text = out, StringIO(newline="")
        self._rows = csv.writer(self._text, delimiter=order.separator, lineterminator="\r\n")
        names = (*EVENT_COLUMNS, "words") if order.texts else EVENT_COLUMNS
        self._rows.writerow(names if self._events else CASE_COLUMNS)

    def add(self, line: Line) -> None:
        """Write the rows of a case."""
        if self._events:
            self._rows.writerows(self._cells(self._of_act(line, act)) for act in line.told.acts)
        else:
            self._rows.writerow(self._cells(_of_case(line)))
        if self._text.tell() > _BLOCK:
            self._hand_over()

    def finish(self) -> None:
        """Hand over what is still held back; the file stays open."""
        self._hand_over()

    def _hand_over(self) -> None:
        self._out.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def _of_act(self, line: Line, act: Act) -> Iterable[object]:
        told, by = line.told, act.by
        yield from (told.case, told.sop, told.version, act.number, act.seq, act.at, act.kind)
        yield from (act.activity, act.step, act.instance, act.transition)
        yield from (self._aliases.actor(by), by.role, by.unit, self._aliases.instead_of(by))
        yield None if act.to is None else self._aliases.person(act.to)
        yield from (act.facts.get(name) for name in FACTS)
        if self._texts:
            yield act.words

    def _cells(self, row: Iterable[object]) -> list[str]:
        return [self._cell(value) for value in row]

    def _cell(self, value: object) -> str:
        match value:
            case None:
                return ""
            case bool():
                return str(value).lower()
            case datetime():
                return value.astimezone(self._zone).isoformat(timespec="milliseconds")
            case _:
                return cell(str(value))


def _of_case(line: Line) -> Iterable[object]:
    told = line.told
    yield from (told.case, told.sop, told.version, told.title.id, told.unit, told.opened_at)
    yield from (told.closed_at, told.result, told.promise_kept, told.legal_limit_kept)
    yield from (told.deviations, told.events, len(told.papers), told.parent, line.applicant)
