# ruff: noqa: E501  # definitions as people write them
"""An office whose SOP asks for personal data, and a person whose data is looked for everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from deeds import REGISTERS_HERE
from msgspec.structs import replace
from offices import HESTI, RINI, Office, an_office

from engine.core.commands import Actor, Applicant, Reject, Reveal
from engine.core.ids import CaseId, PersonId, RoleId
from engine.core.state import CaseState
from engine.service.catalogue import publish
from engine.service.personal import reveal, subject_from_text
from engine.service.queries import list_cases
from engine.service.verifying import verify
from engine.service.views import CaseFilter, CasePage
from engine.store import log

NIK, OTHER_NIK = "3578014107850003", "1271056502900007"
PHONE, ADDRESS, NAME = "081298765432", "Gang Kenari nomor 99", "Kenanga Puspasari"
SECRETS = (NIK, OTHER_NIK, PHONE, PHONE[1:], ADDRESS, NAME)
SITI = Actor(person=PersonId("siti"), role=RoleId("alur:privacy"), via="test")

HEAD = """\
version: {version}
class: {{nature: administratif}}
title: {{id: Surat {sop}, en: Letter {sop}}}
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
  - {{id: usaha, title: Nama usaha}}
  - {{id: nik, title: NIK, type: nik, required: true}}
  - {{id: hp, title: Telepon, type: phone, personal: true}}
  - {{id: pasangan, title: NIK pasangan, type: nik}}
  - {{id: anak, title: Jumlah anak, type: integer, personal: true}}
sop: {sop}
steps:
"""
SERVING = """\
  - {id: mohon, activity: Mengajukan permohonan, role: pemohon, submission: true, time: 5 menit, output: Permohonan}
  - id: periksa
    activity: Memeriksa berkas
    role: loket
    inputs: [Berkas]
    time: 5 menit
    output: Tanda terima
    form: [{id: alamat, title: Alamat, type: text, personal: true}, {id: saksi, title: NIK saksi, type: nik}]
    outcomes:
      ya: {label: Ya, accepts_file: true}
      tidak: {label: Tidak, return_to: mohon, reason: required}
  - {id: kabari, activity: Mengabari pemohon, action: notify, with: {channel: whatsapp, role: loket, message: "Yth. {applicant.name} NIK {form.nik}, {form.alamat}: diproses."}, time: 1 menit, output: Kabar}
  - {id: minta, activity: Meminta rekomendasi, call: rekomendasi, passes: [nik, hp], time: 2 hari kerja, output: Rekomendasi}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}
"""
TRYING = """\
  - {id: satu, activity: Mencoba satu, action: coba, time: 1 menit, output: Hasil, retry: {attempts: 3, backoff: 10 menit}}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}
"""
ANSWERING = """\
  - {id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}
"""
PERSONAL = replace(REGISTERS_HERE, sops=frozenset({"pribadi", "rekomendasi", "gagal"}))
FORM = {"usaha": "Warung", "nik": NIK, "hp": "0812 9876-5432", "anak": 3}


def put_personal_in_force(office: Office) -> None:
    for sop, unit, steps in (
        ("rekomendasi", "dinas", ANSWERING),
        ("pribadi", "kecamatan", SERVING),
        ("gagal", "kecamatan", TRYING),
    ):
        text = HEAD.format(sop=sop, unit=unit, version=1) + steps
        publish(office.database, text, registers=PERSONAL, by=RINI, at=office.now)


@contextmanager
def a_personal_office(url: str) -> Iterator[Office]:
    with an_office(url) as office:
        put_personal_in_force(office)
        yield office


def asked(office: Office, sop: str = "pribadi", **form: object) -> CaseId:
    """A case of somebody who asks, and says who they are."""
    who = Applicant(name=NAME, contact=PHONE)
    return office.open(sop, applicant=who, form=FORM | form)


def closed(office: Office, case: CaseId) -> None:
    """Pass over the rest of a case."""
    office.do(Reject(case=case, by=HESTI, reason="Tidak memenuhi syarat."))


EVERYTHING = ("applicant.name", "applicant.contact", "form.nik", "form.hp", "form.anak")


def state_of(office: Office, case: CaseId) -> CaseState:
    stored = office.database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    return stored.state


def whole(office: Office, case: CaseId) -> str | None:
    findings = verify(office.database, at=office.now, case=case).findings
    return findings[0].code.value if findings else None


def asking(case: CaseId, *fields: str, by: Actor = RINI, reason: str = "Cocokkan KTP.") -> Reveal:
    return Reveal(case=case, by=by, fields=fields, reason=reason)


def of_person(office: Office, nik: str, **more: object) -> CasePage:
    subject = subject_from_text(office.database, nik)
    return list_cases(office.database, CaseFilter(subject=subject, **more))  # type: ignore[arg-type]


def read(office: Office, case: CaseId, *fields: str, by: Actor = RINI) -> dict[str, object]:
    return dict(reveal(office.database, asking(case, *fields, by=by), at=office.now).values)
