"""Who asks: the person behind a bearer token or a session cookie.

A program brings an API token (`Authorization: Bearer ...`), a browser the cookie of its session.
A cookie comes along whatever page made the browser ask; so what changes something must also come
from a page of ours (Origin, Sec-Fetch-Site) and carry a token that only our pages know.
"""

from datetime import datetime
from hmac import compare_digest
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from api.installed import Db, Now
from api.refusals import CrossSite, NotSignedIn
from engine.core.directory import Directory
from engine.core.errors import NotLetIn
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import sessions, tokens
from engine.service.database import Database
from engine.service.directory import current
from engine.service.log_lines import note
from engine.service.sessions import Stage

COOKIE_SECURE = "__Host-alur"
"""Over https: the prefix makes browsers insist on Secure, on Path=/ and on no Domain."""

COOKIE_PLAIN = "alur"
"""Over plain http, which is for this machine alone (loopback)."""

CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"
QUIET = "Alur-Quiet"
"""A header: `1` says that a page asks by itself."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

_LARGEST_FORM = 1024 * 1024
_FORM = "application/x-www-form-urlencoded"
WITH_FILES = "multipart/form-data"
_UTF_8 = frozenset({b"utf-8", b"utf8"})
MOST_FILES = 20
MOST_PARTS = 200
_ABOUT_CSRF = "csrf"
_UNREADABLE = "Authorization must say `Bearer` and one token."


class Identity(Frozen, frozen=True, kw_only=True):
    """A person who has shown who they are, and how.

    `scopes` None: everything the person may do (sessions). `stage` says how far a sign-in has
    come. `handle` names the session or the token; it opens nothing.
    """

    person: PersonId
    how: Literal["session", "token"] = "session"
    scopes: frozenset[str] | None = None
    stage: Stage = "full"
    handle: str = ""


def cookie_name(request: HTTPConnection) -> str:
    """The name of the session's cookie on the connection that the request came by."""
    return COOKIE_SECURE if request.scope.get("scheme") in {"https", "wss"} else COOKIE_PLAIN


def csrf_token(database: Database, handle: str) -> str:
    """What the forms of a session carry, so that no other site's form passes for one of ours."""
    return database.vault.digest(handle, about=_ABOUT_CSRF).hex()


async def csrf_given(request: Request) -> str:
    """The token that the request carries, in its header or in its form; empty: none."""
    if request.method in SAFE or cookie_name(request) not in request.cookies:
        return ""
    if given := request.headers.get(CSRF_HEADER):
        return given
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated == WITH_FILES:
        said = (await read_parts(request)).get(CSRF_FIELD)
        return said if isinstance(said, str) else ""
    length = request.headers.get("content-length", "")
    if stated != _FORM or not length.isdecimal() or int(length) > _LARGEST_FORM:
        return ""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    return fields.get(CSRF_FIELD, [""])[0]


async def read_parts(request: Request) -> FormData:
    """The fields and files of a form; what is large lies on disk, and goes with the request.

    Raises:
        HTTPException: it cannot be read, is not in UTF-8, or has too many parts (400).
    """
    _, stated = parse_options_header(request.headers.get("content-type"))
    # Starlette reads it in whatever it says, and some of that fails, or makes halves of characters.
    if stated.get(b"charset", b"utf-8").lower() not in _UTF_8:
        raise HTTPException(400)
    return await request.form(max_files=MOST_FILES, max_fields=MOST_PARTS)


CsrfGiven = Annotated[str, Depends(csrf_given)]


class Arrival(Frozen, frozen=True, kw_only=True):
    """Who asks, or why that is nobody; who works where; when it is judged (`at`, aware UTC)."""

    who: Identity | NotLetIn
    directory: Directory
    database: Database
    at: datetime

    @property
    def identity(self) -> Identity:
        """Who asks, in whatever stage of signing in.

        Raises:
            NotLetIn: nobody says who they are, or it is not so, or not any more.
        """
        if isinstance(self.who, NotLetIn):
            raise self.who
        return self.who


