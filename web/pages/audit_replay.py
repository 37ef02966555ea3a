"""A case replayed event by event: `/audit/cases/{case}?event=17`. Also: whether it is whole."""

from collections.abc import Iterable, Mapping
from threading import Lock

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.deps import Installed
from api.identity import Known
from api.present_verifying import mends, says
from api.reach import ReadCase, Watched
from api.reads import REPLAY, Reading
from api.routes.verifications import names_within
from engine.core.directory import Duty
from engine.core.errors import InputRefused
from engine.core.ids import CaseId
from engine.core.standing import has_duty
from engine.core.text import Frozen, Language
from engine.core.verdicts import Finding, Verdict
from engine.service import auditing, case_proof, verifications, verifying
from engine.service.case_proof import CaseProof
from engine.service.replay_views import Replayed
from engine.service.replaying import HistoryDamaged, replay_at
from engine.settings import Settings
from web.busy import busy
from web.door import AtDoor, Door
from web.pages.audit_then import then_told

router = APIRouter()

_AUDITS = [allow(Access.AUDITS)]
_LONGEST_NUMBER = 9
_turn = Lock()
"""Held while a case is verified, which reads the whole ledger: one at a time."""


class FindingLine(Frozen, frozen=True, kw_only=True):
    """Something that does not hold together: where, what, and what to do."""

    where: str
    code: str
    says: str
    mends: str
    reason: str


@router.get("/audit/cases/{case}", response_class=HTMLResponse, dependencies=_AUDITS)
def page_replay(door: AtDoor, case: ReadCase, reading: Reading, directory: Known) -> Response:
    """Show a case exactly as it was after one of its events; the last one, if none is asked for.

    A browser that only moves the slider gets the part that moves, and nothing else.
    """
    try:
        view = _asked(door, case)
    except HistoryDamaged:
        proof = _proof(door, case)
        return door.show("audit_damaged.html", status=500, case=case, proof=proof)
    reading.note(case, REPLAY)
    then = then_told(view, door, directory)
    address = f"/audit/cases/{case}"
    if door.request.headers.get("hx-request") == "true":
        return door.show("audit_then.html", case=case, then=then, address=address)
    return door.show(
        "audit_replay.html",
        case=case,
        address=address,
        then=then,
        title=view.sop.title.in_language(door.language),
        applicant=auditing.applicant_of(door.database, case),
        number=view.sop.number,
        sop=view.sop.sop,
        proof=_proof(door, case),
        privacy=has_duty(directory, reading.person, Duty.PRIVACY, door.at)
        or has_duty(directory, reading.person, Duty.AUDITOR, door.at),
    )


@router.get("/audit/cases/{case}/verification", response_class=HTMLResponse, dependencies=_AUDITS)
def page_verification(door: AtDoor, case: ReadCase, settings: Installed, seen: Watched) -> Response:
    """Verify a case against the whole ledger and every checkpoint, and say what that came to.

    Findings about cases beyond one's reach are counted and not named.
    """
    if not _turn.acquire(blocking=False):
        return busy(door, "audit_v_busy")
    try:
        verdict = _verified(door, case, settings)
    finally:
        _turn.release()
    shows = names_within(door.database, seen)
    return door.show(
        "audit_verification.html",
        case=case,
        verdict=verdict,
        at=door.instant(verdict.at),
        checked="" if verdict.checked_to is None else str(verdict.checked_to.size),
        findings=findings_told(filter(shows, verdict.findings), door.language),
    )


def _verified(door: Door, case: CaseId, settings: Settings) -> Verdict:
    return verifying.verify(
        door.database,
        at=door.at,
        case=case,
        notes=verifications.published_notes(settings.reports),
        views=True,
    )


def _asked(door: Door, case: CaseId) -> Replayed:
    """The case after the event that the address asks for; a number beyond it is its last."""
    said = door.asked("event")
    is_one = said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER
    if not is_one:
        return replay_at(door.database, case)
    try:
        return replay_at(door.database, case, seq=max(int(said), 1))
    except InputRefused:  # there are fewer
        return replay_at(door.database, case)


def _proof(door: Door, case: CaseId) -> Mapping[str, object]:
    proof: CaseProof = case_proof.prove_case(door.database, case)
    signed = proof.checkpoint
    return {
        "whole": proof.is_whole,
        "events": proof.events,
        "listed": proof.listed,
        "covered": proof.covered,
        "size": 0 if signed is None else signed.checkpoint.size,
        "signed": "" if signed is None else door.instant(signed.at),
        "findings": findings_told(proof.findings, door.language),
    }


def findings_told(findings: Iterable[Finding], language: Language) -> tuple[FindingLine, ...]:
    """Findings of a verification, in words."""
    return tuple(
        FindingLine(
            where=f"{one.stream} {one.seq}" if one.seq else one.stream,
            code=one.code.value,
            says=says(one, language),
            mends=mends(one.code, language),
            reason=one.reason,
        )
        for one in findings
    )
