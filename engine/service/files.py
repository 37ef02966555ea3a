"""Documents of cases: their bytes lie on disk, what they are stands in the case's history."""

from datetime import datetime
from pathlib import Path

from engine.core.errors import NotFound
from engine.core.events import FileAttached
from engine.core.ids import CaseId, PersonId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.queries import read_history
from engine.store import files


class CaseDocument(Frozen, frozen=True, kw_only=True):
    """A document of a case: what its history says of it, `at` and `by` of its filing.

    `kept`: its bytes lie here. Of paper only the name and the hash may be known.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    by: PersonId
    requirement: str | None = None
    kept: bool = False


def keep(root: Path, content: bytes) -> str:
    """Keep `content`, on disk before this returns; gives its SHA-256 in hexadecimal.

    Raises:
        StoreUnavailable: it cannot be written.
    """
    return files.keep(root, content)


def read(root: Path, sha256: str) -> bytes:
    """The bytes with that SHA-256.

    Raises:
        NotFound: they are not kept here, or it is no SHA-256 at all.
        DocumentDamaged: what is kept here is not what was filed.
        StoreUnavailable: it cannot be read.
    """
    return files.read(root, sha256)


def documents_of(database: Database, root: Path, case: CaseId) -> tuple[CaseDocument, ...]:
    """The documents of a case, in the order of filing; `case` may be the beginning of its id.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    return tuple(
        CaseDocument(
            name=event.name,
            media_type=event.media_type,
            size=event.size,
            sha256=event.sha256,
            at=entry.recorded.at,
            by=entry.recorded.by.person,
            requirement=event.requirement,
            kept=files.is_kept(root, event.sha256),
        )
        for entry in read_history(database, case)
        if isinstance(event := entry.recorded.event, FileAttached)
    )


def document_of(database: Database, case: CaseId, sha256: str) -> FileAttached:
    """What the case's history says of that document; of several namesakes the last.

    Raises:
        NotFound: there is no such case, or the document is not one of its documents.
    """
    found = [
        event
        for entry in read_history(database, case)
        if isinstance(event := entry.recorded.event, FileAttached) and event.sha256 == sha256
    ]
    if not found:
        raise NotFound("document", sha256, hint="The case has no such document.")
    return found[-1]
