"""How long a checkpoint takes: over many events that are due at once, and over few on many.

    python -m benchmarks.checkpoints [--due 100000] [--there 1000000] [--fresh 100] [--url URL]

Events are put where the triggers put them (`ledger_due`); numbering, the tree, signing, the file
and the proof that it goes on from the last one are all in the time.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text

from benchmarks.region import KEY
from engine.service import checkpoint_proofs, checkpoints
from engine.service.database import Database, connect, prepare

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_IN_A_CASE = 20
_AT_ONCE = 10_000
Figures = dict[str, float]


def measure(url: str, folder: Path, *, due: int, there: int, fresh: int) -> Figures:
    with connect(url, key=KEY, signing_key=KEY) as database:
        prepare(database)
        figures: Figures = {}
        _add(database, 0, due)
        figures[f"{due} due: s"] = _take(database, folder, 0)
        _add(database, due, there - due)
        _take(database, folder, 1)
        rounds = []
        for number in range(9):
            _add(database, there + number * fresh, fresh)
            rounds.append(_take(database, folder, 2 + number))
        figures[f"{fresh} new on {there}: ms, median of 9"] = 1000 * median(rounds)
        figures["nothing new: ms"] = 1000 * _take(database, folder, 10)
        figures["does it go on: ms"] = 1000 * _timed(
            lambda: checkpoints.disagreement(database, folder)
        )
        figures["consistency, half to all: ms"] = 1000 * _timed(
            lambda: checkpoint_proofs.prove_growth(database, there // 2, there)
        )
        figures["size of checkpoints.txt, a note: bytes"] = (
            folder / "checkpoints.txt"
        ).stat().st_size / 11
    return figures


def _take(database: Database, folder: Path, minute: int) -> float:
    at = MORNING + timedelta(minutes=minute)
    return _timed(lambda: checkpoints.take(database, at=at, origin="benchmark", folder=folder))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _add(database: Database, first: int, count: int) -> None:
    """Events that wait to be numbered, twenty to a case."""
    insert = text("INSERT INTO ledger_due (stream, seq, hash) VALUES (:stream, :seq, :hash)")

    def put(connection: Connection, start: int) -> None:
        numbers = range(start, min(start + _AT_ONCE, first + count))
        connection.execute(
            insert,
            [
                {
                    "stream": f"case/{n // _IN_A_CASE:016d}",
                    "seq": n % _IN_A_CASE + 1,
                    "hash": n.to_bytes(32),
                }
                for n in numbers
            ],
        )

    for start in range(first, first + count, _AT_ONCE):
        database.store.administer(lambda connection, start=start: put(connection, start))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checkpoints", description=__doc__)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--there", type=int, default=1_000_000)
    parser.add_argument("--fresh", type=int, default=100)
    parser.add_argument("--url", default="", help="an empty database; by default a file of SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/alur.db"
        found = measure(url, Path(folder), due=given.due, there=given.there, fresh=given.fresh)
    print(json.dumps({name: round(value, 2) for name, value in found.items()}, indent=2))


if __name__ == "__main__":
    main()
