"""A case bundle: one archive that an auditor takes away, and that proves itself without us.

The archive is deterministic: the same contents at the same instant give the same bytes. It ends
with the SHA-256 of all its bytes before that. What is in it: docs/bundles.md.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from engine.core.errors import VersionConflict
from engine.core.ids import CaseId, PersonId
from engine.core.ledger import calendar_stream, sop_stream, stamp
from engine.core.text import Frozen
from engine.service.bundle_contents import Contents, Filed, gather
from engine.service.bundle_signing import FORMAT, manifest_signer
from engine.service.database import Database
from engine.service.files import read

_LEDGER_FORMAT: Final = "alur-ledger/1"

Tell = Callable[[int, int], None]
"""Is told how many members of how many are written."""

_SEAL_LENGTH = 64
_LAST = 3
"""Members that no manifest states: itself, the sums, the signature."""

_BEFORE_ALL_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o100644 << 16
_ATTEMPTS = 5
_LONGEST_NAME = 80
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_PIECE = 1 << 20


class Papers(Frozen, frozen=True, kw_only=True):
    """What people read: the report as text and as PDF, and how to check the bundle."""

    text: str
    pdf: bytes
    readme: str


Write = Callable[[Contents], Papers]
"""Writes the papers of a case.

Raises VersionConflict where the case has moved on since its contents were gathered.
"""


class Order(Frozen, frozen=True, kw_only=True):
    """A bundle that is asked for: by whom, when (UTC), and whether with the documents."""

    by: PersonId
    at: datetime
    with_files: bool = False


class BundleSummary(Frozen, frozen=True, kw_only=True):
    """What was written. `uncovered` are events that no checkpoint vouches for yet.

    `shows_personal`: personal data is in it in plain, as documents or as entered long ago.
    """

    case: CaseId
    seq: int
    head: str
    members: int
    size: int
    checkpoint_size: int
    uncovered: tuple[int, ...]
    documents: int
    shows_personal: bool


def write_bundle(  # noqa: PLR0913  # a case, where its bytes lie and go, and how it is told
    database: Database,
    files_root: Path,
    case: CaseId,
    out: BinaryIO,
    *,
    order: Order,
    papers: Write,
    tell: Tell | None = None,
) -> BundleSummary:
    """Write the bundle of a case to `out`, which is empty, and can be read and sought in.

    Raises:
        NotFound: no case, or more than one, begins so.
        CaseNotCovered: no checkpoint vouches for any of it yet.
        VersionConflict: the case moves on faster than it can be told.
        DocumentDamaged: a document that is to be in it is not what was filed.
        LedgerDamaged: the list of all histories lacks something.
        SigningKeyUnusable, SigningKeyRetired: the key that signs checkpoints is not here.
    """
    contents, said = _told(database, files_root, case, order.at, papers)
    documents = _documents(contents, order)
    members, sign = _members(contents, said, documents), manifest_signer(database)
    total = len(members) + len(documents) + _LAST
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"0" * _SEAL_LENGTH
        packer = _Packer(archive, tell, total)
        for name, content in members.items():
            packer.add(name, content)
        for filed, name in documents.items():
            packer.add(name, read(files_root, filed.sha256))
        manifest = packer.state(_manifest(contents, order))
        packer.close(sign(contents.case, manifest))
    _seal(out)
    return BundleSummary(
        case=contents.case,
        seq=contents.seq,
        head=contents.head,
        members=total,
        size=out.seek(0, 2),
        checkpoint_size=contents.checkpoint.size,
        uncovered=contents.uncovered,
        documents=len(documents),
        shows_personal=contents.shows_personal or bool(documents),
    )


def _told(
    database: Database, root: Path, case: CaseId, at: datetime, papers: Write
) -> tuple[Contents, Papers]:
    """The contents and what is said of them, of one and the same case."""
    for attempt in range(1, _ATTEMPTS + 1):
        contents = gather(database, root, case, at=at)
        try:
            return contents, papers(contents)
        except VersionConflict:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError


class _Packer:
    """Puts members into the archive, and remembers what they are."""

    def __init__(self, archive: zipfile.ZipFile, tell: Tell | None, total: int) -> None:
        self._archive, self._tell, self._total = archive, tell, total
        self._sums: dict[str, str] = {}
        self._stated: dict[str, dict[str, object]] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        self._sums[name] = sha256(content).hexdigest()
        self._stated[name] = {"sha256": self._sums[name], "size": len(content)}
        self._put(name, content)

    def state(self, told: Mapping[str, object]) -> bytes:
        """Add the manifest, which vouches for the members."""
        manifest = _json({**told, "members": dict(self._stated)})
        self._sums["manifest.json"] = sha256(manifest).hexdigest()
        self._put("manifest.json", manifest)
        return manifest

    def close(self, signature: str) -> None:
        """Add the sums, for those who check by hand, and the signature of the manifest."""
        lines = (f"{self._sums[name]}  {name}\n" for name in sorted(self._sums))
        self._put("SHA256SUMS", "".join(lines).encode())
        self._put("signature.txt", signature.encode())

    def _put(self, name: str, content: bytes) -> None:
        member = zipfile.ZipInfo(name, _BEFORE_ALL_TIME)
        member.create_system, member.external_attr = _UNIX, _READABLE
        member.compress_type = zipfile.ZIP_DEFLATED
        self._archive.writestr(member, content, compresslevel=9)
        if self._tell is not None:
            self._tell(len(self._archive.infolist()), self._total)


def _seal(out: BinaryIO) -> None:
    """End the archive with the hash of all that stands before."""
    left = out.seek(0, 2) - _SEAL_LENGTH
    out.seek(0)
    found = sha256()
    while left:
        piece = out.read(min(left, _PIECE))
        found.update(piece)
        left -= len(piece)
    out.seek(-_SEAL_LENGTH, 2)
    out.write(found.hexdigest().encode())


def _members(
    contents: Contents, said: Papers, documents: Mapping[Filed, str]
) -> Mapping[str, bytes]:
    """All but the documents, in the order in which they are looked at."""
    verifier = resources("engine.service.bundle_verifier") / "verify.py"
    return {
        "README.txt": said.readme.encode(),
        "report.pdf": said.pdf,
        "report.txt": said.text.encode(),
        "verify.py": verifier.read_bytes(),
        "events.jsonl": b"".join(one.body + b"\n" for one in contents.events),
        "hashes.txt": _lines(f"{n} {one.hash.hex()}" for n, one in enumerate(contents.events, 1)),
        "attachments.json": _json({"attachments": _attachments(contents, documents)}),
        "people.json": _json({"people": contents.actors}),
        **dict(_rested_on(contents)),
        "ledger.json": _ledger(contents),
        "checkpoint.txt": contents.note.encode(),
        "keys.txt": _lines(iter(contents.keys)),
        **_handed_over(contents),
    }


def _handed_over(contents: Contents) -> Mapping[str, bytes]:
    """The notes that lead from the first key to the last, where there is more than one."""
    text = "".join(contents.handovers)
    return {"handovers.txt": text.encode()} if text else {}


def _rested_on(contents: Contents) -> Iterator[tuple[str, bytes]]:
    for one in contents.sops:
        yield f"sop/{one.sop}-v{one.version}.yaml", one.text.encode()
        yield f"sop/{one.sop}-v{one.version}.workflow.json", one.workflow
    for (name, version), kept in sorted(contents.calendars.items()):
        yield f"calendar/{name}-v{version}.json", kept.body


def _attachments(
    contents: Contents, documents: Mapping[Filed, str]
) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {
            **{key: value for key, value in msgspec.structs.asdict(one).items() if key != "kept"},
            "file": documents.get(one),
        }
        for one in contents.filed
    )


def _documents(contents: Contents, order: Order) -> Mapping[Filed, str]:
    """The documents that come along, with the names they have in the archive."""
    if not order.with_files:
        return {}
    kept = (one for one in contents.filed if one.kept)
    return {one: f"documents/{n:03}-{_plain(one.name)}" for n, one in enumerate(kept, 1)}


def _plain(name: str) -> str:
    """The name in letters that every archiver and file system has."""
    return _NOT_IN_A_NAME.sub("_", name).strip("._-")[-_LONGEST_NAME:] or "document"


def _ledger(contents: Contents) -> bytes:
    """One line for an entry or a subtree."""
    entries = [[one.position, one.stream, one.seq, one.hash.hex()] for one in contents.entries]
    nodes = [[level, index, head.hex()] for level, index, head in contents.subtrees]
    told = {
        "format": _LEDGER_FORMAT,
        "size": contents.checkpoint.size,
        "versions": [*_versions(contents)],
        "entries": entries,
        "nodes": nodes,
    }
    return msgspec.json.encode(told).replace(b"],[", b"],\n[") + b"\n"


def _versions(contents: Contents) -> Iterator[Mapping[str, object]]:
    """Who put what the case rests on into force, and when: their entries cover that, too."""
    for sop in contents.sops:
        yield {
            "stream": sop_stream(sop.sop),
            "seq": sop.version,
            "published_at": stamp(sop.published_at),
            "published_by": sop.published_by,
            "author": sop.author,
        }
    for _, kept in sorted(contents.calendars.items()):
        yield {
            "stream": calendar_stream(kept.calendar),
            "seq": kept.version,
            "published_at": stamp(kept.published_at),
            "published_by": kept.published_by,
            "reason": kept.reason,
        }


def _manifest(contents: Contents, order: Order) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "case": contents.case,
        "seq": contents.seq,
        "head": contents.head,
        "made_at": order.at.astimezone(UTC),
        "made_by": order.by,
        "uncovered": contents.uncovered,
    }


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _lines(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
