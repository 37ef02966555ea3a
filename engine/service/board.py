"""The SLA board: how all open cases within somebody's sight stand, and how the latest ended.

Counting a hundred thousand cases takes a while, so what was counted is kept for whoever asks next:
for `FRESH` it is shown as it is; up to `STALE` it is shown while somebody counts anew.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from engine.core.directory import Directory
from engine.core.ids import PersonId, SopId, UnitId
from engine.core.standing import Reach, units_within
from engine.core.text import Frozen
from engine.service.board_endings import Endings, endings
from engine.service.board_lists import Pressing, with_tasks
from engine.service.database import Database
from engine.service.workload import overseen_units, start_of_day
from engine.store import board, board_tasks, deviation_queries, ledger, pace
from engine.store.board import Group, Mark, Wanted, Zone
from engine.store.board_tasks import Load
from engine.store.deviation_queries import DeviationQuery
from engine.store.job import Reader

__all__ = [
    "Board",
    "Group",
    "Holder",
    "Mark",
    "Pressing",
    "Zone",
    "read_board",
    "refresh_board",
    "sight",
    "turn_of_board",
]

FRESH = timedelta(seconds=2)
STALE = timedelta(minutes=1)
ENDINGS_FRESH = timedelta(minutes=1)
ENDINGS_STALE = timedelta(minutes=2)

MOST_MARKS = 150
"""Cases of one service that are shown each by a mark of its own; more are counted in groups."""

ALL_MARKS = 320
"""Marks on one board: beyond them it is too heavy for a page."""

MOST_PRESSING = 12
_MOST_BOARDS = 64


class Holder(Frozen, frozen=True, kw_only=True):
    """How many open tasks somebody holds, and how many of them are overdue."""

    person: PersonId
    held: int
    overdue: int


class Board(Frozen, frozen=True, kw_only=True):
    """All of it, as it was counted at `at` (UTC).

    Attributes:
        turn: `turn_of_board` then: a later number than that one tells of something newer.
        groups: Every open case, counted.
        marks: The cases of those services that have few enough, each on its own.
        pressing: What is past due, or will be first.
        opened_today: Cases opened since the office's day began.
        due_today: Deadlines that lie between `at` and the end of that day.
        deviations: Departures from the SOPs that nobody has decided about.
        loads: Who holds how much; `unclaimed` nobody does, `unclaimed_late` of that is overdue.
    """

    at: datetime
    turn: int
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...]
    pressing: tuple[Pressing, ...]
    opened_today: int
    due_today: int
    loads: tuple[Holder, ...]
    unclaimed: int
    unclaimed_late: int
    deviations: int
    endings: Endings

    def open_cases(self, zone: Zone | None = None, sop: SopId | None = None) -> int:
        """Open cases of a zone, of an SOP: of all where none is named."""
        return sum(
            one.count
            for one in self.groups
            if (zone is None or one.zone == zone) and (sop is None or one.sop == sop)
        )


def sight(
    directory: Directory,
    person: PersonId,
    *,
    at: datetime,
    unit: UnitId | None = None,
    sop: SopId | None = None,
) -> Reach:
    """Which cases somebody's board is of: those of the units they oversee, no others.

    Args:
        directory: Who oversees what.
        person: Whose board it is.
        at: When; aware UTC.
        unit: Only of that unit and all below it.
        sop: Only of that SOP.
    """
    if not directory.founded:
        return Reach(everything=True)
    units = overseen_units(directory, person, at)
    if unit is not None:
        units &= units_within(directory, unit)
    return Reach(of=frozenset((one, sop) for one in units))


T = TypeVar("T")


class _Count(Frozen, Generic[T], frozen=True):
    """What was counted, and when; the `number` of a count that began later is higher."""

    number: int
    at: datetime
    found: T


class _Kept(Generic[T]):
    """What was counted for whom; the one asked for longest ago is forgotten first."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, _Count[T]] = OrderedDict()
        self._doors: dict[object, Lock] = {}
        self._door = Lock()
        self._begun = 0

    def get(
        self, key: object, count: Callable[[], T], *, at: datetime, no_older: timedelta | None
    ) -> tuple[T, timedelta]:
        """What is kept and not older, else counted now, by one of those who ask; and its age.

        Without `no_older` only what is counted from now on will do, whoever counts it.
        """
        begun = self._begun
        known = self._known(key, at, no_older, begun)
        if known is not None:
            return known
        with self._lock_of(key):
            known = self._known(key, at, no_older, begun)
            return known or (self._count(key, count, at), timedelta())

    def renew(
        self, key: object, count: Callable[[], T], *, at: datetime, no_older: timedelta
    ) -> None:
        """Count anew what is older, unless somebody does so already: nobody waits for it."""
        mine = self._lock_of(key)
        if not mine.acquire(blocking=False):
            return
        try:
            if self._known(key, at, no_older, self._begun) is None:
                self._count(key, count, at)
        finally:
            mine.release()

    def _lock_of(self, key: object) -> Lock:
        with self._door:
            return self._doors.setdefault(key, Lock())

    def _known(
        self, key: object, at: datetime, no_older: timedelta | None, begun: int
    ) -> tuple[T, timedelta] | None:
        kept = self._found.get(key)
        if kept is None:
            return None
        age = max(at - kept.at, timedelta())  # counted by who asked after us, it is not old
        is_new = kept.number > begun or (no_older is not None and age <= no_older)
        return (kept.found, age) if is_new else None

    def _count(self, key: object, count: Callable[[], T], at: datetime) -> T:
        with self._door:
            self._begun += 1
            number = self._begun
        try:
            found = count()
        except BaseException:
            with self._door:
                if key not in self._found:
                    self._doors.pop(key, None)
            raise
        self._keep(key, _Count(number, at, found))
        return found

    def _keep(self, key: object, one: _Count[T]) -> None:
        with self._door:
            kept = self._found.get(key)
            if kept is None or kept.number < one.number:
                self._found[key] = one
            self._found.move_to_end(key)
            if len(self._found) > _MOST_BOARDS:
                forgotten, _ = self._found.popitem(last=False)
                self._doors.pop(forgotten, None)


