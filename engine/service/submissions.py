"""SOP versions on their way into force: an author submits, somebody else approves.

Where people are known (the directory is founded), the author and the approver hold their duties in
the unit of the SOP or above it. Never are they the same person for one version.
"""

from datetime import datetime

from msgspec.structs import asdict

from engine.core.commands import Actor
from engine.core.decide_case import allow_words, require_words
from engine.core.directory import Directory, Duty
from engine.core.errors import AlreadySo, NotFound
from engine.core.ids import PersonId
from engine.core.standing import has_duty
from engine.core.workflow import Workflow
from engine.service import mint
from engine.service.catalogue import (
    Signed,
    VersionPublished,
    put_in_force,
    require_effective,
)
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.signatures import TURN, require_another, require_duty
from engine.sop.compile import compile_text
from engine.sop.registers import Registers
from engine.store import catalogue, submissions
from engine.store.job import Reader, Unit
from engine.store.submissions import Submission, Verdict

__all__ = [
    "Submission",
    "approve",
    "list_submissions",
    "read_submission",
    "refuse",
    "show_submission",
    "submit",
]

_READERS = (Duty.AUTHOR, Duty.APPROVER, Duty.AUDITOR)


def submit(  # noqa: PLR0913  # a text, what it may name, who, when and what they say to it
    database: Database,
    text: str | bytes,
    *,
    registers: Registers,
    by: Actor,
    at: datetime,
    note: str = "",
    file: str = "",
) -> Submission:
    """Bring a definition that passes the check, for somebody else to put into force.

    It replaces what the same author submitted as that version before, if that still waits.

    Args:
        database: where to.
        text: the definition.
        registers: what it may refer to.
        by: its author.
        at: when; aware UTC.
        note: what the author says to whoever decides.
        file: what findings call it.

    Raises:
        SopError: the definition cannot be used; says why, all at once.
        DutyMissing: the author does not write SOPs of that unit.
        AlreadySo: the same content is published, or waits already.
        VersionPublished: that version is published with another content.
    """
    compiled = compile_text(text, registers, file=file)
    written = text if isinstance(text, str) else text.decode()
    workflow = compiled.workflow
    submission = Submission(
        id=mint.submission_id(at),
        sop=workflow.sop,
        version=workflow.version,
        hash=workflow.hash,
        title=workflow.title,
        unit=workflow.unit,
        effective=compiled.document.identity.effective,
        author=by.person,
        submitted_at=at,
        note=allow_words("note", note),
        status="waiting",
        decided_at=None,
        decided_by=None,
        reason="",
    )
    return database.store.write(lambda unit: _submit(database, unit, submission, workflow, written))


def _submit(
    database: Database, unit: Unit, submission: Submission, workflow: Workflow, text: str
) -> Submission:
    unit.take_turn(TURN)
    directory = current_in(database, unit)
    author, at = submission.author, submission.submitted_at
    require_duty(directory, author, Duty.AUTHOR, submission.unit, at)
    _require_unpublished(unit, submission)
    replaced = Verdict(status="replaced", by=author, at=at)
    for before in submissions.of_version(unit, submission.sop, submission.version):
        if before.status != "waiting":
            continue
        if before.hash == submission.hash:
            raise AlreadySo(f"The same waits for approval already, as {before.id}")
        if before.author == author:
            submissions.decide(unit, before.id, replaced)
    submissions.keep(unit, submission, text=text, workflow=workflow)
    return submission


def _require_unpublished(reader: Reader, submission: Submission) -> None:
    there = catalogue.find_workflow(reader, submission.sop, submission.version)
    if there is None:
        return
    if there.hash == submission.hash:
        raise AlreadySo(f"{submission.sop} version {submission.version} is published already")
    raise VersionPublished(submission.sop, submission.version)


def list_submissions(
    database: Database, *, decided: bool = False, viewer: PersonId | None = None, at: datetime
) -> tuple[Submission, ...]:
    """What waits for approval, the oldest first; with `decided` all there is, the newest first.

    `viewer` sees what they wrote, and what belongs to units of theirs; None sees everything.
    """

    def asked(reader: Reader) -> tuple[Submission, ...]:
        directory = current_in(database, reader)
        found = submissions.list_submissions(reader, decided=decided)
        return tuple(one for one in found if _is_seen(directory, one, viewer, at))

    return database.store.read(asked)


