"""The play itself: requests arrive, people work in office hours, and everything is a command.

A discrete-event simulation. Whoever acts goes through `engine.service.execute` like everybody
else, in the order of time; the generator seeded by the script is the only chance there is, so the
same script on an empty database gives the same history to the byte.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from engine.core.commands import OpenCase
from engine.core.ids import SopId
from engine.core.text import Frozen
from engine.core.workflow import CallStep, HumanStep, Workflow
from engine.demo import acts
from engine.demo.accounts import shown_sop
from engine.demo.answers import answers
from engine.demo.cast import applicant, cast_for, inside
from engine.demo.hours import OfficeHours
from engine.demo.roster import Roster, roster_for
from engine.demo.stage import Stage
from engine.service.database import Database
from engine.service.mint import case_id
from engine.settings import Settings

WEEKS = 3
"""How long before its end a play begins."""

_DAY = timedelta(days=1)
_BEFORE_CLOSING = timedelta(minutes=45)
"""The first desk takes nothing in any more."""

_STILL_STANDING = 0.12
_LAST_MINUTES = timedelta(minutes=30)
_ONE_PAPER_MISSING = 0.08
_SELDOM_OPENED_HERE = 0.2


class Script(Frozen, frozen=True, kw_only=True):
    """What to play: `cases` requests in the three weeks before `until` (aware UTC).

    More of them come in its last half hour: `requests` counts all.
    """

    seed: int
    cases: int
    until: datetime
    zone: ZoneInfo

    @property
    def queue(self) -> int:
        """How many still stand at the counter as the play ends."""
        return int(self.cases * _STILL_STANDING)

    @property
    def requests(self) -> int:
        """How many come in."""
        return self.cases + self.queue


class Played(Frozen, frozen=True, kw_only=True):
    """What came of it. `refused` counts the acts that a rule said no to."""

    opened: int
    commands: int
    refused: int


def play(
    database: Database,
    workflows: Sequence[Workflow],
    script: Script,
    *,
    settings: Settings,
    progress: Callable[[int], None] = lambda _: None,
) -> Played:
    """Play the script; `progress` is told how many requests have come in.

    The system does its own rows: letters are made and filed where `settings` say; whatever
    reaches other people or systems is only simulated.
    Stopping in the middle leaves whole commands behind, never half a one.
    """
    known = {workflow.sop: workflow for workflow in sorted(workflows, key=lambda one: one.sop)}
    stage = Stage(
        database=database,
        settings=settings,
        workflows=known,
        roster=roster_of(workflows, script),
        chance=Random(script.seed),  # noqa: S311  # repeatable on purpose; nothing secret
    )
    arrivals = sorted([*_arrivals(stage, script), *_queue(stage, script)])
    for number, (at, sop) in enumerate(arrivals, start=1):
        stage.plan(at, partial(_arrive, stage, known[sop], number, progress))
    stage.run(until=script.until, each=acts.follow)
    return Played(opened=stage.opened, commands=stage.commands, refused=stage.refused)


def roster_of(workflows: Sequence[Workflow], script: Script) -> Roster:
    """Who works in the play, and who is away when."""
    hours = OfficeHours(zone=script.zone)
    first = first_day(script).astimezone(script.zone).date()
    return roster_for(cast_for(workflows), workflows, hours=hours, first=first)


def first_day(script: Script) -> datetime:
    """The morning the play begins on; definitions are published before it."""
    hours = OfficeHours(zone=script.zone)
    last = script.until.astimezone(script.zone).date()
    return hours.opening(last - timedelta(weeks=WEEKS))


def _arrivals(stage: Stage, script: Script) -> list[tuple[datetime, SopId]]:
    """When each request comes in, and for which SOP; evenly over the open hours."""
    weights = _weights(stage.workflows)
    arrivals = []
    for _ in range(script.cases):
        at = _open_instant(stage, script)
        sop = stage.chance.choices(tuple(weights), tuple(weights.values()))[0]
        arrivals.append((at, sop))
    return arrivals


def _queue(stage: Stage, script: Script) -> list[tuple[datetime, SopId]]:
    """Who still stands at the counter as the play ends: no desk is then quite empty.

    Of a generator of their own, which leaves the weeks before as they are. Half of them ask for
    what the people do from whose desks a demonstration is seen.
    """
    chance = Random(f"{script.seed} queue")  # noqa: S311  # repeatable on purpose; nothing secret
    shown = shown_sop(stage.workflows.values())
    others = sorted(stage.workflows)
    seconds = int(_LAST_MINUTES.total_seconds())
    ends = last_open_instant(script)
    return [
        (
            ends - timedelta(seconds=chance.randint(1, seconds)),
            shown.sop if shown and number % 2 else chance.choice(others),
        )
        for number in range(script.queue)
    ]


def last_open_instant(script: Script) -> datetime:
    """The end of the play, or of the last working day before it."""
    hours, until = OfficeHours(zone=script.zone), script.until
    day = until.astimezone(script.zone).date()
    if hours.within(until) == until:
        return until
    return max(one for one in map(hours.closing, (day, day - _DAY)) if one <= until)


def _open_instant(stage: Stage, script: Script) -> datetime:
    """Any whole second of the play at which the first desk is open."""
    begins = first_day(script)
    span = int((script.until - begins).total_seconds())
    while True:
        at = begins + timedelta(seconds=stage.chance.randint(0, span))
        closing = stage.hours.closing(at.astimezone(script.zone).date())
        if stage.hours.within(at) == at and at + _BEFORE_CLOSING <= closing:
            return at


def _weights(workflows: Mapping[SopId, Workflow]) -> dict[SopId, float]:
    """How often each SOP is asked for; one that another calls comes in mostly that way."""
    steps = [step for workflow in workflows.values() for step in workflow.steps()]
    called = {step.sop for step in steps if isinstance(step, CallStep)}
    return {sop: _SELDOM_OPENED_HERE if sop in called else 1.0 for sop in workflows}


def _arrive(stage: Stage, workflow: Workflow, number: int, progress: Callable[[int], None]) -> None:
    """A request comes in and is entered by whoever sits at the first desk."""
    chance, role = stage.chance, inside(workflow)[0].id
    command = OpenCase(
        case=case_id(stage.now, chance),
        by=stage.anybody(workflow, role),
        sop=workflow.sop,
        version=workflow.version,
        applicant=applicant(chance),
        form=answers(workflow.form, chance, on=stage.today),
        requirements=_brought(workflow, chance),
    )
    receipt = stage.do(command)
    if receipt is not None:
        acts.plan_incidentals(stage, command.case)
    progress(number)


def _brought(workflow: Workflow, chance: Random) -> tuple[str, ...]:
    """The papers the applicant has along: all, or all but one where somebody will see that."""
    ids = [one.id for one in workflow.requirements]
    if ids and _judges_completeness(workflow) and chance.random() < _ONE_PAPER_MISSING:
        ids.remove(chance.choice(ids))
    return tuple(ids)


def _judges_completeness(workflow: Workflow) -> bool:
    steps = (step for step in workflow.steps() if isinstance(step, HumanStep))
    return any(outcome.accepts_file for step in steps for outcome in step.outcomes)
