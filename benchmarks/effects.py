"""`python -m benchmarks.effects`: how soon effects start, how many a worker does, what kills do.

Cases of a one-row service each ask for a register number when they are opened. Workers are real
`alur worker` processes; their database is SQLite in a temporary folder, or the one of --database
(an empty PostgreSQL database). `--prefect` is the API of a running Prefect server; without it the
workers run alone.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles

from engine.actions.registry import specs
from engine.core.commands import Actor, Applicant, OpenCase
from engine.core.events import ActionRecorded
from engine.core.ids import PersonId, RoleId, SopId
from engine.core.text import Text
from engine.service import clock, effects, mint, runs
from engine.service.batch import CarryOut, together
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.queries import list_cases, read_history
from engine.service.views import CaseFilter
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

SOP = """\
sop: nomor-saja
version: 1
title: {id: Penomoran surat, en: Numbering a letter}
class: {nature: administratif}
identity:
  number: 503/001/BM/2026
  unit: kantor
  created: 2026-01-02
  effective: 2026-01-02
  approved_by: {position: Kepala Dinas, name: Sri Rahayu}
  legal_basis: [uu-25-2009]
roles:
  pemohon: {title: Pemohon, external: true}
  loket: {title: Petugas Loket}
steps:
  - id: pengajuan
    activity: Mengajukan permohonan
    role: pemohon
    submission: true
    inputs: [Formulir]
    output: Berkas
  - id: nomor
    activity: Memberi nomor surat
    action: issue_number
    with: {register: surat-keluar}
    inputs: [Berkas]
    time: 1 menit
    output: Surat bernomor
  - id: serah
    activity: Menyerahkan surat
    role: loket
    inputs: [Surat bernomor]
    time: 5 menit
    output: Surat diserahkan
"""
REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={"kantor": UnitEntry(title=Text(id="Kantor"), calendar="kantor-wib")},
    calendars={"kantor-wib": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
    actions=specs(),
)
BY = Actor(person=PersonId("bench"), role=RoleId("loket"), via="bench")
_BATCH = 500
_LONGEST_DRAIN_SECONDS = 900.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.effects", description=__doc__)
    parser.add_argument("--queued", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--steady", type=int, default=100, help="effects one after the other")
    parser.add_argument("--rate", type=float, default=2.0, help="of them a second")
    parser.add_argument("--prefect", default="off")
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/alur.db"
        figures = _measure(url, Path(folder), given)
    print(json.dumps(figures, indent=2))


def _measure(url: str, folder: Path, given: argparse.Namespace) -> dict[str, dict[str, float]]:
    with connect(url) as database:
        prepare(database)
        library = Path(__file__).parents[1] / "sop_definitions"
        publish_calendars(database, library, by=BY, at=clock.now())
        publish(database, SOP, registers=REGISTERS, by=BY, at=clock.now())
        figures = {}
        if given.steady:
            with _workers(url, folder, given):
                time.sleep(25 if given.prefect != "off" else 3)
                figures["steady"] = _steady(database, given.steady, given.rate)
        if given.queued:
            figures["drained"] = _drain(database, url, folder, given)
        return figures


def _steady(database: Database, count: int, rate: float) -> dict[str, float]:
    """Seconds from a commit to the start of what it asked for, with nothing queued."""
    for _ in range(count):
        begun = time.monotonic()
        execute(database, _open(), at=clock.now())
        time.sleep(max(1 / rate - (time.monotonic() - begun), 0))
    _until_empty(database)
    time.sleep(3)
    took = [
        (one.started_at - one.wanted_at).total_seconds()
        for one in runs.newest(database, limit=count)
    ]
    shown = sum(one.run is not None for one in runs.newest(database, limit=count))
    cuts = quantiles(took, n=100)
    return {
        "effects": float(count),
        "p50 s": cuts[49],
        "p99 s": cuts[98],
        "most s": max(took),
        "shown": float(shown),
    }


def _drain(
    database: Database, url: str, folder: Path, given: argparse.Namespace
) -> dict[str, float]:
    """Effects a second from a full queue, while workers are killed and started anew."""
    for start in range(0, given.queued, _BATCH):
        together(database, partial(_fill, min(_BATCH, given.queued - start)))
    before = time.monotonic()
    for kill in range(given.kills):
        with _workers(url, folder, given) as workers:
            _until_left(database, given.queued * (given.kills - kill) // (given.kills + 1))
            for one in workers:
                one.send_signal(signal.SIGKILL)
    with _workers(url, folder, given):
        _until_empty(database)
    took = time.monotonic() - before
    lost, twice = _checked(database)
    return {
        "queued": float(given.queued),
        "kills": float(given.kills * given.workers),
        "seconds": took,
        "effects/s": given.queued / took,
        "lost": float(lost),
        "twice": float(twice),
    }


def _fill(count: int, carry_out: CarryOut) -> None:
    for _ in range(count):
        carry_out(_open(), at=clock.now())


def _open() -> OpenCase:
    at = clock.now()
    return OpenCase(
        case=mint.case_id(at), by=BY, sop=SopId("nomor-saja"), applicant=Applicant(name="Bench")
    )


def _checked(database: Database) -> tuple[int, int]:
    """Cases without their number; numbers given out twice, or left out, or recorded twice."""
    numbers, lost, twice, after = [], 0, 0, None
    while True:
        page = list_cases(database, CaseFilter(limit=200, after=after))
        for one in page.items:
            given = [
                entry.recorded.event.result["number"]
                for entry in read_history(database, one.case)
                if isinstance(entry.recorded.event, ActionRecorded)
            ]
            lost += not given
            twice += max(len(given) - 1, 0)
            numbers += given[:1]
        after = page.next
        if after is None:
            break
    twice += len(numbers) - len(set(numbers))
    gaps = {int(one.partition("/")[0]) for one in numbers} ^ set(range(1, len(numbers) + 1))
    return lost, twice + len(gaps)


def _until_left(database: Database, left: int) -> None:
    end = time.monotonic() + _LONGEST_DRAIN_SECONDS
    while effects.backlog(database, at=clock.now()).waiting > left:
        if time.monotonic() > end:
            raise TimeoutError(f"more than {left} effects wait still")
        time.sleep(0.05)


def _until_empty(database: Database) -> None:
    _until_left(database, 0)
    end = time.monotonic() + _LONGEST_DRAIN_SECONDS
    while effects.remaining(database):
        if time.monotonic() > end:
            raise TimeoutError("effects are claimed and not done")
        time.sleep(0.05)


@contextmanager
def _workers(
    url: str, folder: Path, given: argparse.Namespace
) -> Iterator[list[subprocess.Popen[bytes]]]:
    environment = os.environ | {  # noqa: TID251  # of the processes that are measured
        "ALUR_DATABASE_URL": url,
        "ALUR_PREFECT": given.prefect,
        "ALUR_LEASE_SECONDS": "5",
        "ALUR_REPORTS": str(folder / "reports"),
        "ALUR_FILES": str(folder / "files"),
        "PREFECT_HOME": str(folder / "prefect"),
    }
    line = [sys.executable, "-m", "api.cli", "worker"]
    started = [subprocess.Popen(line, env=environment) for _ in range(given.workers)]
    try:
        yield started
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(60)


if __name__ == "__main__":
    main()
