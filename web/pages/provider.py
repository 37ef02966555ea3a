"""Signing in at the office's own provider, and how its word becomes somebody here."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.directory_spans import works_here
from engine.core.errors import AlreadySo, WrongCredentials
from engine.core.ids import PersonId
from engine.service import identities, mint
from engine.service.database import Database
from engine.service.directory import current
from engine.settings import Settings
from web import cookies
from web.door import AtDoor, Door
from web.language import speak
from web.provider import Known, Provider, ProviderRefused, Setup, Started
from web.provider_wire import ProviderSilent

router = APIRouter()

BACK = "/sign-in/provider/back"
_LONGEST = 2000

_log = logging.getLogger(__name__)


def provider_from(settings: Settings) -> Provider | None:
    """The provider that this installation names, if it does."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        Setup(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
        )
    )


def provider_title(settings: Settings) -> str:
    """What people call the provider; empty where there is none."""
    if not settings.oidc_issuer:
        return ""
    return settings.oidc_title or urlsplit(settings.oidc_issuer).hostname or ""


def known_provider(request: Request) -> Provider:
    """The provider of this installation.

    Raises:
        HTTPException: there is none (404).
    """
    found: Provider | None = request.app.state.provider
    if found is None:
        raise HTTPException(404)
    return found


TheProvider = Annotated[Provider, Depends(known_provider)]


@router.get("/sign-in/provider", response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def begin(door: AtDoor, provider: TheProvider) -> Response:
    """Send the browser to the provider."""
    if door.is_overheard:
        return door.go(door.links.at("/sign-in"))
    started = Started(
        state=mint.secret(),
        nonce=mint.secret(),
        verifier=mint.secret(),
        back=str(door.request.url_for("come_back")),
        next=door.wanted,
        language=door.language,
    )
    try:
        address = provider.address(started, at=door.at)
    except ProviderSilent as silent:
        return _failed(door, "provider_silent", silent, status=502)
    answer = door.go(address)
    cookies.keep_provider(door.request, answer, door.database, msgspec.json.encode(started))
    return answer


@router.get(BACK, response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def come_back(door: AtDoor, provider: TheProvider) -> Response:
    """Take what the provider has sent the browser back with."""
    started = _started(door)
    try:
        known = _redeemed(door, provider, started)
        answer = _let_in(door, known, started.next if started else "")
    except ProviderSilent as silent:
        answer = _failed(door, "provider_silent", silent, status=502)
    except ProviderRefused as refused:
        answer = _failed(door, "provider_refused", refused, status=403)
    cookies.drop_provider(door.request, answer)  # whatever came of it, it counts no more
    return answer


def farewell_page(door: Door) -> Response | None:
    """After signing out here: the way out of the provider, where the person came in by it.

    A page with a link: browsers let no form lead to another site (`form-action`).
    """
    id_token = cookies.farewell(door.request, door.database)
    provider: Provider | None = door.request.app.state.provider
    if provider is None or not id_token:
        return None
    back = f"{door.request.url_for('page_sign_in')}?why=out"
    try:
        away = provider.farewell(back, id_token.strip("-"), at=door.at)
    except ProviderSilent:
        away = ""
    title = provider_title(door.settings)
    words, go = door.t("farewell", title=title), door.t("farewell_go", title=title)
    return door.notice(door.t("ended_out"), words, away=away, away_words=go)


def _started(door: Door) -> Started | None:
    kept = cookies.provider(door.request, door.database)
    if not kept:
        return None
    started = msgspec.json.decode(kept, type=Started)
    speak(door.request, started.language)
    return started


def _redeemed(door: Door, provider: Provider, started: Started | None) -> Known:
    """Who has signed in, if this is the end of what this browser began.

    Raises:
        ProviderRefused: it is not, or the provider says no.
        ProviderSilent: the provider cannot be asked.
    """
    code, issuer = door.asked("code"), door.asked("iss")
    if started is None or door.asked("state") != started.state:
        raise ProviderRefused("the state is not that of a sign-in begun in this browser")
    if issuer and issuer != provider.setup.issuer:  # RFC 9207
        raise ProviderRefused("the answer names another issuer")
    if not code or len(code) > _LONGEST:
        raise ProviderRefused(f"no code came, but {door.asked('error')[:80]!r}")
    return provider.redeem(started, code, at=door.at)


def _let_in(door: Door, known: Known, wanted: str) -> Response:
    """A session for whoever the identity is linked to, or a sentence that says whom to ask."""
    if identities.person_of(door.database, known.issuer, known.subject) is None:
        _link_by_email(door.database, known, at=door.at)
    try:
        secret, session = identities.sign_in_by_identity(
            door.database,
            known.issuer,
            known.subject,
            at=door.at,
            address=door.address,
            agent=door.agent,
        )
    except WrongCredentials:
        return _unknown(door, known)
    answer = door.go_to_stage(session.stage, wanted)
    cookies.keep_session(door.request, answer, secret)
    cookies.keep_farewell(door.request, answer, door.database, known.id_token)
    return answer


def _link_by_email(database: Database, known: Known, *, at: datetime) -> None:
    """Link the identity to the one person of the directory with that verified address, if any.

    Once only: whoever has that mailbox later must be linked by an administrator.
    """
    person = _only_one_with(database, known.email, at=at)
    if person is None:
        return
    with suppress(AlreadySo):  # the person has or had another; or this one was linked just now
        identities.link_first(database, person, issuer=known.issuer, subject=known.subject, at=at)


def _only_one_with(database: Database, email: str, *, at: datetime) -> PersonId | None:
    if not email:
        return None
    people = current(database).people.values()
    found = [one for one in people if one.email.casefold() == email.casefold()]
    if len(found) != 1 or found[0].machine or not works_here(found[0], at):
        return None
    return found[0].id


def _unknown(door: Door, known: Known) -> Response:
    title = door.t("provider_unknown", title=provider_title(door.settings))
    who = known.email or known.name or known.subject[:80]
    return door.notice(title, door.t("provider_unknown_do", who=who), status=403)


def _failed(door: Door, words: str, why: Exception, *, status: int) -> Response:
    """What the reader can do goes to the page, what went wrong to the log."""
    _log.warning("sign-in at the provider: %s", why)
    title = door.t(words, title=provider_title(door.settings))
    return door.notice(title, door.t(f"{words}_do"), status=status)
