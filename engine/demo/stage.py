"""The stage: the time of the play, its agenda, its cases, and the one way to act on them."""

import heapq
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from engine.core.commands import Actor, AnyCommand, Parent
from engine.core.errors import CaseExists, CommandRefused, NotFound
from engine.core.events import CaseEnded, Recorded, StepOpened
from engine.core.evolve import evolve
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId
from engine.core.state import Activation, CaseState
from engine.core.workflow import HumanStep, Workflow
from engine.demo.roster import Roster
from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.service.batch import CarryOut, together
from engine.service.database import Database
from engine.service.mint import linked_case_id
from engine.service.queries import read_history
from engine.service.timers import sweep_all
from engine.service.views import Receipt
from engine.settings import Settings

Act = Callable[[], None]
Follow = Callable[["Stage", Recorded], None]
"""What somebody does about an event: plans acts of their own."""

_ROUND = timedelta(minutes=5)
"""How often the system looks for work."""

_WATCH = timedelta(minutes=15)
"""How often somebody looks at the clock. An office at work does every fifth of a second."""

_MOST_TOGETHER = 200


class Stage:
    """Where a play happens. Mutable; all of it follows from the definitions and the seed."""

    def __init__(
        self,
        *,
        database: Database,
        settings: Settings,
        workflows: Mapping[SopId, Workflow],
        roster: Roster,
        chance: Random,
    ) -> None:
        self.workflows = workflows
        self.roster = roster
        self.hours = roster.hours
        self.chance = chance
        self.opened = self.commands = self.refused = 0
        self.now = datetime.min.replace(tzinfo=UTC)
        self._database = database
        self._crew = Crew(
            database, settings.model_copy(update={"demo": True}), now=lambda: self.now
        )
        self._states: dict[CaseId, CaseState] = {}
        self._system_at: datetime | None = None
        self._watch_at: datetime | None = None
        self._carry_out: CarryOut | None = None
        self._linked: set[Parent] = set()
        self._free_at: dict[PersonId, datetime] = {}
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._follow: Follow = lambda _stage, _recorded: None

    @property
    def today(self) -> date:
        """The day it is, in the office's zone."""
        return self.now.astimezone(self.hours.zone).date()

    def plan(self, at: datetime, act: Act) -> None:
        """Let `act` happen at the next whole second, after whatever was planned for it before."""
        if at.microsecond:  # never earlier: whoever waits for somebody would wait for ever
            at = at.replace(microsecond=0) + timedelta(seconds=1)
        heapq.heappush(self._agenda, (at, next(self._order), act))

    def run(self, *, until: datetime, each: Follow) -> None:
        """Let everything happen that is planned up to `until`; tell `each` of every event."""
        self._follow, is_over = each, False
        while True:
            people = self._agenda[0][0] if self._agenda else None
            system, watch = self._system_at, self._watch_at
            first = min(at for at in (people, system, watch, until) if at is not None)
            if watch is not None and watch <= until and watch == first:
                self.now = watch
                self._let_time_pass()
            elif system is not None and system <= until and system == first:
                self.now, self._system_at = system, None
                self._let_the_system_work()
            elif people is not None and people <= until:
                together(self._database, partial(self._act, until))
            elif system is not None and not is_over:
                is_over = True  # the last acts leave nothing waiting
                self.now, self._system_at = until, None
                self._let_the_system_work()
            else:
                return

    def _act(self, until: datetime, carry_out: CarryOut) -> None:
        """Let people act, until the system has to or there is enough for one transaction."""
        self._carry_out = carry_out
        end = min(at for at in (until, self._system_at, self._watch_at) if at is not None)
        for _ in range(_MOST_TOGETHER):
            if self._system_at is not None:
                end = min(end, self._system_at)
            if not self._agenda or self._agenda[0][0] > end:
                return
            self.now, _, act = heapq.heappop(self._agenda)
            if self._watch_at is None:
                self._watch_at = self._next_watch()
                end = min(end, self._watch_at)
            act()

    def state(self, case: CaseId) -> CaseState:
        """The case as its events made it."""
        return self._states[case]

    def workflow(self, case: CaseId) -> Workflow:
        """The SOP the case runs under."""
        return self.workflows[self._states[case].sop]

    def task(self, case: CaseId, activation: ActivationId) -> Activation | None:
        """The task, while it is open."""
        return self._states[case].activation(activation)

    def step(self, case: CaseId, activation: ActivationId) -> HumanStep:
        """The row of the matrix that an open task stands for.

        Raises:
            LookupError: the task is not open, or no person does it.
        """
        active = self.task(case, activation)
        step = None if active is None else self.workflow(case).step(active.step)
        if not isinstance(step, HumanStep):
            raise LookupError(f"{case} has no open task {activation}")
        return step

    def anybody(self, workflow: Workflow, role: RoleId) -> Actor:
        """Somebody who is there in that role now."""
        person = self.chance.choice(self.roster.at_work(workflow, role, self.now))
        return self.roster.actor(workflow, person, role)

    def free_at(self, person: PersonId) -> datetime:
        """From when on the person has a hand free."""
        return max(self._free_at.get(person, self.now), self.now)

    def occupy(self, person: PersonId, length: timedelta) -> None:
        """Keep the person busy for `length` of working time from now."""
        self._free_at[person] = self.hours.after(self.now, length)

    def do(self, command: AnyCommand) -> Receipt | None:
        """Execute the command now; None where a rule refused it, which is counted.

        Raises:
            CaseExists: the same script was played into this database before.
        """
        assert self._carry_out is not None  # noqa: S101  # people act only within `run`
        try:
            receipt = self._carry_out(command, at=self.now)
        except CaseExists:
            raise
        except CommandRefused:
            self.refused += 1
            return None
        self.commands += 1
        self._take_in(receipt.events)
        return receipt

    def _take_in(self, events: Iterable[Recorded]) -> None:
        told = tuple(events)
        for recorded in told:
            before = self._states.get(recorded.case)
            self.opened += before is None
            self._states[recorded.case] = evolve(before, recorded)
        if any(self._wakes_the_system(one) for one in told):
            later = self._system_at or datetime.max.replace(tzinfo=UTC)
            self._system_at = min(later, _next_round(self.now))
        for recorded in told:
            self._follow(self, recorded)

    def _wakes_the_system(self, recorded: Recorded) -> bool:
        match recorded.event:
            case StepOpened(automated=True):
                return True
            case CaseEnded():
                return self._states[recorded.case].parent is not None
            case _:
                return False

    def _let_the_system_work(self) -> None:
        """Run what is due, then take in what the system did to the cases that wait for it."""
        run_pending(self._crew)
        waiting = [state for state in self._states.values() if self._awaited(state)]
        for state in waiting:
            self._catch_up(state.case)
            for parent in self._awaited(state):
                self._take_in_linked(parent)
        if self._system_at is None and any(
            self._awaited(self._states[one.case]) for one in waiting
        ):
            self._system_at = self.hours.opening(self.today + timedelta(days=1))

    def _let_time_pass(self) -> None:
        """Record what time has brought, then take in what was recorded."""
        swept = sweep_all(self._database, at=self.now)
        for case in swept.told:
            self._catch_up(case)
        self._watch_at = self._next_watch()

    def _next_watch(self) -> datetime:
        """In a while; once more just after the office closes, and then when it opens again."""
        later = self.now + _WATCH
        after_work = self.hours.closing(self.today) + timedelta(seconds=2)
        return min(later, after_work) if self.now < after_work else self.hours.within(later)

    def _awaited(self, state: CaseState) -> list[Parent]:
        """The automated steps of a case that are open."""
        return [
            Parent(case=state.case, activation=active.id)
            for active in state.active
            if active.automated
        ]

    def _take_in_linked(self, parent: Parent) -> None:
        """Take in the case that an open step has called into being, if it has."""
        if parent not in self._linked:
            with suppress(NotFound):
                self._catch_up(linked_case_id(self.now, parent))
                self._linked.add(parent)

    def _catch_up(self, case: CaseId) -> None:
        """Take in the events of a case that others than the stage have brought about."""
        known = self._states.get(case)
        seen = 0 if known is None else known.seq
        history = read_history(self._database, case)
        self._take_in(entry.recorded for entry in history[seen:])


def _next_round(now: datetime) -> datetime:
    past = (now - datetime.min.replace(tzinfo=UTC)) % _ROUND
    return now + _ROUND - past
