"""What a reader sees when there is no page to show: plain words and a way on."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import (
    headers_of,
    headers_of_http,
    problem_answer,
    problem_of,
    problem_of_status,
    status_of,
)
from api.identity import SAFE, is_of_this_site
from api.refusals import CrossSite, NotSignedIn, NotTracking
from api.tracking_answers import PLACE
from engine.core.errors import AlurError, NotPermitted, SessionEnded
from engine.service import clock
from engine.service.database import Database
from engine.settings import Settings
from web.guard import is_interface
from web.kept import form_to_keep, keep_for_later, may_keep
from web.language import language_of
from web.links import Links
from web.onward import local_path
from web.refusals import code_of, words_for
from web.rendering import NOT_STORED, render
from web.visitor import visit_by_cookie

_BETWEEN_DIGITS = re.compile(r"[\s.-]")
_NIK_DIGITS = 16
_SAID_WHY = frozenset({"idle", "age", "revoked", "left"})


def install(app: FastAPI, settings: Settings) -> None:
    """Let `app` answer every failure with a page."""

    def page(request: Request, status: int, told: str = "") -> Response:
        if is_interface(request.url.path):
            return problem_answer(problem_of_status(status, request.url.path))
        visit_by_cookie(request, _database(request), at=clock.now())
        told, code = told or words_for(status), code_of(status)
        return render(request, "failure.html", settings, status=status, code=code, told=told)

    async def to_sign_in(request: Request, error: Exception) -> Response:
        if is_interface(request.url.path) and isinstance(error, AlurError):
            return problem_answer(problem_of(error, request.url.path), headers_of(error))
        return _sign_in(request, error, kept=await _is_kept(request))

    app.add_exception_handler(NotSignedIn, to_sign_in)
    app.add_exception_handler(SessionEnded, to_sign_in)

    app.add_exception_handler(NotTracking, _to_tracking)

    @app.exception_handler(CrossSite)
    async def cross_site(request: Request, error: CrossSite) -> Response:
        told = "form_before" if is_of_this_site(request) else "cross_site"
        kept = await _to_what_is_kept(request)
        if kept is not None:
            return kept
        return await run_in_threadpool(page, request, status_of(error), told)

    @app.exception_handler(NotPermitted)
    def not_permitted(request: Request, error: NotPermitted) -> Response:
        return page(request, status_of(error), "error_403")

    @app.exception_handler(AlurError)
    def refused(request: Request, error: AlurError) -> Response:
        answered = page(request, status_of(error))
        answered.headers.update(headers_of(error))
        return answered

    @app.exception_handler(HTTPException)
    @app.exception_handler(RequestValidationError)
    def http(request: Request, error: HTTPException | RequestValidationError) -> Response:
        answered = page(request, _status_of(error))
        answered.headers.update(_headers_of(request, error))
        return answered


def _to_tracking(request: Request, _: Exception) -> Response:
    links = Links(language=language_of(request))
    return RedirectResponse(links.at(PLACE, why="over"), 303, NOT_STORED)


async def _to_what_is_kept(request: Request) -> Response | None:
    """The way to a form of an earlier session of theirs, with what was written in it."""
    if not is_of_this_site(request) or not await _is_kept(request):
        return None
    links = Links(language=language_of(request))
    return RedirectResponse(links.kept(_asked_for(request)), 303, NOT_STORED)


async def _is_kept(request: Request) -> bool:
    """Keep what was written, where that is possible."""
    if not await run_in_threadpool(_may_keep, request):
        return False
    form = await form_to_keep(request)
    at: datetime = getattr(request.state, "sent_at", None) or clock.now()
    return await run_in_threadpool(keep_for_later, request, _database(request), form, at=at)


def _may_keep(request: Request) -> bool:
    return request.method not in SAFE and may_keep(request, _database(request))


def _status_of(error: HTTPException | RequestValidationError) -> int:
    """Of a request that cannot be read: its address is none of ours, or asks for no such thing."""
    if isinstance(error, HTTPException):
        return error.status_code
    return 404 if any(one["loc"][:1] == ("path",) for one in error.errors()) else 400


def _headers_of(
    request: Request, error: HTTPException | RequestValidationError
) -> Mapping[str, str]:
    return headers_of_http(request, error) if isinstance(error, HTTPException) else {}


def _sign_in(request: Request, error: Exception, *, kept: bool) -> Response:
    """The way to the sign-in page, and from there back to the page that was asked for."""
    links = Links(language=language_of(request))
    why = error.why if isinstance(error, SessionEnded) and error.why in _SAID_WHY else ""
    back = _asked_for(request) if kept else _back(request)
    wanted = "" if back == "/" else back
    address = links.at("/sign-in", next=wanted, why=why, kept="1" if kept else "")
    return RedirectResponse(address, 303, NOT_STORED)


def _back(request: Request) -> str:
    """The page that was asked for; of a form, the page that it stood on."""
    if request.method in SAFE:
        return local_path(_asked_for(request))
    came_from = urlsplit(request.headers.get("referer", ""))
    is_ours = came_from.netloc == request.headers.get("host")
    return local_path(came_from.path) if is_ours else ""


def _asked_for(request: Request) -> str:
    said = request.query_params.multi_items()
    asked = [(name, value) for name, value in said if name != "lang" and not _is_nik(value)]
    return f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path


def _is_nik(said: str) -> bool:
    """Whether it looks like a NIK, however it is spaced: that goes into no further address."""
    plain = _BETWEEN_DIGITS.sub("", said)
    return len(plain) == _NIK_DIGITS and plain.isdecimal()


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
