"""What routes ask for: the database, the clock, who acts, and the key of a repeated request.

There is no sign-in yet. Who acts is what the headers say, and so the server listens on loopback
only until accounts exist. Every route either declares its actor or stands in one of the two lists
below (a test walks the routes).
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Request

from api.metrics import counted
from engine.core.commands import SYSTEM, Actor, AnyCommand
from engine.core.errors import InputRefused
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen
from engine.service import clock
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.views import Receipt
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.runtime.station import Station

PUBLIC = frozenset(
    {
        *("livez", "readyz", "list_sops", "show_sop", "show_version", "read_definition"),
        *("list_calendars", "show_calendar"),
    }
)
"""Open to everybody for good: whether the server is up, and the SOPs, which are public documents,
with the calendars that their deadlines are told by.

Source: UU 14/2008 art. 11 (working procedures are public information).
"""

UNTIL_ACCOUNTS = frozenset(
    {
        *("list_cases", "show_case", "read_history", "list_tasks", "tally"),
        *("show_times", "explain_deadline", "show_forecast"),
        *("list_documents", "read_document"),
        *("list_deviations", "count_deviations", "show_deviation", "list_moves"),
        *("list_incidents", "show_incident", "list_notices"),
    }
)
"""Reading cases: open only because the server listens on loopback. Personal data is masked,
save within documents and notices, which are as they were filed and put up."""

_PERSON = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,79}$"
_ROLE = r"^[a-z][a-z0-9_]{0,39}$"
_UNIT = r"^[a-z][a-z0-9-]{0,59}$"
_KEY = r"^[\x21-\x7e]{1,200}$"
_SAID_ONCE = ("alur-person", "alur-role", "alur-unit", "alur-acting-for", "idempotency-key")


def database(request: Request) -> Database:
    """The database of this installation."""
    opened: Database = request.app.state.database
    return opened


def files(request: Request) -> Path:
    """Where this installation keeps documents."""
    settings: Settings = request.app.state.settings
    return settings.files


def office_zone(request: Request) -> ZoneInfo:
    """The office's zone, by whose clock sentences tell deadlines."""
    settings: Settings = request.app.state.settings
    return settings.office_zone


def settings_of(request: Request) -> Settings:
    """The settings of this installation."""
    settings: Settings = request.app.state.settings
    return settings


def threads_ended(request: Request) -> tuple[str, ...]:
    """What this process should do beside answering and does not any more."""
    station: Station | None = getattr(request.app.state, "station", None)
    return () if station is None else station.ended


def clock_of() -> Callable[[], datetime]:
    """What tells the present instant."""
    return clock.now


def now() -> datetime:
    """The instant at which the request is judged (aware UTC)."""
    return clock.now()


def said_once(request: Request) -> None:
    """Of two answers to who acts, neither is to be believed.

    Raises:
        InputRefused: such a header stands twice.
    """
    doubled = [name for name in _SAID_ONCE if len(request.headers.getlist(name)) > 1]
    if doubled:
        raise InputRefused(dict.fromkeys(doubled, "stands there twice; send it once"))


def actor(
    alur_person: Annotated[
        str, Header(pattern=_PERSON, description="Who acts.", examples=["rini.astuti"])
    ],
    alur_role: Annotated[
        str | None,
        Header(pattern=_ROLE, description="In which role of the SOP.", examples=["verifikator"]),
    ] = None,
    alur_unit: Annotated[
        str | None,
        Header(pattern=_UNIT, description="Of which unit.", examples=["kecamatan-baiturrahman"]),
    ] = None,
    alur_acting_for: Annotated[
        str | None,
        Header(pattern=_PERSON, description="Whom the person stands in for (Plh, Plt)."),
    ] = None,
) -> Actor:
    """Who acts, as the headers say.

    Raises:
        InputRefused: the name of the system itself, under which only its own results are recorded.
    """
    for header, name in (("alur-person", alur_person), ("alur-acting-for", alur_acting_for)):
        if name and name.lower() == SYSTEM.person:
            raise InputRefused({header: "is the name of the system; give a person's"})
    return Actor(
        person=PersonId(alur_person),
        role=RoleId(alur_role) if alur_role else None,
        unit=UnitId(alur_unit) if alur_unit else None,
        acting_for=PersonId(alur_acting_for) if alur_acting_for else None,
        via="api",
    )


Db = Annotated[Database, Depends(database)]
Files = Annotated[Path, Depends(files)]
Now = Annotated[datetime, Depends(now)]
Ended = Annotated[tuple[str, ...], Depends(threads_ended)]
Clock = Annotated[Callable[[], datetime], Depends(clock_of)]
Installed = Annotated[Settings, Depends(settings_of)]
Zone = Annotated[ZoneInfo, Depends(office_zone)]
Who = Annotated[Actor, Depends(actor)]
Once = Annotated[None, Depends(said_once)]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=_KEY,
        description="Chosen by the client: the same key again gives the first answer, once more.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]


class Desk(Frozen, frozen=True, kw_only=True):
    """Where a request becomes a command: who acts, when, and under which key."""

    database: Database
    by: Actor
    at: datetime
    key: str | None = None

    def carry_out(self, command: AnyCommand) -> Receipt:
        """The command done and on disk before this returns.

        Raises:
            CommandRefused: a rule says no.
        """
        return counted(command, lambda: execute(self.database, command, at=self.at, key=self.key))


def desk(database: Db, _: Once, by: Who, at: Now, idempotency_key: Key = None) -> Desk:
    """A desk for one request."""
    return Desk(database=database, by=by, at=at, key=idempotency_key)


AtDesk = Annotated[Desk, Depends(desk)]
