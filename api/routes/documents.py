"""The documents of a case: which there are, and each as it was filed."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.answers import DocumentList, answer
from api.deps import Db, Files
from api.disposition import as_download, media_type_of
from api.openapi import reads, reads_bytes
from api.routes.cases import CasePath
from engine.core.ids import CaseId
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


@router.get("/cases/{case}/documents", **reads(DocumentList, "Every document, oldest first."))
def list_documents(case: CasePath, database: Db, files: Files) -> Response:
    """List the documents of a case. Of those that are not `kept` the bytes lie elsewhere."""
    return answer(DocumentList(items=documents_of(database, files, CaseId(case))))


@router.get(
    "/cases/{case}/documents/{sha256}", **reads_bytes("The document as it was filed, to be saved.")
)
def read_document(case: CasePath, sha256: Sha256, database: Db, files: Files) -> Response:
    """Give a document of the case, its bytes checked against their SHA-256."""
    document = document_of(database, CaseId(case), sha256)
    content = read(files, sha256)
    return Response(
        content, headers=as_download(document.name), media_type=media_type_of(document.media_type)
    )
