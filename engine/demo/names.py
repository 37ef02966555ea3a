"""What made-up people are called, and what they say: Indonesian, plausible, nobody's."""

GIVEN = (
    *("Rini", "Budi", "Dewi", "Agus", "Siti", "Joko", "Wulan", "Hendra"),
    *("Ratna", "Bayu", "Lestari", "Dimas", "Yuni", "Rizal", "Maya", "Teguh"),
    *("Intan", "Fajar", "Nurul", "Arif", "Kartika", "Gilang", "Puspita", "Wahyu"),
    *("Sari", "Eko", "Anisa", "Slamet", "Fitri", "Made", "Tuti", "Yusuf"),
)
FAMILY = (
    *("Astuti", "Santoso", "Lestari", "Prasetyo", "Rahayu", "Wibowo", "Handayani", "Saputra"),
    *("Permata", "Nugroho", "Anggraini", "Hidayat", "Kusuma", "Firmansyah", "Utami", "Setiawan"),
    *("Maharani", "Siregar", "Puspitasari", "Nasution", "Wijaya", "Gunawan", "Pertiwi", "Harahap"),
    *("Susanti", "Kurniawan", "Safitri", "Purnomo", "Hapsari", "Suryadi", "Melati", "Pratama"),
)

BUSINESSES = (
    *("Warung Bu Tini", "Toko Sumber Rejeki", "Bengkel Jaya Motor", "Katering Dapur Sehat"),
    *("Penjahit Modern", "Kios Buah Segar", "Laundry Bersih Wangi", "Fotokopi Mandiri"),
    *("Kedai Kopi Senja", "Salon Ayu", "Apotek Waras", "Bakso Pak Min"),
)
STREETS = ("Melati", "Kenanga", "Diponegoro", "Mawar", "Pahlawan", "Cempaka", "Kartini", "Anggrek")
TOWNS = ("Tirta Asri", "Karang Indah", "Sumber Makmur", "Banyu Biru", "Bukit Sari", "Telaga Wangi")
TRADES = ("Pedagang", "Petani", "Guru", "Wiraswasta", "Karyawan swasta", "Nelayan", "Penjahit")
PURPOSES = (
    *("Pengajuan kredit usaha rakyat", "Kelengkapan administrasi sekolah"),
    *("Persyaratan lelang pengadaan", "Pengurusan rekening bank", "Keperluan pekerjaan"),
)
REMARKS = (
    *("Berkas asli sudah dicocokkan.", "Pemohon sudah dihubungi lewat telepon."),
    *("Data sesuai dengan catatan kelurahan.", "Mohon diprioritaskan: pemohon lanjut usia."),
    *("Peninjauan lapangan dilakukan bersama ketua RT.", "Salinan KTP-el kurang jelas."),
)
GENERAL = ("Sesuai berkas permohonan", "Sudah diperiksa dan sesuai", "Sesuai hasil pemeriksaan")

RETURN_REASONS = (
    *("Salinan KTP-el tidak terbaca.", "Alamat tidak sama dengan KTP-el."),
    *("Surat pengantar RT/RW belum dilampirkan.", "Tanda tangan pemohon belum ada."),
    *("Data pada formulir belum lengkap.", "Konsep surat perlu diperbaiki."),
)
REJECT_REASONS = (
    "Tidak memenuhi persyaratan yang ditetapkan.",
    "Lokasi tidak sesuai dengan peruntukan.",
)
WITHDRAW_REASONS = (
    "Pemohon pindah domisili.",
    "Pemohon membatalkan permohonan.",
    "Permohonan diajukan dua kali.",
)
ASSIGN_REASONS = ("Pembagian beban kerja.", "Petugas yang biasa sedang dinas luar.")
DELEGATE_REASONS = ("Menghadiri rapat koordinasi.", "Sedang melayani pemohon lain.")
OVERRIDE_REASONS = (
    "Sudah dikerjakan pada permohonan sebelumnya; berita acara terlampir.",
    "Keadaan mendesak atas perintah pimpinan.",
)
PAUSE_NOTES = ("Menunggu jawaban instansi lain.", "Menunggu konfirmasi dari provinsi.")
REOPEN_REASONS = ("Terdapat salah ketik pada dokumen yang terbit.",)

VERDICT_REASONS = {
    "accepted": (
        "Listrik padam dua jam; tidak ada yang lalai.",
        "Pejabat sedang dinas luar, tidak ada Plh yang ditunjuk.",
        "Permohonan menumpuk sesudah libur; diselesaikan hari itu juga.",
    ),
    "corrective": (
        "Petugas perlu mengambil tugas begitu masuk, bukan di akhir hari.",
        "Pembagian tugas di loket perlu diatur ulang.",
    ),
    "revise_sop": (
        "Waktu baku langkah ini terlalu pendek untuk berkas tebal.",
        "Urutan langkah tidak cocok dengan keadaan di lapangan.",
    ),
}
