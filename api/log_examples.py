"""An example of what a log from elsewhere shows."""

from collections.abc import Mapping
from typing import Any

_SENTENCE = {
    "id": (
        "Langkah 2 “Memverifikasi berkas permohonan KTP” terlambat (waktu baku 10 menit, "
        "tenggat 23 November 2026 08.10 WIB, terlampaui sejak 08.10.01, terpakai 25 menit, "
        "dipegang rini.astuti (Verifikator))."
    ),
    "en": (
        "Step 2 “Verify the application for an ID card” is late (standard 10 minutes, "
        "due 23 November 2026 08:10 WIB, past since 08:10:01, took 25 minutes, "
        "held by rini.astuti (Verifier))."
    ),
}
_LATE = {
    "kind": "late_step",
    "case": "503/0412",
    "at": "2026-11-23T01:10:01Z",
    "step": "verifikasi_ktp",
    "clause": {
        "says": {
            "id": "Memverifikasi berkas permohonan KTP",
            "en": "Verify the application for an ID card",
        },
        "row": 2,
        "role": "verifikator",
    },
    "persons": ["rini.astuti"],
    "roles": ["verifikator"],
    "visits": 1,
    "allowed": None,
    "against": [],
    "standard": {"amount": 10, "unit": "minute"},
    "measured": "PT1500S",
    "due": "2026-11-23T01:10:00Z",
    "says": "",
    "missing": [],
}
LOGS: Mapping[str, Mapping[str, Any]] = {
    "LogAnswer": {
        "sop": "rekomendasi-ktp-kk",
        "version": 1,
        "calendar": "kantor-wib/1",
        "rows": 12,
        "cases": 3,
        "fitting": 3,
        "departing": 1,
        "deviations": 1,
        "by_kind": {"late_step": 1},
        "by_step": {"verifikasi_ktp": 1},
        "by_role": {"verifikator": 1},
        "items": [
            {
                "case": "503/0412",
                "rows": 5,
                "fits": True,
                "deviations": [{"found": _LATE, "sentence": _SENTENCE}],
            }
        ],
    }
}
