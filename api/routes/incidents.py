"""Incidents: where the engine cannot go on by itself. Mending one is an act on its task.

`POST /cases/{case}/tasks/{activation}/retry` tries it again; `…/record` enters what was done by
hand.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import Db, Installed
from api.incident_answers import IncidentAnswer, incident_answer
from api.openapi import reads
from api.reach import Watched, WatchedCase
from api.reads import INCIDENT, Reading
from api.routes.deviations import Instant
from api.routes.tasks import TaskPath
from api.schemas import Slug
from engine.core.ids import ActivationId, SopId, UnitId
from engine.service import incidents
from engine.service.incident_views import IncidentFilter, IncidentPage

router = APIRouter(tags=["incidents"])


class IncidentQuery(BaseModel):
    """Which incidents to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sop: Slug | None = Field(default=None, description="Of one SOP.")
    unit: Slug | None = Field(default=None, description="Of one unit.")
    before: Instant | None = Field(
        default=None,
        description="Those that began before then; an address writes + as %2B.",
        examples=["2026-11-23T08:00:00+07:00"],
    )
    limit: int = Field(default=50, ge=1, le=200, description="Incidents a page.")
    after: str | None = Field(
        default=None,
        pattern=r"^[0-9a-z]{1,40}/[0-9]{1,9}$",
        description="`next` of the page before.",
        examples=["01k9q3v7m2x4t8zc/5"],
    )


@router.get(
    "/incidents",
    dependencies=[allow(Access.READS)],
    **reads(IncidentPage, "A page of incidents, the oldest first."),
)
def list_incidents(
    database: Db, seen: Watched, wanted: Annotated[IncidentQuery, Query()]
) -> Response:
    """List the steps that the engine is stuck with now, over all cases, the oldest first."""
    found = IncidentFilter(
        sop=SopId(wanted.sop) if wanted.sop else None,
        unit=UnitId(wanted.unit) if wanted.unit else None,
        before=wanted.before,
        limit=wanted.limit,
        after=wanted.after or "",
        reach=seen,
    )
    return answer(incidents.list_incidents(database, found))


@router.get(
    "/incidents/{case}/{activation}",
    dependencies=[allow(Access.READS)],
    **reads(IncidentAnswer, "The incident with every attempt, and what the history says of it."),
)
def show_incident(
    case: WatchedCase, activation: TaskPath, settings: Installed, reading: Reading
) -> Response:
    """Show an incident: what happened, each attempt with its log, what a result must give."""
    view = incidents.show_incident(reading.database, case, ActivationId(activation))
    reading.note(case, INCIDENT)
    return answer(incident_answer(view, settings))
