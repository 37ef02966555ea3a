"""What a clock is held against: the standard of a row, the promise, the limit set by law."""

from collections.abc import Iterable
from datetime import time
from enum import StrEnum

from msgspec.structs import replace

from engine.core.clock_measures import DayRule
from engine.core.durations import Duration, TimeUnit
from engine.core.ids import StepId
from engine.core.text import Frozen
from engine.core.workflow import AnyStep, Service

DEEMED_GRANTED_AFTER = Duration(amount=5, unit=TimeUnit.WORKING_DAY)
"""From a complete file, where no law sets a limit of its own: silence then grants what was asked.

Source: UU 30/2014 art. 53 (fiktif positif), as amended by UU 6/2023.
"""


class ClockKind(StrEnum):
    """What a clock times."""

    STEP = "step"
    PROMISE = "promise"
    LEGAL = "legal"


class ClauseSource(StrEnum):
    """Where a budget is stated: in a row of the SOP, in its service standard, or in the statute."""

    ROW = "row"
    SERVICE = "service"
    STATUTE = "statute"


class Clause(Frozen, frozen=True, kw_only=True):
    """A budget and where it is stated; `row` and `step` where it is the standard of a row.

    `extension` is how much of the budget was added to what is stated, in the same unit.
    """

    kind: ClockKind
    source: ClauseSource
    budget: Duration
    rule: DayRule
    row: int | None = None
    step: StepId | None = None
    starts_when_complete: bool = False
    extension: int = 0


def extended(clause: Clause, amounts: Iterable[Duration]) -> Clause:
    """The clause with more time; what is counted in another unit (of an older SOP) lapses."""
    more = sum(one.amount for one in amounts if one.unit is clause.budget.unit)
    budget = Duration(amount=clause.budget.amount + more, unit=clause.budget.unit)
    return replace(clause, budget=budget, extension=more) if more else clause


def rule_of(service: Service) -> DayRule:
    """How the SOP counts working days."""
    cut_off = None if service.cut_off is None else time.fromisoformat(service.cut_off)
    return DayRule(day_one=service.day_one, cut_off=cut_off)


def standard_of(step: AnyStep, service: Service) -> Clause | None:
    """The time standard of a row, if it has one; its working days are counted as the SOP's are."""
    if step.time is None:
        return None
    return Clause(
        kind=ClockKind.STEP,
        source=ClauseSource.ROW,
        budget=step.time,
        rule=rule_of(service),
        row=step.number,
        step=step.id,
    )


def promise_of(service: Service) -> Clause | None:
    """What the service standard promises, if there is one."""
    if service.promise is None:
        return None
    return _of_the_service(ClockKind.PROMISE, service.promise, service)


def legal_limit_of(service: Service) -> Clause | None:
    """The limit by law of an SOP with a service standard; the statute's own where it names none.

    The statute counts from a complete file and after the day of receipt, whatever the SOP says of
    its own clock: no office's cut-off hour lengthens the law.
    """
    if service.legal_limit is not None:
        return _of_the_service(ClockKind.LEGAL, service.legal_limit, service)
    if service.promise is None:
        return None
    return Clause(
        kind=ClockKind.LEGAL,
        source=ClauseSource.STATUTE,
        budget=DEEMED_GRANTED_AFTER,
        rule=DayRule(),
        starts_when_complete=True,
    )


def _of_the_service(kind: ClockKind, budget: Duration, service: Service) -> Clause:
    return Clause(
        kind=kind,
        source=ClauseSource.SERVICE,
        budget=budget,
        rule=rule_of(service),
        starts_when_complete=service.clock_starts == "complete",
    )
