"""Documents put into a case, as a step or a person would."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from engine.core.commands import Actor, Attach
from engine.core.ids import CaseId, PersonId, RoleId
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.files import keep

PDF = b"%PDF-1.7 surat"
HESTI = Actor(person=PersonId("hesti"), role=RoleId("kasi"), via="test")


def file_document(  # noqa: PLR0913  # a document, and where and when it is filed
    database: Database,
    root: Path | None,
    case: str,
    *,
    at: datetime,
    name: str = "Surat Keterangan.pdf",
    content: bytes = PDF,
    media_type: str = "application/pdf",
) -> str:
    """The hash of a document that is now the case's; without a root its bytes lie elsewhere."""
    if root is not None:
        keep(root, content)
    found = sha256(content).hexdigest()
    command = Attach(
        case=CaseId(case),
        by=HESTI,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=found,
    )
    execute(database, command, at=at)
    return found
