"""Attempts at automated steps put on record as workers do, without any worker."""

from datetime import datetime, timedelta

from engine.core.ids import ActivationId, CaseId, SopId
from engine.service.database import Database
from engine.store import effect_runs, outbox
from engine.store.job import Unit
from engine.store.rows import RunRow

BEGAN = datetime.fromisoformat("2026-11-23T01:30:00Z")
"""08.30 WIB on a Monday."""

KIND = "run_action"
ALONE = timedelta(minutes=1)


def attempt(case: str, activation: int, **more: object) -> RunRow:
    """An attempt at the number of a letter, that failed within two seconds."""
    row: dict[str, object] = {
        "id": f"run-{activation}",
        "case_id": CaseId(case),
        "activation": ActivationId(activation),
        "kind": KIND,
        "attempt": 1,
        "step": None,
        "sop": SopId("surat-uji"),
        "version": 1,
        "owner": "mesin-1",
        "wanted_at": BEGAN,
        "started_at": BEGAN,
        "ended_at": BEGAN + timedelta(seconds=2),
        "outcome": "failed",
        "log": "Mati.",
    }
    return RunRow(**(row | more))  # type: ignore[arg-type]


def put_off(database: Database, run: RunRow, *, until: datetime) -> None:
    """The attempt is on record as failed, and its effect waits until then for the next one."""

    def claim_and_give_back(unit: Unit) -> None:
        (held,) = outbox.claim(
            unit, owner=run.owner, now=BEGAN, lease=ALONE, limit=1, case=run.case_id
        )
        effect_runs.write_down(unit, run)
        assert outbox.postpone(unit, held, until=until)

    database.store.write(claim_and_give_back)
