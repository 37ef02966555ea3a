"""Notices: what a role or one person is told within Alur, and that somebody has seen it."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Zone
from api.notice_answers import NoticeAnswer, NoticeList, notice_answer
from api.openapi import reads, writes
from api.reach import InReach
from api.reads import Reader, Reading
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


@router.get(
    "/notices",
    dependencies=[allow(Access.READS)],
    **reads(NoticeList, "Notices, the oldest first; with `seen` the newest."),
)
def list_notices(
    reading: Reading, zone: Zone, seen: InReach, wanted: Annotated[NoticeQuery, Query()]
) -> Response:
    """List what nobody has seen.

    Words and links are as they were put up for whoever holds the role that a notice is for; to
    others they are masked. That they were read in full is noted.
    """
    found = NoticeFilter(
        unit=UnitId(wanted.unit) if wanted.unit else None,
        role=RoleId(wanted.role) if wanted.role else None,
        case=CaseId(wanted.case) if wanted.case else None,
        seen=wanted.seen,
        limit=wanted.limit,
        reach=seen,
    )
    return _told(reading, found, zone)


def _told(reading: Reader, wanted: NoticeFilter, zone: ZoneInfo) -> Response:
    listed = notices.list_notices(reading.database, wanted, reading.onlooker)
    reading.note_told(listed)
    return answer(NoticeList(items=tuple(notice_answer(one, zone) for one in listed)))


class MineQuery(BaseModel):
    """Which of one's own notices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seen: bool = Field(default=False, description="Also those seen already, the newest first.")
    limit: int = Field(default=50, ge=1, le=200, description="Notices at most.")


@router.get(
    "/notices/mine",
    dependencies=[allow(Access.SIGNED_IN)],
    **reads(NoticeList, "Notices for you alone, the oldest first; with `seen` the newest."),
)
def list_my_notices(
    reading: Reading, zone: Zone, wanted: Annotated[MineQuery, Query()]
) -> Response:
    """List what you are told: tasks that came to you, or were taken from you, by others."""
    found = NoticeFilter(person=reading.person, seen=wanted.seen, limit=wanted.limit)
    return _told(reading, found, zone)


@router.post(
    "/notices/mine/{notice}/read",
    dependencies=[allow(Access.SIGNED_IN)],
    **writes("The notice, seen.", NoticeAnswer),
)
def read_my_notice(notice: NoticePath, desk: AtDesk, zone: Zone, reading: Reading) -> Response:
    """Say that you have seen a notice that is for you alone, wherever you work by now."""
    told = notices.mark_read(desk.database, notice, by=desk.by, at=desk.at)
    reading.note_told([told])
    return answer(notice_answer(told, zone))


@router.post(
    "/notices/{notice}/read",
    dependencies=[allow(Access.ACTS)],
    **writes("The notice, seen.", NoticeAnswer),
)
def read_notice(
    notice: NoticePath, desk: AtDesk, zone: Zone, seen: InReach, reading: Reading
) -> Response:
    """Say that somebody of the role has seen it. The first one is remembered."""
    told = notices.mark_read(desk.database, notice, by=desk.by, at=desk.at, reach=seen)
    reading.note_told([told])
    return answer(notice_answer(told, zone))
