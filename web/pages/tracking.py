"""Applicants' pages: how their request stands, by code and PIN or by the link of the receipt.

Whatever is wrong gets the same page: nobody finds out here which codes there are.
"""

from collections.abc import Mapping

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_instant, written_time
from api.identity import is_of_this_site
from api.present_tracking import Teller
from api.routes.tracking import NEVER_LISTED
from api.tracked import Followed, drop_following, keep_following
from api.tracking_answers import PLACE
from engine.core.errors import NotFound, TooManyTries, TrackingRefused
from engine.core.ids import CaseId
from engine.core.tracking import code_from_text, grouped
from engine.service import public_standards, tracking_codes
from engine.service.tracking import asked_service, tracked
from engine.service.tracking_codes import TrackingPass, newest_pass, pass_if_any
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.pages.standards import PLACE as STANDARDS
from web.pages.tracked_link import printed_link

router = APIRouter()

OWN_PAGE = f"{PLACE}/permohonan"
_WHY = frozenset({"over", "left"})
_FOR_VISITORS = allow(Access.PUBLIC)


@router.api_route(
    PLACE, methods=["GET", "HEAD"], response_class=HTMLResponse, dependencies=[_FOR_VISITORS]
)
def page_track(door: AtDoor) -> Response:
    """Ask for code and PIN."""
    why = door.asked("why")
    return _ask(door, said=door.t(f"track_{why}") if why in _WHY else "")


@router.post(PLACE, response_class=HTMLResponse, dependencies=[_FOR_VISITORS])
def find(door: AtDoor, form: Sent) -> Response:
    """Let whoever knows code and PIN follow that request for a while."""
    if not is_of_this_site(door.request):
        return _ask(door, said=door.t("form_old"), bad=True, status=403)
    problems = _missing(door, form)
    if problems:
        return _ask(door, asked=_typed(form, problems), status=422)
    try:
        shown = tracking_codes.by_code(
            door.database, form.one("code"), form.one("pin"), at=door.at, address=door.address
        )
    except TrackingRefused:
        return _nothing(door, _typed(form))
    except TooManyTries as many:
        said = door.t("track_many", when=_when(door, many))
        page = _ask(door, asked=_typed(form), said=said, bad=True, status=429)
        page.headers["Retry-After"] = str(many.seconds)
        return page
    answer = door.go(door.links.at(OWN_PAGE))
    keep_following(door.request, answer, door.database, shown, door.at)
    return answer


@router.get(OWN_PAGE, response_class=HTMLResponse, dependencies=[allow(Access.TRACKS)])
def page_own(door: AtDoor, case: Followed) -> Response:
    """Show the one request whose code and PIN were given."""
    return _page(door, case, leaves=True)


@router.post(f"{PLACE}/selesai", response_class=HTMLResponse, dependencies=[_FOR_VISITORS])
def leave(door: AtDoor) -> Response:
    """Let the browser forget the request."""
    answer = door.go(door.links.at(PLACE, why="left"))
    drop_following(door.request, answer)
    return answer


@router.get(f"{PLACE}/{{link}}", response_class=HTMLResponse, dependencies=[_FOR_VISITORS])
def page_by_link(door: AtDoor, link: str) -> Response:
    """Show the request that the link of a receipt leads to."""
    try:
        shown = tracking_codes.by_link(door.database, link)
    except TrackingRefused:
        return _nothing(door, UNTOUCHED)
    return _page(door, shown.case, leaves=False)


def _nothing(door: Door, asked: Asked) -> Response:
    """Neither field is named: nobody learns which codes there are."""
    return _ask(door, asked=replace(asked, whole=door.t("track_nothing")), status=404)


def _when(door: Door, many: TooManyTries) -> str:
    """When the next try counts, by the office's clock, to the second."""
    zone = door.settings.office_zone
    until = many.until.astimezone(zone)
    sign = "." if door.language == "id" else ":"
    return f"{written_time(many.until, zone, door.language)}{sign}{until:%S} {until.tzname()}"


def _typed(form: Form, problems: Mapping[str, str] | None = None) -> Asked:
    """The form as it was sent, without the PIN."""
    code = grouped(code_from_text(form.one("code")))
    return Asked(values={"code": code}, problems=problems or {})


def _missing(door: Door, form: Form) -> Mapping[str, str]:
    names = ("code", "pin")
    return {name: door.t(f"track_{name}_missing") for name in names if not form.one(name)}


def _example(door: Door) -> TrackingPass | None:
    """A code that demonstrations show; nowhere else is one ever shown to visitors."""
    return newest_pass(door.database) if door.settings.demo else None


def _ask(
    door: Door, *, asked: Asked = UNTOUCHED, said: str = "", bad: bool = False, status: int = 200
) -> Response:
    return _unlisted(
        door.show(
            "tracking.html",
            status=status,
            asked=asked,
            said=said,
            bad=bad,
            example=_example(door),
            place=PLACE,
        )
    )


def _page(door: Door, case: CaseId, *, leaves: bool) -> Response:
    """The request; `leaves`: the browser may be told to forget it."""
    found = tracked(door.database, case, at=door.at)
    zone, language = door.settings.office_zone, door.language
    teller = Teller(language=language, zone=zone)
    asked, shown = found.asked, pass_if_any(door.database, case)
    return _unlisted(
        door.show(
            "tracked.html",
            case=found,
            title=found.title.in_language(language),
            office=found.office.in_language(language),
            standing=teller.standing(found),
            chip={"waiting": "paused"}.get(found.standing, found.standing),
            headline=teller.headline(found),
            waits=teller.waits(found),
            asked=asked,
            asked_at="" if asked is None else written_instant(asked.asked_at, zone, language),
            stages=teller.stages(found),
            promise=None if found.promise is None else teller.promise(found.promise),
            spent=tuple(teller.spent(found)),
            standard=teller.standard(found.standard),
            published=_published(door, case),
            link=None if shown is None else printed_link(door, shown),
            leaves=leaves,
            place=PLACE,
        )
    )


def _published(door: Door, case: CaseId) -> str:
    """Where the standard of the service stands; empty once it is offered no more."""
    sop = asked_service(door.database, case)
    try:
        public_standards.service(door.database, sop)
    except NotFound:
        return ""
    return f"{STANDARDS}/{sop}"


def _unlisted(page: Response) -> Response:
    page.headers.update(NEVER_LISTED)
    return page
