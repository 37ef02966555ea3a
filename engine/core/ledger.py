"""One list over all that is the truth: every event, every SOP version, every calendar version.

An entry says which event of which stream came with which hash. The list only ever grows, and a
Merkle tree over it (`engine.core.proofs`) lets one hash stand for all of it.

Streams: `case/<id>` (the events of a case), `people` (of the directory), `sop/<id>` and
`calendar/<id>` (their versions, numbered as they are).
"""

from datetime import UTC, datetime
from hashlib import sha256

from engine.core.text import Frozen

PEOPLE = "people"
"""The stream of who works where."""

_ENTRY = b"alur/entry/1\n"
_SOP = b"alur/sop/1\n"
_CALENDAR = b"alur/calendar/1\n"


class Entry(Frozen, frozen=True, kw_only=True):
    """An entry of the list. `position` counts from 0, `hash` has 32 bytes."""

    position: int
    stream: str
    seq: int
    hash: bytes


def case_stream(case: str) -> str:
    """The stream of a case's events."""
    return f"case/{case}"


def sop_stream(sop: str) -> str:
    """The stream of an SOP's versions."""
    return f"sop/{sop}"


def calendar_stream(calendar: str) -> str:
    """The stream of a calendar's versions."""
    return f"calendar/{calendar}"


def entry_bytes(stream: str, seq: int, hash_: bytes) -> bytes:
    """What the tree has as its leaf: readable, and in one way only."""
    return _ENTRY + f"{stream}\n{seq}\n{hash_.hex()}\n".encode()


def sop_hash(text: str, workflow: bytes, *, at: datetime, by: str, author: str | None) -> bytes:
    """The hash of an SOP version: text, what was compiled from it, who put it in force and when.

    Whoever wrote it as well: that these are two people is what the version stands on.
    """
    told = _each(stamp(at).encode(), by.encode(), (author or "").encode())
    return sha256(_SOP + _each(text.encode(), workflow) + told).digest()


def calendar_hash(body: bytes, *, at: datetime, by: str, reason: str) -> bytes:
    """The hash of a calendar version as it is kept: who put it into force, when and why."""
    told = _each(stamp(at).encode(), by.encode(), reason.encode())
    return sha256(_CALENDAR + _each(body) + told).digest()


def _each(*parts: bytes) -> bytes:
    """The hashes of the parts one after another: none passes for a piece of its neighbour."""
    return b"".join(sha256(part).digest() for part in parts)


def stamp(at: datetime) -> str:
    """An instant as entries have it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
