"""Units and people: who there is, and who joins, changes and leaves."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Response
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Db, Now, Who, Zone
from api.openapi import reads, writes
from api.people_answers import (
    ChangeAnswer,
    DirectoryHistory,
    PersonAnswer,
    PersonList,
    UnitAnswer,
    UnitList,
    change_answer,
    directory_lines,
    person_answer,
)
from api.people_schemas import (
    Leaving,
    PersonGiven,
    PersonSaid,
    ReachSaid,
    RoleName,
    UnitGiven,
    UnitSaid,
)
from api.schemas import PersonName, Slug
from engine.core.commands import Actor
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    ChangePerson,
    ChangeUnit,
    CloseUnit,
    LetGo,
    TakeBack,
)
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen
from engine.service import directory, handover, people
from engine.service.database import Database
from engine.service.people import PeopleFilter
from engine.service.people_sight import Sight, sight

router = APIRouter(tags=["people"])

ADMINISTERS = [allow(Access.ADMINISTERS)]
OWN = [allow(Access.SIGNED_IN)]

PersonPath = Annotated[PersonName, Path(description="The person's id.", examples=["rini.astuti"])]
UnitPath = Annotated[Slug, Path(description="The unit's id.", examples=["kecamatan-baiturrahman"])]
NO_WORD = Leaving()


class Office(Frozen, frozen=True, kw_only=True):
    """Where a request becomes a change of the directory: who asks for it, and when."""

    database: Database
    by: Actor
    at: datetime
    zone: ZoneInfo
    key: str | None = None

    def change(self, command: AnyDirectoryCommand, *, status: int = 200) -> Response:
        """The change made and on disk, and what follows from it; as an answer.

        Raises:
            CommandRefused: a rule says no.
        """
        changed = handover.change(self.database, command, at=self.at, key=self.key)
        now = directory.current(self.database)
        return answer(change_answer(changed, now, self.zone), status=status)


async def office(desk: AtDesk, zone: Zone) -> Office:
    """An office for one request."""
    return Office(database=desk.database, by=desk.by, at=desk.at, zone=zone, key=desk.key)


AtOffice = Annotated[Office, Depends(office)]


def in_sight(database: Db, by: Who, at: Now) -> Sight:
    """What whoever asks sees of the directory; the rest is answered as if it were not there."""
    return sight(database, by.person, at=at)


InSight = Annotated[Sight, Depends(in_sight)]


class PeopleQuery(BaseModel):
    """Which people, or whose roles and times away."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: PersonName | None = Field(default=None, description="Of one person.")
    unit: Slug | None = Field(default=None, description="Of a unit and all below it.")
    role: RoleName | None = Field(default=None, description="Of a role or a duty.")
    text: str = Field(default="", max_length=80, description="In the name, the id, or the NIP.")
    over: bool = Field(default=False, description="Also who left, and what has ended.")

    @property
    def wanted(self) -> PeopleFilter:
        """The same for the engine."""
        return PeopleFilter(
            person=PersonId(self.person) if self.person else None,
            unit=UnitId(self.unit) if self.unit else None,
            role=RoleId(self.role) if self.role else None,
            text=self.text,
            over=self.over,
        )


Wanted = Annotated[PeopleQuery, Query()]


@router.get("/units", dependencies=ADMINISTERS, **reads(UnitList, "All units, as a tree."))
def list_units(database: Db, at: Now) -> Response:
    """List the units, each above those below it."""
    return answer(UnitList(items=people.unit_tree(database, at=at)))


@router.get("/units/{unit}", dependencies=ADMINISTERS, **reads(UnitAnswer, "The unit."))
def show_unit(unit: UnitPath, database: Db) -> Response:
    """Show one unit."""
    return answer(UnitAnswer(unit=people.show_unit(database, UnitId(unit))))


@router.post(
    "/units", dependencies=ADMINISTERS, **writes("The unit stands.", ChangeAnswer, status=201)
)
def add_unit(body: UnitGiven, office: AtOffice) -> Response:
    """Set up a unit."""
    command = AddUnit(
        by=office.by,
        unit=UnitId(body.unit),
        title=body.title.text,
        kind=body.kind,
        parent=UnitId(body.parent) if body.parent else None,
    )
    return office.change(command, status=201)


@router.put(
    "/units/{unit}", dependencies=ADMINISTERS, **writes("The unit is as said.", ChangeAnswer)
)
def change_unit(unit: UnitPath, body: UnitSaid, office: AtOffice) -> Response:
    """Say anew what a unit is called, of what kind it is and where it hangs."""
    command = ChangeUnit(
        by=office.by,
        unit=UnitId(unit),
        title=body.title.text,
        kind=body.kind,
        parent=UnitId(body.parent) if body.parent else None,
    )
    return office.change(command)


