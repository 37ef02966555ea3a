"""The composition root: pages at /, the interface at /api/v1, one database behind both.

Start it with `uvicorn web.app:create_app --factory`.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from api.app import create_api
from engine.runtime.background import dispatcher, watcher
from engine.service import clock
from engine.service.database import Database, connect, prepare
from engine.settings import Settings
from web.guard import Guard
from web.pages import case, cases, failures
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
    app.mount("/api/v1", create_api(database, settings))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(cases.router)
    app.include_router(case.router)
    failures.install(app, settings)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard, hosts=settings.hosts)
    return app


def _working(database: Database, settings: Settings) -> Lifespan[FastAPI]:
    """Run what is due while pages are served; at the end let go of everything."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        rounds = (
            dispatcher(database, now=clock.now),
            watcher(database, now=clock.now),
        )
        for one in rounds if settings.dispatch else ():
            one.start()
        yield
        for one in rounds if settings.dispatch else ():
            one.stop()
        database.close()

    return lifespan
