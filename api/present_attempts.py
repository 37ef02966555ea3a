"""Attempts at a case's automated steps in words: what waits to be tried again."""

from datetime import datetime

from api.formats import written_instant, written_time
from api.glossary import Glossary, Pair
from engine.service.runs import RetryView

AGAIN_AT: Pair = (
    "percobaan {n} gagal {failed}, dicoba lagi {again}",
    "attempt {n} failed {failed}, tried again {again}",
)
AGAIN_NOW: Pair = (
    "percobaan {n} gagal {failed}, sekarang menunggu dicoba lagi",
    "attempt {n} failed {failed}, now waits to be tried again",
)


def retry_words(one: RetryView, glossary: Glossary, at: datetime) -> str:
    """`attempt 1 failed at 08:05, tried again at 08:06`, by the office's clock.

    `at` is now: other days are named, and what is due already is not promised for the past.
    """
    return glossary.words(AGAIN_AT if one.again_at > at else AGAIN_NOW).format(
        n=one.attempt,
        failed=_when(one.failed_at, glossary, at),
        again=_when(one.again_at, glossary, at),
    )


def _when(instant: datetime, glossary: Glossary, at: datetime) -> str:
    zone = glossary.zone
    if instant.astimezone(zone).date() == at.astimezone(zone).date():
        return glossary.words(("pukul ", "at ")) + written_time(instant, zone, glossary.language)
    return glossary.words(("pada ", "at ")) + written_instant(instant, zone, glossary.language)
