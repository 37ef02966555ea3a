"""What an applicant asks by, as it is answered, with examples (see `api.examples`)."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict

from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.tracking_codes import GivenCode, TrackingPass, pass_if_any
from engine.service.views import Receipt

PLACE = "/lacak"
"""Where applicants ask, in either language; below it, links."""


class TrackingAnswer(Frozen, frozen=True, kw_only=True):
    """What stands on the applicant's receipt: the code, the PIN, where the link leads on this site.

    Whoever has code and PIN, or the link, sees how the case stands.
    """

    case: CaseId
    code: str
    pin: str
    path: str


class OpenedCase(Receipt, frozen=True, kw_only=True):
    """A receipt of an opening. `tracking` None: the installation has no key to make a PIN with."""

    tracking: TrackingAnswer | None = None


class CodeList(Frozen, frozen=True, kw_only=True):
    """Every code that a case was given, by whom and when; the one that counts has not ended."""

    items: tuple[GivenCode, ...]


def tracking_answer(shown: TrackingPass) -> TrackingAnswer:
    """What an applicant asks by, with the way there."""
    return TrackingAnswer(
        case=shown.case, code=shown.code, pin=shown.pin, path=link_path(shown.link)
    )


def link_path(link: str) -> str:
    """Where a link leads on this site."""
    return f"{PLACE}/{link}"


def opened_case(database: Database, receipt: Receipt) -> OpenedCase:
    """The receipt of an opening, with what its applicant asks by; the same when it is repeated."""
    shown = pass_if_any(database, receipt.case)
    tracking = None if shown is None else tracking_answer(shown)
    return OpenedCase(**asdict(receipt), tracking=tracking)


_CASE = "01k9q3v7m2x4t8zc"
_OPENED = {
    "case": _CASE,
    "code": "K7M-Q2X-V9D",
    "pin": "204816",
    "path": "/lacak/k7mq2xv9d52kkxzjtk9gjjksjafk5h2a84wtgr5an",
}
_APPLY = {"id": "Mengajukan permohonan", "en": "Apply"}
_CHECK = {"id": "Memverifikasi berkas", "en": "Verify the file"}
_APPLICANT = {"id": "Pemohon", "en": "Applicant"}
_OFFICER = {"id": "Verifikator", "en": "Verifier"}

TRACKING: Mapping[str, Mapping[str, Any]] = {
    "TrackingAnswer": _OPENED,
    "OpenedCase": {
        "case": _CASE,
        "seq": 1,
        "events": [],
        "head": "9f2c5d0b" * 8,
        "repeated": False,
        "tracking": _OPENED,
    },
    "CodeList": {
        "items": [
            {
                "code": "K7MQ2XV9D",
                "case_id": _CASE,
                "made_at": "2026-11-23T02:19:31Z",
                "made_by": "rini.astuti",
                "ended_at": None,
            }
        ]
    },
    "Tracked": {
        "at": "2026-11-24T02:19:31Z",
        "title": {"id": "Rekomendasi KTP dan KK", "en": "Recommendation for ID card"},
        "office": {"id": "Kecamatan Baiturrahman", "en": ""},
        "standing": "running",
        "opened_at": "2026-11-23T02:19:31Z",
        "accepted_at": None,
        "closed_at": None,
        "reason": "",
        "waiting": [
            {
                "who": "office",
                "activity": _CHECK,
                "role": _OFFICER,
                "since": "2026-11-23T02:19:31Z",
            }
        ],
        "asked": None,
        "stages": [
            {
                "number": 1,
                "activity": _APPLY,
                "role": _APPLICANT,
                "how": "done",
                "yours": True,
                "since": None,
                "done_at": "2026-11-23T02:19:31Z",
            },
            {
                "number": 2,
                "activity": _CHECK,
                "role": _OFFICER,
                "how": "now",
                "yours": False,
                "since": "2026-11-23T02:19:31Z",
                "done_at": None,
            },
        ],
        "promise": {
            "budget": {"amount": 3, "unit": "working_day"},
            "state": "running",
            "due": "2026-11-26T09:00:00Z",
            "due_if_resumed": None,
            "first_due": "2026-11-26T09:00:00Z",
            "shifts": [],
        },
        "spent": {"office_seconds": 27000, "applicant_seconds": 0, "other_seconds": 0},
        "standard": {
            "requirements": [
                {
                    "id": "pengantar",
                    "title": {"id": "Surat pengantar", "en": "Letter of introduction"},
                    "evidence": "file",
                    "required": True,
                }
            ],
            "procedure": [_APPLY, _CHECK],
            "promise": {"amount": 3, "unit": "working_day"},
            "counts_from": "registered",
            "fee": {"id": "Gratis", "en": "Free of charge"},
            "product": {"id": "Surat rekomendasi", "en": "Letter of recommendation"},
            "complaints": None,
        },
        "seq": 4,
        "proof": "9f2c5d0b9f2c5d0b",
    },
}
