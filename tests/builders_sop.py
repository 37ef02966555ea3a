# ruff: noqa: E501  # definitions as people write them
"""A definition that uses every key of the language, and what tests make of definitions."""

from pathlib import Path

from engine.core.errors import Finding, SopInvalid, SopUnreadable
from engine.sop.parse import read_document

DEFINITIONS = Path(__file__).parents[1] / "sop_definitions"

SAMPLE = """\
# Every key of the language, each at least once.
sop: izin-keramaian
version: 2
title: {id: Penerbitan Izin Keramaian, en: Public event permit}
regime: permendagri-52-2011
class: {nature: administratif, scope: mikro, completeness: final, activity: pelayanan}

identity:
  number: 300.1/044/TR/2026
  unit: kecamatan-contoh
  created: 2021-04-12
  revised: 2026-01-09
  effective: 2026-02-02
  review_every: 12 bulan
  approved_by:
    position: Camat Contoh
    name: "Dra. Nurhayati, M.Si."
    nip: 197001011990032001
  legal_basis: [uu-25-2009, permendagri-52-2011]
  qualifications:
    - Memahami aturan ketertiban umum
    - {id: Mampu membaca denah, en: Can read a site plan}
  related:
    - {sop: surat-keluar, link: lanjutan}
    - sop: rekomendasi-kepolisian
      link: prasyarat
  equipment: [Komputer, "Pemindai, pencetak"]
  warnings:
    - >-
      Izin tanpa pemeriksaan lokasi
      membahayakan pengunjung.
  records: [Register izin keramaian]

service:
  promise: 5 hari kerja
  legal_limit: 14 hari
  clock_starts: complete
  day_one: next_working_day
  cut_off: 12:00
  fee: 0
  product: Surat Izin Keramaian
  complaints: {id: Loket pengaduan, en: Complaint counter}

timing:
  warnings: [60, 90]
  escalation:
    supervisor: {to: [kasi, trantib], after: 3 jam}
    head: {to: camat, after: 2 hari kerja}
  pauses: {applicant: 21 hari, payment: 8 hari kerja, external_body: 1 bulan}
  extension: {most: 4 hari kerja, times: 2}
  incident: {to: [loket, kasi], after: 30 menit}

calendar: kantor-wib
retention: izin

roles:
  pemohon: {title: Pemohon, external: true}
  loket: {title: {id: Petugas Loket, en: Counter officer}}
  trantib: {title: Petugas Ketenteraman}
  kasi: {title: Kasi Trantib, single: true, may: [assign, override, reject, reopen, migrate, extend, dispose]}
  camat: {title: Camat, single: true}

requirements:
  - {id: ktp, title: KTP-el, evidence: file}
  - {id: denah, title: Denah lokasi, evidence: paper, required: true}
  - {id: npwp, title: NPWP, evidence: data, required: false}
  - {id: hadir, title: Kehadiran penyelenggara, evidence: none}

form:
  - {id: acara, title: Nama acara, required: true, max_length: 120, help: Seperti di poster}
  - {id: uraian, title: Uraian, type: long_text}
  - {id: pengunjung, title: Perkiraan pengunjung, type: integer, min: 1, max: 50000, unit: orang}
  - {id: luas, title: Luas lokasi, type: number, unit: m2, min: 0.5}
  - {id: anggaran, title: Anggaran, type: money}
  - {id: tanggal, title: Tanggal acara, type: date, required: true}
  - {id: berbayar, title: Apakah berbayar, type: boolean}
  - id: tempat
    title: Tempat
    type: choice
    options: [{id: terbuka, title: Lapangan}, {id: tertutup, title: {id: Gedung, en: Hall}}]
  - id: hiburan
    title: Hiburan
    type: choices
    options:
      - {id: musik, title: Musik}
      - {id: pasar, title: Pasar malam}
  - {id: nik, title: NIK penanggung jawab, type: nik, personal: true}
  - {id: telepon, title: Telepon, type: phone, personal: true}

steps:
  - id: pengajuan
    activity: {id: Mengajukan permohonan, en: Hand in the application}
    role: pemohon
    submission: true
    inputs: [Berkas permohonan]
    time: 10 menit
    output: Berkas diterima
  - id: periksa
    activity: Memeriksa kelengkapan
    role: loket
    inputs: [Berkas permohonan, {id: Denah, en: Site plan}]
    time: 15 menit
    output: Berkas lengkap
    note: Dilakukan di hadapan pemohon
    checklist: [Identitas sesuai KTP-el, Denah terbaca]
    tolerance: 3
    outcomes:
      lengkap: {label: {id: Ya, en: 'Yes'}, next: telaah, accepts_file: true}
      kurang:
        label: Tidak
        return_to: pengajuan
        pause: applicant
        reason: required
      di_luar: {label: Bukan wewenang, end: rejected, reason: required}
  - id: telaah
    activity: Menelaah permohonan
    role: kasi
    time: 2 jam
    output: Telaahan
    not_same_person_as: [periksa]
    form:
      - {id: risiko, title: Tingkat risiko, type: choice,
         options: [{id: rendah, title: Rendah}, {id: tinggi, title: Tinggi}]}
    outcomes:
      setuju: {label: Setuju}
      tolak: {label: Tolak, end: rejected, reason: required}
  - parallel:
      - - id: lokasi
          activity: Memeriksa lokasi
          role: trantib
          time: 1 hari kerja
          output: Berita acara
        - parallel:
            - [{id: foto, activity: Memotret lokasi, role: trantib, time: 1 jam, output: Foto}]
            - [{id: saksi, activity: Mendengar warga, role: trantib, time: 1 jam, output: Catatan}]
      - - id: rekomendasi
          activity: Meminta rekomendasi kepolisian
          call: rekomendasi-kepolisian
          passes: [acara, tanggal]
          pause: external_body
          time: 3 hari kerja
          output: Rekomendasi
  - id: bayar
    activity: Membayar retribusi
    role: pemohon
    when: form.berbayar and has(form.pengunjung) and form.pengunjung > 500
    pause: payment
    time: 1 hari
    output: Bukti bayar
  - id: nomor
    activity: Memberi nomor izin
    action: issue_number
    with: {register: izin, awalan: 0123}
    retry: {attempts: 5, backoff: 2 menit}
    time: 1 menit
    output: Nomor izin
  - id: tanda_tangan
    activity: Menandatangani izin
    role: camat
    time: 30 menit
    output: Izin bertanda tangan
    next: tunggu_acara
  - id: tunggu
    activity: Menunggu tenggang keberatan
    wait: {for: 1 hari}
    time: 1 hari
    output: Tidak ada keberatan
  - id: tunggu_acara
    activity: Menunggu hari acara
    wait: {until: tanggal}
    time: 30 hari
    output: Acara berlangsung
  - id: arsip
    activity: Mengarsipkan izin
    role: loket
    time: 10 menit
    output: Arsip
    next: end
"""
"""Reads, and uses every key; its flow is not meant to pass the check."""


def edited(old: str, new: str) -> str:
    """The sample with one passage replaced, which must be there exactly once."""
    assert SAMPLE.count(old) == 1
    return SAMPLE.replace(old, new)


def findings_of(text: str | bytes) -> tuple[Finding, ...]:
    """What reading says against a definition."""
    try:
        read_document(text, file="v2.yaml")
    except SopUnreadable as unreadable:
        return (unreadable.finding,)
    except SopInvalid as invalid:
        return invalid.findings
    return ()


def place_of(passage: str, text: str = SAMPLE) -> tuple[int, int]:
    """Line and column, from 1, of a passage that stands there exactly once."""
    assert text.count(passage) == 1
    before = text[: text.index(passage)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