def recognised(
    request: Request, database: Database, at: datetime, csrf: str
) -> Identity | NotLetIn:
    """Who asks, in whatever stage of signing in; or why that is nobody. `at` is aware UTC.

    Raises:
        CrossSite: a page of another site asks in somebody's name.
    """
    try:
        return _recognised(request, database, csrf=csrf, at=at)
    except NotLetIn as refused:
        return refused


async def arrival(request: Request, database: Db, at: Now) -> Arrival:
    """Who asks, looked up once for a request, in one thread: handing over costs more.

    Raises:
        CrossSite: a page of another site asks in somebody's name.
    """
    csrf = await csrf_given(request)
    return await run_in_threadpool(_arrive, request, database, at, csrf)


def _arrive(request: Request, database: Database, at: datetime, csrf: str) -> Arrival:
    who = recognised(request, database, at, csrf)
    return Arrival(who=who, directory=current(database), database=database, at=at)


Arrived = Annotated[Arrival, Depends(arrival)]


def let_in(request: Request) -> Arrival:
    """Whom the rule of the route let in; the rule itself leaves it on the request.

    What hangs on who asks asks here and does not depend on `arrival`: FastAPI walks all that a
    dependency depends on each time one is named, also where it knows the answer already.

    Raises:
        LookupError: the route has no rule, or one that lets in whoever comes.
    """
    found: Arrival | None = getattr(request.state, "let_in", None)
    if found is None:
        raise LookupError("the route does not say who may come")
    return found


async def directory(request: Request) -> Directory:
    """Who works where."""
    return let_in(request).directory


Known = Annotated[Directory, Depends(directory)]


async def identified(request: Request) -> Identity:
    """Who asks, whom the rule of the route let in."""
    return let_in(request).identity


async def perhaps(arrived: Arrived) -> Identity | None:
    """As `identified`; None where nobody is. For what is open to visitors, too."""
    return None if isinstance(arrived.who, NotLetIn) else arrived.who


Identified = Annotated[Identity, Depends(identified)]
Perhaps = Annotated[Identity | None, Depends(perhaps)]


def _recognised(request: Request, database: Database, *, csrf: str, at: datetime) -> Identity:
    authorization = request.headers.getlist("authorization")
    if authorization:
        return _by_token(database, authorization, at=at)
    secret = request.cookies.get(cookie_name(request))
    if not secret:
        raise NotSignedIn
    return _by_session(request, database, secret, csrf=csrf, at=at)


def _by_token(database: Database, authorization: list[str], *, at: datetime) -> Identity:
    kind, _, secret = authorization[0].partition(" ")
    if len(authorization) > 1 or kind.lower() != "bearer" or not secret.strip():
        raise NotSignedIn(_UNREADABLE)
    token = tokens.token_of(database, secret.strip(), at=at)
    note(person=token.person)
    return Identity(
        person=token.person, how="token", scopes=frozenset(token.scopes), handle=token.handle
    )


def _by_session(
    request: Request, database: Database, secret: str, *, csrf: str, at: datetime
) -> Identity:
    session = sessions.session_of(database, secret, at=at, quiet=asks_by_itself(request))
    if request.method not in SAFE:
        known = csrf_token(database, session.handle)
        if not is_of_this_site(request) or not compare_digest(csrf.encode(), known.encode()):
            raise CrossSite
    note(person=session.person)
    return Identity(person=session.person, stage=session.stage, handle=session.handle)


def asks_by_itself(request: Request) -> bool:
    """Whether a page asks for news on its own, which is no use of the session."""
    return request.method in SAFE and request.headers.get(QUIET) == "1"


def is_of_this_site(request: Request) -> bool:
    """Whether no page of another site asks. Programs that are no browsers name no site."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
