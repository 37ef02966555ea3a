"""What readers get of a case's time: its clocks, where the time went, what is expected, and why."""

from datetime import date, datetime, timedelta

from engine.core.clock_explain import Reckoning
from engine.core.clock_ledger import Ground
from engine.core.clocks import Clock
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.text import Frozen, Text


class Basis(Frozen, frozen=True, kw_only=True):
    """The calendar version by which a time was told; `zone` is that of its office."""

    calendar: str
    version: int
    zone: str


class TaskClock(Frozen, frozen=True, kw_only=True):
    """The clock of one activation of a step that has a standard; `number` is the step's row."""

    activation: ActivationId
    step: StepId
    number: int
    activity: Text
    visit: int
    clock: Clock


class Countdown(Frozen, frozen=True, kw_only=True):
    """What is left of a legal limit that runs, stands still or was passed while the case is open.

    The day that is not over counts among `working_days_left`. `granted_on` is the first day on
    which the request counts as granted, where the statute's own limit holds and nobody decides in
    time (fiktif positif); None while it is not known because the clock stands still.

    Source: UU 30/2014 art. 53, as amended by UU 6/2023.
    """

    working_days_left: int
    granted_on: date | None = None


class ExpectedStep(Frozen, frozen=True, kw_only=True):
    """A row as it is expected to be done; `ground` where that is not the office's time."""

    step: StepId
    number: int
    activity: Text
    begins: datetime
    ends: datetime
    ground: Ground | None = None


class ForecastView(Frozen, frozen=True, kw_only=True):
    """What is expected if every row from here on takes its standard; of a closed case, how it was.

    `finish` is None where no way forward leads to the end, or it cannot be told. Whether a limit
    holds is None where there is none, and where its clock is not expected to start.
    """

    finish: datetime | None = None
    holds_promise: bool | None = None
    holds_legal: bool | None = None
    path: tuple[ExpectedStep, ...] = ()


class CaseTimesView(Frozen, frozen=True, kw_only=True):
    """The time of a case as it stands at `at`, which is never before its latest event.

    `tasks` are the clocks of what is open, `finished` those of what is done, in order of opening;
    steps without a standard have none. The seconds are working time since the opening, together
    all of it; `elapsed` is the same by the clock on the wall.
    """

    case: CaseId
    at: datetime
    basis: Basis
    is_open: bool
    promise: Clock | None
    legal: Clock | None
    countdown: Countdown | None
    tasks: tuple[TaskClock, ...]
    finished: tuple[TaskClock, ...]
    office_seconds: int
    applicant_seconds: int
    other_seconds: int
    elapsed: timedelta
    forecast: ForecastView


class Explanation(Frozen, frozen=True, kw_only=True):
    """A clock as it stands at `at`, and all the time of it, counted or left out, in order."""

    case: CaseId
    at: datetime
    basis: Basis
    clock: Clock
    told: tuple[Reckoning, ...]

    @property
    def total(self) -> int:
        """What is counted, in what the clock counts."""
        return sum(one.amount for one in self.told)
