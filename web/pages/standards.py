"""The standards of the services, for everybody: `/standards`. No case is in them."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date
from api.present_tracking import Component, Teller
from engine.core.text import Frozen
from engine.service import public_standards
from engine.service.public_standards import ServiceOffered
from engine.sop.wording import title_from_key
from web.door import AtDoor, Door
from web.pages.sop_versions import sop_named

router = APIRouter()

PLACE = "/standards"
_PARTS = ("requirements", "procedure", "promise", "fee", "product", "complaints")
"""The components as `Teller.standard` gives them. Source: PermenPAN-RB 15/2014."""
_LONGEST_SEARCH = 100


class Offered(Frozen, frozen=True, kw_only=True):
    """A service in words; `parts` are the components by what they are about."""

    sop: str
    title: str
    office: str
    number: str
    effective: str
    version: int
    parts: dict[str, Component]


@router.get(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def page_standards(door: AtDoor) -> Response:
    """Show every service with its promise and its fee, by office."""
    rows = sorted(
        (_offered(one, door) for one in public_standards.services(door.database)),
        key=lambda one: (one.office, one.title),
    )
    text = door.asked("text")[:_LONGEST_SEARCH].strip()
    shown = tuple(one for one in rows if text.casefold() in f"{one.title} {one.office}".casefold())
    return door.show("standards.html", rows=shown, text=text, total=len(rows))


@router.get(f"{PLACE}/{{sop}}", response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def page_standard(door: AtDoor, sop: str) -> Response:
    """Show the standard of one service, to be read and printed."""
    found = public_standards.service(door.database, sop_named(sop))
    return door.show("standard.html", one=_offered(found, door))


def _offered(one: ServiceOffered, door: Door) -> Offered:
    language = door.language
    teller = Teller(language=language, zone=door.settings.office_zone)
    office = title_from_key(one.unit) if one.office is None else one.office.in_language(language)
    return Offered(
        sop=one.sop,
        title=one.title.in_language(language),
        office=office,
        number=one.number,
        effective=written_date(one.effective, language),
        version=one.version,
        parts=dict(zip(_PARTS, teller.standard(one.standard), strict=True)),
    )
