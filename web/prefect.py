"""Prefect's own pages and API at /prefect, where Prefect runs within this process."""

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import problem_answer, problem_of_status
from engine.runtime.embedded import EmbeddedPrefect, Phase, PrefectState
from engine.runtime.prefect_settings import (
    EMBEDDED,
    MOUNT,
    own_host,
    place_of,
    prepare_environment,
)
from engine.service import clock
from engine.settings import Settings
from web.guard import asks_for_page
from web.rendering import render

_SECONDS_TO_WAIT = "5"


def mount_prefect(app: FastAPI, settings: Settings) -> EmbeddedPrefect | None:
    """Prefect at /prefect, to be started when pages are served; None where it runs elsewhere."""
    if settings.prefect != EMBEDDED or not settings.dispatch:
        return None
    prepare_environment(settings)
    waiting = _Waiting(settings)
    embedded = EmbeddedPrefect(place_of(settings), waiting, now=clock.now)
    waiting.embedded = embedded
    app.mount(MOUNT, embedded)
    return embedded


def names_served(settings: Settings) -> tuple[str, ...]:
    """The Host names the server answers to; that by which it reaches itself is always one."""
    if settings.prefect != EMBEDDED:
        return settings.hosts
    return (*settings.hosts, own_host(settings))


class _Waiting:
    """Answers for Prefect while there is none: a page for people, a problem for programs."""

    embedded: EmbeddedPrefect

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        answer = self._page if asks_for_page(scope) else self._problem
        response = answer(request, self.embedded.state)
        response.headers["Retry-After"] = _SECONDS_TO_WAIT
        await response(scope, receive, send)

    def _page(self, request: Request, state: PrefectState) -> Response:
        told = "prefect_broken" if state.phase is Phase.BROKEN else "prefect_starting"
        response = render(
            request, "prefect.html", self._settings, status=503, told=told, trouble=state.trouble
        )
        response.headers["Refresh"] = _SECONDS_TO_WAIT
        return response

    def _problem(self, request: Request, state: PrefectState) -> Response:
        detail = f"Prefect is {state.phase}{f': {state.trouble}' if state.trouble else ''}."
        problem = problem_of_status(503, request.url.path, detail=detail)
        code = "prefect-not-ready"
        return problem_answer(
            msgspec.structs.replace(problem, code=code, type=f"urn:alur:problem:{code}")
        )
