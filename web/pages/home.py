"""Where somebody's day begins: `/home` leads there."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from api.access import Access, allow
from web.door import AtDoor
from web.visitor import Me

router = APIRouter()


@router.get("/home", dependencies=[allow(Access.SIGNED_IN)])
def page_home(door: AtDoor, me: Me) -> RedirectResponse:
    """On to the room that whoever asks works in; it changes with what they hold."""
    return door.go(door.links.at(me.home))
