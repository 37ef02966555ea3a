"""How many recorded events are told again in a second: one long case, and many cases.

The long case is sent back again and again until it has about a thousand events, looked at each
time that something is due, so that the deviations of many looks are derived again. Each figure is
the median of a few rounds; `replay` is all that `alur replay` reads, `derive` the deviations alone.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from engine.core.commands import Actor, Applicant, Claim, Complete, OpenCase
from engine.core.ids import CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.text import Text
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.queries import show_case
from engine.service.replaying import rederive_case, replay_at, replay_steps
from engine.service.timers import sweep_all
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

SOP = """\
sop: pelayanan-ulang
version: 1
title: {id: Pelayanan yang berulang, en: A service that is sent back}
class: {nature: administratif}
identity:
  number: 503/002/BM/2026
  unit: kantor
  created: 2026-01-02
  effective: 2026-01-02
  approved_by: {position: Kepala Dinas, name: Sri Rahayu}
  legal_basis: [uu-25-2009]
service: {promise: 5 hari kerja, product: Surat}
roles:
  loket: {title: Petugas Loket}
steps:
  - id: tulis
    activity: Menulis surat
    role: loket
    inputs: [Berkas]
    time: 30 menit
    output: Surat
  - id: periksa
    activity: Memeriksa surat
    role: loket
    inputs: [Surat]
    time: 30 menit
    output: Surat
    outcomes:
      ya: {label: Ya}
      tidak: {label: Tidak, return_to: tulis, reason: required}
"""
REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={"kantor": UnitEntry(title=Text(id="Kantor"), calendar="kantor-wib")},
    calendars={"kantor-wib": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
)
BY = Actor(person=PersonId("bench"), role=RoleId("loket"), via="bench")
FIRST = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
_LONG = CaseId("panjang000000001")
_ROUND = timedelta(hours=7)
"""From one step to the next: both pass their standard."""


def measure(library: Path, *, events: int, cases: int, rounds: int) -> dict[str, dict[str, float]]:
    """Events told again in a second: of one case of so many events, and of so many cases."""
    with (
        tempfile.TemporaryDirectory() as folder,
        connect(f"sqlite:///{folder}/alur.db") as database,
    ):
        prepare(database)
        publish_calendars(database, library, by=BY, at=FIRST)
        publish(database, SOP, registers=REGISTERS, by=BY, at=FIRST)
        _serve(database, _LONG, until=events)
        many = [CaseId(f"banyak{number:010}") for number in range(cases)]
        for case in many:
            _serve(database, case, until=30)
        return {
            "one long case": _figures(database, [_LONG], rounds),
            f"{cases} cases": _figures(database, many, rounds),
        }


def _serve(database: Database, case: CaseId, *, until: int) -> None:
    """Send a case back until it has so many events."""
    at = FIRST
    applicant = Applicant(name="Pemohon")
    opening = OpenCase(case=case, by=BY, sop=SopId("pelayanan-ulang"), applicant=applicant)
    seq = execute(database, opening, at=at).seq
    while seq < until:
        at += _ROUND
        sweep_all(database, at=at - timedelta(seconds=1))
        (task,) = show_case(database, case).summary.at
        execute(database, Claim(case=case, by=BY, activation=task.activation), at=at)
        done = Complete(
            case=case,
            by=BY,
            activation=task.activation,
            outcome=OutcomeId("tidak") if task.step == "periksa" else None,
            reason="Salah ketik" if task.step == "periksa" else "",
        )
        seq = execute(database, done, at=at).seq


def _figures(database: Database, cases: list[CaseId], rounds: int) -> dict[str, float]:
    views = [replay_at(database, case) for case in cases]
    events = sum(view.seq for view in views)
    assert not any(view.findings for view in views)
    return {
        "events": float(events),
        "deviations": float(sum(len(view.state.deviations) for view in views)),
        "replay/s": events / _seconds(lambda case: replay_at(database, case), cases, rounds),
        "derive/s": events / _seconds(lambda case: rederive_case(database, case), cases, rounds),
        "steps/s": events / _seconds(lambda case: replay_steps(database, case), cases, rounds),
    }


def _seconds(ask: Callable[[CaseId], object], cases: list[CaseId], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for case in cases:
            ask(case)
        taken.append(time.perf_counter() - begun)
    return median(taken)
