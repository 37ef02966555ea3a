"""How soon after its instant a breach is recorded, with many open timers.

Cases opened through a morning each have 300 working minutes for their only step, so that in the
afternoon limits pass at a steady rate. The watcher's own round then runs against a clock that goes
on from there, second by second, for as long as is measured; nothing is made ready for it.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from engine.core.commands import Actor, Applicant, OpenCase
from engine.core.ids import CaseId, PersonId, RoleId, SopId
from engine.core.text import Text
from engine.runtime.background import WATCH_PAUSE_SECONDS
from engine.service.batch import CarryOut, together
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.service.deviation_views import DeviationFilter
from engine.service.deviations import list_deviations
from engine.service.timers import Swept, sweep
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

SOP = """\
sop: pelayanan-siang
version: 1
title: {id: Pelayanan satu langkah, en: One-step service}
class: {nature: administratif}
identity:
  number: 503/001/BM/2026
  unit: kantor
  created: 2026-01-02
  effective: 2026-01-02
  approved_by: {position: Kepala Dinas, name: Sri Rahayu}
  legal_basis: [uu-25-2009]
timing: {warnings: [100]}
roles:
  loket: {title: Petugas Loket}
steps:
  - id: layani
    activity: Melayani permohonan
    role: loket
    inputs: [Berkas]
    time: 300 menit
    output: Surat
"""
REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={"kantor": UnitEntry(title=Text(id="Kantor"), calendar="kantor-wib")},
    calendars={"kantor-wib": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
)
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""07.30 WIB; what is opened then is due at 13.30."""
OPENED_WITHIN = timedelta(hours=4)
AFTERNOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
BY = Actor(person=PersonId("bench"), role=RoleId("loket"), via="bench")
_BATCH = 1000


def measure(library: Path, *, timers: int, seconds: int) -> dict[str, dict[str, float]]:
    """Delay from a breach to its commit, in seconds, with so many cases waiting."""
    with (
        tempfile.TemporaryDirectory() as folder,
        connect(f"sqlite:///{folder}/alur.db") as database,
    ):
        prepare(database)
        publish_calendars(database, library, by=BY, at=MORNING)
        publish(database, SOP, registers=REGISTERS, by=BY, at=MORNING)
        _open(database, timers)
        first = _first_looks(database)
        delays, looked = _watch(database, seconds)
    return {
        f"{timers} timers": {
            "first looks/s": first,
            "breaches": float(len(delays)),
            "median s": median(delays),
            "p99 s": quantiles(delays, n=100)[98],
            "most s": max(delays),
            "looks": float(looked),
        }
    }


def _open(database: Database, count: int) -> None:
    def batch(start: int) -> Callable[[CarryOut], None]:
        def job(carry_out: CarryOut) -> None:
            for number in range(start, min(start + _BATCH, count)):
                command = OpenCase(
                    case=CaseId(f"timer{number:011}"),
                    by=BY,
                    sop=SopId("pelayanan-siang"),
                    applicant=Applicant(name=f"Pemohon {number}"),
                )
                carry_out(command, at=MORNING + OPENED_WITHIN * number / count)

        return job

    for start in range(0, count, _BATCH):
        together(database, batch(start))


def _first_looks(database: Database) -> float:
    """Look at every case once, as after its opening; how many in a second."""
    begun, looked = time.perf_counter(), 0
    while (swept := sweep(database, at=MORNING + OPENED_WITHIN)).looked:
        looked += swept.looked
    at = AFTERNOON - timedelta(seconds=1)  # what was to be said before the clock starts
    while sweep(database, at=at).looked:
        pass
    return looked / (time.perf_counter() - begun)


def _watch(database: Database, seconds: int) -> tuple[list[float], int]:
    """The watcher's rounds against a clock that goes on from the afternoon."""
    begun, looked = time.monotonic(), 0

    def now() -> datetime:
        return AFTERNOON + timedelta(seconds=time.monotonic() - begun)

    kept: dict[datetime, datetime] = {}
    while (at := now()) < AFTERNOON + timedelta(seconds=seconds):
        swept: Swept = sweep(database, at=at)
        kept[at] = now()
        looked += swept.looked
        if not swept.looked:
            time.sleep(WATCH_PAUSE_SECONDS)
    return _delays(database, kept), looked


def _delays(database: Database, kept: dict[datetime, datetime]) -> list[float]:
    """From the instant of each breach to the end of the transaction that recorded it."""
    delays: list[float] = []
    after: str | None = None
    while True:
        page = list_deviations(database, DeviationFilter(limit=200, after=after))
        delays += (
            (kept[one.recorded_at] - one.at).total_seconds()
            for one in page.items
            if one.recorded_at in kept
        )
        if (after := page.next) is None:
            return delays
