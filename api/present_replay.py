"""Replays in words: by what somebody acted, and what does not follow from a history."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from api.glossary import JAKARTA, Glossary, Pair, in_language
from api.present_deviations import deviation_title, told
from engine.core.ids import DeviationId
from engine.core.rederiving import AboutDeviation, Difference, ReplayFinding
from engine.core.replaying import ActorThen, How
from engine.core.text import Language, Text
from engine.core.time_events import DeviationRecorded
from engine.core.workflow import Workflow

HOWS: Mapping[How, Pair] = {
    How.OWN: ("pemegang peran", "holds the role"),
    How.PLH: ("Plh", "stands in (Plh)"),
    How.PLT: ("Plt", "acting (Plt)"),
    How.LENT: ("didelegasikan", "delegated"),
    How.SYSTEM: ("sistem", "the system"),
    How.BELIEVED: ("belum ada direktori", "no directory yet"),
    How.NONE: ("tanpa dasar di direktori", "nothing in the directory"),
}
DIFFERENCES: Mapping[Difference, Pair] = {
    Difference.NOT_DERIVED: (
        "Peristiwa {seq}: penyimpangan {deviation} dicatat, padahal tidak timbul dari riwayat",
        "Event {seq}: the deviation {deviation} is recorded and follows from nothing",
    ),
    Difference.NOT_RECORDED: (
        "Sesudah peristiwa {seq}: penyimpangan {deviation} seharusnya dicatat, tetapi tidak ada",
        "After event {seq}: the deviation {deviation} must have been recorded and is not",
    ),
    Difference.OTHER_EVIDENCE: (
        "Peristiwa {seq}: bukti penyimpangan {deviation} berbeda dari riwayat: {unlike}",
        "Event {seq}: the evidence of the deviation {deviation} differs from the history: {unlike}",
    ),
    Difference.NOT_WITHDRAWN: (
        "Sesudah peristiwa {seq}: penyimpangan {deviation} seharusnya dicabut, tetapi tidak",
        "After event {seq}: the deviation {deviation} must have been withdrawn and was not",
    ),
    Difference.WRONGLY_WITHDRAWN: (
        "Peristiwa {seq}: penyimpangan {deviation} dicabut tanpa dasar",
        "Event {seq}: the deviation {deviation} was withdrawn without ground",
    ),
    Difference.RECORDED_TWICE: (
        "Peristiwa {seq}: penyimpangan {deviation} dicatat lagi, padahal masih berlaku",
        "Event {seq}: the deviation {deviation} is recorded again while it stands",
    ),
    Difference.OTHER_CALENDAR: (
        "Peristiwa {seq}: dinilai menurut kalender {calendar}, yang tidak berlaku saat itu",
        "Event {seq}: judged by the calendar {calendar}, which was not in force then",
    ),
    Difference.NO_CALENDAR: (
        "Peristiwa {seq}: kalender {calendar} tidak ada atau tidak menjangkau waktunya",
        "Event {seq}: the calendar {calendar} is not there, or does not reach that far",
    ),
    Difference.BROKEN: (
        "Peristiwa {seq}: riwayat sejak sini tidak bersambung",
        "Event {seq}: from here on the history does not hold together",
    ),
}
_RECORDED: Pair = ("Tercatat: {}.", "Recorded: {}.")
_DERIVED: Pair = ("Menurut riwayat: {}.", "By the history: {}.")
_FIELDS: Mapping[str, Pair] = {
    "kind": ("jenis", "kind"),
    "case": ("berkas", "case"),
    "at": ("saat", "instant"),
    "step": ("langkah", "step"),
    "clause": ("butir SOP", "clause"),
    "persons": ("orang", "persons"),
    "roles": ("peran", "roles"),
    "visits": ("kunjungan", "visits"),
    "allowed": ("batas kunjungan", "visits tolerated"),
    "against": ("langkah pembanding", "steps held against"),
    "standard": ("waktu baku", "standard"),
    "measured": ("waktu terpakai", "time taken"),
    "due": ("tenggat", "due"),
    "says": ("alasan", "reason given"),
    "missing": ("yang tidak ada", "what is missing"),
    "because": ("sebab pencabutan", "ground of the withdrawal"),
}
AWAITED: Pair = (
    "{deviation} akan dicatat pada pemeriksaan berikutnya",
    "{deviation} is to be recorded by the next look",
)


def standing_words(actor: ActorThen, language: Language) -> str:
    """`Rini Astuti, Petugas Loket (Plh of Dewi)`: who acted, by the directory of then."""
    if actor.how is How.SYSTEM:
        return in_language(("Sistem", "The system"), language)
    how = in_language(HOWS[actor.how], language)
    if actor.acting_for:
        how += in_language((" untuk {}", " for {}"), language).format(actor.acting_for_name)
    if actor.lent_by:
        how += in_language((" oleh {}", " by {}"), language).format(actor.lent_by_name)
    title = None if actor.role_title is None else actor.role_title.in_language(language)
    role = title or actor.role or ""
    return f"{', '.join(part for part in (actor.name, role) if part)} ({how})"


def finding_words(
    finding: ReplayFinding,
    workflow: Workflow | None,
    language: Language,
    *,
    zone: ZoneInfo = JAKARTA,
) -> str:
    """A finding in sentences, both values told; instants by the clock of `zone`."""
    glossary = Glossary(workflow=workflow, language=language, zone=zone)
    named = "" if finding.deviation is None else _titled(finding.deviation, language)
    fields = (in_language(_FIELDS[name], language) for name in finding.unlike)
    first = glossary.words(DIFFERENCES[finding.code]).format(
        seq=finding.seq,
        deviation=named,
        calendar=finding.calendar,
        unlike=", ".join(fields),
    )
    values = (
        (_RECORDED, _value(finding.recorded, glossary)),
        (_DERIVED, _value(finding.derived, glossary)),
    )
    more = (glossary.words(pair).format(said) for pair, said in values if said)
    return " ".join((f"{first}.", *more))


def finding_text(finding: ReplayFinding, workflow: Workflow | None, zone: ZoneInfo) -> Text:
    """The same in both languages."""
    return Text(
        id=finding_words(finding, workflow, "id", zone=zone),
        en=finding_words(finding, workflow, "en", zone=zone),
    )


def awaited_words(one: AboutDeviation, language: Language) -> str:
    """What the next look at the clocks records."""
    title = deviation_title(one.deviation, language)
    return in_language(AWAITED, language).format(deviation=title)


def _titled(name: DeviationId, language: Language) -> str:
    try:
        return deviation_title(name, language)
    except ValueError:  # a kind that there is not, by other hands
        return name


def _value(one: AboutDeviation | None, glossary: Glossary) -> str:
    if not isinstance(one, DeviationRecorded):
        return ""
    return f"{told(one.found, glossary)} [{one.calendar}]"
