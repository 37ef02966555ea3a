"""Who looks at a page: for its header, and for the forms it carries."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from msgspec.structs import replace

from api.identity import Perhaps, asks_by_itself, csrf_token
from api.installed import Db, Now
from engine.core.errors import SessionEnded, StoreError
from engine.core.ids import PersonId
from engine.core.standing import standings
from engine.core.text import Frozen
from engine.service import sessions
from engine.service.database import Database
from engine.service.directory import current
from web.cookies import session_secret
from web.language import language_of
from web.places import Place, home_of, places_for
from web.roles import initials, titles

_KNOWN = frozenset({"full", "factor"})
"""Stages at which it is certain who looks."""


class Visitor(Frozen, frozen=True, kw_only=True):
    """Somebody who is signed in, as pages say it. `csrf` goes into every form they are shown.

    `places` are the rooms they may enter, `home` is where their day begins.
    `halfway`: they must set up a second factor before anything else.
    """

    person: PersonId
    name: str
    roles: str
    csrf: str
    handle: str
    places: tuple[Place, ...] = ()
    home: str = "/"
    halfway: bool = False

    def has(self, place: str) -> bool:
        """Whether that room is open to them."""
        return any(one.name == place for one in self.places)

    @property
    def initials(self) -> str:
        """What stands in the circle beside the name."""
        return initials(self.name)


def visit(request: Request, database: Db, at: Now, identity: Perhaps) -> None:
    """Let whatever page is shown know who looks at it; nobody who is only half signed in."""
    arrived = identity is not None and identity.stage in _KNOWN and identity.how == "session"
    request.state.visitor = None
    if identity is not None and arrived:
        visitor = _visitor(request, database, identity.person, identity.handle, at=at)
        request.state.visitor = replace(visitor, halfway=identity.stage == "factor")


def visit_by_cookie(request: Request, database: Database, *, at: datetime) -> None:
    """As `visit`, where no route was reached; it is no reason for another failure."""
    if hasattr(request.state, "visitor"):
        return
    request.state.visitor = None
    with suppress(SessionEnded, StoreError):
        secret, quiet = session_secret(request), asks_by_itself(request)
        session = sessions.session_of(database, secret, at=at, quiet=quiet)
        if session.stage in _KNOWN:
            request.state.visitor = _visitor(
                request, database, session.person, session.handle, at=at
            )


def _visitor(
    request: Request, database: Database, who: PersonId, handle: str, *, at: datetime
) -> Visitor:
    directory = current(database)
    person = directory.people.get(who)
    words = titles(database, directory, language_of(request))
    held = standings(directory, who, at)
    return Visitor(
        person=who,
        name=who if person is None else person.name,
        roles=words.summary(held),
        places=places_for(held),
        home=home_of(held),
        csrf=csrf_token(database, handle),
        handle=handle,
    )


def visitor_of(request: Request) -> Visitor | None:
    """Who looks at the page; None where nobody is signed in, or it is not known any more."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    return found


def myself(request: Request, _: Annotated[None, Depends(visit)]) -> Visitor:
    """Who looks at the page, on pages that only those who are signed in reach.

    Raises:
        LookupError: nobody does: the route lets in whoever comes.
    """
    found = visitor_of(request)
    if found is None:
        raise LookupError("the route does not say who may come")
    return found


Me = Annotated[Visitor, Depends(myself)]
