"""Records to be destroyed by the decision of two people: a list is proposed, and approved.

Whoever keeps the records proposes; somebody else who keeps them, or answers for the service,
approves by the minutes (berita acara). The person counts, not the duty. `carrying_out` does it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from engine.core.commands import Actor
from engine.core.decide_case import allow_words, require_words
from engine.core.decide_retention import KEEPERS
from engine.core.directory import Directory, Duty
from engine.core.errors import AlreadySo, CaseStillOpen, DutyMissing, InputRefused, NotFound
from engine.core.errors_retention import NotDueYet, RecordDisposed, RecordHeld, SelfApproved
from engine.core.ids import CaseId, PersonId, UnitId
from engine.core.retention import Retained, Stage
from engine.core.standing import Reach, has_duty
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.service import mint
from engine.service.database import Database
from engine.service.directory import current, current_in
from engine.service.retention import Schedule, due, standing
from engine.store import disposals, log, queries
from engine.store.disposals import Disposal, ListedCase, Minutes, Status
from engine.store.job import Reader, Unit
from engine.store.reach import reads

__all__ = [
    "Disposal",
    "DisposalView",
    "Keeper",
    "ListedCase",
    "Minutes",
    "Status",
    "approve",
    "list_disposals",
    "propose",
    "refuse",
    "show_disposal",
    "would_be",
]

MOST_AT_ONCE = 2000
"""Records that one list may hold: what a person can be asked to look over."""

WITNESSES = 2
"""How many must have seen it, at least: the legal and the supervising unit (PP 28/2012)."""

_LONGEST_NUMBER = 80
_LATER = frozenset({Stage.ACTIVE, Stage.INACTIVE})


class Keeper(Frozen, frozen=True, kw_only=True):
    """Who asks, when (UTC), and how far they see; `reach` None: everything."""

    by: Actor
    at: datetime
    reach: Reach | None = None


class DisposalView(Frozen, frozen=True, kw_only=True):
    """A list with everything on it."""

    disposal: Disposal
    cases: tuple[ListedCase, ...]


def propose(
    database: Database,
    schedule: Schedule,
    keeper: Keeper,
    *,
    cases: Collection[CaseId] = (),
    note: str = "",
) -> DisposalView:
    """Propose that the records of these cases be destroyed; of none named: all that are due.

    Raises:
        NotFound: nothing is due, or a case is not within reach.
        DutyMissing: whoever proposes does not keep the records of all these units.
        NotDueYet, RecordHeld, RecordDisposed, AlreadySo: one of the cases may not stand on it.
    """
    words, chosen = allow_words("note", note), tuple(dict.fromkeys(cases))
    if len(chosen) > MOST_AT_ONCE:
        raise InputRefused({"cases": f"must be at most {MOST_AT_ONCE}"})
    if not chosen:
        chosen = tuple(one.case for one in would_be(database, schedule, keeper))
    if not chosen:
        _require_keeper(current(database), keeper)
        raise NotFound("record", "that is due", hint="`alur retention due` would list it.")

    def job(unit: Unit) -> DisposalView:
        unit.take_turn("disposal")
        listed = tuple(_listed(database, unit, schedule, case, keeper) for case in chosen)
        _require(database, unit, keeper, (one.unit for one in listed), {Duty.ARCHIVIST})
        made = Disposal(
            id=mint.disposal_id(keeper.at),
            status="proposed",
            note=words,
            proposed_at=keeper.at,
            proposed_by=keeper.by.person,
        )
        disposals.keep(unit, made, listed)
        return DisposalView(disposal=made, cases=listed)

    return database.store.write(job)


def would_be(
    database: Database, schedule: Schedule, keeper: Keeper, *, limit: int = MOST_AT_ONCE
) -> tuple[ListedCase, ...]:
    """Everything that is due, as it would stand on a list; nothing is changed."""
    return due(database, schedule, at=keeper.at, limit=limit, reach=keeper.reach)


def _listed(
    database: Database, unit: Unit, schedule: Schedule, case: CaseId, keeper: Keeper
) -> ListedCase:
    """A case as it would stand on a list. Raises as `propose`."""
    stored, row = log.find(unit, case), queries.case_row(unit, case)
    if stored is None or row is None or not reads(keeper.reach, row.unit, row.sop):
        raise NotFound("case", case)
    state = stored.state
    closed_at = _require_free(unit, state)
    kept, found = standing(database, unit, schedule, state, keeper.at)
    if kept is None or found.over_on is None or found.stage is not Stage.DUE:
        raise not_due(case, found)
    return ListedCase(
        case=case,
        sop=state.sop,
        version=state.version,
        unit=row.unit,
        kept_as=kept.id,
        opened_at=state.opened_at,
        closed_at=closed_at,
        over_on=found.over_on,
        head=stored.head.hex(),
    )


def _require_free(reader: Reader, state: CaseState) -> datetime:
    """Refuse a case that runs, is held, is gone, or stands on a list; when it was closed."""
    if state.disposed_at is not None:
        raise RecordDisposed(state.case, state.disposed_at)
    if state.closed_at is None:
        raise CaseStillOpen(state.case)
    if state.holds:
        raise RecordHeld(state.case, tuple(state.holds))
    for name, status, before in disposals.lists_of(reader, state.case):
        if status in {"proposed", "approved"} and before.is_pending:
            raise AlreadySo(f"Case {state.case} stands on the list {name}, which is {status}")
    return state.closed_at


def not_due(case: CaseId, found: Retained) -> NotDueYet:
    """Why the schedule does not have the record destroyed."""
    return NotDueYet(case, found.over_on if found.stage in _LATER else None)


def approve(
    database: Database, schedule: Schedule, keeper: Keeper, name: str, minutes: Minutes
) -> DisposalView:
    """Approve a list that somebody else proposed, by its minutes (berita acara).

    Raises:
        NotFound: there is no such list within reach.
        SelfApproved: one's own.
        DutyMissing: whoever approves does not answer for all of its units.
        AlreadySo: it is decided about.
        InputRefused: the minutes lack a number, two witnesses, or are of a day to come.
    """
    kept, by = _checked(minutes, schedule.day(keeper.at)), keeper.by.person

    def job(unit: Unit) -> DisposalView:
        found = _to_decide(database, unit, name, keeper)
        if by == found.disposal.proposed_by:
            raise SelfApproved(by)
        proposed_on = schedule.day(found.disposal.proposed_at)
        if kept.signed_on < proposed_on:
            raise InputRefused({"signed_on": f"lies before the list was proposed ({proposed_on})"})
        _require_others(current_in(database, unit), kept, {found.disposal.proposed_by, by})
        _require_own_number(unit, name, kept.number)
        return _decided(
            unit, found, replace(found.disposal, status="approved", minutes=kept), keeper
        )

    return database.store.write(job)


def _checked(minutes: Minutes, today: date) -> Minutes:
    number = require_words("minutes", minutes.number, longest=_LONGEST_NUMBER)
    told = [require_words("witnesses", one) for one in minutes.witnesses]
    names = tuple({_folded(one): one for one in reversed(told)}.values())[::-1]
    if len(names) < WITNESSES:
        raise InputRefused({"witnesses": f"must name at least {WITNESSES} people"})
    if minutes.signed_on > today:
        raise InputRefused({"signed_on": "lies in the future"})
    return Minutes(number=number, signed_on=minutes.signed_on, witnesses=names)


def _require_others(directory: Directory, minutes: Minutes, people: Collection[PersonId]) -> None:
    """Witnesses are neither who proposed nor who approves, by id or by name."""
    known = (directory.people[one].name for one in people if one in directory.people)
    if {_folded(one) for one in (*people, *known)} & {_folded(one) for one in minutes.witnesses}:
        raise InputRefused({"witnesses": "must be others than who proposed and who approves"})


def _require_own_number(reader: Reader, name: str, number: str) -> None:
    for other in disposals.list_disposals(reader):
        taken = other.id != name and other.minutes is not None
        if taken and other.minutes is not None and _folded(other.minutes.number) == _folded(number):
            raise InputRefused({"minutes": f"are those of the list {other.id}"})


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def refuse(database: Database, keeper: Keeper, name: str, *, reason: str) -> DisposalView:
    """Say that a list is not carried out; whoever proposed it takes it back so.

    Raises: as `approve`, but that it may be one's own.
    """
    why = require_words("reason", reason)

    def job(unit: Unit) -> DisposalView:
        found = _to_decide(database, unit, name, keeper)
        return _decided(unit, found, replace(found.disposal, status="refused", reason=why), keeper)

    return database.store.write(job)


def _to_decide(database: Database, unit: Unit, name: str, keeper: Keeper) -> DisposalView:
    disposals.hold(unit, name)
    found = find(unit, name, keeper.reach)
    _require(database, unit, keeper, (one.unit for one in found.cases), KEEPERS)
    if found.disposal.status != "proposed":
        raise AlreadySo(f"The list {name} is {found.disposal.status}")
    return found


def _decided(unit: Unit, found: DisposalView, disposal: Disposal, keeper: Keeper) -> DisposalView:
    decided = replace(disposal, decided_at=keeper.at, decided_by=keeper.by.person)
    disposals.decide(unit, decided)
    return replace(found, disposal=decided)


def _require(
    database: Database,
    unit: Unit,
    keeper: Keeper,
    units: Iterable[UnitId],
    duties: Collection[Duty],
) -> None:
    directory = current_in(database, unit)
    if directory.founded:
        for one in sorted(set(units)):
            _require_duty(directory, keeper.by.person, one, keeper.at, duties)


def _require_keeper(directory: Directory, keeper: Keeper) -> None:
    """Who keeps no records anywhere is told so, and not that there are none."""
    person = keeper.by.person
    if directory.founded and not has_duty(directory, person, Duty.ARCHIVIST, keeper.at):
        raise DutyMissing(person, Duty.ARCHIVIST.value)


def _require_duty(
    directory: Directory, person: PersonId, unit: UnitId, at: datetime, duties: Collection[Duty]
) -> None:
    if not any(has_duty(directory, person, duty, at, unit=unit) for duty in duties):
        raise DutyMissing(person, Duty.ARCHIVIST.value, unit)


def list_disposals(database: Database, *, reach: Reach | None = None) -> tuple[DisposalView, ...]:
    """The lists there are, the newest first: those of which every case is within reach."""

    def asked(reader: Reader) -> tuple[DisposalView, ...]:
        found = (
            DisposalView(disposal=one, cases=disposals.cases_of(reader, one.id))
            for one in disposals.list_disposals(reader)
        )
        return tuple(one for one in found if _is_within(one.cases, reach))

    return database.store.read(asked)


def show_disposal(database: Database, name: str, *, reach: Reach | None = None) -> DisposalView:
    """A list and what stands on it.

    Raises:
        NotFound: there is none of that id within reach.
    """
    return database.store.read(lambda reader: find(reader, name, reach))


def find(reader: Reader, name: str, reach: Reach | None) -> DisposalView:
    """As `show_disposal`, within a transaction."""
    disposal, cases = disposals.find(reader, name), disposals.cases_of(reader, name)
    if disposal is None or not _is_within(cases, reach):
        raise NotFound("list of records", name, hint="`alur retention list` lists them.")
    return DisposalView(disposal=disposal, cases=cases)


def _is_within(cases: Sequence[ListedCase], reach: Reach | None) -> bool:
    return all(reads(reach, one.unit, one.sop) for one in cases)
