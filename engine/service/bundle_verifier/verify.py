#!/usr/bin/env python3
# ruff: noqa: UP006, UP017, UP035, UP045, PLR2004  # it runs under Python 3.8, too
"""Check a case bundle of Alur, offline: python3 verify.py [BUNDLE.zip | FOLDER] [--key KEY].

Needs Python 3.8 or newer and nothing else. Exit code 0: everything holds. 3: something does not;
the first member and place is named. 2: bad usage. What a bundle is: docs/bundles.md of Alur.

Take this file from whom you trust, not from the bundle that it is to judge: who can change the
bundle can change the verifier in it. The same goes for the key: get it from the office itself.
"""

import argparse
import binascii
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from base64 import b64decode, b64encode
from bisect import bisect_left
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

FORMAT = "alur-bundle/1"
MOST_MEMBERS, MOST_BYTES, LARGEST_TEXT = 20000, 8 << 30, 256 << 20
"""Beyond these a bundle is not read: an archive can claim to hold more than any disk."""

SEAL = 64
"""An archive ends with the SHA-256, in hexadecimal, of all its bytes before that."""

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, LookupError, OverflowError, MemoryError),
)
"""What Python says of an archive that is damaged, in one place or another."""


class Wrong(Exception):
    """Something does not hold: in which member, and what."""

    def __init__(self, member: str, why: str) -> None:
        super().__init__(f"{member}: {why}")


# --- the members of a bundle, in an archive or unpacked ---


