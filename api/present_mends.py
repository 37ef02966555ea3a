"""How what a check of the installation found is mended, in both languages."""

from collections.abc import Mapping

from api.glossary import Pair
from engine.service.checks import Told

MENDS: Mapping[Told, Pair] = {
    Told.SETTINGS_UNKNOWN: (
        "Periksa ejaannya; engine/settings.py memuat daftarnya.",
        "Check the spelling; engine/settings.py lists what there is.",
    ),
    Told.SETTINGS_INVALID: ("Betulkan pengaturan itu.", "Correct what is named."),
    Told.DATABASE_AWAY: (
        "Periksa apakah basis data berjalan dan ALUR_DATABASE_URL benar.",
        "See whether the database runs and ALUR_DATABASE_URL leads to it.",
    ),
    Told.DATABASE_ABSENT: (
        "`alur serve` membuatnya; atau betulkan ALUR_DATABASE_URL.",
        "`alur serve` makes it; or correct ALUR_DATABASE_URL.",
    ),
    Told.DATABASE_ADDRESS: (
        "Isi ALUR_DATABASE_URL: sqlite:///berkas.db atau postgresql+psycopg://pengguna@host/nama.",
        "Set ALUR_DATABASE_URL: sqlite:///file.db or postgresql+psycopg://user@host/name.",
    ),
    Told.DATABASE_FOREIGN: (
        "Betulkan ALUR_DATABASE_URL, atau kembalikan cadangan di sana selagi Alur berhenti.",
        "Correct ALUR_DATABASE_URL, or put a backup there while Alur is stopped.",
    ),
    Told.KEY_UNMADE: (
        "Isi ALUR_KEY_FILE dengan berkas yang memuat 32 bita acak (`openssl rand -base64 32`).",
        "Set ALUR_KEY_FILE to a file with 32 random bytes (`openssl rand -base64 32`).",
    ),
    Told.KEY_ABSENT: (
        "Kembalikan berkas kuncinya dari cadangan, atau isi ALUR_KEY_FILE. Tanpa kunci, hilang.",
        "Put its file back from a backup, or set ALUR_KEY_FILE. Without the key they are lost.",
    ),
    Told.KEY_OTHER: (
        "Pakai kunci yang disimpan bersama cadangan basis data ini; jangan membuat yang baru.",
        "Use the key that was kept with the backups of this database; do not make a new one.",
    ),
    Told.KEY_OPEN: ("Jalankan `chmod {mode} {file}`.", "Run `chmod {mode} {file}`."),
    Told.CHECKPOINT_OLD: (
        "Jalankan `alur checkpoint take`; periksa apakah `alur serve` berjalan.",
        "Run `alur checkpoint take`; see whether `alur serve` runs.",
    ),
    Told.CHECKPOINT_NONE: (
        "`alur serve` membuatnya dalam beberapa menit; atau jalankan `alur checkpoint take`.",
        "`alur serve` takes one within minutes; or run `alur checkpoint take`.",
    ),
    Told.CHECKPOINT_CONTRADICTED: (
        "Jangan ubah apa pun; simpan checkpoints.txt. docs/checkpoints.md memuat langkahnya.",
        "Touch nothing and keep checkpoints.txt; docs/checkpoints.md says what to do.",
    ),
    Told.CHECKPOINT_DAMAGED: (
        "Simpan berkasnya apa adanya; docs/checkpoints.md memuat langkahnya.",
        "Keep the file as it is; docs/checkpoints.md says what to do.",
    ),
    Told.CHECKPOINT_UNSIGNED: (
        "Kembalikan berkas kuncinya, atau isi ALUR_SIGNING_KEY_FILE (`openssl rand -base64 32`).",
        "Put the key's file back, or set ALUR_SIGNING_KEY_FILE (`openssl rand -base64 32`).",
    ),
    Told.CHECKPOINT_RETIRED: (
        "Pakai kunci yang diumumkan; bila hilang: `alur checkpoint rotate --lost`.",
        "Use the key that is published; where it is lost: `alur checkpoint rotate --lost`.",
    ),
    Told.CHECKPOINT_OPEN: ("Jalankan `chmod {mode} {file}`.", "Run `chmod {mode} {file}`."),
    Told.CHECKPOINT_UNNUMBERED: (
        "Jalankan `alur serve`; bila sudah berjalan, lognya menyebut `nothing is numbered`.",
        "Run `alur serve`; where it runs, its log says why: look for `nothing is numbered`.",
    ),
    Told.CHECKPOINT_UNSENT: (
        "Periksa ALUR_MAIL_URL, ALUR_MAIL_FROM, dan ALUR_CHECKPOINT_MAIL.",
        "Check ALUR_MAIL_URL, ALUR_MAIL_FROM and ALUR_CHECKPOINT_MAIL.",
    ),
    Told.SCHEMA_OTHER: (
        "Bila lebih lama: `alur db prepare`. Bila lebih baru: pasang rilis Alur yang lebih baru.",
        "If they are older: `alur db prepare`. If newer: install the newer release of Alur.",
    ),
    Told.SCHEMA_ABSENT: ("`alur db prepare` membuatnya.", "`alur db prepare` makes them."),
    Told.DISK_LOW: ("Kosongkan atau perbesar diska.", "Free some, or enlarge the disk."),
    Told.DISK_FULL: ("Kosongkan diska sekarang.", "Make room now: nothing can be filed."),
    Told.DISK_UNKNOWN: ("Periksa apakah mapnya terpasang.", "See whether it is mounted."),
    Told.DISK_NONE: ("Pilih map di sebuah diska.", "Choose a folder on a disk."),
    Told.BACKUPS_OLD: (
        "Jalankan `alur backup {folder}` dan baca catatan mengapa yang berkala gagal.",
        "Run `alur backup {folder}`, and read in the log why the nightly ones fail.",
    ),
    Told.BACKUPS_NONE: (
        "Jalankan `alur backup {folder}`; `alur serve` membuatnya tiap malam.",
        "Run `alur backup {folder}`; `alur serve` makes one each night.",
    ),
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
    Told.EFFECTS_NOBODY: (
        "Jalankan `alur serve` atau `alur worker`.",
        "Start `alur serve` or `alur worker`.",
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
    Told.PREFECT_WORKERS: (
        "Mulai dengan ALUR_PREFECT=http://127.0.0.1:8000/prefect/api (alamat API Prefect).",
        "Start them with ALUR_PREFECT=http://127.0.0.1:8000/prefect/api (Prefect's API).",
    ),
    Told.VERIFY_FOUND: (
        "`alur verify` menyebut semuanya dan apa yang harus dilakukan.",
        "`alur verify` names them all, and says what to do.",
    ),
    Told.VERIFY_LATE: (
        "Jalankan `alur verify`, dan cari tahu mengapa pekerjaan malam tidak berjalan.",
        "Run `alur verify`, and find out why the nightly work is not done.",
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
    Told.ACTIONS_BROKEN: (
        "Betulkan paket itu atau hapus; sebelum itu Alur tidak dapat dimulai.",
        "Mend the package, or uninstall it; Alur does not start before that.",
    ),
    Told.ACTIONS_SERVER: (
        "Tulis smtp://, smtps:// atau smtp+starttls://, lalu nama servernya.",
        "Write smtp://, smtps:// or smtp+starttls://, then the name of the server.",
    ),
    Told.ACTIONS_PASSWORD: (
        "Pakai smtps:// atau smtp+starttls://.",
        "Use smtps:// or smtp+starttls:// for it.",
    ),
    Told.ACTIONS_SENDER: (
        "Tulis satu alamat, misalnya surat@kecamatan.go.id.",
        "Write one address, such as surat@kecamatan.go.id.",
    ),
    Told.ACTIONS_ADDRESS: (
        "Tulis https:// (atau http://), lalu nama host, tanpa pengguna dan kata sandi.",
        "Write https:// (or http://), then the name of a host, without user and password.",
    ),
    Told.ACTIONS_HOSTS: (
        "Tulis host atau host:port saja, dipisahkan koma.",
        "Write nothing but host or host:port, separated by commas.",
    ),
    Told.ACTIONS_PRIVATE: (
        "Bila memang dimaksud, sebut juga dalam ALUR_CALL_PRIVATE_HOSTS.",
        "If they are meant, name them in ALUR_CALL_PRIVATE_HOSTS as well.",
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
        "Pasang proksi TLS di depannya, dengarkan di 127.0.0.1, sebut proksinya di ALUR_PROXIES.",
        "Put a proxy with TLS before it, listen on 127.0.0.1, and name the proxy in ALUR_PROXIES.",
    ),
    Told.MODE_MIXED: (
        "Beri semuanya ALUR_DEMO dan ALUR_TRAINING yang sama: pesan akan sungguh dikirim.",
        "Give them all the same ALUR_DEMO and ALUR_TRAINING: what they send is really sent.",
    ),
}
"""What to do about it; of what is well, nothing."""
