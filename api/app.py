"""The HTTP interface put together. It is mounted at /api/v1 (see `web.app`)."""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import errors
from api.limits import BodyLimit
from api.openapi import describe, openapi_text
from api.routes import (
    calendars,
    cases,
    deviations,
    documents,
    health,
    incidents,
    logs,
    notices,
    sops,
    tasks,
    times,
)
from engine.service.database import Database
from engine.settings import Settings

DESCRIPTION = """\
Service cases that follow published SOPs.

**Who acts** is stated in headers: `Alur-Person` on every POST, with `Alur-Role` and, where they
matter, `Alur-Unit` and `Alur-Acting-For`. There is no sign-in yet, so these headers are believed;
the server therefore listens on loopback only until accounts exist.

**Repeating a POST** is safe with an `Idempotency-Key`: the command is done once and answered twice.

**Refusals** are problem documents (RFC 9457) with a stable `code` and, where one helps, a `hint`.

**Personal data** is masked in every answer, save in documents and notices: these are as they were
filed and put up.
"""


NOUNS = (
    *(cases, documents, times, deviations, incidents, notices, tasks),
    *(sops, calendars, logs, health),
)
"""The modules of the routes, in the order of the description."""


def create_api(database: Database, settings: Settings) -> FastAPI:
    """The interface over one database."""
    app = _described()
    app.state.database = database
    app.state.settings = settings
    return app


def openapi_document() -> str:
    """The text of docs/openapi.json; needs no database."""
    return openapi_text(_described())


def _described() -> FastAPI:
    app = FastAPI(
        title="Alur",
        version="1",
        description=DESCRIPTION,
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_operation,
    )
    for noun in NOUNS:
        app.include_router(noun.router)
    errors.install(app)
    describe(app)
    app.add_middleware(BodyLimit)
    return app


def _operation(route: APIRoute) -> str:
    return route.name
