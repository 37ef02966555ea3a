"""`python -m benchmarks.bundles --events 1000`: what a case bundle weighs, and what it costs.

One case goes to and fro between two steps until it has so many events, while other cases go on
between its events, so that its entries lie scattered over the ledger. The bundle is made with its
report, and checked by its own verifier as a command.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from api.case_report import Manner
from api.case_report_paper import papers_of
from engine.core.commands import Actor, AnyCommand, Applicant, Comment, Complete, OpenCase
from engine.core.ids import CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.service import checkpoints
from engine.service.bundles import BundleSummary, Order, write_bundle
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.library import publish_all
from engine.service.mint import case_id
from engine.service.queries import show_case

LIBRARY = Path(__file__).parents[1] / "sop_definitions"
SOP = SopId("surat-keterangan-domisili")
BEGUN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
OUTCOMES = {"teliti_berkas": "lengkap", "paraf": "salah"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bundles", description=__doc__)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--others", type=int, default=9, help="events of others after each act")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alur-bundles-") as name:
        print(json.dumps(measure(Path(name), events=given.events, others=given.others), indent=2))


def measure(folder: Path, *, events: int, others: int) -> dict[str, float]:
    """The bundle's size and what it took, in bytes and seconds."""
    with connect(f"sqlite:///{folder}/alur.db") as database:
        prepare(database)
        publish_all(database, LIBRARY, by=Actor(person=PersonId("ortala")), at=BEGUN)
        office = _Office(database)
        case = office.lengthen(events, others)
        signed = checkpoints.take(database, at=office.now, origin="bench.example/alur")
        begun, spent = time.perf_counter(), _spent()
        summary = _bundle(database, folder, case, office.now)
        made, made_cpu = time.perf_counter() - begun, _spent() - spent
    begun, spent = time.perf_counter(), _spent()
    _check(folder / "bundle.zip")
    checked, checked_cpu = time.perf_counter() - begun, _spent() - spent
    with ZipFile(folder / "bundle.zip") as archive:
        sizes = {one.filename: one for one in archive.infolist()}
    return {
        "events": summary.seq,
        "entries in the ledger": signed.checkpoint.size,
        "bytes": summary.size,
        "bytes of proofs, unpacked": sizes["ledger.json"].file_size,
        "bytes of proofs": sizes["ledger.json"].compress_size,
        "bytes of the report": sizes["report.pdf"].compress_size,
        "seconds to make": made,
        "CPU seconds to make": made_cpu,
        "seconds to check": checked,
        "CPU seconds to check": checked_cpu,
    }


def _bundle(database: Database, folder: Path, case: CaseId, at: datetime) -> BundleSummary:
    by = PersonId("auditor")
    manner = Manner(at=at, by=by, language="id", zone=ZONE)
    with (folder / "bundle.zip").open("w+b") as out:
        return write_bundle(
            database,
            folder / "files",
            case,
            out,
            order=Order(by=by, at=at),
            papers=papers_of(database, manner),
        )


def _check(bundle: Path) -> None:
    """As an auditor does, the start of Python included."""
    with ZipFile(bundle) as archive:
        archive.extract("verify.py", bundle.parent)
    line = [sys.executable, "-I", "-S", str(bundle.parent / "verify.py"), str(bundle)]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)


def _spent() -> float:
    """CPU seconds of this process and of those it waited for: one sets the report."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


class _Office:
    """Acts on cases, a second apart."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, BEGUN

    def lengthen(self, events: int, others: int) -> CaseId:
        case, crowd = self.open(), [self.open() for _ in range(20)]
        seq = 0
        while seq < events:
            (task,) = show_case(self.database, case).summary.at
            outcome = OUTCOMES.get(task.step)
            by = Actor(person=PersonId(f"{task.role}.satu"), role=task.role)
            ticks = (1, 2) if task.step == "teliti_berkas" else ()
            seq = self.do(
                Complete(
                    case=case,
                    by=by,
                    activation=task.activation,
                    outcome=OutcomeId(outcome) if outcome else None,
                    checklist=ticks,
                    reason="Nama jalan keliru." if outcome == "salah" else "",
                )
            )
            for number in range(others):
                other = crowd[(seq + number) % len(crowd)]
                self.do(Comment(case=other, by=by, text="Sudah ditelepon."))
        return case

    def open(self) -> CaseId:
        case = case_id(self.now)
        form = {"nama": "Tini", "nik": "3578014107850003", "alamat_domisili": "Jl. Melati 1"}
        self.do(
            OpenCase(
                case=case,
                by=Actor(person=PersonId("loket.satu"), role=RoleId("loket")),
                sop=SOP,
                applicant=Applicant(name="Tini Suhartini"),
                form=form | {"keperluan": "Sekolah"},
            )
        )
        return case

    def do(self, command: AnyCommand) -> int:
        self.now += timedelta(seconds=1)
        return execute(self.database, command, at=self.now).seq


if __name__ == "__main__":
    main()
