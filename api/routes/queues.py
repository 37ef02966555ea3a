"""Queues: what waits for whom, the next task, and who carries how much."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Db, Now, Who, Zone
from api.openapi import reads, writes
from api.people_answers import Workload
from api.schemas import Slug
from engine.core.ids import UnitId
from engine.service import queues
from engine.service.queues import QueueView
from engine.service.workload import overseen_workload, start_of_day

router = APIRouter(tags=["queues"])


class QueueQuery(BaseModel):
    """How much of the queue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(default=50, ge=1, le=200, description="Tasks at most, of each kind.")


@router.get(
    "/queue",
    dependencies=[allow(Access.READS)],
    **reads(QueueView, "What you may claim, hold, and have lent to others."),
)
def show_queue(database: Db, by: Who, at: Now, wanted: Annotated[QueueQuery, Query()]) -> Response:
    """Show your queues: overdue first, then what goes first by law, then what is due soonest."""
    return answer(queues.queue(database, by.person, at=at, limit=wanted.limit))


@router.post("/queue/next", dependencies=[allow(Access.ACTS)], **writes("The task is yours."))
def claim_next(desk: AtDesk) -> Response:
    """Claim the task that is to be taken up first; what four eyes keep from you is passed over.

    With `Alur-Role`, `Alur-Unit` or `Alur-Acting-For` only from the queues of that. An empty queue
    is refused with 409 `queue-empty`.
    """
    return answer(queues.claim_next(desk.database, desk.by, at=desk.at, key=desk.key))


class WorkloadQuery(BaseModel):
    """Whose workload."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Slug | None = Field(default=None, description="Of a unit and all below it.")


@router.get(
    "/workload",
    dependencies=[allow(Access.OVERSEES)],
    **reads(Workload, "Who carries how much in the units that you oversee."),
)
def show_workload(
    database: Db, by: Who, at: Now, zone: Zone, wanted: Annotated[WorkloadQuery, Query()]
) -> Response:
    """Show open tasks held, those overdue, and steps done today, by unit and person."""
    since = start_of_day(at, zone)
    unit = UnitId(wanted.unit) if wanted.unit else None
    found = overseen_workload(database, by.person, at=at, since=since, unit=unit)
    return answer(Workload(since=since, items=found))
