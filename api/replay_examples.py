"""Examples of replays: a request whose check was returned late, as it was at that instant."""

from collections.abc import Mapping
from typing import Any

from api.time_examples import TIMES

_CASE = "01k9q3v7m2x4t8zc"
_AT = "2026-03-17T04:00:00Z"
_TEXT = {"id": "Menelaah permohonan", "en": "Review the request"}
_ROLE = {"id": "Kepala Seksi", "en": "Head of section"}
_UNIT = {"id": "Kecamatan", "en": "District office"}
_HESTI = {
    "person": "hesti.wulandari",
    "name": "Hesti Wulandari",
    "how": "plh",
    "role": "kasi",
    "role_title": _ROLE,
    "unit": "kecamatan-baiturrahman",
    "unit_title": _UNIT,
    "acting_for": "budi.santoso",
    "acting_for_name": "Budi Santoso",
    "lent_by": None,
    "lent_by_name": "",
}
_CLAIMED = {
    "recorded": {
        "case": _CASE,
        "seq": 6,
        "at": _AT,
        "by": {
            "person": "hesti.wulandari",
            "role": "kasi",
            "unit": "kecamatan-baiturrahman",
            "acting_for": "budi.santoso",
            "via": "web",
        },
        "event": {"type": "task_claimed", "activation": 3, "step": "telaah"},
        "happened_at": None,
    },
    "sentence": {
        "id": "hesti.wulandari (Kepala Seksi, atas nama budi.santoso) mengambil langkah 3"
        " “Menelaah permohonan”.",
        "en": "hesti.wulandari (Head of section, on behalf of budi.santoso) claimed step 3"
        " “Review the request”.",
    },
    "hash": "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
    "actor": _HESTI,
    "version": 1,
}
_FOUND: dict[str, object] = {
    "kind": "late_step",
    "case": _CASE,
    "at": "2026-03-17T02:30:01Z",
    "step": "periksa",
    "clause": {
        "says": {"id": "Memeriksa berkas", "en": "Check the file"},
        "row": 2,
        "role": "loket",
    },
    "persons": ["rini.astuti"],
    "roles": [],
    "visits": 1,
    "allowed": None,
    "against": [],
    "standard": {"amount": 30, "unit": "minute"},
    "measured": None,
    "due": "2026-03-17T02:30:00Z",
    "says": "",
    "missing": [],
}
_LATE = {
    "type": "deviation_recorded",
    "deviation": "late_step:2",
    "found": _FOUND,
    "calendar": "kantor-wib/1",
}

REPLAYS: Mapping[str, Mapping[str, Any]] = {
    "ReplayAnswer": {
        "case": _CASE,
        "seq": 6,
        "events_in_all": 14,
        "at": _AT,
        "sop": {
            "sop": "izin-usaha-mikro",
            "version": 1,
            "number": "503/014/2026",
            "title": {"id": "Izin usaha mikro", "en": "Permit for a micro business"},
            "hash": "1c4f9d2a0b7e6853f1d0c9b8a7968574635241302f1e0d9c8b7a695847362514",
            "unit": "kecamatan-baiturrahman",
        },
        "applicant": {"name": "Cut Mutia", "contact": "08••••••0012"},
        "data": {"form.usaha": "Warung kopi", "form.nik": "1171************01"},
        "requirements": ["ktp"],
        "opened_at": "2026-03-17T01:55:00Z",
        "accepted_at": "2026-03-17T02:00:00Z",
        "closed_at": None,
        "result": None,
        "times": TIMES["TimesAnswer"],
        "tasks": [
            {
                "activation": 3,
                "step": "telaah",
                "number": 3,
                "activity": _TEXT,
                "visit": 1,
                "cause": "forward",
                "opened_at": "2026-03-17T02:00:00Z",
                "role": "kasi",
                "role_title": _ROLE,
                "automated": False,
                "pause": None,
                "assignee": "hesti.wulandari",
                "assignee_name": "Hesti Wulandari",
                "owner": None,
                "owner_name": "",
                "held_since": _AT,
                "incident": "",
                "holders": [
                    {
                        "person": "budi.santoso",
                        "name": "Budi Santoso",
                        "how": "own",
                        "unit": "kecamatan-baiturrahman",
                        "acting_for": None,
                        "until": None,
                        "away": True,
                    },
                    {
                        "person": "hesti.wulandari",
                        "name": "Hesti Wulandari",
                        "how": "plh",
                        "unit": "kecamatan-baiturrahman",
                        "acting_for": "budi.santoso",
                        "until": "2026-03-20T17:00:00Z",
                        "away": False,
                    },
                ],
            }
        ],
        "pauses": [],
        "deviations": {"late_step:2": "open"},
        "extended": {},
        "founded": True,
        "events": [_CLAIMED],
        "findings": [
            {
                "finding": {
                    "code": "other_evidence",
                    "seq": 5,
                    "at": "2026-03-17T02:30:01Z",
                    "deviation": "late_step:2",
                    "recorded": _LATE,
                    "derived": _LATE | {"found": _FOUND | {"persons": ["budi.santoso"]}},
                    "calendar": "kantor-wib/1",
                    "unlike": ["persons"],
                },
                "sentence": {
                    "id": "Peristiwa 5: bukti penyimpangan “Langkah terlambat” (late_step:2)"
                    " berbeda dari riwayat: orang.",
                    "en": "Event 5: the evidence of the deviation “Late step” (late_step:2)"
                    " differs from the history: persons.",
                },
            }
        ],
        "awaited": [],
    },
    "ReplaySteps": {
        "case": _CASE,
        "items": [
            {
                "event": _CLAIMED,
                "changes": [
                    {"what": "active.3.assignee", "before": None, "after": "hesti.wulandari"},
                    {"what": "active.3.held_since", "before": None, "after": _AT},
                ],
            }
        ],
    },
}
