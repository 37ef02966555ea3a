"""The desks a scenario is played at: the pure core alone, and the whole service."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from acceptance.sight import Sight
from msgspec.structs import replace

from engine.core.commands import SYSTEM, AnyCommand
from engine.core.decide import decide
from engine.core.events import (
    CaseOpened,
    Event,
    Recorded,
    StepCompleted,
    StepReturned,
)
from engine.core.evolve import replay
from engine.core.ids import CaseId, SopId
from engine.core.state import CaseState
from engine.core.values import Value
from engine.core.workflow import PauseReason, Workflow
from engine.service import library, queries
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.opening import CaseOpener, opened
from engine.sop.compile import compile_text
from engine.sop.registers import Registers
from engine.store import log
from engine.store.job import Reader

PUBLISHED_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""When every version on disk has taken effect; no scenario begins earlier."""
DEFINITIONS = Path(__file__).parents[2] / "sop_definitions"


@cache
def registers() -> Registers:
    """The registers on disk, with the actions that the definitions name."""
    return library.registers(DEFINITIONS)


@cache
def workflows() -> dict[SopId, Workflow]:
    """The newest version of every SOP on disk, compiled: scenarios are about that one."""
    found = [
        compile_text(path.read_bytes(), registers(), file=path.name).workflow
        for path in library.definitions(DEFINITIONS)
    ]
    return {one.sop: one for one in sorted(found, key=lambda one: one.version)}


class CoreDesk:
    """The pure core: nothing is stored, and the history must replay to the same state."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.case = CaseId("0acceptance")
        self._state: CaseState | None = None
        self._history: tuple[Recorded, ...] = ()

    def execute(self, command: AnyCommand, *, at: datetime) -> None:
        decision = decide(self.workflow, self._state, command, at=at)
        self._state = decision.state
        self._history += decision.events

    def look(self) -> Sight:
        state = self._state
        assert state is not None
        assert replay(self._history) == state
        return Sight(
            result=state.result or "open",
            open=tuple(one.step for one in state.active),
            visits={step: visit.begun for step, visit in state.visits.items()},
            held={one.step: one.assignee for one in state.active if one.assignee is not None},
            pauses=_pauses(state.pause, (one.pause for one in state.active)),
            accepted_at=state.accepted_at,
            data=state.data,
            events=tuple(one.event for one in self._history),
        )


class ServiceDesk:
    """The whole service: every command is stored, and what is seen is read from the views.

    What the views mask is opened, as it is for whoever reads it in full.
    """

    def __init__(self, workflow: Workflow, database: Database, case: CaseId) -> None:
        self.workflow = workflow
        self.case = case
        self._database = database

    def execute(self, command: AnyCommand, *, at: datetime) -> None:
        execute(self._database, command, at=at)

    def look(self) -> Sight:
        view = queries.show_case(self._database, self.case)
        data, events = self._database.store.read(self._in_full)
        shown = queries.read_history(self._database, self.case)
        assert data.keys() == view.data.keys()
        assert [type(event) for event in events] == [type(one.recorded.event) for one in shown]
        at = [task for task in view.tasks if task.status in {"open", "held"}]
        return Sight(
            result=view.summary.result or "open",
            open=tuple(task.step for task in at),
            visits={task.step: task.visit for task in view.tasks},
            held={task.step: task.assignee for task in at if task.assignee is not None},
            pauses=_pauses(view.summary.pause, (task.pause for task in at)),
            accepted_at=view.accepted_at,
            data=data,
            events=events,
        )

    def _in_full(self, reader: Reader) -> tuple[Mapping[str, Value], tuple[Event, ...]]:
        stored = log.find(reader, self.case)
        assert stored is not None
        opener = CaseOpener(self._database, reader, self.case)
        events = (one.recorded.event for one in log.read_events(reader, self.case))
        data = opened(self._database, reader, stored.state).data
        return data, tuple(_opened_event(opener, event) for event in events)


def _opened_event(opener: CaseOpener, event: Event) -> Event:
    if isinstance(event, CaseOpened):
        event = replace(event, applicant=opener.applicant(event.applicant))
    if isinstance(event, CaseOpened | StepCompleted | StepReturned):
        form = {name: opener.value(f"form.{name}", said) for name, said in event.form.items()}
        event = replace(event, form=form)
    return event


def published_on(url: str) -> Database:
    """A new database at `url` with every definition published."""
    database = connect(url)
    prepare(database)
    library.publish_all(database, DEFINITIONS, by=SYSTEM, at=PUBLISHED_AT)
    return database


def _pauses(
    of_case: PauseReason | None, of_tasks: Iterable[PauseReason | None]
) -> frozenset[PauseReason]:
    return frozenset(one for one in (of_case, *of_tasks) if one is not None)
