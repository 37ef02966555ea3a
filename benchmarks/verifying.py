"""`python -m benchmarks.verifying --events 1000000`: events a second that `alur verify` looks at.

A demonstration is played with the SOPs of `sop_definitions`; its histories are written again and
again under new cases, chained and with their rows, until there are enough, and numbered by the
sequencer. Then everything is verified, in one process.
"""

import argparse
import gc
import json
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import insert, select

from engine.core.events import Recorded
from engine.core.evolve import replay
from engine.core.ids import CaseId
from engine.demo.load import end_of_day, load
from engine.demo.play import Script
from engine.service.database import Database, connect, prepare
from engine.service.ledger import sequence
from engine.service.verifying import Verdict, verify
from engine.settings import Settings
from engine.store import log
from engine.store.codec import encode_state, genesis
from engine.store.job import Unit
from engine.store.prepared import Prepared
from engine.store.tables import CASE

LIBRARY = Path(__file__).parents[1] / "sop_definitions"
ZONE = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 21, tzinfo=UTC)
CASES_AT_ONCE = 100
History = tuple[Recorded, ...]

_rows = Prepared(select(CASE))
_copy = Prepared(insert(CASE))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verifying", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="an empty folder to leave the database in")
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        print(json.dumps(measure(given.keep, events=given.events), indent=2))
        return
    with tempfile.TemporaryDirectory(prefix="alur-verifying-") as name:
        print(json.dumps(measure(Path(name), events=given.events), indent=2))


def measure(folder: Path, *, events: int) -> dict[str, dict[str, float]]:
    """What making the database took, and what verifying it does."""
    with connect(f"sqlite:///{folder}/alur.db") as database:
        prepare(database)
        settings = Settings(definitions=LIBRARY, files=folder / "files")
        until = end_of_day(date(2026, 11, 20), ZONE)
        load(database, settings, Script(seed=7, cases=120, until=until, zone=ZONE))
        begun = time.process_time()
        there = multiply(database, events)
        written = time.process_time() - begun
        begun = time.process_time()
        numbered = sequence(database)
        sequenced = time.process_time() - begun
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        verdict = verify(database, at=AT)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {
        "written": {"events": there, "a second": there / max(written, 0.001)},
        "numbered": {"entries": numbered, "a second": numbered / sequenced},
        "verified": _figures(verdict, cpu, wall),
    }


def _figures(verdict: Verdict, cpu: float, wall: float) -> dict[str, float]:
    return {
        "events": verdict.events,
        "cases": verdict.cases,
        "entries": verdict.entries,
        "findings": verdict.found,
        "seconds": wall,
        "CPU seconds": cpu,
        "events a CPU second": verdict.events / cpu,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def multiply(database: Database, events: int) -> int:
    """Write the histories there are under new cases until there are so many events."""
    base = database.store.read(
        lambda reader: [
            tuple(entry.recorded for entry in log.read_events(reader, case))
            for case in log.case_ids(reader)
        ]
    )
    rows = {row["id"]: row for row in database.store.read(lambda r: r.records(_rows))}
    there = sum(len(history) for history in base)
    pending: list[History] = []
    for history in _again(base):
        if there >= events:
            break
        pending.append(history)
        there += len(history)
        if len(pending) == CASES_AT_ONCE:
            _write(database, rows, pending)
            pending = []
    _write(database, rows, pending)
    return there


def _again(base: Sequence[History]) -> Iterator[History]:
    """The histories, interminably, each under a new case; the old one is how its id begins."""
    number = 0
    while True:
        number += 1
        for history in base:
            case = CaseId(f"{history[0].case}-{number}")
            yield tuple(replace(one, case=case) for one in history)


def _write(
    database: Database, rows: dict[str, dict[str, object]], several: Sequence[History]
) -> None:
    def job(unit: Unit) -> None:
        for history in several:
            case, state = history[0].case, replay(history)
            head = log.append(unit, history, expected=0, prev=genesis(case))
            row = rows[case.rpartition("-")[0]]
            made = {
                "id": case,
                "head": head,
                "state": b"" if state is None else encode_state(state),
            }
            unit.execute(_copy, row | made)

    database.store.write(job)


if __name__ == "__main__":
    main()
