"""SOPs: which are published, and what each version says."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.access import Access, allow
from api.answers import SopList, SopVersion, answer
from api.deps import Db
from api.openapi import reads
from api.schemas import DIGITS
from engine.core.errors import NotFound
from engine.core.ids import SopId
from engine.service import catalogue

router = APIRouter(tags=["sops"])

SopPath = Annotated[
    str,
    Path(pattern=r"^[a-z][a-z0-9-]{0,59}$", examples=["rekomendasi-ktp-kk"]),
]
VersionPath = Annotated[int, Path(ge=1, le=9999, examples=[1]), DIGITS]


@router.get(
    "/sops", dependencies=[allow(Access.PUBLIC)], **reads(SopList, "Every published version.")
)
def list_sops(database: Db) -> Response:
    """List the SOPs that cases can be opened under."""
    return answer(SopList(items=catalogue.list_sops(database)))


@router.get(
    "/sops/{sop}", dependencies=[allow(Access.PUBLIC)], **reads(SopList, "The versions of one SOP.")
)
def show_sop(sop: SopPath, database: Db) -> Response:
    """List the versions of an SOP."""
    found = tuple(one for one in catalogue.list_sops(database) if one.sop == sop)
    if not found:
        raise NotFound("SOP", sop)
    return answer(SopList(items=found))


@router.get(
    "/sops/{sop}/versions/{version}",
    dependencies=[allow(Access.PUBLIC)],
    **reads(SopVersion, "The version, compiled."),
)
def show_version(sop: SopPath, version: VersionPath, database: Db) -> Response:
    """Show a version as cases follow it: roles, form, requirements, steps."""
    summary = catalogue.show_sop(database, SopId(sop), version)
    workflow = catalogue.find_workflow(database, SopId(sop), version)
    return answer(SopVersion(summary=summary, workflow=workflow))


@router.get(
    "/sops/{sop}/versions/{version}/definition",
    responses={
        **reads(SopVersion, "")["responses"],
        200: {"description": "The definition as published.", "content": {"application/yaml": {}}},
    },
    dependencies=[allow(Access.PUBLIC)],
)
def read_definition(sop: SopPath, version: VersionPath, database: Db) -> Response:
    """Read the text that was published, to the letter."""
    text = catalogue.read_definition(database, SopId(sop), version)
    return Response(text, media_type="application/yaml")
