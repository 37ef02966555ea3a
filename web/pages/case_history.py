"""A case's history as a reader meets it: sentences, by day, a part at a time."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Literal

from api.formats import written_day, written_elapsed, written_instant, written_time
from api.glossary import Glossary
from api.present import kind_of, remark, told_by
from engine.core.events import Recorded
from engine.core.text import Frozen
from engine.service.views import HistoryEntry
from engine.settings import Settings
from web.mentions import Part as Said
from web.mentions import spoken

PART = 30
"""Entries a page: as many as somebody reads at once, however long the history is."""

EARLIEST = 1
"""The number of a case's first event."""

Order = Literal["newest", "oldest"]

_NUMBER = re.compile(r"[0-9]{1,9}")

MARKS: Mapping[str, str] = {
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


_COMMENT = "comment_added"
_BY_CLOCK = frozenset(kind for kind, mark in MARKS.items() if mark == "clock")

KINDS: Mapping[str, frozenset[str]] = {
    "people": frozenset(MARKS) - {_COMMENT} - _BY_CLOCK,
    "comments": frozenset({_COMMENT}),
    "time": _BY_CLOCK | {"case_paused", "case_resumed", "deviation_recorded"},
}
"""What of a history may be asked for alone: the kinds of its entries."""


class Part(Frozen, frozen=True, kw_only=True):
    """Some entries of a history, oldest first, from number `first` to `last`."""

    entries: tuple[HistoryEntry, ...]
    total: int
    first: int
    last: int
    has_older: bool = False
    has_newer: bool = False


class Line(Frozen, frozen=True, kw_only=True):
    """An entry of the history, in words. `gap` is the time since the entry before, if any."""

    seq: int
    kind: str
    mark: str
    at: str
    time: str
    headline: str
    remark: tuple[Said, ...]
    gap: str
    happened: str


class Day(Frozen, frozen=True, kw_only=True):
    """The entries of a day in the office's zone."""

    name: str
    lines: tuple[Line, ...]


def chosen_entries(entries: tuple[HistoryEntry, ...], only: str) -> tuple[HistoryEntry, ...]:
    """Those of one kind, a name in `KINDS`; all of them for any other."""
    if only not in KINDS:
        return entries
    return tuple(one for one in entries if kind_of(one.recorded.event) in KINDS[only])


def part_of(entries: tuple[HistoryEntry, ...], before: str, *, total: int) -> Part:
    """The latest of these with a number below `before`; the very latest where that is no number.

    `total` counts all that the case has.
    """
    until = int(before) if _NUMBER.fullmatch(before) else total + 1
    earlier = tuple(one for one in entries if one.recorded.seq < max(until, EARLIEST + 1))
    shown = earlier[-PART:] or entries[:1]
    return Part(
        entries=shown,
        total=total,
        first=shown[0].recorded.seq if shown else 0,
        last=shown[-1].recorded.seq if shown else 0,
        has_older=len(shown) < len(earlier),
        has_newer=len(earlier) < len(entries),
    )


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
        mark=MARKS.get(kind_of(told.event), "dot"),
        at=told.at.isoformat(timespec="seconds"),
        time=written_time(told.at, zone, language),
        headline=told_by(told, glossary),
        remark=spoken(remark(told), {one: who.name for one, who in glossary.people.items()}),
        gap=written_elapsed(gap, language) if gap >= timedelta(minutes=1) else "",
        happened=written_instant(happened, zone, language) if happened else "",
    )
