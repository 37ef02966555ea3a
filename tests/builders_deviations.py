"""Departures for tests, as the outlook finds them, and the commands about them."""

from datetime import date, datetime, timedelta

from builders import CASE, MONDAY, person
from msgspec.structs import replace

from engine.core.commands import SYSTEM, Actor, Dispose, PassTime
from engine.core.deviations import Clause, Deviation, DeviationKind
from engine.core.durations import duration_from_text
from engine.core.ids import CaseId, DeviationId, PersonId, RoleId, StepId
from engine.core.text import Text
from engine.core.time_events import (
    DeviationRecorded,
    DeviationWithdrawn,
    TimeEvent,
    Withdrawal,
)

CAMAT = person("suryo", "camat")
CALENDAR = "kantor-wib/3"
HALF_PAST_EIGHT = MONDAY + timedelta(minutes=30)
LATE = DeviationId("late_step:1")


def departed(
    kind: str = "late_step",
    number: int = 1,
    *,
    step: str | None = "periksa",
    at: datetime = HALF_PAST_EIGHT + timedelta(seconds=1),
    case: CaseId = CASE,
    **evidence: object,
) -> DeviationRecorded:
    """The recording of a departure; without evidence but what is given."""
    found = Deviation(
        kind=DeviationKind(kind),
        case=case,
        at=at,
        step=None if step is None else StepId(step),
        **evidence,  # type: ignore[arg-type]
    )
    name = DeviationId(f"{kind}:{number}")
    return DeviationRecorded(deviation=name, found=found, calendar=CALENDAR)


def late(number: int = 1, **more: object) -> DeviationRecorded:
    """A step that was late, with all the evidence there is of it."""
    evidence: dict[str, object] = {
        "clause": Clause(says=Text(id="Mengerjakan periksa"), row=1, role=RoleId("loket")),
        "persons": (PersonId("rini"),),
        "visits": 1,
        "standard": duration_from_text("30 menit"),
        "due": HALF_PAST_EIGHT,
    }
    return departed(number=number, **(evidence | more))  # type: ignore[arg-type]


def unmade(
    name: str = LATE, because: Withdrawal = Withdrawal.CALENDAR, calendar: str = "kantor-wib/4"
) -> DeviationWithdrawn:
    return DeviationWithdrawn(deviation=DeviationId(name), because=because, calendar=calendar)


def time_passes(*found: TimeEvent, case: CaseId = CASE) -> PassTime:
    """What the runtime says once it has looked."""
    mine = (
        replace(one, found=replace(one.found, case=case))
        if isinstance(one, DeviationRecorded)
        else one
        for one in found
    )
    return PassTime(case=case, by=SYSTEM, found=tuple(mine))


def corrective(
    name: str = LATE,
    *,
    owner: str = "budi",
    due: date = date(2026, 12, 1),
    by: Actor = CAMAT,
    case: CaseId = CASE,
) -> Dispose:
    return Dispose(
        case=case,
        by=by,
        deviation=DeviationId(name),
        verdict="corrective",
        reason="Loket kurang petugas",
        owner=PersonId(owner),
        due=due,
    )


def accepted(name: str = LATE, *, by: Actor = CAMAT, case: CaseId = CASE) -> Dispose:
    return Dispose(
        case=case, by=by, deviation=DeviationId(name), verdict="accepted", reason="Listrik padam"
    )
