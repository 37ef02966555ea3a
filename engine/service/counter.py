"""What a counter asks before a case is there: what may be opened, what would be promised, for whom.

Nothing here changes anything; opening itself is a command (`engine.service.execute`).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.clocks import ClockState, clocks
from engine.core.commands import OpenCase
from engine.core.decide import decide
from engine.core.durations import Duration
from engine.core.errors import CalendarError, NotFound
from engine.core.events import FileAccepted, Recorded
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.personal import ERASED
from engine.core.standing import Reach, best_standing
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.service import queries, tries
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash, workflow_of
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.guard import admitted
from engine.service.standards import PublicStandard, standard_of
from engine.service.views import CaseFilter, CasePage, CaseSummary
from engine.store import catalogue, counter
from engine.store.job import Reader
from engine.store.rows import CaseRow

RECENT = timedelta(days=30)
"""For so long after its opening a closed case of the same person and SOP is worth a look."""

_MOST_LOOKED_AT = 20


class Offered(Frozen, frozen=True, kw_only=True):
    """A service that somebody may open cases of: the version in force, and what it promises."""

    sop: SopId
    version: int
    title: Text
    unit: Text
    number: str
    promise: Duration | None
    counts_from: str


class Service(Frozen, frozen=True, kw_only=True):
    """One of them whole: its workflow, its published standard, the unit that answers for it."""

    workflow: Workflow
    standard: PublicStandard
    unit: Text


class Foreseen(Frozen, frozen=True, kw_only=True):
    """What a case would be promised if it were opened at `at`.

    `counts_from` as in the SOP: a complete file, or registration. `due` None: the SOP promises
    nothing, its calendar does not tell, or the clock waits for the file to be found complete.
    `due_if_complete` is what it were if that were found at once.
    """

    at: datetime
    promise: Duration | None
    counts_from: str
    due: datetime | None = None
    due_if_complete: datetime | None = None


class OpenedCase(Frozen, frozen=True, kw_only=True):
    """A case that somebody opened, as its opener lists it; `opened_at` is UTC."""

    case: CaseId
    title: Text
    applicant: str
    opened_at: datetime


class OpenedCases(Frozen, frozen=True, kw_only=True):
    """Cases somebody opened: the newest of them, and how many there are."""

    items: tuple[OpenedCase, ...] = ()
    total: int = 0


def offered(database: Database, person: PersonId, *, at: datetime) -> tuple[Offered, ...]:
    """The services in force whose cases the person may open at `at` (UTC), by title."""

    def asked(reader: Reader) -> tuple[Offered, ...]:
        known = (
            workflow_by_hash(database, reader, row.hash)
            for row in catalogue.list_sops(reader)
            if row.in_force
        )
        may = (one for one in known if _may_open(database, reader, one, person, at))
        return tuple(sorted((_offer(database, reader, one) for one in may), key=_by_title))

    return database.store.read(asked)


def service_of(database: Database, sop: SopId, person: PersonId, *, at: datetime) -> Service:
    """A service whose cases the person may open at `at` (UTC), in the version in force.

    Raises:
        NotFound: there is none, or they may not.
    """

    def asked(reader: Reader) -> Service:
        workflow = workflow_of(database, reader, sop, None)
        if not _may_open(database, reader, workflow, person, at):
            raise NotFound("published SOP", sop)
        unit = _unit(database, reader, workflow.unit)
        return Service(workflow=workflow, standard=standard_of(reader, workflow), unit=unit)

    return database.store.read(asked)


def foresee(database: Database, command: OpenCase, *, at: datetime) -> Foreseen:
    """What the case would be promised, decided as it would be, and kept nowhere.

    Raises:
        CommandRefused: it would not be opened.
    """

    def asked(reader: Reader) -> Foreseen:
        workflow = workflow_of(database, reader, command.sop, command.version)
        judged = admitted(database, reader, command, under=(workflow, None), at=at)
        history = decide(workflow, None, judged, at=at).events
        return _foreseen(database, reader, workflow, history, at)

    return database.store.read(asked)


def opened_by(
    database: Database, person: PersonId, *, since: datetime, reach: Reach, most: int = 8
) -> OpenedCases:
    """The cases within reach that the person opened from `since` (UTC) on."""

    def asked(reader: Reader) -> OpenedCases:
        rows, total = counter.opened_by(reader, person, reach, since=since, most=most)
        items = tuple(_opened_case(database, reader, row) for row in rows)
        return OpenedCases(items=items, total=total)

    return database.store.read(asked)


def count_lookup(database: Database, person: PersonId, *, at: datetime) -> None:
    """Count that somebody at a counter looks a person up by NIK.

    Raises:
        TooManyTries: they have looked up too many lately.
    """
    database.store.write(lambda unit: tries.count_lookup(unit, person, at=at))


def cases_of_person(database: Database, subject: bytes, *, reach: Reach) -> CasePage:
    """The newest cases with data of the person whom the sealed index knows by that digest."""
    wanted = CaseFilter(subject=subject, reach=reach, limit=_MOST_LOOKED_AT)
    return queries.list_cases(database, wanted)


def cases_under_name(database: Database, name: str, sop: SopId, *, reach: Reach) -> CasePage:
    """The newest cases of an SOP whose applicant is called exactly so, whatever the case."""
    words = " ".join(name.split())
    if not words:
        return CasePage(items=(), total=0)
    wanted = CaseFilter(text=words[:100], sop=sop, reach=reach, limit=_MOST_LOOKED_AT)
    found = queries.list_cases(database, wanted)
    same = tuple(one for one in found.items if _folded(one.applicant.name) == _folded(name))
    return CasePage(items=same, total=len(same))


def lookalikes(found: CasePage, sop: SopId, *, at: datetime) -> tuple[CaseSummary, ...]:
    """Of these, what may be the same request made twice: of that SOP, open or opened lately."""
    return tuple(
        one
        for one in found.items
        if one.sop == sop and (one.closed_at is None or at - one.opened_at <= RECENT)
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _may_open(
    database: Database, reader: Reader, workflow: Workflow, person: PersonId, at: datetime
) -> bool:
    directory = current_in(database, reader)
    return best_standing(directory, workflow, person, tuple(workflow.roles), at) is not None


def _offer(database: Database, reader: Reader, workflow: Workflow) -> Offered:
    return Offered(
        sop=workflow.sop,
        version=workflow.version,
        title=workflow.title,
        unit=_unit(database, reader, workflow.unit),
        number=workflow.number,
        promise=workflow.service.promise,
        counts_from=workflow.service.clock_starts,
    )


def _by_title(one: Offered) -> str:
    return one.title.id.casefold()


def _unit(database: Database, reader: Reader, unit: UnitId) -> Text:
    known = current_in(database, reader).units.get(unit)
    return Text(id=unit) if known is None else known.title


def _foreseen(
    database: Database,
    reader: Reader,
    workflow: Workflow,
    history: tuple[Recorded, ...],
    at: datetime,
) -> Foreseen:
    service = workflow.service
    if service.promise is None:
        return Foreseen(at=at, promise=None, counts_from=service.clock_starts)
    due = _promised(database, reader, workflow, history, at)
    complete = None if due else _promised(database, reader, workflow, _completed(history), at)
    return Foreseen(
        at=at,
        promise=service.promise,
        counts_from=service.clock_starts,
        due=due,
        due_if_complete=complete,
    )


def _completed(history: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """The history with the file found complete at its end."""
    last = history[-1]
    return (*history, replace(last, seq=last.seq + 1, event=FileAccepted()))


def _promised(
    database: Database,
    reader: Reader,
    workflow: Workflow,
    history: tuple[Recorded, ...],
    at: datetime,
) -> datetime | None:
    def due(calendar: Calendar) -> datetime | None:
        promise = clocks(workflow, calendar, history, at=at).promise
        if promise is None or promise.state is ClockState.NOT_STARTED:
            return None
        return promise.due or promise.due_if_resumed

    try:
        return calendar_for(database, reader, workflow.calendar, due, at=at)
    except (NotFound, CalendarError):
        return None


def _opened_case(database: Database, reader: Reader, row: CaseRow) -> OpenedCase:
    workflow = workflow_by_hash(database, reader, row.workflow)
    return OpenedCase(
        case=row.id,
        title=workflow.title,
        applicant=row.applicant or ERASED,
        opened_at=row.opened_at,
    )
