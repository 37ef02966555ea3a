"""What is said of a step that waits for its next attempt."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from attempting import BEGAN

from api.glossary import Glossary
from api.present_attempts import retry_words
from engine.core.ids import ActivationId
from engine.core.text import Language
from engine.service.runs import RetryView

MINUTE = timedelta(minutes=1)
FAILED = RetryView(
    activation=ActivationId(5), attempt=2, failed_at=BEGAN, again_at=BEGAN + 10 * MINUTE
)


@pytest.mark.parametrize(
    ("language", "after", "words"),
    [
        ("id", MINUTE, "percobaan 2 gagal pukul 08.30, dicoba lagi pukul 08.40"),
        ("en", MINUTE, "attempt 2 failed at 08:30, tried again at 08:40"),
        ("id", 10 * MINUTE, "percobaan 2 gagal pukul 08.30, sekarang menunggu dicoba lagi"),
        ("en", 10 * MINUTE, "attempt 2 failed at 08:30, now waits to be tried again"),
        (
            "id",
            timedelta(days=1),
            "percobaan 2 gagal pada 23 November 2026 08.30 WIB, sekarang menunggu dicoba lagi",
        ),
        (
            "en",
            timedelta(days=-1),
            "attempt 2 failed at {day} 08:30 WIB, tried again at {day} 08:40 WIB".format(
                day="23 November 2026"
            ),
        ),
    ],
)
def test_the_next_attempt_is_told_by_the_offices_clock(
    language: Language, after: timedelta, words: str
) -> None:
    glossary = Glossary(workflow=None, language=language, zone=ZoneInfo("Asia/Jakarta"))

    assert retry_words(FAILED, glossary, BEGAN + after) == words
