"""Deadlines as sentences: how a clock stands, and every while that was counted or left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.formats import written_day, written_duration, written_instant, written_time
from api.glossary import PAUSES, Pair, in_language
from engine.core.calendar_version import Holiday, HolidayKind
from engine.core.clock_clauses import Clause, ClauseSource, ClockKind
from engine.core.clock_explain import Reason, Reckoning
from engine.core.clock_ledger import Ground, Standstill
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock, ClockState
from engine.core.durations import Duration
from engine.core.text import Frozen, Language

CLAUSES: Mapping[ClockKind, Pair] = {
    ClockKind.STEP: ("Waktu baku langkah {row}", "The standard of step {row}"),
    ClockKind.PROMISE: ("Janji layanan", "The service promise"),
    ClockKind.LEGAL: ("Batas hukum", "The legal limit"),
}
STATUTE: Pair = (
    "{clause} (UU 30/2014 pasal 53 jo. UU 6/2023, SOP tidak menyebut batas lain)",
    "{clause} (Law 30/2014 art. 53 as amended by Law 6/2023; the SOP names no other)",
)
STATES: Mapping[ClockState, Pair] = {
    ClockState.NOT_STARTED: (
        "{clause}: {budget}, dihitung sejak berkas lengkap; belum mulai.",
        "{clause}: {budget}, counted from a complete file; not started.",
    ),
    ClockState.RUNNING: (
        "{clause}: {budget} sejak {since}; tenggat {due}.",
        "{clause}: {budget} from {since}; due {due}.",
    ),
    ClockState.STANDING: (
        "{clause}: {budget} sejak {since}; berhenti, {ground}; sisa {remaining}.",
        "{clause}: {budget} from {since}; stands still, {ground}; {remaining} left.",
    ),
    ClockState.MET: (
        "{clause}: {budget} sejak {since}; berakhir {finished} tanpa terlambat.",
        "{clause}: {budget} from {since}; ended {finished} without being late.",
    ),
    ClockState.PASSED: (
        "{clause}: {budget} sejak {since}; tenggat {due} terlewati.",
        "{clause}: {budget} from {since}; was due {due} and is past.",
    ),
}
REASONS: Mapping[Reason, Pair] = {
    Reason.OUTSIDE_HOURS: ("di luar jam kerja", "outside working hours"),
    Reason.BREAK: ("istirahat", "break"),
    Reason.WEEKEND: ("bukan hari kerja dalam sepekan", "not a working day of the week"),
    Reason.HOLIDAY: ("{holiday}", "{holiday}"),
    Reason.STANDING: ("{ground}", "{ground}"),
    Reason.DAY_ONE: ("hari pertama jatuh sesudahnya", "day one comes after it"),
    Reason.CUT_OFF: (
        "diterima setelah pukul {cut_off}, dihitung masuk hari kerja berikutnya",
        "received after {cut_off}, counts as the next working day's",
    ),
    Reason.DAY_NOT_OVER: (
        "hari itu belum berakhir, belum dihitung",
        "the day is not over and does not count yet",
    ),
}
IF_RESUMED: Pair = (
    "Bila berjalan lagi pada {at}, tenggatnya {due}.",
    "If it ran again at {at}, it would be due {due}.",
)
EXTENDED: Pair = (
    "{budget} (termasuk perpanjangan {extension})",
    "{budget} (an extension of {extension} included)",
)
LEFT_OUT: Pair = ("{span}: tidak dihitung, {reason}.", "{span}: not counted, {reason}.")
COUNTED: Pair = ("{span}: dihitung {amount}.", "{span}: {amount} counted.")
TOTAL: Pair = ("Jumlah yang dihitung: {amount}.", "Counted in all: {amount}.")
HOLIDAYS: Mapping[HolidayKind, Pair] = {
    HolidayKind.NATIONAL: ("libur nasional {name}", "national holiday, {name}"),
    HolidayKind.CUTI_BERSAMA: ("{name}", "{name} (cuti bersama)"),
    HolidayKind.REGIONAL: ("libur daerah {name}", "regional holiday, {name}"),
    HolidayKind.OFFICE: ("libur kantor {name}", "office holiday, {name}"),
}
PROVISIONAL: Pair = (" (perkiraan)", " (estimated)")
WHOLE_CASE: Pair = ("berkas dijeda: {ground}", "the case is paused: {ground}")
CLOSED: Pair = ("berkas ditutup", "the case was closed")
INCIDENT: Pair = ("insiden, sistem tidak dapat melanjutkan", "an incident, the engine cannot go on")

_SECONDS_A_MINUTE, _SECONDS_AN_HOUR = 60, 3600
_ONE_SECOND = timedelta(seconds=1)


def clause_title(clause: Clause, language: Language) -> str:
    """`Waktu baku langkah 3`; the statute is named where its limit holds."""
    title = in_language(CLAUSES[clause.kind], language).format(row=clause.row)
    if clause.source is ClauseSource.STATUTE:
        return in_language(STATUTE, language).format(clause=title)
    return title


def written_amount(amount: int, counted: Counted, language: Language) -> str:
    """What a clock counts, exactly: `3 jam 20 menit 5 detik`, `2 working days`."""
    if counted is Counted.WORKING_DAY:
        return _plural(amount, ("hari kerja", "working day"), language)
    if counted is Counted.CALENDAR_DAY:
        return _plural(amount, ("hari", "day"), language)
    hours, rest = divmod(amount, _SECONDS_AN_HOUR)
    minutes, seconds = divmod(rest, _SECONDS_A_MINUTE)
    named = ((hours, ("jam", "hour")), (minutes, ("menit", "minute")))
    parts = [_plural(number, unit, language) for number, unit in named if number]
    if seconds or not parts:
        parts.append(_plural(seconds, ("detik", "second"), language))
    return " ".join(parts)


def _plural(number: int, unit: Pair, language: Language) -> str:
    if language == "id":
        return f"{number} {unit[0]}"
    return f"{number} {unit[1]}{'' if number == 1 else 's'}"


class ClockWords(Frozen, frozen=True, kw_only=True):
    """The words of one clock, as it stands at `at`, in one language and by the clock of a zone."""

    language: Language
    zone: ZoneInfo
    clock: Clock
    at: datetime

    def standing(self) -> Iterator[str]:
        """How it stands; where it stands still, also what would be if it went on at once."""
        clock = self.clock
        yield self.say(STATES[clock.state]).format(
            clause=clause_title(clock.clause, self.language),
            budget=self.budget(),
            since=self.instant(clock.since),
            due=self.instant(clock.due),
            finished=self.instant(clock.finished_at),
            ground="" if clock.ground is None else self.ground(clock.ground),
            remaining=self.amount(clock.remaining or 0),
        )
        if clock.due_if_resumed is not None:
            at, due = self.instant(self.at), self.instant(clock.due_if_resumed)
            yield self.say(IF_RESUMED).format(at=at, due=due)

    def reckoning(self, one: Reckoning) -> str:
        """A while, and what it counts or why it does not."""
        by_days = self.counted in {Counted.WORKING_DAY, Counted.CALENDAR_DAY}
        span = self.days(one) if by_days else self.span(one)
        if one.reason is None:
            return self.say(COUNTED).format(span=span, amount=self.amount(one.amount))
        return self.say(LEFT_OUT).format(span=span, reason=self.reason(one, one.reason))

    def total(self, told: Sequence[Reckoning]) -> Iterator[str]:
        """What these add up to; nothing of a clock that has not started."""
        if self.clock.ledger is not None:
            amount = self.amount(sum(one.amount for one in told))
            yield self.say(TOTAL).format(amount=amount)

    @property
    def counted(self) -> Counted:
        """What the clock counts; seconds of work before it has started."""
        ledger = self.clock.ledger
        return Counted.WORKING_SECOND if ledger is None else ledger.measure.counted

    def amount(self, amount: int) -> str:
        """So much of what the clock counts."""
        return written_amount(amount, self.counted, self.language)

    def budget(self) -> str:
        """`5 hari kerja`, and how much of it was added to what is stated."""
        clause = self.clock.clause
        budget = written_duration(clause.budget, self.language)
        if not clause.extension:
            return budget
        added = Duration(amount=clause.extension, unit=clause.budget.unit)
        extension = written_duration(added, self.language)
        return self.say(EXTENDED).format(budget=budget, extension=extension)

    def reason(self, one: Reckoning, reason: Reason) -> str:
        """Why a while does not count."""
        cut_off = self.clock.clause.rule.cut_off
        return self.say(REASONS[reason]).format(
            holiday="" if one.holiday is None else self.holiday(one.holiday),
            ground="" if one.ground is None else self.ground(one.ground),
            cut_off="" if cut_off is None else cut_off.strftime(self.say(("%H.%M", "%H:%M"))),
        )

    def holiday(self, holiday: Holiday) -> str:
        """Who gave the day off, for what, and whether it is sure."""
        name = holiday.name.in_language(self.language)
        estimated = self.say(PROVISIONAL) if holiday.provisional else ""
        return self.say(HOLIDAYS[holiday.kind]).format(name=name) + estimated

    def ground(self, ground: Ground) -> str:
        """Why the clock stands still."""
        if ground.why is Standstill.CLOSED:
            return self.say(CLOSED)
        if ground.why is Standstill.INCIDENT:
            return self.say(INCIDENT)
        waits = self.say(PAUSES[ground.why.value])
        return self.say(WHOLE_CASE).format(ground=waits) if ground.whole_case else waits

    def days(self, one: Reckoning) -> str:
        """`Senin, 23 November 2026`, or from one day to another."""
        first = written_day(one.begins, self.zone, self.language)
        last = written_day(max(one.ends - _ONE_SECOND, one.begins), self.zone, self.language)
        return first if first == last else self.say(("{} s.d. {}", "{} to {}")).format(first, last)

    def span(self, one: Reckoning) -> str:
        """`Senin, 23 November 2026 08.00 - 12.00`; midnight at the end of a day is 24.00."""
        begins = f"{written_day(one.begins, self.zone, self.language)} {self.time(one.begins)}"
        last = (one.ends - _ONE_SECOND).astimezone(self.zone)
        is_midnight = last.date() < one.ends.astimezone(self.zone).date()
        ends = self.say(("24.00", "24:00")) if is_midnight else self.time(one.ends)
        if one.begins.astimezone(self.zone).date() == last.date():
            return f"{begins} - {ends}"
        return f"{begins} - {written_day(last, self.zone, self.language)} {ends}"

    def time(self, at: datetime) -> str:
        """`08.00`, with its seconds where there are any."""
        shown = written_time(at, self.zone, self.language)
        return shown + at.strftime(self.say((".%S", ":%S"))) if at.second else shown

    def instant(self, at: datetime | None) -> str:
        """`23 November 2026 14.05 WIB`; nothing for none."""
        return "" if at is None else written_instant(at, self.zone, self.language)

    def say(self, pair: Pair) -> str:
        """The one of both in this language."""
        return in_language(pair, self.language)
