"""What a route may ask of the installation it runs in: database, files, settings, the clock."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from engine.service import clock
from engine.service.database import Database
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.runtime.station import Station


async def database(request: Request) -> Database:
    """The database of this installation."""
    opened: Database = request.app.state.database
    return opened


async def files(request: Request) -> Path:
    """Where this installation keeps documents."""
    settings: Settings = request.app.state.settings
    return settings.files


async def office_zone(request: Request) -> ZoneInfo:
    """The office's zone, by whose clock sentences tell deadlines."""
    settings: Settings = request.app.state.settings
    return settings.office_zone


async def settings_of(request: Request) -> Settings:
    """The settings of this installation."""
    settings: Settings = request.app.state.settings
    return settings


async def threads_ended(request: Request) -> tuple[str, ...]:
    """What this process should do beside answering and does not any more."""
    station: Station | None = getattr(request.app.state, "station", None)
    return () if station is None else station.ended


async def clock_of() -> Callable[[], datetime]:
    """What tells the present instant."""
    return clock.now


async def now() -> datetime:
    """The instant at which the request is judged (aware UTC)."""
    return clock.now()


Db = Annotated[Database, Depends(database)]
Files = Annotated[Path, Depends(files)]
Now = Annotated[datetime, Depends(now)]
Ended = Annotated[tuple[str, ...], Depends(threads_ended)]
Clock = Annotated[Callable[[], datetime], Depends(clock_of)]
Installed = Annotated[Settings, Depends(settings_of)]
Zone = Annotated[ZoneInfo, Depends(office_zone)]
