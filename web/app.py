"""The composition root: pages at /, the interface at /api/v1, one database behind both.

Start it with `uvicorn web.app:create_app --factory`.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from api.app import create_api
from engine.runtime.embedded import EmbeddedPrefect
from engine.runtime.station import Station
from engine.service.database import Database, connect, prepare
from engine.settings import Settings
from web import metrics
from web.guard import Guard
from web.pages import case, cases, failures
from web.prefect import mount_prefect, names_served
from web.rendering import STATIC


def create_app(settings: Settings | None = None) -> FastAPI:
    """Everything, ready to serve; the database is brought to the newest schema first."""
    settings = settings or Settings()
    database = connect(settings.database_url)
    prepare(database)
    app = FastAPI(
        title="Alur",
        openapi_url=None,  # pages are not an interface; /api/v1/openapi.json is
        lifespan=_working(database, settings),
    )
    app.state.database = database
    app.state.settings = settings
    app.state.interface = create_api(database, settings)
    app.mount("/api/v1", app.state.interface)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.state.prefect = mount_prefect(app, settings)
    app.include_router(cases.router)
    app.include_router(case.router)
    app.include_router(metrics.router)
    failures.install(app, settings)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard, hosts=names_served(settings))
    return app


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
