"""What a log from elsewhere shows, as JSON and as lines: counts first, then cases in sentences."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from api.glossary import Glossary
from api.present_deviations import told
from engine.core.calendar_version import CalendarVersion
from engine.core.conformance import CaseVerdict
from engine.core.deviations import Deviation, DeviationKind
from engine.core.ids import CaseId
from engine.core.text import Frozen, Language, Text
from engine.core.workflow import Workflow
from engine.service.logs import LogReport


class LogDeviation(Frozen, frozen=True, kw_only=True):
    """A deviation of a case of a log, and the sentence that tells it."""

    found: Deviation
    sentence: Text


class LogCase(Frozen, frozen=True, kw_only=True):
    """A case of a log that departed. `fits`: its steps are in the SOP's order all the same."""

    case: CaseId
    rows: int
    fits: bool
    deviations: tuple[LogDeviation, ...]


class LogAnswer(Frozen, frozen=True, kw_only=True):
    """What a log shows. `items` are the first cases that departed; `departing` says how many did.

    `calendar` is what time was told by, `kantor-wib/2`; None where nothing is said about time.
    """

    sop: str
    version: int
    calendar: str | None
    rows: int
    cases: int
    fitting: int
    departing: int
    deviations: int
    by_kind: Mapping[DeviationKind, int]
    by_step: Mapping[str, int]
    by_role: Mapping[str, int]
    items: tuple[LogCase, ...]


class LogSubject(Frozen, frozen=True, kw_only=True):
    """What a log was held against; instants in sentences are told by the clock of `zone`."""

    workflow: Workflow
    calendar: CalendarVersion | None
    zone: ZoneInfo

    def glossary(self, language: Language) -> Glossary:
        """The words of the SOP in that language."""
        return Glossary(workflow=self.workflow, language=language, zone=self.zone)


def log_answer(report: LogReport, subject: LogSubject, *, shown: int) -> LogAnswer:
    """The report with the first `shown` of the cases that departed."""
    version = subject.calendar
    return LogAnswer(
        sop=subject.workflow.sop,
        version=subject.workflow.version,
        calendar=None if version is None else f"{version.id}/{version.version}",
        rows=report.rows,
        cases=report.cases,
        fitting=report.fitting,
        departing=report.departing,
        deviations=report.deviations,
        by_kind=report.by_kind,
        by_step=report.by_step,
        by_role=report.by_role,
        items=tuple(_case(one, subject) for one in departing(report)[:shown]),
    )


def departing(report: LogReport) -> tuple[CaseVerdict, ...]:
    """The cases with deviations, in the order of the log."""
    return tuple(one for one in report.verdicts if one.deviations)


def _case(verdict: CaseVerdict, subject: LogSubject) -> LogCase:
    own, foreign = subject.glossary("id"), subject.glossary("en")
    return LogCase(
        case=verdict.case,
        rows=verdict.rows,
        fits=verdict.fits,
        deviations=tuple(
            LogDeviation(found=one, sentence=Text(id=in_words(one, own), en=in_words(one, foreign)))
            for one in verdict.deviations
        ),
    )


def in_words(found: Deviation, glossary: Glossary) -> str:
    """A sentence: `Langkah 3 “Memeriksa berkas” terlambat (waktu baku 30 menit, …)`."""
    said = told(found, glossary)
    return f"{said[0].upper()}{said[1:]}."


COLUMNS = (
    *("case", "kind", "step", "at", "visit", "person", "role"),
    *("standard", "due", "measured_seconds", "sentence"),
)
"""Of a table of deviations; instants are UTC."""


def table(report: LogReport, glossary: Glossary) -> Iterator[tuple[str, ...]]:
    """A line for each deviation, as `COLUMNS` has them, harmless to programs that calculate."""
    for verdict in report.verdicts:
        for one in verdict.deviations:
            yield tuple(map(_harmless, _cells(one, glossary)))


def _cells(found: Deviation, glossary: Glossary) -> tuple[str, ...]:
    standard, due, measured = found.standard, found.due, found.measured
    return (
        found.case,
        found.kind.value,
        found.step or "",
        found.at.isoformat(),
        "" if found.visits is None else str(found.visits),
        "; ".join(found.persons),
        "; ".join(found.roles),
        "" if standard is None else f"{standard.amount} {standard.unit.value}",
        "" if due is None else due.isoformat(),
        "" if measured is None else str(int(measured.total_seconds())),
        in_words(found, glossary),
    )


def _harmless(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula.

    Source: OWASP, CSV injection.
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
