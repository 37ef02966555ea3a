"""Edits of calendars: what a new version would move, and putting it into force.

With many open cases that takes a while, so cases are read a page at a time and compared outside any
transaction; only what was found is written, in one, and only while no other version came first.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Literal

from engine.core.calendar import Calendar
from engine.core.calendar_edit import Move, changes, moves
from engine.core.calendar_version import CalendarVersion
from engine.core.commands import Actor
from engine.core.errors import BeyondCalendar, Conflict, InputRefused
from engine.core.events import Recorded
from engine.core.ids import CaseId, SopId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.values import shows_nothing
from engine.core.workflow import Workflow
from engine.service.calendar_authority import require_authority
from engine.service.calendar_views import Applied, CaseMoves, EditPreview, MovePage, SopMoves
from engine.service.calendar_years import compiled_for, widening
from engine.service.calendars import (
    CalendarPublished,
    EditNotApplied,
    is_published,
    put_in_force,
    require_version,
    with_national_holidays,
)
from engine.service.catalogue import workflows_by_calendar
from engine.service.database import Database
from engine.store import calendar_cases, calendars
from engine.store.calendar_cases import OpenCase
from engine.store.job import Reader, Unit

PAGE = 200
"""Cases read at once."""

USUALLY_SHOWN = 50
"""Cases of a preview that are named one by one."""

LONGEST_REASON = 500

Progress = Callable[[int, int], None]
"""Told how many cases were looked at, of how many."""


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


class EditOvertaken(Conflict):
    """Another version of the calendar was published meanwhile."""

    hint = "Look at the preview again: it now starts from that version."

    def __init__(self, name: str, version: int | None) -> None:
        self.name, self.version = name, version
        super().__init__(f"{name} is at version {version} by now.")


class Edit(Frozen, frozen=True, kw_only=True):
    """A calendar version to be put into force, whole; `old` is the one in force, if there is."""

    old: CalendarVersion | None
    new: CalendarVersion


def find_edits(
    database: Database, written: Mapping[str, CalendarVersion], *, at: datetime
) -> tuple[Edit, ...]:
    """Which of the calendars, as an office wrote them, are to be put into force.

    Each gets the national holidays of the years around `at`. What is published as it is, now or
    before, is left out.

    Raises:
        InputRefused: a version does not follow the one in force; says so calendar by calendar.
    """
    judged = database.store.read(lambda reader: [_judge(reader, one) for one in written.values()])
    problems = {f"calendars.{name}.version": wrong for name, wrong, _ in judged if wrong}
    if problems:
        refusal = InputRefused(problems)
        refusal.hint = "A version follows the one in force by one; `alur calendar list` shows that."
        raise refusal
    return tuple(
        Edit(old=edit.old, new=with_national_holidays(edit.new, edit.old, at=at))
        for _, _, edit in judged
        if edit is not None
    )


def _judge(reader: Reader, written: CalendarVersion) -> tuple[str, str, Edit | None]:
    """Its name, what is wrong with its version, and the edit that it is."""
    name, newest = written.id, calendars.newest_version(reader, written.id)
    old = None if newest is None else calendars.find_calendar(reader, name, newest)
    try:
        edit = None if is_published(reader, written) else Edit(old=old, new=written)
    except CalendarPublished:
        told = f"version {written.version} is published with another content"
        return name, f"must be {_next(newest)}: {told}", None
    except EditNotApplied:
        if written.version != _next(newest):
            return name, f"must be {_next(newest)}: version {newest} is in force", None
        edit = Edit(old=old, new=written)
    return name, "", edit


def _next(newest: int | None) -> int:
    return (newest or 0) + 1


def preview(
    database: Database,
    edit: Edit,
    *,
    at: datetime,
    each: Progress = _silent,
    shown: int = USUALLY_SHOWN,
) -> EditPreview:
    """What the edit would move, were it put into force at `at`; nothing is changed.

    Args:
        database: where the cases are.
        edit: as `find_edits` gives it.
        at: the instant at which deadlines are compared; aware UTC.
        each: told how far it is.
        shown: how many of the cases that move are named.
    """
    survey = _Survey(database, edit, at=at, each=each)
    sums = _Sums(shown=shown)
    for one in survey:
        sums.add(one)
    return sums.preview(survey)


def apply(  # noqa: PLR0913  # what, why, who and when
    database: Database,
    edit: Edit,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    each: Progress = _silent,
) -> Applied:
    """Put an edit into force, with a journal of every deadline that it moves.

    Open cases that use the calendar are looked at again: what was late and is not any more is then
    withdrawn, and what is late now is found. Closed cases stay as they are.

    Raises:
        InputRefused: there is no reason, or it is too long.
        DutyMissing: where people are known, `by` does not answer for every SOP that is told by it.
        EditOvertaken: another version was published since the edit was read; nothing was changed.
    """
    words = _require_reason(reason)
    survey, sums = _Survey(database, edit, at=at, each=each), _Sums(shown=USUALLY_SHOWN)
    journal: list[tuple[CaseId, tuple[Move, ...]]] = []
    for one in survey:
        sums.add(one)
        journal.append((one.case, one.moves))

    def job(unit: Unit) -> None:
        require_authority(database, unit, edit.new.id, by=by, at=at)
        unit.take_turn(calendars.TURN)
        newest = calendars.newest_version(unit, edit.new.id)
        if newest != (None if edit.old is None else edit.old.version):
            raise EditOvertaken(edit.new.id, newest)
        calendars.record_moves(unit, edit.new, journal)
        # Last: from here on commands on these cases wait until all of it is written.
        put_in_force(database, unit, edit.new, reason=words, by=by, at=at)

    database.store.write(job)
    moved = sums.preview(survey)
    return Applied(calendar=edit.new.id, version=edit.new.version, reason=words, moved=moved)


def _require_reason(reason: str) -> str:
    words = " ".join(reason.split())
    if shows_nothing(words) or len(words) > LONGEST_REASON:
        raise InputRefused({"reason": f"must have 1 to {LONGEST_REASON} characters"})
    return words


def read_moves(  # noqa: PLR0913  # which part of the journal, and for whose eyes
    database: Database,
    name: str,
    version: int,
    *,
    limit: int,
    after: CaseId | None = None,
    reach: Reach | None = None,
) -> MovePage:
    """The journal of an edit: up to `limit` cases, beyond `after`; empty for a first version.

    Of cases beyond `reach` it says nothing; None: of all.

    Raises:
        NotFound: that version is not published.
    """

    def job(reader: Reader) -> MovePage:
        require_version(reader, name, version)
        beyond = after or ""
        return calendars.moves_of(reader, name, version, limit=limit, after=beyond, reach=reach)

    return database.store.read(job)


class _Survey:
    """The cases that an edit moves, in the order of their opening, compared as they are read."""

    def __init__(self, database: Database, edit: Edit, *, at: datetime, each: Progress) -> None:
        self.edit = edit
        self.open_cases = self.untold = 0
        self._database = database
        self._at = at
        self._each = each
        self._pairs: dict[tuple[date, date], tuple[Calendar, Calendar]] = {}

    def __iter__(self) -> Iterator[CaseMoves]:
        read, name = self._database.store.read, self.edit.new.id
        if self.edit.old is None:
            return
        workflows = read(lambda reader: workflows_by_calendar(self._database, reader, name))
        hashes = tuple(workflows)
        total = read(lambda reader: calendar_cases.count_open(reader, hashes))
        after: OpenCase | None = None
        while page := read(partial(_page, workflows=hashes, after=after)):
            for case, history in page:
                yield from self._compared(case, workflows[case.workflow], history)
            after = page[-1][0]
            self._each(self.open_cases, max(total, self.open_cases))

    def _compared(
        self, case: OpenCase, workflow: Workflow, history: tuple[Recorded, ...]
    ) -> Iterator[CaseMoves]:
        self.open_cases += 1
        try:
            found = widening(
                lambda first, last: moves(workflow, self._pair(first, last), history, at=self._at),
                at=self._at,
            )
        except BeyondCalendar:
            self.untold += 1
            return
        if found:
            yield CaseMoves(case=case.id, sop=case.sop, moves=found)

    def _pair(self, first: date, last: date) -> tuple[Calendar, Calendar]:
        pair = self._pairs.get((first, last))
        if pair is None:
            old = self.edit.old or self.edit.new
            pair = compiled_for(old, first, last), compiled_for(self.edit.new, first, last)
            self._pairs[first, last] = pair
        return pair


def _page(
    reader: Reader, *, workflows: tuple[str, ...], after: OpenCase | None
) -> list[tuple[OpenCase, tuple[Recorded, ...]]]:
    cases = calendar_cases.open_cases(reader, workflows, limit=PAGE, after=after)
    told = calendar_cases.histories(reader, [case.id for case in cases])
    return [(case, told[case.id]) for case in cases]


class _Sums:
    """What the cases that move add up to, and the first of them."""

    def __init__(self, *, shown: int) -> None:
        self._shown = shown
        self._cases: list[CaseMoves] = []
        self._by_sop: dict[SopId, SopMoves] = {}

    def add(self, moved: CaseMoves) -> None:
        if len(self._cases) <= self._shown:
            self._cases.append(moved)
        self._by_sop[moved.sop] = _sum(moved.sop, self._by_sop.get(moved.sop), _sum_of(moved))

    def preview(self, survey: _Survey) -> EditPreview:
        edit, by_sop = survey.edit, sorted(self._by_sop.items())
        return EditPreview(
            calendar=edit.new.id,
            version=edit.new.version,
            zone=edit.new.zone,
            changes=None if edit.old is None else changes(edit.old, edit.new),
            open_cases=survey.open_cases,
            untold=survey.untold,
            total=_sum(SopId(""), *(one for _, one in by_sop)),
            by_sop=tuple(one for _, one in by_sop),
            cases=tuple(self._cases[: self._shown]),
            is_cut=len(self._cases) > self._shown,
        )


def _sum_of(moved: CaseMoves) -> SopMoves:
    return SopMoves(
        sop=moved.sop,
        cases=1,
        deadlines=len(moved.moves),
        newly_late=sum(one.is_late and not one.was_late for one in moved.moves),
        in_time_again=sum(one.was_late and not one.is_late for one in moved.moves),
    )


_Counted = Literal["cases", "deadlines", "newly_late", "in_time_again"]


def _sum(sop: SopId, *several: SopMoves | None) -> SopMoves:
    def total(name: _Counted) -> int:
        return sum(getattr(one, name) for one in several if one is not None)

    return SopMoves(
        sop=sop,
        cases=total("cases"),
        deadlines=total("deadlines"),
        newly_late=total("newly_late"),
        in_time_again=total("in_time_again"),
    )
