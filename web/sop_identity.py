"""The official identity block of an SOP version, in words.

Source: PermenPAN-RB 35/2012 (bagian identitas). Regulations and units are named by the registers
of the library; where that is not there, by their keys.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.core.errors import SopError
from engine.core.ids import SopId
from engine.core.text import Frozen, Language, Text
from engine.service.folder import REGISTERS, registers
from engine.sop.document import SopDocument
from engine.sop.official_block import (
    NOTHING,
    Entry,
    classification,
    particulars,
    sections,
    standard,
    unit_title,
)
from engine.sop.parse import read_document
from engine.sop.registers import Registers

_KEPT = 128


class Identity(Frozen, frozen=True, kw_only=True):
    """The block: who makes the SOP, its particulars, the six lists, the service standard."""

    unit: str
    kind: tuple[str, ...]
    particulars: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    standard: tuple[Entry, ...]


def identity_of(
    text: str, library: Path, language: Language, *, published: Mapping[SopId, Text] = NOTHING
) -> Identity:
    """The block of a published definition; the text was checked when it was published.

    `published` are the titles of the SOPs that there are: related ones are called by them.
    """
    document, known = _document(text), registers_of(library)
    return Identity(
        unit=unit_title(document, known, language),
        kind=classification(document, language),
        particulars=particulars(document, language),
        sections=sections(document, known, language, published),
        standard=standard(document, language),
    )


@lru_cache(maxsize=_KEPT)
def _document(text: str) -> SopDocument:
    document, _ = read_document(text, file="")
    return document


def registers_of(library: Path) -> Registers:
    """The registers of the library as they are on disk; empty where they cannot be read."""
    try:
        changed = (library / REGISTERS).stat().st_mtime_ns
    except OSError:
        return Registers()
    return _registers(library, changed)


@lru_cache(maxsize=4)
def _registers(library: Path, changed: int) -> Registers:
    del changed  # part of the key: an edited file is read anew
    try:
        return registers(library)
    except SopError:
        return Registers()
