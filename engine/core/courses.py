"""The course of a case: its steps in order of time, each with the role it was done in.

All that the rules of order, role and repetition say depends on the course alone. Cases of the same
course are judged once; only who acted, and when, is each case's own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.core.automaton import ENDED, NOWHERE, Automaton
from engine.core.commands import Actor
from engine.core.deviations import DeviationKind
from engine.core.errors import NotPermitted
from engine.core.ids import PersonId, RoleId, StepId
from engine.core.permit import four_eyes_partners, require_role
from engine.core.repair import Departed, Laid, Repairer
from engine.core.workflow import HumanStep, Workflow

MAX_COURSES = 50_000
"""Courses remembered; then all are forgotten, which costs time and changes no answer."""


class Found(NamedTuple):
    """A deviation in a course: from which step, shown by which row, on which visit of the step.

    The visit of a skipped step is the one that is missing.
    """

    kind: DeviationKind
    step: StepId
    row: int
    visits: int = 0
    allowed: int | None = None
    against: tuple[StepId, ...] = ()


class Pair(NamedTuple):
    """A deviation, if the row that shows it and `other_row` were done by one person."""

    found: Found
    other_row: int


class Judgement(NamedTuple):
    """What is to be said of a course, in the order of its rows."""

    fits: bool
    found: tuple[Found, ...] = ()
    pairs: tuple[Pair, ...] = ()


Steps = tuple[StepId, ...]
Roles = tuple[RoleId | None, ...]


class CourseJudge:
    """Judges courses under one workflow, and remembers them. Not for several threads."""

    def __init__(self, workflow: Workflow, *, remembered: int = MAX_COURSES) -> None:
        """Take the workflow, which must be sound.

        Raises:
            WorkflowTooWide: see `Automaton`.
        """
        self._workflow, self._remembered = workflow, remembered
        self.automaton = Automaton(workflow)
        self._repairer = Repairer(workflow, self.automaton)
        self._steps = self.automaton.steps
        self._partners = _partners(workflow)
        self._tolerances = _tolerances(workflow)
        self._may: dict[tuple[StepId, RoleId | None], bool] = {}
        self._known: dict[tuple[Steps, Roles, bool], Judgement] = {}

    def judge(self, steps: Steps, roles: Roles, *, completed: bool) -> Judgement:
        """What is to be said of a course; where `completed`, it must have come to an end too.

        Raises:
            WorkflowTooWide: see `Automaton.after`.
        """
        course = (steps, roles, completed)
        judgement = self._known.get(course)
        if judgement is None:
            if len(self._known) >= self._remembered:
                self._known.clear()
            judgement = self._known[course] = self._judge(steps, roles, completed=completed)
        return judgement

    def _judge(self, steps: Steps, roles: Roles, *, completed: bool) -> Judgement:
        known, run = self._known_rows(steps, completed=completed)
        fits = self.automaton.after_all(run) != NOWHERE
        found = [] if len(known) == len(steps) else _unknown(steps, known)
        if not fits:
            rows = [*known, len(steps) - 1]
            departures = self._repairer.explain(run)
            found += [_departed(one, rows[one.row]) for one in departures]
        found += self._beyond_tolerance(steps, found)
        found += [
            Found(DeviationKind.WRONG_ROLE, act[0], row)
            for row, act in enumerate(zip(steps, roles, strict=True))
            if not (self._may[act] if act in self._may else self._learn(*act))
        ]
        pairs = tuple(self._pairs(steps)) if self._partners else ()
        return Judgement(fits and len(known) == len(steps), _with_visits(found, steps), pairs)

    def _known_rows(
        self, steps: Steps, *, completed: bool
    ) -> tuple[Mapping[int, StepId], list[StepId]]:
        """The rows of steps that the SOP has; and these steps, with the end that was reached."""
        known = {row: step for row, step in enumerate(steps) if step in self._steps}
        return known, [*known.values(), ENDED] if completed else [*known.values()]

    def lay(self, steps: Steps, *, completed: bool) -> tuple[Laid, ...]:
        """The run that a course is laid beside; for a completed one, the end may be its last step.

        Raises:
            WorkflowTooWide: see `Automaton.after`.
        """
        known, run = self._known_rows(steps, completed=completed)
        rows = [*known, len(steps)]
        if self.automaton.after_all(run) != NOWHERE:
            return tuple(Laid(step, row, row) for row, step in zip(rows, run, strict=False))
        return tuple(
            one._replace(at=rows[one.at], row=None if one.row is None else rows[one.row])
            for one in self._repairer.lay(run)
        )

    def _beyond_tolerance(self, steps: Steps, found: Iterable[Found]) -> list[Found]:
        """Visits beyond what the SOP tolerates, save where they are found to be repeated anyway."""
        told = {one.row for one in found if one.kind is DeviationKind.REPEATED}
        beyond = []
        for step, allowed in self._tolerances.items():
            rows = [row for row, one in enumerate(steps) if one == step]
            beyond += [
                Found(DeviationKind.REPEATED, step, row, allowed=allowed)
                for row in rows[allowed:]
                if row not in told
            ]
        return beyond

    def _learn(self, step: StepId, role: RoleId | None) -> bool:
        """Whether the step may be done in that role; a role not known is not judged."""
        row = self._steps.get(step)
        may = True
        if role is not None and isinstance(row, HumanStep):
            try:
                require_role(self._workflow, row, Actor(person=PersonId(""), role=role))
            except NotPermitted:
                may = False
        self._may[step, role] = may
        return may

    def _pairs(self, steps: Steps) -> Iterator[Pair]:
        """Rows with the latest visits of the steps that the same person may not have done."""
        begun = Counter[StepId]()
        latest: dict[StepId, int] = {}
        for row, step in enumerate(steps):
            begun[step] += 1
            for other in self._partners.get(step, ()):
                if other in latest:
                    found = Found(
                        DeviationKind.SAME_PERSON, step, row, begun[step], against=(other,)
                    )
                    yield Pair(found, latest[other])
            latest[step] = row


def _unknown(steps: Steps, known: Collection[int]) -> list[Found]:
    return [
        Found(DeviationKind.UNKNOWN_STEP, step, row)
        for row, step in enumerate(steps)
        if row not in known
    ]


def _departed(departed: Departed, row: int) -> Found:
    kind = DeviationKind(departed.kind.value)
    return Found(kind, departed.step, row, against=departed.against)


def _with_visits(found: Iterable[Found], steps: Steps) -> tuple[Found, ...]:
    """In the order of the rows, each with the visit it is about."""
    begun, skipped = Counter[StepId](), Counter[StepId]()
    counted, numbered = 0, []
    for one in sorted(found, key=lambda one: one.row):
        begun.update(steps[counted : one.row])
        counted = one.row
        skipped[one.step] += one.kind is DeviationKind.SKIPPED
        missing = skipped[one.step] if one.kind is DeviationKind.SKIPPED else 1
        numbered.append(one._replace(visits=begun[one.step] + missing))
    return tuple(numbered)


def _tolerances(workflow: Workflow) -> dict[StepId, int]:
    human = (step for step in workflow.steps() if isinstance(step, HumanStep))
    return {step.id: step.tolerance for step in human if step.tolerance is not None}


def _partners(workflow: Workflow) -> dict[StepId, Steps]:
    """The steps of each four-eyes pair."""
    steps = [step for step in workflow.steps() if isinstance(step, HumanStep)]
    partners = {step.id: four_eyes_partners(workflow, step) for step in steps}
    return {step: others for step, others in partners.items() if others}
