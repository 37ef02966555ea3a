"""The report of a case for an auditor: what was promised, who did what, what proves it.

Made of facts that stand in the bundle beside it. Personal data is masked.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from api.case_report_words import COLUMNS, LABELS, STEP_WORDS
from api.formats import written_date, written_duration, written_instant, written_size
from api.glossary import DEVIATION_STATUSES, STANDINGS, Glossary, standing_of
from api.present import headline
from api.present_deviations import told
from api.present_time import ClockWords
from api.time_facts import time_facts, time_unknown
from engine.core.clocks import ClockState
from engine.core.commands import Actor
from engine.core.errors import VersionConflict
from engine.core.events import (
    ActionRecorded,
    DataErased,
    DataRevealed,
    StepCompleted,
    StepOverridden,
    StepReturned,
)
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.personal import ERASED, mask
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service.bundle_contents import Contents, KeptSop
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.deviation_views import DeviationFilter, DeviationSummary
from engine.service.deviations import list_deviations
from engine.service.queries import show_case
from engine.service.time_views import CaseTimesView, TaskClock
from engine.service.times import times_if_told
from engine.service.views import CaseView, TaskView

_AT_ONCE = 200
_WAITING = {"held": ("sedang dikerjakan", "in hand"), "open": ("menunggu", "waiting")}
_FINISHES = StepCompleted | StepReturned | ActionRecorded | StepOverridden

Row = tuple[str, ...]


class Section(Frozen, frozen=True, kw_only=True):
    """A part of the report. `kind` `facts`: rows are names and values; else a table.

    `empty` stands where there are no rows.
    """

    kind: str
    title: str
    columns: Row = ()
    rows: tuple[Row, ...] = ()
    empty: str = ""


class CaseReport(Frozen, frozen=True, kw_only=True):
    """The report, laid out by nobody yet. `code` is what the QR code holds."""

    title: str
    subtitle: str
    office: str
    case: str
    sections: tuple[Section, ...]
    remark: str
    how: str
    code: str
    language: Language
    at: datetime


class Manner(Frozen, frozen=True, kw_only=True):
    """How a report is told: when and for whom, in which language, by whose clock.

    `office` is its name; `published` the address where checkpoints are published, if any.
    """

    at: datetime
    by: PersonId
    language: Language
    zone: ZoneInfo
    office: str = ""
    published: str = ""


def report_on(database: Database, contents: Contents, manner: Manner) -> CaseReport:
    """The report of the case as it stands in `contents`.

    Raises:
        VersionConflict: the case has moved on.
    """
    view = show_case(database, contents.case)
    times = times_if_told(database, contents.case, at=manner.at)
    deviations = tuple(_deviations(database, contents.case))
    workflow = find_workflow(database, view.summary.sop, view.summary.version)
    if show_case(database, contents.case).summary.seq != contents.seq:
        raise VersionConflict(contents.case, contents.seq)
    zone = manner.zone if times is None else ZoneInfo(times.basis.zone)
    return _Reporter(contents, view, times, workflow, replace(manner, zone=zone)).report(deviations)


def _deviations(database: Database, case: CaseId) -> Iterator[DeviationSummary]:
    """All of a case, the latest first, those that were withdrawn included."""
    wanted = DeviationFilter(case=case, status="any", limit=_AT_ONCE)
    while True:
        page = list_deviations(database, wanted)
        yield from page.items
        if page.next is None:
            return
        wanted = replace(wanted, after=page.next)


def _finishers(contents: Contents) -> Mapping[ActivationId, Actor]:
    """Who finished each activation, as their acts say it."""
    return {
        one.event.activation: one.by for one in contents.history if isinstance(one.event, _FINISHES)
    }


def _clocks(times: CaseTimesView) -> Mapping[ActivationId, TaskClock]:
    return {one.activation: one for one in (*times.finished, *times.tasks)}


class _Reporter:
    """Tells one case in one language."""

    def __init__(  # the case from every side
        self,
        contents: Contents,
        view: CaseView,
        times: CaseTimesView | None,
        workflow: Workflow,
        manner: Manner,
    ) -> None:
        self._contents, self._view, self._times = contents, view, times
        self._workflow, self._manner = workflow, manner
        self._glossary = Glossary(workflow=workflow, language=manner.language, zone=manner.zone)
        self._names = contents.names
        self._finishers = _finishers(contents)
        self._clocks = {} if times is None else _clocks(times)

    def report(self, deviations: tuple[DeviationSummary, ...]) -> CaseReport:
        """All of it."""
        title = self._glossary.title(self._view.summary.sop)
        return CaseReport(
            title=self._say("report"),
            subtitle=title,
            office=self._manner.office or self._unit(),
            case=self._contents.case,
            sections=(
                self._facts("identity", self._identity()),
                self._facts("time", self._time()),
                self._table("steps", map(self._step, self._view.tasks)),
                self._table("deviations", map(self._deviation, reversed(deviations))),
                self._table("reveals", self._reveals()),
                self._table("attachments", self._attachments()),
                self._facts("verification", self._verification()),
            ),
            remark=self._say("masked"),
            how=self._say("how"),
            code=self._code(),
            language=self._manner.language,
            at=self._manner.at,
        )

    def _say(self, name: str) -> str:
        return self._glossary.words(LABELS[name])

    def _unit(self) -> str:
        return self._contents.unit.in_language(self._manner.language)

    def _at(self, at: datetime | None) -> str:
        return "" if at is None else written_instant(at, self._manner.zone, self._manner.language)

    def _person(self, person: str) -> str:
        """`Rini Astuti (rini)`."""
        name = self._names.get(PersonId(person), "")
        return (
            f"{name} ({person})"
            if name not in {"", person}
            else self._glossary.person(PersonId(person))
        )

    def _facts(self, name: str, pairs: Iterator[tuple[str, str]]) -> Section:
        rows = tuple(pair for pair in pairs if pair[1])
        return Section(kind="facts", title=self._say(name), rows=rows)

    def _table(self, name: str, rows: Iterator[Row]) -> Section:
        columns = tuple(self._glossary.words(pair) for pair in COLUMNS[name])
        return Section(
            kind=name,
            title=self._say(name),
            columns=columns,
            rows=tuple(rows),
            empty=self._say(f"no_{name}"),
        )

    def _identity(self) -> Iterator[tuple[str, str]]:
        case = self._view.summary
        name = case.applicant.name
        yield self._say("case"), case.case
        yield self._say("service"), self._glossary.title(case.sop)
        versions = ", ".join(f"{one.sop} v{one.version}" for one in self._contents.sops)
        yield self._say("sop"), f"{versions} ({self._workflow.number})"
        yield self._say("in_force"), "; ".join(map(self._published, self._contents.sops))
        yield self._say("unit"), self._unit()
        yield self._say("applicant"), name if name == ERASED else mask(name, first=1, last=1)
        yield self._say("standing"), self._glossary.words(STANDINGS[standing_of(case)])
        yield self._say("opened"), self._at(case.opened_at)
        yield self._say("accepted"), self._at(self._view.accepted_at) or self._say("not_yet")
        yield self._say("closed"), self._at(case.closed_at)
        yield self._say("events"), str(self._contents.seq)
        acted = (self._acted(one.person, one.roles) for one in self._contents.actors)
        yield self._say("actors"), "; ".join(acted)

    def _published(self, sop: KeptSop) -> str:
        """Who put a version into force, and who wrote it where that is known."""
        at, who = self._at(sop.published_at), self._person(sop.published_by)
        words = self._say("published_by").format(version=sop.version, at=at, who=who)
        if sop.author is None:
            return words
        return f"{words}, {self._say('written_by').format(who=self._person(sop.author))}"

    def _acted(self, person: PersonId, roles: tuple[str, ...]) -> str:
        titles = ", ".join(self._glossary.role(one) for one in roles)  # type: ignore[arg-type]
        return f"{self._person(person)}: {titles}" if titles else self._person(person)

    def _time(self) -> Iterator[tuple[str, str]]:
        language, zone = self._manner.language, self._manner.zone
        if self._times is None:
            unknown = time_unknown(self._workflow.calendar, language)
            yield unknown.name, unknown.words
        else:
            for fact in time_facts(self._times, language, zone):
                yield fact.name, fact.words
        counted = (f"{name} v{version}" for name, version in self._contents.calendars)
        yield self._say("calendar"), ", ".join(sorted(counted))

    def _step(self, task: TaskView) -> Row:
        activity = task.activity.in_language(self._manner.language)
        said = [f"{activity}."]
        if task.visit > 1:
            said.append(self._word("visit").format(n=task.visit))
        return (
            str(task.number),
            " ".join(said),
            self._who(task),
            self._at(task.opened_at),
            self._at(task.finished_at) or self._word_of(task),
            self._took(task.activation),
        )

    def _word_of(self, task: TaskView) -> str:
        return self._glossary.words(_WAITING["held" if task.assignee else "open"])

    def _who(self, task: TaskView) -> str:
        role = task.role_title.in_language(self._manner.language) if task.role_title else ""
        actor = self._finishers.get(task.activation)
        person = task.finished_by or task.assignee
        if actor is not None and actor.acting_for:
            behalf = self._word("acting_for").format(who=self._person(actor.acting_for))
            return f"{self._person(actor.person)}, {behalf} · {role}"
        parts = (self._person(person) if person else "", role or self._word("system"))
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def _took(self, activation: ActivationId) -> str:
        found = self._clocks.get(activation)
        if found is None or self._times is None:
            return ""
        language, zone = self._manner.language, self._manner.zone
        words = ClockWords(language=language, zone=zone, clock=found.clock, at=self._times.at)
        budget = written_duration(found.clock.clause.budget, language)
        told = self._word("of").format(took=words.amount(found.clock.consumed), budget=budget)
        late = found.clock.state is ClockState.PASSED
        return f"{told}, {self._word('late')}" if late else told

    def _word(self, name: str) -> str:
        return self._glossary.words(STEP_WORDS[name])

    def _deviation(self, one: DeviationSummary) -> Row:
        said = told(one.found, self._glossary)
        status = self._glossary.words(DEVIATION_STATUSES[one.status])
        parts = [status, f"“{one.reason}”" if one.reason else ""]
        if one.decided_by:
            parts.append(f"{self._person(one.decided_by)}, {self._at(one.decided_at)}")
        if one.owner and one.due:
            due = written_date(one.due, self._manner.language)
            parts.append(f"→ {self._person(one.owner)}, {due}")
        decided = ". ".join(part for part in parts if part)
        return self._at(one.at), f"{said[0].upper()}{said[1:]}.", decided

    def _reveals(self) -> Iterator[Row]:
        for one in self._contents.history:
            if isinstance(one.event, DataRevealed | DataErased):
                said = headline(one, self._workflow, self._manner.language, zone=self._manner.zone)
                reason = f" “{one.event.reason}”"
                yield self._at(one.at), self._person(one.by.person), said + reason

    def _attachments(self) -> Iterator[Row]:
        for one in self._contents.filed:
            at = datetime.fromisoformat(one.at)
            size = written_size(one.size, self._manner.language)
            yield one.name, size, f"{self._at(at)}, {self._person(one.by)}", one.sha256

    def _verification(self) -> Iterator[tuple[str, str]]:
        found, contents = self._contents.checkpoint, self._contents
        yield self._say("head"), contents.head
        yield self._say("origin"), found.origin
        yield self._say("size"), str(found.size)
        yield self._say("root"), found.root.hex()
        yield self._say("signed_at"), self._at(found.at)
        yield self._say("covered"), self._covered()
        yield self._say("keys"), " ".join(contents.keys)
        yield self._say("published"), self._manner.published
        made = {"at": self._at(self._manner.at), "who": self._person(self._manner.by)}
        yield self._say("made"), self._say("made_by").format(**made)

    def _covered(self) -> str:
        missing, seq = self._contents.uncovered, self._contents.seq
        if not missing:
            return self._say("all_covered").format(n=seq)
        listed = ", ".join(map(str, missing))
        return self._say("some_covered").format(n=seq - len(missing), missing=listed)

    def _code(self) -> str:
        """What a phone reads: enough to ask for this very history, and to compare."""
        contents = self._contents
        lines = (
            "ALUR1",
            f"case {contents.case}",
            f"seq {contents.seq}",
            f"head {contents.head}",
            f"size {contents.checkpoint.size}",
            f"root {contents.checkpoint.root.hex()}",
            self._manner.published,
        )
        return "\n".join(line for line in lines if line)