class Source:
    """The members by name. `archive` is None where they lie in a folder."""

    def __init__(self, path: Path) -> None:
        self.folder = path
        self.archive: Optional[zipfile.ZipFile] = None
        if path.is_dir():
            self.names = [one for one in self._listed() if not one.startswith("__pycache__/")]
            return
        try:
            self.archive = zipfile.ZipFile(path)
        except UNREADABLE:
            raise Wrong(path.name, "is not a readable zip") from None
        infos = self.archive.infolist()
        self.names = [one.filename for one in infos]
        if len(infos) > MOST_MEMBERS or sum(one.file_size for one in infos) > MOST_BYTES:
            raise Wrong(path.name, "claims to hold more than a bundle does; it was not unpacked")
        for first, second in zip(sorted(self.names), sorted(self.names)[1:]):  # noqa: B905
            if first == second:
                raise Wrong(first, "is in the archive twice")

    def _listed(self) -> List[str]:
        files = (one for one in sorted(self.folder.rglob("*")) if one.is_file())
        return [one.relative_to(self.folder).as_posix() for one in files]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, a piece at a time."""
        if name not in self.names:
            raise Wrong(name, "is missing")
        try:
            with self._opened(name) as stream:
                while True:
                    piece = stream.read(1 << 20)
                    if not piece:
                        return
                    yield piece
        except UNREADABLE as error:
            raise Wrong(name, f"cannot be read ({error})") from None

    def _opened(self, name: str) -> IO[bytes]:
        return self.archive.open(name) if self.archive else (self.folder / name).open("rb")

    def read(self, name: str) -> bytes:
        """A member whole."""
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            if len(found) > LARGEST_TEXT:
                raise Wrong(name, "is larger than any such member")
        return bytes(found)

    def lines(self, name: str) -> List[str]:
        """The lines of a text; the last one ends as well."""
        try:
            *lines, rest = self.read(name).decode("utf-8").split("\n")
        except UnicodeDecodeError:
            raise Wrong(name, "is not UTF-8") from None
        if rest:
            raise Wrong(name, f"line {len(lines) + 1} does not end")
        return lines

    def json(self, name: str) -> Dict[str, Any]:
        """A member that is a JSON object."""
        found = from_json(self.read(name))
        if not isinstance(found, dict):
            raise Wrong(name, "is not a JSON object")
        return found


def from_json(text: bytes) -> Any:  # noqa: ANN401  # whatever it spells
    """The value; None where it is no JSON as Alur writes it: no floats, nothing too deep."""
    try:
        return json.loads(text.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError):
        return None


def refuse(_: str) -> None:
    """No history holds such a number."""
    raise ValueError


def is_canonical(value: Any, text: bytes) -> bool:  # noqa: ANN401  # whatever it is
    """Whether `text` is the one way to write the value (RFC 8785)."""
    try:
        written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return written.encode("utf-8") == text
    except (ValueError, RecursionError):
        return False


# --- every byte of every member ---


def check_members(source: Source) -> Dict[str, Any]:
    """Every member against the manifest, and the manifest against the sums; gives the manifest."""
    manifest = source.json("manifest.json")
    stated = manifest.get("members")
    if manifest.get("format") != FORMAT or not isinstance(stated, dict):
        raise Wrong("manifest.json", f"is not one of {FORMAT}: use a newer verifier")
    sums = {"manifest.json": digest(source, "manifest.json")[0]}
    if ("{}  manifest.json".format(sums["manifest.json"])) not in source.lines("SHA256SUMS"):
        raise Wrong("manifest.json", "and SHA256SUMS do not agree: one of them was changed")
    for name, said in stated.items():
        found, size = digest(source, name)
        if said != {"sha256": found, "size": size}:
            raise Wrong(name, f"is not what the manifest says: SHA-256 {found}, {size} bytes")
        sums[name] = found
    if source.lines("SHA256SUMS") != [f"{sums[name]}  {name}" for name in sorted(sums)]:
        raise Wrong("SHA256SUMS", "does not follow from the members")
    return manifest


def digest(source: Source, name: str) -> Tuple[str, int]:
    """The SHA-256 and the size of a member."""
    found, size = hashlib.sha256(), 0
    for piece in source.pieces(name):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def check_archive(source: Source, manifest: Dict[str, Any]) -> List[str]:
    """Nothing but the members, and an archive to the byte as it was written."""
    listed = {"manifest.json", "SHA256SUMS", "signature.txt", *manifest["members"]}
    others = [name for name in source.names if name not in listed]
    if not source.archive:
        return (
            ["Not part of the bundle, not checked: {}.".format(", ".join(others))] if others else []
        )
    if others:
        raise Wrong(others[0], "is not in the manifest")
    found, rest = hashlib.sha256(), b""
    with source.folder.open("rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            found.update((rest + piece)[:-SEAL])
            rest = (rest + piece)[-SEAL:]
    if rest != found.hexdigest().encode() or not is_gapless(source.folder, source.archive):
        told = "its members hold, the archive around them was changed or packed anew"
        raise Wrong(source.folder.name, told + "; unpack it and check the folder")
    return []


def is_gapless(path: Path, archive: zipfile.ZipFile) -> bool:
    """Whether from the first byte to the last there is nothing but members and their list.

    Anybody can make the seal anew. What stands elsewhere some programs would show, and others not.
    """
    with path.open("rb") as stream:
        at = 0
        for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
            if info.header_offset != at or info.flag_bits or info.comment:
                return False
            at = end_of_member(stream, info)
        listed = sum(46 + len(one.filename) + len(one.extra) for one in archive.infolist())
        if at != archive.start_dir or not all(is_large(one.extra) for one in archive.infolist()):
            return False
        stream.seek(at + listed)
        rest = stream.read(76 + 22 + SEAL + 1)
    large = rest[:12] == b"PK\x06\x06" + (44).to_bytes(8, "little") and rest[56:60] == b"PK\x06\x07"
    end = rest[76:] if large else rest
    return end[:4] == b"PK\x05\x06" and len(end) == 22 + SEAL and archive.comment == end[22:]


def end_of_member(stream: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Where a member ends; -1 where its own head says anything else than the list does."""
    stream.seek(info.header_offset)
    head = stream.read(30)
    name, extra = (stream.read(int.from_bytes(head[at : at + 2], "little")) for at in (26, 28))
    sizes = (info.CRC, info.compress_size, info.file_size)
    if len(extra) == 20:
        sizes = (info.CRC, 0xFFFFFFFF, 0xFFFFFFFF)
    told = b"PK\x03\x04" + struct.pack("<HHHH", 0, info.compress_type, 0, 33)
    is_told = (head[:4] + head[6:14], head[14:26]) == (told, struct.pack("<LLL", *sizes))
    if not is_told or name != info.filename.encode("ascii", "replace") or not is_large(extra):
        return -1
    if extra[4:] != struct.pack("<QQ", info.file_size, info.compress_size)[: len(extra[4:])]:
        return -1
    return stream.tell() + info.compress_size if is_used_up(stream, info) else -1


