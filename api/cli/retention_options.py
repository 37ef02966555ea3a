"""What the commands of `alur retention` share: the schedule, and who acts."""

from typing import Annotated

from typer import Option

from api.cli import desk, options
from engine.core.standing import reach
from engine.service.database import Database
from engine.service.directory import current
from engine.service.disposal import Keeper
from engine.service.retention import Schedule, schedule_of
from engine.settings import Settings

Keeps = Annotated[
    str,
    Option(
        "--as",
        envvar="ALUR_AS",
        metavar="PERSON",
        help="Who acts: an archivist; to hold, approve or refuse also a manager.",
        show_default=False,
    ),
]


def the_schedule(settings: Settings) -> Schedule:
    """The retention schedule as it lies in the library now."""
    return schedule_of(
        settings.definitions, zone=settings.office_zone, default=settings.retention_default
    )


def keeper_from_text(database: Database, as_: str) -> Keeper:
    """Who acts, now, and how far they see; in which duty is found out where it is not said."""
    by, at = options.actor_from_text(as_), desk.now()
    return Keeper(by=by, at=at, reach=reach(current(database), by.person, at))
