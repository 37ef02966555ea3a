"""What stands before every page and the interface, from the outside in.

The log of requests, where they come from, whom they are meant for, how often, whether they may
reach Prefect, how large; then answers are compressed, and what fails is answered.
"""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from engine.settings import Settings
from web.access_log import AccessLog
from web.bounds import Bounds
from web.failing import Failing
from web.guard import Guard
from web.operators import operators_of
from web.prefect import names_served
from web.prefect_door import PrefectDoor
from web.proxies import Proxies
from web.throttle import Throttle


def protect(app: FastAPI, settings: Settings) -> None:
    """Put all of it before the application; what is added last is met first."""
    app.add_middleware(Failing, settings=settings)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Bounds, settings=settings)
    app.add_middleware(PrefectDoor, operates=operators_of(app.state.database))
    app.add_middleware(Throttle, settings=settings)
    app.add_middleware(Guard, hosts=names_served(settings))
    app.add_middleware(Proxies, proxies=settings.proxies)
    app.add_middleware(AccessLog)
