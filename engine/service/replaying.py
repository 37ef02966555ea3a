"""Replay: a case exactly as it was after any event or at any instant, told from its history alone.

Nothing is taken from the views but the applicant's name, which an erasure takes away. Whoever could
act is told from the directory of then; what was recorded of deviations is derived once more.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.directory import Directory
from engine.core.directory_events import DirectoryRecorded
from engine.core.directory_evolve import evolve_directory
from engine.core.errors import CalendarError, InputRefused, NotFound, StoreError
from engine.core.events import Recorded
from engine.core.evolve import evolve
from engine.core.ids import CaseId
from engine.core.rederiving import Rederived, rederive, whole_looks
from engine.core.replaying import (
    actor_then,
    changes,
    holders_then,
    name_of,
    open_pauses,
)
from engine.core.state import Activation, CaseState
from engine.core.workflow import Workflow
from engine.service.calendars import by_version
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.service.opening import CaseOpener, shown_applicant, shown_data, shown_event
from engine.service.queries import find_id
from engine.service.replay_views import (
    EventThen,
    Replayed,
    ReplayedSteps,
    SopThen,
    StepThen,
    TaskThen,
)
from engine.service.time_views import CaseTimesView
from engine.service.times import times_then
from engine.store import calendars, directory, log, queries, timers
from engine.store.calendars import CalendarRow
from engine.store.job import Reader
from engine.store.log import Entry

T = TypeVar("T")

PUBLISHING_TAKES = timedelta(hours=1)
"""How far the instant of a calendar's edit may lie from when it took hold of other processes:
what it moves is compared first, and clocks differ."""

_TORN = (ValueError, LookupError, TypeError, AssertionError)
"""What events that do not follow from each other may raise."""


class HistoryDamaged(StoreError):
    """The history of a case was changed by other hands, so that nothing can be told from it."""

    hint = "`alur verify CASE` says where it breaks; restore it from a backup that is whole."

    def __init__(self, case: CaseId) -> None:
        self.case = case
        super().__init__(f"The history of case {case} does not hold together.")


def replay_at(
    database: Database,
    case: CaseId,
    *,
    at: datetime | None = None,
    seq: int | None = None,
) -> Replayed:
    """The case as it was after event `seq`, or at an instant; whole, where neither is given.

    Args:
        database: Where the case lives.
        case: As for `show_case`.
        at: The instant, aware: after the last event recorded by then, clocks as they stood then.
        seq: The number of the event, from 1; clocks as they stood at its instant.

    Raises:
        NotFound: no case, or more than one, begins so.
        InputRefused: the case was not open yet, or has no such event, or both are given.
        HistoryDamaged: its events make no history.
    """

    def told(reader: Reader) -> Replayed:
        file = _read(database, reader, case)
        count = _count(file.entries, at, seq)
        moment = at or file.entries[count - 1].recorded.at
        with _holding_together(file.case):
            return _replayed(file, count, moment)

    return database.store.read(told)


def replay_steps(database: Database, case: CaseId) -> ReplayedSteps:
    """Every event of a case with what it changed, personal data masked; `case` as above.

    Raises:
        NotFound: no case, or more than one, begins so.
        HistoryDamaged: its events make no history.
    """

    def told(reader: Reader) -> ReplayedSteps:
        file = _read(database, reader, case)
        with _holding_together(file.case):
            return _steps(file)

    return database.store.read(told)


def rederive_case(database: Database, case: CaseId, *, at: datetime | None = None) -> Rederived:
    """What `replay_at` finds of a case's deviations, and nothing else of it.

    Raises:
        NotFound: no case, or more than one, begins so.
        HistoryDamaged: its events make no history.
    """

    def told(reader: Reader) -> Rederived:
        file = _read(database, reader, case)
        return file.rederived(len(file.entries), at or file.entries[-1].recorded.at)

    return database.store.read(told)


@contextmanager
def _holding_together(case: CaseId) -> Iterator[None]:
    """What a history raises that was changed by other hands is said so."""
    try:
        yield
    except (msgspec.MsgspecError, *_TORN) as torn:
        raise HistoryDamaged(case) from torn


def _count(entries: tuple[Entry, ...], at: datetime | None, seq: int | None) -> int:
    """How many events of the history are told."""
    if at is not None and seq is not None:
        raise InputRefused({"at": "and seq ask for different things: give one of them"})
    if seq is not None:
        if not 1 <= seq <= len(entries):
            raise InputRefused({"seq": f"must be from 1 to {len(entries)}, the events there are"})
        return seq
    if at is None:
        return len(entries)
    first = entries[0].recorded.at
    if at < first:
        when = first.isoformat(timespec="seconds")
        raise InputRefused({"at": f"lies before the case was opened: {when}"})
    return sum(one.recorded.at <= at for one in entries)


class _Shelf:
    """What was in force, as the database has it."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database, self._reader = database, reader
        self._rows: tuple[CalendarRow, ...] | None = None

    def workflow(self, name: str) -> Workflow:
        """The SOP version of that hash."""
        return workflow_by_hash(self._database, self._reader, name)

    def versions(self, calendar: str, at: datetime) -> tuple[str, ...]:
        """The versions by which a look at `at` may have gone."""
        if self._rows is None:
            self._rows = calendars.list_calendars(self._reader)
        rows = [one for one in self._rows if one.id == calendar]
        until: datetime | None = None
        found = []
        for row in rows:  # the newest first
            began = row.published_at <= at + PUBLISHING_TAKES or row is rows[-1]
            if began and (until is None or until > at - PUBLISHING_TAKES):
                found.append(f"{row.id}/{row.version}")
            until = row.published_at
        return tuple(found)

    def asked(self, version: str, question: Callable[[Calendar], T], *, at: datetime) -> T:
        """What `question` answers on that version.

        Raises:
            NotFound: it is not published.
            BeyondCalendar: it cannot tell.
        """
        name, _, number = version.rpartition("/")
        if not number.isdecimal():
            raise NotFound("published calendar", version)
        named = name, int(number)
        return by_version(self._database, self._reader, named, question, at=at)


