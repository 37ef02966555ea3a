"""The words of the page of checkpoints, in both languages."""

from collections.abc import Mapping

from api.glossary import Pair

CHECKPOINT_WORDS: Mapping[str, Pair] = {
    "checkpoints": ("Titik periksa", "Checkpoints"),
    "checkpoints_lead": (
        (
            "Beberapa menit sekali kantor ini menyatakan dengan tanda tangan digital berapa banyak"
            " catatan yang ada dalam riwayatnya, dan sidik jari dari semuanya. Siapa pun yang"
            " menyimpan satu pernyataan dapat membuktikan kelak bahwa tidak ada catatan yang"
            " diubah, dihapus, atau disisipkan, juga oleh kantor ini sendiri."
        ),
        (
            "Every few minutes this office states, signed, how many entries its history has, and a"
            " fingerprint of them all. Whoever keeps one of these statements can show later that"
            " no entry was changed, removed or slipped in, not even by this office itself."
        ),
    ),
    "checkpoints_private": (
        "Tidak ada data pribadi di sini: dari sidik jari tidak dapat dibaca apa pun.",
        "There is no personal data here: nothing can be read from a fingerprint.",
    ),
    "checkpoint_newest": ("Yang terbaru", "The newest"),
    "checkpoint_stands": (
        "{n} catatan, ditandatangani {when}.",
        "{n} entries, signed {when}.",
    ),
    "checkpoint_copy": (
        "Satu klik memilih semuanya. Salin apa adanya, dan simpan di luar kantor ini.",
        "One click selects it all. Copy it as it is, and keep it outside this office.",
    ),
    "checkpoint_text": ("Sebagai teks", "As text"),
    "checkpoint_json": ("Semuanya, untuk program (JSON)", "All of them, for programs (JSON)"),
    "checkpoint_keys": ("Kunci pemeriksa", "Verifier keys"),
    "checkpoint_keys_lead": (
        "Catat kunci yang pertama Anda lihat; setiap pergantian diumumkan oleh kunci sebelumnya.",
        "Write down the first key you see; the one before announces each change.",
    ),
    "checkpoint_key_now": ("berlaku sejak {since}", "in use since {since}"),
    "checkpoint_key_was": ("{since} sampai {until}", "{since} to {until}"),
    "checkpoint_how": ("Cara memeriksa", "How to check"),
    "checkpoint_how_1": (
        "Simpan pernyataan di atas beserta kuncinya.",
        "Keep the statement above, and the key with it.",
    ),
    "checkpoint_how_2": (
        "Kelak, mintalah bukti bahwa riwayat hanya bertambah sejak itu; bentuknya RFC 6962.",
        "Later, ask for the proof that the history only grew since then; it is of RFC 6962.",
    ),
    "checkpoint_how_3": (
        "Hitung ulang sendiri, atau biarkan program ini melakukannya:",
        "Work it out yourself, or let this program do so:",
    ),
    "checkpoint_earlier": ("Semua pernyataan", "All statements"),
    "checkpoint_caption": (
        "Pernyataan, terbaru di atas",
        "Statements, newest first",
    ),
    "checkpoint_id": ("Nomor", "Number"),
    "checkpoint_at": ("Ditandatangani", "Signed"),
    "checkpoint_size": ("Catatan", "Entries"),
    "checkpoint_root": ("Sidik jari", "Fingerprint"),
    "checkpoint_hands_over": ("pergantian kunci", "change of keys"),
    "checkpoint_older": ("Yang lebih lama", "Earlier ones"),
    "checkpoints_none": ("Belum ada titik periksa", "No checkpoint yet"),
    "checkpoints_none_do": (
        "Yang pertama ditandatangani beberapa menit setelah layanan dinyalakan.",
        "The first one is signed a few minutes after the service is started.",
    ),
}
