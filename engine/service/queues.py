"""Queues: what a person may claim, holds and has lent to others; and the next task."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from engine.core.commands import Actor, Claim
from engine.core.directory import Directory
from engine.core.errors import Conflict, FourEyes, KeyReused, NotFound
from engine.core.events import TaskClaimed
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId, UnitId
from engine.core.permit import is_duty, require_four_eyes
from engine.core.priority import Waiting, by_priority, is_overdue
from engine.core.standing import Standing, serves, standings
from engine.core.text import Frozen, Text
from engine.core.workflow import HumanStep
from engine.service import directory as people
from engine.service.catalogue import workflow_of_row
from engine.service.database import Database
from engine.service.execute import answered_before, execute
from engine.service.queries import task_view
from engine.service.views import Receipt, TaskView
from engine.store import log, queues
from engine.store.job import Reader
from engine.store.queues import QueueQuery, QueueRow

MOST_SHOWN = 50
_TRIED_AT_ONCE = 16


class QueueEmpty(Conflict):
    """Nothing waits that this person may take."""

    def __init__(self, person: PersonId, *, barred: int = 0) -> None:
        self.person, self.barred = person, barred
        self.hint = "`alur task queue` shows what you hold yourself."
        if barred:
            self.hint = f"{barred} tasks wait for other eyes: you did the step they are checked by."
        super().__init__(f"Nothing waits that {person} may take.")


class QueuedTask(Frozen, frozen=True, kw_only=True):
    """An open task in its place. `due` (UTC) is None where nothing decides it, or not yet.

    `goes_first`: its case has a recorded reason for priority. `barred`: four eyes keep it from the
    person who asks. `acting_for`: whose role it would be claimed in (Plh, Plt).
    """

    task: TaskView
    sop: SopId
    title: Text
    unit: UnitId
    due: datetime | None
    overdue: bool
    goes_first: bool
    barred: bool = False
    acting_for: PersonId | None = None


class QueueLine(Frozen, frozen=True, kw_only=True):
    """A queue that a person may claim from: of a role, a unit, one SOP only where it is named.

    `role` None: of every role, where there is no directory yet.
    """

    role: RoleId | None
    unit: UnitId
    sop: SopId | None
    acting_for: PersonId | None
    waiting: int
    overdue: int


class QueueView(Frozen, frozen=True, kw_only=True):
    """What a person may claim, holds and has lent, each in the order in which it is to be done."""

    person: PersonId
    lines: tuple[QueueLine, ...]
    claimable: tuple[QueuedTask, ...]
    mine: tuple[QueuedTask, ...]
    delegated: tuple[QueuedTask, ...]


class Source(Frozen, frozen=True, kw_only=True):
    """Queues of one role, and by which standing a person claims from that of a unit.

    No standings: there is no directory, and nobody is told apart.
    """

    query: QueueQuery
    standings: Mapping[UnitId, Standing] = {}


class _Found(Frozen, frozen=True, kw_only=True):
    row: QueueRow
    standing: Standing | None

    @property
    def name(self) -> tuple[CaseId, ActivationId]:
        return self.row.task.case_id, self.row.task.activation


def queue(
    database: Database, person: PersonId, *, at: datetime, limit: int = MOST_SHOWN
) -> QueueView:
    """What somebody may claim at `at`, holds, and has lent to others; at most `limit` of each.

    When tasks are due is what the last look at each case told (`engine.service.timers`).
    """

    def told(reader: Reader) -> QueueView:
        actor = Actor(person=person)
        sources = sources_for(people.current_in(database, reader), actor, at)
        found = _claimable(reader, sources, at, limit)
        mine = queues.held(reader, person, at=at, limit=limit)
        lent = queues.lent(reader, person, at=at, limit=limit)
        return QueueView(
            person=person,
            lines=tuple(line for one in sources for line in _lines(reader, one, at)),
            claimable=tuple(_offered(database, reader, one, person, at) for one in found),
            mine=tuple(_queued(database, reader, one, at) for one in mine),
            delegated=tuple(_queued(database, reader, one, at) for one in lent),
        )

    return database.store.read(told)


def claim_next(
    database: Database, actor: Actor, *, at: datetime, key: str | None = None
) -> Receipt:
    """Claim the task that is to be taken up first by somebody, in a role that they have.

    Of two who ask at the same moment each gets a task of their own. What four eyes keep from this
    person is passed over.

    Args:
        database: where the cases live.
        actor: who asks; with a role, unit or `acting_for` only from the queues of that.
        at: when it is recorded; aware UTC.
        key: an idempotency key; the same key gives the same task again.

    Raises:
        QueueEmpty: nothing waits that this person may take.
        KeyReused: the key was used for something else.
        NoStanding: the role was taken away meanwhile.
    """
    tried: set[tuple[CaseId, ActivationId]] = set()
    barred = 0
    while True:
        again = None if key is None else _claimed_before(database, actor, key)
        if again is not None:
            return again
        found = _next_ones(database, actor, tried, at)
        if not found:
            raise QueueEmpty(actor.person, barred=barred)
        for one in found:
            tried.add(one.name)
            try:
                return execute(database, _claim(actor, one), at=at, key=key)
            except FourEyes:
                barred += 1
            except KeyReused:
                break  # by this very request, sent twice: it is answered as the other was
            except (Conflict, NotFound):
                continue  # somebody was quicker


def _claimed_before(database: Database, actor: Actor, key: str) -> Receipt | None:
    again = answered_before(database, key)
    if again is None:
        return None
    claims = [one for one in again.events if isinstance(one.event, TaskClaimed)]
    if not any(one.by.person == actor.person for one in claims):
        raise KeyReused(key)
    return again


def _next_ones(
    database: Database, actor: Actor, tried: set[tuple[CaseId, ActivationId]], at: datetime
) -> list[_Found]:
    def asked(reader: Reader) -> list[_Found]:
        sources = sources_for(people.current_in(database, reader), actor, at)
        found = _claimable(reader, sources, at, _TRIED_AT_ONCE + len(tried))
        return [one for one in found if one.name not in tried]

    return database.store.read(asked)


def _claim(actor: Actor, one: _Found) -> Claim:
    by = replace(actor, role=one.row.task.role)
    if one.standing is not None:
        instead = one.standing.acting_for
        by = replace(by, unit=one.standing.unit, acting_for=instead)
    return Claim(case=one.row.task.case_id, by=by, activation=one.row.task.activation)


def sources_for(directory: Directory, actor: Actor, at: datetime) -> list[Source]:
    """The queues that somebody may claim from; in each their own standing before that of others."""
    if not directory.founded:
        return [Source(query=QueueQuery(role=actor.role))]
    found: dict[tuple[RoleId, SopId | None], dict[UnitId, Standing]] = {}
    for one in standings(directory, actor.person, at):
        if not is_duty(one.role) and _is_asked_for(actor, one):
            units = found.setdefault((one.role, one.sop), {})
            for unit in sorted({*directory.units, one.unit}):
                if serves(directory, one, unit=unit, sop=one.sop):
                    units.setdefault(unit, one)
    return [
        Source(query=QueueQuery(role=role, units=tuple(units), sop=sop), standings=units)
        for (role, sop), units in found.items()
    ]


def _is_asked_for(actor: Actor, one: Standing) -> bool:
    return (
        actor.role in {None, one.role}
        and actor.unit in {None, one.unit}
        and actor.acting_for in {None, one.acting_for}
    )


def _claimable(reader: Reader, sources: Iterable[Source], at: datetime, limit: int) -> list[_Found]:
    """The first `limit` of all these queues together."""
    found: dict[tuple[str, int], _Found] = {}
    for source in sources:
        for row in queues.waiting(reader, source.query, at=at, limit=limit):
            one = _Found(row=row, standing=source.standings.get(row.task.unit))
            found.setdefault(one.name, one)
    waiting = (
        Waiting(name=name, opened_at=one.row.task.opened_at, due=one.row.due, first=one.row.first)
        for name, one in found.items()
    )
    return [found[one.name] for one in by_priority(waiting, at=at)[:limit]]


def _lines(reader: Reader, source: Source, at: datetime) -> Iterator[QueueLine]:
    counts = queues.count_waiting(reader, source.query, at=at)
    for unit in source.query.units or counts:
        count, overdue = counts.get(unit, (0, 0))
        standing = source.standings.get(unit)
        yield QueueLine(
            role=source.query.role,
            unit=unit,
            sop=source.query.sop,
            acting_for=None if standing is None else standing.acting_for,
            waiting=count,
            overdue=overdue,
        )


def _queued(database: Database, reader: Reader, one: QueueRow, at: datetime) -> QueuedTask:
    return QueuedTask(
        task=task_view(database, reader, one.task),
        sop=one.task.sop,
        title=workflow_of_row(database, reader, one.task).title,
        unit=one.task.unit,
        due=one.due,
        overdue=is_overdue(one.due, at),
        goes_first=one.first,
    )


def _offered(
    database: Database, reader: Reader, one: _Found, person: PersonId, at: datetime
) -> QueuedTask:
    return replace(
        _queued(database, reader, one.row, at),
        barred=_is_barred(database, reader, one.row, person),
        acting_for=None if one.standing is None else one.standing.acting_for,
    )


def _is_barred(database: Database, reader: Reader, one: QueueRow, person: PersonId) -> bool:
    workflow = workflow_of_row(database, reader, one.task)
    step = workflow.step(one.task.step)
    stored = log.find(reader, one.task.case_id) if isinstance(step, HumanStep) else None
    if stored is None or not isinstance(step, HumanStep):
        return False
    try:
        require_four_eyes(workflow, step, stored.state, person)
    except FourEyes:
        return True
    return False
