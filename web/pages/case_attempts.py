"""Attempts at a case's automated steps, as its page tells them."""

from collections.abc import Mapping
from datetime import datetime

from api.glossary import Glossary
from api.prefect_links import run_page
from api.present_attempts import retry_words
from engine.core.ids import ActivationId
from engine.core.text import Frozen
from engine.service.runs import CaseAttempts
from engine.settings import Settings


class Attempts(Frozen, frozen=True, kw_only=True):
    """By activation: where Prefect shows its last run, and what it waits for, in words."""

    pages: Mapping[ActivationId, str]
    again: Mapping[ActivationId, str]


def attempts_in_words(
    known: CaseAttempts, settings: Settings, glossary: Glossary, at: datetime
) -> Attempts:
    """What the page says of attempts; where Prefect shows nothing there are no pages."""
    shown = ((one.activation, run_page(settings, one.run)) for one in known.attempts)
    return Attempts(
        pages={activation: page for activation, page in shown if page},
        again={one.activation: retry_words(one, glossary, at) for one in known.retries},
    )
