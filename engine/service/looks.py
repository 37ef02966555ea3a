"""A look at one case within a snapshot or a transaction."""

from datetime import datetime

from engine.core.errors import NotFound
from engine.core.ids import CaseId, UnitId
from engine.core.outlook import Outlook, look
from engine.core.text import Frozen
from engine.service.calendars import calendar_for
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.store import calendars, log
from engine.store.job import Reader


class Look(Frozen, frozen=True, kw_only=True):
    """A look at a case that had `seq` events, when `version` was the newest of its calendar.

    No `outlook`: it could not be judged. `unit` is that of its SOP version.
    """

    case: CaseId
    seq: int = 0
    calendar: str = ""
    version: int | None = None
    outlook: Outlook | None = None
    unit: UnitId = UnitId("")


def judge(database: Database, reader: Reader, case: CaseId, *, at: datetime) -> Look:
    """What time has brought to a case by `at`.

    Raises:
        NotFound: there is no such case, or its calendar is not published.
        BeyondCalendar: a deadline lies beyond all years.
    """
    stored = log.find(reader, case)
    if stored is None:
        raise NotFound("case", case)
    state = stored.state
    history = tuple(entry.recorded for entry in log.read_events(reader, case))
    workflow = workflow_by_hash(database, reader, state.workflow)
    outlook = calendar_for(
        database,
        reader,
        workflow.calendar,
        lambda calendar: look(workflow, calendar, state, history, at=at),
        at=at,
        as_of=state.closed_at,
    )
    version = calendars.newest_version(reader, workflow.calendar)
    return Look(
        case=case,
        seq=state.seq,
        calendar=workflow.calendar,
        version=version,
        outlook=outlook,
        unit=workflow.unit,
    )
