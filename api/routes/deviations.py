"""Deviations: where cases departed from their SOPs, and what was decided about it."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtCase, Db, Zone
from api.deviation_answers import DeviationAnswer, deviation_answer
from api.openapi import reads, writes
from api.reach import InReach, NamedCase, ReadCase
from api.reads import DEVIATION, Reading
from api.routes.cases import respond
from api.schemas import Day, Disposition, Name, Slug, written
from engine.core.commands import Dispose
from engine.core.deviations import DeviationKind
from engine.core.ids import CaseId, DeviationId, PersonId, RoleId, SopId, StepId, UnitId
from engine.core.standing import Reach
from engine.service import deviations
from engine.service.deviation_views import DeviationCounts, DeviationFilter, DeviationPage

router = APIRouter(tags=["deviations"])

DeviationPath = Annotated[
    str,
    Path(
        pattern=r"^[a-z_]{1,40}:[0-9]{1,10}$",
        description="The deviation's id within its case: its kind, and a number.",
        examples=["late_step:3"],
    ),
]
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def _told_by_calendars(at: datetime) -> datetime:
    """In UTC, which instants at the edges of time do not have."""
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"must lie in the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, BeforeValidator(written), AfterValidator(_told_by_calendars)]


class CountQuery(BaseModel):
    """Which deviations to count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sop: Slug | None = Field(default=None, description="Of one SOP.")
    unit: Slug | None = Field(default=None, description="Of one unit.")
    step: Name | None = Field(default=None, description="At one step.")
    role: Name | None = Field(default=None, description="Of the steps of one role.")
    kind: DeviationKind | None = Field(default=None, description="Of one kind.")
    status: Literal["", "any", "open", "accepted", "corrective", "revise_sop", "withdrawn"] = Field(
        default="", description="How they stand; by default all but those withdrawn."
    )
    case: str | None = Field(
        default=None,
        pattern=r"^[0-9A-Za-z]{1,40}$",
        description="Of one case: its id, or its first four characters or more.",
    )
    since: Instant | None = Field(
        default=None,
        description="Departed from then on; an address writes + as %2B.",
        examples=["2026-11-23T00:00:00+07:00"],
    )
    until: Instant | None = Field(
        default=None, description="Departed before then.", examples=["2026-12-01T00:00:00+07:00"]
    )
    due_before: Day | None = Field(
        default=None,
        description="Corrective actions that were due before that day: overdue, if it is today.",
        examples=["2026-12-02"],
    )


class DeviationQuery(CountQuery):
    """Which deviations to list."""

    limit: int = Field(default=50, ge=1, le=200, description="Deviations a page.")
    after: str | None = Field(
        default=None,
        pattern=r"^[0-9a-z]{1,40}/[a-z_]{1,40}:[0-9]{1,10}$",
        description="`next` of the page before.",
        examples=["01k9q3v7m2x4t8zc/late_step:3"],
    )


def _filter(wanted: CountQuery, seen: Reach) -> DeviationFilter:
    return DeviationFilter(
        sop=SopId(wanted.sop) if wanted.sop else None,
        unit=UnitId(wanted.unit) if wanted.unit else None,
        step=StepId(wanted.step) if wanted.step else None,
        role=RoleId(wanted.role) if wanted.role else None,
        kind=wanted.kind,
        status=wanted.status,
        case=CaseId(wanted.case) if wanted.case else None,
        since=wanted.since,
        until=wanted.until,
        due_before=wanted.due_before,
        limit=wanted.limit if isinstance(wanted, DeviationQuery) else 1,
        after=(wanted.after or "") if isinstance(wanted, DeviationQuery) else "",
        reach=seen,
    )


@router.get(
    "/deviations",
    dependencies=[allow(Access.READS)],
    **reads(DeviationPage, "A page of deviations, latest first."),
)
def list_deviations(
    database: Db, seen: InReach, wanted: Annotated[DeviationQuery, Query()]
) -> Response:
    """List deviations, the latest departure first; those withdrawn only when asked for."""
    return answer(deviations.list_deviations(database, _filter(wanted, seen)))


@router.get(
    "/deviations/counts",
    dependencies=[allow(Access.READS)],
    **reads(DeviationCounts, "How many, counted in several ways."),
)
def count_deviations(
    database: Db, seen: InReach, wanted: Annotated[CountQuery, Query()]
) -> Response:
    """Count deviations by SOP, unit, step, role, kind and status, the most first."""
    return answer(deviations.count_deviations(database, _filter(wanted, seen)))


@router.get(
    "/cases/{case}/deviations/{deviation}",
    dependencies=[allow(Access.READS)],
    **reads(DeviationAnswer, "The deviation with its evidence, and what was decided."),
)
def show_deviation(
    case: ReadCase, deviation: DeviationPath, zone: Zone, reading: Reading
) -> Response:
    """Show a deviation: the SOP's words, the evidence in sentences, every verdict so far."""
    view = deviations.show_deviation(reading.database, case, DeviationId(deviation))
    reading.note(case, DEVIATION)
    return answer(deviation_answer(view, zone))


@router.post(
    "/cases/{case}/deviations/{deviation}/disposition",
    dependencies=[allow(Access.ACTS)],
    **writes("The verdict was recorded."),
)
def dispose(case: NamedCase, deviation: DeviationPath, body: Disposition, desk: AtCase) -> Response:
    """Decide about a deviation; needs the power to dispose. A later verdict replaces an earlier."""
    command = Dispose(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        deviation=DeviationId(deviation),
        verdict=body.verdict,
        reason=body.reason,
        owner=PersonId(body.owner) if body.owner else None,
        due=body.due,
    )
    return respond(desk, command)
