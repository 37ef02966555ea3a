"""Changing the password: because one wants to, or because a one-time password brought one in."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.identity import Identified, Identity, csrf_token
from engine.service import sessions
from web import cookies
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import Sent
from web.onward import local_path
from web.passwords import Refused, changed
from web.visitor import Me

router = APIRouter()

FORCED, OWN = "/sign-in/password", "/account/password"


@router.get(FORCED, response_class=HTMLResponse, dependencies=[allow(Access.ARRIVING)])
def page_forced(door: AtDoor, identity: Identified) -> Response:
    """Ask for a new password in the place of a one-time password."""
    if identity.stage != "password":
        return door.go_to_stage(identity.stage, door.wanted)
    return _page(door, identity, wanted=door.wanted)


@router.post(FORCED, response_class=HTMLResponse, dependencies=[allow(Access.ARRIVING)])
def change_forced(door: AtDoor, identity: Identified, form: Sent) -> Response:
    """Take it, and let the person in."""
    wanted = local_path(form.one("next"))
    if identity.stage != "password":
        return door.go_to_stage(identity.stage, wanted)
    refused = changed(door, identity.person, form, handle=identity.handle)
    if refused is not None:
        return _page(door, identity, refused, wanted=wanted)
    return _with_new_secret(door, wanted)


@router.get(OWN, response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def page_own(door: AtDoor, identity: Identified, me: Me) -> Response:
    """Ask for another password."""
    return _page(door, identity, name=me.person)


@router.post(OWN, response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def change_own(door: AtDoor, identity: Identified, me: Me, form: Sent) -> Response:
    """Take it; every other session of the person ends."""
    refused = changed(door, identity.person, form, handle=identity.handle)
    if refused is not None:
        return _page(door, identity, refused, name=me.person)
    return _with_new_secret(door, door.links.account(done="password"))


def _with_new_secret(door: Door, onward: str) -> Response:
    """The same session under another secret: whoever had seen the old one has nothing."""
    secret, session = sessions.renew(
        door.database, cookies.session_secret(door.request), at=door.at
    )
    answer = door.go_to_stage(session.stage, onward)
    cookies.keep_session(door.request, answer, secret)
    return answer


def _page(
    door: Door,
    identity: Identity,
    refused: Refused | None = None,
    *,
    wanted: str = "",
    name: str = "",
) -> Response:
    asked: Asked = UNTOUCHED if refused is None else refused.asked
    page = door.show(
        "password.html",
        status=200 if refused is None else refused.status,
        asked=asked,
        said="" if refused is None else refused.said,
        forced=not name,
        action=door.links.at(OWN if name else FORCED),
        name=name or identity.person,
        next=wanted,
        token=csrf_token(door.database, identity.handle),
    )
    if refused is not None and refused.seconds:
        page.headers["Retry-After"] = str(refused.seconds)
    return page
