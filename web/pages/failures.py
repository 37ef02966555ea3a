"""What a reader sees when there is no page to show: plain words and a way on."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import headers_of, problem_answer, problem_of_status, status_of
from engine.core.errors import AlurError
from engine.settings import Settings
from web.guard import is_interface
from web.rendering import render

_TOLD = {404: "error_404", 500: "error_500", 503: "error_503"}
"""Which words; for any other status the request is at fault."""


def install(app: FastAPI, settings: Settings) -> None:
    """Let `app` answer every failure with a page."""

    def page(request: Request, status: int) -> Response:
        if is_interface(request.url.path):
            return problem_answer(problem_of_status(status, request.url.path))
        told = _TOLD.get(status, "error_400")
        return render(request, "failure.html", settings, status=status, code=status, told=told)

    @app.exception_handler(AlurError)
    def refused(request: Request, error: AlurError) -> Response:
        answered = page(request, status_of(error))
        answered.headers.update(headers_of(error))
        return answered

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return page(request, error.status_code)

    @app.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        return page(request, 500)
