"""How a deviation becomes JSON: the fact with its evidence, told in both languages."""

from zoneinfo import ZoneInfo

from api.answers import HistoryLine, history
from api.glossary import Glossary
from api.present_deviations import told_whole
from engine.core.text import Frozen, Text
from engine.service.deviation_views import DeviationSummary, DeviationView


class DeviationAnswer(Frozen, frozen=True, kw_only=True):
    """A deviation, all that is known of it in sentences, and what the history says of it."""

    deviation: DeviationSummary
    sentences: tuple[Text, ...]
    history: tuple[HistoryLine, ...]


def deviation_answer(view: DeviationView, zone: ZoneInfo) -> DeviationAnswer:
    """A deviation as everybody may read it; deadlines are told by the clock of `zone`."""
    both = (
        told_whole(view, Glossary(workflow=view.workflow, language=language, zone=zone))
        for language in ("id", "en")
    )
    return DeviationAnswer(
        deviation=view.summary,
        sentences=tuple(Text(id=one, en=other) for one, other in zip(*both, strict=True)),
        history=history(view.told, view.workflow, zone=zone).items,
    )
