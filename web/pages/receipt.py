"""The applicant's receipt, to be printed at the counter: what was asked, promised and handed in.

It shows code and PIN, so it is asked for as something that changes: who saw it is noted, and an
auditor, who needs neither, is refused.
"""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.deps import AtCase, Desk
from api.present_tracking import Teller, masked_name
from api.reach import ActedCase
from api.reads import IN_FULL, TRACKING, Reading
from api.tracking_answers import PLACE
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.text import Frozen, Language
from engine.service import queries, tracking_codes
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.tracking import tracked
from engine.service.tracking_codes import TrackingPass
from web.door import AtDoor, Door
from web.forms import Sent
from web.pages.tracked_link import printed_link, site_of

router = APIRouter()


class Line(Frozen, frozen=True, kw_only=True):
    """A requirement, whether it was handed in, and whether it must be."""

    title: str
    brought: bool
    required: bool


@router.post(
    "/cases/{case}/receipt", response_class=HTMLResponse, dependencies=[allow(Access.ACTS)]
)
def page_receipt(
    case: ActedCase, desk: AtCase, reading: Reading, door: AtDoor, form: Sent
) -> Response:
    """Show the receipt; with `new`, under a new code in place of the one that was shown."""
    before = form.one("new")
    try:
        shown = _shown(desk, case, before)
    except NotFound:
        words = door.t("receipt_none")
        return door.notice(door.t("receipt_none_title"), words, status=404)
    reading.note(case, TRACKING, how=IN_FULL)
    return _page(door, shown, renewed=bool(before))


def _shown(desk: Desk, case: CaseId, before: str) -> TrackingPass:
    if not before:
        return tracking_codes.shown_to(desk.database, case, by=desk.by, at=desk.at)
    return tracking_codes.renew(desk.database, case, by=desk.by, at=desk.at, instead_of=before)


def _page(door: Door, shown: TrackingPass, *, renewed: bool) -> Response:
    found = tracked(door.database, shown.case, at=door.at)
    teller = Teller(language=door.language, zone=door.settings.office_zone)
    view = queries.show_case(door.database, shown.case)
    return door.show(
        "receipt.html",
        case=found,
        shown=shown,
        renewed=renewed,
        title=found.title.in_language(door.language),
        office=found.office.in_language(door.language),
        applicant=masked_name(view.summary.applicant.name),
        promise=None if found.promise is None else teller.promise(found.promise),
        lines=_lines(door.database, shown.case, door.language),
        picture=printed_link(door, shown).picture,
        place=f"{site_of(door)}{PLACE}",
    )


def _lines(database: Database, case: CaseId, language: Language) -> tuple[Line, ...]:
    view = queries.show_case(database, case)
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    return tuple(
        Line(
            title=one.title.in_language(language),
            brought=one.id in view.requirements,
            required=one.required,
        )
        for one in workflow.requirements
    )
