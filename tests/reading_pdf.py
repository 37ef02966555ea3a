"""What a PDF says, read back."""

from io import BytesIO

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """The words of all pages, one space between them whatever stood there."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def letters_of(text: str) -> str:
    """The letters alone: where a line is broken or a gap lies is for whoever sets the page."""
    return "".join(text.split())
