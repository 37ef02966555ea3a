"""Logs from elsewhere held against a published SOP and its calendar, and what was found counted."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

from engine.core.calendar_version import CalendarVersion
from engine.core.conformance import CaseVerdict, LogChecker, LogColumns
from engine.core.deviations import DeviationKind
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.calendar_years import compiled_for, widening
from engine.service.calendars import calendar_for
from engine.service.database import Database


class LogReport(Frozen, frozen=True, kw_only=True):
    """What a log shows, case by case and counted, the most first.

    `fitting` cases have their steps in the SOP's order, `departing` ones have deviations of any
    kind. `by_step` and `by_role` count by the row departed from and by whose it is.
    """

    rows: int
    cases: int
    fitting: int
    departing: int
    deviations: int
    by_kind: Mapping[DeviationKind, int]
    by_step: Mapping[str, int]
    by_role: Mapping[str, int]
    verdicts: tuple[CaseVerdict, ...]


def published_calendar(database: Database, name: str, *, at: datetime) -> CalendarVersion:
    """The version in force of a calendar.

    Raises:
        NotFound: no such calendar is published.
    """
    return database.store.read(
        lambda reader: calendar_for(
            database, reader, name, lambda calendar: calendar.version, at=at
        )
    )


def check_log(
    workflow: Workflow,
    log: LogColumns,
    *,
    completed: Collection[CaseId] = (),
    calendar: CalendarVersion | None = None,
    at: datetime | None = None,
) -> LogReport:
    """Hold a log against an SOP; with a calendar also by the clock, as many years as it needs.

    Arguments as for `deviations_in_log`; instants carry their offset.

    Raises:
        InputRefused: a row lies after `at`.
        WorkflowTooWide: more may happen at once than can be followed.
        BeyondCalendar: the log or its deadlines reach beyond a lifetime.
    """
    checker = LogChecker(workflow)
    if calendar is None or not log.instants:
        return report_on(checker.check(log, completed=completed, at=at))
    first, last = min(log.instants), max(log.instants)

    def ask(begins: date, ends: date) -> tuple[CaseVerdict, ...]:
        compiled = compiled_for(calendar, begins, ends)
        for instant in (first, last):
            compiled.second_of(instant)  # too few years are found out before all is judged
        return checker.check(log, completed=completed, calendar=compiled, at=at)

    return report_on(widening(ask, at=last))


def report_on(verdicts: tuple[CaseVerdict, ...]) -> LogReport:
    """The verdicts on the cases of a log, counted."""
    found = [one for verdict in verdicts for one in verdict.deviations]
    roles = (one.clause.role for one in found if one.clause is not None)
    return LogReport(
        rows=sum(verdict.rows for verdict in verdicts),
        cases=len(verdicts),
        fitting=sum(verdict.fits for verdict in verdicts),
        departing=sum(bool(verdict.deviations) for verdict in verdicts),
        deviations=len(found),
        by_kind=dict(Counter(one.kind for one in found).most_common()),
        by_step=dict(Counter(str(one.step) for one in found if one.step).most_common()),
        by_role=dict(Counter(str(role) for role in roles if role).most_common()),
        verdicts=verdicts,
    )
