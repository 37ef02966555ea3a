"""The sample definition edited, and what comparing it with itself then says."""

from builders_sop import SAMPLE

from engine.core.text import Language
from engine.sop.compare import Change, compare, sentence
from engine.sop.document import SopDocument
from engine.sop.parse import read_document

Edit = tuple[str, str]


def document(*edits: Edit, text: str = SAMPLE) -> SopDocument:
    """The sample with passages replaced, each of which must be there exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return read_document(text, file="v.yaml")[0]


OLD = document()


def changes(*edits: Edit) -> tuple[Change, ...]:
    return compare(OLD, document(*edits))


def said(found: tuple[Change, ...], language: Language = "id") -> list[str]:
    return [sentence(change, language) for change in found]


def back(*edits: Edit) -> list[str]:
    """What is said when the edits are undone."""
    return said(compare(document(*edits), OLD))
