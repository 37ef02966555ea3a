"""What routes ask for: the installation, who acts and how they say it, the key of a repetition.

Who asks is shown by a token or a session (`api.identity`), whether they may at all is declared on
the route (`api.access`), how far they see is their reach (`api.reach`). In which role they act may
be said in headers; where it is not said the engine picks the one that fits.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request

from api.identity import Arrival, let_in
from api.installed import (
    Clock,
    Db,
    Ended,
    Files,
    Installed,
    Now,
    Zone,
    clock_of,
    database,
    files,
    now,
    office_zone,
    settings_of,
    threads_ended,
)
from api.metrics import counted
from api.reach import reach_in, watched_in
from engine.core.commands import SYSTEM, Actor, AnyCommand
from engine.core.errors import InputRefused
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.queries import case_within
from engine.service.views import Receipt

__all__ = [
    "AtCase",
    "AtDesk",
    "AtIncident",
    "Clock",
    "Db",
    "Desk",
    "Ended",
    "Files",
    "Installed",
    "Key",
    "Now",
    "Who",
    "Zone",
    "acting",
    "actor",
    "case_desk",
    "clock_of",
    "database",
    "desk",
    "files",
    "now",
    "office_zone",
    "said_once",
    "settings_of",
    "threads_ended",
]

_PERSON = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,79}$"
_ROLE = r"^[a-z][a-z0-9_]{0,39}$"
_UNIT = r"^[a-z][a-z0-9-]{0,59}$"
_KEY = r"^[\x21-\x7e]{1,200}$"
_SAID_ONCE = ("alur-role", "alur-unit", "alur-acting-for", "idempotency-key")


def said_once(request: Request) -> None:
    """Of two answers to who acts, neither is to be believed.

    Raises:
        InputRefused: such a header stands twice.
    """
    doubled = [name for name in _SAID_ONCE if len(request.headers.getlist(name)) > 1]
    if doubled:
        raise InputRefused(dict.fromkeys(doubled, "stands there twice; send it once"))


class Acting(Frozen, frozen=True, kw_only=True):
    """Who acts, and how they got in."""

    by: Actor
    arrived: Arrival


async def acting(
    request: Request,
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
) -> Acting:
    """Who acts: the person signed in, in the role that the headers say, if they say one.

    Raises:
        InputRefused: the name of the system itself, under which only its own results are recorded;
            or two answers to who acts.
    """
    said_once(request)
    arrived = let_in(request)
    if alur_acting_for and alur_acting_for.lower() == SYSTEM.person:
        raise InputRefused({"alur-acting-for": "is the name of the system; give a person's"})
    by = Actor(
        person=arrived.identity.person,
        role=RoleId(alur_role) if alur_role else None,
        unit=UnitId(alur_unit) if alur_unit else None,
        acting_for=PersonId(alur_acting_for) if alur_acting_for else None,
        via=getattr(request.app.state, "face", "api"),
    )
    return Acting(by=by, arrived=arrived)


Acts = Annotated[Acting, Depends(acting)]


async def actor(acts: Acts) -> Actor:
    """As `acting`."""
    return acts.by


Who = Annotated[Actor, Depends(actor)]
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
    """Where a request becomes a command: who acts, when, and under which key.

    `seen`: the case of a command must lie within it; None: that was looked up before.
    """

    database: Database
    by: Actor
    at: datetime
    key: str | None = None
    seen: Reach | None = None

    def carry_out(self, command: AnyCommand) -> Receipt:
        """The command done and on disk before this returns.

        Raises:
            NotFound: there is no such case within reach.
            CommandRefused: a rule says no.
        """
        if self.seen is not None:
            case_within(self.database, command.case, self.seen, whole=True)
        return counted(command, lambda: execute(self.database, command, at=self.at, key=self.key))


async def desk(acts: Acts, idempotency_key: Key = None) -> Desk:
    """A desk for one request."""
    return _desk(acts, idempotency_key, None)


AtDesk = Annotated[Desk, Depends(desk)]


async def case_desk(acts: Acts, idempotency_key: Key = None) -> Desk:
    """A desk for a command on one case, which must lie within reach."""
    return _desk(acts, idempotency_key, reach_in(acts.arrived))


AtCase = Annotated[Desk, Depends(case_desk)]


async def incident_desk(acts: Acts, idempotency_key: Key = None) -> Desk:
    """The same for mending an incident, which operators may who keep watch over the case."""
    return _desk(acts, idempotency_key, watched_in(acts.arrived))


def _desk(acts: Acting, key: str | None, seen: Reach | None) -> Desk:
    arrived = acts.arrived
    return Desk(database=arrived.database, by=acts.by, at=arrived.at, key=key, seen=seen)


AtIncident = Annotated[Desk, Depends(incident_desk)]
