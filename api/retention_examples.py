"""Examples of answers about records."""

from collections.abc import Mapping
from typing import Any

_CLASS = {
    "id": "surat-keterangan",
    "title": {"id": "Surat keterangan bagi warga", "en": "Certificates for residents"},
    "active": {"months": 12},
    "inactive": {"months": 24},
    "fate": "destroy",
    "source": "pp-28-2012",
}
_CASE = {
    "case": "01k9q3v7m2x4t8zc",
    "sop": "surat-keterangan-domisili",
    "version": 1,
    "unit": "kelurahan-taman",
    "kept_as": "surat-keterangan",
    "opened_at": "2026-11-20T02:10:00Z",
    "closed_at": "2026-11-23T02:19:31Z",
    "over_on": "2029-11-23",
    "head": "5f0c9e7a71e9f2c5d0b7a41e6c83b90fd2714ac6e5588d1a3f09b7c2e64d05f8",
    "seq": None,
    "done_at": None,
    "left_out": "",
}
_MINUTES = {
    "number": "BA 7/ARS/2030",
    "signed_on": "2030-01-14",
    "witnesses": ["Nurhayati, S.H.", "Rudi Hartono"],
}
_LIST = {
    "id": "01m2v4nq07k3d9xw",
    "status": "approved",
    "note": "",
    "proposed_at": "2030-01-10T02:00:00Z",
    "proposed_by": "ani.lestari",
    "decided_at": "2030-01-14T03:00:00Z",
    "decided_by": "hesti.wulandari",
    "reason": "",
    "minutes": _MINUTES,
}
_HOLD = {
    "case": "01k9q3v7m2x4t8zc",
    "ground": "dispute",
    "since": "2030-01-11T02:00:00Z",
    "by": "ani.lestari",
    "reason": "Gugatan 12/G/2026/PTUN",
    "sop": "surat-keterangan-domisili",
    "unit": "kelurahan-taman",
}
_VIEW = {"disposal": _LIST, "cases": [_CASE]}
RETENTION: Mapping[str, Mapping[str, Any]] = {
    "SeriesList": {"items": [{"kept": _CLASS, "sops": ["surat-keterangan-domisili"]}]},
    "DueList": {"items": [_CASE]},
    "HoldList": {"items": [_HOLD]},
    "DisposalList": {"items": [_VIEW]},
    "DisposalView": _VIEW,
    "CarriedOut": {
        "disposed": ["01k9q3v7m2x4t8zc"],
        "left_out": [],
        "files_gone": 2,
        "files_kept": 0,
    },
    "RecordView": {
        "case": "01k9q3v7m2x4t8zc",
        "sop": "surat-keterangan-domisili",
        "version": 1,
        "unit": "kelurahan-taman",
        "kept": _CLASS,
        "retained": {
            "stage": "inactive",
            "active_until": "2027-11-23",
            "over_on": "2029-11-23",
        },
        "holds": [],
        "listed": "",
        "proof": None,
    },
}
