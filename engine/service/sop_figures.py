"""What the cases of an SOP version tell about its steps: where they are, how long, how often no.

Each answer looks at so many cases at the most, the newest ones, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from statistics import median_low

from engine.core.calendar import Calendar
from engine.core.errors import BeyondCalendar, NotFound
from engine.core.ids import OutcomeId, StepId
from engine.core.text import Frozen
from engine.core.workflow import HumanStep, Leads, Workflow
from engine.service.calendars import calendar_for
from engine.service.database import Database
from engine.store import sop_figures
from engine.store.job import Reader
from engine.store.sop_figures import Done, Looked, Waiting

__all__ = ["MOST_LOOKED_AT", "MOST_OPEN", "Done", "Share", "Took", "Waiting"]

MOST_OPEN = 2000
"""Open cases of the SOP that are looked for at their steps."""
MOST_LOOKED_AT = 300
"""Cases that the other figures are drawn from: enough for a median, and quickly read."""
_MOST_LISTED = 50


class Took(Frozen, frozen=True, kw_only=True):
    """How long a step takes: the median of `visits`, in seconds of working time."""

    seconds: int
    visits: int


class Share(Frozen, frozen=True, kw_only=True):
    """How often a decision does not let a case go on: `no` of `answers`."""

    no: int
    answers: int

    @property
    def percent(self) -> int:
        """The share in per cent, rounded."""
        return round(100 * self.no / self.answers)


def open_cases(database: Database, workflow: Workflow) -> tuple[int, bool]:
    """How many cases run under the version, and whether there may be more."""
    return database.store.read(lambda reader: sop_figures.count_open(reader, _open(workflow)))


def where_now(database: Database, workflow: Workflow) -> Mapping[StepId, int]:
    """How many open cases are at each step."""
    return database.store.read(lambda reader: sop_figures.where_open(reader, _open(workflow)))


def waiting_at(database: Database, workflow: Workflow, step: StepId) -> tuple[Waiting, ...]:
    """The cases at a step, those that are there longest first."""
    return database.store.read(
        lambda reader: sop_figures.waiting_at(reader, _open(workflow), step, listed=_MOST_LISTED)
    )


def medians(database: Database, workflow: Workflow, *, at: datetime) -> Mapping[StepId, Took]:
    """How long each step takes by the calendar in force at `at` (aware UTC).

    Nothing where the calendar cannot tell.
    """

    def asked(reader: Reader) -> Mapping[StepId, Took]:
        done = _done(reader, workflow)
        try:
            return calendar_for(
                database,
                reader,
                workflow.calendar,
                lambda calendar: _medians(done, calendar),
                at=at,
            )
        except (NotFound, BeyondCalendar):
            return {}

    return database.store.read(asked)


def _medians(done: tuple[Done, ...], calendar: Calendar) -> Mapping[StepId, Took]:
    taken: defaultdict[StepId, list[int]] = defaultdict(list)
    for one in done:
        taken[one.step].append(calendar.between(one.opened_at, one.finished_at))
    return {
        step: Took(seconds=median_low(lengths), visits=len(lengths))
        for step, lengths in taken.items()
    }


def refusals(database: Database, workflow: Workflow) -> Mapping[StepId, Share]:
    """How often each decision sends a case back or rejects it."""
    done = database.store.read(lambda reader: _done(reader, workflow))
    answers: defaultdict[StepId, Counter[OutcomeId]] = defaultdict(Counter)
    for one in done:
        if one.outcome is not None:
            answers[one.step][one.outcome] += 1
    return {
        step.id: _share(step, answers[step.id])
        for step in workflow.steps()
        if isinstance(step, HumanStep) and step.outcomes and answers[step.id].total()
    }


def _share(step: HumanStep, answers: Counter[OutcomeId]) -> Share:
    refusing = (
        outcome.id
        for outcome in step.outcomes
        if outcome.leads is Leads.RETURN or outcome.result == "rejected"
    )
    return Share(no=sum(answers[one] for one in refusing), answers=answers.total())


def deviations(database: Database, workflow: Workflow) -> Mapping[StepId, int]:
    """How many departures were found at each step."""
    return database.store.read(
        lambda reader: sop_figures.deviations_lately(reader, _newest(workflow))
    )


def _done(reader: Reader, workflow: Workflow) -> tuple[Done, ...]:
    return sop_figures.done_lately(reader, _newest(workflow))


def _open(workflow: Workflow) -> Looked:
    return Looked(sop=workflow.sop, version=workflow.version, most=MOST_OPEN)


def _newest(workflow: Workflow) -> Looked:
    return Looked(sop=workflow.sop, version=workflow.version, most=MOST_LOOKED_AT)
