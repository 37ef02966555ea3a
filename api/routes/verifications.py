"""Verifications: what the nightly look at all that is kept came to."""

from collections.abc import Callable
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import Db
from api.openapi import reads
from api.reach import Watched
from api.verifying_answers import VerificationPage, verification_answer
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.standing import Reach
from engine.core.verdicts import Finding
from engine.service import queries, verifications
from engine.service.database import Database

router = APIRouter(tags=["verifications"])

_OF_A_CASE = "case/"


class WhichVerifications(BaseModel):
    """Which page of verifications."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(default=20, ge=1, le=100, description="Verifications a page.")
    before: str = Field(
        default="",
        pattern=r"^[0-9a-z]{0,40}$",
        description="`next` of the page before.",
        examples=["01k9q3v7m2x4t8zc"],
    )


@router.get(
    "/verifications",
    dependencies=[allow(Access.OPERATES)],
    **reads(VerificationPage, "A page of verifications, the newest first."),
)
def list_verifications(
    database: Db, seen: Watched, wanted: Annotated[WhichVerifications, Query()]
) -> Response:
    """List what verifications came to, the newest first; for operators and auditors.

    Findings about cases beyond one's reach are counted and not named.
    """
    found = verifications.list_verifications(database, most=wanted.limit + 1, before=wanted.before)
    shown = found[: wanted.limit]
    shows = names_within(database, seen)
    page = VerificationPage(
        items=tuple(verification_answer(one, shows) for one in shown),
        next=shown[-1].id if len(found) > len(shown) else None,
    )
    return answer(page)


def names_within(database: Database, seen: Reach) -> Callable[[Finding], bool]:
    """Tells which findings are about nothing beyond reach."""

    @cache
    def reads_case(case: str) -> bool:
        try:
            queries.case_within(database, CaseId(case), seen, whole=True)
        except NotFound:
            return False
        return True

    def shows(finding: Finding) -> bool:
        if seen.everything or not finding.stream.startswith(_OF_A_CASE):
            return True
        return reads_case(finding.stream.removeprefix(_OF_A_CASE))

    return shows
