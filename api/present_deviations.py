"""Deviations in words: what was departed from, by how much, and all the evidence there is."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from api.formats import written_date, written_duration, written_time
from api.glossary import DEVIATION_KINDS, DEVIATION_STATUSES, WITHDRAWALS, Glossary, Pair
from api.present_time import written_amount
from engine.core.clock_measures import Counted
from engine.core.deviations import Clause, Deviation, DeviationKind
from engine.core.durations import TimeUnit
from engine.core.events import DeviationDisposed, Recorded
from engine.core.ids import DeviationId
from engine.core.text import Language
from engine.core.time_events import DeviationRecorded, DeviationWithdrawn
from engine.service.deviation_views import DeviationView

FACTS: Mapping[DeviationKind, Pair] = {
    DeviationKind.LATE_STEP: ("{where} terlambat", "{where} is late"),
    DeviationKind.LATE_CASE: ("janji layanan terlewati", "the service promise was passed"),
    DeviationKind.LEGAL_LIMIT_PASSED: ("batas hukum terlewati", "the legal limit was passed"),
    DeviationKind.SKIPPED: ("{where} tidak dikerjakan", "{where} was left out"),
    DeviationKind.OUT_OF_ORDER: ("{where} dikerjakan di luar urutan", "{where} was out of order"),
    DeviationKind.WRONG_ROLE: (
        "{where} dikerjakan oleh peran lain",
        "{where} was done in another role than its own",
    ),
    DeviationKind.SAME_PERSON: (
        "{where} dikerjakan oleh orang yang tidak boleh mengerjakan keduanya (empat mata)",
        "{where} was done by a person who may not do both (four eyes)",
    ),
    DeviationKind.REPEATED: (
        "{where} diulang melebihi batas",
        "{where} was repeated more often than tolerated",
    ),
    DeviationKind.MISSING_INPUT: (
        "berkas diterima tanpa persyaratan yang lengkap",
        "the file was accepted without all that is required",
    ),
    DeviationKind.BACKDATED: (
        "{where} dicatat pada hari kemudian",
        "{where} was recorded on a later day",
    ),
    DeviationKind.PAUSE_WITHOUT_GROUND: (
        "jam layanan dijeda tanpa alasan dan tanpa dokumen",
        "the office's clock was paused without a word or a document",
    ),
    DeviationKind.PAUSE_ABOVE_CAP: ("jeda terlalu lama", "a pause lasts too long"),
    DeviationKind.IMPLAUSIBLY_FAST: (
        "{where} selesai terlalu cepat",
        "{where} was done implausibly fast",
    ),
    DeviationKind.OVERRIDDEN: (
        "{where} sengaja disimpangi",
        "{where} was departed from knowingly",
    ),
    DeviationKind.UNKNOWN_STEP: ("{where} tidak ada dalam SOP", "{where} is not in the SOP"),
}
_WHOLE_CASE: Pair = ("berkas", "the case")
_STANDARD: Pair = ("waktu baku {}", "standard {}")
_STANDARDS: Mapping[DeviationKind, Pair] = {
    DeviationKind.LATE_CASE: ("janji {}", "promised {}"),
    DeviationKind.LEGAL_LIMIT_PASSED: ("batas {}", "limit {}"),
    DeviationKind.PAUSE_ABOVE_CAP: ("paling lama {}", "at most {}"),
}
_DUE: Pair = ("tenggat {due}, terlampaui sejak {at}", "due {due}, past since {at}")
_MEASURED: Pair = ("terpakai {}", "took {}")
_MEASURES: Mapping[DeviationKind, Pair] = {
    DeviationKind.BACKDATED: ("{} setelah terjadi", "{} after it took place"),
    DeviationKind.IMPLAUSIBLY_FAST: ("selesai dalam {}", "done in {}"),
}
_VISIT: Pair = ("kunjungan ke-{}", "visit {}")
_ALLOWED: Pair = ("batas {} kunjungan", "{} tolerated")
_AGAINST: Pair = ("dibandingkan dengan {}", "held against {}")
_COMPARISONS: Mapping[DeviationKind, Pair] = {
    DeviationKind.SKIPPED: ("didahului {}", "passed over by {}"),
    DeviationKind.SAME_PERSON: ("juga mengerjakan {}", "also did {}"),
    DeviationKind.OVERRIDDEN: ("dialihkan ke {}", "went to {} instead"),
}
_MISSING: Pair = ("tidak ada: {}", "missing: {}")
_BY: Pair = ("oleh {}", "by {}")
_HELD: Pair = ("dipegang {}", "held by {}")
_SAYS: Pair = ("Menurut SOP{row}: {says}{role}.", "The SOP says{row}: {says}{role}.")
_ROW: Pair = (", langkah {}", " in step {}")
_REASON: Pair = ("Alasan yang diberikan: “{}”", "The reason given: “{}”")
_RECORDED: Pair = (
    "Dicatat {at} menurut kalender {calendar}.",
    "Recorded {at}, by the calendar {calendar}.",
)
_WITHDRAWN: Pair = (
    "Dicabut {at} {because} (kalender {calendar}).",
    "Withdrawn {at} {because} (calendar {calendar}).",
)
_DISPOSED: Pair = (
    "Diputuskan {at} oleh {who}: {verdict}{charge}. “{reason}”",
    "Decided {at} by {who}: {verdict}{charge}. “{reason}”",
)
_CHARGE: Pair = (" oleh {owner}, paling lambat {due}", " by {owner}, due {due}")

_BY_DAYS = {
    TimeUnit.WORKING_DAY: Counted.WORKING_DAY,
    TimeUnit.CALENDAR_DAY: Counted.CALENDAR_DAY,
    TimeUnit.MONTH: Counted.CALENDAR_DAY,
}
_DAY = timedelta(days=1)


def deviation_title(name: DeviationId, language: Language) -> str:
    """`“Langkah terlambat” (late_step:3)`: the kind of a deviation, and its id."""
    kind = DeviationKind(name.partition(":")[0])
    return f"“{DEVIATION_KINDS[kind][language == 'en']}” ({name})"


def fact(found: Deviation, glossary: Glossary) -> str:
    """`langkah 3 “Memeriksa berkas” terlambat`: what was departed from, begun in lower case."""
    where = glossary.words(_WHOLE_CASE) if found.step is None else glossary.step(found.step)
    return glossary.words(FACTS[found.kind]).format(where=where)


def told(found: Deviation, glossary: Glossary) -> str:
    """The fact, and its evidence in parentheses."""
    evidence = ", ".join(_evidence(found, glossary))
    return f"{fact(found, glossary)} ({evidence})" if evidence else fact(found, glossary)


def by_how_much(found: Deviation, glossary: Glossary) -> str:
    """The evidence that can be counted: `selesai dalam 40 detik, waktu baku 30 menit`."""
    parts = (_measured, _standard, _visits, _missing)
    return ", ".join(said for part in parts for said in part(found, glossary))


def told_whole(view: DeviationView, glossary: Glossary) -> tuple[str, ...]:
    """A deviation in sentences: the fact, the SOP's words, the evidence, what was decided."""
    found = view.summary.found
    said = [f"{fact(found, glossary)}."]
    if found.clause is not None:
        said.append(_clause(found.clause, glossary))
    said += (f"{part}." for part in _evidence(found, glossary))
    if found.says:
        said.append(glossary.words(_REASON).format(found.says))
    said += (since for one in view.told for since in _since(one.recorded, glossary))
    return tuple(one[0].upper() + one[1:] for one in said)


