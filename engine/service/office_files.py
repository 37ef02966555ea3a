"""Whether a zip archive is the Office document it is said to be: no macros, no bomb.

Of its parts only the list of contents and one list of relations are unpacked, each bounded; all
else is judged by the archive's directory. Source: ECMA-376 part 2 (Open Packaging Conventions).
"""

import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_PARTS = 2000
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes, of all parts together."""
MOST_TIMES = 200
"""How many times as large the unpacked parts may be: text in XML reaches about 50."""

_CONTENTS = "[Content_Types].xml"
_LARGEST_READ = 1024 * 1024
_ENCRYPTED = 0x1
_MACROS = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|/embeddings/[^/]+\.bin", re.IGNORECASE
)
_TEMPLATES = ("word/_rels/settings.xml.rels",)


def why_no_office_file(file: Path, media_type: str) -> str:
    """Why the file is not a plain document of that media type, in words; empty where it is."""
    try:
        with ZipFile(file) as archive:
            return _why_not(archive, file.stat().st_size, media_type)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError):
        return "it is not a whole Office document"


def _why_not(archive: ZipFile, size: int, media_type: str) -> str:
    parts = archive.infolist()
    if wrong := _why_no_archive(parts, size):
        return wrong
    if any(_MACROS.search(f"/{one.filename}") for one in parts):
        return "it holds macros or embedded objects"
    if _CONTENTS not in archive.namelist():
        return "it is not a whole Office document"
    contents = _text(archive, _CONTENTS).lower()
    if "macroenabled" in contents or "vbaproject" in contents:
        return "it holds macros or embedded objects"
    if f"{media_type}.main+xml" not in contents:
        return "it is another kind of Office document"
    if any(_is_drawn_from_outside(archive, name) for name in _TEMPLATES):
        return "it loads a template from elsewhere"
    return ""


def _why_no_archive(parts: Sequence[ZipInfo], size: int) -> str:
    """By its directory alone: a bomb, an archive whose parts overlap, one nobody can look into."""
    unpacked = sum(one.file_size for one in parts)
    if len(parts) > MOST_PARTS or unpacked > min(LARGEST_UNPACKED, size * MOST_TIMES):
        return "it unpacks to far more than it is"
    if sum(one.compress_size for one in parts) > size:
        return "its parts overlap"
    if any(one.flag_bits & _ENCRYPTED for one in parts):
        return "it is locked with a password"
    if len({one.filename.lower() for one in parts}) < len(parts):
        return "two of its parts have one name"
    if any(one.filename.startswith("/") or ".." in one.filename.split("/") for one in parts):
        return "its parts lead out of it"
    return ""


def _text(archive: ZipFile, name: str) -> str:
    """What a part says, of which no more is unpacked than may be read.

    Raises:
        ValueError: it is longer.
    """
    with archive.open(name) as part:
        read = part.read(_LARGEST_READ + 1)
    if len(read) > _LARGEST_READ:
        raise ValueError(name)
    return read.decode("utf-8", "replace")


def _is_drawn_from_outside(archive: ZipFile, name: str) -> bool:
    if name not in archive.namelist():
        return False
    told = _text(archive, name).lower()
    return "attachedtemplate" in told and 'targetmode="external"' in told
