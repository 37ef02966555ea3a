"""Findings about the installation in words: what is so, and how to mend it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.formats import written_elapsed, written_instant
from api.glossary import JAKARTA, Pair, in_language
from api.present_mends import MENDS
from engine.core.text import Frozen, Language, Text
from engine.service.checks import Check, Fact, Heard, Told, Verdict

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
    Told.SETTINGS_INVALID: ("Tidak dapat dipakai: {why}.", "Not usable: {why}."),
    Told.DATABASE_WRITES: ("Basis data dapat ditulisi.", "The database can be written to."),
    Told.DATABASE_AWAY: (
        "Basis data tidak dapat dipakai: {why}.",
        "The database cannot be used: {why}.",
    ),
    Told.DATABASE_ABSENT: ("{database} belum ada.", "{database} is not there yet."),
    Told.DATABASE_ADDRESS: (
        "Alur tidak dapat menyimpan berkas di {database}.",
        "Alur cannot keep cases at {database}.",
    ),
    Told.DATABASE_FOREIGN: (
        "{database} bukan basis data SQLite.",
        "{database} is not an SQLite database.",
    ),
    Told.KEY_FITS: (
        "Kunci data pribadi cocok dengan basis data ini.",
        "The key of personal data is this database's.",
    ),
    Told.KEY_UNMADE: (
        "Belum ada kunci; data pribadi belum dapat disimpan.",
        "There is no key yet; personal data cannot be kept.",
    ),
    Told.KEY_ABSENT: (
        "Kunci basis data ini tidak ada: data pribadi di dalamnya tidak dapat dibaca.",
        "The key of this database is not here: personal data in it cannot be read.",
    ),
    Told.KEY_OTHER: (
        "Kuncinya bukan kunci basis data ini.",
        "The key is not the one of this database.",
    ),
    Told.KEY_OPEN: (
        "Orang lain dapat membaca kunci di {file}.",
        "Others can read the key in {file}.",
    ),
    Told.CHECKPOINT_FRESH: (
        "Titik periksa terakhir mencakup {size} catatan, {age} yang lalu.",
        "The last checkpoint is over {size} entries, {age} ago.",
    ),
    Told.CHECKPOINT_OLD: (
        "Titik periksa terakhir dibuat {age} yang lalu.",
        "The last checkpoint is {age} old.",
    ),
    Told.CHECKPOINT_NONE: (
        "Belum ada titik periksa yang ditandatangani.",
        "No checkpoint was signed yet.",
    ),
    Told.CHECKPOINT_CONTRADICTED: (
        "BAHAYA: riwayat di sini ({size}) bukan lanjutan dari yang diumumkan ({published}).",
        "ALARM: the history here ({size}) does not go on from what was published ({published}).",
    ),
    Told.CHECKPOINT_DAMAGED: (
        "BAHAYA: titik periksa tidak dapat dicocokkan: {why}.",
        "ALARM: checkpoints cannot be held against the history: {why}.",
    ),
    Told.CHECKPOINT_UNSIGNED: (
        "Tidak ada kunci penanda tangan: titik periksa tidak dibuat.",
        "There is no signing key here: no checkpoint is signed.",
    ),
    Told.CHECKPOINT_RETIRED: (
        "Kunci penanda tangan di sini bukan yang diumumkan.",
        "The signing key here is not the one that is published.",
    ),
    Told.CHECKPOINT_OPEN: (
        "Orang lain dapat membaca kunci penanda tangan di {file}.",
        "Others can read the signing key in {file}.",
    ),
    Told.CHECKPOINT_UNSENT: (
        "Titik periksa yang tidak terkirim: {count}; {why}.",
        "Checkpoints that could not be mailed: {count}; {why}.",
    ),
    Told.CHECKPOINT_NUMBERING: (
        "Catatan yang menunggu nomor: {count}; yang tertua sejak {age}.",
        "Entries that wait for a number: {count}; the oldest for {age}.",
    ),
    Told.CHECKPOINT_UNNUMBERED: (
        "BAHAYA: {count} catatan tidak diberi nomor sejak {age}: tidak masuk titik periksa.",
        "ALARM: {count} entries were not numbered for {age}: no checkpoint is over them.",
    ),
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
    Told.DISK_NONE: (
        "Di {folder} tidak ada diska untuk {what}.",
        "There is no disk at {folder} for {what}.",
    ),
    Told.BACKUPS_FRESH: (
        "Cadangan terakhir di {folder} diambil {taken}.",
        "The last backup in {folder} was taken {taken}.",
    ),
    Told.BACKUPS_OLD: (
        "Cadangan terakhir di {folder} sudah lama: {taken}.",
        "The last backup in {folder} is old: {taken}.",
    ),
    Told.BACKUPS_NONE: ("Belum ada cadangan di {folder}.", "There is no backup in {folder} yet."),
    Told.BACKUPS_UNSET: (
        "Alur tidak membuat cadangan sendiri (ALUR_BACKUPS kosong); pihak lain harus membuatnya.",
        "Alur makes no backups by itself (ALUR_BACKUPS is empty); somebody else must.",
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
        "Langkah otomatis dijalankan; yang menunggu: {waiting}.",
        "Automated steps are being run; waiting: {waiting}.",
    ),
    Told.EFFECTS_WAIT: (
        "Langkah otomatis yang menunggu: {waiting}, yang terlama {age}.",
        "Automated steps that wait: {waiting}, the oldest for {age}.",
    ),
    Told.EFFECTS_NOBODY: (
        "Tidak ada proses yang menjalankan langkah otomatis; yang menunggu: {waiting}.",
        "No process runs automated steps; waiting: {waiting}.",
    ),
    Told.INCIDENTS_NONE: ("Tidak ada insiden.", "There are no incidents."),
    Told.INCIDENTS_OPEN: ("Insiden terbuka: {count}.", "Open incidents: {count}."),
    Told.PROCESSES_THERE: ("Berjalan: {names}.", "Running: {names}."),
    Told.PROCESSES_NONE: ("Tidak ada proses yang berjalan.", "No process is running."),
    Told.PROCESSES_GONE: (
        "Berhenti tanpa pamit: {names}; yang masih berjalan: {there}.",
        "Gone without a word: {names}; still running: {there}.",
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
        "Percobaan yang belum disampaikan ke Prefect: {count}, yang terlama {age}.",
        "Attempts that Prefect was not told of: {count}, of the oldest for {age}.",
    ),
    Told.PREFECT_WORKERS: (
        "Pekerjaan {names} tidak tampak di Prefect.",
        "Prefect does not show what {names} did.",
    ),
    Told.VERIFY_HOLDS: (
        "Riwayat diperiksa {at}: {events} kejadian utuh.",
        "Histories verified {at}: {events} events hold together.",
    ),
    Told.VERIFY_FOUND: (
        "Pemeriksaan {at} menemukan {count} hal yang tidak utuh.",
        "The verification of {at} found {count} things that do not hold together.",
    ),
    Told.VERIFY_LATE: (
        "Riwayat tidak diperiksa sejak {age}.",
        "The histories have not been verified for {age}.",
    ),
    Told.CALENDARS_REACH: (
        "Kalender kerja terbit dan mengenal hari libur mendatang ({count}).",
        "The calendars are published and know the holidays to come ({count}).",
    ),
    Told.CALENDARS_ABSENT: (
        "Kalender {calendar} belum terbit, diperlukan {sops}.",
        "The calendar {calendar} is not published, but needed by {sops}.",
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
        "The template {template} is not there, but needed by {sops}.",
    ),
    Told.ACTIONS_READY: (
        "Tindakan otomatis yang diperlukan siap ({count}).",
        "The actions that are needed are set up ({count}).",
    ),
    Told.ACTIONS_UNSET: (
        "{setting} belum diatur, diperlukan {sops}.",
        "{setting} is not set, but needed by {sops}.",
    ),
    Told.ACTIONS_ABSENT: (
        "Tindakan {action} tidak terpasang, diperlukan {sops}.",
        "The action {action} is not installed, but needed by {sops}.",
    ),
    Told.ACTIONS_BROKEN: (
        "Paket tambahan {package} rusak: {why}.",
        "The plug-in {package} is broken: {why}.",
    ),
    Told.ACTIONS_SERVER: (
        "ALUR_MAIL_URL bukan alamat server surel.",
        "ALUR_MAIL_URL is not the address of a mail server.",
    ),
    Told.ACTIONS_PASSWORD: (
        "ALUR_MAIL_URL akan mengirim kata sandi tanpa enkripsi.",
        "ALUR_MAIL_URL would send its password in the clear.",
    ),
    Told.ACTIONS_SENDER: (
        "ALUR_MAIL_FROM bukan satu alamat surel.",
        "ALUR_MAIL_FROM is not one e-mail address.",
    ),
    Told.ACTIONS_ADDRESS: (
        "{setting} bukan alamat yang dapat dihubungi.",
        "{setting} is not an address that can be called.",
    ),
    Told.ACTIONS_HOSTS: (
        "ALUR_CALL_HOSTS memuat yang bukan nama host: {hosts}.",
        "ALUR_CALL_HOSTS names what is no host: {hosts}.",
    ),
    Told.ACTIONS_PRIVATE: (
        "Terletak di jaringan pribadi, jadi panggilan ke sana ditolak: {hosts}.",
        "In a private network, so that calls there are refused: {hosts}.",
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
        "Alur mendengarkan di {host} tanpa TLS: dari mesin lain tidak ada yang dapat masuk.",
        "Alur listens on {host} without TLS: nobody can sign in from another machine.",
    ),
    Told.MODE_MIXED: (
        "Bekerja sungguhan di samping peragaan atau latihan: {names}.",
        "At real work beside a demonstration or training: {names}.",
    ),
}
"""What is so; every finding has its sentence (a test walks them)."""


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
        case Text():
            return fact.in_language(language)
        case tuple():
            return ", ".join(_named(one, language) for one in fact)
        case _:
            return str(fact)


def _named(one: str | Heard, language: Language) -> str:
    """A name; a process with how long ago it was heard of."""
    if isinstance(one, str):
        return one
    ago = written_elapsed(one.ago, language)
    said = f"terdengar {ago} yang lalu" if language == "id" else f"heard of {ago} ago"
    return f"{one.name} ({said})"