def is_large(extra: bytes) -> bool:
    """Whether it is nothing, or the sizes and the place of what is too large for a ZIP of old."""
    return not extra or (extra[:2] == b"\1\0" and len(extra) == 4 + extra[2] <= 28 and not extra[3])


def is_used_up(stream: IO[bytes], info: zipfile.ZipInfo) -> bool:
    """Whether a member's bytes are those that it is unpacked from, and no more."""
    start, left = stream.tell(), info.compress_size
    if info.compress_type == zipfile.ZIP_STORED:
        return left == info.file_size
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        piece = stream.read(min(left, 1 << 16))
        if not piece or unpacking.eof:
            return False
        left -= len(piece)
        while piece:
            unpacking.decompress(piece, 1 << 20)
            piece = unpacking.unconsumed_tail
    stream.seek(start)
    return unpacking.eof and not unpacking.unused_data


# --- the events and what they rest on ---


class Event(NamedTuple):
    """An event of the case: its hash, and what its body says."""

    hash: bytes
    says: Dict[str, Any]


def check_events(source: Source, manifest: Dict[str, Any]) -> List[Event]:
    """The chain: every body is canonical and in its place, every hash is that of all before it."""
    case = str(manifest.get("case"))
    stated = source.lines("hashes.txt")
    events: List[Event] = []
    prev = hashlib.sha256(b"alur/case/1\n" + case.encode("utf-8")).digest()
    for seq, line in enumerate(source.lines("events.jsonl"), 1):
        place, body = f"line {seq} (event {seq}) ", line.encode("utf-8")
        says = from_json(body)
        if not isinstance(says, dict) or not isinstance(says.get("event"), dict):
            raise Wrong("events.jsonl", place + "is no event")
        if not is_canonical(says, body):
            raise Wrong("events.jsonl", place + "is not written as Alur writes events")
        if (says.get("case"), says.get("seq")) != (case, seq):
            raise Wrong("events.jsonl", place + "belongs to another place")
        prev = hashlib.sha256(b"alur/event/1\n" + prev + body).digest()
        if stated[seq - 1 : seq] != [f"{seq} {prev.hex()}"]:
            raise Wrong("events.jsonl", place + "does not have the hash that hashes.txt states")
        events.append(Event(prev, says))
    if not events or len(stated) != len(events):
        raise Wrong("events.jsonl", "events are missing at the end")
    if (manifest.get("seq"), manifest.get("head")) != (len(events), prev.hex()):
        raise Wrong("manifest.json", "states another last event than events.jsonl has")
    return events


Due = Dict[Tuple[str, int], bytes]
Versions = Dict[Tuple[str, int], Dict[str, Any]]


def versions_of(source: Source) -> Versions:
    """What ledger.json says of who put each version into force, and when."""
    listed = source.json("ledger.json").get("versions")
    found: Versions = {}
    for one in listed if isinstance(listed, list) else []:
        at = (str(one["stream"]), int(one["seq"]))
        if at in found:
            raise Wrong("ledger.json", f"tells twice who put {at[0]}/{at[1]} into force")
        found[at] = one
    return found


def rests_on(source: Source, events: Sequence[Event], case: str, versions: Versions) -> Due:
    """What the ledger must have: every event, the SOP versions they name, the calendars given."""
    due = {("case/" + case, seq): one.hash for seq, one in enumerate(events, 1)}
    sop = ""
    for one in events:
        told = one.says["event"]
        sop = str(told.get("sop")) if told.get("type") == "case_opened" else sop
        if told.get("type") in ("case_opened", "case_migrated"):
            name = "sop/{}-v{}".format(sop, told.get("version"))
            parts = [source.read(name + end) for end in (".yaml", ".workflow.json")]
            at = ("sop/" + sop, int(told["version"]))
            due[at] = in_force(b"alur/sop/1\n", parts, versions.get(at), "author")
    for name in source.names:
        found = re.match(r"^(calendar/.+)-v([0-9]{1,9})\.json$", name)
        if found:
            at = (found[1], int(found[2]))
            due[at] = in_force(
                b"alur/calendar/1\n", [source.read(name)], versions.get(at), "reason"
            )
    for stream, seq in versions:
        if (stream, seq) not in due:
            raise Wrong(
                "ledger.json", f"tells who put {stream}/{seq} into force, which is not here"
            )
    return due


