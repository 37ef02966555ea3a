"""The rows of a page of the inbox: cut into groups, counted up to a bound, sorted.

What a queue holds is read as an index has it, so that a page costs what it shows. What a search
found is little, and is cut and sorted here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec.structs import replace

from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.inbox_asked import (
    GROUPS,
    MOST_COUNTED,
    MOST_FOUND,
    MOST_SHOWN,
    GroupName,
    InboxQuery,
    Looker,
    Sort,
)
from engine.store import inbox_lists
from engine.store.inbox_lists import InboxRow, Pile, Stretch
from engine.store.job import Reader
from engine.store.urgencies import NEVER


class Rows(Frozen, frozen=True, kw_only=True):
    """Tasks that press alike: `count` of them, up to `MOST_COUNTED`; the first of them as rows."""

    name: GroupName
    count: int
    rows: tuple[InboxRow, ...]


class Found(Frozen, frozen=True, kw_only=True):
    """What there is. `too_broad`: the search goes through some of what it found only."""

    groups: tuple[Rows, ...]
    too_broad: bool = False


class _Source(Protocol):
    def count(self, cuts: Sequence[Stretch]) -> int:
        """How many there are in these stretches, up to `MOST_COUNTED`."""
        ...

    def first(self, cuts: Sequence[Stretch], sort: Sort, limit: int) -> Sequence[InboxRow]:
        """The first of them in that order."""
        ...


def find_rows(reader: Reader, piles: Sequence[Pile], wanted: InboxQuery, looker: Looker) -> Found:
    """What of these piles is asked for, in groups that hold anything."""
    kept = tuple(_narrow(pile, wanted) for pile in piles if _fits(pile, wanted))
    if not wanted.text:
        return Found(groups=tuple(_groups(_Queues(reader, kept), wanted, looker)))
    cases = inbox_lists.cases_like(reader, kept, wanted.text, limit=MOST_FOUND + 1)
    source = _Searched(reader, kept, cases[:MOST_FOUND])
    groups = tuple(_groups(source, wanted, looker))
    return Found(groups=groups, too_broad=len(cases) > MOST_FOUND)


class _Queues:
    """Whatever lies in the piles."""

    def __init__(self, reader: Reader, piles: Sequence[Pile]) -> None:
        self._reader, self._piles = reader, piles

    def count(self, cuts: Sequence[Stretch]) -> int:
        """How many there are in these stretches, up to `MOST_COUNTED`."""
        counts = (
            inbox_lists.counted(self._reader, pile, cut, most=MOST_COUNTED)
            for pile, cut in self._parts(cuts)
        )
        return min(sum(counts), MOST_COUNTED)

    def first(self, cuts: Sequence[Stretch], sort: Sort, limit: int) -> Sequence[InboxRow]:
        """The first of them in that order."""
        if sort == "applicant":
            return self._by_name(cuts, limit)
        listed = {
            row.name: row
            for pile, cut in self._parts(cuts)
            for row in inbox_lists.listed(self._reader, pile, cut, order=sort, limit=limit)
        }
        return sorted(listed.values(), key=lambda row: row.place(sort))[:limit]

    def _by_name(self, cuts: Sequence[Stretch], limit: int) -> Sequence[InboxRow]:
        """A few are sorted; of many, the cases are gone through in the order of their names."""
        if self.count(cuts) < MOST_COUNTED:
            return _by_name(self._reader, self.first(cuts, "due", MOST_COUNTED))[:limit]
        parts = self._parts(cuts)
        cases = inbox_lists.cases_by_name(self._reader, parts, limit=limit)
        place = {case: number for number, case in enumerate(cases)}
        rows = inbox_lists.rows_of(self._reader, cases)
        kept = (row for row in rows if any(p.holds(row) and c.spans(row) for p, c in parts))
        return sorted(kept, key=lambda row: (place[row.case_id], row.activation))[:limit]

    def _parts(self, cuts: Sequence[Stretch]) -> list[tuple[Pile, Stretch]]:
        return [(pile, cut) for pile in self._piles for cut in cuts]


class _Searched:
    """What of the piles belongs to some cases."""

    def __init__(self, reader: Reader, piles: Sequence[Pile], cases: Sequence[CaseId]) -> None:
        self._reader = reader
        rows = inbox_lists.rows_of(reader, cases)
        self._rows = [row for row in rows if any(pile.holds(row) for pile in piles)]

    def count(self, cuts: Sequence[Stretch]) -> int:
        """How many there are in these stretches, up to `MOST_COUNTED`."""
        return min(len(self._cut(cuts)), MOST_COUNTED)

    def first(self, cuts: Sequence[Stretch], sort: Sort, limit: int) -> Sequence[InboxRow]:
        """The first of them in that order."""
        rows = self._cut(cuts)
        if sort == "applicant":
            return _by_name(self._reader, rows)[:limit]
        return sorted(rows, key=lambda row: row.place(sort))[:limit]

    def _cut(self, cuts: Sequence[Stretch]) -> Sequence[InboxRow]:
        return [row for row in self._rows if any(cut.spans(row) for cut in cuts)]


def _by_name(reader: Reader, rows: Sequence[InboxRow]) -> Sequence[InboxRow]:
    names = inbox_lists.names_of(reader, list({row.case_id for row in rows}))
    return sorted(rows, key=lambda row: (names.get(row.case_id, "").casefold(), *row.name))


def _fits(pile: Pile, wanted: InboxQuery) -> bool:
    return not (wanted.unit and pile.unit and pile.unit != wanted.unit) and not (
        wanted.sop and pile.sop and pile.sop != wanted.sop
    )


def _narrow(pile: Pile, wanted: InboxQuery) -> Pile:
    return replace(pile, sop=pile.sop or wanted.sop, unit=pile.unit or wanted.unit)


def _groups(source: _Source, wanted: InboxQuery, looker: Looker) -> Iterator[Rows]:
    """In order, with as many rows as are wanted in all."""
    left = min(wanted.shown, MOST_SHOWN)
    for name, cuts in _cut(wanted, looker.at, looker.end):
        count = source.count(cuts)
        if count:
            rows = tuple(source.first(cuts, wanted.sort, left)) if left else ()
            left -= len(rows)
            yield Rows(name=name, count=count, rows=rows)


def _cut(
    wanted: InboxQuery, at: datetime, midnight: datetime
) -> Iterator[tuple[GroupName, tuple[Stretch, ...]]]:
    """What each group is; sorted by something else than the deadline all is one group."""
    known = _cuts(at, midnight)
    if wanted.sort != "due":
        one = (Stretch(),) if wanted.deadline is None else known[wanted.deadline]
        yield "all", one
        return
    for name in GROUPS:
        if wanted.deadline in {None, name}:
            yield name, known[name]


def _cuts(at: datetime, midnight: datetime) -> Mapping[GroupName, tuple[Stretch, ...]]:
    """As `engine.core.priority` has it: what is late, what goes first by law, then by deadline."""
    plain = Stretch(paused=False, first=False)
    ahead = Stretch(paused=False, first=True)
    late = (replace(plain, until=at), replace(ahead, until=at))
    still = (Stretch(paused=True, first=False), Stretch(paused=True, first=True))
    return {
        "late": late,
        "first": (replace(ahead, since=at),),
        "today": (replace(plain, since=at, until=midnight),),
        "later": (replace(plain, since=midnight, until=NEVER),),
        "paused": still,
        "none": (replace(plain, since=NEVER),),
    }
