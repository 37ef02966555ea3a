import pytest
from builders_compare import Edit, changes

from engine.sop.compare import sentence

STEPS: list[tuple[Edit, str, str]] = [
    (
        ("time: 15 menit", "time: 30 menit"),
        "steps.periksa.time",
        "Waktu baku langkah 2 berubah dari 15 menit menjadi 30 menit",
    ),
    (
        ("activity: Memeriksa kelengkapan", "activity: Meneliti berkas"),
        "steps.periksa.activity",
        "Kegiatan langkah 2 berubah dari “Memeriksa kelengkapan” menjadi “Meneliti berkas”",
    ),
    (
        ("    role: camat", "    role: kasi"),
        "steps.tanda_tangan.role",
        "Pelaksana langkah 10 berubah dari “Camat” menjadi “Kasi Trantib”",
    ),
    (
        ("    role: camat", "    role: orang_lain"),
        "steps.tanda_tangan.role",
        "Pelaksana langkah 10 berubah dari “Camat” menjadi orang_lain",
    ),
    (
        ("call: rekomendasi-kepolisian", "call: rekomendasi-dinas"),
        "steps.rekomendasi.role",
        "Pelaksana langkah 7 berubah dari SOP rekomendasi-kepolisian menjadi SOP rekomendasi-dinas",
    ),
    (
        ("action: issue_number", "action: send_message"),
        "steps.nomor.role",
        (
            "Pelaksana langkah 9 berubah dari tindakan otomatis issue_number menjadi "
            "tindakan otomatis send_message"
        ),
    ),
    (
        ("wait: {for: 1 hari}", "wait: {for: 2 hari}"),
        "steps.tunggu.role",
        "Pelaksana langkah 11 berubah dari menunggu 1 hari menjadi menunggu 2 hari",
    ),
    (
        ("wait: {until: tanggal}", "wait: {until: mulai}"),
        "steps.tunggu_acara.role",
        (
            "Pelaksana langkah 12 berubah dari menunggu sampai form.tanggal menjadi "
            "menunggu sampai form.mulai"
        ),
    ),
    (
        ("    submission: true\n", ""),
        "steps.pengajuan.submission",
        "Sifat pengajuan langkah 1 berubah dari ya menjadi tidak",
    ),
    (
        ("    when: form.berbayar and has(form.pengunjung) and form.pengunjung > 500\n", ""),
        "steps.bayar.when",
        (
            "Syarat langkah 8 ditiadakan, sebelumnya “form.berbayar and has(form.pengunjung) and "
            "form.pengunjung > 500”"
        ),
    ),
    (
        ("inputs: [Berkas permohonan, {id: Denah,", "inputs: [{id: Denah,"),
        "steps.periksa.inputs",
        "Kelengkapan “Berkas permohonan” pada langkah 2 dihapus",
    ),
    (
        ("[Identitas sesuai KTP-el, Denah terbaca]", "[Identitas sesuai KTP, Denah terbaca]"),
        "steps.periksa.checklist",
        (
            "Butir daftar periksa langkah 2 berubah dari “Identitas sesuai KTP-el” menjadi "
            "“Identitas sesuai KTP”"
        ),
    ),
    (
        ("output: Berkas lengkap", "output: Berkas"),
        "steps.periksa.output",
        "Keluaran langkah 2 berubah dari “Berkas lengkap” menjadi “Berkas”",
    ),
    (
        ("    note: Dilakukan di hadapan pemohon\n", ""),
        "steps.periksa.note",
        "Keterangan langkah 2 ditiadakan, sebelumnya “Dilakukan di hadapan pemohon”",
    ),
    (
        ("    tolerance: 3\n", ""),
        "steps.periksa.tolerance",
        "Batas pengulangan langkah 2 ditiadakan, sebelumnya 3",
    ),
    (
        ("label: Tidak\n", "label: Belum\n"),
        "steps.periksa.outcomes.kurang.label",
        "Label jawaban “Belum” pada langkah 2 berubah dari “Tidak” menjadi “Belum”",
    ),
    (
        ("        pause: applicant\n", ""),
        "steps.periksa.outcomes.kurang.pause",
        "Jeda jawaban “Tidak” pada langkah 2 ditiadakan, sebelumnya jeda menunggu pemohon",
    ),
    (
        ("        reason: required\n", ""),
        "steps.periksa.outcomes.kurang.reason",
        "Kewajiban alasan jawaban “Tidak” pada langkah 2 berubah dari ya menjadi tidak",
    ),
    (
        ("accepts_file: true", "accepts_file: false"),
        "steps.periksa.outcomes.lengkap.accepts_file",
        "Pernyataan berkas lengkap jawaban “Ya” pada langkah 2 berubah dari ya menjadi tidak",
    ),
    (
        ("next: telaah", "next: nomor"),
        "steps.periksa.outcomes.lengkap.next",
        (
            "Tujuan jawaban “Ya” pada langkah 2 berubah dari langkah 3 “Menelaah permohonan” "
            "menjadi langkah 9 “Memberi nomor izin”"
        ),
    ),
    (
        ("label: Setuju}", "label: Setuju, end: completed}"),
        "steps.telaah.outcomes.setuju.next",
        (
            "Tujuan jawaban “Setuju” pada langkah 3 berubah dari langkah 4 “Memeriksa lokasi” dan "
            "langkah 7 “Meminta rekomendasi kepolisian” menjadi selesai"
        ),
    ),
    (
        ("label: Bukan wewenang, end: rejected,", "label: Bukan wewenang, return_to: pengajuan,"),
        "steps.periksa.outcomes.di_luar.next",
        (
            "Tujuan jawaban “Bukan wewenang” pada langkah 2 berubah dari selesai: ditolak menjadi "
            "kembali ke langkah 1 “Mengajukan permohonan”"
        ),
    ),
    (
        ("      di_luar: {label: Bukan wewenang, end: rejected, reason: required}\n", ""),
        "steps.periksa.outcomes.di_luar",
        "Jawaban “Bukan wewenang” pada langkah 2 dihapus",
    ),
    (
        ("      tolak: {label: Tolak,", "      ditolak: {label: Tolak,"),
        "steps.telaah.outcomes.ditolak.id",
        "Kode jawaban “Tolak” pada langkah 3 berubah dari tolak menjadi ditolak",
    ),
    (
        ("    next: tunggu_acara\n", "    next: end\n"),
        "steps.tanda_tangan.next",
        "Tujuan langkah 10 berubah dari langkah 12 “Menunggu hari acara” menjadi akhir berkas",
    ),
    (
        ("    next: tunggu_acara\n", "    next: hilang\n"),
        "steps.tanda_tangan.next",
        "Tujuan langkah 10 berubah dari langkah 12 “Menunggu hari acara” menjadi hilang",
    ),
    (
        ("    not_same_person_as: [periksa]\n", ""),
        "steps.telaah.not_same_person_as",
        "Aturan empat mata langkah 3 ditiadakan, sebelumnya bukan pelaksana langkah 2",
    ),
    (
        ("    pause: payment\n", ""),
        "steps.bayar.pause",
        "Jeda langkah 8 ditiadakan, sebelumnya jeda menunggu pembayaran",
    ),
    (
        ("    with: {register: izin, awalan: 0123}\n", ""),
        "steps.nomor.with",
        "Parameter langkah 9 ditiadakan, sebelumnya awalan: 0123, register: izin",
    ),
    (
        ("passes: [acara, tanggal]", "passes: [acara]"),
        "steps.rekomendasi.passes",
        "Isian yang diteruskan langkah 7 berubah dari acara, tanggal menjadi acara",
    ),
    (
        ("    retry: {attempts: 5, backoff: 2 menit}\n", ""),
        "steps.nomor.retry",
        "Percobaan ulang langkah 9 berubah dari 5 kali, jeda 2 menit menjadi 3 kali",
    ),
]


@pytest.mark.parametrize(("edit", "where", "words"), STEPS)
def test_one_edit_is_one_change_told_as_it_is(edit, where, words):
    (change,) = changes(edit)

    assert (change.where, sentence(change, "id")) == (where, words)
    assert sentence(change, "en") != words
