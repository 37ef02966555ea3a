"""The words of the applicants' pages and of their receipt, in both languages."""

from collections.abc import Mapping

from api.glossary import Pair

TRACKING_WORDS: Mapping[str, Pair] = {
    "track": ("Lacak permohonan", "Track a request"),
    "track_here": (
        "Pemohon? Lacak permohonan Anda di sini, tanpa akun.",
        "An applicant? Track your request here, without an account.",
    ),
    "track_lead": (
        "Ketik kode dan PIN yang tercetak pada tanda terima Anda.",
        "Type the code and the PIN printed on your receipt.",
    ),
    "track_code": ("Kode", "Code"),
    "track_code_hint": (
        "Sembilan huruf dan angka, misalnya K7M-Q2X-V9D.",
        "Nine letters and digits, such as K7M-Q2X-V9D.",
    ),
    "track_code_missing": ("Ketik kodenya.", "Type the code."),
    "track_pin": ("PIN", "PIN"),
    "track_pin_hint": ("Enam angka.", "Six digits."),
    "track_pin_missing": ("Ketik PIN-nya.", "Type the PIN."),
    "track_show": ("Tampilkan", "Show"),
    "track_end_note": (
        (
            "Tanda terima hilang? Loket yang menerima permohonan memberi kode dan PIN baru."
            " Kode QR pada tanda terima langsung membuka halaman permohonan Anda."
        ),
        (
            "Lost the receipt? The counter that took the request gives a new code and PIN."
            " The QR code on the receipt leads straight to the page of your request."
        ),
    ),
    "track_nothing": (
        "Tidak ada yang ditemukan dengan itu. Periksa lagi kode dan PIN pada tanda terima.",
        "Nothing is to be found by that. Check code and PIN on the receipt once more.",
    ),
    "track_many": (
        (
            "Terlalu banyak percobaan. Coba lagi pukul {when}."
            " Tautan atau kode QR pada tanda terima tetap dapat dipakai."
        ),
        (
            "There were too many tries. Try again at {when}."
            " The link or QR code on the receipt still works."
        ),
    ),
    "track_over": (
        "Demi keamanan, halaman permohonan ditutup setelah 15 menit. Ketik lagi kode dan PIN.",
        "To keep it safe, the page closes after 15 minutes. Type code and PIN again.",
    ),
    "track_left": ("Halaman permohonan ditutup.", "The page of the request is closed."),
    "track_demo": (
        "Contoh untuk peragaan: kode {code}, PIN {pin}.",
        "An example for the demonstration: code {code}, PIN {pin}.",
    ),
    "track_request": ("Permohonan {title}", "Request: {title}"),
    "track_taken": ("Diterima", "Received"),
    "track_office": ("Kantor", "Office"),
    "track_ended": ("Berakhir", "Ended"),
    "track_waits": ("Menunggu siapa", "Who is waited for"),
    "track_you": ("Yang perlu Anda lakukan", "What you have to do"),
    "track_you_do": (
        (
            "Perbaiki hal berikut, lalu sampaikan ke {office}. Selama menunggu Anda, waktu kantor"
            " tidak dihitung."
        ),
        (
            "Put the following right and bring it to {office}. While you are waited for, the"
            " office's time does not count."
        ),
    ),
    "track_you_any": (
        "Hubungi {office} untuk melanjutkan permohonan Anda.",
        "Turn to {office} to go on with your request.",
    ),
    "track_said": ("Kata petugas, {when}", "What the office says, {when}"),
    "track_bring": ("Yang diminta", "What is asked for"),
    "track_stages": ("Tahap", "Stages"),
    "track_time": ("Waktu", "Time"),
    "track_promise": ("Dijanjikan selesai", "Promised"),
    "track_no_time": (
        "Waktunya belum dapat dihitung; tanyakan di loket.",
        "The time cannot be told yet; ask at the counter.",
    ),
    "track_late": (
        "Janji layanan terlewati. Anda berhak mengadu; saluran pengaduan tertulis di bawah.",
        "The promise was passed. You have the right to complain; see below where.",
    ),
    "track_working": ("Dihitung dalam jam kerja.", "Counted in working time."),
    "track_result": ("Alasan", "Reason"),
    "track_standard": ("Standar pelayanan", "Service standard"),
    "track_proof": ("Bukti untuk Anda", "Proof for you"),
    "track_proof_do": (
        (
            "Peristiwa ke-{seq}, tanda {proof}. Simpan atau cetak. Bila Anda ragu apakah catatan"
            " permohonan ini pernah diubah, tunjukkan tanda itu di loket atau kepada pengawas:"
            " mereka dapat memeriksa apakah catatan sampai peristiwa itu masih sama."
        ),
        (
            "Event {seq}, mark {proof}. Keep it or print it. If you ever doubt that the record of"
            " this request was left as it was, show the mark at the counter or to an auditor: they"
            " can check whether the record up to that event is still the same."
        ),
    ),
    "track_as_of": ("Keadaan pada {when}.", "As it stood at {when}."),
    "track_leave": ("Selesai, tutup halaman", "Done, close the page"),
    "track_leave_do": (
        "Di komputer umum, tutuplah bila sudah selesai.",
        "On a shared computer, close it when you are done.",
    ),
    "track_print": (
        "Cetak dengan menu peramban (Ctrl+P); yang tercetak hanya isi halaman ini.",
        "Print with the browser's menu (Ctrl+P); only the content of this page is printed.",
    ),
    "receipt": ("Tanda terima", "Receipt"),
    "receipt_of": ("Tanda terima permohonan", "Receipt of a request"),
    "receipt_show": ("Tanda terima pemohon", "Applicant's receipt"),
    "receipt_for": ("Pemohon", "Applicant"),
    "receipt_service": ("Layanan", "Service"),
    "receipt_case": ("Nomor berkas", "Case"),
    "receipt_brought": ("Berkas yang diserahkan", "Handed in"),
    "receipt_nothing": ("Tidak ada berkas yang diserahkan.", "Nothing was handed in."),
    "receipt_missing": ("belum diserahkan", "not handed in"),
    "receipt_scan": (
        "Pindai untuk melihat perkembangan permohonan.",
        "Scan to see how the request stands.",
    ),
    "receipt_or": ("Atau buka {place}, lalu ketik:", "Or open {place} and type:"),
    "receipt_keep": (
        (
            "Simpan baik-baik: siapa pun yang memegang tanda terima ini dapat melihat perkembangan"
            " permohonan. Bila hilang, mintalah kode baru di loket."
        ),
        (
            "Keep it safe: whoever holds this receipt can see how the request stands. If it is"
            " lost, ask at the counter for a new code."
        ),
    ),
    "receipt_qr": ("Kode QR ke halaman permohonan", "QR code that leads to the request"),
    "receipt_new": ("Hilang? Buat kode dan PIN baru", "Lost? Make a new code and PIN"),
    "receipt_new_do": (
        "Kode, PIN, dan tautan lama langsung tidak berlaku. Siapa yang membuatnya dicatat.",
        "The old code, PIN and link stop working at once. Who made the new one is kept.",
    ),
    "receipt_renewed": (
        "Kode dan PIN baru sudah dibuat; yang lama tidak berlaku lagi.",
        "A new code and PIN were made; the old ones do not work any more.",
    ),
    "receipt_back": ("Kembali ke berkas", "Back to the case"),
    "receipt_none": (
        "Berkas ini dibuka oleh berkas lain; pemohon melacak berkas yang itu.",
        "Another case called for this one; the applicant tracks that one.",
    ),
    "receipt_none_title": ("Tidak ada tanda terima", "There is no receipt"),
}
