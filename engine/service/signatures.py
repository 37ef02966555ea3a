"""Two people put an SOP version into force: whoever wrote it, and somebody else who approves it.

Where people are known (the directory is founded) both hold their duties in the unit of the SOP or
above it. Never are they the same person for one version.
"""

from datetime import datetime

from engine.core.commands import Actor
from engine.core.directory import Directory, Duty
from engine.core.errors import DutyMissing, NotPermitted
from engine.core.ids import PersonId, SopId, UnitId
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.catalogue import Signed, put_in_force, require_effective
from engine.service.database import Database
from engine.service.directory import current, current_in
from engine.service.views import SopSummary
from engine.sop.compile import compile_text
from engine.sop.registers import Registers
from engine.store import submissions
from engine.store.job import Reader, Unit

TURN = "sop submissions"
"""Whoever decides what comes into force takes this turn."""


class AuthorApproves(NotPermitted):
    """Whoever wrote an SOP version does not put it into force."""

    def __init__(self, sop: SopId, version: int, person: PersonId) -> None:
        self.sop, self.version, self.person = sop, version, person
        self.hint = "Another person with the duty alur:approver must approve it."
        super().__init__(f"{person} wrote {sop} version {version} and so may not approve it.")


class ApproverMissing(NotPermitted):
    """Where people are known, a version is put into force by two of them."""

    hint = "Name who approves it (`--approved-by`), or submit it for approval: `alur sop submit`."

    def __init__(self, author: PersonId) -> None:
        self.author = author
        super().__init__(f"{author} alone may not put an SOP version into force.")


def require_duty(
    directory: Directory, person: PersonId, duty: Duty, unit: UnitId, at: datetime
) -> None:
    """Refuse whoever does not have a duty over a unit, where people are known.

    Raises:
        DutyMissing: they do not.
    """
    if directory.founded and not has_duty(directory, person, duty, at, unit=unit):
        raise DutyMissing(person, duty, unit)


def require_another(reader: Reader, sop: SopId, version: int, person: PersonId) -> None:
    """Refuse whoever wrote a version, or had a hand in it before, as the one who approves it.

    Raises:
        AuthorApproves: they did.
    """
    if any(one.author == person for one in submissions.of_version(reader, sop, version)):
        raise AuthorApproves(sop, version, person)


def require_two(database: Database, by: Actor, approved_by: Actor | None, at: datetime) -> None:
    """Refuse, before anything is done, whoever may put nothing into force, where people are known.

    Raises:
        ApproverMissing: nobody else approves what `by` wrote.
        DutyMissing: one of them has no duty to do that anywhere.
    """
    directory = current(database)
    if not directory.founded:
        return
    if approved_by is None or approved_by.person == by.person:
        raise ApproverMissing(by.person)
    for person, duty in ((by.person, Duty.AUTHOR), (approved_by.person, Duty.APPROVER)):
        if not has_duty(directory, person, duty, at):
            raise DutyMissing(person, duty)


class Signatures(Frozen, frozen=True, kw_only=True):
    """Who wrote a version, who approves it, and when (UTC)."""

    by: Actor
    approved_by: Actor | None
    at: datetime


def publish_signed(
    database: Database,
    text: str | bytes,
    *,
    registers: Registers,
    signatures: Signatures,
    file: str = "",
) -> SopSummary:
    """Put a definition into force at once, signed by two people where people are known.

    Where nobody is known its author alone may.

    Args:
        database: where to.
        text: the definition.
        registers: what it may refer to.
        signatures: by whom and when. The SOP must be effective by then.
        file: what findings call it.

    Raises:
        SopError: the definition cannot be used; says why, all at once.
        ApproverMissing: nobody approves it.
        AuthorApproves: the same person does both, or wrote that version before.
        DutyMissing: one of them does not do that for SOPs of the unit.
        InputRefused: its effective date (tanggal efektif) lies ahead.
        VersionPublished: that version is published with another content.
    """
    compiled = compile_text(text, registers, file=file)
    at, author, approver = signatures.at, signatures.by.person, signatures.approved_by
    require_effective(compiled.document.identity.effective, at)
    written = text if isinstance(text, str) else text.decode()
    signed = Signed(by=author, at=at)
    if approver is not None:
        signed = Signed(by=approver.person, at=at, author=author)

    def in_force(unit: Unit) -> SopSummary:
        unit.take_turn(TURN)
        _require_signatures(current_in(database, unit), unit, compiled.workflow, signatures)
        return put_in_force(unit, compiled.workflow, written, signed)

    return database.store.write(in_force)


def _require_signatures(
    directory: Directory, reader: Reader, workflow: Workflow, given: Signatures
) -> None:
    if given.approved_by is None:
        if directory.founded:
            raise ApproverMissing(given.by.person)
        return
    author, approver = given.by.person, given.approved_by.person
    if author == approver:
        raise AuthorApproves(workflow.sop, workflow.version, approver)
    require_another(reader, workflow.sop, workflow.version, approver)
    require_duty(directory, author, Duty.AUTHOR, workflow.unit, given.at)
    require_duty(directory, approver, Duty.APPROVER, workflow.unit, given.at)
