"""Personal data: read in full with a reason, erased by a decision, and who read what."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Db
from api.openapi import reads, writes
from api.privacy_answers import ReadPage
from api.reach import Guarded, GuardedCase
from api.reads import IN_FULL, Reading
from api.schemas import Line, PersonName, WithReason
from engine.core.commands import Reveal
from engine.core.ids import CaseId, PersonId
from engine.service import personal
from engine.service.personal import Erasure, Ground, Revealed, Whose
from engine.service.reads import ReadQuery

router = APIRouter(tags=["privacy"])

FieldPath = Annotated[
    str,
    Field(
        pattern=r"^(form\.[a-z][a-z0-9_]{0,39}|applicant\.(name|contact))$",
        description="An answer of the form, or what the applicant said of themselves.",
        examples=["form.nik"],
    ),
]


class Revealing(WithReason):
    """What is to be read in full, and why."""

    fields: list[FieldPath] = Field(min_length=1, max_length=50, description="Of which data.")


@router.post(
    "/cases/{case}/reveal",
    dependencies=[allow(Access.ACTS)],
    **writes("The data in full; reading it is in the case's history now.", Revealed),
)
def reveal(case: GuardedCase, body: Revealing, desk: AtDesk, reading: Reading) -> Response:
    """Read personal data in full.

    For whoever has a role in the SOP, or answers for personal data; that it was read, by whom and
    why, becomes an event of the case. What was erased says so.
    """
    command = Reveal(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        fields=tuple(body.fields),
        reason=body.reason,
    )
    found = personal.reveal(desk.database, command, at=desk.at, key=desk.key)
    reading.note(case, " ".join(found.values), how=IN_FULL, role=desk.by.role)
    return answer(found)


class Erasing(BaseModel):
    """Whose data is to be erased: by NIK, or of whose request a case is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nik: str = Field(default="", max_length=40, description="Of the person with that NIK.")
    case: str = Field(
        default="", pattern=r"^[0-9a-z]{0,40}$", description="Of whose request this case is."
    )
    reason: Line = Field(description="Why.", examples=["Masa retensi berakhir."])
    decree: Line = Field(description="The decision it rests on.", examples=["SK Camat 7/2026"])
    although_open: bool = Field(
        default=False, description="Also where cases run, which then go on without it."
    )
    only_tell: bool = Field(default=False, description="Tell what would be erased; erase nothing.")


@router.post(
    "/privacy/erasures",
    dependencies=[allow(Access.PRIVACY)],
    **writes("The cases whose data is erased.", Erasure),
)
def erase(body: Erasing, desk: AtDesk, seen: Guarded) -> Response:
    """Erase personal data for good, by destroying the key that it is sealed with.

    The histories of the cases stay whole. Documents that were filed are not touched. As the key is
    one, whoever asks must answer for all cases that hold such data.
    """
    whose = Whose(nik=body.nik, case=CaseId(body.case) if body.case else None)
    if body.only_tell:
        return answer(personal.to_be_erased(desk.database, whose, reach=seen))
    ground = Ground(reason=body.reason, decree=body.decree, although_open=body.although_open)
    done = personal.erase(desk.database, whose, ground, by=desk.by, at=desk.at, reach=seen)
    return answer(done)


class ReadsQuery(BaseModel):
    """Which reads to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: str | None = Field(
        default=None, pattern=r"^[0-9a-z]{1,40}$", description="Of one case, by its whole id."
    )
    person: PersonName | None = Field(default=None, description="By one person.")
    limit: int = Field(default=50, ge=1, le=500, description="Reads a page.")
    after: str | None = Field(
        default=None, pattern=r"^[0-9a-z]{1,40}$", description="`next` of the page before."
    )


@router.get(
    "/privacy/reads",
    dependencies=[allow(Access.PRIVACY)],
    **reads(ReadPage, "Who read personal data, newest first."),
)
def list_reads(database: Db, seen: Guarded, wanted: Annotated[ReadsQuery, Query()]) -> Response:
    """List who read personal data of which case, for auditors and whoever answers for it."""
    found = database.reads.list(
        ReadQuery(
            case=CaseId(wanted.case) if wanted.case else None,
            person=PersonId(wanted.person) if wanted.person else None,
            after=wanted.after,
            limit=wanted.limit,
            reach=seen,
        )
    )
    more = found[-1].id if len(found) == wanted.limit else None
    return answer(ReadPage(items=found, next=more))
