"""Attempts at automated steps, for tests of actions without a case."""

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.actions.action import ActionRun, Outside
from engine.core.errors import NotFound
from engine.core.ids import ActivationId, CaseId, RoleId, SopId, StepId, UnitId
from engine.core.text import Text

KEY = "alur-KEC-2026-0001-7"
LOKET = RoleId("loket")
FACTS = {
    "case": "KEC-2026-0001",
    "applicant.name": "Siti Aminah",
    "applicant.contact": "0812 3456-7890",
}


def an_attempt(facts: Mapping[str, str] | None = None, **parameters: str) -> ActionRun:
    return ActionRun(
        case=CaseId("KEC-2026-0001"),
        activation=ActivationId(7),
        attempt=1,
        step=StepId("beri_tahu"),
        sop=SopId("surat-uji"),
        version=1,
        unit=UnitId("kecamatan"),
        title=Text(id="Surat Keterangan Uji"),
        at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
        zone="Asia/Jakarta",
        parameters=parameters,
        facts={**FACTS, **(facts or {})},
    )


def an_outside(**settings: object) -> Outside:
    def read_document(sha256: str) -> bytes:
        raise NotFound(f"no document {sha256}")

    return Outside(read_document=read_document, **settings)
