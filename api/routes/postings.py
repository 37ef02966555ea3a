"""What people hold: roles and duties, standing in for others, and times away."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from msgspec.structs import replace

from api.access import Access, allow
from api.answers import answer
from api.deps import Db, Now, Who
from api.openapi import reads, writes
from api.people_answers import AbsenceList, AssignmentList, ChangeAnswer, SubstitutionList
from api.people_schemas import Ending, Granting, Leave, Naming
from api.routes.people import ADMINISTERS, OWN, AtOffice, InSight, PersonPath, Wanted
from api.schemas import DIGITS
from engine.core.directory_commands import (
    DeclareAbsence,
    EndAbsence,
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    NameSubstitute,
)
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from engine.service import directory, people
from engine.service.workload import overseen_units

router = APIRouter(tags=["people"])

NumberPath = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Its number in the directory.", examples=[12]), DIGITS
]
OVERSEES = [allow(Access.OVERSEES)]
NOW = Ending()


@router.get(
    "/assignments", dependencies=ADMINISTERS, **reads(AssignmentList, "Roles and duties held.")
)
def list_assignments(database: Db, at: Now, wanted: Wanted, seen: InSight) -> Response:
    """List who holds which role in the units that your duty is for, now or later."""
    asked = replace(wanted.wanted, sight=seen)
    return answer(AssignmentList(items=people.list_assignments(database, asked, at=at)))


@router.post(
    "/people/{person}/assignments",
    dependencies=ADMINISTERS,
    **writes("The person holds it.", ChangeAnswer, status=201),
)
def grant_assignment(person: PersonPath, body: Granting, office: AtOffice) -> Response:
    """Give a person a role or a duty in a unit. Nobody gives anything to themselves."""
    command = GrantAssignment(
        by=office.by,
        person=PersonId(person),
        role=RoleId(body.role),
        unit=UnitId(body.unit),
        sop=SopId(body.sop) if body.sop else None,
        since=body.since,
        until=body.until,
        decree=body.decree,
    )
    return office.change(command, status=201)


@router.post(
    "/people/{person}/assignments/{number}/end",
    dependencies=ADMINISTERS,
    **writes("The person holds it no more, or not beyond that instant.", ChangeAnswer),
)
def end_assignment(
    person: PersonPath, number: NumberPath, office: AtOffice, body: Ending = NOW
) -> Response:
    """Take a role or a duty away; open tasks that need it are handed over at once."""
    command = EndAssignment(
        by=office.by,
        person=PersonId(person),
        assignment=AssignmentId(number),
        until=body.until,
        reason=body.reason,
    )
    return office.change(command)


@router.get(
    "/substitutes", dependencies=ADMINISTERS, **reads(SubstitutionList, "Who stands in for whom.")
)
def list_substitutes(database: Db, at: Now, wanted: Wanted, seen: InSight) -> Response:
    """List who stands in there for whom, now or later; `person` may be either of them."""
    asked = replace(wanted.wanted, sight=seen)
    return answer(SubstitutionList(items=people.list_substitutions(database, asked, at=at)))


@router.post(
    "/substitutes",
    dependencies=ADMINISTERS,
    **writes("Somebody stands in.", ChangeAnswer, status=201),
)
def name_substitute(body: Naming, office: AtOffice) -> Response:
    """Let somebody stand in for the holder of a role (Plh, Plt)."""
    command = NameSubstitute(
        by=office.by,
        kind=body.kind,
        substitute=PersonId(body.substitute),
        instead_of=PersonId(body.instead_of),
        role=RoleId(body.role),
        unit=UnitId(body.unit),
        since=body.since,
        until=body.until,
        decree=body.decree,
    )
    return office.change(command, status=201)


@router.post(
    "/people/{person}/standing-in/{number}/end",
    dependencies=ADMINISTERS,
    **writes("The person does not stand in any more.", ChangeAnswer),
)
def end_substitution(
    person: PersonPath, number: NumberPath, office: AtOffice, body: Ending = NOW
) -> Response:
    """End that a person stands in for another; what they held by it is handed over."""
    command = EndSubstitution(
        by=office.by,
        substitute=PersonId(person),
        substitution=SubstitutionId(number),
        until=body.until,
        reason=body.reason,
    )
    return office.change(command)


@router.get("/absences", dependencies=OVERSEES, **reads(AbsenceList, "Who is away."))
def list_absences(database: Db, by: Who, at: Now, wanted: Wanted) -> Response:
    """List who is away, now or later, of those who work in the units that you oversee."""
    units = overseen_units(directory.current(database), by.person, at)
    asked = replace(wanted.wanted, within=units)
    return answer(AbsenceList(items=people.list_absences(database, asked, at=at)))


@router.post(
    "/people/{person}/absences",
    dependencies=OWN,
    **writes("The person is away; their tasks are with others.", ChangeAnswer, status=201),
)
def declare_absence(person: PersonPath, body: Leave, office: AtOffice) -> Response:
    """Say that you are away; of others administrators and supervisors say it.

    The substitute stands in for every role (Plh) and gets what is in the person's hands when the
    time begins.
    """
    command = DeclareAbsence(
        by=office.by,
        person=PersonId(person),
        since=body.since,
        until=body.until,
        reason=body.reason,
        substitute=PersonId(body.substitute) if body.substitute else None,
    )
    return office.change(command, status=201)


@router.post(
    "/people/{person}/absences/{number}/end",
    dependencies=OWN,
    **writes("The person is back.", ChangeAnswer),
)
def end_absence(person: PersonPath, number: NumberPath, office: AtOffice) -> Response:
    """Say that you are back, or do not go; who stood in does so no more."""
    return office.change(EndAbsence(by=office.by, person=PersonId(person), absence=number))
