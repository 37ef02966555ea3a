"""Deviations told again from a case's whole history, and held against what was recorded.

Wherever the history shows that somebody looked at the clocks of the case, the same look is taken
again: by the events up to there, the SOP version of then, and the calendar version that was named.
A look shows by what it recorded, and before more time is given or the version changes there always
is one. What a sweep found nothing at leaves no trace, so between two looks nothing is missed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from engine.core.calendar import Calendar
from engine.core.errors import CalendarError, NotFound
from engine.core.events import CaseMigrated, DeviationDisposed, Recorded, TimeExtended
from engine.core.evolve import evolve
from engine.core.ids import DeviationId
from engine.core.outlook import Outlook, look
from engine.core.permit import is_system
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
)
from engine.core.workflow import Workflow

T = TypeVar("T")

AboutDeviation = DeviationRecorded | DeviationWithdrawn
_NOTICE = WarningGiven | CaseEscalated | IncidentTold
_DAMAGED = (ValueError, LookupError, TypeError, AssertionError)
"""What a history that other hands have changed may raise."""


class Difference(StrEnum):
    """How what is recorded differs from what the history says."""

    NOT_DERIVED = "not_derived"
    """A deviation is recorded that follows from nothing."""
    NOT_RECORDED = "not_recorded"
    """A deviation follows from the history, and the look that must have found it did not."""
    OTHER_EVIDENCE = "other_evidence"
    """It is recorded with other evidence than the history gives."""
    NOT_WITHDRAWN = "not_withdrawn"
    """It follows from the history no more, and the look that must have noticed did not."""
    WRONGLY_WITHDRAWN = "wrongly_withdrawn"
    """It was withdrawn although it holds, or although it did not stand."""
    RECORDED_TWICE = "recorded_twice"
    """It is recorded again while it stands."""
    OTHER_CALENDAR = "other_calendar"
    """It was judged by a calendar version that was not in force then."""
    NO_CALENDAR = "no_calendar"
    """The calendar version that it was judged by is not there, or cannot tell."""
    BROKEN = "broken"
    """The events from here on do not follow from each other."""


class ReplayFinding(Frozen, frozen=True, kw_only=True):
    """Something recorded that does not follow from the history, or the other way round.

    Attributes:
        code: What kind of difference it is.
        seq: The event it shows at; where one is missing, the last one before it.
        at: The instant of the look; aware UTC.
        deviation: Which fact; None where it is of the whole look.
        recorded: What the history holds.
        derived: What the history says.
        calendar: The calendar version that it was told again by.
        unlike: The names of what differs in the evidence.
    """

    code: Difference
    seq: int
    at: datetime
    deviation: DeviationId | None = None
    recorded: AboutDeviation | None = None
    derived: AboutDeviation | None = None
    calendar: str = ""
    unlike: tuple[str, ...] = ()


class Rederived(Frozen, frozen=True, kw_only=True):
    """What came of it. `awaited` is due to be recorded by the next look, which has not come."""

    findings: tuple[ReplayFinding, ...] = ()
    awaited: tuple[AboutDeviation, ...] = ()


class Shelf(Protocol):
    """The SOP versions and calendar versions that a history was judged by."""

    def workflow(self, name: str) -> Workflow:
        """The SOP version of that hash."""

    def versions(self, calendar: str, at: datetime) -> tuple[str, ...]:
        """The versions by which a look at `at` may have gone, such as `kantor-wib/3`."""

    def asked(self, version: str, question: Callable[[Calendar], T], *, at: datetime) -> T:
        """What `question` answers on that version, of the years around `at`.

        Raises:
            NotFound: that version is not there.
            CalendarError: it cannot tell.
        """


def rederive(history: Sequence[Recorded], shelf: Shelf, *, at: datetime, looked: bool) -> Rederived:
    """Tell every deviation of a case again, and compare.

    Args:
        history: All events of the case up to a point, its opening first.
        shelf: What it was judged by.
        at: The instant at which it is asked; aware UTC, not before the latest event.
        looked: Whether the case is known to have been looked at since its latest event, for all
            that was due by `at`; otherwise what is not recorded yet is awaited, not missed.
    """
    bench = _Bench(history, shelf)
    try:
        for one in _looks(history):
            bench.judge(one)
        return bench.ended(at, looked=looked)
    except _DAMAGED:
        return bench.broken()


def whole_looks(history: Sequence[Recorded], count: int) -> int:
    """So many events, and those behind them that the same look recorded."""
    last = history[count - 1]
    while count < len(history) and _is_of_a_look(last):
        following = history[count]
        if not _is_of_a_look(following) or following.at != last.at:
            break
        count += 1
    return count


class _Look(NamedTuple):
    """The case was looked at after so many events; what it recorded goes `until` there.

    `calendar` is the version that what it recorded names, if it does.
    """

    after: int
    until: int
    at: datetime
    calendar: str


def _looks(history: Sequence[Recorded]) -> Iterator[_Look]:
    place = 0
    while place < len(history):
        one = history[place]
        if _is_of_a_look(one):
            found = _look_from(history, place)
            place = found.until
            yield found
            continue
        if isinstance(one.event, TimeExtended | CaseMigrated) and not _was_looked_at(
            history, place
        ):
            yield _Look(place, place, one.at, "")
        place += 1


def _was_looked_at(history: Sequence[Recorded], place: int) -> bool:
    """Whether what was recorded just before shows the look that belongs to this event."""
    before = history[place - 1]
    return _is_of_a_look(before) and before.at == history[place].at


def _is_of_a_look(one: Recorded) -> bool:
    return isinstance(one.event, AboutDeviation | _NOTICE) and is_system(one.by)


def _look_from(history: Sequence[Recorded], first: int) -> _Look:
    """The look that recorded the event at `first` and those behind it, by one calendar."""
    at, calendar, until = history[first].at, "", first
    for one in history[first:]:
        named = one.event.calendar if isinstance(one.event, AboutDeviation) else ""
        if not _is_of_a_look(one) or one.at != at or (calendar and named not in {"", calendar}):
            break
        calendar, until = calendar or named, until + 1
    return _Look(first, until, at, calendar)


class _Bench:
    """Takes the looks of one history again, one after the other."""

    def __init__(self, history: Sequence[Recorded], shelf: Shelf) -> None:
        self._history, self._shelf = history, shelf
        self._state: CaseState | None = None
        self._done = 0
        self._told: set[DeviationId] = set()
        self._found: list[ReplayFinding] = []

    def judge(self, one: _Look) -> None:
        """Hold what a look recorded against what it must have found."""
        state, recorded = self._state_after(one.after), self._history[one.after : one.until]
        if not one.calendar:
            self._note_missed(one, self._surely(state, one))
            return
        self._expect_in_force(state, one)
        try:
            derived = self._derived(state, one, one.calendar)
        except (NotFound, CalendarError):
            self._note(Difference.NO_CALENDAR, one)
            return
        told = [each for each in recorded if isinstance(each.event, AboutDeviation)]
        self._compare(state, one, told, derived)

    def ended(self, at: datetime, *, looked: bool) -> Rederived:
        """What is found in all, at the end of the history."""
        count = len(self._history)
        state, last = self._state_after(count), _Look(count, count, at, "")
        due = self._surely(state, last)
        if looked:
            self._note_missed(last, due)
            due = {}
        awaited = (one for name, one in due.items() if name not in self._told)
        return Rederived(findings=tuple(self._found), awaited=tuple(awaited))

    def broken(self) -> Rederived:
        """What was found until the events made no sense."""
        seq = 0 if self._state is None else self._state.seq
        place = sum(one.seq <= seq for one in self._history)
        one = self._history[min(place, len(self._history) - 1)]
        broken = ReplayFinding(code=Difference.BROKEN, seq=one.seq, at=one.at)
        return Rederived(findings=(*self._found, broken))

    def _state_after(self, count: int) -> CaseState:
        for recorded in self._history[self._done : count]:
            self._expect_recorded(recorded)
            self._state = evolve(self._state, recorded)
        self._done = count
        assert self._state is not None  # noqa: S101  # evolve has refused any other beginning
        return self._state

    def _expect_recorded(self, recorded: Recorded) -> None:
        """Nobody decides about what nobody recorded."""
        event, state = recorded.event, self._state
        if not isinstance(event, DeviationDisposed) or state is None:
            return
        if state.deviations.get(event.deviation, "withdrawn") == "withdrawn":
            if event.deviation not in self._told:
                missing = ReplayFinding(
                    code=Difference.NOT_RECORDED,
                    seq=recorded.seq,
                    at=recorded.at,
                    deviation=event.deviation,
                )
                self._found.append(missing)
            self._told.add(event.deviation)

    def _derived(
        self, state: CaseState, one: _Look, calendar: str
    ) -> dict[DeviationId, AboutDeviation]:
        """What a look finds by that calendar, by fact."""
        workflow, history = self._shelf.workflow(state.workflow), self._history[: one.after]

        def question(compiled: Calendar) -> Outlook:
            return look(workflow, compiled, state, history, at=one.at)

        outlook = self._shelf.asked(calendar, question, at=one.at)
        return {
            found.deviation: found for found in outlook.found if isinstance(found, AboutDeviation)
        }

    def _surely(self, state: CaseState, one: _Look) -> Mapping[DeviationId, AboutDeviation]:
        """What a look that names no calendar finds by whichever it may have gone."""
        every: list[dict[DeviationId, AboutDeviation]] = []
        for version in self._versions(state, one):
            try:
                every.append(self._derived(state, one, version))
            except (NotFound, CalendarError):
                return {}
        if not every:
            return {}
        first, *others = every
        return {
            name: found
            for name, found in first.items()
            if all(type(other.get(name)) is type(found) for other in others)
        }

    def _versions(self, state: CaseState, one: _Look) -> tuple[str, ...]:
        """A closed case keeps the calendar that it ended under."""
        calendar = self._shelf.workflow(state.workflow).calendar
        return self._shelf.versions(calendar, state.closed_at or one.at)

    def _expect_in_force(self, state: CaseState, one: _Look) -> None:
        if one.calendar not in self._versions(state, one):
            self._note(Difference.OTHER_CALENDAR, one)

    def _compare(
        self,
        state: CaseState,
        one: _Look,
        recorded: Sequence[Recorded],
        derived: dict[DeviationId, AboutDeviation],
    ) -> None:
        standing = {name for name, status in state.deviations.items() if status != "withdrawn"}
        left = dict(derived)
        for told in recorded:
            event = told.event
            assert isinstance(event, AboutDeviation)  # noqa: S101  # nothing else is given here
            self._told.discard(event.deviation)
            expected = left.pop(event.deviation, None)
            if expected != event:
                code = _difference(event, expected, is_standing=event.deviation in standing)
                self._note(code, one, told=told, derived=expected)
            if isinstance(event, DeviationRecorded):
                standing.add(event.deviation)
        self._note_missed(one, left)

    def _note_missed(self, one: _Look, derived: Mapping[DeviationId, AboutDeviation]) -> None:
        """Once for each, however many looks have missed it; until it is recorded after all."""
        for name, found in derived.items():
            if name not in self._told:
                self._told.add(name)
                is_new = isinstance(found, DeviationRecorded)
                code = Difference.NOT_RECORDED if is_new else Difference.NOT_WITHDRAWN
                self._note(code, one, derived=found)

    def _note(
        self,
        code: Difference,
        one: _Look,
        *,
        told: Recorded | None = None,
        derived: AboutDeviation | None = None,
    ) -> None:
        event = None if told is None else told.event
        recorded = event if isinstance(event, AboutDeviation) else None
        either = recorded or derived
        before = self._history[max(one.until - 1, 0)]
        self._found.append(
            ReplayFinding(
                code=code,
                seq=(told or before).seq,
                at=one.at,
                deviation=None if either is None else either.deviation,
                recorded=recorded,
                derived=derived,
                calendar=one.calendar or ("" if derived is None else derived.calendar),
                unlike=tuple(_unlike(recorded, derived)),
            )
        )


def _difference(
    recorded: AboutDeviation, derived: AboutDeviation | None, *, is_standing: bool
) -> Difference:
    if type(recorded) is type(derived):
        return Difference.OTHER_EVIDENCE
    if isinstance(recorded, DeviationWithdrawn):
        return Difference.WRONGLY_WITHDRAWN
    return Difference.RECORDED_TWICE if is_standing else Difference.NOT_DERIVED


def _unlike(recorded: AboutDeviation | None, derived: AboutDeviation | None) -> Iterable[str]:
    """What differs between two tellings of the same fact."""
    if isinstance(recorded, DeviationRecorded) and isinstance(derived, DeviationRecorded):
        one, other = recorded.found, derived.found
        return [n for n in one.__struct_fields__ if getattr(one, n) != getattr(other, n)]
    if isinstance(recorded, DeviationWithdrawn) and isinstance(derived, DeviationWithdrawn):
        return ["because"]
    return ()
