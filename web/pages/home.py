"""Addresses that lead on: `/home` to where somebody's day begins, `/cases` to the list of cases."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from api.access import Access, allow
from web.door import AtDoor
from web.visitor import Me

router = APIRouter()


@router.get("/home", dependencies=[allow(Access.SIGNED_IN)])
def page_home(door: AtDoor, me: Me) -> RedirectResponse:
    """On to the room that whoever asks works in; it changes with what they hold."""
    return door.go(door.links.at(me.home))


@router.get("/cases", dependencies=[allow(Access.READS)])
def page_cases_named(request: Request, door: AtDoor) -> RedirectResponse:
    """On to the list of cases, with all that is asked: where a case's address cut short leads."""
    asked = request.url.query
    return door.go(f"/?{asked}" if asked else "/")
