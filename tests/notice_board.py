"""Notices put up by hand, for tests of the faces."""

from serving import MORNING

from engine.core.ids import CaseId, RoleId, UnitId
from engine.service.database import Database
from engine.store import notices
from engine.store.rows import NoticeRow

WHATSAPP = "https://wa.me/6281234567890?text=Yth.%20Tini"


def put_up(database: Database, case: str, name: str = "n1", **more: object) -> None:
    """A message for the counter to send."""
    row = {
        "id": name,
        "case_id": CaseId(case),
        "unit": UnitId("kecamatan"),
        "role": RoleId("loket"),
        "words": "Yth. Tini, surat <b>siap</b>.",
        "link": WHATSAPP,
        "at": MORNING,
    } | more
    database.store.write(lambda unit: notices.put_up(unit, [NoticeRow(**row)]))
