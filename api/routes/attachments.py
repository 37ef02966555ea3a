"""Bringing a document to a case: its bytes are the body, its name stands in a header."""

import asyncio
from collections.abc import AsyncGenerator
from email.message import Message
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk
from api.installed import Installed
from api.metrics import uploaded
from api.openapi import takes_bytes
from api.reach import ActedCase
from engine.core.commands import Attach
from engine.core.errors import InputRefused
from engine.core.errors_uploads import UploadRefused, UploadUnscanned
from engine.runtime.upload_rules import rules_of
from engine.service.uploads import Upload, rehearse

router = APIRouter(tags=["documents"])

Named = Annotated[
    str,
    Header(
        alias="Content-Disposition",
        max_length=1000,
        description="The file's name, percent-encoded in UTF-8.",
        examples=["attachment; filename*=UTF-8''KTP%20Tini.pdf"],
    ),
]
ForWhat = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="The requirement of the SOP that the document meets.",
        examples=["ktp"],
    ),
]


async def brought(request: Request, settings: Installed) -> AsyncGenerator[Upload]:
    """The document, all of it on disk; removed at the end unless it was kept."""
    with await asyncio.to_thread(Upload, rules_of(settings)) as upload:
        async for piece in request.stream():
            if piece:
                await asyncio.to_thread(upload.write, piece)
        yield upload


@router.post(
    "/cases/{case}/attachments",
    dependencies=[allow(Access.ACTS)],
    **takes_bytes("The document, filed with the case.", status=201),
)
def attach_document(  # noqa: PLR0913  # what a request says is its parameters
    *,
    request: Request,
    case: ActedCase,
    desk: AtDesk,
    upload: Annotated[Upload, Depends(brought)],
    content_disposition: Named,
    requirement: ForWhat = None,
) -> Response:
    """Bring a document to a case. It is taken if it is of a kind that this installation takes.

    The name, the media type and the bytes must agree. A virus scanner, where one is set up, looks
    first. The answer's event holds the document's SHA-256, by which it is read again.
    """
    try:
        judged = upload.judge(
            name=name_from(content_disposition),
            media_type=request.headers.get("content-type", ""),
        )
    except (UploadRefused, UploadUnscanned) as refused:
        uploaded("refused" if isinstance(refused, UploadRefused) else "unscanned")
        raise
    command = Attach(
        case=case,
        by=desk.by,
        name=judged.name,
        media_type=judged.media_type,
        size=judged.size,
        sha256=judged.sha256,
        requirement=requirement,
    )
    rehearse(desk.database, command, at=desk.at, key=desk.key)
    upload.keep()
    receipt = desk.carry_out(command)
    uploaded("taken")
    where = {"Location": f"/api/v1/cases/{receipt.case}/documents/{judged.sha256}"}
    return answer(receipt, status=201, headers=where | {"ETag": f'"{receipt.seq}"'})


def name_from(disposition: str) -> str:
    """The name of the file in a Content-Disposition header.

    Raises:
        InputRefused: there is none.

    Source: RFC 6266, RFC 8187.
    """
    message = Message()
    message["Content-Disposition"] = "".join(one for one in disposition if one.isprintable())
    name = message.get_filename("")
    if not name.strip():
        raise InputRefused({"content-disposition": "must name the file: attachment; filename=…"})
    return name
