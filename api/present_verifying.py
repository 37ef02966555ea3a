"""Findings of a verification in words: what is wrong, and what to do about it."""

from collections.abc import Mapping

from api.glossary import Pair, in_language
from engine.core.text import Frozen, Language, Text
from engine.core.verdicts import Doubt, Finding

_LOOK = (
    "Jangan ubah apa pun: salin basis data, lalu bandingkan dengan cadangan dan arsip kasusnya.",
    "Change nothing: copy the database, then compare it with a backup and with case bundles.",
)
_REBUILD = (
    "Kejadiannya utuh: `alur db rebuild` membuat ulang barisnya. Cari tahu siapa yang mengubahnya.",
    "The events are whole: `alur db rebuild` makes the row anew. Find out who changed it.",
)
_RESTORE = (
    "Salin basis data sebagai bukti, lalu pulihkan dari cadangan yang utuh.",
    "Copy the database as evidence, then restore a backup that is whole.",
)
_BACKUP = (
    "Ambil berkasnya dari cadangan: hash-nya menunjukkan mana yang benar.",
    "Take the file from a backup: its hash shows which one is right.",
)
_ASK = (
    "Minta catatan itu sekali lagi kepada penerbitnya, lalu periksa ulang.",
    "Ask whoever published it for it once more, and verify again.",
)

