"""Where a case that Alur ran departed from its SOP, told from its whole history.

Order and role are enforced while a case runs, so here an override is what leaves the trace. Each
fact has an id of its own within the case: told again, later or by an edited calendar, it is the
same fact or it is none.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.core.calendar_due import due
from engine.core.clock_clauses import rule_of
from engine.core.clocks import CaseClocks
from engine.core.departures_walk import Departure, Pausing, Walk, departure
from engine.core.deviations import Clause, Deviation, DeviationKind
from engine.core.durations import Duration
from engine.core.lateness import late_case, measured, says
from engine.core.text import Text
from engine.core.workflow import ActionStep, AnyStep, WaitStep

_SECOND = timedelta(seconds=1)
_CAP = Text(id="Jeda paling lama {id}", en="A pause lasts at most {en}")


def departures_of(walk: Walk, told: CaseClocks, *, at: datetime) -> tuple[Departure, ...]:
    """All departures of a case up to `at`, in the order of when they happened.

    Args:
        walk: Through all events of the case, its opening first, by the version that it runs under
            now; that one judges the whole history.
        told: The clocks of the case at `at`, by the same workflow and calendar.
        at: The instant asked for; aware UTC.

    Raises:
        BeyondCalendar: an instant or a deadline lies outside the days compiled.
    """
    found = [*walk.found, *_late_steps(walk, told), *_late_case(walk, told), *_capped(walk, at)]
    return tuple(sorted(found, key=lambda one: one.found.at))


def caps_ahead(walk: Walk) -> Iterator[datetime]:
    """The first second at which each pause that goes on is longer than its cap."""
    for pausing in walk.pausing.values():
        cap = walk.workflow.timing.pauses.get(pausing.reason)
        if cap is not None:
            yield _over(walk, pausing, cap) + _SECOND


def _over(walk: Walk, pausing: Pausing, cap: Duration) -> datetime:
    """The last second that a pause may last."""
    rule = rule_of(walk.workflow.service)
    return due(walk.calendar, cap, start=pausing.since, day_one=rule.day_one, cut_off=rule.cut_off)


def _capped(walk: Walk, at: datetime) -> Iterator[Departure]:
    for pausing in (*walk.paused, *walk.pausing.values()):
        cap = walk.workflow.timing.pauses.get(pausing.reason)
        if cap is None:
            continue
        over = _over(walk, pausing, cap)
        if (pausing.until or at) >= over + _SECOND:
            yield departure(
                pausing.seq,
                Deviation(
                    kind=DeviationKind.PAUSE_ABOVE_CAP,
                    case=walk.case,
                    at=over + _SECOND,
                    step=pausing.step,
                    clause=Clause(says=says(_CAP, cap)),
                    persons=(pausing.person,),
                    standard=cap,
                    due=over,
                ),
            )


def is_peoples(step: AnyStep | None) -> bool:
    """Whether people can be late with it: what the engine does by itself fails, as an incident."""
    return not isinstance(step, ActionStep | WaitStep)


def _late_steps(walk: Walk, told: CaseClocks) -> Iterator[Departure]:
    for activation, clock in told.steps.items():
        step, breached = clock.clause.step, clock.breached_at
        if step is None or breached is None or not is_peoples(walk.workflow.step(step)):
            continue
        holder = walk.holders.get(activation)
        bare = Deviation(
            kind=DeviationKind.LATE_STEP,
            case=walk.case,
            at=breached,
            step=step,
            clause=walk.clause(step),
            persons=() if holder is None else (holder,),
            visits=clock.visit,
        )
        yield departure(activation, measured(clock, bare))


def _late_case(walk: Walk, told: CaseClocks) -> Iterator[Departure]:
    for clock in (told.promise, told.legal):
        if clock is not None and clock.breached_at is not None:
            yield departure(0, late_case(walk.case, clock, at=clock.breached_at))
