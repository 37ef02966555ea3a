"""How answers about personal data read as JSON, with examples."""

from collections.abc import Mapping
from typing import Any

from engine.core.text import Frozen
from engine.service.reads import ReadRow


class ReadPage(Frozen, frozen=True, kw_only=True):
    """Who read personal data, the newest first; `next` asks for the page after."""

    items: tuple[ReadRow, ...]
    next: str | None = None


_CASE = "01k9q3v7m2x4t8zc"

PRIVACY: Mapping[str, Any] = {
    "Revealed": {"case": _CASE, "seq": 7, "values": {"form.nik": "3578014107850003"}},
    "Erasure": {"cases": [_CASE], "in_plain": []},
    "ReadPage": {
        "items": [
            {
                "id": "01k9q4ab8m3n5p7q",
                "at": "2026-11-23T02:15:00Z",
                "person": "rini.astuti",
                "role": "verifikator",
                "case_id": _CASE,
                "what": "case",
                "how": "masked",
                "via": "web",
            }
        ],
        "next": None,
    },
}
