"""Exports as XES: one trace a case. Source: IEEE 1849-2016."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from engine.core.export_acts import Act, Fact
from engine.core.export_text import xml_attribute
from engine.service.export_order import Aliases, ExportOrder, Line

_SYSTEM = "alur"
"""The resource of what the system did by itself."""

_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
_TRACE_GLOBALS = (("concept:name", ""), ("sop", ""), ("version", 0), ("unit", ""))
_EVENT_GLOBALS: tuple[tuple[str, Fact], ...] = (
    ("concept:name", ""),
    ("lifecycle:transition", "unknown"),
    ("org:resource", _SYSTEM),
    ("kind", ""),
)
_CLASSIFIERS = (
    ("Activity", "concept:name"),
    ("ActivityAndTransition", "concept:name lifecycle:transition"),
    ("Resource", "org:resource"),
)

Attribute = tuple[str, Fact | None]


class XesWriter:
    """Writes a log; what has no value is left out."""

    def __init__(self, out: BinaryIO, order: ExportOrder, aliases: Aliases) -> None:
        self._out, self._aliases = out, aliases
        self._zone, self._texts = order.zone, order.texts
        self._write(self._head(order.at))

    def add(self, line: Line) -> None:
        """Write a case as a trace."""
        pieces = ["<trace>\n", *self._attributes(self._of_case(line), indent="\t")]
        for act in line.told.acts:
            pieces.append("\t<event>\n")
            pieces += self._attributes(self._of_act(act), indent="\t\t")
            pieces.append("\t</event>\n")
        pieces.append("</trace>\n")
        self._write(pieces)

    def finish(self) -> None:
        """End the log."""
        self._write(("</log>\n",))

    def _write(self, pieces: Iterable[str]) -> None:
        self._out.write("".join(pieces).encode())

    def _head(self, at: datetime) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016">\n'
        for name, prefix in _EXTENSIONS:
            where = f"http://www.xes-standard.org/{prefix}.xesext"
            yield f'<extension name="{name}" prefix="{prefix}" uri="{where}"/>\n'
        yield '<global scope="trace">\n'
        yield from self._attributes(_TRACE_GLOBALS, indent="\t")
        yield '</global>\n<global scope="event">\n'
        yield from self._attributes((*_EVENT_GLOBALS, ("time:timestamp", at)), indent="\t")
        yield "</global>\n"
        for name, keys in _CLASSIFIERS:
            yield f'<classifier name="{name}" keys="{keys}"/>\n'
        log = (("concept:name", "Alur"), ("lifecycle:model", "standard"), ("exported_at", at))
        yield from self._attributes(log, indent="")

    def _of_case(self, line: Line) -> tuple[Attribute, ...]:
        told = line.told
        return (
            ("concept:name", told.case),
            ("sop", told.sop),
            ("version", told.version),
            ("title", told.title.id),
            ("unit", told.unit),
            ("result", told.result or None),
            ("opened_at", told.opened_at),
            ("closed_at", told.closed_at),
            ("promise_kept", told.promise_kept),
            ("legal_limit_kept", told.legal_limit_kept),
            ("deviations", told.deviations),
            ("parent", told.parent),
            ("applicant", line.applicant),
        )

    def _of_act(self, act: Act) -> tuple[Attribute, ...]:
        by = act.by
        return (
            ("concept:name", act.activity),
            ("concept:instance", act.instance or None),
            ("lifecycle:transition", act.transition),
            ("time:timestamp", act.at),
            ("org:resource", self._aliases.actor(by) or _SYSTEM),
            ("org:role", by.role),
            ("org:group", by.unit),
            ("kind", act.kind),
            ("seq", act.seq),
            ("step", act.step),
            ("instead_of", self._aliases.instead_of(by) or None),
            ("to", None if act.to is None else self._aliases.person(act.to)),
            *act.facts.items(),
            ("words", act.words or None if self._texts else None),
        )

    def _attributes(self, attributes: Iterable[Attribute], *, indent: str) -> Iterator[str]:
        for key, value in attributes:
            match value:
                case None:
                    pass
                case bool():
                    yield f'{indent}<boolean key="{key}" value="{str(value).lower()}"/>\n'
                case int():
                    yield f'{indent}<int key="{key}" value="{value}"/>\n'
                case datetime():
                    said = value.astimezone(self._zone).isoformat(timespec="milliseconds")
                    yield f'{indent}<date key="{key}" value="{said}"/>\n'
                case _:
                    yield f'{indent}<string key="{key}" value="{xml_attribute(value)}"/>\n'
