"""Examples of answers about incidents (see `api.examples`)."""

from collections.abc import Mapping
from typing import Any

_STUCK = {
    "case": "01k9q3v7m2x4t8zc",
    "activation": 5,
    "sop": "rekomendasi-ktp-kk",
    "version": 1,
    "title": {"id": "Rekomendasi KTP dan KK", "en": "Recommendation for ID card"},
    "unit": "kecamatan-baiturrahman",
    "step": "nomor",
    "number": 6,
    "activity": {"id": "Memberi nomor surat", "en": "Number the letter"},
    "failed_at": "2026-11-23T02:19:31Z",
    "attempts": 3,
    "error": "The register surat-keluar does not answer.",
}

INCIDENTS: Mapping[str, Mapping[str, Any]] = {
    "IncidentPage": {"items": [_STUCK], "total": 1, "next": None},
    "IncidentAnswer": {
        "incident": _STUCK,
        "is_open": True,
        "sentence": {
            "id": "Insiden: sistem tidak dapat melanjutkan langkah 6 “Memberi nomor surat” sejak "
            "23 November 2026 09.19 WIB, setelah 3 percobaan. Ini bukan penyimpangan petugas, "
            "dan tidak menambah waktu layanan.",
            "en": "Incident: the engine cannot go on with step 6 “Number the letter” since "
            "23 November 2026 09:19 WIB, after 3 attempts. It is nobody's departure from the SOP, "
            "and gives the office no more time.",
        },
        "results": ["number"],
        "attempts": [
            {
                "attempt": 3,
                "outcome": "failed",
                "started_at": "2026-11-23T02:19:30Z",
                "ended_at": "2026-11-23T02:19:31Z",
                "owner": "loket-1/4711",
                "log": "The register surat-keluar does not answer.",
                "page": "/prefect/runs/flow-run/0d6f2c1e-5a53-4b8e-9a3c-3f1f0b6f4a11",
            }
        ],
        "history": [],
    },
}
