"""A definition under examination: the document, its rows in order, the registers, the places."""

from collections.abc import Iterable
from difflib import get_close_matches

from engine.core.errors import Finding
from engine.sop.codes import finding
from engine.sop.document import SopDocument
from engine.sop.graph import Outline, Path, Row
from engine.sop.registers import Registers
from engine.sop.strict_yaml import Positions

_LISTED = 12
_SHOWN = 60


class Subject:
    """What every check reads, and how it says what it found."""

    def __init__(
        self,
        document: SopDocument,
        outline: Outline,
        registers: Registers,
        *,
        positions: Positions,
        file: str,
    ) -> None:
        self.document, self.outline, self.registers = document, outline, registers
        self.rows = outline.by_id()
        self.file, self._positions = file, positions

    def finding(self, code: str, path: Path, message: str, *, hint: str = "") -> Finding:
        """A finding at the value that `path` leads to, or at what is nearest around it."""
        return finding(code, message, file=self.file, at=self._positions.at(path), hint=hint)

    def line(self, path: Path) -> int:
        """The line in which the value of `path` begins."""
        return self._positions.at(path)[0]

    def is_external(self, row: Row) -> bool:
        """Whether somebody outside the office does the row."""
        role = self.document.roles.get(row.shape.role or "")
        return role is not None and role.external


def hint_among(given: str, known: Iterable[str]) -> str:
    """The known name that `given` probably meant, or all of them where there are few."""
    names = list(known)
    near = get_close_matches(given[:_SHOWN], names, n=1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known: {', '.join(names)}." if 0 < len(names) <= _LISTED else ""
