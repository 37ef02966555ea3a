"""The words that events about time and deviations put into their sentences (see `present`)."""

from collections.abc import Mapping, Sequence

from api.formats import written_duration
from api.glossary import DEVIATION_STATUSES, RUNGS, WITHDRAWALS, Glossary, Pair
from api.present_deviations import charge, deviation_title, exact_instant, told
from engine.core.clock_clauses import ClockKind
from engine.core.events import (
    DeviationDisposed,
    Event,
    Recorded,
    TaskAssigned,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
    TimeExtended,
)
from engine.core.ids import PersonId, StepId
from engine.core.reassignment import HandoverCause, cause_of
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
HANDOVER_CAUSES: Mapping[HandoverCause, Pair] = {
    HandoverCause.LEFT: (
        "karena pemegangnya tidak bekerja di sini lagi",
        "because its holder works here no more",
    ),
    HandoverCause.AWAY: (
        "karena pemegangnya tidak di tempat",
        "because its holder is away",
    ),
    HandoverCause.ENDED: (
        "karena pemegangnya tidak memegang peran itu",
        "because its holder does not hold the role",
    ),
    HandoverCause.SUBSTITUTION_OVER: (
        "karena masa Plh/Plt sudah berakhir",
        "because the time of standing in is over",
    ),
}
_TO_YOU: Mapping[type[Event], Pair] = {
    TaskAssigned: ("{who} menugaskan {step} kepada Anda", "{who} assigned {step} to you"),
    TaskDelegated: ("{who} mendelegasikan {step} kepada Anda", "{who} delegated {step} to you"),
    TaskResolved: (
        "{who} menyerahkan kembali {step} kepada Anda",
        "{who} handed {step} back to you",
    ),
}
_FROM_YOU: Mapping[type[Event], Pair] = {
    TaskAssigned: (
        "{who} mengalihkan {step} dari Anda kepada {to}",
        "{who} passed {step} on from you to {to}",
    ),
    TaskResolved: ("{who} mengambil kembali {step} dari Anda", "{who} took {step} back from you"),
    TaskReleased: (
        "{who} mengembalikan {step} dari Anda ke antrean",
        "{who} put {step} back from you into the queue",
    ),
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


def reassigned(recorded: Recorded, person: PersonId, glossary: Glossary) -> str:
    """What a change of hands means to `person`; empty for an event that is none.

    Behind it stands why: the cause where the system did it, else what was said about it.
    """
    event, to = recorded.event, getattr(recorded.event, "to", None)
    pair = (_TO_YOU if to == person else _FROM_YOU).get(type(event))
    if pair is None:
        return ""
    words = {
        "who": glossary.actor(recorded.by),
        "step": glossary.step(StepId(str(getattr(event, "step", "")))),
        "to": glossary.person(PersonId(str(to))),
    }
    cause = cause_of(recorded)
    if cause is not None:
        because = glossary.words(HANDOVER_CAUSES[cause])
        return f"{glossary.words(pair).format_map(words)} {because}."
    said = getattr(event, "reason", "") or getattr(event, "note", "")
    remark = f" “{said}”" if said else ""
    return f"{glossary.words(pair).format_map(words)}.{remark}"


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
