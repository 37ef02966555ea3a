import pytest
from builders_compare import Edit, changes

from engine.sop.compare import sentence

OFFICIAL: list[tuple[Edit, str, str]] = [
    (("version: 2", "version: 3"), "version", "Versi berubah dari 2 menjadi 3"),
    (
        ("{id: Penerbitan Izin Keramaian, en: Public event permit}", "Izin Keramaian"),
        "title",
        "Nama SOP berubah dari “Penerbitan Izin Keramaian” menjadi “Izin Keramaian”",
    ),
    (
        ("regime: permendagri-52-2011", "regime: permenpanrb-35-2012"),
        "regime",
        "Pedoman SOP berubah dari Permendagri 52/2011 menjadi PermenPAN-RB 35/2012",
    ),
    (
        ("nature: administratif", "nature: teknis"),
        "class.nature",
        "Sifat SOP berubah dari administratif menjadi teknis",
    ),
    (
        ("scope: mikro", "scope: makro"),
        "class.scope",
        "Cakupan SOP berubah dari mikro menjadi makro",
    ),
    (
        ("completeness: final", "completeness: parsial"),
        "class.completeness",
        "Kelengkapan SOP berubah dari final menjadi parsial",
    ),
    (
        ("activity: pelayanan", "activity: rutin"),
        "class.activity",
        "Jenis kegiatan SOP berubah dari pelayanan menjadi rutin",
    ),
    (
        ("number: 300.1/044/TR/2026", "number: 300.1/045/TR/2026"),
        "identity.number",
        "Nomor SOP berubah dari 300.1/044/TR/2026 menjadi 300.1/045/TR/2026",
    ),
    (
        ("unit: kecamatan-contoh", "unit: kecamatan-lain"),
        "identity.unit",
        "Unit kerja berubah dari kecamatan-contoh menjadi kecamatan-lain",
    ),
    (
        ("created: 2021-04-12", "created: 2021-04-13"),
        "identity.created",
        "Tanggal pembuatan berubah dari 12 April 2021 menjadi 13 April 2021",
    ),
    (
        ("  revised: 2026-01-09\n", ""),
        "identity.revised",
        "Tanggal revisi ditiadakan, sebelumnya 9 Januari 2026",
    ),
    (
        ("effective: 2026-02-02", "effective: 2026-03-02"),
        "identity.effective",
        "Tanggal efektif berubah dari 2 Februari 2026 menjadi 2 Maret 2026",
    ),
    (
        ("review_every: 12 bulan", "review_every: 6 bulan"),
        "identity.review_every",
        "Jangka peninjauan berubah dari 12 bulan menjadi 6 bulan",
    ),
    (
        ("position: Camat Contoh", "position: Sekretaris Camat"),
        "identity.approved_by.position",
        "Jabatan yang mengesahkan berubah dari Camat Contoh menjadi Sekretaris Camat",
    ),
    (
        ('name: "Dra. Nurhayati, M.Si."', "name: Suryo"),
        "identity.approved_by.name",
        "Pejabat yang mengesahkan berubah dari Dra. Nurhayati, M.Si. menjadi Suryo",
    ),
    (
        ("    nip: 197001011990032001\n", ""),
        "identity.approved_by.nip",
        "NIP yang mengesahkan ditiadakan, sebelumnya 197001011990032001",
    ),
    (
        ("[uu-25-2009, permendagri-52-2011]", "[uu-25-2009, permendagri-52-2011, uu-30-2014]"),
        "identity.legal_basis.uu-30-2014",
        "Dasar hukum uu-30-2014 ditambahkan",
    ),
    (
        ("- Memahami aturan ketertiban umum\n", "- Memahami aturan ketertiban\n"),
        "identity.qualifications",
        (
            "Kualifikasi pelaksana berubah dari “Memahami aturan ketertiban umum” menjadi "
            "“Memahami aturan ketertiban”"
        ),
    ),
    (
        ("{sop: surat-keluar, link: lanjutan}", "{sop: surat-keluar, link: terkait}"),
        "identity.related.surat-keluar.link",
        "Jenis keterkaitan surat-keluar berubah dari lanjutan menjadi terkait",
    ),
    (
        ('[Komputer, "Pemindai, pencetak"]', "[Komputer]"),
        "identity.equipment",
        "Peralatan “Pemindai, pencetak” dihapus",
    ),
    (
        ("records: [Register izin keramaian]", "records: [Register izin keramaian, Laporan]"),
        "identity.records",
        "Pencatatan “Laporan” ditambahkan",
    ),
    (
        ("  promise: 5 hari kerja", "  promise: 4 hari kerja"),
        "service.promise",
        "Janji layanan berubah dari 5 hari kerja menjadi 4 hari kerja",
    ),
    (
        ("  legal_limit: 14 hari\n", ""),
        "service.legal_limit",
        "Batas hukum ditiadakan, sebelumnya 14 hari",
    ),
    (
        ("clock_starts: complete", "clock_starts: registered"),
        "service.clock_starts",
        "Awal hitungan janji berubah dari sejak berkas lengkap menjadi sejak didaftarkan",
    ),
    (
        ("day_one: next_working_day", "day_one: same_day"),
        "service.day_one",
        "Hari pertama hitungan berubah dari hari kerja berikutnya menjadi hari yang sama",
    ),
    (
        ("  cut_off: 12:00\n", "  cut_off: 14.00\n"),
        "service.cut_off",
        "Batas jam penerimaan berubah dari 12:00 menjadi 14:00",
    ),
    (("fee: 0", "fee: 25000"), "service.fee", "Biaya berubah dari Gratis menjadi Rp25.000"),
    (
        ("product: Surat Izin Keramaian", "product: Surat Izin"),
        "service.product",
        "Produk layanan berubah dari “Surat Izin Keramaian” menjadi “Surat Izin”",
    ),
    (
        ("  complaints: {id: Loket pengaduan, en: Complaint counter}\n", ""),
        "service.complaints",
        "Saluran pengaduan ditiadakan, sebelumnya “Loket pengaduan”",
    ),
    (
        ("warnings: [60, 90]", "warnings: [80]"),
        "timing.warnings",
        "Ambang peringatan waktu berubah dari 60%, 90% menjadi 80%",
    ),
    (
        ("warnings: [60, 90]", "warnings: []"),
        "timing.warnings",
        "Ambang peringatan waktu ditiadakan, sebelumnya 60%, 90%",
    ),
    (
        ("to: [kasi, trantib], after: 3 jam", "to: kasi, after: 4 jam"),
        "timing.escalation.supervisor",
        (
            "Pemberitahuan kepada atasan berubah dari Kasi Trantib, Petugas Ketenteraman setelah "
            "3 jam menjadi Kasi Trantib setelah 4 jam"
        ),
    ),
    (
        ("{to: camat, after: 2 hari kerja}", "{to: camat}"),
        "timing.escalation.head",
        (
            "Pemberitahuan kepada pimpinan berubah dari Camat setelah 2 hari kerja menjadi "
            "Camat seketika"
        ),
    ),
    (
        ("    head: {to: camat, after: 2 hari kerja}\n", ""),
        "timing.escalation.head",
        "Pemberitahuan kepada pimpinan ditiadakan, sebelumnya Camat setelah 2 hari kerja",
    ),
    (
        ("{applicant: 21 hari,", "{applicant: 14 hari,"),
        "timing.pauses.applicant",
        "Batas jeda menunggu pemohon berubah dari 21 hari menjadi 14 hari",
    ),
    (
        (" payment: 8 hari kerja,", ""),
        "timing.pauses.payment",
        "Batas jeda menunggu pembayaran ditiadakan, sebelumnya 8 hari kerja",
    ),
    (
        ("most: 4 hari kerja, times: 2", "most: 4 hari kerja"),
        "timing.extension",
        (
            "Perpanjangan waktu berubah dari paling lama 4 hari kerja, 2 kali menjadi "
            "paling lama 4 hari kerja, 1 kali"
        ),
    ),
    (
        ("incident: {to: [loket, kasi], after: 30 menit}", "incident: {to: [kasi]}"),
        "timing.incident",
        (
            "Pemberitahuan insiden berubah dari Petugas Loket, Kasi Trantib setelah 30 menit "
            "menjadi Kasi Trantib seketika"
        ),
    ),
    (
        ("calendar: kantor-wib\n", ""),
        "calendar",
        "Kalender kerja berubah dari kantor-wib menjadi kalender unit",
    ),
    (
        ("retention: izin\n", "retention: surat\n"),
        "retention",
        "Retensi arsip berubah dari izin menjadi surat",
    ),
    (
        ("trantib: {title: Petugas Ketenteraman}", "trantib: {title: Petugas Trantib}"),
        "roles.trantib.title",
        (
            "Sebutan pelaksana “Petugas Trantib” berubah dari “Petugas Ketenteraman” menjadi "
            "“Petugas Trantib”"
        ),
    ),
    (
        ("  pemohon: {title: Pemohon, external: true}", "  pemohon: {title: Pemohon}"),
        "roles.pemohon.external",
        "Status di luar kantor pelaksana “Pemohon” berubah dari ya menjadi tidak",
    ),
    (
        ("camat: {title: Camat, single: true}", "camat: {title: Camat}"),
        "roles.camat.single",
        "Jabatan tunggal pelaksana “Camat” berubah dari ya menjadi tidak",
    ),
    (
        ("{id: ktp, title: KTP-el, evidence: file}", "{id: ktp, title: KTP, evidence: file}"),
        "requirements.ktp.title",
        "Bunyi persyaratan “KTP” berubah dari “KTP-el” menjadi “KTP”",
    ),
    (
        ("evidence: paper, required: true", "evidence: file, required: true"),
        "requirements.denah.evidence",
        "Bentuk bukti persyaratan “Denah lokasi” berubah dari berkas fisik menjadi berkas digital",
    ),
    (
        ("evidence: data, required: false", "evidence: data"),
        "requirements.npwp.required",
        "Kewajiban persyaratan “NPWP” berubah dari tidak menjadi ya",
    ),
    (
        ("  - {id: hadir, title: Kehadiran penyelenggara, evidence: none}\n", ""),
        "requirements.hadir",
        "Persyaratan “Kehadiran penyelenggara” dihapus",
    ),
]


