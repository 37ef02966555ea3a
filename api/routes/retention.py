"""Records of closed cases: how long they are kept, what keeps them back, how they are destroyed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtCase, AtDesk, Db, Files, Installed, Now
from api.errors import NOT_STORED
from api.openapi import reads, writes
from api.reach import InReach, NamedCase, ReadCase
from api.retention_answers import DisposalList, DueList, HoldList, SeriesList
from api.schemas import Line, Required
from engine.core.commands import Hold, LiftHold
from engine.core.ids import CaseId
from engine.core.retention_events import HoldGround
from engine.service import disposal, retention
from engine.service.carrying_out import CarriedOut, carry_out
from engine.service.disposal import MOST_AT_ONCE, DisposalView, Keeper, Minutes
from engine.service.minutes import set_minutes
from engine.service.retention import RecordView, Schedule, schedule_of

router = APIRouter(tags=["retention"])

ARCHIVES = [allow(Access.ARCHIVES)]
ListPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-z]{1,40}$", description="Its id.", examples=["01m2v4nq07k3d9xw"]),
]


def the_schedule(settings: Installed) -> Schedule:
    """The retention schedule as it lies in the library now."""
    return schedule_of(
        settings.definitions, zone=settings.office_zone, default=settings.retention_default
    )


OnSchedule = Annotated[Schedule, Depends(the_schedule)]


async def keeper_of(at_desk: AtDesk, seen: InReach) -> Keeper:
    """Who asks, when, and how far they see."""
    return Keeper(by=at_desk.by, at=at_desk.at, reach=seen)


AsKeeper = Annotated[Keeper, Depends(keeper_of)]


class Holding(BaseModel):
    """A ground on which the record is kept back, or no longer is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ground: HoldGround = Field(description="On which ground.", examples=["dispute"])
    reason: Required = Field(examples=["Gugatan 12/G/2026/PTUN"])


class Proposing(BaseModel):
    """What is to be destroyed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cases: list[Annotated[str, Field(pattern=r"^[0-9a-z]{1,40}$")]] = Field(
        default=[], max_length=MOST_AT_ONCE, description="These cases; none: all that are due."
    )
    note: str = Field(default="", max_length=2000, description="What to say to whoever decides.")


class Approving(BaseModel):
    """The minutes (berita acara) by which a list is approved."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Line = Field(description="Their number.", examples=["BA 7/ARS/2030"])
    signed_on: date = Field(description="The day they were signed.", examples=["2030-01-14"])
    witnesses: list[Line] = Field(
        min_length=2, max_length=20, description="Who saw it.", examples=[["Nurhayati", "Rudi"]]
    )


class Refusing(BaseModel):
    """Why a list is not carried out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Required = Field(examples=["Berkas masih dipakai pemeriksa"])


class HowMany(BaseModel):
    """How much to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(default=500, ge=1, le=MOST_AT_ONCE, description="Cases at most.")


@router.get(
    "/retention/classes",
    dependencies=[allow(Access.READS)],
    **reads(SeriesList, "The schedule."),
)
def list_classes(database: Db, schedule: OnSchedule) -> Response:
    """List the retention classes of the office, and the SOPs in force that name them."""
    return answer(SeriesList(items=retention.series(database, schedule)))


@router.get("/retention/due", dependencies=ARCHIVES, **reads(DueList, "What is due."))
def list_due(
    database: Db, schedule: OnSchedule, keeper: AsKeeper, wanted: Annotated[HowMany, Query()]
) -> Response:
    """List the cases whose record may be proposed for destruction."""
    found = disposal.would_be(database, schedule, keeper, limit=wanted.limit)
    return answer(DueList(items=found))


@router.get("/retention/holds", dependencies=ARCHIVES, **reads(HoldList, "What is held."))
def list_holds(database: Db, seen: InReach) -> Response:
    """List the records that are kept back."""
    return answer(HoldList(items=retention.holds(database, reach=seen)))


@router.get(
    "/cases/{case}/retention",
    dependencies=[allow(Access.READS)],
    **reads(RecordView, "Where the record stands."),
)
def show_record(case: ReadCase, database: Db, schedule: OnSchedule, at: Now) -> Response:
    """Show where the record of a case stands; once it is disposed of, the proof of it."""
    return answer(retention.show_record(database, schedule, case, at=at))


