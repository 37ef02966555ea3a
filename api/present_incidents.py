"""Incidents in words: where the engine is stuck, and how each attempt went."""

from collections.abc import Mapping
from datetime import timedelta

from api.formats import written_elapsed, written_instant
from api.glossary import Glossary, Pair
from engine.service.incident_views import Attempt, IncidentSummary, IncidentView, RunOutcome

STUCK: Pair = (
    "Insiden: sistem tidak dapat melanjutkan {step} sejak {since}, setelah {tries}.",
    "Incident: the engine cannot go on with {step} since {since}, after {tries}.",
)
MEANS: Pair = (
    "Ini bukan penyimpangan petugas, dan tidak menambah waktu layanan.",
    "It is nobody's departure from the SOP, and gives the office no more time.",
)
MENDED: Pair = (
    "Insiden yang sudah ditangani: sistem berhenti pada {step} pada {since}, setelah {tries}.",
    "An incident that is over: the engine gave up on {step} at {since}, after {tries}.",
)
OUTCOMES: Mapping[RunOutcome, Pair] = {
    "running": ("sedang berjalan", "under way"),
    "done": ("berhasil", "done"),
    "failed": ("gagal", "failed"),
    "lost": ("terputus, prosesnya berhenti", "lost, its process ended"),
    "void": ("tidak diperlukan lagi", "no longer needed"),
}
_TRIES: Pair = ("{n} percobaan", "{n} attempts")
_ONE_TRY: Pair = ("1 percobaan", "1 attempt")


def incident_sentence(view: IncidentView, glossary: Glossary) -> str:
    """What happened, whether it lasts, and what it means for people."""
    return told(view.summary, glossary, is_open=view.is_open)


def told(one: IncidentSummary, glossary: Glossary, *, is_open: bool = True) -> str:
    """As `incident_sentence`, of a line of a list."""
    tries = glossary.words(_ONE_TRY if one.attempts == 1 else _TRIES).format(n=one.attempts)
    words = glossary.words(STUCK if is_open else MENDED).format(
        step=glossary.step(one.step),
        since=written_instant(one.failed_at, glossary.zone, glossary.language),
        tries=tries,
    )
    return f"{words} {glossary.words(MEANS)}" if is_open else words


def attempt_words(one: Attempt, glossary: Glossary) -> str:
    """`gagal, 0,4 detik`: how it went, and how long it took where that is known."""
    words = glossary.words(OUTCOMES[one.outcome])
    if one.started_at is None or one.ended_at is None:
        return words
    return f"{words}, {_took(one.ended_at - one.started_at, glossary)}"


def _took(length: timedelta, glossary: Glossary) -> str:
    """Machines are quick: below a minute tenths of a second are told."""
    if length >= timedelta(minutes=1):
        return written_elapsed(length, glossary.language)
    tenths = f"{length.total_seconds():.1f}"
    return glossary.words((f"{tenths.replace('.', ',')} detik", f"{tenths} seconds"))
