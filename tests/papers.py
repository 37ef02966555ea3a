"""Files as people bring them, made small: a PDF, pictures, Office documents, and bad ones."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from engine.service.file_kinds import KINDS

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 32
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17

_CONTENTS = '<Types><Override PartName="/word/document.xml" ContentType="{kind}.main+xml"/></Types>'


def office(
    kind: str = "docx", parts: Mapping[str, bytes] | None = None, *, said: str = ""
) -> bytes:
    """An Office document with these further parts; `said` is what it declares itself to be."""
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        declared = said or _CONTENTS.format(kind=KINDS[kind].media_type)
        archive.writestr("[Content_Types].xml", declared)
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return into.getvalue()


def without_contents() -> bytes:
    """A zip archive that is no Office document."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        archive.writestr("readme.txt", "halo")
    return into.getvalue()


def bomb() -> bytes:
    """An Office document of a few KB that unpacks to 40 MB."""
    return office(parts={"word/media/a.xml": b"\0" * 40_000_000})
