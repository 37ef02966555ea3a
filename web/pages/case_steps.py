"""The rows of the SOP as one case went through them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from api.formats import written_duration, written_elapsed, written_instant
from api.glossary import Glossary
from engine.core.events import StepSkipped
from engine.core.ids import ActivationId
from engine.core.text import Frozen
from engine.core.workflow import AnyStep, HumanStep, Workflow
from engine.service.views import CaseView, HistoryEntry, TaskView
from web.pages.act_forms import OfferedAct
from web.pages.case_attempts import Attempts
from web.pages.case_incidents import StuckStep
from web.pages.cases import who_has

RowState = Literal[
    "done", "current", "stuck", "returned", "skipped", "cancelled", "passed", "pending", "maybe"
]

_STATES: Mapping[str, RowState] = {
    "open": "current",
    "held": "current",
    "completed": "done",
    "recorded": "done",
    "returned": "returned",
    "cancelled": "cancelled",
    "skipped": "skipped",
}


class OpenTask(Frozen, frozen=True, kw_only=True):
    """A task that waits, in words; `again`: what is said of its next attempt; `acts` on it."""

    number: int
    activity: str
    who: str
    since: str
    visit: int
    delegated_by: str
    incident: StuckStep | None
    again: str
    activation: ActivationId
    acts: tuple[OfferedAct, ...] = ()


class LastVisit(Frozen, frozen=True, kw_only=True):
    """How a step's latest visit ended, in words. `took` is real time, not working time."""

    by: str
    when: str
    took: str


class StepRow(Frozen, frozen=True, kw_only=True):
    """A row of the SOP and how it stands. `last` is missing while a visit is open.

    `page` is where Prefect shows its last run; empty where it shows none.
    """

    number: int
    activity: str
    role: str
    standard: str
    state: RowState
    visits: int
    automatic: bool
    parallel: bool
    last: LastVisit | None
    page: str = ""


def open_tasks(
    view: CaseView,
    glossary: Glossary,
    *,
    stuck: Mapping[ActivationId, StuckStep],
    attempts: Attempts,
    acts: Callable[[TaskView], tuple[OfferedAct, ...]],
) -> tuple[OpenTask, ...]:
    """The open tasks, in order of opening, and what is known of those the engine is stuck with."""
    zone, language = glossary.zone, glossary.language
    return tuple(
        OpenTask(
            number=task.number,
            activity=task.activity.in_language(language),
            who=who_has(task, glossary),
            since=written_instant(task.held_since or task.opened_at, zone, language),
            visit=task.visit,
            delegated_by=glossary.person(task.owner) if task.owner else "",
            incident=stuck.get(task.activation),
            again=attempts.again.get(task.activation, ""),
            activation=task.activation,
            acts=acts(task),
        )
        for task in view.summary.at
    )


def skipped_by_rule(entries: Iterable[HistoryEntry]) -> frozenset[str]:
    """The steps that the SOP's own conditions left out."""
    events = (entry.recorded.event for entry in entries)
    return frozenset(event.step for event in events if isinstance(event, StepSkipped))


def rows_of(
    view: CaseView,
    workflow: Workflow,
    glossary: Glossary,
    *,
    skipped: frozenset[str],
    attempts: Attempts,
) -> tuple[StepRow, ...]:
    """Every row of the SOP, in its order."""
    rows = []
    for step in workflow.steps():
        visits = tuple(task for task in view.tasks if task.step == step.id)
        never: RowState = "skipped" if step.id in skipped else _unvisited(view.to_come.get(step.id))
        row = _row(step, visits, glossary, never=never)
        pages = [attempts.pages.get(task.activation, "") for task in visits]
        rows.append(replace(row, page=next(filter(None, reversed(pages)), "")))
    return tuple(rows)


def _unvisited(is_certain: bool | None) -> RowState:  # noqa: FBT001
    """`is_certain`: whether it comes (None: it does not) by the answers so far."""
    return "passed" if is_certain is None else "pending" if is_certain else "maybe"


def _row(
    step: AnyStep,
    visits: tuple[TaskView, ...],
    glossary: Glossary,
    *,
    never: RowState,
) -> StepRow:
    """`never` is how the step stands where it was never visited."""
    language = glossary.language
    return StepRow(
        number=step.number,
        activity=step.activity.in_language(language),
        role=glossary.waits_for(step.id),
        standard=written_duration(step.time, language) if step.time else "",
        state=_state(visits[-1]) if visits else never,
        visits=len(visits),
        automatic=not isinstance(step, HumanStep),
        parallel=bool(step.within),
        last=_last(visits, glossary),
    )


def _state(visit: TaskView) -> RowState:
    return "stuck" if visit.incident else _STATES[visit.status]


def _last(visits: tuple[TaskView, ...], glossary: Glossary) -> LastVisit | None:
    visit = visits[-1] if visits else None
    if visit is None or visit.finished_at is None:
        return None
    return LastVisit(
        by=glossary.person(visit.finished_by) if visit.finished_by else "",
        when=written_instant(visit.finished_at, glossary.zone, glossary.language),
        took=written_elapsed(visit.finished_at - visit.opened_at, glossary.language),
    )
