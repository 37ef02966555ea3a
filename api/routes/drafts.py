"""Drafts: what somebody has written for a task and not yet sent. Nobody else ever sees it."""

from fastapi import APIRouter, Response

from api.access import Access, allow
from api.answers import answer
from api.deps import Db, Now
from api.draft_answers import DraftAnswer, draft_answer
from api.identity import Identified
from api.openapi import drops, reads, writes
from api.reach import ActedCase
from api.routes.tasks import TaskPath
from api.schemas import Completion
from engine.core.errors import NotFound
from engine.core.ids import ActivationId
from engine.service import drafts

router = APIRouter(tags=["drafts"])

_DRAFT = "/cases/{case}/tasks/{activation}/draft"


@router.get(
    _DRAFT,
    dependencies=[allow(Access.READS)],
    **reads(DraftAnswer, "What you have written for the task."),
)
def show_draft(
    case: ActedCase, activation: TaskPath, database: Db, identity: Identified
) -> Response:
    """Show your own draft of a task."""
    task = ActivationId(activation)
    found = drafts.find(database, identity.person, drafts.task_place(case, task))
    if found is None:
        raise NotFound("draft of yours for task", activation)
    return answer(draft_answer(case, task, found))


@router.put(
    _DRAFT,
    dependencies=[allow(Access.ACTS)],
    **writes("The draft, kept.", DraftAnswer),
)
def save_draft(  # noqa: PLR0913, PLR0917  # FastAPI hands over each by its name
    case: ActedCase,
    activation: TaskPath,
    database: Db,
    identity: Identified,
    at: Now,
    body: Completion,
) -> Response:
    """Keep what you have written for an open task, in place of your draft of before.

    It is sealed, for you alone, and goes when the task is over, at the latest after 30 days.
    """
    task, content = ActivationId(activation), body.model_dump_json(exclude_unset=True).encode()
    kept = drafts.save_for_task(database, identity.person, case, task, content, at=at)
    return answer(draft_answer(case, task, kept))


@router.delete(
    _DRAFT,
    dependencies=[allow(Access.ACTS)],
    **drops("There is no draft of yours any more."),
)
def drop_draft(
    case: ActedCase, activation: TaskPath, database: Db, identity: Identified
) -> Response:
    """Throw your draft away; where there is none, nothing happens."""
    place = drafts.task_place(case, ActivationId(activation))
    drafts.drop(database, identity.person, place)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})
