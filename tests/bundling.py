"""Bundles for tests, and what somebody does who would have others believe another story."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from offices import Office

from engine.core.ids import CaseId, PersonId
from engine.service.bundle_contents import Contents
from engine.service.bundle_verifier import verify
from engine.service.bundles import BundleSummary, Order, Papers, Tell, write_bundle

ORIGIN = "kantor.example/alur"
AUDITOR = PersonId("inspektorat")


def plain_papers(contents: Contents) -> Papers:
    """Papers that cost nothing to make."""
    return Papers(text=f"Berkas {contents.case}\n", pdf=b"%PDF-1.7 laporan", readme="Baca.\n")


def bundled(
    office: Office, case: str, root: Path, *, with_files: bool = False, tell: Tell | None = None
) -> tuple[bytes, BundleSummary]:
    """The bundle of a case, made at the office's present instant."""
    out = io.BytesIO()
    summary = write_bundle(
        office.database,
        root,
        CaseId(case),
        out,
        order=Order(by=AUDITOR, at=office.now, with_files=with_files),
        papers=plain_papers,
        tell=tell,
    )
    return out.getvalue(), summary


def members_of(bundle: bytes) -> dict[str, bytes]:
    """Every member, in the order of the archive."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members as they are, sealed anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"0" * 64
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return sealed(out.getvalue()[:-64])


def retold(members: Mapping[str, bytes], **changed: object) -> bytes:
    """An archive whose manifest and sums fit these members: all that needs no key."""
    told = {
        name: content
        for name, content in members.items()
        if name not in {"manifest.json", "SHA256SUMS", "signature.txt"}
    }
    manifest = json.loads(members["manifest.json"]) | changed
    manifest["members"] = {
        name: {"sha256": sha256(content).hexdigest(), "size": len(content)}
        for name, content in told.items()
    }
    told["manifest.json"] = json.dumps(manifest).encode()
    sums = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(told.items()))
    told["SHA256SUMS"] = "".join(sums).encode()
    told["signature.txt"] = members["signature.txt"]
    return packed(told)


def chained(case: str, bodies: list[bytes]) -> list[str]:
    """The hashes of a history that somebody wrote, in hexadecimal."""
    prev, found = sha256(b"alur/case/1\n" + case.encode()).digest(), []
    for body in bodies:
        prev = sha256(b"alur/event/1\n" + prev + body).digest()
        found.append(prev.hex())
    return found


class Judge:
    """Asks the verifier, as a command; knows what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "bundle.zip"

    def asks(self, bundle: bytes, *options: str) -> int:
        """The exit code for this archive."""
        self.file.write_bytes(bundle)
        return verify.main([str(self.file), *options])


class Woven:
    """An archive laid by hand, sealed as it should be: what others can hide in one.

    `before` stands before the member of that name, or the list of members where it is empty,
    `within` in the bytes it is unpacked from, `remark` in the list of members.
    """

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._members = members
        self.before: dict[str, bytes] = {}
        self.within: dict[str, bytes] = {}
        self.remarks: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def made(self) -> bytes:
        """Its bytes."""
        out, listed = b"", b""
        for name, content in self._members.items():
            out += self.before.get(name, b"")
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            raw = packer.compress(content) + packer.flush() + self.within.get(name, b"")
            sizes = (zlib.crc32(content), len(raw), len(content))
            inner, remark = self.names.get(name, name), self.remarks.get(name, b"")
            told = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, *sizes, len(name), 0)
            listed += b"PK\x01\x02" + struct.pack("<H", 20) + told
            listed += struct.pack("<HHHLL", len(remark), 0, 0, 0, len(out)) + name.encode() + remark
            out += b"PK\x03\x04" + told + inner.encode() + raw
        out += self.before.get("", b"")
        end = (0, 0, len(self._members), len(self._members), len(listed), len(out), 64)
        out += listed + b"PK\x05\x06" + struct.pack("<HHHHLLH", *end)
        return sealed(out)


def sealed(before: bytes) -> bytes:
    """The bytes with the seal that anybody can make."""
    return before + sha256(before).hexdigest().encode()
