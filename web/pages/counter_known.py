"""Whether the person at the counter is known here, and asks for the same thing twice."""

from datetime import datetime

from api.formats import written_date
from api.glossary import STANDINGS, Standing, in_language, standing_of
from api.reads import Reader
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service import counter
from engine.service.counter import lookalikes
from engine.service.personal import subject_from_text
from engine.service.reads import SearchedBy
from engine.service.views import CasePage, CaseSummary
from web.door import Door
from web.pages.counter_intake import Intake, nik_field

_MOST_SHOWN = 5


class KnownCase(Frozen, frozen=True, kw_only=True):
    """A case of the same person in words."""

    case: str
    title: str
    day: str
    standing: Standing
    words: str


class Known(Frozen, frozen=True, kw_only=True):
    """What is known of a person: their cases, newest first, and of these the same request.

    `name` is the newest applicant's. `by` is what was looked for.
    """

    by: SearchedBy
    cases: tuple[KnownCase, ...]
    total: int
    same: tuple[KnownCase, ...]
    name: str = ""
    name_from: str = ""


class Search(Frozen, frozen=True, kw_only=True):
    """What a search found; whoever shows it notes it."""

    by: SearchedBy
    found: CasePage
    same: tuple[CaseSummary, ...]


def search(door: Door, intake: Intake, reach: Reach) -> Search | None:
    """Look for the person: by NIK where the SOP asks for it, else by name among the SOP's cases.

    None: nothing was written to look for.
    """
    database, sop = door.database, intake.workflow.sop
    if intake.nik:
        subject = subject_from_text(database, intake.nik)
        found = counter.cases_of_person(database, subject, reach=reach)
        return _search("NIK", found, intake, door.at)
    if nik_field(intake.workflow) is None and intake.applicant.name:
        found = counter.cases_under_name(database, intake.applicant.name, sop, reach=reach)
        return _search("text", found, intake, door.at)
    return None


def _search(by: SearchedBy, found: CasePage, intake: Intake, at: datetime) -> Search:
    return Search(by=by, found=found, same=lookalikes(found, intake.workflow.sop, at=at))


def shown(door: Door, reading: Reader, searched: Search | None) -> Known | None:
    """What a search found, in words; that it is read is noted."""
    if searched is None:
        return None
    reading.note_search(searched.by, searched.found)
    items = searched.found.items
    newest = next(iter(items), None)
    return Known(
        by=searched.by,
        cases=tuple(_known_case(door, one) for one in items[:_MOST_SHOWN]),
        total=searched.found.total,
        same=tuple(_known_case(door, one) for one in searched.same[:_MOST_SHOWN]),
        name="" if newest is None else newest.applicant.name,
        name_from="" if newest is None else newest.case,
    )


def _known_case(door: Door, one: CaseSummary) -> KnownCase:
    standing = standing_of(one)
    local = one.opened_at.astimezone(door.settings.office_zone)
    return KnownCase(
        case=one.case,
        title=one.title.in_language(door.language),
        day=written_date(local, door.language),
        standing=standing,
        words=in_language(STANDINGS[standing], door.language),
    )
