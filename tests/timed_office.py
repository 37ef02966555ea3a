# ruff: noqa: E501  # definitions as people write them
"""An office whose SOP promises something, with its calendar in force, acting at told times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from copies import copy_database
from msgspec.structs import replace
from offices import HESTI, LETTER, REGISTERS, RINI, WAITING, Office, definition

from engine.core.commands import Extend, Pause, Resume
from engine.core.durations import duration_from_text
from engine.core.ids import ActivationId, CaseId
from engine.core.workflow import PauseReason
from engine.service.calendars import publish_calendars
from engine.service.catalogue import publish
from engine.service.database import Database, connect, prepare
from engine.service.views import Receipt
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

LIBRARY = Path(__file__).parents[1] / "sop_definitions"
WIB = ZoneInfo("Asia/Jakarta")
NEW_YEAR = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SOP = "izin-waktu"
TIMELESS = "tanpa-waktu"
"""An SOP whose calendar is not published."""

PERMIT = """\
sop: izin-waktu
version: 1
class: {nature: administratif}
title: {id: Penerbitan izin, en: Permit}
identity:
  number: 1/izin
  unit: kecamatan
  created: 2025-11-05
  effective: 2026-01-02
  approved_by: {position: Camat, name: Nurhayati}
  legal_basis: [uu-25-2009]
service: {promise: 3 hari kerja, product: Izin}
timing: {extension: {most: 2 hari kerja}}
roles:
  pemohon: {title: {id: Pemohon, en: Applicant}, external: true}
  loket: {title: {id: Petugas Loket, en: Counter officer}}
  kasi: {title: {id: Kasi, en: Head of section}, may: [assign, override, reject, reopen, extend]}
form:
  - {id: usaha, title: Nama usaha, required: true}
steps:
  - {id: ajukan, activity: {id: Mengajukan permohonan, en: Apply}, role: pemohon, submission: true, inputs: [Berkas], time: 5 menit, output: Permohonan}
  - id: periksa
    activity: {id: Memeriksa berkas, en: Check the file}
    role: loket
    inputs: [Berkas]
    time: 30 menit
    output: Berkas lengkap
    outcomes:
      lengkap: {label: Ya, accepts_file: true}
      kurang: {label: Tidak, return_to: ajukan, pause: applicant, reason: required}
  - {id: telaah, activity: {id: Menelaah permohonan, en: Review}, role: kasi, inputs: [Berkas], time: 2 jam, output: Telaah}
  - {id: serah, activity: {id: Menyerahkan izin, en: Hand over}, role: loket, inputs: [Izin], time: 5 menit, output: Izin diserahkan}
"""


def timed_registers(calendar: str = "kantor-wib") -> Registers:
    """Units that work by `calendar`."""
    units = {
        name: UnitEntry(title=unit.title, calendar=calendar)
        for name, unit in REGISTERS.units.items()
    }
    entry = CalendarEntry(title=REGISTERS.calendars["kantor"].title, zone="Asia/Jakarta")
    return replace(
        REGISTERS,
        units=units,
        calendars={calendar: entry},
        sops=frozenset({SOP, TIMELESS, "surat", "jeda"}),
    )


def make_timed_template(file: Path) -> Path:
    """A database with the calendars, the permit, and SOPs that promise nothing."""
    with connect(f"sqlite:///{file}") as database:
        prepare(database)
        publish_calendars(database, LIBRARY, by=RINI, at=NEW_YEAR)
        for text in (PERMIT, _early("surat", LETTER), _early("jeda", WAITING)):
            publish(database, text, registers=timed_registers(), by=RINI, at=NEW_YEAR)
        timeless = _early(TIMELESS, LETTER)
        publish(database, timeless, registers=timed_registers("bulan"), by=RINI, at=NEW_YEAR)
    return file


def _early(sop: str, steps: str) -> str:
    """An SOP in force from the beginning of the year."""
    text = definition(sop, steps=steps)
    return text.replace("2026-01-05", "2025-11-05").replace("2026-02-02", "2026-01-02")


def copied(template: Path, folder: Path) -> str:
    """The address of a copy."""
    return f"sqlite:///{copy_database(template, folder / 'alur.db')}"


def local(told: str) -> datetime:
    """`2026-03-17 14:00` by the office's clock, in UTC."""
    return datetime.fromisoformat(told).replace(tzinfo=WIB).astimezone(UTC)


def shown(at: datetime | None) -> str | None:
    """What `local` reads."""
    return None if at is None else f"{at.astimezone(WIB):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


class TimedOffice(Office):
    """Acts when it is told to."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.on("2026-03-13 08:00")

    def on(self, told: str) -> "TimedOffice":
        """The next command comes at this time of the office."""
        self.now = local(told) - timedelta(minutes=1)
        return self

    def file(self) -> CaseId:
        """A request handed in."""
        return self.open(SOP)

    def accept(self, case: CaseId) -> Receipt:
        """The file is found complete."""
        return self.complete(case, "periksa", RINI, outcome="lengkap")

    def send_back(self, case: CaseId) -> Receipt:
        """Something is missing: it waits for the applicant."""
        return self.complete(case, "periksa", RINI, outcome="kurang")

    def correct(self, case: CaseId) -> Receipt:
        """The applicant has brought it."""
        return self.complete(case, "ajukan", RINI, form={"usaha": "Warung"})

    def finish(self, case: CaseId) -> Receipt:
        """The rest of the way."""
        self.complete(case, "telaah", HESTI)
        return self.complete(case, "serah", RINI)

    def pause(self, case: CaseId, reason: PauseReason = PauseReason.EXTERNAL_BODY) -> Receipt:
        return self.do(Pause(case=case, by=RINI, reason=reason))

    def resume(self, case: CaseId) -> Receipt:
        return self.do(Resume(case=case, by=RINI))

    def extend(self, case: CaseId, by: str, activation: int | None = None) -> Receipt:
        return self.do(
            Extend(
                case=case,
                by=HESTI,
                amount=duration_from_text(by),
                reason="Menunggu rapat",
                activation=None if activation is None else ActivationId(activation),
            )
        )
