"""The fixed words of the official form, and how an SOP writes days, lengths of time and money."""

from collections.abc import Mapping
from datetime import date

from engine.core.durations import Duration, duration_in_english, duration_in_indonesian
from engine.core.retention import Fate, RetentionClass, Span
from engine.core.text import Language, Text
from engine.core.values import FieldType
from engine.core.workflow import PauseReason, RungLevel
from engine.sop.shape import Bilingual, text_from_words

Pair = tuple[str, str]
"""The same words in Indonesian and in English."""

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}

PAUSES: Mapping[PauseReason, Pair] = {
    PauseReason.APPLICANT: ("jeda menunggu pemohon", "paused for the applicant"),
    PauseReason.PAYMENT: ("jeda menunggu pembayaran", "paused for the payment"),
    PauseReason.EXTERNAL_BODY: ("jeda menunggu instansi lain", "paused for another body"),
}
WAITS: Mapping[PauseReason, Pair] = {
    PauseReason.APPLICANT: ("menunggu pemohon", "waiting for the applicant"),
    PauseReason.PAYMENT: ("menunggu pembayaran", "waiting for the payment"),
    PauseReason.EXTERNAL_BODY: ("menunggu instansi lain", "waiting for another body"),
}
RUNGS: Mapping[RungLevel, Pair] = {
    RungLevel.REMIND: ("pelaksana", "whoever has the task"),
    RungLevel.SUPERVISOR: ("atasan", "the supervisor"),
    RungLevel.HEAD: ("pimpinan", "the head"),
}
RESULTS: Mapping[str, Pair] = {
    "completed": ("selesai", "end"),
    "rejected": ("selesai: ditolak", "end: rejected"),
}
LINKS: Mapping[str, Pair] = {
    "lanjutan": ("lanjutan", "follow-on"),
    "prasyarat": ("prasyarat", "prerequisite"),
    "terkait": ("terkait", "related"),
    "bagian_dari_makro": ("bagian dari SOP makro", "part of a macro SOP"),
}
REGIMES: Mapping[str, Pair] = {
    "permenpanrb-35-2012": ("PermenPAN-RB 35/2012", "PermenPAN-RB 35/2012"),
    "permendagri-52-2011": ("Permendagri 52/2011", "Permendagri 52/2011"),
}
CLOCK_STARTS: Mapping[str, Pair] = {
    "complete": ("sejak berkas lengkap", "from the complete file"),
    "registered": ("sejak didaftarkan", "from registration"),
}
DAY_ONE: Mapping[str, Pair] = {
    "next_working_day": ("hari kerja berikutnya", "the next working day"),
    "same_day": ("hari yang sama", "the same day"),
}
EVIDENCE: Mapping[str, Pair] = {
    "file": ("berkas digital", "digital file"),
    "paper": ("berkas fisik", "paper"),
    "data": ("data", "data"),
    "none": ("tanpa bukti", "no evidence"),
}
POWERS: Mapping[str, Pair] = {
    "assign": ("menugaskan", "assign"),
    "override": ("menyimpang dari SOP dengan alasan", "depart from the SOP with a reason"),
    "reject": ("menolak permohonan", "reject the request"),
    "reopen": ("membuka kembali berkas", "reopen a case"),
    "migrate": ("memindahkan berkas ke versi lain", "carry cases over to another version"),
    "extend": ("memperpanjang waktu", "extend time limits"),
    "dispose": ("memutuskan tindak lanjut penyimpangan", "decide about deviations"),
}
FIELD_TYPES: Mapping[FieldType, Pair] = {
    FieldType.TEXT: ("teks", "text"),
    FieldType.LONG_TEXT: ("teks panjang", "long text"),
    FieldType.NUMBER: ("bilangan", "number"),
    FieldType.INTEGER: ("bilangan bulat", "whole number"),
    FieldType.MONEY: ("rupiah", "rupiah"),
    FieldType.DATE: ("tanggal", "date"),
    FieldType.BOOLEAN: ("ya/tidak", "yes/no"),
    FieldType.CHOICE: ("pilihan", "choice"),
    FieldType.CHOICES: ("beberapa pilihan", "several choices"),
    FieldType.NIK: ("NIK", "NIK"),
    FieldType.PHONE: ("nomor telepon", "telephone number"),
}
CLASSES: Mapping[str, Pair] = {
    "administratif": ("administratif", "administrative"),
    "teknis": ("teknis", "technical"),
    "makro": ("makro", "macro"),
    "mikro": ("mikro", "micro"),
    "final": ("final", "final"),
    "parsial": ("parsial", "partial"),
    "pelayanan": ("pelayanan", "service to the public"),
    "rutin": ("rutin", "routine"),
    "penugasan": ("penugasan", "on assignment"),
}


def pick(pair: Pair, language: Language) -> str:
    """The one of both that `language` asks for."""
    return pair[1] if language == "en" else pair[0]


def content(words: str | Bilingual | Text, language: Language) -> str:
    """Words of the SOP itself; Indonesian where they have no English twin."""
    text = words if isinstance(words, Text) else text_from_words(words)
    return text.in_language(language)


def written_day(day: date, language: Language) -> str:
    """`14 Maret 2022`."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def written_duration(duration: Duration, language: Language) -> str:
    """`15 menit`, in English `15 minutes`."""
    write = duration_in_english if language == "en" else duration_in_indonesian
    return write(duration)


FATES: Mapping[Fate, Pair] = {
    Fate.DESTROY: ("musnah", "destroyed"),
    Fate.PERMANENT: ("permanen", "kept for good"),
    Fate.REVIEW: ("dinilai kembali", "judged anew"),
}


def written_span(span: Span, language: Language) -> str:
    """`2 tahun`, in English `2 years`; in months where they make no whole years."""
    years, months = divmod(span.months, 12)
    if months or not years:
        words = ("bulan", "month" if span.months == 1 else "months")
        return f"{span.months} {pick(words, language)}"
    return f"{years} {pick(('tahun', 'year' if years == 1 else 'years'), language)}"


def written_retention(kept: RetentionClass, language: Language) -> str:
    """`aktif 1 tahun, inaktif 2 tahun, musnah`."""
    active, inactive = (written_span(one, language) for one in (kept.active, kept.inactive))
    said = f"aktif {active}, inaktif {inactive}", f"active {active}, inactive {inactive}"
    return f"{pick(said, language)}, {pick(FATES[kept.fate], language)}"


def written_fee(fee: str | Bilingual, language: Language) -> str:
    """`Rp10.000` for digits, `Gratis` for 0, any other text as it stands."""
    said = content(fee, language)
    if not said.isascii() or not said.isdigit():
        return said
    if int(said) == 0:
        return pick(("Gratis", "Free of charge"), language)
    return f"Rp{int(said):,}".replace(",", ".")


def title_from_key(key: str) -> str:
    """A register's key in words, where the register is not at hand: `Kecamatan Tirta Asri`."""
    return key.replace("-", " ").title()
