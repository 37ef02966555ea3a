"""Notices: what the people in a role are told within Alur, and that somebody has seen it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import answer
from api.deps import AtDesk, Db, Zone
from api.notice_answers import NoticeAnswer, NoticeList, notice_answer
from api.openapi import reads, writes
from api.schemas import Name, Slug
from engine.core.ids import CaseId, RoleId, UnitId
from engine.service import notices
from engine.service.notices import NoticeFilter

router = APIRouter(tags=["notices"])

NoticePath = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-z]{1,40}$", description="The notice's id.", examples=["01k9q3v7m2x4t8zc"]
    ),
]


class NoticeQuery(BaseModel):
    """Which notices to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Slug | None = Field(default=None, description="For one unit.")
    role: Name | None = Field(default=None, description="For one role.")
    case: str | None = Field(
        default=None,
        pattern=r"^[0-9a-z]{1,40}$",
        description="About one case.",
        examples=["01k9q3v7m2x4t8zc"],
    )
    seen: bool = Field(default=False, description="Also those seen already, the newest first.")
    limit: int = Field(default=50, ge=1, le=200, description="Notices at most.")


@router.get("/notices", **reads(NoticeList, "Notices, the oldest first; with `seen` the newest."))
def list_notices(database: Db, zone: Zone, wanted: Annotated[NoticeQuery, Query()]) -> Response:
    """List what nobody has seen. Words and links are as they were put up, nothing is masked."""
    found = NoticeFilter(
        unit=UnitId(wanted.unit) if wanted.unit else None,
        role=RoleId(wanted.role) if wanted.role else None,
        case=CaseId(wanted.case) if wanted.case else None,
        seen=wanted.seen,
        limit=wanted.limit,
    )
    listed = notices.list_notices(database, found)
    return answer(NoticeList(items=tuple(notice_answer(one, zone) for one in listed)))


@router.post("/notices/{notice}/read", **writes("The notice, seen.", NoticeAnswer))
def read_notice(notice: NoticePath, desk: AtDesk, zone: Zone) -> Response:
    """Say that somebody of the role has seen it. The first one is remembered."""
    seen = notices.mark_read(desk.database, notice, by=desk.by, at=desk.at)
    return answer(notice_answer(seen, zone))
