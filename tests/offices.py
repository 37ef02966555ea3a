# ruff: noqa: E501  # definitions as people write them
"""A database with small SOPs in force, and people who act in it, for tests of the service."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builders_calendar import an_office_calendar
from copies import key_for
from migrated import with_tables

from engine.actions.registry import specs
from engine.core.commands import Actor, AnyCommand, Applicant, Claim, Complete, OpenCase
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.text import Text
from engine.service import mint
from engine.service.calendars import publish_versions
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.queries import show_case
from engine.service.views import Receipt
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = """\
version: {version}
class: {{nature: administratif}}
title: {{id: Penerbitan surat {sop}, en: Letter {sop}}}
identity:
  number: 1/{sop}
  unit: {unit}
  created: 2026-01-05
  effective: 2026-02-02
  approved_by: {{position: Camat, name: Nurhayati}}
  legal_basis: [uu-25-2009]
roles:
  pemohon: {{title: Pemohon, external: true}}
  loket: {{title: Petugas Loket}}
  kasi: {{title: Kasi, may: [assign, override, reject, reopen, migrate, dispose]}}
form:
  - {{id: usaha, title: Nama usaha, required: true}}
  - {{id: sidang, title: Tanggal sidang, type: date}}
sop: {sop}
steps:
"""
LETTER = """\
  - {id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}
  - id: periksa
    activity: Memeriksa berkas
    role: kasi
    inputs: [Berkas]
    time: 15 menit
    output: Berkas lengkap
    outcomes:
      ya: {label: Ya, accepts_file: true}
      tidak: {label: Tidak, return_to: terima, reason: required}
  - {id: nomor, activity: Memberi nomor surat, action: issue_number, with: {register: surat, format: "{number:03}/KEC/{month}/{year}"}, time: 1 menit, output: Nomor}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}
"""
CALLING = """\
  - {id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}
  - {id: rekomendasi, activity: Meminta rekomendasi, call: surat, passes: [usaha], time: 2 hari kerja, output: Rekomendasi}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}
"""
WAITING = """\
  - {id: tunggu, activity: Menunggu hari kalender, wait: {for: 3 hari}}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}
"""
REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={
        "kecamatan": UnitEntry(title=Text(id="Kecamatan"), calendar="kantor"),
        "dinas": UnitEntry(title=Text(id="Dinas"), calendar="kantor"),
    },
    calendars={"kantor": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
    actions=specs(),
    sops=frozenset({"surat", "izin", "jeda", "macet"}),
)
SOPS = {"surat": LETTER, "izin": CALLING, "jeda": WAITING}
RINI = Actor(person=PersonId("rini"), role=RoleId("loket"), via="test")
HESTI = Actor(person=PersonId("hesti"), role=RoleId("kasi"), via="test")


def definition(sop: str, *, steps: str | None = None, version: int = 1) -> str:
    unit = "dinas" if sop == "surat" else "kecamatan"
    head = HEAD.format(sop=sop, unit=unit, version=version)
    return head + (SOPS[sop] if steps is None else steps)


def put_in_force(database: Database, text: str) -> None:
    publish(database, text, registers=REGISTERS, by=RINI, at=MONDAY)


@contextmanager
def an_office(url: str) -> Iterator["Office"]:
    with connect(with_tables(url), key=key_for(url)) as database:
        prepare(database)
        publish_versions(database, [an_office_calendar("kantor")], by=RINI, at=MONDAY)
        for sop in SOPS:
            put_in_force(database, definition(sop))
        yield Office(database)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'alur.db'}"


class Office:
    """Acts on cases through the service, a minute apart."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MONDAY

    def do(self, command: AnyCommand, *, key: str | None = None) -> Receipt:
        self.now += timedelta(minutes=1)
        return execute(self.database, command, at=self.now, key=key)

    def opening(self, sop: str = "surat", **more: object) -> OpenCase:
        settings: dict[str, object] = {
            "case": mint.case_id(self.now),
            "by": RINI,
            "sop": SopId(sop),
            "applicant": Applicant(name="Tini Suhartini"),
            "form": {"usaha": "Warung Bu Tini"},
        }
        return OpenCase(**(settings | more))  # type: ignore[arg-type]

    def open(self, sop: str = "surat", **more: object) -> CaseId:
        return self.do(self.opening(sop, **more)).case

    def task(self, case: CaseId, step: str) -> ActivationId:
        tasks = show_case(self.database, case).tasks
        return [task.activation for task in tasks if task.step == step][-1]

    def claim(self, case: CaseId, step: str, by: Actor) -> Receipt:
        return self.do(Claim(case=case, by=by, activation=self.task(case, step)))

    def complete(
        self,
        case: CaseId,
        step: str,
        by: Actor,
        *,
        outcome: str | None = None,
        form: Mapping[str, object] | None = None,
    ) -> Receipt:
        command = Complete(
            case=case,
            by=by,
            activation=self.task(case, step),
            outcome=None if outcome is None else OutcomeId(outcome),
            form=form or {},
            reason="Alasan",
        )
        return self.do(command)

    def at(self, case: CaseId) -> set[str]:
        return {task.step for task in show_case(self.database, case).summary.at}
