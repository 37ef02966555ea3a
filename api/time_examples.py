"""Examples of answers about the time of a case: a request that waits for a week of holidays."""

from collections.abc import Mapping
from typing import Any

_CASE = "01k9q3v7m2x4t8zc"
_AT = "2026-03-17T04:00:00Z"
_BASIS = {"calendar": "kantor-wib", "version": 1, "zone": "Asia/Jakarta"}
_RUNNING = {
    "kind": "promise",
    "state": "running",
    "source": "service",
    "budget": {"amount": 3, "unit": "working_day"},
    "extension": 0,
    "counted": "working_day",
    "amount": 3,
    "consumed": 0,
    "remaining": 3,
    "started_at": "2026-03-17T02:00:00Z",
    "due_at": "2026-03-27T09:30:00Z",
    "due_if_resumed_at": None,
    "breached_at": None,
    "finished_at": None,
    "waits_for": None,
    "whole_case": False,
}
_LEGAL = _RUNNING | {
    "kind": "legal",
    "source": "statute",
    "budget": {"amount": 5, "unit": "working_day"},
    "amount": 5,
    "remaining": 5,
    "due_at": "2026-03-31T09:00:00Z",
}
_STEP = _RUNNING | {
    "kind": "step",
    "source": "row",
    "budget": {"amount": 2, "unit": "working_hour"},
    "counted": "working_second",
    "amount": 7200,
    "consumed": 7200,
    "remaining": 0,
    "due_at": "2026-03-17T04:00:00Z",
}
_REVIEW = {"step": "telaah", "number": 3}
_ACTIVITY = {"id": "Menelaah permohonan", "en": "Review the request"}
_FORECAST = {
    "case": _CASE,
    "at": _AT,
    "basis": _BASIS,
    "finish_at": "2026-03-17T04:00:00Z",
    "holds_promise": True,
    "holds_legal": True,
    "path": [
        _REVIEW | {"activity": _ACTIVITY, "begins_at": _AT, "ends_at": _AT} | {"waits_for": None}
    ],
}
_WHILE = {
    "begins_at": "2026-03-17T02:00:00Z",
    "ends_at": "2026-03-17T17:00:00Z",
    "counted": False,
    "amount": 0,
    "reason": "day_one",
    "holiday": None,
    "waits_for": None,
    "whole_case": False,
    "hours": None,
    "sentence": "Selasa, 17 Maret 2026: tidak dihitung, hari pertama jatuh sesudahnya.",
}
_STANDING = (
    "Janji layanan: 3 hari kerja sejak 17 Maret 2026 09.00 WIB; tenggat 27 Maret 2026 16.30 WIB."
)

TIMES: Mapping[str, Mapping[str, Any]] = {
    "TimesAnswer": {
        "case": _CASE,
        "at": _AT,
        "basis": _BASIS,
        "promise": _RUNNING,
        "legal": _LEGAL,
        "countdown": {"working_days_left": 5, "granted_on": "2026-04-01"},
        "tasks": [_REVIEW | {"task": 3, "activity": _ACTIVITY, "visit": 1, "clock": _STEP}],
        "finished": [],
        "office_seconds": 14400,
        "applicant_seconds": 0,
        "other_seconds": 0,
        "elapsed_seconds": 14400,
        "forecast": _FORECAST,
    },
    "ForecastAnswer": _FORECAST,
    "ExplanationAnswer": {
        "case": _CASE,
        "at": _AT,
        "basis": _BASIS,
        "clock": _RUNNING,
        "standing": [_STANDING],
        "whiles": [
            _WHILE,
            _WHILE
            | {
                "begins_at": "2026-03-17T17:00:00Z",
                "ends_at": "2026-03-18T17:00:00Z",
                "reason": "holiday",
                "holiday": {
                    "day": "2026-03-18",
                    "name": {
                        "id": "Cuti Bersama Hari Suci Nyepi",
                        "en": "Day of Silence Joint Holiday",
                    },
                    "kind": "cuti_bersama",
                    "source": "SKB 3 Menteri Nomor 1497/2025",
                    "provisional": False,
                },
                "sentence": "Rabu, 18 Maret 2026: tidak dihitung, Cuti Bersama Hari Suci Nyepi.",
            },
        ],
        "total": 3,
        "in_all": "Jumlah yang dihitung: 3 hari kerja.",
    },
}
