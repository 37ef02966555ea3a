"""`python -m benchmarks.region --days 1 --times 10`: a region's day, ten times as large as it is.

A region has 1,000 cases a day. The SOPs of `sop_definitions` are served on SQLite and on a private
PostgreSQL that waits for its disk; each is broken off after `--seconds`, and `share` says how much
of the day was done by then. CPU seconds are robust on a busy machine, wall seconds are not.
"""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.region_day import MORNING, Meter, Region
from benchmarks.region_disk import Disk, bytes_per_case, disk_of, fill, queue
from benchmarks.region_questions import ask_all, plans
from engine.service.checkpoints import take
from engine.service.database import Database, connect, prepare
from engine.service.reports import report_day
from engine.service.upkeep import rebuild_views
from tests.copies import KEY
from tests.postgres import PostgresMissing, private_postgres

LIBRARY = Path(__file__).parents[1] / "sop_definitions"
CASES_A_DAY = 1000
MOST_SECONDS_TO_FILL = 45
OPEN_OF_THEM = 150
Figures = dict[str, object]


def main() -> None:
    given = _asked()
    if given.database in {"both", ""}:
        for one in ("sqlite", "postgresql"):  # each in a process of its own, for its memory
            words = [*sys.argv[1:], "--database", one]
            subprocess.run([sys.executable, "-m", "benchmarks.region", *words], check=True)
        return
    with tempfile.TemporaryDirectory(prefix="alur-region-") as name:
        folder = Path(name)
        if given.database == "sqlite":
            figures = measure(f"sqlite:///{folder}/region.db", folder, given)
        elif given.database == "postgresql":
            try:
                with private_postgres(durable=True) as url:
                    figures = measure(url, folder, given)
            except PostgresMissing as missing:
                figures = {"postgresql": str(missing)}
        else:
            figures = measure(given.database, folder, given)
    print(json.dumps(figures, indent=2, default=lambda one: one.figures()))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.region", description=__doc__)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--times", type=int, default=10, help="as many cases as a region has")
    parser.add_argument("--seconds", type=float, default=80, help="the longest for all the days")
    parser.add_argument("--filled", type=int, default=100_000, help="cases that lists are read of")
    parser.add_argument("--plans", action="store_true", help="how the database goes about it")
    parser.add_argument(
        "--database", default="both", help="sqlite, postgresql, both, or the URL of an empty one"
    )
    return parser.parse_args()


def measure(url: str, folder: Path, given: argparse.Namespace) -> Figures:
    begun = time.monotonic()
    with connect(url, key=KEY, signing_key=KEY) as database, disk_of(url) as disk:
        prepare(database)
        figures: Figures = {
            "database": url.partition(":")[0],
            **_days(database, disk, folder, given),
        }
        figures["rebuild"] = _timed(lambda: rebuild_views(database))
        if given.filled:
            figures["filled"] = _timed(
                lambda: fill(disk, cases=given.filled, seconds=MOST_SECONDS_TO_FILL)
            )
            queue(disk)
            figures["checkpoint"] = _timed(
                lambda: take(database, at=MORNING, origin="region", folder=folder).checkpoint.size
            )
            figures["report of a day"] = _timed(lambda: _report(database))
            figures["questions"] = ask_all(database)
        if given.plans:
            figures["plans"] = plans(database)
    figures["seconds in all"] = round(time.monotonic() - begun, 1)
    return figures


def _days(database: Database, disk: Disk, folder: Path, given: argparse.Namespace) -> Figures:
    region = Region(database, LIBRARY, folder / "files")
    before = disk.sizes()
    server, written = disk.server_seconds(), disk.written()
    for _ in range(given.days):
        left = given.seconds / given.days
        region.serve_day(CASES_A_DAY * given.times, seconds=left)
    served, cases = region.served, max(region.served.opened, 1)
    server, written = disk.server_seconds() - server, disk.written() - written
    after = {
        name: (data - before.get(name, (0, 0))[0], index - before.get(name, (0, 0))[1])
        for name, (data, index) in disk.sizes().items()
    }
    letters = [one.stat().st_size for one in (folder / "files").rglob("*") if one.is_file()]
    ((events,),) = disk.ask("SELECT count(*) FROM case_event")
    figures: Figures = {
        "share": served.opened / served.due,
        "cases": served.opened,
        "closed": served.closed,
        "sent back": served.returned,
        "refused": served.refused,
        "commands": served.commands.figures(),
        "effects": served.effects.figures(),
        "letters of them": served.letters.figures(),
        "looks": served.looks.figures(),
        "a case": {
            "commands": served.commands.count / cases,
            "events": events / cases,
            "effects": served.effects.count / cases,
            "looks": served.looks.count / cases,
            "letters": len(letters) / cases,
            "bytes of letters": sum(letters) / cases,
            "server ms": server * 1000 / cases,
            "log bytes": written / cases,
            **{f"{name} rows": _count(disk, name) / cases for name in _COUNTED},
        },
        "bytes a case": bytes_per_case(after, cases),
        "updates in place": _in_place(disk),
        "resident MB": _resident(),
    }
    region.leave_open(OPEN_OF_THEM)
    return figures


_COUNTED = ("task", "timer", "deviation", "notice", "effect_run", "command_receipt")


def _count(disk: Disk, table: str) -> int:
    ((found,),) = disk.ask(f"SELECT count(*) FROM {table}")
    return int(found)


def _in_place(disk: Disk) -> dict[str, float]:
    """The share of updates that touched no index (heap-only), by table; of PostgreSQL."""
    if not disk.written():
        return {}
    rows = disk.ask(
        "SELECT relname, n_tup_hot_upd::float / n_tup_upd FROM pg_stat_user_tables"
        " WHERE n_tup_upd > 100"
    )
    return dict(rows)


def _resident() -> float:
    gc.collect()
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _timed(work: Callable[[], int]) -> Meter:
    meter = Meter()
    with meter.running():
        meter.count = work()
    return meter


def _report(database: Database) -> int:
    """The evening's report; how many cases it tells of."""
    zone = ZoneInfo("Asia/Jakarta")
    return sum(report_day(database, MORNING.date(), zone=zone).opened.values())


if __name__ == "__main__":
    main()
