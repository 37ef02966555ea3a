"""The view `deviation`: departures from the SOP as they stand, folded from the events of cases.

The fold is the same whether a command's events arrive or `rebuild` replays a whole history, so both
give the same rows, to the byte.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import asdict, replace
from sqlalchemy import delete

from engine.core.deviations import clause_of
from engine.core.draft import Decision
from engine.core.events import DeviationDisposed, Recorded
from engine.core.ids import DeviationId
from engine.core.state import CaseState
from engine.core.time_events import DeviationRecorded, DeviationStatus, DeviationWithdrawn
from engine.core.workflow import Workflow
from engine.store.codec import canonical
from engine.store.deviation_queries import deviations_of_case
from engine.store.job import Unit
from engine.store.prepared import Prepared, upsert
from engine.store.rows import DeviationRow
from engine.store.tables import DEVIATION

WorkflowOf = Callable[[str], Workflow]
"""The workflow of a hash."""
Story = Iterable[tuple[Recorded, CaseState]]
"""Events in order, each with the state after it."""

_keep = upsert(DEVIATION)
_forget = Prepared(delete(DEVIATION))


def project(unit: Unit, workflow: Workflow, then: CaseState | None, decision: Decision) -> None:
    """Bring the view up to date with events just appended; most of them say nothing of it.

    `then` is the case before them, `workflow` the SOP version it runs under afterwards.
    """
    now = decision.state.deviations
    if not now or (then is not None and now is then.deviations):
        return  # evolve hands on what it does not change
    before = {row.id: row for row in deviations_of_case(unit, decision.state.case)}
    story = zip(decision.events, decision.states, strict=True)
    _write(unit, deviations_after(lambda _: workflow, before, story))


def rebuild_case(unit: Unit, workflow_of: WorkflowOf, story: Story) -> None:
    """Write the rows that follow from the whole history of a case."""
    _write(unit, deviations_after(workflow_of, {}, story))


def forget(unit: Unit) -> None:
    """Empty the view, to be made anew."""
    unit.execute(_forget)


def _write(unit: Unit, rows: Mapping[DeviationId, DeviationRow]) -> None:
    for row in rows.values():
        unit.execute(_keep, columns_of(row))


def columns_of(row: DeviationRow) -> dict[str, object]:
    """A row as its table keeps it."""
    columns = asdict(row)
    columns["body"] = canonical(columns.pop("found"))
    columns["due"] = None if row.due is None else row.due.isoformat()
    return columns


def deviations_after(
    workflow_of: WorkflowOf, before: Mapping[DeviationId, DeviationRow], story: Story
) -> dict[DeviationId, DeviationRow]:
    """The rows that events make or change, as they are after the last of them."""
    rows: dict[DeviationId, DeviationRow] = {}
    for one, after in story:
        match one.event:
            case DeviationRecorded(deviation=name) as event:
                rows[name] = _recorded(workflow_of(after.workflow), after, one, event)
            case DeviationWithdrawn(deviation=name):
                rows[name] = _undecided(rows.get(name) or before[name], status="withdrawn")
            case DeviationDisposed(deviation=name) as event:
                rows[name] = _disposed(rows.get(name) or before[name], one, event)
            case _:
                pass
    return rows


def _recorded(
    workflow: Workflow, after: CaseState, one: Recorded, event: DeviationRecorded
) -> DeviationRow:
    found = event.found
    step = None if found.step is None else workflow.step(found.step)
    clause = clause_of(step) if step is not None else found.clause
    return DeviationRow(
        case_id=after.case,
        id=event.deviation,
        kind=found.kind,
        sop=after.sop,
        version=after.version,
        unit=workflow.unit,
        step=found.step,
        number=None if clause is None else clause.row,
        role=None if clause is None else clause.role,
        at=found.at,
        recorded_at=one.at,
        status="open",
        reason="",
        owner=None,
        due=None,
        decided_at=None,
        decided_by=None,
        found=found,
    )


def _undecided(row: DeviationRow, *, status: DeviationStatus) -> DeviationRow:
    """The row without what was decided; that stays in the history."""
    return replace(
        row, status=status, reason="", owner=None, due=None, decided_at=None, decided_by=None
    )


def _disposed(row: DeviationRow, one: Recorded, event: DeviationDisposed) -> DeviationRow:
    return replace(
        row,
        status=event.verdict,
        reason=event.reason,
        owner=event.owner,
        due=event.due,
        decided_at=one.at,
        decided_by=one.by.person,
    )
