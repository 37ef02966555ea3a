"""What becomes of records in words: grounds, stages, and how far a list is."""

from collections.abc import Mapping
from datetime import date

from api.glossary import Pair
from engine.core.retention import Stage
from engine.core.retention_events import HoldGround
from engine.core.text import Language
from engine.service.disposal import Status
from engine.sop.wording import written_day

HOLDS: Mapping[str, Pair] = {
    HoldGround.DISPUTE: ("sengketa", "a dispute"),
    HoldGround.AUDIT: ("pemeriksaan", "an audit"),
    HoldGround.INVESTIGATION: ("penyelidikan", "an investigation"),
    HoldGround.HISTORY: ("nilai kesejarahan", "historical value"),
}
STAGES: Mapping[Stage, Pair] = {
    Stage.OPEN: ("berkas berjalan", "open case"),
    Stage.UNSCHEDULED: ("tanpa kelas retensi", "no retention class"),
    Stage.ACTIVE: ("aktif", "active"),
    Stage.INACTIVE: ("inaktif", "inactive"),
    Stage.DUE: ("dapat diusulkan musnah", "due for destruction"),
    Stage.PERMANENT: ("permanen", "kept for good"),
    Stage.REVIEW: ("dinilai kembali", "to be judged anew"),
    Stage.HELD: ("ditahan", "held"),
    Stage.DISPOSED: ("musnah", "disposed of"),
}
STATUSES: Mapping[Status, Pair] = {
    "proposed": ("diusulkan", "proposed"),
    "approved": ("disetujui", "approved"),
    "refused": ("ditolak", "refused"),
    "done": ("dilaksanakan", "carried out"),
}


def day(given: object, language: Language) -> str:
    """A day of an event in words."""
    return written_day(given, language) if isinstance(given, date) else ""
