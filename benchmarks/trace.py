"""What our transactions say to the database, so that a bare driver can say the same.

A trace is a list of transactions, each a list of statements with their bound parameters, as they
reached the driver: the bare transaction then reads and writes the very same rows, without
deciding, encoding or hashing anything.
"""

from pathlib import Path
from typing import Any

from benchmarks.permit8 import open_case, publish_permit, serve
from engine.service.database import connect, prepare
from engine.store import unit as store_unit
from engine.store.job import Unit
from tests.copies import copy_database

Transaction = list[tuple[str, dict[str, Any] | list[dict[str, Any]]]]


class _TracingUnit(Unit):
    """A unit that notes what it runs."""

    transactions: list[Transaction] = []

    def __init__(self, run: Any, dialect: Any, *, run_all: Any) -> None:
        said: Transaction = []
        self.transactions.append(said)

        def noted(text: str, bound: dict[str, Any]) -> Any:
            said.append((text, bound))
            return run(text, bound)

        def all_noted(text: str, rows: list[dict[str, Any]]) -> Any:
            said.append((text, rows))
            return run_all(text, rows)

        super().__init__(noted, dialect, run_all=all_noted)


def trace(folder: Path, cases: range) -> tuple[Path, list[list[Transaction]]]:
    """Serve `cases` once: a database with them just opened, and each case's transactions."""
    database = connect(f"sqlite:///{folder / 'opened.db'}")
    prepare(database)
    publish_permit(database)
    for number in cases:
        open_case(database, number)
    database.close()
    served = copy_database(folder / "opened.db", folder / "traced.db")
    return folder / "opened.db", _traced(served, cases)


def _traced(path: Path, cases: range) -> list[list[Transaction]]:
    original = store_unit.Unit
    store_unit.Unit = _TracingUnit  # type: ignore[misc]
    per_case = []
    database = connect(f"sqlite:///{path}")
    try:
        for number in cases:
            _TracingUnit.transactions = []
            serve(database, number)
            per_case.append(_TracingUnit.transactions)
    finally:
        database.close()
        store_unit.Unit = original  # type: ignore[misc]
    return per_case
