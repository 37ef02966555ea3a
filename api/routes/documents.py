"""The documents of a case: which there are, and each as it was filed."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.access import Access, allow
from api.answers import DocumentList, answer
from api.deps import Files
from api.disposition import as_download, media_type_of
from api.openapi import reads, reads_bytes
from api.reach import ReadCase
from api.reads import DOCUMENTS, IN_FULL, Reading
from engine.service.files import document_of, documents_of, read

router = APIRouter(tags=["documents"])

Sha256 = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{64}$",
        description="The SHA-256 of the document's bytes, as the list has it.",
        examples=["9f2c5d0b7a41e6c83b90fd2714ac6e5588d1a3f09b7c2e64d05f81b3c9e7a71e"],
    ),
]


@router.get(
    "/cases/{case}/documents",
    dependencies=[allow(Access.READS)],
    **reads(DocumentList, "Every document, oldest first."),
)
def list_documents(case: ReadCase, files: Files, reading: Reading) -> Response:
    """List the documents of a case. Of those that are not `kept` the bytes lie elsewhere."""
    listed = documents_of(reading.database, files, case)
    reading.note(case, DOCUMENTS)
    return answer(DocumentList(items=listed))


@router.get(
    "/cases/{case}/documents/{sha256}",
    dependencies=[allow(Access.READS)],
    **reads_bytes("The document as it was filed, to be saved."),
)
def read_document(case: ReadCase, sha256: Sha256, files: Files, reading: Reading) -> Response:
    """Give a document of the case, its bytes checked against their SHA-256."""
    document = document_of(reading.database, case, sha256)
    content = read(files, sha256)
    reading.note(case, f"document {sha256[:12]}", how=IN_FULL)
    return Response(
        content, headers=as_download(document.name), media_type=media_type_of(document.media_type)
    )
