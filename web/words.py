"""The words of the interface in both languages. Words of an SOP come from the SOP itself."""

from collections.abc import Mapping

from api.glossary import Pair, in_language
from engine.core.text import Language
from web.words_access import ACCESS_WORDS
from web.words_checkpoints import CHECKPOINT_WORDS
from web.words_tracking import TRACKING_WORDS

WORDS: Mapping[str, Pair] = {
    **ACCESS_WORDS,
    **CHECKPOINT_WORDS,
    **TRACKING_WORDS,
    "skip": ("Langsung ke isi", "Skip to content"),
    "main_nav": ("Utama", "Main"),
    "cases": ("Berkas", "Cases"),
    "tagline": ("Berkas layanan sesuai SOP", "Service cases by the SOP"),
    "demo": (
        "Peragaan: semua orang dan berkas di sini rekaan.",
        "Demonstration: every person and case here is made up.",
    ),
    "other_language": ("English", "Bahasa Indonesia"),
    "search": ("Cari", "Search"),
    "search_label": ("Cari kode atau nama pemohon", "Search by code or applicant"),
    "search_hint": ("Kode atau nama pemohon", "Code or applicant"),
    "sop": ("SOP", "SOP"),
    "all_sops": ("Semua SOP", "All SOPs"),
    "standing": ("Keadaan", "Standing"),
    "all": ("Semua", "All"),
    "open": ("Berjalan", "In progress"),
    "closed": ("Ditutup", "Closed"),
    "apply": ("Tampilkan", "Show"),
    "clear": ("Hapus saringan", "Clear filters"),
    "matches": ("{n} berkas cocok", "{n} cases match"),
    "match_one": ("1 berkas cocok", "1 case matches"),
    "shown_newest": ("terbaru di atas", "newest first"),
    "list_caption": ("Daftar berkas, terbaru di atas", "Cases, newest first"),
    "service_case": ("Layanan dan berkas", "Service and case"),
    "applicant": ("Pemohon", "Applicant"),
    "contact": ("Kontak", "Contact"),
    "now_at": ("Posisi sekarang", "Where it stands"),
    "opened": ("Dibuka", "Opened"),
    "changed": ("Perubahan terakhir", "Last change"),
    "closed_at": ("Ditutup", "Closed"),
    "record_gone": ("Arsip dimusnahkan", "Record disposed of"),
    "record_held": ("Arsip ditahan", "Record held"),
    "accepted": ("Berkas lengkap", "File complete"),
    "used": ("terpakai {n} %", "{n} % used"),
    "step_of": ("Langkah {n} dari {m}", "Step {n} of {m}"),
    "step_n": ("Langkah {n}", "Step {n}"),
    "held_by": ("dipegang {person}", "held by {person}"),
    "waits_for": ("menunggu {role}", "waiting for {role}"),
    "by_system": ("dikerjakan sistem", "done by the system"),
    "needs_help": ("macet, perlu tindakan", "stuck, needs a person"),
    "attempts": ("Percobaan ({n})", "Attempts ({n})"),
    "in_prefect": ("lihat di Prefect", "see it in Prefect"),
    "mend_it": (
        "Coba lagi, atau kerjakan dengan tangan:",
        "Try it again, or do it by hand:",
    ),
    "next_page": ("Berikutnya", "Next"),
    "first_page": ("Ke awal", "To the start"),
    "no_reach": ("Tugas Anda tidak mencakup berkas.", "Your duties cover no cases."),
    "no_reach_do": (
        "Berkas terlihat oleh pemegang peran dalam SOP, penyelia, pengelola layanan, dan auditor.",
        "Cases are seen by those with a role in an SOP, supervisors, managers and auditors.",
    ),
    "no_cases": ("Belum ada berkas.", "There are no cases yet."),
    "no_cases_do": (
        "Buka berkas pertama lewat baris perintah atau antarmuka HTTP; lalu muat ulang halaman.",
        "Open the first one from the command line or over HTTP; then reload this page.",
    ),
    "no_sops": ("Belum ada SOP yang terbit.", "No SOP has been published yet."),
    "no_sops_do": (
        "Terbitkan sebuah SOP lebih dahulu; sesudah itu berkas dapat dibuka.",
        "Publish an SOP first; after that, cases can be opened.",
    ),
    "no_match": ("Tidak ada berkas yang cocok.", "No case matches."),
    "no_match_do": (
        "Periksa ejaan, pendekkan kata yang dicari, atau hapus saringan.",
        "Check the spelling, search for less, or clear the filters.",
    ),
    "total": ("Semua berkas", "All cases"),
    "returned_steps": ("Langkah dikembalikan", "Steps sent back"),
    "path": ("Jejak halaman", "Breadcrumbs"),
    "code": ("Kode", "Code"),
    "number": ("Nomor SOP", "SOP number"),
    "version": ("versi {n}", "version {n}"),
    "parent": ("Berkas induk", "Calling case"),
    "on_this_page": ("Di halaman ini", "On this page"),
    "progress": ("Kemajuan", "Progress"),
    "open_now": ("Menunggu sekarang", "Waiting now"),
    "nobody": ("belum diambil", "not claimed"),
    "holder": ("Pemegang", "Holder"),
    "since": ("sejak {when}", "since {when}"),
    "visits": ("{n} kali", "{n} visits"),
    "visit_n": ("kali ke-{n}", "visit {n}"),
    "delegated_by": ("didelegasikan oleh {person}", "delegated by {person}"),
    "nothing_open": ("Tidak ada yang menunggu.", "Nothing is waiting."),
    "steps": ("Langkah SOP", "Steps of the SOP"),
    "step": ("Langkah", "Step"),
    "role": ("Pelaksana", "Role"),
    "standard": ("Waktu baku", "Standard time"),
    "state": ("Keadaan", "State"),
    "took": ("Lama nyata", "Elapsed"),
    "done_by": ("{person}, {when}", "{person}, {when}"),
    "parallel": ("paralel", "parallel"),
    "automatic": ("otomatis", "automatic"),
    "state_done": ("Selesai", "Done"),
    "state_current": ("Sedang berjalan", "Under way"),
    "state_stuck": ("Insiden", "Incident"),
    "state_returned": ("Dikembalikan", "Sent back"),
    "state_skipped": ("Dilewati", "Skipped"),
    "state_cancelled": ("Dihentikan", "Stopped"),
    "state_passed": ("Tidak dilalui", "Not taken"),
    "state_pending": ("Belum", "Not yet"),
    "form": ("Data permohonan", "Form"),
    "no_form": ("Belum ada yang diisi.", "Nothing has been filled in."),
    "masked": ("disamarkan", "masked"),
    "requirements": ("Persyaratan", "Requirements"),
    "brought": ("Dibawa", "Brought"),
    "not_brought": ("Belum dibawa", "Not brought"),
    "documents": ("Dokumen", "Documents"),
    "not_kept": ("isinya tidak disimpan di sini", "its content is not kept here"),
    "results": ("Hasil langkah otomatis", "Results of automatic steps"),
    "notices": ("Pemberitahuan", "Notices"),
    "seen_by": ("dilihat {person}", "seen by {person}"),
    "not_seen": ("belum dilihat", "not seen yet"),
    "history": ("Riwayat", "History"),
    "newest_first": ("Terbaru dulu", "Newest first"),
    "oldest_first": ("Terlama dulu", "Oldest first"),
    "order": ("Urutan riwayat", "Order of the history"),
    "after_gap": ("{length} kemudian", "{length} later"),
    "happened": ("terjadi {when}, dicatat kemudian", "took place {when}, entered later"),
    "seal": ("{n} catatan. Sidik akhir", "{n} entries. Last hash"),
    "older": ("Catatan lebih lama", "Older entries"),
    "newer": ("Catatan lebih baru", "Newer entries"),
    "error_404": ("Halaman ini tidak ada", "There is no such page"),
    "error_404_do": (
        "Alamatnya mungkin salah ketik, atau berkasnya tidak ada. Cari lewat daftar berkas.",
        "The address may be mistyped, or there is no such case. Look in the list of cases.",
    ),
    "error_507": ("Diska penuh", "The disk is full"),
    "error_507_do": (
        "Tidak ada yang tersimpan barusan; yang sudah tersimpan dapat dibaca. Beri tahu pengelola.",
        "Nothing was kept just now; what was before can be read. Tell whoever runs this.",
    ),
    "error_503": ("Basis data tidak dapat dipakai", "The database cannot be used"),
    "error_503_do": (
        "Tunggu sebentar lalu muat ulang. Bila tetap begini, beri tahu pengelola.",
        "Wait a little and reload. If it stays, tell whoever runs this installation.",
    ),
    "prefect_starting": ("Prefect sedang dimulai", "Prefect is starting"),
    "prefect_starting_do": (
        "Berkas tetap dapat dikerjakan. Halaman ini memuat ulang sendiri sampai Prefect siap.",
        "Cases can be worked on meanwhile. This page reloads by itself until Prefect is ready.",
    ),
    "prefect_broken": ("Prefect tidak dapat dipakai", "Prefect cannot be used"),
    "prefect_broken_do": (
        "Berkas dan langkah otomatis tetap berjalan tanpa Prefect. Ia dicoba lagi; sebabnya:",
        "Cases and automatic steps go on without Prefect. It is tried again; the reason:",
    ),
    "error_500": ("Ada yang gagal di pihak kami", "Something failed on our side"),
    "error_500_do": (
        "Kegagalannya sudah dicatat. Muat ulang; bila tetap begini, beri tahu pengelola.",
        "It was recorded. Reload; if it stays, tell whoever runs this installation.",
    ),
    "error_408": ("Kiriman terlalu lama", "It took too long to arrive"),
    "error_408_do": (
        "Sambungan terlalu lambat atau terputus. Coba kirim sekali lagi.",
        "The connection is too slow or broke off. Please send it once more.",
    ),
    "error_413": ("Kiriman terlalu besar", "That is too large"),
    "error_413_do": (
        "Kurangi isinya, lalu kirim lagi.",
        "Make it smaller, then send it again.",
    ),
    "error_429": ("Terlalu banyak permintaan", "Too many requests"),
    "error_429_do": (
        "Tunggu beberapa detik, lalu muat ulang halaman ini.",
        "Wait a few seconds, then reload this page.",
    ),
    "error_400": ("Permintaan tidak dapat dibaca", "The request cannot be read"),
    "error_400_do": ("Mulai lagi dari daftar berkas.", "Start again from the list of cases."),
    "to_cases": ("Ke daftar berkas", "To the list of cases"),
    "zone_note": ("Waktu dalam {zone}", "Times in {zone}"),
    "api_note": ("Antarmuka HTTP", "HTTP interface"),
}


class Speech:
    """The interface's words in one language; templates call it `t`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **said: object) -> str:
        """The words under `key` with their blanks filled.

        Raises:
            KeyError: there are no such words, or a blank is left.
        """
        return in_language(WORDS[key], self.language).format_map(said)
