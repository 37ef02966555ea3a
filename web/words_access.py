"""The words of signing in and of one's own account, in both languages."""

from collections.abc import Mapping

from api.glossary import Pair

ACCESS_WORDS: Mapping[str, Pair] = {
    "sign_in": ("Masuk", "Sign in"),
    "sign_out": ("Keluar", "Sign out"),
    "signed_in_as": ("Anda masuk sebagai", "You are signed in as"),
    "account": ("Akun", "Account"),
    "name": ("Nama pengguna", "User name"),
    "name_hint": (
        "Nama yang diberikan pengelola, misalnya rini.astuti.",
        "The name you were given, such as rini.astuti.",
    ),
    "password": ("Kata sandi", "Password"),
    "sign_in_to": (
        "Berkas layanan hanya untuk yang bertugas.",
        "Service cases are for those who work on them.",
    ),
    "sign_in_trouble": (
        "Lupa kata sandi atau belum punya akun? Mintalah kepada pengelola di unit Anda.",
        "Forgotten your password, or no account yet? Ask the administrator of your unit.",
    ),
    "sign_in_by": ("Masuk lewat {title}", "Sign in with {title}"),
    "or": ("atau", "or"),
    "problem_one": ("Ada yang perlu diperbaiki", "Something has to be put right"),
    "ended_idle": (
        "Sesi Anda berakhir karena lama tidak dipakai. Silakan masuk lagi.",
        "Your session ended because it was not used for a while. Please sign in again.",
    ),
    "ended_age": (
        "Sesi Anda sudah mencapai batas waktunya. Silakan masuk lagi.",
        "Your session has reached its longest time. Please sign in again.",
    ),
    "ended_revoked": (
        "Sesi ini diakhiri, oleh Anda dari tempat lain atau oleh pengelola. Silakan masuk lagi.",
        (
            "This session was ended, by you from elsewhere or by an administrator."
            " Please sign in again."
        ),
    ),
    "ended_left": (
        "Akun ini tidak dipakai lagi. Tanyakan kepada pengelola bila menurut Anda itu keliru.",
        "This account is not in use any more. Ask the administrator if you think that is wrong.",
    ),
    "ended_out": ("Anda sudah keluar.", "You are signed out."),
    "ended_changed": (
        "Kata sandi sudah diganti. Silakan masuk dengan yang baru.",
        "The password was changed. Please sign in with the new one.",
    ),
    "kept_for_you": (
        "Isian yang belum terkirim sudah disimpan tersegel dan tampil lagi setelah Anda masuk.",
        "What you had written is kept under seal and shown again once you are signed in.",
    ),
    "kept_here": (
        "Isian Anda dari {when} dikembalikan. Belum ada yang terkirim: periksa, lalu kirim.",
        "What you wrote at {when} is back. Nothing was sent yet: look it over, then send it.",
    ),
    "forget_kept": ("Buang isian itu", "Throw it away"),
    "wrong_credentials": (
        "Nama pengguna atau kata sandi salah.",
        "The user name or the password is wrong.",
    ),
    "wrong_credentials_do": (
        "Periksa huruf besar-kecilnya. Kata sandi sekali pakai hanya berlaku tujuh hari.",
        "Check capitals and small letters. A one-time password counts for seven days only.",
    ),
    "name_missing": ("Isi nama pengguna Anda.", "Give your user name."),
    "password_missing": ("Isi kata sandi Anda.", "Give your password."),
    "too_many": ("Terlalu banyak percobaan", "Too many tries"),
    "too_many_do": (
        "Demi keamanan akun ini, percobaan berikutnya dapat dilakukan pukul {when}.",
        "To keep this account safe, the next try can be made at {when}.",
    ),
    "form_old": (
        "Formulir ini sudah lama terbuka, atau kuki dimatikan di peramban. Silakan kirim lagi.",
        "This form was open for long, or cookies are off in the browser. Please send it again.",
    ),
    "error_403": ("Ini bukan untuk Anda", "This is not for you"),
    "error_403_do": (
        "Peran yang Anda pegang tidak mencakup halaman ini. Bila seharusnya ya, hubungi pengelola.",
        "The roles you hold do not reach this page. If they should, ask the administrator.",
    ),
    "cross_site": ("Permintaan ini tidak dijalankan", "This was not carried out"),
    "cross_site_do": (
        "Ia tidak datang dari halaman kami. Muat ulang halamannya, lalu kirim lagi dari sana.",
        "It does not come from a page of ours. Load that page again, and send it from there.",
    ),
    "overheard": ("Sambungan ini dapat disadap", "Others could read along"),
    "overheard_do": (
        (
            "Kata sandi hanya diminta lewat https. Buka alamat yang berawalan https:// atau hubungi"
            " pengelola."
        ),
        (
            "Passwords are asked for over https only. Open the address with https://, or"
            " tell whoever runs this installation."
        ),
    ),
    "code_title": ("Faktor kedua", "Second factor"),
    "code_lead": (
        "Buka aplikasi autentikator di ponsel Anda dan ketik kode enam angka untuk Alur.",
        "Open the authenticator app on your phone and type its six-digit code for Alur.",
    ),
    "code": ("Kode", "Code"),
    "code_hint": (
        "Enam angka; atau salah satu kode pemulihan Anda.",
        "Six digits; or one of your recovery codes.",
    ),
    "code_lost": (
        "Ponsel dan kode pemulihan hilang? Pengelola dapat mematikan faktor kedua Anda.",
        "Lost both phone and recovery codes? An administrator can turn your second factor off.",
    ),
    "code_wrong": (
        "Kode itu salah, atau sudah pernah dipakai. Tunggu kode berikutnya.",
        "That code is wrong, or was used before. Wait for the next one.",
    ),
    "code_missing": ("Isi kodenya.", "Give the code."),
    "continue": ("Lanjut", "Continue"),
    "cancel": ("Batal", "Cancel"),
    "change_title": ("Ganti kata sandi", "Change the password"),
    "change_forced": (
        "Kata sandi sekali pakai harus diganti dulu. Sesudah itu Anda dapat bekerja.",
        "A one-time password has to be changed first. After that you can work.",
    ),
    "old_password": ("Kata sandi sekarang", "Present password"),
    "new_password": ("Kata sandi baru", "New password"),
    "new_password_hint": (
        (
            "Paling sedikit 8 huruf, lebih panjang lebih baik: empat kata yang tidak berhubungan."
            " Tidak perlu angka atau tanda khusus."
        ),
        (
            "At least 8 characters, longer is better: four words that do not belong together."
            " No digits or special signs needed."
        ),
    ),
    "again_password": ("Kata sandi baru, sekali lagi", "New password, once more"),
    "again_differs": ("Keduanya tidak sama.", "The two are not the same."),
    "old_wrong": ("Kata sandi sekarang salah.", "The present password is wrong."),
    "password_short": ("Kurang dari 8 huruf.", "It has fewer than 8 characters."),
    "password_long": ("Lebih dari 128 huruf.", "It has more than 128 characters."),
    "password_unreadable": (
        "Ada tanda yang tidak dapat dipakai.",
        "It holds something that is no character.",
    ),
    "password_common": (
        "Banyak orang memakainya, jadi itu yang pertama dicoba penyusup.",
        "Many people use it, so it is what intruders try first.",
    ),
    "password_personal": (
        "Terlalu mirip nama yang diketahui orang lain.",
        "It is little more than a name that others know.",
    ),
    "password_same": ("Itu kata sandi yang lama.", "That is the old one."),
    "password_again": ("Kata sandi Anda", "Your password"),
    "password_again_hint": (
        "Diminta lagi agar tidak ada yang mengubah ini dari peramban yang Anda tinggalkan.",
        "Asked for again, so that nobody changes this in a browser that you have left open.",
    ),
    "password_again_wrong": ("Kata sandi itu salah.", "That password is wrong."),
    "password_again_none": (
        "Anda masuk lewat {title}, jadi di sini kata sandi tidak diminta lagi.",
        "You sign in with {title}, so no password is asked for again here.",
    ),
    "password_changed": (
        "Kata sandi sudah diganti. Sesi lain sudah diakhiri.",
        "The password was changed. Other sessions were ended.",
    ),
    "save_password": ("Simpan kata sandi", "Save the password"),
    "demo_accounts": ("Akun peragaan", "Demonstration accounts"),
    "demo_accounts_do": (
        "Pilih seseorang untuk melihat Alur dari mejanya. Kata sandi semuanya:",
        "Choose somebody to see Alur from their desk. The password of all is:",
    ),
    "enter_as": ("Masuk sebagai {name}", "Sign in as {name}"),
    "roles_held": ("Peran dan unit", "Roles and units"),
    "roles_none": (
        (
            "Anda belum memegang peran apa pun, jadi belum ada berkas yang tampil."
            " Hubungi pengelola di unit Anda."
        ),
        "You hold no role yet, so no cases are shown. Ask the administrator of your unit.",
    ),
    "role_held": ("Peran", "Role"),
    "unit": ("Unit kerja", "Unit"),
    "only_sop": ("hanya SOP {sop}", "only for the SOP {sop}"),
    "acting": ("{kind} menggantikan {person}", "{kind} for {person}"),
    "until": ("Sampai", "Until"),
    "until_when": ("sampai {when}", "until {when}"),
    "no_end": ("tanpa batas waktu", "with no end set"),
    "stand_ins": ("Penggantian", "Substitution"),
    "i_stand_in": (
        "Anda menggantikan {person} sebagai {role}, {unit}",
        "You stand in for {person} as {role}, {unit}",
    ),
    "stands_in_for_me": (
        "{person} menggantikan Anda sebagai {role}, {unit}",
        "{person} stands in for you as {role}, {unit}",
    ),
    "away": ("Anda tercatat tidak masuk sampai {when}", "You are away until {when}"),
    "nip": ("NIP", "Civil servant number"),
    "email": ("Surel", "E-mail"),
    "phone": ("Telepon", "Phone"),
    "security": ("Keamanan", "Security"),
    "password_since": ("diganti {when}", "changed {when}"),
    "no_password": (
        "Anda masuk lewat {title}; di sini tidak ada kata sandi.",
        "You sign in with {title}; there is no password here.",
    ),
    "change": ("Ganti", "Change"),
    "look_after": ("Kelola", "Manage"),
    "factor": ("Faktor kedua", "Second factor"),
    "factor_on": ("Aktif sejak {when}", "On since {when}"),
    "factor_off": ("Tidak aktif", "Off"),
    "factor_must": (
        "Kantor ini mewajibkannya: setelah itu Anda dapat bekerja.",
        "This office requires it: once it is set up you can go on.",
    ),
    "factor_why": (
        (
            "Selain kata sandi, Alur meminta kode dari ponsel Anda. Kata sandi yang bocor saja"
            " tidak cukup untuk masuk."
        ),
        (
            "Beside the password Alur asks for a code from your phone. A password that got out"
            " is then not enough to get in."
        ),
    ),
    "factor_elsewhere": (
        "Anda masuk lewat {title}; faktor kedua diatur di sana.",
        "You sign in with {title}; a second factor is set up there.",
    ),
    "factor_set_up": ("Aktifkan", "Set up"),
    "factor_turn_off": ("Matikan", "Turn off"),
    "factor_turn_off_do": (
        "Untuk mematikannya, atau membuat kode pemulihan baru, ketik kata sandi dan satu kode.",
        "To turn it off, or to have new recovery codes made, type your password and a code.",
    ),
    "factor_off_done": ("Faktor kedua sudah dimatikan.", "The second factor was turned off."),
    "factor_new_codes": ("Buat kode pemulihan baru", "Make new recovery codes"),
    "factor_scan": (
        "Pindai kode QR ini dengan aplikasi autentikator.",
        "Scan this QR code with an authenticator app.",
    ),
    "factor_scan_else": (
        "Tidak bisa memindai? Ketik kunci ini di aplikasi:",
        "Cannot scan? Type this key into the app:",
    ),
    "factor_confirm": (
        "Ketik kode yang sekarang tampil di aplikasi.",
        "Type the code that the app shows now.",
    ),
    "factor_qr": ("Kode QR untuk aplikasi autentikator", "QR code for the authenticator app"),
    "factor_codes_left": ("{n} kode pemulihan tersisa", "{n} recovery codes are left"),
    "codes_title": ("Kode pemulihan", "Recovery codes"),
    "codes_do": (
        (
            "Faktor kedua aktif. Cetak atau salin kode ini dan simpan di tempat aman: masing-masing"
            " dapat dipakai sekali bila ponsel tidak ada. Kode ini tidak akan ditampilkan lagi."
        ),
        (
            "The second factor is on. Print or copy these codes and keep them somewhere safe: each"
            " can be used once when the phone is not there. They will not be shown again."
        ),
    ),
    "codes_print": (
        "Mencetak: Ctrl+P (di ponsel: bagikan, lalu cetak).",
        "To print: Ctrl+P (on a phone: share, then print).",
    ),
    "codes_kept": ("Sudah saya simpan", "I have kept them"),
    "codes_of": ("Kode pemulihan Alur untuk {person}", "Recovery codes of Alur for {person}"),
    "sessions": ("Sesi", "Sessions"),
    "sessions_lead": (
        (
            "Peramban yang sedang masuk dengan akun Anda. Tidak mengenalinya? Akhiri, lalu ganti"
            " kata sandi."
        ),
        (
            "Browsers that are signed in as you. One you do not know? End it, then change your"
            " password."
        ),
    ),
    "session_this": ("sesi ini", "this one"),
    "session_seen": ("terakhir dipakai {when}", "last used {when}"),
    "session_since": ("masuk {when}", "signed in {when}"),
    "session_ends": ("berakhir {when}", "ends {when}"),
    "session_halfway": ("belum selesai masuk", "sign-in not finished"),
    "device_unknown": ("Perangkat tidak dikenal", "Unknown device"),
    "device": ("{browser} di {system}", "{browser} on {system}"),
    "end": ("Akhiri", "End"),
    "end_session_of": ("Akhiri sesi {device}", "End the session {device}"),
    "end_others": ("Akhiri semua sesi lain", "End all other sessions"),
    "session_ended": ("Sesi itu sudah diakhiri.", "That session was ended."),
    "others_ended": ("Semua sesi lain sudah diakhiri.", "All other sessions were ended."),
    "tokens": ("Token API", "API tokens"),
    "tokens_lead": (
        "Untuk program yang bertindak atas nama Anda. Beri hanya cakupan yang dibutuhkan.",
        "For programs that act in your name. Give no more scopes than are needed.",
    ),
    "tokens_good": ("{n} token berlaku", "{n} tokens in force"),
    "tokens_none": ("Belum ada token.", "There are no tokens yet."),
    "token_issue": ("Terbitkan token", "Issue a token"),
    "token_name": ("Nama token", "Name of the token"),
    "token_name_hint": (
        "Untuk mengenalinya nanti, misalnya “antrean loket”.",
        "To tell it apart later, such as “counter queue”.",
    ),
    "token_name_missing": ("Beri nama, paling banyak 80 huruf.", "Give it a name of at most 80."),
    "token_scopes": ("Cakupan", "Scopes"),
    "token_scopes_missing": ("Pilih paling sedikit satu.", "Choose at least one."),
    "token_until": ("Berlaku sampai akhir hari", "Good until the end of"),
    "token_until_hint": ("Paling lama satu tahun.", "A year at most."),
    "token_until_wrong": (
        "Pilih hari antara besok dan satu tahun lagi.",
        "Choose a day between tomorrow and a year from now.",
    ),
    "token_secret": (
        "Token “{name}” terbit. Salin sekarang: rahasia ini tidak akan ditampilkan lagi.",
        "The token “{name}” is issued. Copy it now: this secret will not be shown again.",
    ),
    "token_use": ("Kirim sebagai", "Send it as"),
    "token_good": ("berlaku sampai {when}", "good until {when}"),
    "token_good_day": ("berlaku sampai akhir {when}", "good until the end of {when}"),
    "token_over": ("tidak berlaku sejak {when}", "not good since {when}"),
    "token_used": ("terakhir dipakai {when}", "last used {when}"),
    "token_unused": ("belum pernah dipakai", "never used"),
    "token_revoke": ("Cabut", "Revoke"),
    "token_revoke_of": ("Cabut token {name}", "Revoke the token {name}"),
    "token_revoked": ("Token itu sudah dicabut.", "The token was revoked."),
    "scope_read": ("membaca berkas yang boleh Anda lihat", "read the cases that you may see"),
    "scope_act": ("mengerjakan tugas atas nama Anda", "work on tasks in your name"),
    "scope_administer": ("mengelola orang dan akun", "administer people and accounts"),
    "scope_metrics": ("membaca angka pemantauan", "read the figures of /metrics"),
    "provider_silent": (
        "{title} sedang tidak dapat dihubungi",
        "{title} cannot be reached now",
    ),
    "provider_silent_do": (
        "Coba lagi sebentar lagi, atau masuk dengan kata sandi bila Anda punya.",
        "Try again in a while, or sign in with a password if you have one.",
    ),
    "provider_refused": ("Masuk lewat {title} tidak berhasil", "Signing in with {title} failed"),
    "provider_refused_do": (
        "Jawabannya tidak cocok dengan yang kami minta, atau sudah pernah dipakai. Mulai lagi.",
        "Its answer is not what we asked for, or was used before. Start again.",
    ),
    "provider_unknown": (
        "{title} mengenal Anda, Alur belum",
        "{title} knows you, Alur does not",
    ),
    "provider_unknown_do": (
        "Mintalah pengelola Alur di unit Anda untuk menautkan akun Anda. Sebutkan: {who}.",
        "Ask the administrator of Alur in your unit to link your account. Tell them: {who}.",
    ),
    "farewell": (
        "Anda masih masuk di {title}. Di komputer bersama, keluarlah juga dari sana.",
        "You are still signed in with {title}. On a shared computer, sign out there as well.",
    ),
    "farewell_go": ("Keluar dari {title}", "Sign out of {title}"),
    "to_sign_in": ("Ke halaman masuk", "To the sign-in page"),
    "to_account": ("Ke akun", "To the account"),
}
