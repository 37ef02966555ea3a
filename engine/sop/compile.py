"""From the text of an SOP to its workflow, or to everything that is wrong with it."""

from datetime import date
from hashlib import sha256

import msgspec

from engine.core.errors import Finding, SopInvalid
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.sop.check import check
from engine.sop.document import SopDocument
from engine.sop.facts import read_conditions
from engine.sop.graph import outline_from_document
from engine.sop.lower import lower
from engine.sop.parse import read_document
from engine.sop.registers import Registers


class Compiled(Frozen, frozen=True, kw_only=True):
    """A definition that compiles: its workflow, itself, and what could still be better put."""

    workflow: Workflow
    document: SopDocument
    findings: tuple[Finding, ...]


def compile_text(
    text: str | bytes, registers: Registers, *, file: str = "", today: date | None = None
) -> Compiled:
    """Read, check and compile a definition.

    The workflow depends on the text and the registers alone; `today` decides only whether an
    overdue review is refused.

    Raises:
        SopUnreadable: It cannot be read at all.
        SopInvalid: It has errors; all findings at once, warnings too.
    """
    document, positions = read_document(text, file=file)
    findings = check(document, positions, registers, file=file, today=today)
    if any(finding.severity == "error" for finding in findings):
        raise SopInvalid(findings)
    workflow = compile_document(document, registers)
    return Compiled(workflow=workflow, document=document, findings=findings)


def compile_document(document: SopDocument, registers: Registers) -> Workflow:
    """The workflow of a definition that `check` finds no error in, under its content hash."""
    outline = outline_from_document(document)
    conditions = read_conditions(document, outline, registers)
    workflow = lower(document, registers, conditions.read)
    return msgspec.structs.replace(workflow, hash=content_hash(workflow))


def content_hash(workflow: Workflow) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of everything but the hash itself."""
    unnamed = msgspec.structs.replace(workflow, hash="")
    return sha256(msgspec.json.encode(unnamed, order="sorted")).hexdigest()
