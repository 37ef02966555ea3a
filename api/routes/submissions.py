"""SOP versions on their way into force: submitted by an author, approved by somebody else."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Db, Installed, Now
from api.errors import NOT_STORED
from api.identity import Identified
from api.openapi import reads, writes
from api.schemas import Required, Words
from api.submission_answers import SubmissionList
from engine.service import submissions
from engine.service.library import registers
from engine.service.submissions import Submission

router = APIRouter(tags=["sops"])

FILE = "definition.yaml"
"""What findings call the text that was sent."""

LONGEST_DEFINITION = 262_144

REVIEWS = [allow(Access.REVIEWS)]
SubmissionPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-z]{1,40}$", description="Its id.", examples=["01m2v4nq07k3d9xw"]),
]


class Brought(BaseModel):
    """A definition as its author wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    definition: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_DEFINITION)] = (
        Field(
            description="The text of a definition; its version is not published yet.",
            examples=["sop: rekomendasi-ktp-kk\nversion: 2\n..."],
        )
    )
    note: Words = Field(default="", description="What to say to whoever decides.")


class Refusing(BaseModel):
    """Why a submission will not be put into force."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Required = Field(examples=["Waktu baku langkah 3 belum sesuai"])


class WhichSubmissions(BaseModel):
    """Which submissions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decided: bool = Field(default=False, description="All there is, not only what waits.")


@router.get(
    "/sops/submissions",
    dependencies=REVIEWS,
    **reads(SubmissionList, "What waits for approval, as far as it is one's business."),
)
def list_submissions(
    database: Db, identity: Identified, at: Now, wanted: Annotated[WhichSubmissions, Query()]
) -> Response:
    """List what waits for approval, the oldest first; or all there is, the newest first."""
    found = submissions.list_submissions(
        database, decided=wanted.decided, viewer=identity.person, at=at
    )
    return answer(SubmissionList(items=found))


@router.post(
    "/sops/submissions",
    dependencies=[allow(Access.AUTHORS)],
    **writes("It waits for approval.", Submission, status=201),
)
def submit(body: Brought, desk: AtDesk, settings: Installed) -> Response:
    """Bring a definition that passes the check, for somebody else to put into force."""
    done = submissions.submit(
        desk.database,
        body.definition,
        registers=registers(settings.definitions),
        by=desk.by,
        at=desk.at,
        note=body.note,
        file=FILE,
    )
    return answer(done, status=201)


@router.get(
    "/sops/submissions/{submission}",
    dependencies=REVIEWS,
    **reads(Submission, "The submission."),
)
def show_submission(
    submission: SubmissionPath, database: Db, identity: Identified, at: Now
) -> Response:
    """Show a submission and what was decided about it."""
    viewer = identity.person
    return answer(submissions.show_submission(database, submission, viewer=viewer, at=at))


@router.get(
    "/sops/submissions/{submission}/definition",
    responses={
        **reads(Submission, "")["responses"],
        200: {"description": "The definition as submitted.", "content": {"application/yaml": {}}},
    },
    dependencies=REVIEWS,
)
def read_submission(
    submission: SubmissionPath, database: Db, identity: Identified, at: Now
) -> Response:
    """Read the text that was submitted, to the letter."""
    text = submissions.read_submission(database, submission, viewer=identity.person, at=at)
    return Response(text, headers=NOT_STORED, media_type="application/yaml")


@router.post(
    "/sops/submissions/{submission}/approval",
    dependencies=[allow(Access.APPROVES)],
    **writes("The version is in force.", Submission),
)
def approve(submission: SubmissionPath, desk: AtDesk) -> Response:
    """Put into force what somebody else wrote, exactly as it was submitted."""
    return answer(submissions.approve(desk.database, submission, by=desk.by, at=desk.at))


@router.post(
    "/sops/submissions/{submission}/refusal",
    dependencies=REVIEWS,
    **writes("It will not be put into force.", Submission),
)
def refuse(submission: SubmissionPath, body: Refusing, desk: AtDesk) -> Response:
    """Refuse a submission; its author takes it back so."""
    done = submissions.refuse(desk.database, submission, by=desk.by, at=desk.at, reason=body.reason)
    return answer(done)
