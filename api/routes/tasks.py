"""Tasks: the open steps that wait for a person, and what a person does with one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import TaskList, answer
from api.deps import AtCase, AtIncident, Db
from api.openapi import reads, writes
from api.reach import InReach, NamedCase
from api.routes.cases import NOTHING, respond
from api.schemas import (
    DIGITS,
    Act,
    ByHand,
    Completion,
    Departure,
    Handing,
    Name,
    PersonName,
    Resolution,
    Sending,
    Slug,
)
from engine.core.commands import (
    Assign,
    Claim,
    Complete,
    Delegate,
    Override,
    RecordAction,
    Release,
    Resolve,
    RetryAction,
    Return,
)
from engine.core.ids import ActivationId, OutcomeId, PersonId, RoleId, SopId, StepId
from engine.service import queries
from engine.service.views import TaskFilter

router = APIRouter(tags=["tasks"])

TaskPath = Annotated[
    int,
    Path(ge=1, le=2**31 - 1, description="The activation's number within its case.", examples=[2]),
    DIGITS,
]
_TASK = "/cases/{case}/tasks/{activation}"
BARE = Completion()
NO_NOTE = Resolution()


class TaskQuery(BaseModel):
    """Which open tasks to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Name | None = Field(default=None, description="Waiting for one role.")
    sop: Slug | None = Field(default=None, description="Of one SOP.")
    assignee: PersonName | None = Field(default=None, description="Held by one person.")
    unclaimed: bool = Field(default=False, description="Held by nobody.")
    limit: int = Field(default=50, ge=1, le=200, description="Tasks at most.")


@router.get(
    "/tasks", dependencies=[allow(Access.READS)], **reads(TaskList, "Open tasks, oldest first.")
)
def list_tasks(database: Db, seen: InReach, wanted: Annotated[TaskQuery, Query()]) -> Response:
    """List open tasks: of a role, held by a person, or waiting to be claimed."""
    found = queries.list_tasks(
        database,
        TaskFilter(
            role=RoleId(wanted.role) if wanted.role else None,
            sop=SopId(wanted.sop) if wanted.sop else None,
            assignee=PersonId(wanted.assignee) if wanted.assignee else None,
            unclaimed=wanted.unclaimed,
            limit=wanted.limit,
            reach=seen,
        ),
    )
    return answer(TaskList(items=found))


@router.post(_TASK + "/claim", dependencies=[allow(Access.ACTS)], **writes("The task is yours."))
def claim(case: NamedCase, activation: TaskPath, desk: AtCase, body: Act = NOTHING) -> Response:
    """Take a task; refused when somebody else holds it."""
    command = Claim(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)


@router.post(
    _TASK + "/release",
    dependencies=[allow(Access.ACTS)],
    **writes("The task is back in its role's queue."),
)
def release(case: NamedCase, activation: TaskPath, desk: AtCase, body: Act = NOTHING) -> Response:
    """Put a claimed task back."""
    command = Release(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)


@router.post(
    _TASK + "/complete",
    dependencies=[allow(Access.ACTS)],
    **writes("The step is done and the case moved on."),
)
def complete(
    case: NamedCase, activation: TaskPath, desk: AtCase, body: Completion = BARE
) -> Response:
    """Finish a task. A task that is no longer open is refused with 409: by whom and when."""
    command = Complete(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        outcome=OutcomeId(body.outcome) if body.outcome else None,
        form=body.form,
        checklist=tuple(body.checklist),
        reason=body.reason,
        documents=tuple(body.documents),
    )
    return respond(desk, command)


@router.post(_TASK + "/return", dependencies=[allow(Access.ACTS)], **writes("The case went back."))
def send_back(case: NamedCase, activation: TaskPath, body: Sending, desk: AtCase) -> Response:
    """Send the case back for correction. Nothing is erased: a new visit begins."""
    command = Return(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        reason=body.reason,
        to=StepId(body.to) if body.to else None,
        documents=tuple(body.documents),
    )
    return respond(desk, command)


@router.post(_TASK + "/assign", dependencies=[allow(Access.ACTS)], **writes("The task was given."))
def assign(case: NamedCase, activation: TaskPath, body: Handing, desk: AtCase) -> Response:
    """Give a task to a person; needs the power to assign."""
    command = Assign(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        to=PersonId(body.to),
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(
    _TASK + "/delegate", dependencies=[allow(Access.ACTS)], **writes("The task was delegated.")
)
def delegate(case: NamedCase, activation: TaskPath, body: Handing, desk: AtCase) -> Response:
    """Let another person work on one's task; the owner stays the owner."""
    command = Delegate(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        to=PersonId(body.to),
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(
    _TASK + "/resolve",
    dependencies=[allow(Access.ACTS)],
    **writes("The task is back with its owner."),
)
def resolve(
    case: NamedCase, activation: TaskPath, desk: AtCase, body: Resolution = NO_NOTE
) -> Response:
    """Hand a delegated task back to its owner."""
    command = Resolve(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        note=body.note,
    )
    return respond(desk, command)


@router.post(
    _TASK + "/override", dependencies=[allow(Access.ACTS)], **writes("The departure was recorded.")
)
def override(case: NamedCase, activation: TaskPath, body: Departure, desk: AtCase) -> Response:
    """Depart from the SOP knowingly; needs the power to override, and leaves a trace."""
    command = Override(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        mode=body.mode,
        reason=body.reason,
        step=StepId(body.step) if body.step else None,
        outcome=OutcomeId(body.outcome) if body.outcome else None,
        form=body.form,
        checklist=tuple(body.checklist),
    )
    return respond(desk, command)


@router.post(_TASK + "/record", dependencies=[allow(Access.ACTS)], **writes("The result counts."))
def record(case: NamedCase, activation: TaskPath, body: ByHand, desk: AtCase) -> Response:
    """Enter the result of an automated step by hand; the first result counts, later ones do not."""
    command = RecordAction(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        result=body.result,
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(
    _TASK + "/retry",
    dependencies=[allow(Access.ACTS)],
    **writes("The automated step is tried again."),
)
def retry(case: NamedCase, activation: TaskPath, desk: AtIncident, body: Act = NOTHING) -> Response:
    """Try an automated step again after its incident."""
    command = RetryAction(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)
