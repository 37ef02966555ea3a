"""The words that events about time and deviations put into their sentences (see `present`)."""

from collections.abc import Mapping, Sequence

from api.formats import written_duration
from api.glossary import DEVIATION_STATUSES, RUNGS, WITHDRAWALS, Glossary, Pair
from api.present_deviations import charge, deviation_title, exact_instant, told
from engine.core.clock_clauses import ClockKind
from engine.core.events import DeviationDisposed, Event, TimeExtended
from engine.core.ids import StepId
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
)
from engine.core.workflow import RungLevel

CLOCKS: Mapping[ClockKind, Pair] = {
    ClockKind.STEP: ("waktu baku {step}", "the standard of {step}"),
    ClockKind.PROMISE: ("janji layanan", "the service promise"),
    ClockKind.LEGAL: ("batas hukum", "the legal limit"),
}
_TOLD: Pair = ("; diberitahukan kepada {}", "; told to {}")
_PAST: Pair = ("terlewati", "is past")
_RAISED: Pair = ("Insiden", "Incident")
_NEARLY: Pair = ("hampir habis", "is nearly used up")


def notice_words(event: Event, glossary: Glossary) -> dict[str, str]:
    """What stands in the template of such an event, by name; of any other event nothing."""
    match event:
        case TimeExtended(clock=clock, step=step, amount=amount):
            written = written_duration(amount, glossary.language)
            return {"clock": _clock(clock, step, glossary), "amount": written}
        case DeviationRecorded(found=found):
            return {"found": told(found, glossary)}
        case DeviationWithdrawn(deviation=name, because=because):
            title = deviation_title(name, glossary.language)
            return {"deviation": title, "unmade": glossary.words(WITHDRAWALS[because])}
        case DeviationDisposed(deviation=name, verdict=verdict) as disposed:
            return {
                "deviation": deviation_title(name, glossary.language),
                "verdict": glossary.words(DEVIATION_STATUSES[verdict]),
                "charge": charge(disposed, glossary),
            }
        case WarningGiven(percent=percent):
            return {"percent": str(percent), **_of_a_clock(event, glossary)}
        case CaseEscalated(rung=rung):
            is_past = event.belongs_at > event.due
            return {
                "rung": glossary.words(RUNGS[rung]),
                "passed": glossary.words(_PAST if is_past else _NEARLY),
                **_of_a_clock(event, glossary),
            }
        case IncidentTold(rung=rung, since=since, to=to):
            is_first = rung is RungLevel.REMIND
            return {
                "rung": glossary.words(_RAISED if is_first else RUNGS[rung]),
                "begun": exact_instant(since, glossary),
                "told": _told([glossary.role(role) for role in to], glossary),
            }
        case _:
            return {}


def _of_a_clock(event: WarningGiven | CaseEscalated, glossary: Glossary) -> dict[str, str]:
    to = [glossary.role(role) for role in event.to]
    to += () if event.person is None else (glossary.person(event.person),)
    return {
        "clock": _clock(event.clock, event.step, glossary),
        "due": exact_instant(event.due, glossary),
        "told": _told(to, glossary),
    }


def _told(to: Sequence[str], glossary: Glossary) -> str:
    return glossary.words(_TOLD).format(", ".join(to)) if to else ""


def _clock(clock: ClockKind, step: StepId | None, glossary: Glossary) -> str:
    where = "" if step is None else glossary.step(step)
    return glossary.words(CLOCKS[clock]).format(step=where)
