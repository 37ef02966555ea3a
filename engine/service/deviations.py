"""Questions about deviations, answered with the words of the SOP already in place."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from engine.core.errors import NotFound
from engine.core.events import DeviationDisposed
from engine.core.ids import CaseId, DeviationId
from engine.core.time_events import DeviationRecorded, DeviationWithdrawn
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_of_row
from engine.service.database import Database
from engine.service.deviation_views import (
    DeviationCounts,
    DeviationFilter,
    DeviationPage,
    DeviationSummary,
    DeviationView,
)
from engine.service.queries import find_id
from engine.service.views import HistoryEntry
from engine.store import deviation_queries, log
from engine.store.job import Reader
from engine.store.rows import DeviationGroup, DeviationRow

_ABOUT = DeviationRecorded | DeviationWithdrawn | DeviationDisposed
_HINT = "`alur deviations list --case CASE` shows those of a case."


def list_deviations(database: Database, wanted: DeviationFilter) -> DeviationPage:
    """A page of deviations, the latest departure first.

    Its case may be the beginning of an id, if only one begins so.

    Raises:
        NotFound: no such case; no deviation `after`.
    """
    return database.store.read(lambda reader: _page(database, reader, wanted))


def show_deviation(database: Database, case: CaseId, name: DeviationId) -> DeviationView:
    """A deviation whole; `case` may be the beginning of its id, if only one begins so.

    Raises:
        NotFound: no such case, or no such deviation of it.
    """
    return database.store.read(lambda reader: _view(database, reader, case, name))


def count_deviations(database: Database, wanted: DeviationFilter) -> DeviationCounts:
    """All that match, counted in several ways; its page and limit do not matter.

    Raises:
        NotFound: no such case.
    """
    return database.store.read(lambda reader: _counts(reader, wanted))


def _page(database: Database, reader: Reader, wanted: DeviationFilter) -> DeviationPage:
    rows = deviation_queries.deviation_rows(reader, _with_whole_id(reader, wanted))
    last = deviation_queries.reference_of(rows.items[-1]) if rows.more else None
    return DeviationPage(
        items=tuple(_summary(row, workflow_of_row(database, reader, row)) for row in rows.items),
        total=rows.total,
        next=last,
    )


def _with_whole_id(reader: Reader, wanted: DeviationFilter) -> DeviationFilter:
    if not wanted.case:
        return wanted
    return replace(wanted, case=find_id(reader, wanted.case, wanted.reach))


def _view(database: Database, reader: Reader, case: CaseId, name: DeviationId) -> DeviationView:
    found = find_id(reader, case)
    row = deviation_queries.deviation_row(reader, found, name)
    if row is None:
        raise NotFound("deviation", f"{found}/{name}", hint=_HINT)
    workflow = workflow_of_row(database, reader, row)
    told = tuple(
        HistoryEntry(recorded=one.recorded, hash=one.hash.hex())
        for one in log.read_events(reader, found)
        if isinstance(one.recorded.event, _ABOUT) and one.recorded.event.deviation == name
    )
    return DeviationView(summary=_summary(row, workflow), told=told, workflow=workflow)


def _summary(row: DeviationRow, workflow: Workflow) -> DeviationSummary:
    step = None if row.step is None else workflow.step(row.step)
    role = None if row.role is None else workflow.roles.get(row.role)
    return DeviationSummary(
        case=row.case_id,
        id=row.id,
        kind=row.kind,
        status=row.status,
        sop=row.sop,
        version=row.version,
        title=workflow.title,
        unit=row.unit,
        step=row.step,
        number=row.number,
        activity=None if step is None else step.activity,
        role=row.role,
        role_title=None if role is None else role.title,
        at=row.at,
        recorded_at=row.recorded_at,
        found=row.found,
        reason=row.reason,
        owner=row.owner,
        due=row.due,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )


def _counts(reader: Reader, wanted: DeviationFilter) -> DeviationCounts:
    asked = _with_whole_id(reader, wanted)
    everything = replace(asked, status=asked.status or "any")
    groups = deviation_queries.deviation_groups(reader, everything)
    standing = [one for one in groups if asked.status or one.status != "withdrawn"]
    return DeviationCounts(
        total=sum(one.count for one in standing),
        by_sop=_counted(standing, lambda one: one.sop),
        by_unit=_counted(standing, lambda one: one.unit),
        by_step=_counted(standing, lambda one: one.step and f"{one.sop}/{one.step}"),
        by_role=_counted(standing, lambda one: one.role),
        by_kind=_counted(standing, lambda one: one.kind.value),
        by_status=_counted(groups, lambda one: one.status),
    )


def _counted(
    groups: Iterable[DeviationGroup], name_of: Callable[[DeviationGroup], str | None]
) -> Mapping[str, int]:
    counter: Counter[str] = Counter()
    for one in groups:
        name = name_of(one)
        if name is not None:
            counter[name] += one.count
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
