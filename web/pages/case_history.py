"""A case's history as a reader meets it: sentences, by day, a part at a time."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Literal

from api.formats import written_day, written_elapsed, written_instant, written_time
from api.glossary import Glossary
from api.present import headline, kind_of, remark
from engine.core.events import Recorded
from engine.core.text import Frozen
from engine.service.views import HistoryEntry
from engine.settings import Settings

PART = 60
"""Entries a page: keeps the page under 60 kB however long the history is."""

EARLIEST = 1
"""The number of a case's first event."""

Order = Literal["newest", "oldest"]

_NUMBER = re.compile(r"[0-9]{1,9}")

_MARKS: Mapping[str, str] = {
    "case_opened": "folder",
    "file_accepted": "ok",
    "step_completed": "ok",
    "action_recorded": "ok",
    "case_ended": "flag",
    "step_returned": "back",
    "case_reopened": "back",
    "step_cancelled": "no",
    "action_failed": "no",
    "step_overridden": "warn",
    "case_paused": "pause",
    "case_resumed": "play",
    "comment_added": "note",
    "file_attached": "clip",
    "task_claimed": "person",
    "task_assigned": "person",
    "task_delegated": "person",
    "task_resolved": "person",
    "task_released": "person",
    "deviation_recorded": "warn",
    "deviation_withdrawn": "back",
    "deviation_disposed": "note",
    "data_revealed": "note",
    "data_erased": "note",
    "case_held": "note",
    "hold_lifted": "note",
    "case_disposed": "flag",
    "warning_given": "clock",
    "case_escalated": "clock",
    "incident_told": "clock",
    "time_extended": "clock",
}
"""The shape beside an entry; a dot for what the case does by itself."""


class Part(Frozen, frozen=True, kw_only=True):
    """Some entries of a history, oldest first; `before` asks for this part, `first` is in it."""

    entries: tuple[HistoryEntry, ...]
    total: int
    first: int
    last: int


class Line(Frozen, frozen=True, kw_only=True):
    """An entry of the history, in words. `gap` is the time since the entry before, if any."""

    seq: int
    kind: str
    mark: str
    at: str
    time: str
    headline: str
    remark: str
    gap: str
    happened: str


class Day(Frozen, frozen=True, kw_only=True):
    """The entries of a day in the office's zone."""

    name: str
    lines: tuple[Line, ...]


def part_of(entries: tuple[HistoryEntry, ...], before: str) -> Part:
    """The latest entries with a number below `before`; the very latest where that is no number."""
    end = int(before) - 1 if _NUMBER.fullmatch(before) else len(entries)
    end = max(EARLIEST, min(end, len(entries)))
    first = max(EARLIEST, end - PART + 1)
    return Part(entries=entries[first - 1 : end], total=len(entries), first=first, last=end)


def days_of(part: Part, glossary: Glossary, settings: Settings, *, order: Order) -> tuple[Day, ...]:
    """The part grouped by day; within a day and between days in the same order."""
    zone, language = settings.office_zone, glossary.language
    lines = list(_lines(part, glossary, settings))
    if order == "newest":
        lines.reverse()
    return tuple(
        Day(name=name, lines=tuple(line for _, line in of_day))
        for name, of_day in groupby(lines, key=lambda pair: written_day(pair[0].at, zone, language))
    )


def _lines(part: Part, glossary: Glossary, settings: Settings) -> Iterable[tuple[Recorded, Line]]:
    earlier: Recorded | None = None
    for entry in part.entries:
        told = entry.recorded
        yield told, _line(told, earlier, glossary, settings)
        earlier = told


def _line(told: Recorded, earlier: Recorded | None, glossary: Glossary, settings: Settings) -> Line:
    zone, language = settings.office_zone, glossary.language
    gap = told.at - earlier.at if earlier else timedelta(0)
    happened = told.happened_at
    return Line(
        seq=told.seq,
        kind=kind_of(told.event),
        mark=_MARKS.get(kind_of(told.event), "dot"),
        at=told.at.isoformat(timespec="seconds"),
        time=written_time(told.at, zone, language),
        headline=headline(told, glossary.workflow, language, zone=zone),
        remark=remark(told),
        gap=written_elapsed(gap, language) if gap >= timedelta(minutes=1) else "",
        happened=written_instant(happened, zone, language) if happened else "",
    )
