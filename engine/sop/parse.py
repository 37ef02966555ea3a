"""From the text of a definition to its document, with every place in the text still known."""

from typing import TypeVar

from pydantic import ValidationError

from engine.core.errors import SopInvalid
from engine.sop.document import SopDocument
from engine.sop.shape import Shape
from engine.sop.shape_findings import findings_from_errors
from engine.sop.strict_yaml import Positions, tree_from_text

AnyShape = TypeVar("AnyShape", bound=Shape)


def read_document(text: str | bytes, *, file: str) -> tuple[SopDocument, Positions]:
    """Read a definition; whether its references exist and its flow works is checked later.

    Args:
        text: The content; bytes are UTF-8.
        file: What findings call it.

    Raises:
        SopUnreadable: It is not YAML of the strict kind.
        SopInvalid: It has not the shape of a definition; all findings at once.
    """
    return read_shape(SopDocument, text, file=file)


def read_shape(
    shape: type[AnyShape], text: str | bytes, *, file: str
) -> tuple[AnyShape, Positions]:
    """Read any strict YAML file of a given shape. Raises as `read_document` does."""
    tree, positions = tree_from_text(text, file=file)
    try:
        return shape.model_validate(tree), positions
    except ValidationError as invalid:
        found = findings_from_errors(invalid, shape, positions=positions, file=file)
    raise SopInvalid(found)