def charge(event: DeviationDisposed, glossary: Glossary) -> str:
    """Who takes the corrective action and by when; nothing for any other verdict."""
    if event.owner is None or event.due is None:
        return ""
    due = written_date(event.due, glossary.language)
    return glossary.words(_CHARGE).format(owner=glossary.person(event.owner), due=due)


def exact_instant(at: datetime, glossary: Glossary) -> str:
    """`23 November 2026 08.30.01 WIB`, with its seconds where there are any."""
    local = at.astimezone(glossary.zone)
    return f"{written_date(local, glossary.language)} {_clock(at, glossary)} {local.tzname()}"


def _clock(at: datetime, glossary: Glossary) -> str:
    local = at.astimezone(glossary.zone)
    shown = written_time(at, glossary.zone, glossary.language)
    return shown + local.strftime(glossary.words((".%S", ":%S"))) if local.second else shown


def _evidence(found: Deviation, glossary: Glossary) -> Iterator[str]:
    for part in (_standard, _due, _measured, _visits, _against, _missing, _persons):
        yield from part(found, glossary)


def _standard(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.standard is not None:
        words = glossary.words(_STANDARDS.get(found.kind, _STANDARD))
        yield words.format(written_duration(found.standard, glossary.language))


def _due(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.due is not None:
        days = {one.astimezone(glossary.zone).date() for one in (found.due, found.at)}
        since = _clock(found.at, glossary) if len(days) == 1 else exact_instant(found.at, glossary)
        due = exact_instant(found.due, glossary)
        yield glossary.words(_DUE).format(due=due, at=since)


def _measured(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.measured is not None:
        words = glossary.words(_MEASURES.get(found.kind, _MEASURED))
        yield words.format(_length(found, found.measured, glossary.language))


def _length(found: Deviation, measured: timedelta, language: Language) -> str:
    """In whole days where the SOP counts days, or where days went by; else exactly."""
    counted = None if found.standard is None else _BY_DAYS.get(found.standard.unit)
    if counted is not None:
        return written_amount(measured // _DAY, counted, language)
    if found.kind is DeviationKind.BACKDATED and measured >= _DAY:
        return written_amount(measured // _DAY, Counted.CALENDAR_DAY, language)
    return written_amount(int(measured.total_seconds()), Counted.SECOND, language)


def _visits(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.visits is not None and (found.visits > 1 or found.allowed is not None):
        yield glossary.words(_VISIT).format(found.visits)
    if found.allowed is not None:
        yield glossary.words(_ALLOWED).format(found.allowed)


def _against(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.against:
        steps = "; ".join(glossary.step(step) for step in found.against)
        yield glossary.words(_COMPARISONS.get(found.kind, _AGAINST)).format(steps)


def _missing(found: Deviation, glossary: Glossary) -> Iterator[str]:
    if found.missing:
        titles = "; ".join(glossary.requirement(one) for one in found.missing)
        yield glossary.words(_MISSING).format(titles)


def _persons(found: Deviation, glossary: Glossary) -> Iterator[str]:
    roles = [f" ({glossary.role(role)})" for role in found.roles]
    roles += [""] * (len(found.persons) - len(roles))
    named = [
        f"{glossary.person(one)}{role}" for one, role in zip(found.persons, roles, strict=False)
    ]
    if named:
        words = _HELD if found.kind is DeviationKind.LATE_STEP else _BY
        yield glossary.words(words).format("; ".join(named))


def _clause(clause: Clause, glossary: Glossary) -> str:
    return glossary.words(_SAYS).format(
        row="" if clause.row is None else glossary.words(_ROW).format(clause.row),
        says=clause.says.in_language(glossary.language),
        role="" if clause.role is None else f" ({glossary.role(clause.role)})",
    )


def _since(recorded: Recorded, glossary: Glossary) -> Iterator[str]:
    """What the history says of the deviation, with its instant."""
    at = exact_instant(recorded.at, glossary)
    match recorded.event:
        case DeviationRecorded(calendar=calendar):
            yield glossary.words(_RECORDED).format(at=at, calendar=calendar)
        case DeviationWithdrawn(because=because, calendar=calendar):
            words = glossary.words(WITHDRAWALS[because])
            yield glossary.words(_WITHDRAWN).format(at=at, because=words, calendar=calendar)
        case DeviationDisposed() as event:
            yield glossary.words(_DISPOSED).format(
                at=at,
                who=glossary.actor(recorded.by),
                verdict=glossary.words(DEVIATION_STATUSES[event.verdict]),
                charge=charge(event, glossary),
                reason=event.reason,
            )
        case _:
            pass
