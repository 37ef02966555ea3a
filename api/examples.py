"""Examples of answers for the interface's description; a test holds them against the schemas."""

from collections.abc import Mapping
from typing import Any

from api.checkpoint_examples import CHECKPOINTS
from api.draft_answers import DRAFTS
from api.incident_examples import INCIDENTS
from api.log_examples import LOGS
from api.operations_examples import OPERATIONS
from api.people_examples import PEOPLE
from api.privacy_answers import PRIVACY
from api.replay_examples import REPLAYS
from api.retention_examples import RETENTION
from api.submission_examples import SUBMISSIONS
from api.time_examples import TIMES
from api.tracking_answers import TRACKING
from api.verifying_answers import VERIFICATIONS

_CASE = "01k9q3v7m2x4t8zc"
_RINI = {
    "person": "rini.astuti",
    "role": "verifikator",
    "unit": "kecamatan-baiturrahman",
    "acting_for": None,
    "via": "api",
}
_LATE = {
    "case": _CASE,
    "id": "late_step:2",
    "kind": "late_step",
    "status": "open",
    "sop": "rekomendasi-ktp-kk",
    "version": 1,
    "title": {"id": "Rekomendasi KTP dan KK", "en": "Recommendation for ID card"},
    "unit": "kecamatan-baiturrahman",
    "step": "verifikasi_ktp",
    "number": 3,
    "activity": {"id": "Memverifikasi berkas KTP", "en": "Verify the file"},
    "role": "verifikator",
    "role_title": {"id": "Verifikator", "en": "Verifier"},
    "at": "2026-11-23T02:49:32Z",
    "recorded_at": "2026-11-23T02:49:32Z",
    "found": {
        "kind": "late_step",
        "case": _CASE,
        "at": "2026-11-23T02:49:32Z",
        "step": "verifikasi_ktp",
        "clause": {
            "says": {"id": "Memverifikasi berkas KTP", "en": "Verify the file"},
            "row": 3,
            "role": "verifikator",
        },
        "persons": ["rini.astuti"],
        "roles": [],
        "visits": 1,
        "allowed": None,
        "against": [],
        "standard": {"amount": 30, "unit": "minute"},
        "measured": None,
        "due": "2026-11-23T02:49:31Z",
        "says": "",
        "missing": [],
    },
    "reason": "",
    "owner": None,
    "due": None,
    "decided_at": None,
    "decided_by": None,
}
_HEAD = "9f2c5d0b7a41e6c83b90fd2714ac6e5588d1a3f09b7c2e64d05f81b3c9e7a71e"

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "Receipt": {
        "case": _CASE,
        "seq": 7,
        "events": [
            {
                "case": _CASE,
                "seq": 7,
                "at": "2026-11-23T02:19:31Z",
                "by": _RINI,
                "event": {"type": "task_claimed", "activation": 2, "step": "verifikasi_ktp"},
                "happened_at": None,
            }
        ],
        "head": _HEAD,
        "repeated": False,
    },
    "Tally": {
        "total": 3,
        "by_sop": {"rekomendasi-ktp-kk": 3},
        "by_standing": {"open": 2, "completed": 1},
        "returned_steps": 1,
        "events": 41,
    },
    "DeviationPage": {"items": [_LATE], "total": 12, "next": f"{_CASE}/late_step:2"},
    "DeviationCounts": {
        "total": 3,
        "by_sop": {"rekomendasi-ktp-kk": 3},
        "by_unit": {"kecamatan-baiturrahman": 3},
        "by_step": {"rekomendasi-ktp-kk/verifikasi_ktp": 2},
        "by_role": {"verifikator": 2},
        "by_kind": {"late_step": 2, "late_case": 1},
        "by_status": {"open": 2, "accepted": 1, "withdrawn": 1},
    },
    "DeviationAnswer": {
        "deviation": _LATE,
        "sentences": [
            {
                "id": "Langkah 3 “Memverifikasi berkas KTP” terlambat.",
                "en": "Step 3 “Verify the file” is late.",
            },
            {"id": "Waktu baku 30 menit.", "en": "Standard 30 minutes."},
        ],
        "history": [],
    },
    "CalendarList": {
        "items": [
            {
                "calendar": "kantor-wib",
                "version": 2,
                "zone": "Asia/Jakarta",
                "hash": _HEAD,
                "reason": "SKB 3 Menteri Nomor 933/2025: cuti bersama 18 Agustus",
                "published_at": "2025-08-08T03:12:40Z",
                "published_by": "bagian.organisasi",
                "holidays": 206,
                "provisional": 19,
                "holidays_until": "2028-12-25",
            }
        ]
    },
    "MovePage": {
        "items": [
            {
                "case_id": _CASE,
                "clock": "promise",
                "activation": None,
                "step": None,
                "due_before": "2025-08-18T09:00:00Z",
                "due_after": "2025-08-19T09:00:00Z",
            }
        ],
        "cases": 1,
        "total": 1,
        "next": None,
    },
    "DocumentList": {
        "items": [
            {
                "name": "Surat Keterangan Tidak Mampu.pdf",
                "media_type": "application/pdf",
                "size": 29039,
                "sha256": _HEAD,
                "at": "2026-11-23T02:19:31Z",
                "by": "alur",
                "requirement": None,
                "kept": True,
            }
        ]
    },
    "Health": {"status": "ok"},
    **TIMES,
    **REPLAYS,
    **LOGS,
    **INCIDENTS,
    **OPERATIONS,
    **PEOPLE,
    **PRIVACY,
    **DRAFTS,
    **RETENTION,
    **SUBMISSIONS,
    **CHECKPOINTS,
    **TRACKING,
    **VERIFICATIONS,
}


