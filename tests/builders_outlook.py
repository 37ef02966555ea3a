"""Cases that are watched: a desk whose clocks are looked at, and what was found."""

from datetime import datetime

from builders import CASE
from builders_calendar import at
from builders_clocks import KANTOR, TimedDesk, lasting, opened, told
from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.commands import SYSTEM, PassTime
from engine.core.departures import departures_of
from engine.core.departures_walk import walk_through
from engine.core.deviations import Deviation, DeviationKind
from engine.core.ids import RoleId
from engine.core.outlook import Outlook, look
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    TimeEvent,
    WarningGiven,
)
from engine.core.workflow import Rung, RungLevel, Timing, Workflow

LADDER = (
    Rung(level=RungLevel.SUPERVISOR, to=(RoleId("kasi"),), after=lasting("60 menit")),
    Rung(level=RungLevel.HEAD, to=(RoleId("camat"),), after=lasting("1 hari kerja")),
)


def watched(flow: Workflow, when: str, **timing: object) -> TimedDesk:
    """A case opened under an SOP with this timing."""
    return opened(replace(flow, timing=Timing(**timing)), when)  # type: ignore[arg-type]


def looked(desk: TimedDesk, when: str | datetime, calendar: Calendar | None = None) -> Outlook:
    """What a look at the case finds; nothing is recorded."""
    assert desk.state is not None
    instant = at(desk.calendar, when) if isinstance(when, str) else when
    return look(desk.flow, calendar or desk.calendar, desk.state, desk.events, at=instant)


def swept(desk: TimedDesk, when: str | datetime, calendar: Calendar | None = None) -> Outlook:
    """What a look finds, recorded at that instant."""
    outlook = looked(desk, when, calendar)
    now = desk.now
    desk.now = at(desk.calendar, when) if isinstance(when, str) else when
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
        case WarningGiven() | CaseEscalated() | IncidentTold():
            return event.key


def found(desk: TimedDesk, when: str) -> dict[str, Deviation]:
    """The departures of a case by id."""
    instant = at(desk.calendar, when)
    walk = walk_through(desk.flow, desk.calendar, desk.events)
    return {one.id: one.found for one in departures_of(walk, desk.clocks(when), at=instant)}


def of_kind(desk: TimedDesk, when: str, kind: DeviationKind) -> dict[str, Deviation]:
    return {key: one for key, one in found(desk, when).items() if one.kind is kind}


def belongs(
    outlook: Outlook, kind: type[WarningGiven | CaseEscalated | IncidentTold]
) -> dict[str, str | None]:
    """The instants that notices of a kind belong to, by key."""
    return {one.key: told(KANTOR, one.belongs_at) for one in outlook.found if isinstance(one, kind)}
