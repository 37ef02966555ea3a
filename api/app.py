"""The HTTP interface put together. It is mounted at /api/v1 (see `web.app`)."""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import errors
from api.last_look import LastLook
from api.limits import MEBI, Allowance, BodyLimit
from api.openapi import describe, openapi_text
from api.routes import (
    attachments,
    bundles,
    calendars,
    cases,
    checkpoints,
    deviations,
    documents,
    drafts,
    exports,
    health,
    incidents,
    logs,
    notices,
    people,
    postings,
    privacy,
    queues,
    replay,
    retention,
    sops,
    submissions,
    tasks,
    times,
    tracking,
    verifications,
)
from engine.service.database import Database
from engine.settings import Settings

DESCRIPTION = """\
Service cases that follow published SOPs.

**Who asks** is shown by an API token (`Authorization: Bearer alur_...`) or by the session of a
browser. A token does what it was issued for, of what its person may: `read`, `act`, `administer`,
`metrics`. Each operation says whom it is for (`x-alur-access`) and which scope it takes
(`x-alur-scope`); who may do what is in docs/access.md. With a session, what changes something must
come from a page of this site and carry `X-CSRF-Token`.

**In which role** somebody acts is found out: the one that they hold and that the command needs.
Who holds several may say it: `Alur-Role`, `Alur-Unit`, and `Alur-Acting-For` for whoever stands in
for somebody (Plh, Plt), or records an applicant's act.

**How far somebody sees** is given by where they work. A case beyond that is answered as one that
does not exist, and lists leave it out. Auditors read everything and change nothing.

**Repeating a POST** is safe with an `Idempotency-Key`: the command is done once and answered twice.

**Refusals** are problem documents (RFC 9457) with a stable `code` and, where one helps, a `hint`.

**Personal data** is masked in every answer, save in documents and notices: these are as they were
filed and put up. `POST /cases/{case}/reveal` gives it in full, with a reason, as an event.
"""


NOUNS = (
    *(cases, documents, attachments, bundles, times, replay, deviations, incidents),
    *(notices, queues, tasks, drafts),
    *(tracking, people, privacy, retention, postings),
    *(submissions, sops, calendars, logs, exports, checkpoints, verifications, health),
)
"""The modules of the routes, in the order of the description."""


def create_api(database: Database, settings: Settings) -> FastAPI:
    """The interface over one database."""
    app = _described()
    app.add_middleware(
        BodyLimit,
        allowance=Allowance(seconds=settings.body_seconds),
        uploads=Allowance(largest=settings.upload_mb * MEBI, seconds=settings.body_seconds),
    )
    app.state.database = database
    app.state.settings = settings
    app.state.last_look = LastLook()
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
    return app


def _operation(route: APIRoute) -> str:
    return route.name
