"""Which kinds of documents are taken from people, and whether a file is what it is said to be.

A small table of our own: five kinds, each known by its first bytes. A library that knows hundreds
would tell more than is asked here, and be one more thing that reads hostile bytes.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.core.text import Frozen
from engine.service.office_files import why_no_office_file

LONGEST_NAME = 120
_HEAD_BYTES = 16


class Kind(Frozen, frozen=True, kw_only=True):
    """A kind of file: its media type, how its name ends, and how its bytes begin."""

    media_type: str
    suffixes: tuple[str, ...]
    begins: bytes
    office: str = ""
    """What an office file (a zip archive) must declare to be."""


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KINDS: Mapping[str, Kind] = {
    "pdf": Kind(media_type="application/pdf", suffixes=(".pdf",), begins=b"%PDF-"),
    "jpg": Kind(media_type="image/jpeg", suffixes=(".jpg", ".jpeg"), begins=b"\xff\xd8\xff"),
    "png": Kind(
        media_type="image/png",
        suffixes=(".png",),
        begins=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ),
    "docx": Kind(media_type=_WORD, suffixes=(".docx",), begins=b"PK\x03\x04", office=_WORD),
    "xlsx": Kind(media_type=_SHEET, suffixes=(".xlsx",), begins=b"PK\x03\x04", office=_SHEET),
}
"""Every kind that an installation may take, by what it is called in the settings."""

UNSTATED = frozenset({"", "application/octet-stream"})
"""Media types that say nothing; then the name and the bytes decide."""

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


def suffixes_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """What the names of documents of these kinds end in."""
    return tuple(suffix for one in kinds for suffix in KINDS[one].suffixes)


def kind_of(name: str, stated: str, *, allowed: tuple[str, ...]) -> Kind | str:
    """The kind that a name and a media type stand for; in words, why it is none that is taken."""
    suffix = Path(name).suffix.lower()
    kind = next((KINDS[one] for one in allowed if suffix in KINDS[one].suffixes), None)
    if kind is None:
        taken = ", ".join(suffixes_of(allowed))
        return f"files that end in {suffix or 'nothing'} are not taken, but {taken} are"
    plain = stated.partition(";")[0].strip().lower()
    if plain not in UNSTATED and plain != kind.media_type:
        return f"it is said to be {plain[:80]}, but its name ends in {suffix}"
    return kind


def why_not(kind: Kind, file: Path) -> str:
    """Why the bytes of a file are not of that kind, or not to be taken; empty where they are."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    if not head:
        return "it is empty"
    if not head.startswith(kind.begins):
        return f"its bytes are not those of a {kind.suffixes[0]} file"
    return why_no_office_file(file, kind.office) if kind.office else ""


def clean_name(given: str) -> str:
    """The name of a file as text to show: no path, nothing that hides or turns what it says.

    It never becomes part of a path here; it is cleaned for those who save the file elsewhere.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(one for one in base if unicodedata.category(one) not in _UNSEEN)
    plain = " ".join(_NOT_IN_A_NAME.sub("_", seen).split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or not stem:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"[:LONGEST_NAME]


_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Classes of characters that are not to be seen, or that change how others are."""
