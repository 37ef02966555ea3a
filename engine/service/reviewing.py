"""A definition under review: everything the check says of it, and what it would change."""

from pathlib import Path

from engine.core.errors import Finding, SopInvalid, SopUnreadable
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.database import Database
from engine.service.folder import registers
from engine.service.sop_library import Difference, difference_of_text
from engine.sop.compile import compile_text

FILE = "definition.yaml"
"""What findings call the text."""


class Reviewed(Frozen, frozen=True, kw_only=True):
    """What the check finds in a definition, in the order of its text.

    `workflow` is there where it compiles; `difference` where a version of it is in force already.
    """

    findings: tuple[Finding, ...]
    workflow: Workflow | None = None
    difference: Difference | None = None


def review(database: Database, definitions: Path, text: str, *, decided: bool = False) -> Reviewed:
    """Look at a definition as it would be put into force today; nothing is kept.

    Args:
        database: what is in force.
        definitions: the library whose registers it may refer to.
        text: the definition.
        decided: whether it was approved or refused; then it is compared with the version below
            its own, else with the one in force.
    """
    try:
        compiled = compile_text(text, registers(definitions), file=FILE)
    except (SopInvalid, SopUnreadable) as wrong:
        return Reviewed(findings=findings_of(wrong))
    workflow = compiled.workflow
    return Reviewed(
        findings=compiled.findings,
        workflow=workflow,
        difference=difference_of_text(database, text, workflow, decided=decided),
    )


def findings_of(wrong: SopInvalid | SopUnreadable) -> tuple[Finding, ...]:
    """What an error says of a definition: one thing where it cannot be read, else all there is."""
    return (wrong.finding,) if isinstance(wrong, SopUnreadable) else wrong.findings
