"""Exports as OCEL 2.0: cases, their tasks and documents, and who had to do with them, as objects.

An event is an act; its type is the activity of the step, or the kind of what befell the case.
Instants are UTC here: the objects' first values hold since 1970, which no office's zone suits.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from engine.core.export_acts import CASE, Act, Fact, Told
from engine.core.export_text import visible
from engine.service.export_order import Aliases, ExportOrder, Line
from engine.store.ocel_file import OcelChange, OcelEvent, OcelFile, OcelObject

_FACTS: Mapping[str, str] = {
    "visit": "INTEGER",
    "cause": "TEXT",
    "automated": "BOOLEAN",
    "outcome": "TEXT",
    "returned_to": "TEXT",
    "pause": "TEXT",
    "because": "TEXT",
    "override": "TEXT",
    "to_step": "TEXT",
    "version": "INTEGER",
    "result": "TEXT",
    "requirement": "TEXT",
    "attempt": "INTEGER",
    "final": "BOOLEAN",
    "deviation": "TEXT",
    "deviation_kind": "TEXT",
    "departed_at": "TIMESTAMP",
    "departed_step": "TEXT",
    "verdict": "TEXT",
    "clock": "TEXT",
    "amount": "TEXT",
    "percent": "INTEGER",
    "rung": "TEXT",
    "ground": "TEXT",
    "kept_as": "TEXT",
    "happened_at": "TIMESTAMP",
}
_EVENT = (("kind", "TEXT"), ("lifecycle", "TEXT"), ("step", "TEXT"), *_FACTS.items())
_CASE = {
    "sop": "TEXT",
    "version": "INTEGER",
    "title": "TEXT",
    "status": "TEXT",
    "result": "TEXT",
    "promise_kept": "BOOLEAN",
    "legal_limit_kept": "BOOLEAN",
    "deviations": "INTEGER",
}
_TASK = {"step": "TEXT", "activity": "TEXT", "visit": "INTEGER", "status": "TEXT"}
_OBJECTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "case": tuple(_CASE.items()),
    "task": tuple(_TASK.items()),
    "document": (("sha256", "TEXT"), ("media_type", "TEXT"), ("size", "INTEGER")),
    "applicant": (),
    "person": (),
    "role": (),
    "unit": (),
}

_TASK_STATUS = {
    "assign": "assigned",
    "start": "started",
    "suspend": "suspended",
    "resume": "started",
    "complete": "completed",
    "withdraw": "withdrawn",
    "ate_abort": "aborted",
    "pi_abort": "aborted",
    "manualskip": "skipped",
}
_CASE_STATUS = {
    "start": "open",
    "suspend": "paused",
    "resume": "open",
    "complete": "closed",
    "pi_abort": "closed",
}


class OcelWriter:
    """Writes a log into an SQLite file."""

    def __init__(self, path: Path, order: ExportOrder, aliases: Aliases) -> None:
        self._aliases, self._texts = aliases, order.texts
        words = (("words", "TEXT"),) if order.texts else ()
        self._file = OcelFile(path, (*_EVENT, *words), _OBJECTS)

    def add(self, line: Line) -> None:
        """Write a case: itself, what belongs to it, what happened."""
        told = line.told
        self._add_case(line)
        self._add_documents(told)
        tasks = dict[str, str]()
        for act in told.acts:
            if act.kind == "step_opened" and act.instance not in tasks:
                tasks[act.instance] = task = f"task:{told.case}/{act.instance}"
                self._add_task(told, act, task)
            self._add_event(line, act, tasks.get(act.instance))

    def finish(self) -> None:
        """Write what waits."""
        self._file.finish()

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._file.close()

    def _add_case(self, line: Line) -> None:
        told = line.told
        case, applicant, unit = f"case:{told.case}", f"applicant:{line.applicant}", _unit(told)
        begun_under = told.acts[0].facts["version"]
        values = (told.sop, begun_under, visible(told.title.id), "open", None, None, None, None)
        self._file.add_object(OcelObject(id=case, type="case", values=values))
        self._file.add_shared(OcelObject(id=applicant, type="applicant"))
        self._file.add_shared(OcelObject(id=unit, type="unit"))
        self._file.link(case, applicant, "requested by")
        self._file.link(case, unit, "served by")
        if told.parent is not None:
            self._file.link(case, f"case:{told.parent}", "called by")
        for at, name, value in _changes_of_case(told):
            change = OcelChange(id=case, type="case", time=_utc(at), name=name, value=value)
            self._file.add_change(change)

    def _add_documents(self, told: Told) -> None:
        for paper in told.papers:
            self._file.add_shared(
                OcelObject(
                    id=f"document:{paper.sha256}",
                    type="document",
                    values=(paper.sha256, visible(paper.media_type), paper.size),
                )
            )
            self._file.link(f"case:{told.case}", f"document:{paper.sha256}", "contains")

    def _add_task(self, told: Told, act: Act, task: str) -> None:
        values = (act.step, visible(act.activity), act.facts.get("visit"), "scheduled")
        self._file.add_object(OcelObject(id=task, type="task", values=values))
        self._file.link(task, f"case:{told.case}", "part of")

    def _add_event(self, line: Line, act: Act, task: str | None) -> None:
        told, time = line.told, _utc(act.at)
        facts = (_value(act.facts.get(name)) for name in _FACTS)
        words = (visible(act.words) or None,) if self._texts else ()
        of_task = ((task, "task"),) if task else ()
        objects = (*self._around(line, act), *of_task)
        for thing, _ in objects:
            kind = thing.partition(":")[0]
            if kind in {"person", "role", "unit"}:
                self._file.add_shared(OcelObject(id=thing, type=kind))
        event = OcelEvent(
            id=f"{told.case}/{act.number}",
            type=visible(act.kind if act.activity == CASE else act.activity),
            time=time,
            values=(act.kind, act.transition, act.step, *facts, *words),
            objects=objects,
        )
        self._file.add_event(event)
        status = _TASK_STATUS.get(act.transition)
        if task is not None and status is not None:
            self._file.add_change(
                OcelChange(id=task, type="task", time=time, name="status", value=status)
            )

    def _around(self, line: Line, act: Act) -> Iterator[tuple[str, str]]:
        """Whom and what an act had to do with, besides its task."""
        by, told = act.by, line.told
        yield f"case:{told.case}", "case"
        if person := self._aliases.actor(by):
            yield f"person:{person}", "resource"
        if holder := self._aliases.instead_of(by):
            yield f"person:{holder}", "instead of"
        if act.to is not None:
            yield f"person:{self._aliases.person(act.to)}", "given to"
        if by.role:
            yield f"role:{by.role}", "role"
        yield (f"unit:{by.unit}" if by.unit else _unit(told)), "unit"
        if act.kind == "case_opened":
            yield f"applicant:{line.applicant}", "applicant"
        if document := act.facts.get("document"):
            yield f"document:{document}", "attached"


def _unit(told: Told) -> str:
    return f"unit:{told.unit}"


def _changes_of_case(told: Told) -> Iterator[tuple[datetime, str, Fact]]:
    for act in told.acts:
        status = _CASE_STATUS.get(act.transition)
        if act.activity == CASE and status is not None and act.number > 1:
            yield act.at, "status", status
        for name in ("result", "version"):
            if name in act.facts and act.number > 1:
                yield act.at, name, act.facts[name]
    known_at = told.closed_at or told.acts[-1].at
    found = {
        "promise_kept": told.promise_kept,
        "legal_limit_kept": told.legal_limit_kept,
        "deviations": told.deviations,
    }
    for name, value in found.items():
        if value is not None:
            yield known_at, name, value


def _utc(at: datetime) -> str:
    said = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{said}Z"


def _value(fact: Fact | None) -> object:
    return _utc(fact) if isinstance(fact, datetime) else fact
