"""The bundle of a case: an archive that an auditor takes away, and that proves itself."""

import tempfile
from collections.abc import Iterator
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.case_report import Manner
from api.case_report_paper import papers_of
from api.deps import Installed
from api.disposition import as_download
from api.openapi import reads_bytes
from api.reach import ReadCase
from api.reads import IN_FULL, MASKED, Reading
from engine.core.text import Language
from engine.service.bundles import Order, write_bundle

router = APIRouter(tags=["bundles"])

_ZIP = "application/zip"
_PIECE = 1 << 20


class BundleQuery(BaseModel):
    """What the bundle is to hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Language = Field(default="id", description="The language of its report.")
    files: bool = Field(default=False, description="Whether the documents themselves come along.")


@router.get(
    "/cases/{case}/bundle",
    dependencies=[allow(Access.OVERSEES)],
    **reads_bytes(
        "The archive; `verify.py` in it checks it offline.", media_type=_ZIP, refusals=(409,)
    ),
)
def read_bundle(
    case: ReadCase,
    wanted: Annotated[BundleQuery, Query()],
    settings: Installed,
    reading: Reading,
    request: Request,
) -> StreamingResponse:
    """Give a case and what proves it as one archive. Personal data in its report is masked.

    Events that no checkpoint covers yet are named in it; where it covers none, 409 is answered.
    """
    manner = Manner(
        at=reading.at,
        by=reading.person,
        language=wanted.lang,
        zone=settings.office_zone,
        office=settings.office,
        published=f"{request.url.scheme}://{request.url.netloc}/checkpoints",
    )
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # closed when it is sent
    try:
        summary = write_bundle(
            reading.database,
            settings.files,
            case,
            file,
            order=Order(by=reading.person, at=reading.at, with_files=wanted.files),
            papers=papers_of(reading.database, manner),
        )
    except BaseException:
        file.close()
        raise
    reading.note(case, "bundle", how=IN_FULL if summary.shows_personal else MASKED)
    headers = {
        **as_download(f"alur-{case}.zip"),
        "Content-Length": str(summary.size),
        "ETag": f'W/"{summary.seq}-{summary.head[:16]}-{summary.checkpoint_size}"',
    }
    return StreamingResponse(_pieces(file), headers=headers, media_type=_ZIP)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