@router.post(
    "/units/{unit}/close", dependencies=ADMINISTERS, **writes("The unit is closed.", ChangeAnswer)
)
def close_unit(unit: UnitPath, office: AtOffice) -> Response:
    """Close a unit in which nobody holds anything."""
    return office.change(CloseUnit(by=office.by, unit=UnitId(unit)))


@router.get("/people", dependencies=ADMINISTERS, **reads(PersonList, "People by name."))
def list_people(database: Db, at: Now, wanted: Wanted, seen: InSight) -> Response:
    """List people of the units that your duty is for, with what they hold there now."""
    asked = replace(wanted.wanted, sight=seen)
    return answer(PersonList(items=people.list_people(database, asked, at=at)))


@router.get("/people/me", dependencies=OWN, **reads(PersonAnswer, "What is kept of yourself."))
def show_myself(database: Db, by: Who, at: Now, zone: Zone) -> Response:
    """Show what you hold and held, who stands in for you, and what changed of it."""
    view = people.show_person(database, by.person, at=at)
    return answer(person_answer(view, directory.current(database), zone))


@router.put(
    "/people/me/reach", dependencies=OWN, **writes("You are reached as you said.", ChangeAnswer)
)
def change_reach(body: ReachSaid, office: AtOffice) -> Response:
    """Say anew by which telephone you are reached; an e-mail address an administrator changes."""
    myself = directory.current(office.database).people[office.by.person]
    command = ChangePerson(
        by=office.by,
        person=myself.id,
        name=myself.name,
        nip=myself.nip,
        email=myself.email,
        phone=body.phone,
    )
    return office.change(command)


@router.get("/people/{person}", dependencies=ADMINISTERS, **reads(PersonAnswer, "The person."))
def show_person(person: PersonPath, database: Db, at: Now, zone: Zone, seen: InSight) -> Response:
    """Show what somebody holds and held, who stands in for them, and what changed of it."""
    view = people.show_person(database, PersonId(person), at=at, sight=seen)
    return answer(person_answer(view, directory.current(database), zone))


@router.post(
    "/people", dependencies=ADMINISTERS, **writes("The person joined.", ChangeAnswer, status=201)
)
def add_person(body: PersonGiven, office: AtOffice) -> Response:
    """Let somebody join. An account to sign in with is opened apart from it."""
    command = AddPerson(
        by=office.by,
        person=PersonId(body.person),
        name=body.name,
        nip=body.nip,
        email=body.email,
        phone=body.phone,
        machine=body.machine,
    )
    return office.change(command, status=201)


@router.put(
    "/people/{person}", dependencies=ADMINISTERS, **writes("The person is as said.", ChangeAnswer)
)
def change_person(person: PersonPath, body: PersonSaid, office: AtOffice) -> Response:
    """Say anew what somebody is called and how they are reached."""
    command = ChangePerson(
        by=office.by,
        person=PersonId(person),
        name=body.name,
        nip=body.nip,
        email=body.email,
        phone=body.phone,
    )
    return office.change(command)


@router.post(
    "/people/{person}/leave",
    dependencies=ADMINISTERS,
    **writes("The person left; their tasks go on with others.", ChangeAnswer),
)
def let_go(person: PersonPath, office: AtOffice, body: Leaving = NO_WORD) -> Response:
    """Somebody leaves: whatever they hold ends, and their open tasks are handed over."""
    return office.change(LetGo(by=office.by, person=PersonId(person), reason=body.reason))


@router.post(
    "/people/{person}/return",
    dependencies=ADMINISTERS,
    **writes("The person is back.", ChangeAnswer),
)
def take_back(person: PersonPath, office: AtOffice) -> Response:
    """Somebody who left comes back, with nothing of what was held before."""
    return office.change(TakeBack(by=office.by, person=PersonId(person)))


class HistoryQuery(BaseModel):
    """Which changes of the directory."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: PersonName | None = Field(default=None, description="About one person.")
    unit: Slug | None = Field(default=None, description="About one unit.")
    limit: int = Field(default=50, ge=1, le=500, description="Changes at most.")


@router.get(
    "/directory/history",
    dependencies=ADMINISTERS,
    **reads(DirectoryHistory, "Who changed what when, the newest first."),
)
def directory_history(
    database: Db, zone: Zone, seen: InSight, wanted: Annotated[HistoryQuery, Query()]
) -> Response:
    """List what changed in the units that your duty is for. Nothing of it is ever deleted."""
    asked = PeopleFilter(
        person=PersonId(wanted.person) if wanted.person else None,
        unit=UnitId(wanted.unit) if wanted.unit else None,
        sight=seen,
    )
    found = people.list_history(database, asked, limit=wanted.limit)
    return answer(DirectoryHistory(items=directory_lines(found, directory.current(database), zone)))
