"""Attempts at effects as rows of a store, for tests of what reads them."""

from datetime import timedelta

from builders import CASE, MONDAY

from engine.core.ids import ActivationId, SopId, StepId
from engine.store import effect_runs
from engine.store.rows import RunRow
from engine.store.unit import Store

MINUTE = timedelta(minutes=1)
ONE = ActivationId(1)


def row(name: str, *, after: timedelta = timedelta(), **more: object) -> RunRow:
    began = MONDAY + after
    usual: dict[str, object] = {
        "id": name,
        "case_id": CASE,
        "activation": ONE,
        "kind": "run_action",
        "attempt": 1,
        "step": StepId("nomor"),
        "sop": SopId("contoh"),
        "version": 1,
        "owner": "a",
        "wanted_at": began,
        "started_at": began,
    }
    return RunRow(**(usual | more))  # type: ignore[arg-type]


def begin(store: Store, *rows: RunRow) -> None:
    for one in rows:
        store.write(lambda unit, run=one: effect_runs.write_down(unit, run))


def end(
    store: Store, run: RunRow, outcome: str = "done", *, after: timedelta = MINUTE, log: str = ""
) -> None:
    at = MONDAY + after
    store.write(
        lambda unit: effect_runs.end(unit, run, at=at, outcome=outcome, log=log)  # type: ignore[arg-type]
    )
