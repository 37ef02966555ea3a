"""Findings about the installation in words: what is so, and how to mend it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.formats import written_elapsed, written_instant
from api.glossary import JAKARTA, Pair, in_language
from engine.core.text import Frozen, Language, Text
from engine.service.checks import Check, Fact, Told, Verdict

VERDICTS: Mapping[Verdict, Pair] = {
    "ok": ("baik", "ok"),
    "warn": ("perhatikan", "warn"),
    "wrong": ("rusak", "wrong"),
}
PLACES: Mapping[str, Pair] = {
    "database": ("basis data", "the database"),
    "documents": ("dokumen", "the documents"),
    "reports": ("laporan", "the reports"),
}
SAYS: Mapping[Told, Pair] = {
    Told.SETTINGS_READ: (
        "Pengaturan terbaca; basis datanya {database}.",
        "The settings can be read; the database is {database}.",
    ),
    Told.SETTINGS_UNKNOWN: ("Tidak dikenal: {names}.", "Nobody knows {names}."),
    Told.SETTINGS_INVALID: ("Pengaturan tidak dapat dipakai: {why}.", "Not usable: {why}."),
    Told.DATABASE_WRITES: ("Basis data dapat ditulisi.", "The database can be written to."),
    Told.DATABASE_AWAY: (
        "Basis data tidak dapat dipakai: {why}",
        "The database cannot be used: {why}",
    ),
    Told.DATABASE_ABSENT: ("{database} belum ada.", "{database} is not there yet."),
    Told.SCHEMA_CURRENT: ("Tabelnya sesuai ({found}).", "The tables are current ({found})."),
    Told.SCHEMA_OTHER: (
        "Tabelnya versi {found}; Alur ini bekerja dengan {needed}.",
        "The tables are at {found}; this Alur works with {needed}.",
    ),
    Told.SCHEMA_ABSENT: ("Tabelnya belum ada.", "There are no tables."),
    Told.DISK_ROOM: ("Sisa tempat untuk {what}: {free} MB.", "Room for {what}: {free} MB."),
    Told.DISK_LOW: (
        "Tempat untuk {what} hampir habis: sisa {free} MB.",
        "Little room for {what}: {free} MB.",
    ),
    Told.DISK_FULL: (
        "Tempat untuk {what} habis: sisa {free} MB.",
        "No room for {what}: {free} MB left.",
    ),
    Told.DISK_UNKNOWN: (
        "Tempat untuk {what} tidak dapat dilihat: {why}.",
        "The room for {what} cannot be told: {why}.",
    ),
    Told.CLOCK_RIGHT: (
        "Jam cocok dengan basis data dan catatan terakhir.",
        "The clock agrees with the database's and with the latest record.",
    ),
    Told.CLOCK_OFF: (
        "Jam mesin ini berbeda {skew} detik dari jam basis data.",
        "This machine's clock is {skew} seconds off the database's.",
    ),
    Told.CLOCK_BEHIND: (
        "Catatan terakhir bertanggal {latest}, {behind} di depan jam ini.",
        "The latest record is of {latest}, {behind} ahead of this clock.",
    ),
    Told.EFFECTS_FLOW: (
        "Langkah otomatis berjalan; {waiting} menunggu.",
        "Automated steps are being run; {waiting} wait.",
    ),
    Told.EFFECTS_WAIT: (
        "{waiting} langkah otomatis menunggu, yang terlama {age}.",
        "{waiting} automated steps wait, the oldest for {age}.",
    ),
    Told.INCIDENTS_NONE: ("Tidak ada insiden.", "There are no incidents."),
    Told.INCIDENTS_OPEN: ("Insiden terbuka: {count}.", "Open incidents: {count}."),
    Told.PROCESSES_THERE: ("Berjalan: {names}.", "Running: {names}."),
    Told.PROCESSES_NONE: ("Tidak ada proses yang berjalan.", "No process is running."),
    Told.PROCESSES_GONE: (
        "Berhenti tanpa pamit: {names}; {there} masih berjalan.",
        "Gone without a word: {names}; {there} still run.",
    ),
    Told.THREADS_RUN: ("Semua pekerjaan latar berjalan.", "Everything in the background runs."),
    Told.THREADS_ENDED: ("Berhenti sendiri: {names}.", "Ended by themselves: {names}."),
    Told.SPREAD_FITS: (
        "Proses yang berjalan dapat bekerja bersama ({count}).",
        "The processes that run can work together ({count}).",
    ),
    Told.SPREAD_RELEASES: (
        "Proses berjalan dengan rilis yang berbeda: {releases}.",
        "Processes run different releases: {releases}.",
    ),
    Told.SPREAD_MACHINES: (
        "Satu berkas SQLite dipakai beberapa mesin: {machines}.",
        "One SQLite file is used by several machines: {machines}.",
    ),
    Told.SPREAD_NETWORK: (
        "Berkas SQLite terletak di jaringan ({kind}).",
        "The SQLite file lies on a network file system ({kind}).",
    ),
    Told.PREFECT_OFF: ("Prefect tidak dipakai.", "Prefect is not used."),
    Told.PREFECT_NEAR: (
        "Prefect {version} menjawab dan mengenal semua SOP.",
        "Prefect {version} answers and knows every SOP.",
    ),
    Told.PREFECT_STARTING: ("Prefect sedang dimulai.", "Prefect is starting."),
    Told.PREFECT_AWAY: (
        "Prefect di {address} tidak menjawab: {why}.",
        "Prefect at {address} does not answer: {why}.",
    ),
    Told.PREFECT_VERSION: (
        "Prefect di sana {theirs}, di sini {ours}.",
        "Prefect there is {theirs}, here it is {ours}.",
    ),
    Told.PREFECT_FLOWS: ("Prefect belum mengenal {sops}.", "Prefect does not know {sops}."),
    Told.PREFECT_UNTOLD: (
        "{count} percobaan belum disampaikan ke Prefect, yang terlama {age}.",
        "Prefect was not told of {count} attempts, of the oldest for {age}.",
    ),
    Told.CALENDARS_REACH: (
        "Kalender kerja terbit dan mengenal hari libur mendatang ({count}).",
        "The calendars are published and know the holidays to come ({count}).",
    ),
    Told.CALENDARS_ABSENT: (
        "Kalender {calendar} belum terbit, diperlukan {sops}.",
        "The calendar {calendar} is not published; {sops} need it.",
    ),
    Told.CALENDARS_SHORT: (
        "Kalender {calendar} hanya mengenal hari libur sampai {until}.",
        "The calendar {calendar} knows holidays until {until} only.",
    ),
    Told.DEFINITIONS_PUBLISHED: (
        "Semua definisi di map sudah terbit ({count}).",
        "Every definition of the folder is published ({count}).",
    ),
    Told.DEFINITIONS_ABSENT: (
        "Tidak ada definisi SOP di {folder}.",
        "There are no definitions of SOPs in {folder}.",
    ),
    Told.DEFINITIONS_UNPUBLISHED: ("Belum terbit: {names}.", "Not published: {names}."),
    Told.DEFINITIONS_DIFFER: (
        "Berbeda dari yang terbit: {names}.",
        "Not as published: {names}.",
    ),
    Told.DEFINITIONS_BROKEN: ("Tidak dapat dipakai: {names}.", "Cannot be used: {names}."),
    Told.TEMPLATES_THERE: (
        "Templat dokumen yang diperlukan ada ({count}).",
        "The document templates that are needed are there ({count}).",
    ),
    Told.TEMPLATES_ABSENT: (
        "Templat {template} tidak ada, diperlukan {sops}.",
        "The template {template} is not there; {sops} need it.",
    ),
    Told.ACTIONS_READY: (
        "Tindakan otomatis yang diperlukan siap ({count}).",
        "The actions that are needed are set up ({count}).",
    ),
    Told.ACTIONS_UNSET: (
        "{setting} belum diatur, diperlukan {sops}.",
        "{setting} is not set; {sops} need it.",
    ),
    Told.ACTIONS_ABSENT: (
        "Tindakan {action} tidak terpasang, diperlukan {sops}.",
        "The action {action} is not installed; {sops} need it.",
    ),
    Told.FILES_WRITABLE: ("{folder} dapat ditulisi.", "{folder} can be written to."),
    Told.FILES_CLOSED: (
        "{folder} ({what}) tidak dapat ditulisi: {why}.",
        "{folder} ({what}) cannot be written to: {why}.",
    ),
    Told.MODE_REAL: (
        "Untuk pekerjaan sungguhan, hanya di mesin ini.",
        "For real work, on this machine alone.",
    ),
    Told.MODE_DEMO: (
        "Ini peragaan dengan data rekaan.",
        "This is a demonstration, with made data.",
    ),
    Told.MODE_TRAINING: (
        "Ini latihan: tidak ada pesan yang sungguh dikirim.",
        "This is for training: nothing is really sent.",
    ),
    Told.MODE_OPEN: (
        "Alur mendengarkan di {host}: siapa pun di jaringan dapat bertindak sebagai siapa pun.",
        "Alur listens on {host}: whoever reaches it can act as anybody.",
    ),
}
"""What is so; every finding has its sentence (a test walks them)."""

MENDS: Mapping[Told, Pair] = {
    Told.SETTINGS_UNKNOWN: (
        "Periksa ejaannya; engine/settings.py memuat daftarnya.",
        "Check the spelling; engine/settings.py lists what there is.",
    ),
    Told.SETTINGS_INVALID: ("Betulkan variabelnya.", "Correct that variable."),
    Told.DATABASE_AWAY: (
        "Periksa apakah basis data berjalan dan ALUR_DATABASE_URL benar.",
        "See whether the database runs and ALUR_DATABASE_URL leads to it.",
    ),
    Told.DATABASE_ABSENT: (
        "`alur serve` membuatnya; atau betulkan ALUR_DATABASE_URL.",
        "`alur serve` makes it; or correct ALUR_DATABASE_URL.",
    ),
    Told.SCHEMA_OTHER: (
        "Bila lebih lama: `alur db prepare`. Bila lebih baru: pasang rilis Alur yang lebih baru.",
        "If they are older: `alur db prepare`. If newer: install the newer release of Alur.",
    ),
    Told.SCHEMA_ABSENT: ("`alur db prepare` membuatnya.", "`alur db prepare` makes them."),
    Told.DISK_LOW: ("Kosongkan atau perbesar diska.", "Free some, or enlarge the disk."),
    Told.DISK_FULL: ("Kosongkan diska sekarang.", "Make room now: nothing can be filed."),
    Told.DISK_UNKNOWN: ("Periksa apakah mapnya terpasang.", "See whether it is mounted."),
    Told.CLOCK_OFF: (
        "Nyalakan NTP di kedua mesin; tenggat dihitung menurut jam itu.",
        "Let NTP set both machines: deadlines are told by these clocks.",
    ),
    Told.CLOCK_BEHIND: (
        "Jam ini mundur, atau jam mesin lain terlalu cepat: nyalakan NTP.",
        "This clock went back, or another machine's is fast: let NTP set them.",
    ),
    Told.EFFECTS_WAIT: (
        "Periksa apakah `alur serve` atau `alur worker` berjalan, dan lihat catatannya.",
        "See whether `alur serve` or `alur worker` runs, and read its log.",
    ),
    Told.INCIDENTS_OPEN: (
        "`alur incidents list` menunjukkannya.",
        "`alur incidents list` shows them, and how to mend each.",
    ),
    Told.PROCESSES_NONE: ("Jalankan `alur serve`.", "Start `alur serve`."),
    Told.PROCESSES_GONE: (
        "Bila tidak dihentikan dengan sengaja, lihat catatannya; pekerjaannya diambil alih.",
        "If nobody meant it, read their logs; their work is taken over by the others.",
    ),
    Told.THREADS_ENDED: (
        "Lihat sebabnya dalam catatan, lalu mulai ulang prosesnya.",
        "The log says why; then start the process again.",
    ),
    Told.SPREAD_RELEASES: (
        "Perbarui semuanya ke rilis yang sama.",
        "Bring them all to the same release.",
    ),
    Told.SPREAD_MACHINES: (
        "Pindah ke PostgreSQL, atau pakai satu mesin saja.",
        "Move to PostgreSQL, or keep to one machine.",
    ),
    Told.SPREAD_NETWORK: (
        "Pindahkan ke diska mesin ini, atau ke PostgreSQL.",
        "Move it to a disk of this machine, or to PostgreSQL.",
    ),
    Told.PREFECT_STARTING: ("Tunggu setengah menit.", "Wait half a minute."),
    Told.PREFECT_AWAY: (
        "Pekerjaan berjalan tanpa Prefect. Periksa servernya dan ALUR_PREFECT.",
        "Work goes on without it. See whether the server runs and ALUR_PREFECT leads to it.",
    ),
    Told.PREFECT_VERSION: (
        "Pasang versi yang sama di kedua sisi.",
        "Install the same version on both sides.",
    ),
    Told.PREFECT_FLOWS: (
        "Proses yang berjalan mendaftarkannya dalam semenit; bila tidak, lihat catatannya.",
        "A running process registers them within a minute; if not, read its log.",
    ),
    Told.PREFECT_UNTOLD: (
        "Riwayat di Alur lengkap; Prefect menyusul bila menjawab.",
        "Alur's own record is whole; Prefect is told when it answers.",
    ),
    Told.CALENDARS_ABSENT: (
        "`alur sop publish` menerbitkan kalender dari map definisi.",
        "`alur sop publish` publishes the calendars of the folder of definitions.",
    ),
    Told.CALENDARS_SHORT: (
        "Tambahkan hari libur: `alur calendar preview`, lalu `alur calendar apply`.",
        "Add the holidays to come: `alur calendar preview`, then `alur calendar apply`.",
    ),
    Told.DEFINITIONS_ABSENT: ("Betulkan ALUR_DEFINITIONS.", "Correct ALUR_DEFINITIONS."),
    Told.DEFINITIONS_UNPUBLISHED: (
        "`alur sop publish` menerbitkannya.",
        "`alur sop publish` puts them into force.",
    ),
    Told.DEFINITIONS_DIFFER: (
        "Versi terbit tidak berubah: beri definisi itu nomor versi berikutnya.",
        "A published version never changes: give the definition the next version.",
    ),
    Told.DEFINITIONS_BROKEN: (
        "`alur sop check` menyebut semua kesalahannya.",
        "`alur sop check` lists what is wrong.",
    ),
    Told.TEMPLATES_ABSENT: (
        "Letakkan templatnya di map templates, di samping definisi.",
        "Put it into the folder `templates` beside the definitions.",
    ),
    Told.ACTIONS_UNSET: (
        "Lihat docs/actions-setup.md; tanpa itu langkahnya menjadi insiden.",
        "See docs/actions-setup.md; without it the step becomes an incident.",
    ),
    Told.ACTIONS_ABSENT: (
        "Pasang paket yang membawanya; `alur action list` menunjukkan yang ada.",
        "Install the package that brings it; `alur action list` shows what there is.",
    ),
    Told.FILES_CLOSED: (
        "Beri pengguna yang menjalankan Alur hak menulis di sana.",
        "Let the user that Alur runs as write there.",
    ),
    Told.MODE_DEMO: (
        "Untuk pekerjaan sungguhan pakai basis data lain, tanpa ALUR_DEMO.",
        "For real work use another database, without ALUR_DEMO.",
    ),
    Told.MODE_TRAINING: (
        "Untuk pekerjaan sungguhan hapus ALUR_TRAINING.",
        "For real work take ALUR_TRAINING away.",
    ),
    Told.MODE_OPEN: (
        "Belum ada cara masuk: batasi ke 127.0.0.1 atau jaringan tertutup.",
        "There is no sign-in yet: keep to 127.0.0.1, or to a network of your own.",
    ),
}
"""What to do about it; of what is well, nothing."""


class CheckAnswer(Frozen, frozen=True, kw_only=True):
    """A finding in both languages; `mend` is empty where all is well. `code` is for machines."""

    name: str
    code: str
    verdict: Verdict
    words: Text
    mend: Text


class Readiness(Frozen, frozen=True, kw_only=True):
    """That the server can work, and what was looked at; some of it may want looking after."""

    status: str
    checks: tuple[CheckAnswer, ...]


def check_answer(check: Check, zone: ZoneInfo = JAKARTA) -> CheckAnswer:
    """A finding as machines and people read it."""
    return CheckAnswer(
        name=check.name,
        code=check.told.value,
        verdict=check.verdict,
        words=Text(id=check_says(check, "id", zone), en=check_says(check, "en", zone)),
        mend=Text(id=check_mends(check, "id"), en=check_mends(check, "en")),
    )


def check_says(check: Check, language: Language, zone: ZoneInfo = JAKARTA) -> str:
    """What is so."""
    facts = {name: _written(fact, language, zone) for name, fact in check.facts.items()}
    if "what" in facts:
        facts["what"] = in_language(PLACES[facts["what"]], language)
    return in_language(SAYS[check.told], language).format_map(facts)


def check_mends(check: Check, language: Language) -> str:
    """What to do about it; nothing where all is well."""
    pair = MENDS.get(check.told)
    return "" if pair is None else in_language(pair, language)


def _written(fact: Fact, language: Language, zone: ZoneInfo) -> str:
    match fact:
        case datetime():
            return written_instant(fact, zone, language)
        case timedelta():
            return written_elapsed(fact, language)
        case tuple():
            return ", ".join(fact)
        case _:
            return str(fact)