class _Memory:
    """What is kept of one database."""

    def __init__(self) -> None:
        self.boards: _Kept[Board] = _Kept()
        self.endings: _Kept[Endings] = _Kept()


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()


def read_board(
    database: Database, reach: Reach, *, at: datetime, zone: ZoneInfo, anew: bool = False
) -> tuple[Board, bool]:
    """The board of these cases, and whether it is time to `refresh_board` after it was shown.

    Args:
        database: Where the cases live.
        reach: Which cases: `sight`.
        at: Now; aware UTC.
        zone: Whose day is today.
        anew: Count now: whoever has just changed something is to see it.
    """
    memory = _memories.setdefault(database, _Memory())
    found, age = memory.boards.get(
        (reach, zone.key),
        lambda: _counted(database, reach, at, zone, ENDINGS_STALE),
        at=at,
        no_older=None if anew else STALE,
    )
    return found, age > FRESH


def refresh_board(database: Database, reach: Reach, *, at: datetime, zone: ZoneInfo) -> None:
    """Count anew what is no longer fresh, for whoever asks next."""
    memory = _memories.setdefault(database, _Memory())
    memory.boards.renew(
        (reach, zone.key),
        lambda: _counted(database, reach, at, zone, ENDINGS_FRESH),
        at=at,
        no_older=FRESH,
    )


def turn_of_board(database: Database) -> int:
    """A number that grows whenever a case has moved, in whichever process."""
    return database.store.read(_turn)


def _turn(reader: Reader) -> int:
    """Looks tell of what moved on its way; the ledger has whatever anybody did."""
    return pace.turn_of(reader) + ledger.size(reader)


def _counted(
    database: Database, reach: Reach, at: datetime, zone: ZoneInfo, no_older: timedelta
) -> Board:
    memory = _memories.setdefault(database, _Memory())
    ended, _ = memory.endings.get(
        (reach, zone.key),
        lambda: endings(database, reach, at=at, zone=zone),
        at=at,
        no_older=no_older,
    )
    return database.store.read(
        lambda reader: _read(database, reader, reach, at=at, zone=zone, ended=ended)
    )


def _read(  # noqa: PLR0913  # one snapshot, and whose
    database: Database,
    reader: Reader,
    reach: Reach,
    *,
    at: datetime,
    zone: ZoneInfo,
    ended: Endings,
) -> Board:
    groups = board.groups(reader, reach, at=at)
    today = start_of_day(at, zone)
    tomorrow = start_of_day(today + timedelta(hours=36), zone)
    loads, nobody = _loads(reader, reach, at)
    return Board(
        at=at,
        turn=_turn(reader),
        groups=groups,
        marks=_marks(reader, reach, groups, at),
        pressing=_pressing(database, reader, reach, at),
        opened_today=board.opened_since(reader, reach, since=today),
        due_today=board.count(reader, Wanted(reach=reach, due_until=tomorrow), at=at),
        loads=loads,
        unclaimed=nobody.held,
        unclaimed_late=nobody.overdue,
        deviations=_undecided(reader, reach),
        endings=ended,
    )


def _undecided(reader: Reader, reach: Reach) -> int:
    query = DeviationQuery(reach=reach, status="open", limit=1)
    return deviation_queries.deviation_rows(reader, query).total


def _marks(
    reader: Reader, reach: Reach, groups: tuple[Group, ...], at: datetime
) -> tuple[Mark, ...]:
    """Of the services with the fewest cases first, as long as there is room for all of theirs."""
    counts: dict[SopId, int] = {}
    for one in groups:
        counts[one.sop] = counts.get(one.sop, 0) + one.count
    found: list[Mark] = []
    for sop, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        if count <= MOST_MARKS and len(found) + count <= ALL_MARKS:
            wanted = Wanted(reach=reach, sop=sop)
            found.extend(board.marks(reader, wanted, at=at, limit=MOST_MARKS))
    return tuple(found)


def _pressing(
    database: Database, reader: Reader, reach: Reach, at: datetime
) -> tuple[Pressing, ...]:
    first = board.pressing(reader, reach, at=at, limit=MOST_PRESSING)
    urgent = tuple(one for one in first if one.zone in {"late", "soon"})
    return with_tasks(database, reader, urgent)


def _loads(reader: Reader, reach: Reach, at: datetime) -> tuple[tuple[Holder, ...], Load]:
    """By person, whoever has most that is overdue first; and what nobody has yet."""
    found = board_tasks.loads(reader, reach, at=at)
    nobody = next((one for one in found if one.person is None), _NOTHING)
    loads = (
        Holder(person=one.person, held=one.held, overdue=one.overdue)
        for one in found
        if one.person is not None
    )
    return tuple(sorted(loads, key=lambda one: (-one.overdue, -one.held, one.person))), nobody


_NOTHING = Load(person=None, held=0, overdue=0)
