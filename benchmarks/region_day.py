"""A region's day: requests come in, tasks are claimed and completed, the system does its part.

Every command is a transaction of its own through `service.execute`, as from a page. The day is
quicker than a real one (no task waits long), so that most cases are served within it; what a case
costs does not depend on that. Only the work itself is timed, not the play that makes it up.
"""

import heapq
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from msgspec.structs import replace

from engine.actions.action import ActionRun, Outcome, Outside
from engine.actions.render_document import ACTION as RENDER
from engine.core.commands import Actor, AnyCommand, Claim, Complete, OpenCase
from engine.core.errors import CommandRefused
from engine.core.events import Recorded
from engine.core.evolve import evolve
from engine.core.ids import CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.state import Activation, CaseState
from engine.core.workflow import CallStep, HumanStep, Leads, Workflow
from engine.demo.answers import answers
from engine.demo.cast import Cast, applicant, cast_for, inside
from engine.demo.finishing import barred_from
from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.library import publish_all
from engine.service.mint import case_id
from engine.service.queries import read_history
from engine.service.timers import sweep_all
from engine.settings import Settings

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""A Monday, 07.30 WIB."""

OPEN_MINUTES = 300
"""The counters take requests in for so long; what is there is worked on until the day ends."""

DAY_MINUTES = 450
WAVE = 100
RETURNED = 0.2
BENCH = Actor(person=PersonId("bench"), via="bench")


@dataclass
class Meter:
    """How often something was done, and the seconds it took: of this process, and by the wall."""

    count: int = 0
    cpu: float = 0.0
    wall: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall

    def figures(self) -> dict[str, float]:
        each = 1000 / max(self.count, 1)
        return {
            "count": self.count,
            "cpu ms": self.cpu * each,
            "wall ms": self.wall * each,
            "wall/s": self.count / max(self.wall, 1e-9),
        }


@dataclass
class Served:
    """What a day came to."""

    opened: int = 0
    closed: int = 0
    returned: int = 0
    refused: int = 0
    due: int = 0
    commands: Meter = field(default_factory=Meter)
    effects: Meter = field(default_factory=Meter)
    letters: Meter = field(default_factory=Meter)
    """Within the effects: the documents that were set."""
    looks: Meter = field(default_factory=Meter)


class Region:
    """Serves days of a region on one database."""

    def __init__(self, database: Database, library: Path, files: Path) -> None:
        self.served = Served()
        self.now = MORNING
        self._database = database
        self._chance = Random(550)
        self._workflows = _published(database, library)
        self._cast: Cast = cast_for(self._workflows.values())
        settings = Settings(definitions=library, files=files)
        self._crew = Crew(database, settings, now=lambda: self.now)
        self._crew.__dict__["actions"] = {
            **self._crew.actions,
            "render_document": replace(RENDER, run=self._render),
        }
        self._states: dict[CaseId, CaseState] = {}
        self._sent_back: dict[CaseId, bool] = {}
        self._agenda: list[tuple[int, int, CaseId]] = []
        self._order = count()

    def serve_day(self, cases: int, *, seconds: float) -> None:
        """A day with so many requests; after so many seconds by the wall no wave begins any more.

        A wave of the requests is served from morning to evening before the next one: what the
        seconds leave out are whole cases, and a case of the others costs what it does.
        """
        end = time.monotonic() + seconds
        self.served.due += cases
        morning = self.now
        for begun in range(0, cases, WAVE):
            if time.monotonic() > end:
                break
            self.now = morning
            self._serve_wave(min(WAVE, cases - begun))
        self.now = morning + timedelta(days=1)

    def leave_open(self, cases: int) -> None:
        """Some more requests, which are on their way when it ends; for lists of what is open."""
        self._serve_wave(cases, minutes=OPEN_MINUTES // 4)

    def _serve_wave(self, cases: int, *, minutes: int = DAY_MINUTES) -> None:
        weights = _weights(self._workflows)
        sops = self._chance.choices(tuple(weights), tuple(weights.values()), k=cases)
        opens = sorted(self._chance.randrange(OPEN_MINUTES) for _ in range(cases))
        morning, arrivals = self.now, deque(zip(opens, sops, strict=True))
        for minute in range(minutes):
            self.now = morning + timedelta(minutes=minute)
            while arrivals and arrivals[0][0] <= minute:
                self._arrive(self._workflows[arrivals.popleft()[1]], minute)
            while self._agenda and self._agenda[0][0] <= minute:
                self._work_on(heapq.heappop(self._agenda)[2], minute)
            self._let_the_system_work(minute)
        self._agenda.clear()
        self._states.clear()

    def _arrive(self, workflow: Workflow, minute: int) -> None:
        chance, role = self._chance, inside(workflow)[0].id
        command = OpenCase(
            case=case_id(self.now, chance),
            by=self._somebody(workflow, role, set()) or BENCH,
            sop=workflow.sop,
            version=workflow.version,
            applicant=applicant(chance),
            form=answers(workflow.form, chance, on=self.now.date()),
            requirements=tuple(one.id for one in workflow.requirements),
        )
        if self._do(command):
            self._sent_back[command.case] = chance.random() >= RETURNED
            self._come_back(command.case, minute)

    def _come_back(self, case: CaseId, minute: int) -> None:
        later = minute + self._chance.randint(3, 15)
        heapq.heappush(self._agenda, (later, next(self._order), case))

    def _work_on(self, case: CaseId, minute: int) -> None:
        """Claim and complete whatever the case waits for people for; then again, later."""
        state = self._states.get(case)
        if state is None:
            return
        for active in state.active:
            workflow = self._workflows[state.sop]
            step = workflow.step(active.step)
            if isinstance(step, HumanStep):
                self._serve(workflow, step, active, state)
        if case in self._states:
            self._come_back(case, minute)

    def _serve(
        self, workflow: Workflow, step: HumanStep, active: Activation, state: CaseState
    ) -> None:
        outside = step.role is None or workflow.roles[step.role].external
        role = inside(workflow)[0].id if outside or step.role is None else step.role
        by = self._somebody(workflow, role, barred_from(workflow, state, step))
        if by is None or not self._do(Claim(case=state.case, by=by, activation=active.id)):
            return
        if outside:
            by = replace(by, acting_for=PersonId(state.applicant.name))
        outcome = self._outcome(step, state.case)
        form = {} if step.submission else answers(step.form, self._chance, on=self.now.date())
        self._do(
            Complete(
                case=state.case,
                by=by,
                activation=active.id,
                outcome=outcome,
                form=form,
                checklist=tuple(range(1, len(step.checklist) + 1)),
                reason="Salinan KTP-el tidak terbaca." if step.outcomes else "",
            )
        )

    def _outcome(self, step: HumanStep, case: CaseId) -> OutcomeId | None:
        """Onward; but every fifth case is sent back once, where that can be."""
        if not step.outcomes:
            return None
        back = [one for one in step.outcomes if one.leads is Leads.RETURN]
        if back and not self._sent_back.get(case, True):
            self._sent_back[case] = True
            self.served.returned += 1
            return back[0].id
        onward = [one for one in step.outcomes if one.leads is Leads.NEXT]
        return (onward or list(step.outcomes))[0].id

    def _somebody(self, workflow: Workflow, role: RoleId, barred: set[PersonId]) -> Actor | None:
        free = [one for one in self._cast.holders(workflow, role) if one not in barred]
        if not free:
            return None
        person = self._chance.choice(free)
        return Actor(person=person, role=role, unit=workflow.unit, via="bench")

    def _do(self, command: AnyCommand) -> bool:
        try:
            with self.served.commands.running():
                receipt = execute(self._database, command, at=self.now)
        except CommandRefused:
            self.served.refused += 1
            return False
        self.served.commands.count += 1
        self._take_in(receipt.events)
        return True

    def _take_in(self, events: tuple[Recorded, ...]) -> None:
        for one in events:
            before = self._states.get(one.case)
            self.served.opened += before is None
            self._states[one.case] = evolve(before, one)
        state = self._states[events[-1].case]
        if not state.is_open and not any(active.automated for active in state.active):
            del self._states[state.case]
            self.served.closed += 1

    def _let_the_system_work(self, minute: int) -> None:
        served = self.served
        waiting = [one.case for one in self._states.values() if _waits_for_the_system(one)]
        with served.effects.running():
            served.effects.count += run_pending(self._crew)
        with served.looks.running():
            swept = sweep_all(self._database, at=self.now)
        served.looks.count += swept.looked
        for case in {*waiting, *swept.told}:
            if case in self._states:
                self._catch_up(case)
            elif case not in self._sent_back:  # opened by another case
                self._catch_up(case)
                self._sent_back[case] = True
                self._come_back(case, minute)

    def _render(self, run: ActionRun, outside: Outside) -> Outcome:
        with self.served.letters.running():
            self.served.letters.count += 1
            return RENDER.run(run, outside)

    def _catch_up(self, case: CaseId) -> None:
        known = self._states.get(case)
        history = read_history(self._database, case)
        news = tuple(one.recorded for one in history[0 if known is None else known.seq :])
        if news:
            self._take_in(news)


def _waits_for_the_system(state: CaseState) -> bool:
    return any(active.automated for active in state.active)


def _published(database: Database, library: Path) -> Mapping[SopId, Workflow]:
    before = MORNING - timedelta(days=1)
    summaries = publish_all(database, library, by=BENCH, at=before)
    return {one.sop: find_workflow(database, one.sop) for one in summaries}


def _weights(workflows: Mapping[SopId, Workflow]) -> dict[SopId, float]:
    """One that another SOP calls comes in that way mostly."""
    steps = [step for one in workflows.values() for step in one.steps()]
    called = {step.sop for step in steps if isinstance(step, CallStep)}
    return {sop: 0.2 if sop in called else 1.0 for sop in workflows}