def _problem(status: int, code: str, title: str, detail: str, **more: object) -> Mapping[str, Any]:
    return {
        "type": f"urn:alur:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"/api/v1/cases/{_CASE}",
        "code": code,
        **more,
    }


PROBLEMS: Mapping[int, Mapping[str, Any]] = {
    400: _problem(
        400, "malformed", "The request cannot be read", "The body is not well-formed JSON."
    ),
    401: _problem(
        401,
        "session-ended",
        "The session is over",
        "The session is over (idle).",
        hint="Sign in again.",
    ),
    403: _problem(
        403,
        "wrong-role",
        "The step belongs to another role",
        "verifikasi_ktp belongs to the role verifikator, not to loket.",
        hint="Act in that role, or let a role with the power to override do it.",
    ),
    404: _problem(404, "not-found", "No such thing", f"There is no case '{_CASE}'."),
    409: _problem(
        409,
        "task-not-open",
        "The task is no longer open",
        "Task 2 (verifikasi_ktp) was finished by rini.astuti at 2026-11-23T02:19:31+00:00.",
        hint="Show the case again to see where it stands.",
        by="rini.astuti",
        at="2026-11-23T02:19:31Z",
    ),
    413: _problem(413, "too-large", "The body is too large", "The body is too large."),
    415: _problem(415, "not-json", "The body is not JSON", "The body is not JSON."),
    422: _problem(
        422,
        "input-refused",
        "What was entered does not fit",
        "nik: must be a NIK: 16 digits",
        problems={"nik": "must be a NIK: 16 digits"},
    ),
    429: _problem(
        429,
        "too-many-tries",
        "Too often in too short a time",
        "There were too many tries.",
        hint="Wait for 60 seconds.",
    ),
    507: _problem(
        507,
        "storage-full",
        "There is no room to write",
        "The disk is full: the database cannot be written.",
        hint="Make room; nothing was written, and nothing is lost that was acknowledged.",
    ),
    503: _problem(
        503, "store-unavailable", "The database cannot be used", "The database cannot be used."
    ),
}