FORMS: list[tuple[Edit, str, str]] = [
    (
        ("help: Seperti di poster", "help: Seperti di undangan"),
        "form.acara.help",
        (
            "Petunjuk isian “Nama acara” berubah dari “Seperti di poster” menjadi "
            "“Seperti di undangan”"
        ),
    ),
    (
        ("title: Uraian, type: long_text", "title: Uraian, type: text"),
        "form.uraian.type",
        "Jenis isian “Uraian” berubah dari teks panjang menjadi teks",
    ),
    (
        ("min: 1, max: 50000", "max: 50000"),
        "form.pengunjung.min",
        "Nilai terkecil isian “Perkiraan pengunjung” ditiadakan, sebelumnya 1",
    ),
    (
        ("max: 50000", "max: 60000"),
        "form.pengunjung.max",
        "Nilai terbesar isian “Perkiraan pengunjung” berubah dari 50000 menjadi 60000",
    ),
    (
        ("unit: m2", "unit: ha"),
        "form.luas.unit",
        "Satuan isian “Luas lokasi” berubah dari m2 menjadi ha",
    ),
    (
        ("required: true, max_length: 120", "required: true, max_length: 150"),
        "form.acara.max_length",
        "Panjang terbesar isian “Nama acara” berubah dari 120 menjadi 150",
    ),
    (
        ("type: date, required: true", "type: date"),
        "form.tanggal.required",
        "Kewajiban isian “Tanggal acara” berubah dari ya menjadi tidak",
    ),
    (
        ("type: phone, personal: true", "type: phone"),
        "form.telepon.personal",
        "Status data pribadi isian “Telepon” berubah dari ya menjadi tidak",
    ),
    (
        ("title: Apakah berbayar", "title: Berbayar"),
        "form.berbayar.title",
        "Bunyi isian “Berbayar” berubah dari “Apakah berbayar” menjadi “Berbayar”",
    ),
    (
        ("{id: terbuka, title: Lapangan}", "{id: terbuka, title: Alun-alun}"),
        "form.tempat.options.terbuka.title",
        "Bunyi pilihan “Alun-alun” pada isian “Tempat” berubah dari “Lapangan” menjadi “Alun-alun”",
    ),
    (
        ("      - {id: musik, title: Musik}\n", ""),
        "form.hiburan.options.musik",
        "Pilihan “Musik” pada isian “Hiburan” dihapus",
    ),
    (
        ("{id: anggaran, title: Anggaran,", "{id: biaya, title: Anggaran,"),
        "form.biaya.id",
        "Kode isian “Anggaran” berubah dari anggaran menjadi biaya",
    ),
    (
        ("{id: risiko, title: Tingkat risiko,", "{id: risiko, title: Risiko,"),
        "steps.telaah.form.risiko.title",
        "Bunyi isian “Risiko” pada langkah 3 berubah dari “Tingkat risiko” menjadi “Risiko”",
    ),
]


@pytest.mark.parametrize(("edit", "where", "words"), [*OFFICIAL, *FORMS])
def test_one_edit_is_one_change_told_as_it_is(edit, where, words):
    (change,) = changes(edit)

    assert (change.where, sentence(change, "id")) == (where, words)
    assert sentence(change, "en") != words
