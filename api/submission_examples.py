"""Examples of answers about submitted SOP versions."""

from collections.abc import Mapping
from typing import Any

_WAITING = {
    "id": "01m2v4nq07k3d9xw",
    "sop": "rekomendasi-ktp-kk",
    "version": 2,
    "hash": "5f0c9e7a71e9f2c5d0b7a41e6c83b90fd2714ac6e5588d1a3f09b7c2e64d05f8",
    "title": {"id": "Rekomendasi KTP dan KK", "en": "Recommendation for ID card"},
    "unit": "kecamatan-baiturrahman",
    "effective": "2026-12-01",
    "author": "umi.kalsum",
    "submitted_at": "2026-11-23T02:19:31Z",
    "note": "Waktu baku langkah 3 disesuaikan",
    "status": "waiting",
    "decided_at": None,
    "decided_by": None,
    "reason": "",
}
SUBMISSIONS: Mapping[str, Mapping[str, Any]] = {
    "Submission": _WAITING,
    "SubmissionList": {"items": [_WAITING]},
}
