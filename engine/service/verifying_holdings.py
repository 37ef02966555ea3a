"""Whether what histories lean on is there still: the bytes of documents, the keys of sealed data.

Neither lies in a history: of documents it has the hash, of personal data what only a key opens.
Their bytes are read after the snapshot of the database is given back: there may be very many.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from msgspec.structs import replace

from engine.core.errors import DocumentDamaged, NotFound
from engine.core.events import FileAttached
from engine.core.ids import CaseId
from engine.core.ledger import case_stream
from engine.core.text import Frozen
from engine.core.verdicts import MOST_SHOWN, Doubt, Finding, Verdict
from engine.service.database import Database
from engine.service.verifying_chains import UNREADABLE, Row
from engine.store import files, holdings
from engine.store.codec import decode_recorded
from engine.store.job import Reader
from engine.store.verifying import events as all_events

Progress = Callable[[int, int], None]

_TOKEN = re.compile(rb"sealed\.1\.([0-9a-z]{16})\.")
_GOES = frozenset({"data_erased", "case_disposed"})
"""After these a key may be gone; after the last one documents, too."""


class _Document(Frozen, frozen=True, kw_only=True):
    stream: str
    seq: int
    sha256: str


def with_holdings(
    database: Database, root: Path, verdict: Verdict, *, tell: Progress = lambda *_: None
) -> Verdict:
    """The verdict, and what is wrong besides with what its histories lean on.

    Args:
        database: that was verified.
        root: where documents lie.
        verdict: what it came to so far, of one case or of everything.
        tell: hears how many documents are done of how many.

    Raises:
        StoreUnavailable: the database or a document cannot be read.
    """
    documents, found = database.store.read(lambda reader: _look(reader, verdict.case))
    found = [*found, *_of_documents(root, documents, tell)]
    shown = (*verdict.findings, *found)[:MOST_SHOWN]
    return replace(verdict, findings=shown, found=verdict.found + len(found))


def _look(reader: Reader, case: CaseId | None) -> tuple[list[_Document], list[Finding]]:
    live = holdings.live_keys(reader)
    documents: list[_Document] = []
    found: list[Finding] = []
    for name, rows in groupby(all_events(reader, case), key=itemgetter(0)):
        history = [row[1:] for row in rows]
        kinds = {row[1] for row in history}
        stream = case_stream(name)
        if "case_disposed" not in kinds:
            documents += _named(stream, history)
        if not kinds & _GOES:
            found += _of_keys(stream, history, live)
    return documents, found


def _named(stream: str, history: Sequence[Row]) -> Iterator[_Document]:
    """The documents that a history names; what cannot be read is said of the event itself."""
    for seq, kind, _, _, body in history:
        if kind == "file_attached":
            try:
                event = decode_recorded(body).event
            except UNREADABLE:
                continue
            if isinstance(event, FileAttached):
                yield _Document(stream=stream, seq=seq, sha256=event.sha256)


def _of_keys(stream: str, history: Sequence[Row], live: Mapping[str, bool]) -> Iterator[Finding]:
    """Keys that are gone although nobody ordered it, where they are needed first."""
    told: set[bytes] = set()
    for seq, _, _, _, body in history:
        for key in _TOKEN.findall(body) if isinstance(body, bytes) else ():
            name = key.decode()
            if key not in told and not live.get(name, False):
                told.add(key)
                reason = f"{name} {'destroyed' if name in live else 'is not there'}"
                yield Finding(stream=stream, seq=seq, code=Doubt.KEY_GONE, reason=reason)


def _of_documents(root: Path, documents: Sequence[_Document], tell: Progress) -> Iterator[Finding]:
    for number, one in enumerate(documents, 1):
        code = _judged(root, one.sha256)
        if code is not None:
            reason = one.sha256[:16]
            yield Finding(stream=one.stream, seq=one.seq, code=code, reason=reason)
        tell(number, len(documents))


def _judged(root: Path, sha256: str) -> Doubt | None:
    try:
        files.read(root, sha256)
    except NotFound:
        return Doubt.DOCUMENT_GONE
    except DocumentDamaged:
        return Doubt.DOCUMENT_DIFFERS
    return None
