"""The words of the report in a case bundle, and how to check the bundle, in both languages."""

from collections.abc import Mapping

from api.glossary import Pair

LABELS: Mapping[str, Pair] = {
    "report": ("Laporan Berkas untuk Audit", "Case report for audit"),
    "identity": ("Identitas berkas", "The case"),
    "case": ("Nomor berkas", "Case"),
    "service": ("Layanan", "Service"),
    "sop": ("SOP", "SOP"),
    "in_force": ("Diberlakukan", "Put into force"),
    "published_by": ("v{version} pada {at} oleh {who}", "v{version} on {at} by {who}"),
    "written_by": ("ditulis oleh {who}", "written by {who}"),
    "unit": ("Unit", "Unit"),
    "applicant": ("Pemohon", "Applicant"),
    "standing": ("Keadaan", "Standing"),
    "opened": ("Dibuka", "Opened"),
    "accepted": ("Berkas lengkap", "File complete"),
    "closed": ("Ditutup", "Closed"),
    "not_yet": ("belum", "not yet"),
    "events": ("Jumlah peristiwa", "Events"),
    "actors": ("Pelaksana", "Who acted"),
    "time": ("Waktu: janji dan kenyataan", "Time: promised and actual"),
    "calendar": ("Kalender kerja", "Working calendar"),
    "steps": ("Langkah", "Steps"),
    "no_steps": ("Belum ada langkah.", "There are no steps yet."),
    "deviations": ("Penyimpangan dari SOP", "Deviations from the SOP"),
    "no_deviations": ("Tidak ada penyimpangan.", "There are no deviations."),
    "reveals": ("Pembukaan dan penghapusan data pribadi", "Personal data read in full, or erased"),
    "no_reveals": (
        "Data pribadi tidak pernah dibuka atas permintaan, dan tidak ada yang dihapus.",
        "No personal data was ever asked for in full, and none was erased.",
    ),
    "attachments": ("Lampiran", "Attachments"),
    "no_attachments": ("Tidak ada lampiran.", "There are no attachments."),
    "verification": ("Verifikasi", "Verification"),
    "head": ("Hash peristiwa terakhir", "Hash of the last event"),
    "origin": ("Buku besar", "Ledger"),
    "size": ("Jumlah entri buku besar", "Entries in the ledger"),
    "root": ("Akar pohon (root)", "Root of the tree"),
    "signed_at": ("Waktu checkpoint", "Checkpoint made"),
    "keys": ("Kunci verifikasi", "Verifier keys"),
    "covered": ("Tercakup checkpoint", "Covered by the checkpoint"),
    "all_covered": ("semua {n} peristiwa", "all {n} events"),
    "some_covered": (
        "{n} peristiwa; BELUM TERCAKUP: peristiwa {missing}",
        "{n} events; NOT YET COVERED: events {missing}",
    ),
    "published": ("Checkpoint terbit di", "Checkpoints are published at"),
    "made": ("Dibuat", "Made"),
    "made_by": ("{at} oleh {who}", "{at} by {who}"),
    "page": ("Halaman", "Page"),
    "of": ("dari", "of"),
    "masked": (
        (
            "Data pribadi disamarkan. Laporan ini adalah salinan; yang membuktikan adalah berkas"
            " events.jsonl bersama checkpoint.txt dalam arsip yang sama."
        ),
        (
            "Personal data is masked. This report is a copy; what proves is events.jsonl with"
            " checkpoint.txt in the same archive."
        ),
    ),
    "how": (
        (
            "Periksa arsip tanpa jaringan dengan: python3 verify.py ARSIP.zip --key KUNCI. Ambil"
            " verify.py dan kunci dari kantor atau auditor lain, bukan dari arsip yang diperiksa."
            " Bandingkan checkpoint dengan yang sudah terbit. Kode QR memuat nomor berkas, hash"
            " terakhir dan akar pohon."
        ),
        (
            "Check the archive offline with: python3 verify.py ARCHIVE.zip --key KEY. Take"
            " verify.py and the key from the office or from another auditor, not from the archive"
            " that is to be judged. Compare the checkpoint with one that was published. The QR code"
            " holds the case,"
            " the last hash and the root of the tree."
        ),
    ),
    "cut": (
        "Dari tabel yang lebih panjang hanya {most} baris pertama dicetak; report.txt utuh.",
        "Of longer tables only the first {most} rows are printed; report.txt has them all.",
    ),
    "plain": (
        "Huruf yang tidak ada dalam fon ditulis sebagai “?”; teks utuh ada di report.txt.",
        "Letters that the font lacks are written as “?”; report.txt has the text whole.",
    ),
}

