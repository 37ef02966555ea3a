"""Logs from elsewhere held against an SOP: what departed from it in cases never executed here.

A row of such a log says that a step of a case was done: when, in which role, by whom. The answers
of decisions are not in it. The rules are those that Alur's own cases obey: the order of steps is
that of the token net (`engine.core.automaton`), roles and four eyes are those of
`engine.core.permit`, and an unfinished case fits as long as it is a beginning of a fitting one.
Where a calendar is given, time is judged by the clocks (`engine.core.conformance_time`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter, itemgetter, le
from typing import NamedTuple

from engine.core.calendar import Calendar
from engine.core.conformance_time import CaseInstants, CaseTime, StepTime, TimeJudge
from engine.core.courses import (
    MAX_COURSES,
    CourseJudge,
    Found,
    Judgement,
    Roles,
    Steps,
)
from engine.core.deviations import Deviation, clause_of
from engine.core.errors import InputRefused
from engine.core.ids import CaseId, PersonId, RoleId, StepId
from engine.core.lateness import late_case
from engine.core.text import Frozen
from engine.core.workflow import Workflow


class LogRow(NamedTuple):
    """One step of one case done; role and person are None where the log does not say."""

    case: CaseId
    step: StepId
    at: datetime
    role: RoleId | None = None
    person: PersonId | None = None


class LogColumns(NamedTuple):
    """Rows of a log, column by column, all equally long; instants are aware UTC."""

    cases: Sequence[CaseId]
    steps: Sequence[StepId]
    instants: Sequence[datetime]
    roles: Sequence[RoleId | None]
    persons: Sequence[PersonId | None]


class CaseVerdict(Frozen, frozen=True, kw_only=True):
    """What the log shows of one case, in the order of its rows.

    `fits`: the steps, as far as they go, are those of a run of the SOP. A case that fits may have
    deviations all the same: of role, of person, of repetition.
    """

    case: CaseId
    rows: int
    fits: bool
    deviations: tuple[Deviation, ...] = ()


def deviations_in_log(
    workflow: Workflow,
    rows: Iterable[LogRow],
    *,
    completed: Collection[CaseId] = (),
    calendar: Calendar | None = None,
    at: datetime | None = None,
) -> tuple[CaseVerdict, ...]:
    """A verdict on each case of a log, in the order in which the cases begin.

    Args:
        workflow: The SOP that the cases ought to have followed; sound, as compiling makes sure.
        rows: In any order; rows of the same instant stay in the order given.
        completed: Cases known to have come to an end that the SOP provides: of these, rows
            missing at the end are skipped too. Withdrawn cases do not belong here.
        calendar: The office's working time; without one nothing is said about time.
        at: Until when the cases that are not completed go on; without it, until their last row.

    Raises:
        InputRefused: a timestamp carries no offset, or lies after `at`.
        WorkflowTooWide: more may happen at once than can be followed.
        BeyondCalendar: an instant or a deadline lies outside the days compiled.
    """
    checker, log = LogChecker(workflow), columns_from_rows(rows)
    return checker.check(log, completed=completed, calendar=calendar, at=at)


def columns_from_rows(rows: Iterable[LogRow]) -> LogColumns:
    """The same log, column by column."""
    columns = tuple(zip(*rows, strict=True)) or ((), (), (), (), ())
    return LogColumns(*columns)


class _Shown(NamedTuple):
    """A deviation of a case, and which of its rows shows it."""

    row: int
    deviation: Deviation


class LogChecker:
    """Holds logs against one workflow; what it learns of the workflow serves the next log too.

    Not for several threads at once.
    """

    def __init__(self, workflow: Workflow, *, remembered: int = MAX_COURSES) -> None:
        """Take the workflow, which must be sound, as compiling makes sure.

        Args:
            workflow: The SOP.
            remembered: How many different courses of cases are judged only once.

        Raises:
            WorkflowTooWide: more may happen at once than can be followed.
        """
        self._judge = CourseJudge(workflow, remembered=remembered)
        self._time_judge = TimeJudge(workflow, self._judge, remembered=remembered)
        self._clauses = {step.id: clause_of(step) for step in workflow.steps()}

    def check(
        self,
        log: LogColumns,
        *,
        completed: Collection[CaseId] = (),
        calendar: Calendar | None = None,
        at: datetime | None = None,
    ) -> tuple[CaseVerdict, ...]:
        """As `deviations_in_log`, for big logs: no row becomes an object of its own.

        Raises:
            InputRefused: a timestamp carries no offset or lies after `at`, or the columns differ
                in length.
            WorkflowTooWide: more may happen at once than can be followed.
            BeyondCalendar: an instant or a deadline lies outside the days compiled.
        """
        _require_whole(log)
        if at is not None:
            _require_past(log, at)
        ended = frozenset(completed)
        verdicts = []
        for case, places in _by_case(log).items():
            steps, roles = _values_at(places, log.steps, log.roles)
            judgement = self._judge.judge(steps, roles, completed=case in ended)
            shown: list[_Shown] = []
            if judgement.found or judgement.pairs:
                shown = self._deviations(judgement, log, places)
            if calendar is not None:
                instants = [log.instants[place] for place in places]
                timed = CaseInstants(steps, instants, case in ended, at)
                late = self._time_judge.judge(calendar, timed)
                if late:
                    shown += [_Shown(one.row, self._of_time(one, log, places)) for one in late]
                    shown.sort(key=_row)
            deviations = tuple(one.deviation for one in shown) if shown else ()
            verdicts.append(
                CaseVerdict(case=case, rows=len(places), fits=judgement.fits, deviations=deviations)
            )
        return tuple(verdicts)

    def _deviations(
        self, judgement: Judgement, log: LogColumns, places: Sequence[int]
    ) -> list[_Shown]:
        """What is said of a course, with who and when in this case."""
        persons = log.persons
        same = [
            pair.found
            for pair in judgement.pairs
            if (person := persons[places[pair.found.row]]) is not None
            and person == persons[places[pair.other_row]]
        ]
        found = sorted((*judgement.found, *same), key=_row) if same else judgement.found
        return [_Shown(one.row, self._deviation(one, log, places[one.row])) for one in found]

    def _deviation(self, found: Found, log: LogColumns, place: int) -> Deviation:
        person, role = log.persons[place], log.roles[place]
        return Deviation(
            kind=found.kind,
            case=log.cases[place],
            at=log.instants[place],
            step=found.step,
            clause=self._clauses.get(found.step),
            persons=() if person is None else (person,),
            roles=() if role is None else (role,),
            visits=found.visits,
            allowed=found.allowed,
            against=found.against,
        )

    def _of_time(
        self, found: StepTime | CaseTime, log: LogColumns, places: Sequence[int]
    ) -> Deviation:
        """What is said of the time of a step, or of the whole case."""
        place = places[found.row]
        if isinstance(found, CaseTime):
            return late_case(log.cases[place], found.clock, at=found.at)
        person, role = log.persons[place], log.roles[place]
        return Deviation(
            kind=found.kind,
            case=log.cases[place],
            at=found.at,
            step=found.step,
            clause=self._clauses.get(found.step),
            persons=() if person is None else (person,),
            roles=() if role is None else (role,),
            visits=found.visits,
            standard=found.standard,
            measured=found.took,
            due=found.due,
        )


def _row(found: Found | _Shown) -> int:
    return found.row


def _require_whole(log: LogColumns) -> None:
    """Refuse columns of unequal length and instants without an offset."""
    rows = len(log.cases)
    short = {name: column for name, column in log._asdict().items() if len(column) != rows}
    if short:
        raise InputRefused(
            {name: f"has {len(column)} values, cases has {rows}" for name, column in short.items()}
        )
    zones = map(attrgetter("tzinfo"), log.instants)
    if None in zones:
        row = next(n for n, at in enumerate(log.instants, start=1) if at.tzinfo is None)
        raise InputRefused(
            {"instants": f"row {row} must carry its offset from UTC, such as +07:00"}
        )


def _require_past(log: LogColumns, at: datetime) -> None:
    """Refuse an `at` without an offset, and rows that lie after it."""
    if at.tzinfo is None:
        raise InputRefused({"at": "must carry its offset from UTC, such as +07:00"})
    if log.instants and max(log.instants) > at:
        row = next(n for n, one in enumerate(log.instants, start=1) if one > at)
        raise InputRefused({"instants": f"row {row} lies after {at.isoformat()}"})


def _by_case(log: LogColumns) -> dict[CaseId, list[int]]:
    """The places of each case's rows, in the order of time."""
    groups = defaultdict[CaseId, list[int]](list)
    cases, instants = log.cases, log.instants
    if all(map(le, instants, islice(instants, 1, None))):
        for place, case in enumerate(cases):
            groups[case].append(place)
    else:
        for place in sorted(range(len(cases)), key=instants.__getitem__):
            groups[cases[place]].append(place)
    return groups


def _values_at(
    places: Sequence[int], steps: Sequence[StepId], roles: Sequence[RoleId | None]
) -> tuple[Steps, Roles]:
    """The steps and roles of a case's rows."""
    if len(places) == 1:
        return (steps[places[0]],), (roles[places[0]],)
    pick = itemgetter(*places)  # twice as fast as picking one by one
    return pick(steps), pick(roles)
