"""A case in the words of whoever asked for it: plain, without an officer's name, both languages."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from api.formats import written_day, written_duration, written_instant, written_promise
from api.glossary import Pair, in_language
from api.time_facts import written_work
from engine.core.clocks import ClockState
from engine.core.personal import ERASED
from engine.core.text import Frozen, Language, Text
from engine.service.standards import PublicStandard
from engine.service.tracking_views import (
    How,
    Promised,
    Shift,
    Stage,
    Tracked,
    TrackedStanding,
    Waiting,
    WaitsFor,
    WhyMoved,
)

STANDINGS: Mapping[TrackedStanding, Pair] = {
    "running": ("Sedang dikerjakan", "Being worked on"),
    "waiting": ("Menunggu Anda", "Waiting for you"),
    "completed": ("Selesai", "Completed"),
    "rejected": ("Ditolak", "Refused"),
    "withdrawn": ("Ditarik kembali", "Withdrawn"),
}
HEADLINES: Mapping[TrackedStanding, Pair] = {
    "running": ("Permohonan Anda sedang dikerjakan.", "Your request is being worked on."),
    "waiting": ("Permohonan ini menunggu Anda.", "This request is waiting for you."),
    "completed": ("Permohonan Anda selesai.", "Your request is completed."),
    "rejected": ("Permohonan Anda ditolak.", "Your request was refused."),
    "withdrawn": ("Permohonan ini ditarik kembali.", "This request was withdrawn."),
}
WAITS: Mapping[WaitsFor, Pair] = {
    "office": ("{role}, {office}", "{role}, {office}"),
    "applicant": ("Anda", "You"),
    "payment": ("Anda: pembayaran", "You: the payment"),
    "external_body": ("Instansi lain", "Another body"),
}
SYSTEM: Pair = ("Sistem", "The system")
STAGES: Mapping[How, Pair] = {
    "done": ("Selesai", "Done"),
    "now": ("Sedang berlangsung", "Under way"),
    "again": ("Akan diulang", "To be done again"),
    "to_come": ("Berikutnya", "To come"),
    "if_needed": ("Bila perlu", "If needed"),
}
YOURS: Pair = ("oleh Anda", "by you")
SINCE: Pair = ("sejak {day}", "since {day}")
PROMISES: Mapping[ClockState, Pair] = {
    ClockState.NOT_STARTED: (
        "{budget} sejak berkas dinyatakan lengkap",
        "{budget} from when the file is found complete",
    ),
    ClockState.RUNNING: ("Paling lambat {due}", "{due} at the latest"),
    ClockState.STANDING: ("Waktunya berhenti dihitung", "The time stands still"),
    ClockState.MET: ("Ditepati", "Kept"),
    ClockState.PASSED: ("Terlewati: seharusnya {due}", "Passed: it was due {due}"),
}
RESUMED: Pair = (
    "Bila dilanjutkan sekarang, paling lambat {due}.",
    "If it went on now: {due} at the latest.",
)
BUDGET: Pair = ("Janji layanan: {budget}.", "The service promise: {budget}.")
FIRST: Pair = ("Semula {due}; tanggal ini berubah karena:", "It was {due}; it moved because:")
STOOD: Pair = ("tidak dihitung selama {ground}, {span}", "not counted while {ground}, {span}")
GROUNDS: Mapping[WhyMoved, Pair] = {
    "applicant": ("menunggu Anda", "waiting for you"),
    "payment": ("menunggu pembayaran Anda", "waiting for your payment"),
    "external_body": ("menunggu instansi lain", "waiting for another body"),
    "closed": ("permohonan ditutup", "the request was closed"),
    "extension": ("perpanjangan", "an extension"),
}
EXTENDED: Pair = ("diperpanjang {amount} pada {day}", "extended by {amount} on {day}")
UNTIL: Pair = ("{begins} s.d. {ends}", "{begins} to {ends}")
STILL: Pair = ("{begins} sampai sekarang", "{begins} until now")
SPENT: Mapping[str, Pair] = {
    "office": ("Waktu kantor", "The office's time"),
    "applicant": ("Waktu Anda", "Your time"),
    "other": ("Waktu instansi lain", "Another body's time"),
}
STANDARD: Mapping[str, Pair] = {
    "requirements": ("Persyaratan", "Requirements"),
    "procedure": ("Prosedur", "Procedure"),
    "promise": ("Jangka waktu", "Completion time"),
    "fee": ("Biaya/tarif", "Fee"),
    "product": ("Produk layanan", "Product"),
    "complaints": ("Pengaduan, saran, dan masukan", "Complaints and suggestions"),
}
FROM: Mapping[str, Pair] = {
    "complete": ("sejak berkas lengkap", "from a complete file"),
    "registered": ("sejak terdaftar", "from registration"),
}
OPTIONAL: Pair = ("bila ada", "if there is one")
NOT_SAID: Pair = ("Tanyakan di loket.", "Ask at the counter.")


class Waits(Frozen, frozen=True, kw_only=True):
    """Who is waited for, for what, since when."""

    who: str
    what: str
    since: str


class StageLine(Frozen, frozen=True, kw_only=True):
    """A stage in words; `how` is its kind, for a shape beside the words."""

    how: How
    activity: str
    who: str
    words: str


class PromiseWords(Frozen, frozen=True, kw_only=True):
    """The promise: in short, what belongs to it, and why its date moved."""

    main: str
    notes: tuple[str, ...]
    moved: str = ""
    why: tuple[str, ...] = ()
    late: bool = False


class TimeOf(Frozen, frozen=True, kw_only=True):
    """Whose time, in words; from where to where it goes of the whole, in percent."""

    of: str
    name: str
    words: str
    begins: float
    width: float


class Component(Frozen, frozen=True, kw_only=True):
    """A component of the standard: one line, or several."""

    name: str
    lines: tuple[str, ...]
    ordered: bool = False


class Teller(Frozen, frozen=True, kw_only=True):
    """Tells of a case in one language, by the clock of a zone."""

    language: Language
    zone: ZoneInfo

    def standing(self, case: Tracked) -> str:
        """`Sedang dikerjakan`."""
        return self._say(STANDINGS[case.standing])

    def headline(self, case: Tracked) -> str:
        """How it stands, in a sentence."""
        return self._say(HEADLINES[case.standing])

    def waits(self, case: Tracked) -> tuple[Waits, ...]:
        """Who is waited for."""
        return tuple(
            Waits(
                who=self._who(one, case.office),
                what=one.activity.in_language(self.language),
                since=written_instant(one.since, self.zone, self.language),
            )
            for one in case.waiting
        )

    def stages(self, case: Tracked) -> tuple[StageLine, ...]:
        """Every stage, in order."""
        return tuple(
            StageLine(
                how=one.how,
                activity=one.activity.in_language(self.language),
                who=self._doer(one),
                words=self._stands(one),
            )
            for one in case.stages
        )

    def promise(self, promised: Promised) -> PromiseWords:
        """What was promised, how it stands, and why it moved."""
        budget = written_promise(promised.budget, self.language)
        due = "" if promised.due is None else self._instant(promised.due)
        notes = []
        if promised.state is not ClockState.NOT_STARTED:
            notes.append(self._say(BUDGET).format(budget=budget))
        if promised.due_if_resumed is not None:
            resumed = self._instant(promised.due_if_resumed)
            notes.append(self._say(RESUMED).format(due=resumed))
        why = tuple(self._shift(one) for one in promised.shifts)
        first = "" if promised.first_due is None else self._instant(promised.first_due)
        return PromiseWords(
            main=self._say(PROMISES[promised.state]).format(budget=budget, due=due),
            notes=tuple(notes),
            moved=self._say(FIRST).format(due=first) if why else "",
            why=why,
            late=promised.state is ClockState.PASSED,
        )

    def spent(self, case: Tracked) -> Iterator[TimeOf]:
        """Whose time it was, as far as any went by; two always: the office's and theirs."""
        if case.spent is None:
            return
        named = {
            "office": case.spent.office_seconds,
            "applicant": case.spent.applicant_seconds,
            "other": case.spent.other_seconds,
        }
        whole, begins = sum(named.values()), 0.0
        for name, seconds in named.items():
            width = round(100 * seconds / whole, 1) if whole else 0.0
            if seconds or name != "other":
                words = written_work(seconds, self.language)
                said = self._say(SPENT[name])
                yield TimeOf(of=name, name=said, words=words, begins=begins, width=width)
            begins += width

    def standard(self, standard: PublicStandard) -> tuple[Component, ...]:
        """The six components that must be published, in their order."""
        requirements = tuple(
            self._text(one.title) + ("" if one.required else f" ({self._say(OPTIONAL)})")
            for one in standard.requirements
        )
        procedure = tuple(self._text(one) for one in standard.procedure)
        parts = {
            "requirements": requirements,
            "procedure": procedure,
            "promise": self._time(standard),
            "fee": self._lines(standard.fee),
            "product": self._lines(standard.product),
            "complaints": self._lines(standard.complaints),
        }
        return tuple(
            Component(
                name=self._say(STANDARD[name]),
                lines=lines or (self._say(NOT_SAID),),
                ordered=name == "procedure",
            )
            for name, lines in parts.items()
        )

    def _time(self, standard: PublicStandard) -> tuple[str, ...]:
        if standard.promise is None:
            return ()
        budget = written_duration(standard.promise, self.language)
        return (f"{budget} {self._say(FROM[standard.counts_from])}",)

    def _who(self, one: Waiting, office: Text) -> str:
        role = self._say(SYSTEM) if one.role is None else self._text(one.role)
        return self._say(WAITS[one.who]).format(role=role, office=self._text(office))

    def _doer(self, stage: Stage) -> str:
        if stage.yours:
            return self._say(YOURS)
        return self._say(SYSTEM) if stage.role is None else self._text(stage.role)

    def _stands(self, stage: Stage) -> str:
        if stage.done_at is not None:
            day = written_day(stage.done_at, self.zone, self.language)
            return f"{self._say(STAGES[stage.how])}, {day}"
        if stage.since is not None:
            day = written_day(stage.since, self.zone, self.language)
            return f"{self._say(STAGES[stage.how])} {self._say(SINCE).format(day=day)}"
        return self._say(STAGES[stage.how])

    def _shift(self, one: Shift) -> str:
        begins = self._instant(one.begins)
        if one.amount is not None:
            amount = written_duration(one.amount, self.language)
            said = self._say(EXTENDED).format(amount=amount, day=begins)
            return f"{said}: {one.reason}" if one.reason else said
        span = (
            self._say(STILL).format(begins=begins)
            if one.ends is None
            else self._say(UNTIL).format(begins=begins, ends=self._instant(one.ends))
        )
        return self._say(STOOD).format(ground=self._say(GROUNDS[one.why]), span=span)

    def _instant(self, at: datetime) -> str:
        return written_instant(at, self.zone, self.language)

    def _lines(self, text: Text | None) -> tuple[str, ...]:
        return () if text is None else (self._text(text),)

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)

    def _say(self, pair: Pair) -> str:
        return in_language(pair, self.language)


def masked_name(name: str) -> str:
    """A name that its bearer knows again and nobody else learns: `T••• S•••`."""
    if name == ERASED:
        return name
    return " ".join(f"{word[0]}•••" for word in name.split())