def in_force(
    tag: bytes, parts: Sequence[bytes], said: Optional[Dict[str, Any]], last: str
) -> bytes:
    """The hash of a version: of what it says, when and by whom it was put into force, and more."""
    if said is None:
        raise Wrong("ledger.json", "does not tell who put a version into force")
    told = [str(said.get(name) or "") for name in ("published_at", "published_by", last)]
    each = [*parts, *(one.encode("utf-8") for one in told)]
    return tagged(tag, b"".join(hashlib.sha256(one).digest() for one in each))


def told_versions(versions: Versions) -> List[str]:
    """Who wrote the SOP versions, and who put them into force."""
    return [
        f"{stream}/{seq}: in force by {said['published_by']}, {said['published_at']}"
        + (f", written by {said['author']}." if said.get("author") else ".")
        for (stream, seq), said in sorted(versions.items())
        if stream.startswith("sop/")
    ]


def tagged(tag: bytes, content: bytes) -> bytes:
    """The hash of a thing of that kind."""
    return hashlib.sha256(tag + content).digest()


def check_attachments(source: Source, events: Sequence[Event]) -> int:
    """The list of attachments follows from the events; gives how many documents are here."""
    listed = source.json("attachments.json").get("attachments", [])
    filed = [one.says for one in events if one.says["event"].get("type") == "file_attached"]
    here = 0
    for at, one in enumerate(listed if isinstance(listed, list) else []):
        said = filed[at] if at < len(filed) else {"event": {}}
        known = {key: said["event"].get(key) for key in ("name", "media_type", "size", "sha256")}
        known.update(seq=said.get("seq"), at=said.get("at"), by=said.get("by", {}).get("person"))
        file = one.pop("file", None) if isinstance(one, dict) else None
        if one != known:
            raise Wrong("attachments.json", f"attachment {at + 1} is not what the events say")
        if file and digest(source, file)[0] != known["sha256"]:
            raise Wrong(file, "is not the document that was filed")
        here += bool(file)
    if len(listed) != len(filed):
        raise Wrong("attachments.json", "does not list what the events say was attached")
    return here


# --- the ledger, by RFC 6962 ---


class Ledger:
    """The entries that are given, and the subtrees beside them."""

    def __init__(self, source: Source) -> None:
        told = source.json("ledger.json")
        try:
            self.size = int(told["size"])
            self.entries = {
                (str(stream), int(seq)): (int(at), bytes.fromhex(hash_))
                for at, stream, seq, hash_ in told["entries"]
            }
            self.nodes = {(int(a), int(b)): bytes.fromhex(head) for a, b, head in told["nodes"]}
        except (KeyError, TypeError, ValueError):
            raise Wrong("ledger.json", "cannot be read") from None
        self.leaves: Dict[int, bytes] = {}
        for (stream, seq), (at, hash_) in self.entries.items():
            entry = f"alur/entry/1\n{stream}\n{seq}\n{hash_.hex()}\n"
            self.leaves[at] = tagged(b"\x00", entry.encode("utf-8"))
        self.known = sorted(self.leaves)
        if len(self.leaves) != len(self.entries) or not 0 < self.size < 1 << 62:
            raise Wrong("ledger.json", "states two entries in one place")
        if self.known and not 0 <= self.known[0] <= self.known[-1] < self.size:
            raise Wrong("ledger.json", "states an entry beyond its size")

    def root(self) -> bytes:
        """The root that follows from the entries and the subtrees given."""
        return self._head(0, self.size)

    def _head(self, first: int, size: int) -> bytes:
        at = bisect_left(self.known, first)
        holds = at < len(self.known) and self.known[at] < first + size
        if size & (size - 1) == 0 and not holds:
            level = size.bit_length() - 1
            if (level, first >> level) not in self.nodes:
                raise Wrong("ledger.json", f"lacks the subtree {level}/{first >> level}")
            return self.nodes[level, first >> level]
        if size == 1:
            return self.leaves[first]
        left = 1 << (size - 1).bit_length() - 1
        heads = self._head(first, left) + self._head(first + left, size - left)
        return tagged(b"\x01", heads)