DOUBTS: Mapping[Doubt, tuple[Pair, Pair]] = {
    Doubt.EVENT_MISSING: (
        ("Kejadian hilang dari riwayat.", "An event is missing from the history."),
        _RESTORE,
    ),
    Doubt.HASH_DIFFERS: (
        (
            "Isi kejadian atau hash-nya telah diubah.",
            "The content of the event, or its hash, was changed.",
        ),
        _LOOK,
    ),
    Doubt.BODY_UNREADABLE: (
        ("Isi kejadian tidak dapat dibaca.", "The content of the event cannot be read."),
        _RESTORE,
    ),
    Doubt.BODY_NOT_CANONICAL: (
        (
            "Isi kejadian tidak ditulis seperti yang ditulis Alur.",
            "The content of the event is not written the way Alur writes.",
        ),
        _LOOK,
    ),
    Doubt.EVENT_MISPLACED: (
        (
            "Kejadian ini milik tempat lain: kasus atau nomornya berbeda.",
            "The event belongs elsewhere: to another case, or under another number.",
        ),
        _LOOK,
    ),
    Doubt.COLUMNS_DIFFER: (
        (
            "Kolom di samping kejadian tidak sesuai dengan isinya.",
            "A column beside the event does not say what the event says.",
        ),
        _LOOK,
    ),
    Doubt.HISTORY_IMPOSSIBLE: (
        (
            "Dari kejadian-kejadian ini tidak mungkin ada keadaan apa pun.",
            "No state can follow from these events.",
        ),
        _RESTORE,
    ),
    Doubt.CASE_ROW_MISSING: (
        ("Baris kasusnya tidak ada.", "The row of the case is not there."),
        _REBUILD,
    ),
    Doubt.EVENTS_GONE: (
        (
            "Kasusnya ada, tetapi riwayatnya tidak ada.",
            "The case is there, but none of its history.",
        ),
        _RESTORE,
    ),
    Doubt.HEAD_DIFFERS: (
        (
            "Baris kasus menyebut kejadian terakhir yang lain: akhirnya dipotong atau diganti.",
            "The case's row names another last event: the end was cut off, or replaced.",
        ),
        _RESTORE,
    ),
    Doubt.STATE_DIFFERS: (
        (
            "Keadaan kasus tidak mengikuti riwayatnya.",
            "The state of the case does not follow from its history.",
        ),
        _REBUILD,
    ),
    Doubt.ROW_DIFFERS: (
        (
            "Kolom baris kasus tidak mengikuti riwayatnya.",
            "A column of the case's row does not follow from its history.",
        ),
        _REBUILD,
    ),
    Doubt.VIEW_DIFFERS: (
        (
            "Baris daftar tidak mengikuti riwayat kasusnya.",
            "A row that lists are made of does not follow from the history of its case.",
        ),
        _REBUILD,
    ),
    Doubt.SOP_MISSING: (
        (
            "Versi SOP yang dijalankan kasus ini tidak ada.",
            "The SOP version that the case runs under is not there.",
        ),
        _RESTORE,
    ),
    Doubt.SOP_DIFFERS: (
        (
            "Versi SOP bukan lagi yang diterbitkan.",
            "The SOP version is not what was published.",
        ),
        _RESTORE,
    ),
    Doubt.CALENDAR_DIFFERS: (
        (
            "Versi kalender bukan lagi yang diterbitkan.",
            "The calendar version is not what was published.",
        ),
        _RESTORE,
    ),
    Doubt.NUMBERS_DIFFER: (
        (
            "Nomor terakhir register bukan yang tercatat dalam riwayat kasus.",
            "The last number of the register is not what the histories of cases gave out.",
        ),
        _LOOK,
    ),
    Doubt.NOT_LISTED: (
        (
            "Tidak tercatat di buku besar dan tidak menunggu dicatat.",
            "The ledger does not list it, nor does it wait to be listed.",
        ),
        _LOOK,
    ),
    Doubt.LISTED_OTHERWISE: (
        (
            "Buku besar mencatat hash lain: riwayat atau versinya ditulis ulang.",
            "The ledger lists another hash: the history or version was written anew.",
        ),
        _LOOK,
    ),
    Doubt.LISTED_TWICE: (
        ("Tercatat dua kali di buku besar.", "The ledger lists it twice."),
        _LOOK,
    ),
    Doubt.LISTED_BUT_GONE: (
        (
            "Tercatat di buku besar, tetapi tidak ada lagi.",
            "The ledger lists it, but it is not there any more.",
        ),
        _RESTORE,
    ),
    Doubt.DUE_DIFFERS: (
        (
            "Yang menunggu dicatat tidak ada, atau hash-nya lain.",
            "What waits to be listed is not there, or has another hash.",
        ),
        _LOOK,
    ),
    Doubt.POSITION_MISSING: (
        ("Nomor di buku besar terlewati.", "A number of the ledger is missing."),
        _RESTORE,
    ),
    Doubt.NODE_DIFFERS: (
        (
            "Pohon hash buku besar tidak sesuai dengan isinya.",
            "The ledger's tree is not the tree over its entries.",
        ),
        _LOOK,
    ),
    Doubt.CHECKPOINT_UNREADABLE: (
        ("Checkpoint tidak dapat dibaca.", "A checkpoint cannot be read."),
        _ASK,
    ),
    Doubt.CHECKPOINT_UNSIGNED: (
        (
            "Checkpoint tidak ditandatangani kunci yang dipercaya.",
            "No key that is trusted signed the checkpoint.",
        ),
        _ASK,
    ),
    Doubt.CHECKPOINT_DIFFERS: (
        (
            "Buku besar bertentangan dengan checkpoint yang sudah terbit.",
            "The ledger contradicts a checkpoint that was published.",
        ),
        _RESTORE,
    ),
    Doubt.CHECKPOINT_AHEAD: (
        (
            "Checkpoint yang terbit lebih panjang: akhir buku besar terpotong.",
            "A published checkpoint is longer: the end of the ledger was cut off.",
        ),
        _RESTORE,
    ),
    Doubt.VERIFIER_KEY_DIFFERS: (
        (
            "Kunci verifikasi di basis data tidak sesuai dengan checkpoint yang ditandatanganinya.",
            "A verifier key in the database does not fit the checkpoints that it signed.",
        ),
        _LOOK,
    ),
    Doubt.NOTHING_COMPARED: (
        (
            "Tidak ada checkpoint yang dapat dibandingkan dengan kunci yang diberikan.",
            "There was no checkpoint to compare with, by the keys that were given.",
        ),
        (
            "Berikan checkpoint yang disimpan pihak luar: `--checkpoints FILE`.",
            "Give checkpoints that somebody outside has kept: `--checkpoints FILE`.",
        ),
    ),
    Doubt.RECEIPT_DIFFERS: (
        (
            "Bukti terima menyebut hash lain daripada yang ada.",
            "A receipt names another hash than the one that is there.",
        ),
        _LOOK,
    ),
    Doubt.DOCUMENT_DIFFERS: (
        (
            "Isi dokumen bukan lagi yang dahulu dilampirkan.",
            "The bytes of the document are not those that were filed.",
        ),
        _BACKUP,
    ),
    Doubt.DOCUMENT_GONE: (
        (
            "Dokumen yang dilampirkan tidak ada lagi di sini.",
            "The document that was filed is not kept here any more.",
        ),
        _BACKUP,
    ),
    Doubt.KEY_GONE: (
        (
            "Kunci data pribadi tidak ada lagi, padahal tidak ada penghapusan yang tercatat.",
            "A key of personal data is gone, and no erasure of it is recorded.",
        ),
        _RESTORE,
    ),
    Doubt.DATED_BACK: (
        (
            "Kejadian dimasukkan lebih lambat daripada waktu yang disebutnya.",
            "The event was entered later than it says it happened.",
        ),
        (
            "Tanyakan siapa memasukkannya dan kapan; periksa jam mesinnya waktu itu.",
            "Ask who entered it and when; look whether the machine's clock was right then.",
        ),
    ),
}
"""Of every code: what is wrong, and what to do."""


class DoubtAnswer(Frozen, frozen=True, kw_only=True):
    """A finding, the sentence that tells it, and what to do."""

    stream: str
    seq: int
    code: Doubt
    reason: str
    sentence: Text
    hint: Text


def doubt_answer(finding: Finding) -> DoubtAnswer:
    """A finding as everybody may read it."""
    says, mends = DOUBTS[finding.code]
    return DoubtAnswer(
        stream=finding.stream,
        seq=finding.seq,
        code=finding.code,
        reason=finding.reason,
        sentence=Text(id=says[0], en=says[1]),
        hint=Text(id=mends[0], en=mends[1]),
    )


def says(finding: Finding, language: Language) -> str:
    """What is wrong, in a sentence."""
    return in_language(DOUBTS[finding.code][0], language)


def mends(code: Doubt, language: Language) -> str:
    """What to do about it, in a sentence."""
    return in_language(DOUBTS[code][1], language)


def place(finding: Finding) -> str:
    """Where it is: the stream, and the number in it unless it is the whole."""
    return f"{finding.stream} {finding.seq}" if finding.seq else finding.stream
