"""Whoever a request names is believed and works here, for tests that are not about signing in.

`Alur-Person` says who asks; the person is enrolled at first sight: with the role of `Alur-Role` in
the unit of every published SOP, and as a manager at the top, who reads every case. Who reads
without a name is READER.
"""

from datetime import UTC, datetime, timedelta

from fastapi import FastAPI, Request

from api.identity import SAFE, Arrival, Identity, arrival
from api.installed import Db, Now
from api.refusals import NotSignedIn
from engine.core.commands import SYSTEM
from engine.core.directory import Directory, Duty
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service import clock, tokens
from engine.service.database import Database
from engine.service.directory import change, current
from engine.service.founding import found, top_of
from engine.service.tokens import Scope

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = PersonId("pembaca")
USUAL = {PersonId("rini"): "loket", PersonId("hesti"): "kasi"}
"""Enrolled with the first who asks: tests let them act without a request, too."""


def let_in(app: FastAPI) -> FastAPI:
    """The app, and the interface mounted in it, with identities that are believed."""
    for one in (app, getattr(app.state, "interface", None)):
        if one is not None:
            one.dependency_overrides[arrival] = believed
    return app


def believed(request: Request, database: Db, at: Now) -> Arrival:
    """Who the header says asks, as somebody who works here."""
    who = _enrolled(request, database)
    return Arrival(who=who, directory=current(database), database=database, at=at)


def _enrolled(request: Request, database: Database) -> Identity | NotSignedIn:
    named = request.headers.get("alur-person")
    if not named and request.method not in SAFE:
        return NotSignedIn()
    person = PersonId(named or READER)
    if not current(database).founded:
        for usual, role in USUAL.items():
            enrol(database, usual, role=role)
    enrol(database, person, role=request.headers.get("alur-role"))
    return Identity(person=person, handle=f"session-of-{person}")


def enrol(database: Database, person: PersonId, *, role: str | None = None) -> None:
    """Let somebody work here, in that role wherever there is an SOP, and see everything."""
    found(database, at=LONG_AGO)
    directory = current(database)
    if person not in directory.people:
        name = str(person)
        change(database, AddPerson(by=SYSTEM, person=person, name=name), at=LONG_AGO)
    top = top_of(directory)
    wanted = {(RoleId(Duty.MANAGER), top)}
    if role is not None:
        wanted |= {(RoleId(role), unit) for unit in directory.units if unit != top}
        wanted |= {(RoleId(role), top)} if len(directory.units) == 1 else set()
    for held, unit in sorted(wanted - _held(directory, person)):
        grant(database, person, held, unit)


def grant(database: Database, person: PersonId, role: RoleId, unit: UnitId) -> None:
    """Give somebody a role or a duty in a unit, for good."""
    command = GrantAssignment(by=SYSTEM, person=person, role=role, unit=unit)
    change(database, command, at=LONG_AGO)


def _held(directory: Directory, person: PersonId) -> set[tuple[RoleId, UnitId]]:
    return {(one.role, one.unit) for one in directory.assignments.get(person, ())}


def bearer(database: Database, person: str, role: str) -> str:
    """A token by which somebody works over HTTP in that role, until tomorrow by the real clock."""
    enrol(database, PersonId(person), role=role)
    at = clock.now()
    secret, _ = tokens.issue(
        database,
        PersonId(person),
        name="tests",
        scopes=(Scope.READ, Scope.ACT),
        until=at + timedelta(days=1),
        by=PersonId(person),
        at=at,
    )
    return secret
