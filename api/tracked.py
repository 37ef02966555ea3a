"""Applicants who have shown code and PIN: for a while, of that one case and nothing else.

A sealed cookie says so. It is no session: it opens no page of the office, and no other case.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import Depends
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from api.identity import cookie_name
from api.installed import Db, Now
from api.refusals import NotTracking
from engine.core.errors import SealBroken
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.tracking_codes import TrackingPass, is_current

LASTS = timedelta(minutes=15)
_KIND = "-lacak"
_ABOUT = "cookie-lacak"


class Following(Frozen, frozen=True, kw_only=True):
    """Which case is followed, by which code, until when (aware UTC)."""

    case: CaseId
    code: str
    until: datetime


_following = msgspec.json.Decoder(Following)


def cookie_of(request: HTTPConnection) -> str:
    """The name of the cookie on the connection that the request came by."""
    return f"{cookie_name(request)}{_KIND}"


def sealed_following(database: Database, shown: TrackingPass, at: datetime) -> str:
    """What the cookie says of an applicant who showed this at `at` (aware UTC)."""
    said = Following(case=shown.case, code=shown.code, until=at + LASTS)
    sealed = database.vault.seal(msgspec.json.encode(said), about=_ABOUT)
    return urlsafe_b64encode(sealed).decode()


def keep_following(
    request: Request, response: Response, database: Database, shown: TrackingPass, at: datetime
) -> None:
    """Let the browser follow this case for a while."""
    response.set_cookie(
        cookie_of(request),
        sealed_following(database, shown, at),
        max_age=int(LASTS.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop_following(request: Request, response: Response) -> None:
    """Let the browser follow nothing."""
    is_secure = request.url.scheme == "https"
    response.delete_cookie(cookie_of(request), secure=is_secure, httponly=True, samesite="lax")


def followed(request: Request, database: Db, at: Now) -> CaseId:
    """The one case that the browser may follow.

    Raises:
        NotTracking: none, or not any more.
    """
    said = request.cookies.get(cookie_of(request), "")
    try:
        sealed = urlsafe_b64decode(said.encode("ascii", "replace"))
        found = _following.decode(database.vault.open(sealed, about=_ABOUT))
    except (NotBase64, SealBroken, ValueError, msgspec.DecodeError):
        raise NotTracking from None
    if at > found.until or not is_current(database, found.case, found.code):
        raise NotTracking
    return found.case


Followed = Annotated[CaseId, Depends(followed)]
