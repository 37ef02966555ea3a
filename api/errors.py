"""Every refusal as a problem document (RFC 9457), and the one table from error to status.

No answer of this interface is anything but JSON, and none ever holds a traceback.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from itertools import chain

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api.metrics import unkept, unverified
from api.surface import routes_of
from engine.core.errors import (
    AlurError,
    CalendarError,
    CommandRefused,
    Conflict,
    DocumentDamaged,
    InputRefused,
    NotFound,
    NotLetIn,
    NotPermitted,
    PluginBroken,
    SopError,
    SopInvalid,
    StorageFull,
    StoreError,
    TooManyTries,
)
from engine.service.log_lines import trace_id

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

MOST_PROBLEMS = 20
"""Fields that one answer names: who sends thousands of wrong ones learns no more from them all."""

_OF_FILES = ("GET", "HEAD")
"""The methods of what has no route: static files."""
_LONGEST_NAME = 80
_SECONDS_TO_WAIT = "5"

NOT_STORED = {"Cache-Control": "no-store"}
"""Answers hold personal data: no cache may keep them."""

STATUS: Mapping[type[AlurError], int] = {
    NotFound: 404,
    Conflict: 409,
    NotPermitted: 403,
    InputRefused: 422,
    NotLetIn: 401,
    TooManyTries: 429,
    CommandRefused: 400,
    SopError: 422,
    CalendarError: 422,
    StoreError: 503,
    StorageFull: 507,
    AlurError: 500,
}
"""The nearest class up the tree decides."""

HINTS: Mapping[type[AlurError], str] = {
    NotFound: "Check its id; /api/v1/cases and /api/v1/sops list what there is.",
    Conflict: "Show the case again to see where it stands.",
    InputRefused: "`problems` says field by field what does not fit.",
    SopError: "`problems` says line by line what is wrong with the text.",
    CalendarError: "Give dates and lengths of time that lie nearer.",
    StoreError: "Try again in a while; with the same Idempotency-Key nothing is done twice.",
    AlurError: "Tell whoever runs this installation.",
}
"""What to do about an error that does not say so itself; again the nearest class decides."""


class Told(msgspec.Struct, frozen=True):
    """What is said of a status where nothing better is known."""

    code: str
    title: str
    hint: str = ""


TOLD: Mapping[int, Told] = {
    400: Told(
        "malformed",
        "The request cannot be read",
        "Send well-formed JSON in UTF-8, each key once.",
    ),
    404: Told("not-found", "No such thing", "See /api/v1/openapi.json for what there is."),
    405: Told("method-not-allowed", "Not done here", "The header Allow names what is."),
    408: Told("too-slow", "The request takes too long to come", "Send it again, all at once."),
    413: Told(
        "too-large",
        "The body is too large",
        "A body may hold at most 1 MiB; a document as much as ALUR_UPLOAD_MB says.",
    ),
    414: Told("address-too-long", "The address is too long", "Shorten what it asks for."),
    415: Told("not-json", "The body is not JSON", "Send it with Content-Type: application/json."),
    421: Told(
        "misdirected",
        "This server does not answer to that name",
        "Use a name that ALUR_HOSTS lists.",
    ),
    422: Told(
        "request-invalid",
        "The request does not fit",
        "`problems` says field by field what does not fit.",
    ),
    429: Told(
        "too-many-requests",
        "There are too many requests",
        "Wait as many seconds as Retry-After says.",
    ),
    431: Told("headers-too-large", "The headers are too large", "Send fewer, or shorter ones."),
    500: Told("internal", "Something failed on our side", "Tell whoever runs this installation."),
}


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused. `code` is stable, for machines; `detail` is for people.

    `problems` says what is wrong field by field. `by` and `at` say who got there first, and when.
    `trace` is what the log knows a failure of ours by.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    hint: str = ""
    problems: Mapping[str, str] = {}
    by: str | None = None
    at: datetime | None = None
    trace: str | None = None


def status_of(error: AlurError) -> int:
    """The HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem_of(error: AlurError, instance: str) -> Problem:
    """An error of the tree as a problem document."""
    by = getattr(error, "by", None) or getattr(error, "holder", None)
    since = getattr(error, "at", None) or getattr(error, "since", None)
    title, faulty = _title(error), isinstance(error, (StoreError, PluginBroken))
    return Problem(
        type=f"urn:alur:problem:{error.code}",
        title=title,
        status=status_of(error),
        detail=f"{title}." if faulty else str(error),  # what a driver says is not for everybody
        instance=instance,
        code=error.code,
        hint=error.hint or _hint(error),
        problems=_problems(error),
        by=str(by) if by else None,
        at=since if isinstance(since, datetime) else None,
    )


