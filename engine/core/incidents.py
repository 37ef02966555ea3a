"""Whom an incident concerns, and when they hear of it: at once, and again while it lasts.

An incident is the engine's, not people's: it departs from no SOP. But somebody must mend it.
"""

from collections.abc import Iterator
from datetime import datetime

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import rule_of
from engine.core.workflow import Power, Rung, RungLevel, Workflow

_MENDING = {Power.ASSIGN, Power.OVERRIDE}
"""Who may decide about other people's work can decide what becomes of the engine's."""


def first_told(workflow: Workflow) -> Rung:
    """Who hears of an incident first, as the SOP says.

    Where it says nothing: the roles with a power over others' work, at once; where there are none,
    every role of the office, for any of them may mend it.
    """
    if workflow.timing.incident is not None:
        return workflow.timing.incident
    office = [role for role in workflow.roles.values() if not role.external]
    able = [role for role in office if _MENDING & set(role.may)]
    return Rung(level=RungLevel.REMIND, to=tuple(role.id for role in able or office))


def rungs_of_incident(
    workflow: Workflow, calendar: Calendar, *, since: datetime
) -> Iterator[tuple[Rung, datetime]]:
    """Who hears of an incident that lasts, and when: those of a breach, after as long.

    Raises:
        BeyondCalendar: a rung lies outside the days compiled.
    """
    rule = rule_of(workflow.service)
    for rung in (first_told(workflow), *workflow.timing.escalation):
        after = rung.after
        if after is None:
            yield rung, since
        else:
            yield rung, due(calendar, after, start=since, day_one=rule.day_one)
