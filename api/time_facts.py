"""The time of a case in a few lines: its promise, the legal limit, the expected end, whose time."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from api.formats import written_date, written_elapsed, written_instant
from api.glossary import Pair, in_language
from api.present_time import ClockWords, written_amount
from engine.core.clock_clauses import ClockKind
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock, ClockState
from engine.core.durations import TimeUnit
from engine.core.text import Frozen, Language
from engine.service.time_views import CaseTimesView, Countdown

NAMES: Mapping[str, Pair] = {
    ClockKind.PROMISE: ("Janji layanan", "Promise"),
    ClockKind.LEGAL: ("Batas hukum", "Legal limit"),
    "expected": ("Perkiraan selesai", "Expected finish"),
    "whose": ("Waktu terpakai", "Time so far"),
    "unknown": ("Waktu", "Time"),
}
STANDING: Mapping[ClockState, Pair] = {
    ClockState.NOT_STARTED: (
        "{budget}, dihitung sejak berkas lengkap",
        "{budget}, counted from a complete file",
    ),
    ClockState.RUNNING: (
        "{due}; sisa {remaining} dari {budget}",
        "{due}; {remaining} of {budget} left",
    ),
    ClockState.STANDING: (
        "berhenti, {ground}; sisa {remaining} dari {budget}",
        "stands still, {ground}; {remaining} of {budget} left",
    ),
    ClockState.MET: ("ditepati: {budget}, tenggat {due}", "kept: {budget}, due {due}"),
    ClockState.PASSED: ("terlewati: {budget}, tenggat {due}", "passed: {budget}, was due {due}"),
}
ENDED_EARLY: Pair = ("ditepati: {budget}", "kept: {budget}")
DAYS_LEFT: Pair = ("sisa {days}", "{days} left")
GRANTED: Pair = (
    "bila tidak diputus, permohonan dianggap dikabulkan menurut hukum terhitung {day} {law}",
    "undecided, the request counts as granted by law from {day} {law}",
)
LAW: Pair = (
    "(fiktif positif, UU 30/2014 pasal 53 jo. UU 6/2023)",
    "(deemed approval, Law 30/2014 art. 53 as amended by Law 6/2023)",
)
WILL_PASS: Mapping[ClockKind, Pair] = {
    ClockKind.PROMISE: ("janji layanan akan terlewati", "the promise will be passed"),
    ClockKind.LEGAL: ("batas hukum akan terlewati", "the legal limit will be passed"),
}
HOLDS: Pair = ("janji layanan ditepati", "within the promise")
NO_FORECAST: Pair = ("tidak dapat diperkirakan", "cannot be foreseen")
WHOSE: Pair = ("kantor {office}, pemohon {applicant}", "office {office}, applicant {applicant}")
OTHERS: Pair = (", instansi lain {other}", ", another body {other}")
IN_ALL: Pair = (
    " (jam kerja); {elapsed} sejak dibuka",
    " (working time); {elapsed} since it was opened",
)
UNKNOWN: Pair = (
    "tidak dapat dihitung: kalender kerja {calendar} belum terbit atau tidak menjangkau waktunya",
    "cannot be told: the working calendar {calendar} is not published, or does not reach that far",
)

_MINUTE = 60


class TimeFact(Frozen, frozen=True, kw_only=True):
    """A line about the time of a case.

    `used` is how much of a budget is used, in percent up to 100; None where the line has no budget
    that counts. `late`: a limit is passed, or expected to be.
    """

    name: str
    words: str
    used: int | None = None
    late: bool = False


def time_facts(view: CaseTimesView, language: Language, zone: ZoneInfo) -> tuple[TimeFact, ...]:
    """What there is to say, each in a line; instants by the clock of `zone`."""
    return tuple(_facts(view, language, zone))


def time_unknown(calendar: str, language: Language) -> TimeFact:
    """The line that stands for all of them where the calendar cannot tell the times."""
    words = in_language(UNKNOWN, language).format(calendar=calendar)
    return TimeFact(name=in_language(NAMES["unknown"], language), words=words)


def percent_used(clock: Clock) -> int | None:
    """How much of its budget a clock has used, up to 100; None before it has started."""
    if clock.ledger is None:
        return None
    amount = clock.ledger.measure.amount
    return min(100 * clock.consumed // amount, 100)


def clock_words(clock: Clock, view: CaseTimesView, language: Language, zone: ZoneInfo) -> str:
    """How a clock stands, without its name: `30 November 2026 16.00 WIB; sisa 2 dari …`."""
    words = ClockWords(language=language, zone=zone, clock=clock, at=view.at)
    is_over_early = clock.state is ClockState.MET and clock.due is None
    pair = ENDED_EARLY if is_over_early else STANDING[clock.state]
    return words.say(pair).format(
        budget=words.budget(),
        due=words.instant(clock.due),
        remaining=_remaining(clock, words),
        ground="" if clock.ground is None else words.ground(clock.ground),
    )


def _remaining(clock: Clock, words: ClockWords) -> str:
    """What is left; of a budget of days only the number, for the budget names the days."""
    left = clock.remaining or 0
    in_days = clock.clause.budget.unit in {TimeUnit.WORKING_DAY, TimeUnit.CALENDAR_DAY}
    return str(left) if in_days else words.amount(left)


def _facts(view: CaseTimesView, language: Language, zone: ZoneInfo) -> Iterator[TimeFact]:
    for clock in (view.promise, view.legal):
        if clock is not None:
            said = [clock_words(clock, view, language, zone)]
            if clock.kind is ClockKind.LEGAL and view.countdown is not None:
                said.extend(_countdown(clock, view.countdown, language))
            yield TimeFact(
                name=in_language(NAMES[clock.kind], language),
                words="; ".join(said),
                used=None if clock.state is ClockState.MET else percent_used(clock),
                late=clock.state is ClockState.PASSED,
            )
    if view.is_open:
        yield _expected(view, language, zone)
    yield TimeFact(name=in_language(NAMES["whose"], language), words=_whose(view, language))


def _countdown(clock: Clock, left: Countdown, language: Language) -> Iterator[str]:
    runs = clock.state is ClockState.RUNNING
    by_days = clock.ledger is not None and clock.ledger.measure.counted is Counted.WORKING_DAY
    if runs and not by_days:
        days = written_amount(left.working_days_left, Counted.WORKING_DAY, language)
        yield in_language(DAYS_LEFT, language).format(days=days)
    if left.granted_on is not None:
        day, law = written_date(left.granted_on, language), in_language(LAW, language)
        yield in_language(GRANTED, language).format(day=day, law=law)


def _expected(view: CaseTimesView, language: Language, zone: ZoneInfo) -> TimeFact:
    """The end that is expected, and which limits it will pass that are not passed already."""
    name, told = in_language(NAMES["expected"], language), view.forecast
    if told.finish is None:
        return TimeFact(name=name, words=in_language(NO_FORECAST, language))
    limits = ((view.promise, told.holds_promise), (view.legal, told.holds_legal))
    said = [
        WILL_PASS[clock.kind]
        for clock, holds in limits
        if clock is not None and clock.state is not ClockState.PASSED and holds is False
    ]
    finish = written_instant(told.finish, zone, language)
    more = said or ([HOLDS] if told.holds_promise else [])
    words = "; ".join([finish, *(in_language(pair, language) for pair in more)])
    return TimeFact(name=name, words=words, late=bool(said))


def _whose(view: CaseTimesView, language: Language) -> str:
    pairs = [WHOSE, OTHERS, IN_ALL] if view.other_seconds else [WHOSE, IN_ALL]
    return "".join(in_language(pair, language) for pair in pairs).format(
        office=written_work(view.office_seconds, language),
        applicant=written_work(view.applicant_seconds, language),
        other=written_work(view.other_seconds, language),
        elapsed=written_elapsed(view.elapsed, language),
    )


def written_work(seconds: int, language: Language) -> str:
    """Working time to the minute, cut off: `37 jam 5 menit`."""
    if 0 < seconds < _MINUTE:
        return in_language(("kurang dari 1 menit", "less than 1 minute"), language)
    if not seconds:
        return in_language(("0 menit", "0 minutes"), language)
    return written_amount(seconds - seconds % _MINUTE, Counted.WORKING_SECOND, language)