class _File:
    """A case's history, and what it is read with."""

    def __init__(self, database: Database, reader: Reader, entries: tuple[Entry, ...]) -> None:
        self.database, self.reader, self.entries = database, reader, entries
        self.case = entries[0].recorded.case
        self.shelf = _Shelf(database, reader)
        self.opener = CaseOpener(database, reader, self.case)
        row = queries.case_row(reader, self.case)
        if row is None:
            raise HistoryDamaged(self.case)
        self.applicant = row.applicant
        self.now = self.shelf.workflow(row.workflow)  # what it masks stays masked

    def history(self, count: int) -> tuple[Recorded, ...]:
        """Its first events."""
        return tuple(one.recorded for one in self.entries[:count])

    def states(self, count: int) -> tuple[CaseState, ...]:
        """The case after each of its first events."""
        found: list[CaseState] = []
        for recorded in self.history(count):
            found.append(evolve(found[-1] if found else None, recorded))
        return tuple(found)

    def rederived(self, count: int, at: datetime) -> Rederived:
        """Its deviations once more, until `at`; of a look that is cut through, its own part."""
        history = self.history(len(self.entries))
        until = whole_looks(history, count)
        looked = count == len(history) and self._is_looked_at(at)
        found = rederive(history[:until], self.shelf, at=at, looked=looked)
        last = history[count - 1].seq
        return replace(found, findings=tuple(one for one in found.findings if one.seq <= last))

    def _is_looked_at(self, at: datetime) -> bool:
        """Whether the sweep has been here for all that is due by then: it comes again later."""
        following = timers.look_of(self.reader, self.case)
        return following is None or following > at

    def times(self, count: int, at: datetime) -> CaseTimesView | None:
        """Its clocks; None where no calendar can tell."""
        try:
            return times_then(self.database, self.reader, self.history(count), at=at)
        except (NotFound, CalendarError, *_TORN):
            return None

    def shown(self, state: CaseState) -> CaseState:
        """A state as everybody may see it."""
        return replace(
            state,
            data=shown_data(self.opener, self.now, state),
            applicant=shown_applicant(self.opener, state.applicant, self.applicant),
        )

    def events(self, states: tuple[CaseState, ...]) -> Iterator[EventThen]:
        """What happened, and in which standing whoever acted stood."""
        people, before = _People(self.reader), None
        for entry, state in zip(self.entries, states, strict=False):
            recorded = entry.recorded
            workflow = self.shelf.workflow((before or state).workflow)
            known = people.until(recorded.at)
            yield EventThen(
                recorded=shown_event(self.opener, self.now, recorded),
                hash=entry.hash.hex(),
                actor=actor_then(known, workflow, before, recorded),
                version=state.version,
            )
            before = state

    def workflows(self, states: tuple[CaseState, ...]) -> Mapping[int, Workflow]:
        """The SOP versions that it ran under."""
        hashes = dict.fromkeys((one.version, one.workflow) for one in states)
        return {version: self.shelf.workflow(name) for version, name in hashes}