def show_submission(
    database: Database, submission: str, *, viewer: PersonId | None = None, at: datetime
) -> Submission:
    """One submission.

    Raises:
        NotFound: there is none, or it is no business of `viewer`.
    """
    return database.store.read(lambda reader: _find(database, reader, submission, viewer, at))


def read_submission(
    database: Database, submission: str, *, viewer: PersonId | None = None, at: datetime
) -> str:
    """The definition as its author wrote it.

    Raises:
        NotFound: there is none, or it is no business of `viewer`.
    """

    def asked(reader: Reader) -> str:
        found = _find(database, reader, submission, viewer, at)
        return submissions.read(reader, found.id)[0]

    return database.store.read(asked)


def _find(
    database: Database, reader: Reader, submission: str, viewer: PersonId | None, at: datetime
) -> Submission:
    found = submissions.find(reader, submission)
    if found is None or not _is_seen(current_in(database, reader), found, viewer, at):
        raise NotFound("submission", submission, hint="`alur sop submissions` lists them.")
    return found


def _is_seen(
    directory: Directory, submission: Submission, viewer: PersonId | None, at: datetime
) -> bool:
    if viewer is None or viewer == submission.author or not directory.founded:
        return True
    return any(has_duty(directory, viewer, duty, at, unit=submission.unit) for duty in _READERS)


def approve(database: Database, submission: str, *, by: Actor, at: datetime) -> Submission:
    """Put into force what somebody else wrote, exactly as it was submitted.

    Raises:
        NotFound: there is no such submission, or it is no business of whoever asks.
        DutyMissing: they do not approve SOPs of that unit.
        AuthorApproves: they wrote that version, or had a hand in it before.
        AlreadySo: it is decided about.
        InputRefused: its effective date (tanggal efektif) lies ahead.
        VersionPublished: that version is published by now, with another content.
    """

    def approved(unit: Unit) -> Submission:
        found = _to_decide(database, unit, submission, by, at)
        require_another(unit, found.sop, found.version, by.person)
        _require_unpublished(unit, found)
        require_effective(found.effective, at)
        text, workflow = submissions.read(unit, found.id)
        signed = Signed(by=by.person, at=at, author=found.author)
        put_in_force(unit, workflow, text, signed)
        return _decided(unit, found, Verdict(status="approved", by=by.person, at=at))

    return database.store.write(approved)


def refuse(
    database: Database, submission: str, *, by: Actor, at: datetime, reason: str
) -> Submission:
    """Say that a submission will not be put into force; its author may take it back so.

    Raises:
        NotFound: there is no such submission, or it is no business of whoever asks.
        DutyMissing: they neither wrote it nor approve SOPs of that unit.
        AlreadySo: it is decided about.
        InputRefused: no reason is given.
    """
    why = require_words("reason", reason)

    def refused(unit: Unit) -> Submission:
        found = _to_decide(database, unit, submission, by, at)
        status = "withdrawn" if by.person == found.author else "refused"
        return _decided(unit, found, Verdict(status=status, by=by.person, at=at, reason=why))  # type: ignore[arg-type]  # both are

    return database.store.write(refused)


def _to_decide(
    database: Database, unit: Unit, submission: str, by: Actor, at: datetime
) -> Submission:
    """The submission, where whoever asks may decide about it (its author: take it back)."""
    unit.take_turn(TURN)
    found = _find(database, unit, submission, by.person, at)
    if by.person != found.author:
        require_duty(current_in(database, unit), by.person, Duty.APPROVER, found.unit, at)
    if found.decided_at is not None:
        when = found.decided_at.isoformat(timespec="seconds")
        raise AlreadySo(f"It was {found.status} by {found.decided_by} at {when}")
    return found


def _decided(unit: Unit, submission: Submission, verdict: Verdict) -> Submission:
    submissions.decide(unit, submission.id, verdict)
    known = asdict(submission) | {
        "status": verdict.status,
        "decided_at": verdict.at,
        "decided_by": verdict.by,
        "reason": verdict.reason,
    }
    return Submission(**known)