@router.post(
    "/cases/{case}/holds",
    dependencies=[allow(Access.ACTS)],
    **writes("The record is held."),
)
def hold(case: NamedCase, body: Holding, desk: AtCase) -> Response:
    """Keep the record of a case back, whatever the schedule says; for archivists and managers."""
    command = Hold(case=case, by=desk.by, ground=body.ground, reason=body.reason)
    return answer(desk.carry_out(command))


@router.post(
    "/cases/{case}/holds/lifting",
    dependencies=[allow(Access.ACTS)],
    **writes("It is let go."),
)
def lift_hold(case: NamedCase, body: Holding, desk: AtCase) -> Response:
    """Let the record go, as far as that ground is concerned."""
    command = LiftHold(case=case, by=desk.by, ground=body.ground, reason=body.reason)
    return answer(desk.carry_out(command))


@router.get("/retention/lists", dependencies=ARCHIVES, **reads(DisposalList, "The lists."))
def list_disposals(database: Db, seen: InReach) -> Response:
    """List what was proposed for destruction, the newest first."""
    return answer(DisposalList(items=disposal.list_disposals(database, reach=seen)))


@router.post(
    "/retention/lists",
    dependencies=ARCHIVES,
    **writes("It waits for another person.", DisposalView, status=201),
)
def propose_disposal(
    body: Proposing, database: Db, schedule: OnSchedule, keeper: AsKeeper
) -> Response:
    """Propose records for destruction; takes the duty alur:archivist."""
    cases = [CaseId(one) for one in body.cases]
    done = disposal.propose(database, schedule, keeper, cases=cases, note=body.note)
    return answer(done, status=201)


@router.get("/retention/lists/{name}", dependencies=ARCHIVES, **reads(DisposalView, "The list."))
def show_disposal(name: ListPath, database: Db, seen: InReach) -> Response:
    """Show a list, what stands on it and what became of that."""
    return answer(disposal.show_disposal(database, name, reach=seen))


@router.post(
    "/retention/lists/{name}/approval",
    dependencies=ARCHIVES,
    **writes("It may be carried out.", DisposalView),
)
def approve_disposal(
    name: ListPath, body: Approving, database: Db, schedule: OnSchedule, keeper: AsKeeper
) -> Response:
    """Approve, by its minutes, a list that somebody else proposed."""
    minutes = Minutes(number=body.number, signed_on=body.signed_on, witnesses=tuple(body.witnesses))
    return answer(disposal.approve(database, schedule, keeper, name, minutes))


@router.post(
    "/retention/lists/{name}/refusal",
    dependencies=ARCHIVES,
    **writes("It is not carried out.", DisposalView),
)
def refuse_disposal(name: ListPath, body: Refusing, database: Db, keeper: AsKeeper) -> Response:
    """Refuse a list; whoever proposed it takes it back so."""
    return answer(disposal.refuse(database, keeper, name, reason=body.reason))


@router.post(
    "/retention/lists/{name}/carrying-out",
    dependencies=ARCHIVES,
    **writes("What became of each case.", CarriedOut),
)
def carry_out_disposal(
    name: ListPath, database: Db, schedule: OnSchedule, keeper: AsKeeper, files: Files
) -> Response:
    """Destroy what an approved list says; asked again, it goes on where it was interrupted."""
    return answer(carry_out(database, schedule, keeper, name, root=files))


@router.get(
    "/retention/lists/{name}/minutes",
    responses={
        **reads(DisposalView, "")["responses"],
        200: {"description": "The minutes.", "content": {"application/pdf": {}}},
    },
    dependencies=ARCHIVES,
)
def read_minutes(name: ListPath, database: Db, settings: Installed, seen: InReach) -> Response:
    """Read the minutes (berita acara) of an approved list as a PDF."""
    view = disposal.show_disposal(database, name, reach=seen)
    content = set_minutes(database, view, zone=settings.office_zone)
    return Response(content, headers=NOT_STORED, media_type="application/pdf")
