"""Tasks: the open steps that wait for a person, and what a person does with one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import TaskList, answer
from api.deps import AtDesk, Db
from api.openapi import reads, writes
from api.routes.cases import NOTHING, CasePath, respond
from api.schemas import (
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
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId, StepId
from engine.service import queries
from engine.service.views import TaskFilter

router = APIRouter(tags=["tasks"])

TaskPath = Annotated[
    int,
    Path(ge=1, le=2**31 - 1, description="The activation's number within its case.", examples=[2]),
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


@router.get("/tasks", **reads(TaskList, "Open tasks, oldest first."))
def list_tasks(database: Db, wanted: Annotated[TaskQuery, Query()]) -> Response:
    """List open tasks: of a role, held by a person, or waiting to be claimed."""
    found = queries.list_tasks(
        database,
        TaskFilter(
            role=RoleId(wanted.role) if wanted.role else None,
            sop=SopId(wanted.sop) if wanted.sop else None,
            assignee=PersonId(wanted.assignee) if wanted.assignee else None,
            unclaimed=wanted.unclaimed,
            limit=wanted.limit,
        ),
    )
    return answer(TaskList(items=found))


@router.post(_TASK + "/claim", **writes("The task is yours."))
def claim(case: CasePath, activation: TaskPath, desk: AtDesk, body: Act = NOTHING) -> Response:
    """Take a task; refused when somebody else holds it."""
    command = Claim(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)


@router.post(_TASK + "/release", **writes("The task is back in its role's queue."))
def release(case: CasePath, activation: TaskPath, desk: AtDesk, body: Act = NOTHING) -> Response:
    """Put a claimed task back."""
    command = Release(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)


@router.post(_TASK + "/complete", **writes("The step is done and the case moved on."))
def complete(
    case: CasePath, activation: TaskPath, desk: AtDesk, body: Completion = BARE
) -> Response:
    """Finish a task. A task that is no longer open is refused with 409: by whom and when."""
    command = Complete(
        case=CaseId(case),
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


@router.post(_TASK + "/return", **writes("The case went back."))
def send_back(case: CasePath, activation: TaskPath, body: Sending, desk: AtDesk) -> Response:
    """Send the case back for correction. Nothing is erased: a new visit begins."""
    command = Return(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        reason=body.reason,
        to=StepId(body.to) if body.to else None,
        documents=tuple(body.documents),
    )
    return respond(desk, command)


@router.post(_TASK + "/assign", **writes("The task was given."))
def assign(case: CasePath, activation: TaskPath, body: Handing, desk: AtDesk) -> Response:
    """Give a task to a person; needs the power to assign."""
    command = Assign(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        to=PersonId(body.to),
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(_TASK + "/delegate", **writes("The task was delegated."))
def delegate(case: CasePath, activation: TaskPath, body: Handing, desk: AtDesk) -> Response:
    """Let another person work on one's task; the owner stays the owner."""
    command = Delegate(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        to=PersonId(body.to),
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(_TASK + "/resolve", **writes("The task is back with its owner."))
def resolve(
    case: CasePath, activation: TaskPath, desk: AtDesk, body: Resolution = NO_NOTE
) -> Response:
    """Hand a delegated task back to its owner."""
    command = Resolve(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        note=body.note,
    )
    return respond(desk, command)


@router.post(_TASK + "/override", **writes("The departure was recorded."))
def override(case: CasePath, activation: TaskPath, body: Departure, desk: AtDesk) -> Response:
    """Depart from the SOP knowingly; needs the power to override, and leaves a trace."""
    command = Override(
        case=CaseId(case),
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


@router.post(_TASK + "/record", **writes("The result counts."))
def record(case: CasePath, activation: TaskPath, body: ByHand, desk: AtDesk) -> Response:
    """Enter the result of an automated step by hand; the first result counts, later ones do not."""
    command = RecordAction(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
        result=body.result,
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(_TASK + "/retry", **writes("The automated step is tried again."))
def retry(case: CasePath, activation: TaskPath, desk: AtDesk, body: Act = NOTHING) -> Response:
    """Try an automated step again after its incident."""
    command = RetryAction(
        case=CaseId(case),
        by=desk.by,
        happened_at=body.happened_at,
        activation=ActivationId(activation),
    )
    return respond(desk, command)
