"""How a verdict becomes JSON: what was looked at, and every finding told in both languages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from api.present_verifying import DoubtAnswer, doubt_answer
from engine.core.ids import CaseId
from engine.core.notes import Checkpoint
from engine.core.text import Frozen
from engine.core.verdicts import Finding, Verdict
from engine.service.verifications import Verification


class CheckedTo(Frozen, frozen=True, kw_only=True):
    """The largest checkpoint that the ledger agrees with; the root in hexadecimal."""

    origin: str
    size: int
    root: str
    at: datetime | None


class VerdictAnswer(Frozen, frozen=True, kw_only=True):
    """What a verification came to.

    `found` counts all findings; `items` are the first of them, without those about cases beyond
    the reach of whoever asks.
    """

    verified: bool
    at: datetime
    case: CaseId | None
    cases: int
    events: int
    entries: int
    due: int
    checked_to: CheckedTo | None
    found: int
    items: tuple[DoubtAnswer, ...]


class VerificationAnswer(Frozen, frozen=True, kw_only=True):
    """A verification that came round: its verdict, and how many milliseconds it took."""

    id: str
    took_ms: int
    verdict: VerdictAnswer


class VerificationPage(Frozen, frozen=True, kw_only=True):
    """Verifications, the newest first. `next`: of the next page."""

    items: tuple[VerificationAnswer, ...]
    next: str | None


def verification_answer(one: Verification, shows: Callable[[Finding], bool]) -> VerificationAnswer:
    """A verification for whoever may read the findings that `shows` says yes to."""
    return VerificationAnswer(
        id=one.id, took_ms=one.took_ms, verdict=verdict_answer(one.verdict, shows)
    )


def _everything(_: Finding) -> bool:
    return True


def verdict_answer(
    verdict: Verdict, shows: Callable[[Finding], bool] = _everything
) -> VerdictAnswer:
    """A verdict for whoever may read the findings that `shows` says yes to."""
    return VerdictAnswer(
        verified=not verdict.found,
        at=verdict.at,
        case=verdict.case,
        cases=verdict.cases,
        events=verdict.events,
        entries=verdict.entries,
        due=verdict.due,
        checked_to=None if verdict.checked_to is None else checked_to(verdict.checked_to),
        found=verdict.found,
        items=tuple(doubt_answer(one) for one in verdict.findings if shows(one)),
    )


def checked_to(checkpoint: Checkpoint) -> CheckedTo:
    """A checkpoint without its encoding."""
    return CheckedTo(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        at=checkpoint.at,
    )


VERIFICATIONS: Mapping[str, Mapping[str, Any]] = {
    "VerificationPage": {
        "items": [
            {
                "id": "01k9q3v7m2x4t8zc",
                "took_ms": 2140,
                "verdict": {
                    "verified": False,
                    "at": "2026-11-23T18:30:00Z",
                    "case": None,
                    "cases": 1204,
                    "events": 40127,
                    "entries": 40311,
                    "due": 3,
                    "checked_to": {
                        "origin": "alur.kota.example/alur",
                        "size": 40302,
                        "root": "5179ce7e18d6de1b9ab2b3ddd677c6ffd0844a0ae5c3c62c33f002f853ee8f40",
                        "at": "2026-11-23T18:25:00Z",
                    },
                    "found": 1,
                    "items": [
                        {
                            "stream": "case/01k9q3v7m2x4t8zb",
                            "seq": 4,
                            "code": "hash-differs",
                            "reason": "62fe22f26a4e8e03",
                            "sentence": {
                                "id": "Isi kejadian atau hash-nya telah diubah.",
                                "en": "The content of the event, or its hash, was changed.",
                            },
                            "hint": {
                                "id": "Jangan ubah apa pun: salin basis data, lalu bandingkan"
                                " dengan cadangan dan arsip kasusnya.",
                                "en": "Change nothing: copy the database, then compare it with a"
                                " backup and with case bundles.",
                            },
                        }
                    ],
                },
            }
        ],
        "next": None,
    }
}
"""Examples for the interface's description (see `api.examples`)."""