def check_ledger(ledger: Ledger, due: Due, case: str) -> List[str]:
    """What is due has its entry with its own hash; gives what has none yet."""
    without = []
    for (stream, seq), hash_ in due.items():
        entry = ledger.entries.get((stream, seq))
        if entry is None:
            without.append(f"event {seq}" if stream == "case/" + case else f"{stream}/{seq}")
        elif entry[1] != hash_:
            raise Wrong("ledger.json", f"{stream}/{seq} is entered with another hash")
    for stream, seq in ledger.entries:
        if (stream, seq) not in due:
            raise Wrong("ledger.json", f"has an entry for {stream}/{seq}, which is not here")
    return without


# --- the checkpoint and its signature (C2SP signed notes, RFC 8032) ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = Tuple[int, int, int, int]


def recovered(raw: bytes) -> Optional[Point]:
    """The point that 32 bytes spell (RFC 8032 5.1.3); None where they spell none."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def added(one: Point, other: Point) -> Point:
    """The sum of two points, or of a point and itself (RFC 8032 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, point: Point) -> Point:
    """A point so many times."""
    total = (0, 1, 1, 0)
    while factor:
        total = added(total, point) if factor & 1 else total
        point, factor = added(point, point), factor >> 1
    return total


BASE = recovered((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether it is the Ed25519 signature of the message under that key (RFC 8032 5.1.7)."""
    key, scalar = recovered(public), int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or key is None or BASE is None or scalar >= L:
        return False
    said = hashlib.sha512(signature[:32] + public + message).digest()
    minus = (P - key[0], key[1], key[2], P - key[3])
    point = added(times(scalar, BASE), times(int.from_bytes(said, "little") % L, minus))
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


class Key(NamedTuple):
    """A verifier key as it is published: name+id+key."""

    text: str
    name: str
    id: bytes
    public: bytes


def parsed_key(text: str) -> Optional[Key]:
    """The key of such a line; None where it is none."""
    name, _, rest = text.strip().partition("+")
    said, _, coded = rest.partition("+")
    try:
        raw = b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None
    id_ = hashlib.sha256(name.encode("utf-8") + b"\n" + raw).digest()[:4]
    if not name or raw[:1] != b"\x01" or len(raw) != 33 or id_.hex() != said:
        return None
    return Key(text.strip(), name, id_, raw[1:])


class Checkpoint(NamedTuple):
    """What somebody vouches for."""

    origin: str
    size: int
    root: bytes
    at: str
    by: Key


def signed_by(source: Source, name: str, keys: Sequence[Key]) -> Tuple[List[str], Key]:
    """The lines of a note that one of the keys signed, and which."""
    note = "\n".join([*source.lines(name), ""])
    text, found, below = note.rpartition("\n\n")
    if not found:
        raise Wrong(name, "is no signed note")
    for key in keys:
        if has_signed(key, text, below):
            return text.split("\n"), key
    raise Wrong(name, "is not signed by " + (" or ".join(key.text for key in keys) or "anybody"))


def has_signed(key: Key, text: str, below: str) -> bool:
    """Whether one of the signatures below a text is that key's."""
    for line in below.split("\n"):
        signed = from_base64(line.partition("\u2014 " + key.name + " ")[2])
        if signed[:4] == key.id and is_signed(key.public, signed[4:], (text + "\n").encode()):
            return True
    return False


Note = Tuple[str, str]


def notes_of(lines: Sequence[str]) -> Iterator[Note]:
    """The notes that stand one after another: text, and the signatures below it."""
    held: List[str] = []
    for at, line in enumerate(lines):
        held.append(line)
        if line.startswith("\u2014 ") and not "".join(lines[at + 1 : at + 2]).startswith("\u2014 "):
            text, found, below = "\n".join(held).lstrip("\n").rpartition("\n\n")
            if found:
                yield text, below
            held = []


def followed(pinned: Sequence[Key], notes: Sequence[Note]) -> List[Key]:
    """The keys that somebody trusts, and those they handed over to, one after another.

    A key is followed only where a checkpoint of the same name announces it, and both the one that
    was trusted last and the new one signed that.
    """
    found: List[Key] = []
    for key in pinned:
        trusted, before = [key], 0
        while before < len(trusted):
            before = len(trusted)
            for text, below in notes:
                following = announced(text)
                if following is None or following in trusted:
                    continue
                names = {text.split("\n")[0], key.name, following.name}
                both = (trusted[-1], following)
                if len(names) == 1 and all(has_signed(one, text, below) for one in both):
                    trusted.append(following)
        found += [one for one in trusted if one not in found]
    return found


def announced(text: str) -> Optional[Key]:
    """The key that a checkpoint hands over to; of two answers neither is to be believed."""
    told = [line[9:] for line in text.split("\n")[3:] if line.startswith("next-key ")]
    return parsed_key(told[0]) if len(told) == 1 else None


def check_checkpoint(source: Source, keys: Sequence[Key]) -> Checkpoint:
    """The checkpoint, signed by one of the keys."""
    lines, key = signed_by(source, "checkpoint.txt", keys)
    if len(lines) < 3 or lines[0] != key.name or not re.match(r"^[0-9]{1,18}$", lines[1]):
        raise Wrong("checkpoint.txt", "is no checkpoint")
    told = [one[5:] for one in lines[3:] if re.match(r"^time [0-9]{1,11}$", one)]
    at = datetime.fromtimestamp(int(told[0]), timezone.utc) if told else None
    said = at.strftime("%Y-%m-%d %H:%M:%S UTC") if at else "at a time it does not state"
    return Checkpoint(lines[0], int(lines[1]), from_base64(lines[2]), said, key)


def check_signature(source: Source, manifest: Dict[str, Any], keys: Sequence[Key]) -> str:
    """The bundle as a whole, its report and copies included; gives what to say."""
    lines, key = signed_by(source, "signature.txt", keys)
    found = digest(source, "manifest.json")[0]
    if lines != [FORMAT, f"case {manifest['case']}", "manifest " + found]:
        raise Wrong(
            "signature.txt", "is not over this manifest: a member was changed and hashed anew"
        )
    return f"The bundle as a whole, report and copies included, is signed by {key.text}."


def from_base64(text: str) -> bytes:
    """The bytes; none where it is no base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def compare(checkpoint: Checkpoint, published: Path, lines: Sequence[str]) -> str:
    """Hold the checkpoint against those that were published."""
    found, newest = False, 0
    for at in range(len(lines) - 2):
        if lines[at] != checkpoint.origin or not re.match(r"^[0-9]{1,18}$", lines[at + 1]):
            continue
        newest = max(newest, int(lines[at + 1]))
        if lines[at + 1] == str(checkpoint.size):
            if lines[at + 2] != b64encode(checkpoint.root).decode():
                raise Wrong("checkpoint.txt", f"{published} has another root at this size")
            found = True
    if not found:
        return f"NOT COMPARED: {published} has no checkpoint over {checkpoint.size} entries."
    told = "The checkpoint is the one that was published."
    later = newest - checkpoint.size
    if later > 0:
        told += f"\n  Newer ones were published, over {later} entries more. Those are not in here."
    return told


# --- the command ---


def check(source: Source, keys: Sequence[Key], asked: argparse.Namespace) -> List[str]:
    """Everything there is to check, the members first; gives what to say."""
    manifest = check_members(source)
    events, case = check_events(source, manifest), str(manifest["case"])
    versions, ledger = versions_of(source), Ledger(source)
    due = rests_on(source, events, case, versions)
    without = check_ledger(ledger, due, case)
    published = published_lines(asked.published)
    own = [key for key in map(parsed_key, source.lines("keys.txt")) if key]
    handed = source.lines("handovers.txt") if "handovers.txt" in source.names else []
    notes = [*notes_of(published), *notes_of(handed)]
    trusted = (followed(keys, notes) if keys else own)[::-1]  # the one in use first
    checkpoint = check_checkpoint(source, trusted)
    if (ledger.size, ledger.root()) != (checkpoint.size, checkpoint.root):
        raise Wrong("ledger.json", "the events, SOPs or calendars are not those of the checkpoint")
    here = check_attachments(source, events)
    return [
        f"{len(manifest['members'])} members are as the manifest states.",
        f"Case {case}: the chain of {len(events)} events holds.",
        f"The bundle was made {manifest['made_at']} by {manifest['made_by']}, as they say.",
        f"{len(due) - len(without)} of {len(due)} events, SOPs and calendars are in the ledger.",
        *told_versions(versions),
        f"Ledger: {checkpoint.origin}, {checkpoint.size} entries, {checkpoint.at}.",
        f"The checkpoint is signed by {checkpoint.by.text}.",
        *([HANDED_OVER] if keys and checkpoint.by not in keys else []),
        f"Attachments are as the events say; {here} documents are in the bundle.",
        check_signature(source, manifest, trusted),
        *check_archive(source, manifest),
        *check_covered(without, allowed=asked.allow_uncovered),
        compare(checkpoint, asked.published, published) if asked.published else UNCOMPARED,
        *([] if keys else [OWN_KEY]),
        NOT_KNOWN.format(events=len(events)),
    ]


def published_lines(path: Optional[Path]) -> List[str]:
    """The lines of a file of checkpoints that were published."""
    return path.read_text(encoding="utf-8").split("\n") if path else []


def check_covered(without: Sequence[str], *, allowed: bool) -> List[str]:
    """What has no entry in the ledger could have been added by anybody."""
    listed = ", ".join([*without[:5], *(["..."] if without[5:] else [])])
    told = f"not covered by the checkpoint: {listed}. Only the bundle itself vouches for them"
    if without and not allowed:
        raise Wrong("ledger.json", told + "; ask for a newer bundle, or say --allow-uncovered")
    return ["CAREFUL: " + told + "."] if without else []


UNCOMPARED = (
    "NOT KNOWN: whether this is the checkpoint that everybody got. Compare it with one that was\n"
    "  published (file, mail, public page): --published FILE. Somebody with the signing key could\n"
    "  have made another one."
)
OWN_KEY = (
    "CAREFUL: the key was taken from the bundle itself, so this proves only that the bundle is\n"
    "  consistent with itself. Give the key that the office publishes: --key KEY."
)
HANDED_OVER = (
    "The key that was given handed over to that one, and both sides signed that each time."
)
NOT_KNOWN = (
    "NOT KNOWN: whether whoever made the bundle left out later events of this case, although the\n"
    "  ledger had them. Here it ends with event {events}: compare that with the receipts of the\n"
    "  applicant (number and hash: hashes.txt), and with a bundle under the newest checkpoint.\n"
    "NOT KNOWN: what happened after the bundle was made, and what was never recorded. report.pdf,\n"
    "  report.txt and people.json are copies, as the office's own system wrote them."
)


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Check, say what was found, and give the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bundle", nargs="?", type=Path, help="ZIP or folder; by default this one")
    parser.add_argument("--key", action="append", default=[], help="verifier key; repeatable")
    parser.add_argument("--published", type=Path, help="file of checkpoints that were published")
    parser.add_argument("--allow-uncovered", action="store_true", help="let the newest events be")
    asked = parser.parse_args(argv)
    path = asked.bundle or Path(__file__).resolve().parent
    keys = [parsed_key(one) for one in asked.key]
    lacking = [one for one in (path, asked.published) if one and not one.exists()]
    if None in keys or lacking:
        parser.error(f"{lacking[0]}: there is no such file" if lacking else "--key: no such key")
    try:
        told = check(Source(path), [key for key in keys if key], asked)
    except Wrong as wrong:
        return complain(str(wrong))
    except (*UNREADABLE, TypeError, AttributeError) as error:
        return complain(
            f"{path.name}: is not shaped like a bundle ({type(error).__name__}: {error})"
        )
    sys.stdout.write(ascii_only("\n".join([*told, "OK: everything that can be checked holds.\n"])))
    return 0


def complain(wrong: str) -> int:
    """Say what does not hold."""
    sys.stderr.write(ascii_only(f"DOES NOT HOLD. {wrong}.\n"))
    return 3


def ascii_only(text: str) -> str:
    """What any terminal can show, and nothing that could steer one."""
    plain = "".join(one if one.isprintable() or one == "\n" else "?" for one in text)
    return plain.encode("ascii", "backslashreplace").decode()


if __name__ == "__main__":
    sys.exit(main())
