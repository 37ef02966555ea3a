"""What departed from the SOP in a case, as its page tells it."""

from api.formats import written_instant
from api.glossary import DEVIATION_STATUSES, Glossary
from api.present_deviations import told
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.core.time_events import DeviationStatus
from engine.service.database import Database
from engine.service.deviation_views import DeviationFilter
from engine.service.deviations import list_deviations

MOST_SHOWN = 50


class DeviationLine(Frozen, frozen=True, kw_only=True):
    """A departure, in words. `status`: what was decided; `reason`: why."""

    id: str
    words: str
    when: str
    status: DeviationStatus
    status_words: str
    reason: str


def deviations_of(
    database: Database, case: CaseId, glossary: Glossary
) -> tuple[DeviationLine, ...]:
    """Those that stand, the latest first."""
    found = list_deviations(database, DeviationFilter(case=case, limit=MOST_SHOWN))
    lines = []
    for one in found.items:
        words = told(one.found, glossary)
        lines.append(
            DeviationLine(
                id=one.id,
                words=words[:1].upper() + words[1:],
                when=written_instant(one.at, glossary.zone, glossary.language),
                status=one.status,
                status_words=glossary.words(DEVIATION_STATUSES[one.status]),
                reason=one.reason,
            )
        )
    return tuple(lines)
