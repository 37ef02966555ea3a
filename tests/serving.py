"""A small SOP, published into a real database, and a server over it, for tests of the interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from identities import let_in
from migrated import with_tables

from api.app import create_api
from api.deps import now
from api.identity import SAFE
from engine.actions.registry import specs
from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.core.text import Text
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.settings import Settings
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""08.00 WIB on a Monday."""

NIK = "3578014107850003"

REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={"kecamatan": UnitEntry(title=Text(id="Kecamatan"), calendar="kantor")},
    calendars={"kantor": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
    actions=specs(),
    sops=frozenset({"surat-uji"}),
)

DEFINITION = """\
sop: surat-uji
version: 1
title: {id: Surat Keterangan Uji, en: Test certificate}
class: {nature: administratif}
identity:
  number: 100.3/001/2026
  unit: kecamatan
  created: 2026-01-05
  effective: 2026-02-02
  review_every: 120 bulan
  approved_by: {position: Camat, name: Nurhayati}
  legal_basis: [uu-25-2009]
service: {promise: 5 hari kerja, legal_limit: 10 hari kerja, product: Surat Keterangan}
roles:
  pemohon: {title: {id: Pemohon, en: Applicant}, external: true}
  loket: {title: {id: Petugas Loket, en: Counter officer}}
  kasi:
    title: {id: Kasi Pelayanan, en: Head of services}
    may: [assign, override, reject, reopen, dispose]
requirements:
  - {id: ktp, title: {id: KTP-el, en: ID card}}
  - {id: foto, title: Foto, required: false}
form:
  - {id: usaha, title: {id: Nama usaha, en: Business}, required: true, max_length: 120}
  - {id: nik, title: NIK, type: nik, required: true, personal: true}
  - {id: luas, title: {id: Luas, en: Area}, type: number, unit: m2, min: 0}
steps:
  - id: pengajuan
    activity: {id: Mengajukan permohonan, en: Apply}
    role: pemohon
    submission: true
    time: 5 menit
    inputs: [Berkas]
    output: Permohonan
  - id: periksa
    activity: {id: Memeriksa kelengkapan, en: Check the file}
    role: loket
    time: 15 menit
    inputs: [Berkas]
    output: Berkas lengkap
    checklist: [Nama sesuai]
    outcomes:
      lengkap: {label: {id: Ya, en: "Yes"}, accepts_file: true}
      kurang:
        label: {id: Tidak, en: "No"}
        return_to: pengajuan
        pause: applicant
        reason: required
  - id: tinjau
    activity: {id: Meninjau lokasi, en: Visit the site}
    role: kasi
    when: has(form.luas) and form.luas > 100
    time: 60 menit
    inputs: [Berkas]
    output: Catatan
  - parallel:
      - - id: telaah_teknis
          activity: {id: Menelaah teknis, en: Review the technique}
          role: kasi
          time: 30 menit
          inputs: [Berkas]
          output: Telaah
      - - id: telaah_hukum
          activity: {id: Menelaah hukum, en: Review the law}
          role: kasi
          time: 30 menit
          inputs: [Berkas]
          output: Telaah
  - id: nomor
    activity: {id: Memberi nomor surat, en: Number the letter}
    action: issue_number
    with: {register: surat-keluar}
    time: 1 menit
    inputs: [Berkas]
    output: Nomor
  - id: serah
    activity: {id: Menyerahkan surat, en: Hand over the letter}
    role: loket
    time: 5 menit
    inputs: [Berkas]
    output: Surat diserahkan
"""

RINI = {"Alur-Person": "rini", "Alur-Role": "loket"}
HESTI = {"Alur-Person": "hesti", "Alur-Role": "kasi"}


class Ticking:
    """A clock that goes a minute on at each request that changes something."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self, request: Request) -> datetime:
        if request.method not in SAFE:
            self.at += timedelta(minutes=1)
        return self.at


def settings_in(folder: Path, **more: object) -> Settings:
    """Settings with a database of their own."""
    chosen = {
        "database_url": f"sqlite:///{folder / 'alur.db'}",
        "files": folder / "files",
        "dispatch": False,
    } | more
    return Settings(**chosen)  # type: ignore[arg-type]


def publish_sample(database: Database, text: str = DEFINITION) -> None:
    """Put the SOP into the catalogue."""
    publish(database, text, registers=REGISTERS, by=Actor(person=PersonId("admin")), at=MORNING)


@contextmanager
def database_in(folder: Path) -> Iterator[Database]:
    """A new database with the SOP published."""
    with connect(with_tables(settings_in(folder).database_url)) as database:
        prepare(database)
        publish_sample(database)
        yield database


def clocked(app: FastAPI) -> FastAPI:
    """The app with a clock that tests know."""
    app.dependency_overrides[now] = Ticking()
    return app


@contextmanager
def api_in(folder: Path) -> Iterator[TestClient]:
    """A client of the interface alone; unexpected errors become answers, as in production."""
    with database_in(folder) as database:
        app = let_in(clocked(create_api(database, settings_in(folder))))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


class Office:
    """Acts on cases over HTTP."""

    def __init__(self, client: TestClient, prefix: str = "") -> None:
        self.client = client
        self.prefix = prefix

    def open(
        self, applicant: str = "Tini Suhartini", *, happened_at: str | None = None, **form: object
    ) -> str:
        """Open a case; its id."""
        answered = self.client.post(
            f"{self.prefix}/cases",
            headers=RINI,
            json={
                "sop": "surat-uji",
                "applicant": {"name": applicant, "contact": "0812 3456 7890"},
                "form": {"usaha": "Warung Bu Tini", "nik": NIK} | form,
                "requirements": ["ktp"],
                "happened_at": happened_at,
            },
        )
        assert answered.status_code == 201, answered.text
        case: str = answered.json()["case"]
        return case

    def task(self, case: str, step: str) -> int:
        """The latest activation of a step."""
        shown = self.client.get(f"{self.prefix}/cases/{case}").json()
        return max(task["activation"] for task in shown["tasks"] if task["step"] == step)

    def act(
        self, case: str, step: str, verb: str, headers: dict[str, str] = RINI, **said: object
    ) -> dict[str, object]:
        """Do something with a task; the receipt."""
        address = f"{self.prefix}/cases/{case}/tasks/{self.task(case, step)}/{verb}"
        answered = self.client.post(address, headers=headers, json=said)
        assert answered.status_code == 200, answered.text
        receipt: dict[str, object] = answered.json()
        return receipt

    def check(self, case: str) -> None:
        """The file is found complete."""
        self.act(case, "periksa", "complete", outcome="lengkap", checklist=[1])

    def finish(self, case: str) -> None:
        """Everything from the check to the end."""
        self.check(case)
        self.act(case, "telaah_teknis", "complete", HESTI)
        self.act(case, "telaah_hukum", "complete", HESTI)
        self.act(case, "nomor", "record", HESTI, reason="Mesin mati.", result={"number": "470/1"})
        self.act(case, "serah", "complete")
