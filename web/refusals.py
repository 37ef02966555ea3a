"""Answers to requests that no route sees: a page for people, a problem document for programs."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Scope

from api.errors import problem_answer, problem_of_status
from engine.service.log_lines import trace_id
from engine.settings import Settings
from web.guard import is_interface
from web.rendering import render

TOLD: Mapping[int, str] = {
    404: "error_404",
    408: "error_408",
    413: "error_413",
    429: "error_429",
    500: "error_500",
    503: "error_503",
    507: "error_507",
}
"""Which words; for any other status the request is at fault."""


def words_for(status: int) -> str:
    """The name of the words that a page says a status in."""
    return TOLD.get(status, "error_400")


def code_of(status: int) -> str:
    """What a reader may quote: the status, and where it is our fault, by what the log knows it."""
    trace = trace_id() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
    return f"{status} · {trace}" if trace else str(status)


def refusal(
    scope: Scope, settings: Settings, status: int, headers: Mapping[str, str] | None = None
) -> ASGIApp:
    """The answer to a request that goes no further."""
    request = Request(scope)
    if is_interface(scope["path"]):
        return problem_answer(problem_of_status(status, scope["path"]), headers)
    page = render(
        request,
        "failure.html",
        settings,
        status=status,
        code=code_of(status),
        told=words_for(status),
    )
    page.headers.update(headers or {})
    return page
