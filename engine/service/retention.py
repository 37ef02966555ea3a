"""Where the records of closed cases stand on the retention schedule (JRA), and what is due.

The schedule is data of the office (`retention` of the register file), read anew whenever it is
asked. A case is kept by the class that its own SOP version names; where that names none by the
class of the version in force, then by the installation's. A case of no class is never destroyed.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from engine.core.errors import NotFound
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.retention import (
    Fate,
    Retained,
    RetentionClass,
    Stage,
    closed_before,
    retained,
)
from engine.core.retention_events import CaseDisposed
from engine.core.standing import Reach
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.service import ledger
from engine.service.catalogue import workflow_by_hash, workflow_of
from engine.service.database import Database
from engine.service.folder import registers
from engine.store import catalogue, disposals, log, queries, retention
from engine.store.disposals import Disposal, ListedCase
from engine.store.job import Reader
from engine.store.reach import reads
from engine.store.retention import HoldRow
from engine.store.rows import SopRow

__all__ = [
    "HoldRow",
    "NotDisposed",
    "Proof",
    "RecordView",
    "Schedule",
    "Series",
    "class_of",
    "due",
    "holds",
    "schedule_of",
    "series",
    "show_record",
    "standing",
]


class Schedule(Frozen, frozen=True, kw_only=True):
    """The classes of the office, the one that counts where none is named, and the day it is."""

    classes: Mapping[str, RetentionClass]
    zone: ZoneInfo
    default: str = ""

    def day(self, at: datetime) -> date:
        """The day at the office at that instant."""
        return at.astimezone(self.zone).date()


class Series(Frozen, frozen=True, kw_only=True):
    """A class, and the SOPs in force whose records are kept by it."""

    kept: RetentionClass
    sops: tuple[SopId, ...]


class Proof(Frozen, frozen=True, kw_only=True):
    """That the record was disposed of: the event `seq` says so, whose hash is `hash`.

    `position`: where that event stands in the list over all histories; None: it is not numbered
    yet, or there is no such list here.
    """

    seq: int
    at: datetime
    hash: str
    event: CaseDisposed
    position: int | None
    disposal: Disposal


class RecordView(Frozen, frozen=True, kw_only=True):
    """The record of a case on the schedule, what keeps it back, and how it went."""

    case: CaseId
    sop: SopId
    version: int
    unit: UnitId
    kept: RetentionClass | None
    retained: Retained
    holds: tuple[HoldRow, ...]
    listed: str = ""
    proof: Proof | None = None


class NotDisposed(NotFound):
    """There is no proof of what did not happen."""

    def __init__(self, case: CaseId) -> None:
        hint = "`alur retention record` says where the record stands."
        super().__init__("proof of disposal of the case", case, hint=hint)


def schedule_of(library: Path, *, zone: ZoneInfo, default: str = "") -> Schedule:
    """The schedule that lies in the library.

    Raises:
        SopUnreadable: there is no register file, or it is not readable.
        SopInvalid: it has errors.
    """
    return Schedule(classes=registers(library).retention, zone=zone, default=default)


def series(database: Database, schedule: Schedule) -> tuple[Series, ...]:
    """Every class of the schedule, in its order."""

    def asked(reader: Reader) -> tuple[Series, ...]:
        named = {
            row.sop: kept.id
            for row in catalogue.list_sops(reader)
            if row.in_force and (kept := class_of(database, reader, schedule, row)) is not None
        }
        return tuple(
            Series(kept=one, sops=tuple(sop for sop, key in named.items() if key == one.id))
            for one in schedule.classes.values()
        )

    return database.store.read(asked)


def class_of(
    database: Database, reader: Reader, schedule: Schedule, case: CaseState | SopRow
) -> RetentionClass | None:
    """The class that the records of that version are kept by; None where nothing names one."""
    name = case.workflow if isinstance(case, CaseState) else case.hash
    named = workflow_by_hash(database, reader, name).retention
    if not named:
        named = workflow_of(database, reader, case.sop, None).retention
    return schedule.classes.get(named or schedule.default)


def standing(
    database: Database, reader: Reader, schedule: Schedule, state: CaseState, at: datetime
) -> tuple[RetentionClass | None, Retained]:
    """By which class the record of a case is kept, and where it stands."""
    kept = class_of(database, reader, schedule, state)
    closed = None if state.closed_at is None else schedule.day(state.closed_at)
    found = retained(kept, closed, schedule.day(at))
    if state.disposed_at is not None:
        found = replace(found, stage=Stage.DISPOSED)
    elif state.holds and found.stage is not Stage.OPEN:
        found = replace(found, stage=Stage.HELD)
    return kept, found


def due(
    database: Database,
    schedule: Schedule,
    *,
    at: datetime,
    limit: int,
    reach: Reach | None = None,
) -> tuple[ListedCase, ...]:
    """The closed cases that may be proposed for destruction, those first that were due first.

    None that is held, or stands on a list that is not refused.
    """

    def asked(reader: Reader) -> tuple[ListedCase, ...]:
        found: list[ListedCase] = []
        for row in catalogue.list_sops(reader):
            if reads(reach, row.unit, row.sop):
                found += _due_of(database, reader, schedule, row, at=at, limit=limit)
        return tuple(sorted(found, key=lambda one: (one.over_on, one.case))[:limit])

    return database.store.read(asked)


def _due_of(  # noqa: PLR0913  # of which version, when, how many
    database: Database,
    reader: Reader,
    schedule: Schedule,
    row: SopRow,
    *,
    at: datetime,
    limit: int,
) -> list[ListedCase]:
    kept = class_of(database, reader, schedule, row)
    if kept is None or kept.fate is not Fate.DESTROY:
        return []
    today = schedule.day(at)
    next_day = closed_before(kept, today) + timedelta(days=1)
    before = datetime.combine(next_day, time(), schedule.zone)
    closed = retention.closed_before(reader, row.sop, row.version, before, limit=limit)
    return [
        ListedCase(
            case=one.case,
            sop=row.sop,
            version=row.version,
            unit=one.unit,
            kept_as=kept.id,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            over_on=kept.whole.after(schedule.day(one.closed_at)),
            head=one.head.hex(),
        )
        for one in closed
        if kept.whole.after(schedule.day(one.closed_at)) <= today
    ]


def holds(database: Database, *, reach: Reach | None = None) -> tuple[HoldRow, ...]:
    """What is kept back, longest first."""
    found = database.store.read(retention.list_holds)
    return tuple(one for one in found if reads(reach, one.unit, one.sop))


def show_record(
    database: Database, schedule: Schedule, case: CaseId, *, at: datetime
) -> RecordView:
    """The record of a case.

    Raises:
        NotFound: there is no such case.
    """

    def asked(reader: Reader) -> RecordView:
        stored, row = log.find(reader, case), queries.case_row(reader, case)
        if stored is None or row is None:
            raise NotFound("case", case)
        kept, found = standing(database, reader, schedule, stored.state, at)
        listed = disposals.lists_of(reader, case)
        return RecordView(
            case=case,
            sop=stored.state.sop,
            version=stored.state.version,
            unit=row.unit,
            kept=kept,
            retained=found,
            holds=tuple(one for one in retention.list_holds(reader) if one.case == case),
            listed=listed[-1][0] if listed else "",
            proof=_proof(reader, case),
        )

    view = database.store.read(asked)
    return view if view.proof is None else _numbered(database, view, view.proof)


def _proof(reader: Reader, case: CaseId) -> Proof | None:
    for entry in log.read_events(reader, case):
        event = entry.recorded.event
        if isinstance(event, CaseDisposed):
            disposal = disposals.find(reader, event.list_id)
            if disposal is None:
                raise NotFound("list of records", event.list_id)
            return Proof(
                seq=entry.recorded.seq,
                at=entry.recorded.at,
                hash=entry.hash.hex(),
                event=event,
                position=None,
                disposal=disposal,
            )
    return None


def _numbered(database: Database, view: RecordView, proof: Proof) -> RecordView:
    """With the place of the event in the list over all histories."""
    position = ledger.position_of(database, f"case/{view.case}", proof.seq)
    return replace(view, proof=replace(proof, position=position))
