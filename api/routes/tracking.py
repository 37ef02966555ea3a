"""Tracking: how a case stands for its applicant, by code and PIN or by a link; and new codes."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtCase, Db, Now
from api.openapi import reads, writes
from api.reach import ActedCase, ReadCase
from api.reads import IN_FULL, TRACKING, Reading
from api.tracking_answers import CodeList, TrackingAnswer, tracking_answer
from engine.service import tracking_codes
from engine.service.tracking import tracked
from engine.service.tracking_views import Tracked

router = APIRouter(tags=["tracking"])

NEVER_LISTED = {"X-Robots-Tag": "noindex, nofollow"}
"""No search engine keeps what stands behind a link."""

_TYPED = 200


class CodeAndPin(BaseModel):
    """What stands on a receipt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(max_length=_TYPED, description="The code.", examples=["K7M-Q2X-V9D"])
    pin: str = Field(max_length=_TYPED, description="Its PIN.", examples=["204816"])


class CodeWanted(BaseModel):
    """Which code is wanted: the one that counts, or a new one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    new: bool = Field(
        default=False, strict=True, description="The old code, PIN and link open nothing any more."
    )


_COUNTS = CodeWanted()


@router.post(
    "/tracking",
    dependencies=[allow(Access.PUBLIC)],
    **reads(Tracked, "The case, as its applicant sees it.", also=(429,)),
)
def track(body: CodeAndPin, request: Request, database: Db, at: Now) -> Response:
    """Tell how a case stands, by its code and PIN. Whatever is wrong gets the same answer."""
    address = request.client.host if request.client else ""
    shown = tracking_codes.by_code(database, body.code, body.pin, at=at, address=address)
    return answer(tracked(database, shown.case, at=at), headers=NEVER_LISTED)


@router.get(
    "/tracking/{link}",
    dependencies=[allow(Access.PUBLIC)],
    **reads(Tracked, "The case, as its applicant sees it."),
)
def track_by_link(
    link: Annotated[str, Path(description="What the address in the receipt's QR code ends in.")],
    database: Db,
    at: Now,
) -> Response:
    """Tell how a case stands, by the link of its receipt."""
    shown = tracking_codes.by_link(database, link)
    return answer(tracked(database, shown.case, at=at), headers=NEVER_LISTED)


@router.get(
    "/cases/{case}/tracking",
    dependencies=[allow(Access.READS)],
    **reads(CodeList, "The codes, without PIN or link."),
)
def list_codes(case: ReadCase, database: Db) -> Response:
    """List every tracking code that a case was given, by whom and when."""
    return answer(CodeList(items=tracking_codes.codes_given(database, case)))


@router.post(
    "/cases/{case}/tracking",
    dependencies=[allow(Access.ACTS)],
    **writes("What the applicant asks by.", TrackingAnswer),
)
def show_code(
    case: ActedCase, desk: AtCase, reading: Reading, body: CodeWanted = _COUNTS
) -> Response:
    """Show code, PIN and link for the applicant's receipt; a new one where they were lost.

    Who saw them is noted, and who gave a new one is kept.
    """
    if body.new:
        shown = tracking_codes.renew(desk.database, case, by=desk.by, at=desk.at)
    else:
        shown = tracking_codes.shown_to(desk.database, case, by=desk.by, at=desk.at)
    reading.note(case, TRACKING, how=IN_FULL)
    return answer(tracking_answer(shown))
