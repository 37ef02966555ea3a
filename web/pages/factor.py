"""The second factor: set up with a QR code, and turned off again."""

from datetime import datetime

import segno
from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.errors import AlreadySo, CodeRefused, NotFound, TooManyTries
from engine.core.text import Frozen
from engine.service import second_factor
from engine.service.second_factor import Setup
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.pages.provider import provider_title
from web.passwords import Refused, asks_again, unproved
from web.visitor import Me, Visitor

router = APIRouter()

PLACE = "/account/second-factor"


class Scan(Frozen, frozen=True, kw_only=True):
    """What the telephone takes in: a picture, or the key to be typed."""

    picture: str
    key: str


@router.get(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.SECURES)])
def page_factor(door: AtDoor, me: Me) -> Response:
    """Show how it stands; during a setup, the QR code."""
    return _page(door, me, setting_up=door.asked("setup") == "1")


@router.post(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.SECURES)])
def begin_setup(door: AtDoor, me: Me, form: Sent) -> Response:
    """Make a secret for the telephone, once the person is sure; the next page shows it."""
    if second_factor.factor_of(door.database, me.person).since is not None:
        return door.go(door.links.at(PLACE))
    refused = unproved(door, me.person, form, handle=me.handle)
    if refused is not None:
        return _unproved(door, me, refused)
    try:
        second_factor.begin_setup(door.database, me.person, at=door.at)
    except (AlreadySo, NotFound):  # it is on already, or there is no password to go with it
        return door.go(door.links.at(PLACE))
    return door.go(door.links.at(PLACE, setup="1"))


@router.post(f"{PLACE}/confirm", response_class=HTMLResponse, dependencies=[allow(Access.SECURES)])
def confirm_setup(door: AtDoor, me: Me, form: Sent) -> Response:
    """Turn it on, and show the recovery codes this once."""
    try:
        codes = second_factor.confirm(door.database, me.person, form.one("code"), at=door.at)
    except CodeRefused:
        return _wrong(door, me, form, setting_up=True)
    except TooManyTries as many:
        return _later(door, me, many, setting_up=True)
    except NotFound:
        return door.go(door.links.at(PLACE))
    return door.show("recovery.html", codes=codes)


@router.post(f"{PLACE}/codes", response_class=HTMLResponse, dependencies=[allow(Access.SECURES)])
def new_codes(door: AtDoor, me: Me, form: Sent) -> Response:
    """Make recovery codes anew, and show them this once."""
    refused = unproved(door, me.person, form, handle=me.handle)
    if refused is not None:
        return _unproved(door, me, refused)
    try:
        codes = second_factor.new_recovery_codes(
            door.database, me.person, code=form.one("code"), at=door.at
        )
    except CodeRefused:
        return _wrong(door, me, form)
    except TooManyTries as many:
        return _later(door, me, many)
    return door.show("recovery.html", codes=codes)


@router.post(f"{PLACE}/off", response_class=HTMLResponse, dependencies=[allow(Access.SECURES)])
def turn_off(door: AtDoor, me: Me, form: Sent) -> Response:
    """Ask for a code no more."""
    refused = unproved(door, me.person, form, handle=me.handle)
    if refused is not None:
        return _unproved(door, me, refused)
    try:
        second_factor.turn_off(door.database, me.person, code=form.one("code"), at=door.at)
    except CodeRefused:
        return _wrong(door, me, form)
    except TooManyTries as many:
        return _later(door, me, many)
    return door.go(door.links.account(done="factor"))


def _wrong(door: Door, me: Visitor, form: Form, *, setting_up: bool = False) -> Response:
    words = door.t("code_wrong" if form.one("code") else "code_missing")
    asked = Asked(problems={"code": words})
    return _page(door, me, asked=asked, setting_up=setting_up, status=422)


def _unproved(door: Door, me: Visitor, refused: Refused) -> Response:
    page = _page(door, me, asked=refused.asked, status=refused.status)
    if refused.seconds:
        page.headers["Retry-After"] = str(refused.seconds)
    return page


def _later(door: Door, me: Visitor, many: TooManyTries, *, setting_up: bool = False) -> Response:
    said = door.too_many(many)
    page = _page(door, me, said=said, setting_up=setting_up, status=429)
    page.headers["Retry-After"] = str(many.seconds)
    return page


def _page(  # noqa: PLR0913  # everything the page shows
    door: Door,
    me: Visitor,
    *,
    asked: Asked = UNTOUCHED,
    said: str = "",
    setting_up: bool = False,
    status: int = 200,
) -> Response:
    since: datetime | None = second_factor.factor_of(door.database, me.person).since
    begun = second_factor.setup_of(door.database, me.person) if setting_up else None
    return door.show(
        "factor.html",
        status=status,
        asked=asked,
        said=said,
        setup=None if begun is None else _scan(begun),
        on_since=since,
        name=me.person,
        has_password=asks_again(door, me.person),
        provider=provider_title(door.settings),
    )


def _scan(setup: Setup) -> Scan:
    """The picture carries its own white border: cameras need one, in the dark theme, too."""
    picture = segno.make(setup.address, error="m").svg_data_uri(border=4, scale=5, light="#fff")
    fours = (setup.secret[at : at + 4] for at in range(0, len(setup.secret), 4))
    return Scan(picture=picture, key=" ".join(fours))