COLUMNS: Mapping[str, tuple[Pair, ...]] = {
    "steps": (
        ("No", "No"),
        ("Langkah", "Step"),
        ("Pelaksana", "Who"),
        ("Dibuka", "Opened"),
        ("Selesai", "Ended"),
        ("Lama / waktu baku", "Took / standard"),
    ),
    "deviations": (
        ("Kapan", "When"),
        ("Penyimpangan dan bukti", "Deviation and evidence"),
        ("Putusan", "Disposition"),
    ),
    "reveals": (
        ("Kapan", "When"),
        ("Siapa", "Who"),
        ("Data dan alasan", "Data and reason"),
    ),
    "attachments": (
        ("Nama", "Name"),
        ("Ukuran", "Size"),
        ("Kapan dan oleh siapa", "When and by whom"),
        ("SHA-256", "SHA-256"),
    ),
}

STEP_WORDS: Mapping[str, Pair] = {
    "visit": ("kunjungan ke-{n}", "visit {n}"),
    "acting_for": ("atas nama {who}", "on behalf of {who}"),
    "system": ("Sistem", "The system"),
    "of": ("{took} dari {budget}", "{took} of {budget}"),
    "late": ("terlambat", "late"),
}

README = """\
BERKAS {case}
=============

Arsip ini memuat satu berkas layanan beserta buktinya.

  report.pdf, report.txt   laporan untuk dibaca
  events.jsonl             setiap peristiwa, persis seperti tersimpan, satu per baris
  hashes.txt               hash setiap peristiwa; masing-masing mencakup semua yang sebelumnya
  sop/, calendar/          versi SOP dan kalender yang berlaku atas berkas ini
  attachments.json         lampiran dan hash-nya (documents/: isinya, bila disertakan)
  people.json              siapa yang bertindak
  ledger.json              tempat semua itu dalam buku besar, dengan bukti sampai ke akar pohon
  checkpoint.txt           akar pohon, ditandatangani kantor
  keys.txt                 kunci verifikasi kantor (handovers.txt: serah terima antarkunci)
  manifest.json            SHA-256 setiap isi;  SHA256SUMS: untuk "sha256sum -c SHA256SUMS"
  signature.txt            tanda tangan kantor atas manifest.json, jadi atas seluruh isi
  verify.py                pemeriksa; hanya perlu Python 3.8 atau lebih baru, tanpa jaringan

Cara memeriksa:

  python3 verify.py ARSIP.zip --key KUNCI --published CHECKPOINTS.txt

Kode keluar 0: semuanya cocok. 3: ada yang tidak cocok, disebut yang mana. 2: salah pakai.

Ambil verify.py dan KUNCI dari sumber yang Anda percaya (kantor, auditor lain), bukan dari arsip
ini: siapa yang dapat mengubah arsip dapat pula mengubah pemeriksa dan kunci di dalamnya. Tanpa
--key yang terbukti hanyalah bahwa arsip ini cocok dengan dirinya sendiri. CHECKPOINTS.txt adalah
checkpoint yang sudah diterbitkan kantor (berkas, surel, halaman publik).

Yang tidak dapat diketahui: apa yang terjadi sesudah arsip dibuat, dan apa yang tidak pernah
dicatat. Data pribadi dalam events.jsonl tersegel; kuncinya tetap di kantor.


CASE {case}
===========

This archive holds one service case and what proves it.

  report.pdf, report.txt   the report, to be read
  events.jsonl             every event exactly as it is kept, one a line
  hashes.txt               the hash of every event; each covers all before it
  sop/, calendar/          the versions of the SOP and of the calendar that held for it
  attachments.json         attachments and their hashes (documents/: the bytes, if included)
  people.json              who acted
  ledger.json              where all this stands in the ledger, with proofs up to its root
  checkpoint.txt           the root, signed by the office
  keys.txt                 the office's verifier keys (handovers.txt: how one led to the next)
  manifest.json            the SHA-256 of every member;  SHA256SUMS: for "sha256sum -c SHA256SUMS"
  signature.txt            the office's signature over manifest.json, and so over every member
  verify.py                the verifier; needs Python 3.8 or newer, nothing else, no network

How to check:

  python3 verify.py ARCHIVE.zip --key KEY --published CHECKPOINTS.txt

Exit code 0: all of it holds. 3: something does not, and is named. 2: bad usage.

Take verify.py and KEY from whom you trust (the office, another auditor), not from this archive:
who can change the archive can change the verifier and the keys in it. Without --key all that is
proved is that the archive is consistent with itself. CHECKPOINTS.txt are the checkpoints that the
office published (file, mail, public page).

What cannot be known: what happened after the archive was made, and what was never recorded.
Personal data in events.jsonl is sealed; the key stays in the office.
"""
