"""Examples of answers about notices and readiness (see `api.examples`)."""

from collections.abc import Mapping
from typing import Any

_NOTICE = {
    "id": "01k9q3v7m2x4t8zc",
    "case": "01k9q3v7m2x4t8zb",
    "unit": "kecamatan-baiturrahman",
    "role": "verifikator",
    "role_title": {"id": "Verifikator", "en": "Verifier"},
    "sentence": {
        "id": "Peringatan: janji layanan terpakai 80%, tenggat 24 November 2026 16.00 WIB;"
        " diberitahukan kepada Verifikator.",
        "en": "Warning: 80% of the service promise is used, due 24 November 2026 16:00 WIB;"
        " told to Verifier.",
    },
    "link": "",
    "label": {"id": "", "en": ""},
    "at": "2026-11-24T05:12:00Z",
    "told": 9,
    "read_at": None,
    "read_by": None,
    "person": None,
}
_ROOM = {
    "name": "disk",
    "code": "disk_room",
    "verdict": "ok",
    "words": {
        "id": "Sisa tempat untuk basis data: 41200 MB.",
        "en": "Room for the database: 41200 MB.",
    },
    "mend": {"id": "", "en": ""},
}

OPERATIONS: Mapping[str, Mapping[str, Any]] = {
    "NoticeList": {"items": [_NOTICE]},
    "NoticeAnswer": {**_NOTICE, "read_at": "2026-11-24T05:20:00Z", "read_by": "rini.astuti"},
    "Readiness": {"status": "ok", "checks": [_ROOM]},
}
