"""Cases: open, list, show, and what is done to a case as a whole."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.answers import History, answer, history, masked_case, masked_page
from api.deps import AtCase, AtDesk, Db, Desk, Zone
from api.openapi import reads, writes
from api.reach import InReach, NamedCase, ReadCase
from api.reads import CASE, HISTORY, Reading
from api.schemas import (
    Act,
    CaseOpening,
    Name,
    Remark,
    Reopening,
    Slug,
    Standstill,
    WithReason,
)
from api.tracking_answers import OpenedCase, opened_case
from engine.core.commands import (
    AcceptFile,
    AnyCommand,
    Applicant,
    Comment,
    OpenCase,
    Pause,
    Reject,
    Reopen,
    Resume,
    Withdraw,
)
from engine.core.ids import CaseId, RoleId, SopId, StepId
from engine.service import mint, queries
from engine.service.catalogue import find_workflow
from engine.service.personal import subject_from_text
from engine.service.views import CaseFilter, CasePage, CaseView

router = APIRouter(tags=["cases"])

NOTHING = Act()


def respond(desk: Desk, command: AnyCommand) -> Response:
    """Carry the command out and answer with its receipt."""
    receipt = desk.carry_out(command)
    return answer(receipt, headers={"ETag": f'"{receipt.seq}"'})


@router.post(
    "/cases",
    dependencies=[allow(Access.ACTS)],
    **writes("The case, its first events, and what its applicant asks by.", OpenedCase, status=201),
)
def open_case(body: CaseOpening, desk: AtDesk) -> Response:
    """Open a case under the version of its SOP that is in force; `tracking` is for the receipt."""
    command = OpenCase(
        case=mint.case_id(desk.at),
        by=desk.by,
        happened_at=body.happened_at,
        sop=SopId(body.sop),
        version=body.version,
        applicant=Applicant(name=body.applicant.name, contact=body.applicant.contact),
        form=body.form,
        requirements=tuple(body.requirements),
    )
    receipt = desk.carry_out(command)
    where = {"Location": f"/api/v1/cases/{receipt.case}", "ETag": f'"{receipt.seq}"'}
    return answer(opened_case(desk.database, receipt), status=201, headers=where)


Nik = Annotated[
    str | None,
    Header(
        max_length=40,
        description="Only cases with data of the person of this NIK. A header, because addresses"
        " are written into logs.",
    ),
]


class CaseQuery(BaseModel):
    """Which cases to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(
        default="",
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Looked for in the id and the applicant's name.",
    )
    sop: Slug | None = Field(default=None, description="Of one SOP.")
    status: Literal["", "open", "closed"] = Field(default="", description="How they stand.")
    role: Name | None = Field(default=None, description="Waiting for one role.")
    limit: int = Field(default=50, ge=1, le=200, description="Cases a page.")
    after: str | None = Field(
        default=None, pattern=r"^[0-9a-z]{1,40}$", description="`next` of the page before."
    )


@router.get(
    "/cases",
    dependencies=[allow(Access.READS)],
    **reads(CasePage, "A page of cases, newest first."),
)
def list_cases(
    reading: Reading, seen: InReach, wanted: Annotated[CaseQuery, Query()], alur_nik: Nik = None
) -> Response:
    """List cases, newest first. Whoever searches by text or NIK is noted as a reader."""
    database, text = reading.database, wanted.text.strip()
    found = queries.list_cases(
        database,
        CaseFilter(
            text=text,
            sop=SopId(wanted.sop) if wanted.sop else None,
            status=wanted.status,
            role=RoleId(wanted.role) if wanted.role else None,
            limit=wanted.limit,
            after=CaseId(wanted.after) if wanted.after else None,
            reach=seen,
            subject=subject_from_text(database, alur_nik) if alur_nik else None,
        ),
    )
    if alur_nik:
        reading.note_search("NIK", found)
    elif text:
        reading.note_search("text", found)
    return answer(masked_page(found))


@router.get(
    "/cases/{case}",
    dependencies=[allow(Access.READS)],
    **reads(CaseView, "The case, its tasks and its data."),
)
def show_case(case: ReadCase, database: Db, reading: Reading) -> Response:
    """Show a case. Personal data is masked."""
    view = queries.show_case(database, case)
    reading.note(view.summary.case, CASE)
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    return answer(masked_case(view, workflow), headers={"ETag": f'"{view.summary.seq}"'})


@router.get(
    "/cases/{case}/history",
    dependencies=[allow(Access.READS)],
    **reads(History, "Every event, oldest first."),
)
def read_history(case: ReadCase, database: Db, zone: Zone, reading: Reading) -> Response:
    """Tell a case's history, each event with its hash and its sentence in both languages."""
    view = queries.show_case(database, case)
    reading.note(view.summary.case, HISTORY)
    entries = queries.read_history(database, view.summary.case)
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    return answer(history(entries, workflow, zone=zone), headers={"ETag": f'"{len(entries)}"'})


@router.post(
    "/cases/{case}/comment", dependencies=[allow(Access.ACTS)], **writes("The note was added.")
)
def comment(case: NamedCase, body: Remark, desk: AtCase) -> Response:
    """Add a note."""
    return respond(
        desk,
        Comment(case=case, by=desk.by, happened_at=body.happened_at, text=body.text),
    )


@router.post(
    "/cases/{case}/accept",
    dependencies=[allow(Access.ACTS)],
    **writes("The file counts as complete."),
)
def accept(case: NamedCase, desk: AtCase, body: Act = NOTHING) -> Response:
    """Say that the file is complete: the promise starts to count."""
    return respond(desk, AcceptFile(case=case, by=desk.by, happened_at=body.happened_at))


@router.post(
    "/cases/{case}/withdraw",
    dependencies=[allow(Access.ACTS)],
    **writes("The request was taken back."),
)
def withdraw(case: NamedCase, body: WithReason, desk: AtCase) -> Response:
    """Take the request back, for the applicant."""
    return respond(
        desk,
        Withdraw(case=case, by=desk.by, happened_at=body.happened_at, reason=body.reason),
    )


@router.post(
    "/cases/{case}/reject", dependencies=[allow(Access.ACTS)], **writes("The request was refused.")
)
def reject(case: NamedCase, body: WithReason, desk: AtCase) -> Response:
    """Refuse the request; needs the power to reject."""
    return respond(
        desk,
        Reject(case=case, by=desk.by, happened_at=body.happened_at, reason=body.reason),
    )


@router.post(
    "/cases/{case}/reopen", dependencies=[allow(Access.ACTS)], **writes("The case goes on.")
)
def reopen(case: NamedCase, body: Reopening, desk: AtCase) -> Response:
    """Open a closed case again at a step; needs the power to reopen."""
    command = Reopen(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        step=StepId(body.step),
        reason=body.reason,
    )
    return respond(desk, command)


@router.post(
    "/cases/{case}/pause",
    dependencies=[allow(Access.ACTS)],
    **writes("The office's clock stands still."),
)
def pause(case: NamedCase, body: Standstill, desk: AtCase) -> Response:
    """Let the office's clock stand still, for a stated ground."""
    command = Pause(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        reason=body.reason,
        note=body.note,
        documents=tuple(body.documents),
    )
    return respond(desk, command)


@router.post(
    "/cases/{case}/resume",
    dependencies=[allow(Access.ACTS)],
    **writes("The office's clock runs again."),
)
def resume(case: NamedCase, desk: AtCase, body: Act = NOTHING) -> Response:
    """Let the office's clock run again."""
    return respond(desk, Resume(case=case, by=desk.by, happened_at=body.happened_at))
