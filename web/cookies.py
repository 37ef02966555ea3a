"""Cookies: the session's, the one that forms of visitors are bound to, the provider's.

All are HttpOnly, Lax and for the whole site. Over https their names begin with `__Host-`, which
browsers let nobody else set; plain http is for this machine alone.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from api.identity import cookie_name
from engine.core.errors import SealBroken
from engine.service.database import Database

_FORM, _PROVIDER, _FAREWELL = "-form", "-provider", "-farewell"
_PROVIDER_LASTS = timedelta(minutes=10)
_LARGEST = 3800
"""Characters: what browsers keep of a cookie for certain, its name and manner included."""


def session_secret(request: Request) -> str:
    """The secret of the browser's session; empty: it has none."""
    return request.cookies.get(cookie_name(request), "")


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Let the browser be in this session, until it is closed or the session ends."""
    _keep(request, response, "", secret)


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    _drop(request, response, "")


def form_key(request: Request) -> str:
    """What the forms of a visitor are bound to; empty: nothing yet."""
    return request.cookies.get(f"{cookie_name(request)}{_FORM}", "")


def keep_form_key(request: Request, response: Response, key: str) -> None:
    """Bind the forms of a visitor to this browser."""
    _keep(request, response, _FORM, key)


def keep_provider(request: Request, response: Response, database: Database, content: bytes) -> None:
    """Remember under seal how a sign-in at the provider was begun."""
    sealed = _sealed(database, content, _PROVIDER)
    _keep(request, response, _PROVIDER, sealed, lasting=_PROVIDER_LASTS)


def provider(request: Request, database: Database) -> bytes:
    """How it was begun; empty: not by this browser, or too long ago."""
    return _opened(request, database, _PROVIDER)


def drop_provider(request: Request, response: Response) -> None:
    """It was used, and counts no more."""
    _drop(request, response, _PROVIDER)


def keep_farewell(request: Request, response: Response, database: Database, id_token: str) -> None:
    """Remember under seal by what the provider knows this sign-in, to sign out there as well."""
    sealed = _sealed(database, id_token.encode(), _FAREWELL)
    if len(sealed) > _LARGEST:  # the provider asks the person instead
        sealed = _sealed(database, b"-", _FAREWELL)
    _keep(request, response, _FAREWELL, sealed)


def farewell(request: Request, database: Database) -> str:
    """What was remembered of the provider; `-`: too large, empty: the provider was not asked."""
    return _opened(request, database, _FAREWELL).decode()


def drop_farewell(request: Request, response: Response) -> None:
    """The provider does not matter any more."""
    _drop(request, response, _FAREWELL)


def _sealed(database: Database, content: bytes, about: str) -> str:
    return urlsafe_b64encode(database.vault.seal(content, about=f"cookie{about}")).decode()


def _opened(request: Request, database: Database, kind: str) -> bytes:
    said = request.cookies.get(f"{cookie_name(request)}{kind}", "")
    if not said:
        return b""
    try:
        return database.vault.open(urlsafe_b64decode(said), about=f"cookie{kind}")
    except (NotBase64, SealBroken, ValueError):
        return b""


def _keep(
    request: Request,
    response: Response,
    kind: str,
    value: str,
    *,
    lasting: timedelta | None = None,
) -> None:
    response.set_cookie(
        f"{cookie_name(request)}{kind}",
        value,
        max_age=None if lasting is None else int(lasting.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _drop(request: Request, response: Response, kind: str) -> None:
    response.delete_cookie(
        f"{cookie_name(request)}{kind}",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
