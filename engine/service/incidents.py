"""Questions about incidents, answered with the words of the SOP already in place."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from engine.core.decide_action import results_of
from engine.core.errors import NotFound
from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    StepCancelled,
    StepOverridden,
)
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.time_events import IncidentTold
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_by_hash, workflow_of_row
from engine.service.database import Database
from engine.service.effects import TELL_PARENT
from engine.service.incident_views import (
    Attempt,
    IncidentFilter,
    IncidentPage,
    IncidentSummary,
    IncidentView,
)
from engine.service.queries import find_id
from engine.service.views import HistoryEntry
from engine.store import effect_runs, incidents, log
from engine.store.job import Reader
from engine.store.rows import IncidentRow, RunRow

_ABOUT = (
    ActionFailed | ActionRetried | ActionRecorded | StepCancelled | StepOverridden | IncidentTold
)
_HINT = "`alur incidents list` shows all that there are now."


def list_incidents(database: Database, wanted: IncidentFilter) -> IncidentPage:
    """A page of the incidents that there are now, the oldest first.

    Raises:
        NotFound: no incident `after`.
    """
    return database.store.read(lambda reader: _page(database, reader, wanted))


def show_incident(database: Database, case: CaseId, activation: ActivationId) -> IncidentView:
    """The latest incident of a step; `case` may be the beginning of its id, if only one begins so.

    Raises:
        NotFound: no such case, or the engine was never stuck with that activation of it.
    """
    return database.store.read(lambda reader: _view(database, reader, case, activation))


def _page(database: Database, reader: Reader, wanted: IncidentFilter) -> IncidentPage:
    rows = incidents.incident_rows(reader, wanted)
    return IncidentPage(
        items=tuple(_listed(row, workflow_of_row(database, reader, row)) for row in rows.items),
        total=rows.total,
        next=incidents.reference_of(rows.items[-1]) if rows.more else None,
    )


def _listed(row: IncidentRow, workflow: Workflow) -> IncidentSummary:
    return IncidentSummary(
        case=row.case_id,
        activation=row.activation,
        sop=row.sop,
        version=row.version,
        title=workflow.title,
        unit=row.unit,
        step=row.step,
        number=row.number,
        activity=_activity(workflow, row.step),
        failed_at=row.at,
        attempts=row.attempts,
        error=row.error,
    )


def _activity(workflow: Workflow, name: StepId) -> Text:
    step = workflow.step(name)
    return Text(id=name) if step is None else step.activity


def _view(
    database: Database, reader: Reader, case: CaseId, activation: ActivationId
) -> IncidentView:
    found = find_id(reader, case)
    stored = log.find(reader, found)
    told = tuple(
        HistoryEntry(recorded=one.recorded, hash=one.hash.hex())
        for one in log.read_events(reader, found)
        if isinstance(one.recorded.event, _ABOUT) and one.recorded.event.activation == activation
    )
    failures = tuple(_failures(told))
    final = [failure for failure in failures if failure.event.final]
    if stored is None or not final:
        raise NotFound("incident", f"{found}/{activation}", hint=_HINT)
    workflow = workflow_by_hash(database, reader, stored.state.workflow)
    summary = _summary(workflow, stored.state, final[-1])
    runs = effect_runs.of_step(reader, found, activation)
    return IncidentView(
        summary=summary,
        is_open=any(one.id == activation and one.incident for one in stored.state.active),
        results=_results(workflow, summary.step),
        attempts=tuple(_attempts(failures, [one for one in runs if one.kind != TELL_PARENT])),
        told=told,
        workflow=workflow,
    )


class _Failure(NamedTuple):
    """A failed attempt, and when it was recorded."""

    at: datetime
    event: ActionFailed


def _failures(told: Iterable[HistoryEntry]) -> Iterator[_Failure]:
    for one in told:
        if isinstance(one.recorded.event, ActionFailed):
            yield _Failure(one.recorded.at, one.recorded.event)


def _summary(workflow: Workflow, state: CaseState, failure: _Failure) -> IncidentSummary:
    event = failure.event
    open_now = state.activation(event.activation)
    name = event.step if open_now is None else open_now.step
    step = workflow.step(name)
    return IncidentSummary(
        case=state.case,
        activation=event.activation,
        sop=state.sop,
        version=state.version,
        title=workflow.title,
        unit=workflow.unit,
        step=name,
        number=0 if step is None else step.number,
        activity=_activity(workflow, name),
        failed_at=failure.at,
        attempts=event.attempt,
        error=event.error,
    )


def _results(workflow: Workflow, name: StepId) -> tuple[str, ...]:
    step = workflow.step(name)
    return () if step is None else results_of(step)


def _attempts(failures: Iterable[_Failure], runs: Sequence[RunRow]) -> Iterator[Attempt]:
    """Those remembered, after the failures from before the first of them."""
    first = min((one.started_at for one in runs), default=None)
    for at, event in failures:
        if first is None or at < first:
            yield Attempt(attempt=event.attempt, outcome="failed", ended_at=at, log=event.error)
    for run in runs:
        yield Attempt(
            attempt=run.attempt,
            outcome=run.outcome,
            started_at=run.started_at,
            ended_at=run.ended_at,
            owner=run.owner,
            log=run.log,
            run=run.run,
        )
