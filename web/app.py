"""The composition root: pages at /, the interface at /api/v1, one database behind both.

Start it with `uvicorn web.app:create_app --factory`.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from api.app import create_api
from engine.runtime.embedded import EmbeddedPrefect
from engine.runtime.station import Station
from engine.service import clock
from engine.service.database import Database, connect, prepare
from engine.service.demo_accounts import let_in, shut_out
from engine.service.log_lines import set_up
from engine.settings import Settings
from web import metrics
from web.front import protect
from web.pages import (
    absence,
    account,
    admin,
    admin_absences,
    admin_account,
    admin_held,
    admin_person,
    admin_roles,
    admin_units,
    audit,
    audit_exports,
    audit_reads,
    audit_replay,
    board,
    board_acts,
    board_cases,
    board_lists,
    calendars,
    calendars_apply,
    calendars_edit,
    case,
    case_acts,
    case_deadline,
    case_reveal,
    cases,
    checkpoints,
    counter,
    deviations,
    deviations_view,
    factor,
    failures,
    home,
    inbox,
    inbox_acts,
    password,
    provider,
    receipt,
    sign_in,
    sop_matrix,
    sop_versions,
    sops,
    standards,
    submissions,
    task_acts,
    task_documents,
    task_notes,
    tokens,
    tracking,
)
from web.prefect import mount_prefect
from web.rendering import STATIC
from web.visitor import visit
from web.words import LANGUAGES, catalogue

PAGES = (
    home,
    inbox,
    inbox_acts,
    cases,
    case,
    case_acts,
    case_deadline,
    case_reveal,
    task_acts,
    task_documents,
    task_notes,
    receipt,
    board,
    board_acts,
    board_cases,
    board_lists,
    deviations,
    deviations_view,
    account,
    password,
    factor,
    tokens,
    checkpoints,
    counter,
    audit,
    audit_exports,
    audit_reads,
    audit_replay,
    sops,
    submissions,
    sop_matrix,
    sop_versions,
    standards,
    absence,
    admin,
    admin_person,
    admin_held,
    admin_absences,
    admin_account,
    admin_units,
    admin_roles,
    calendars,
    calendars_edit,
    calendars_apply,
)
"""The modules of the pages, whose header says who looks at them."""

BARE = (sign_in, provider, tracking, metrics)
"""The modules of those that have no such header."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Everything, ready to serve; the database is brought to the newest schema first."""
    if settings is None:  # a server of its own, which has set up no log
        settings = Settings()
        set_up(settings.log)
    database = connect(settings.database_url, key=settings.key, signing_key=settings.signing_key)
    database.password_list = settings.password_list
    database.factor_rule = settings.second_factor
    prepare(database)
    (let_in if settings.demo else shut_out)(database, at=clock.now())
    app = FastAPI(
        title="Alur",
        openapi_url=None,  # pages are not an interface; /api/v1/openapi.json is
        lifespan=_working(database, settings),
    )
    app.state.database = database
    app.state.settings = settings
    app.state.face = "web"
    app.state.live = board.live_of(database)
    app.state.exports = audit_exports.Exports()
    app.state.interface = create_api(database, settings)
    app.mount("/api/v1", app.state.interface)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.state.prefect = mount_prefect(app, settings)
    app.state.provider = provider.provider_from(settings)
    for page in PAGES:
        app.include_router(page.router, dependencies=[Depends(visit)])
    for page in BARE:
        app.include_router(page.router)
    failures.install(app, settings)
    protect(app, settings)
    return app


def warm_up(app: FastAPI) -> None:
    """Make what is made once and takes long, so that nobody who asks waits for it.

    FastAPI works out the routes when they are first asked, in the event loop, where everybody
    waits; so it does with the interface's description.
    """
    for route in app.routes:
        route.matches({"type": "http", "method": "GET", "path": "/"})
    for language in LANGUAGES:
        catalogue(language)
    app.state.interface.openapi()


def _working(database: Database, settings: Settings) -> Lifespan[FastAPI]:
    """Run what is due while pages are served; at the end let go of everything."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        prefect: EmbeddedPrefect | None = app.state.prefect
        is_up = None if prefect is None else lambda: prefect.is_ready
        station = Station(database, settings, "web", is_up=is_up)
        app.state.station = app.state.interface.state.station = station
        station.start()
        if prefect is not None:
            prefect.start()
        yield
        await asyncio.to_thread(station.stop)
        if prefect is not None:
            await asyncio.to_thread(prefect.stop)
        database.close()

    return lifespan