class _People:
    """The directory as it was, instant by instant; asked in the order of time."""

    def __init__(self, reader: Reader) -> None:
        self._rest = iter(directory.read_events(reader))
        self._next = self._following()
        self._known = Directory()

    def until(self, at: datetime) -> Directory:
        """After all that was recorded by then."""
        while self._next is not None and self._next.at <= at:
            self._known = evolve_directory(self._known, self._next)
            self._next = self._following()
        return self._known

    def _following(self) -> DirectoryRecorded | None:
        entry = next(self._rest, None)
        return None if entry is None else entry.recorded


def _read(database: Database, reader: Reader, case: CaseId) -> _File:
    found = find_id(reader, case)
    with _holding_together(found):
        entries = log.read_events(reader, found)
    if not entries or entries[0].recorded.case != found:
        raise HistoryDamaged(found)
    return _File(database, reader, entries)


def _replayed(file: _File, count: int, at: datetime) -> Replayed:
    states = file.states(count)
    state = states[-1]
    workflow = file.shelf.workflow(state.workflow)
    known = _People(file.reader).until(at)
    rederived, shown = file.rederived(count, at), file.shown(state)
    return Replayed(
        case=file.case,
        seq=state.seq,
        events_in_all=len(file.entries),
        at=at,
        state=state,
        applicant=shown.applicant,
        data=shown.data,
        sop=_sop(workflow),
        times=file.times(count, at),
        tasks=tuple(_task(known, workflow, one, at) for one in state.active),
        pauses=open_pauses(state, file.history(count)),
        founded=known.founded,
        events=tuple(file.events(states)),
        workflows=file.workflows(states),
        findings=rederived.findings,
        awaited=rederived.awaited,
    )


def _sop(workflow: Workflow) -> SopThen:
    return SopThen(
        sop=workflow.sop,
        version=workflow.version,
        number=workflow.number,
        title=workflow.title,
        hash=workflow.hash,
        unit=workflow.unit,
    )


def _task(known: Directory, workflow: Workflow, active: Activation, at: datetime) -> TaskThen:
    step = workflow.known_step(active.step)
    role = None if step.role is None else workflow.roles[step.role]
    waits = role is not None and not role.external and not active.automated
    return TaskThen(
        activation=active.id,
        step=step.id,
        number=step.number,
        activity=step.activity,
        visit=active.visit,
        cause=active.cause,
        opened_at=active.opened_at,
        role=step.role,
        role_title=None if role is None else role.title,
        automated=active.automated,
        pause=active.pause,
        assignee=active.assignee,
        assignee_name="" if active.assignee is None else name_of(known, active.assignee),
        owner=active.owner,
        owner_name="" if active.owner is None else name_of(known, active.owner),
        held_since=active.held_since,
        incident=active.incident,
        holders=holders_then(known, workflow, role.id, at) if waits and role else (),
    )


def _steps(file: _File) -> ReplayedSteps:
    states = file.states(len(file.entries))
    shown = [None, *map(file.shown, states)]
    told = zip(file.events(states), shown, shown[1:], strict=False)
    return ReplayedSteps(
        case=file.case,
        items=tuple(
            StepThen(event=event, changes=changes(before, after))
            for event, before, after in told
            if after is not None
        ),
        workflows=file.workflows(states),
    )
