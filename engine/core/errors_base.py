"""The roots of the tree of `engine.core.errors`, and what is wrong with definitions.

Import them from there: that module holds the tree whole.
"""

from collections.abc import Mapping

from engine.core.ids import SopId
from engine.core.text import Frozen


class AlurError(Exception):
    """Something Alur says no to, with a code for machines and a hint for people."""

    hint: str = ""

    @property
    def code(self) -> str:
        """The class's name in kebab case: stable, for machines."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


class Finding(Frozen, frozen=True, kw_only=True):
    """One thing the check has to say about a definition. Line and column count from 1."""

    code: str
    severity: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """The line that editors and people read: `file:line:col CODE message`."""
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message}"


class SopError(AlurError):
    """A definition cannot be used."""


class SopUnreadable(SopError):
    """The definition cannot be read at all."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.hint = finding.hint
        super().__init__(str(finding))


class SopInvalid(SopError):
    """The definition has errors; all of them are in `findings`."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        count = sum(finding.severity == "error" for finding in findings)
        super().__init__(f"{count} errors; first: {findings[0]}")


class WorkflowTooWide(SopError):
    """So much may happen at the same time that no log can be followed through the workflow."""

    def __init__(self, sop: SopId, limit: int) -> None:
        self.sop, self.limit = sop, limit
        self.hint = "Join parallel branches earlier, or let fewer rows stand side by side."
        super().__init__(f"Logs of {sop} cannot be followed: more than {limit} markings.")


class CommandRefused(AlurError):
    """A rule refuses the command; nothing was appended."""


class NotFound(CommandRefused):
    """No such thing."""

    def __init__(self, kind: str, name: object, *, hint: str = "") -> None:
        self.kind, self.name = kind, str(name)
        self.hint = hint
        super().__init__(f"There is no {kind} {str(name)[:80]!r}.")


class Conflict(CommandRefused):
    """The world moved on since you looked."""


class NotPermitted(CommandRefused):
    """The person, in the role stated, may not do this."""


class InputRefused(CommandRefused):
    """What was entered does not fit; `problems` names each field and what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{field}: {what}" for field, what in problems.items())
        super().__init__(listed)
