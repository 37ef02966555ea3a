"""`python -m benchmarks.exporting --events 1000000`: exports of a large database, time and memory.

A demonstration is played once and its histories are multiplied under new ids, so that the courses
are real ones. Each export runs in a process of its own, for its peak of memory; `base` is what the
process held before it began.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from engine.core.events import Recorded
from engine.core.ids import CaseId
from engine.demo.load import end_of_day, load
from engine.demo.play import Script
from engine.service import clock
from engine.service.database import Database, connect, prepare
from engine.service.export_order import ExportOrder
from engine.service.exporting import export_file
from engine.service.queries import list_cases, read_history
from engine.service.views import CaseFilter
from engine.settings import Settings
from engine.store.codec import encode_recorded
from engine.store.connections import open_sqlite
from engine.store.log import kind_of
from engine.store.types import text_from_instant

ZONE = ZoneInfo("Asia/Jakarta")
UNTIL = end_of_day(date(2026, 11, 20), ZONE)
KINDS = (("xes", "xes"), ("csv", "events"), ("csv", "cases"), ("ocel", "sqlite"), ("ocel", "json"))
MEGA = 1 << 20

History = Sequence[Recorded]


def main() -> None:
    given = _asked()
    if given.one:
        kind, _, form = given.one.partition(":")
        print(json.dumps(_export(given.database, kind, form, Path(given.out))))
        return
    with tempfile.TemporaryDirectory(prefix="alur-exporting-") as name:
        print(json.dumps(measure(Path(name), events=given.events), indent=2))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--one", default="", help="for the processes of this one")
    parser.add_argument("--database", default="", help="as above")
    parser.add_argument("--out", default="", help="as above")
    return parser.parse_args()


def measure(folder: Path, *, events: Sequence[int]) -> dict[str, object]:
    """By the number of events and the kind: seconds, events a second, megabytes of memory."""
    url = f"sqlite:///{folder / 'alur.db'}"
    with connect(url) as database:
        prepare(database)
        histories = _played(database, folder)
    there = sum(len(one) for one in histories)
    figures: dict[str, object] = {}
    round_ = 0
    for wanted in sorted(events):
        while there < wanted:
            round_ += 1
            there += _multiply(folder / "alur.db", histories, round_, most=wanted - there)
        found = figures[f"{there} events"] = dict[str, dict[str, float]]()
        for kind, form in KINDS:
            found[f"{kind} {form}"] = told = _in_a_process(url, kind, form, folder / "out")
            print(there, kind, form, told, file=sys.stderr)
    return figures


def _played(database: Database, folder: Path) -> list[History]:
    library = Path(__file__).parents[1] / "sop_definitions"
    settings = Settings(definitions=library, files=folder / "files")
    load(database, settings, Script(seed=7, cases=120, until=UNTIL, zone=ZONE))
    page = list_cases(database, CaseFilter(limit=500))
    return [[entry.recorded for entry in read_history(database, one.case)] for one in page.items]


def _multiply(file: Path, histories: Sequence[History], round_: int, *, most: int) -> int:
    """Write the histories once more under other ids, until there are so many; how many."""
    written = 0
    with closing(open_sqlite(file, writing=True)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for place, history in enumerate(histories):
            if written >= most:
                break
            case = CaseId(f"2{round_:05}{place:06}")
            connection.executemany(
                "INSERT INTO case_event (case_id, seq, kind, at, hash, body)"
                " VALUES (?, ?, ?, ?, zeroblob(32), ?)",
                list(_rows(case, history)),
            )
            connection.execute(
                'INSERT INTO "case" (id, sop, version, workflow, unit, applicant, opened_at,'
                " last_at, closed_at, result, pause, seq, head, state)"
                " SELECT ?, sop, version, workflow, unit, applicant, opened_at, last_at,"
                ' closed_at, result, pause, seq, head, zeroblob(1) FROM "case" WHERE id = ?',
                (case, history[0].case),
            )
            written += len(history)
        connection.execute("COMMIT")
    return written


def _rows(case: CaseId, history: History) -> Iterator[tuple[object, ...]]:
    for one in history:
        body = encode_recorded(replace(one, case=case))
        yield case, one.seq, kind_of(one.event), text_from_instant(one.at), body


def _in_a_process(url: str, kind: str, form: str, out: Path) -> dict[str, float]:
    words = ["--one", f"{kind}:{form}", "--database", url, "--out", str(out)]
    run = [sys.executable, "-m", "benchmarks.exporting", *words]
    told = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    out.unlink()
    figures: dict[str, float] = json.loads(told)
    return figures


def _export(url: str, kind: str, form: str, out: Path) -> dict[str, float]:
    with connect(url) as database:
        order = ExportOrder(kind=kind, form=form, zone=ZONE, at=clock.now())  # type: ignore[arg-type]
        list_cases(database, CaseFilter(limit=1))
        base, wall, cpu = _peak(), time.perf_counter(), time.process_time()
        done = export_file(database, order, out)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "seconds": round(wall, 1),
        "CPU seconds": round(cpu, 1),
        "events/CPU second": round(done.events / cpu),
        "MB of memory at most": round(_peak(), 1),
        "base": round(base, 1),
        "MB of file": round(done.size / MEGA, 1),
    }


def _peak() -> float:
    """Megabytes. Not getrusage: its peak counts what the process was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (one for one in status.splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
