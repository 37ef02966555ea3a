"""Checkpoints: what was signed about the history, and proofs to it. Open to everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.checkpoint_answers import (
    CheckpointPage,
    ConsistencyAnswer,
    InclusionAnswer,
    checkpoint_answer,
    consistency_answer,
    inclusion_answer,
    key_answer,
)
from api.deps import Db
from api.openapi import reads
from api.reach import InReach
from api.schemas import DIGITS
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.service import checkpoint_proofs, checkpoints, queries

router = APIRouter(tags=["checkpoints"])

_LARGEST = 2**31 - 1
_SOON = "One is signed within minutes of the start."

Size = Annotated[
    int,
    Path(ge=0, le=_LARGEST, description="Of a checkpoint: a number of entries.", examples=[47]),
    DIGITS,
]


class WhichCheckpoints(BaseModel):
    """Which page of checkpoints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(default=50, ge=1, le=500, description="Checkpoints a page.")
    before: int | None = Field(
        default=None, ge=1, le=_LARGEST, description="`next` of the page before.", examples=[18]
    )


class WhichEvent(BaseModel):
    """Which event of which case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: str = Field(
        pattern=r"^[0-9A-Za-z]{1,40}$",
        description="The whole id of the case.",
        examples=["01k9q3v7m2x4t8zc"],
    )
    seq: int = Field(ge=1, le=_LARGEST, description="The event's number in it.", examples=[1])


class WhichSizes(BaseModel):
    """From which size to which."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old: int = Field(ge=0, le=_LARGEST, description="Of the earlier checkpoint.", examples=[31])
    new: int = Field(ge=0, le=_LARGEST, description="Of the later one.", examples=[47])


@router.get(
    "/checkpoints",
    dependencies=[allow(Access.PUBLIC)],
    **reads(CheckpointPage, "A page of checkpoints, and the keys."),
)
def list_checkpoints(database: Db, wanted: Annotated[WhichCheckpoints, Query()]) -> Response:
    """List checkpoints, the newest first, and the keys that verify them."""
    found = checkpoints.all_of(database, before=wanted.before, most=wanted.limit + 1)
    shown = found[: wanted.limit]
    page = CheckpointPage(
        items=tuple(checkpoint_answer(one) for one in shown),
        next=shown[-1].id if len(found) > len(shown) else None,
        keys=tuple(key_answer(one) for one in checkpoints.published_keys(database)),
    )
    return answer(page)


@router.get(
    "/checkpoints/latest",
    dependencies=[allow(Access.PUBLIC)],
    responses={
        **reads(CheckpointPage, "")["responses"],
        200: {
            "description": "A signed note (c2sp.org/tlog-checkpoint).",
            "content": {"text/plain": {}},
        },
    },
)
def latest_checkpoint(database: Db) -> Response:
    """Give the newest checkpoint as it is published, to the letter."""
    found = checkpoints.latest(database)
    if found is None:
        raise NotFound("checkpoint", "latest", hint=_SOON)
    return Response(
        found.note, headers={"Cache-Control": "no-cache"}, media_type="text/plain; charset=utf-8"
    )


@router.get(
    "/checkpoints/consistency",
    dependencies=[allow(Access.PUBLIC)],
    **reads(ConsistencyAnswer, "The proof."),
)
def prove_consistency(database: Db, wanted: Annotated[WhichSizes, Query()]) -> Response:
    """Prove that the ledger only grew between two checkpoints."""
    return answer(
        consistency_answer(checkpoint_proofs.prove_growth(database, wanted.old, wanted.new))
    )


@router.get(
    "/checkpoints/{size}/inclusion",
    dependencies=[allow(Access.READS)],
    **reads(InclusionAnswer, "The proof."),
)
def prove_inclusion(
    size: Size, database: Db, seen: InReach, wanted: Annotated[WhichEvent, Query()]
) -> Response:
    """Prove that an event of a case one may read is in the ledger of a checkpoint."""
    case = queries.case_within(database, CaseId(wanted.case), seen, whole=True)
    found = checkpoint_proofs.prove_event(database, case, wanted.seq, size=size)
    return answer(inclusion_answer(case, found))
