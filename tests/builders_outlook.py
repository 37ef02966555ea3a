"""Cases that are watched: a desk whose clocks are looked at, and what was found."""

from datetime import datetime

from builders import CASE
from builders_calendar import at
from builders_clocks import TimedDesk, opened
from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.commands import SYSTEM, PassTime
from engine.core.departures import departures
from engine.core.deviations import Deviation, DeviationKind
from engine.core.outlook import Outlook, look
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    TimeEvent,
    WarningGiven,
)
from engine.core.workflow import Timing, Workflow


def watched(flow: Workflow, told: str, **timing: object) -> TimedDesk:
    """A case opened under an SOP with this timing."""
    return opened(replace(flow, timing=Timing(**timing)), told)  # type: ignore[arg-type]


def looked(desk: TimedDesk, told: str | datetime, calendar: Calendar | None = None) -> Outlook:
    """What a look at the case finds; nothing is recorded."""
    assert desk.state is not None
    instant = at(desk.calendar, told) if isinstance(told, str) else told
    return look(desk.flow, calendar or desk.calendar, desk.state, desk.events, at=instant)


def swept(desk: TimedDesk, told: str | datetime, calendar: Calendar | None = None) -> Outlook:
    """What a look finds, recorded at that instant."""
    outlook = looked(desk, told, calendar)
    now = desk.now
    desk.now = at(desk.calendar, told) if isinstance(told, str) else told
    if outlook.found:
        desk.do(PassTime(case=CASE, by=SYSTEM, found=outlook.found))
    desk.now = max(now, desk.now)
    return outlook


def names(outlook: Outlook) -> list[str]:
    """What was found, in short: deviations by id, notices by key."""
    return [name(event) for event in outlook.found]


def name(event: TimeEvent) -> str:
    match event:
        case DeviationRecorded(deviation=deviation):
            return deviation
        case DeviationWithdrawn(deviation=deviation):
            return f"-{deviation}"
        case WarningGiven() | CaseEscalated():
            return event.key


def found(desk: TimedDesk, told: str) -> dict[str, Deviation]:
    """The departures of a case by id."""
    instant = at(desk.calendar, told)
    all_of_them = departures(desk.flow, desk.calendar, desk.events, desk.clocks(told), at=instant)
    return {one.id: one.found for one in all_of_them}


def of_kind(desk: TimedDesk, told: str, kind: DeviationKind) -> dict[str, Deviation]:
    return {key: one for key, one in found(desk, told).items() if one.kind is kind}