def _problems(error: AlurError) -> Mapping[str, str]:
    """What is wrong, field by field; of a text, by line and column."""
    if isinstance(error, SopInvalid):
        some = error.findings[:MOST_PROBLEMS]
        return {f"{one.line}:{one.column} {one.code}": one.message for one in some}
    return error.problems if isinstance(error, InputRefused) else {}


def _hint(error: AlurError) -> str:
    return next(HINTS[kind] for kind in type(error).__mro__ if kind in HINTS)


def _title(error: AlurError) -> str:
    """The sentence of the error's class, without what its docstring says of the attributes."""
    return re.split(r"[.;:]", type(error).__doc__ or "", maxsplit=1)[0]


def headers_of(error: AlurError) -> Mapping[str, str]:
    """What an answer to `error` also says: when to come back, or by what to be let in.

    Why a database cannot be used goes to the log, and to nobody else.
    """
    if isinstance(error, TooManyTries):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, NotLetIn):
        return {"WWW-Authenticate": 'Bearer realm="alur"'}
    if not isinstance(error, StoreError):
        return {}
    if isinstance(error, DocumentDamaged):
        unverified("document")
    _log.warning("answered with %s: %s", status_of(error), error)
    return {"Retry-After": _SECONDS_TO_WAIT}


def headers_of_http(request: Request, error: HTTPException) -> Mapping[str, str]:
    """What an answer to a refusal of HTTP's own also says: of a method, which ones are answered.

    Each route knows its own methods only, so that all of the address are asked.
    """
    if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return error.headers or {}
    at_address = (
        route.methods or ()
        for route in routes_of(request.app.routes)
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    )
    methods = sorted(set(chain.from_iterable(at_address))) or _OF_FILES
    return {"Allow": ", ".join(methods)}


def problem_of_status(
    status: int, instance: str, *, detail: str = "", problems: Mapping[str, str] | None = None
) -> Problem:
    """A problem that HTTP itself has a word for."""
    told = TOLD.get(status) or Told("refused", HTTPStatus(status).phrase)
    return Problem(
        type=f"urn:alur:problem:{told.code}",
        title=told.title,
        status=status,
        detail=detail or f"{told.title}.",
        instance=instance,
        code=told.code,
        hint=told.hint,
        problems=problems or {},
        trace=(trace_id() or None) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None,
    )


def problem_answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as an answer."""
    sent = NOT_STORED | dict(headers or {})
    return Response(msgspec.json.encode(problem), problem.status, sent, media_type=MEDIA_TYPE)


def problem_of_request(wrong: Sequence[Mapping[str, object]], instance: str) -> Problem:
    """What does not fit in a request: its address (404), its JSON (400), or its fields (422)."""
    places = [_place(one) for one in wrong]
    if any(place[:1] == ("path",) for place in places):
        return problem_of_status(404, instance, detail="There is nothing at this address.")
    if any(one["type"] == "json_invalid" for one in wrong):
        return problem_of_status(400, instance, detail="The body is not well-formed JSON.")
    told = zip(places[:MOST_PROBLEMS], wrong[:MOST_PROBLEMS], strict=True)
    problems = {
        ".".join(place[1:])[:_LONGEST_NAME] or "body": str(one["msg"]).removeprefix("Value error, ")
        for place, one in told
    }
    listed = "; ".join(f"{field}: {what}" for field, what in problems.items())
    return problem_of_status(422, instance, detail=listed, problems=problems)


def _place(wrong: Mapping[str, object]) -> tuple[str, ...]:
    place = wrong["loc"]
    return tuple(str(part) for part in place) if isinstance(place, Sequence) else ()


def install(app: FastAPI) -> None:
    """Let `app` answer every failure with a problem document."""

    @app.exception_handler(AlurError)
    def refused(request: Request, error: AlurError) -> Response:
        if isinstance(error, StoreError):
            unkept(getattr(request.scope.get("route"), "name", ""))
        return problem_answer(problem_of(error, request.url.path), headers_of(error))

    @app.exception_handler(RequestValidationError)
    def does_not_fit(request: Request, error: RequestValidationError) -> Response:
        return problem_answer(problem_of_request(error.errors(), request.url.path))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        problem = problem_of_status(error.status_code, request.url.path)
        return problem_answer(problem, headers_of_http(request, error))

    @app.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        """Say only that it failed; the server logs what."""
        return problem_answer(problem_of_status(500, request.url.path))
