"""Examples of answers about people and queues (see `api.examples`)."""

from collections.abc import Mapping
from typing import Any

_CASE = "01k9q3v7m2x4t8zc"
_UNIT = "kecamatan-baiturrahman"
_WIDE = {
    "id": "Kecamatan Baiturrahman",
    "en": "Baiturrahman District",
}
_TOWN = {"id": _UNIT, "title": _WIDE, "kind": "agency", "parent": "banda-aceh", "closed_at": None}
_RINI = {
    "id": "rini.astuti",
    "name": "Rini Astuti, S.AP",
    "nip": "198503152010012003",
    "email": "",
    "phone": "",
    "machine": False,
    "left_at": None,
}
_HELD = {
    "id": 12,
    "person": "rini.astuti",
    "role": "verifikator",
    "unit": _UNIT,
    "since": "2026-01-05T01:00:00Z",
    "until": None,
    "sop": None,
}
_AWAY = {
    "id": 31,
    "person": "rini.astuti",
    "since": "2026-11-29T17:00:00Z",
    "until": "2026-12-04T17:00:00Z",
    "reason": "leave",
    "substitute": "dewi.sartika",
}
_STANDS_IN = {
    "id": 32,
    "kind": "plh",
    "substitute": "dewi.sartika",
    "instead_of": "rini.astuti",
    "role": "verifikator",
    "unit": _UNIT,
    "since": "2026-11-29T17:00:00Z",
    "until": "2026-12-04T17:00:00Z",
    "absence": 31,
}
_DECLARED = {
    "recorded": {
        "seq": 48,
        "at": "2026-11-23T02:19:31Z",
        "by": {
            "person": "rini.astuti",
            "role": None,
            "unit": None,
            "acting_for": None,
            "via": "api",
        },
        "event": {"type": "absence_declared", "absence": _AWAY},
    },
    "sentence": {
        "id": "Rini Astuti, S.AP (rini.astuti) mencatat bahwa Rini Astuti, S.AP (rini.astuti)"
        " tidak di tempat sejak 30 November 2026 00.00 WIB sampai 5 Desember 2026 00.00 WIB"
        " (cuti); digantikan Dewi Sartika (dewi.sartika).",
        "en": "Rini Astuti, S.AP (rini.astuti) recorded that Rini Astuti, S.AP (rini.astuti) is"
        " away from 30 November 2026 00:00 WIB until 5 December 2026 00:00 WIB (leave);"
        " Dewi Sartika (dewi.sartika) stands in.",
    },
}
_TASK = {
    "case": _CASE,
    "activation": 2,
    "step": "verifikasi_ktp",
    "number": 3,
    "activity": {"id": "Memverifikasi berkas KTP", "en": "Verify the file"},
    "role": "verifikator",
    "role_title": {"id": "Verifikator", "en": "Verifier"},
    "visit": 1,
    "cause": "forward",
    "status": "open",
    "opened_at": "2026-11-23T02:19:31Z",
    "automated": False,
    "pause": None,
    "assignee": None,
    "owner": None,
    "held_since": None,
    "finished_at": None,
    "finished_by": None,
    "outcome": None,
    "incident": "",
}
_QUEUED = {
    "task": _TASK,
    "sop": "rekomendasi-ktp-kk",
    "title": {"id": "Rekomendasi KTP dan KK", "en": "Recommendation for ID card"},
    "unit": _UNIT,
    "due": "2026-11-23T02:49:31Z",
    "overdue": False,
    "goes_first": True,
    "barred": False,
    "acting_for": None,
}
_LINE = {
    "role": "verifikator",
    "unit": _UNIT,
    "sop": None,
    "acting_for": None,
    "waiting": 7,
    "overdue": 1,
}

PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "QueueView": {
        "person": "rini.astuti",
        "lines": [_LINE],
        "claimable": [_QUEUED],
        "mine": [],
        "delegated": [],
    },
    "Workload": {
        "since": "2026-11-22T17:00:00Z",
        "items": [
            {"person": "rini.astuti", "unit": _UNIT, "held": 3, "overdue": 1, "done": 5},
        ],
    },
    "UnitList": {"items": [{"unit": _TOWN, "depth": 1, "people": 9}]},
    "UnitAnswer": {"unit": _TOWN},
    "PersonList": {"items": [{"person": _RINI, "away": False, "holds": [_HELD]}]},
    "PersonAnswer": {
        "person": _RINI,
        "away": False,
        "tasks": 3,
        "assignments": [_HELD],
        "stands_in": [],
        "stood_in": [_STANDS_IN],
        "absences": [_AWAY],
        "history": [_DECLARED],
    },
    "AssignmentList": {"items": [_HELD]},
    "SubstitutionList": {"items": [_STANDS_IN]},
    "AbsenceList": {"items": [_AWAY]},
    "DirectoryHistory": {"items": [_DECLARED]},
    "ChangeAnswer": {
        "events": [_DECLARED],
        "handed": [
            {"case": _CASE, "activation": 2, "to": "dewi.sartika", "cause": "handover:away"}
        ],
    },
}
