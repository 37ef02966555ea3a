"""What is asked of a region's database all day long, and how the database goes about it."""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any, TypeVar

from benchmarks.region_day import MORNING
from engine.core.errors import CommandRefused
from engine.core.ids import RoleId, SopId, UnitId
from engine.service import deviations, effects, figures, incidents, notices, queries, runs, timers
from engine.service.database import Database
from engine.service.deviation_views import DeviationFilter
from engine.service.incident_views import IncidentFilter
from engine.service.views import CaseFilter, TaskFilter
from engine.store import outbox
from engine.store.job import Reader, Unit
from engine.store.unit import Store

T = TypeVar("T")
Question = Callable[[Database], object]
ROUNDS = 5
_EVENING = MORNING + timedelta(hours=10)


class _Undone(CommandRefused):
    """Asked for, and not to be kept."""


def _claim(database: Database, limit: int = 16) -> None:
    lease = timedelta(seconds=30)

    def job(unit: Unit) -> None:
        outbox.claim(unit, owner="bench", now=_EVENING, lease=lease, limit=limit)
        raise _Undone

    try:
        database.store.write(job)
    except _Undone:
        return


def _deep(database: Database) -> object:
    page = queries.list_cases(database, CaseFilter(limit=200))
    return queries.list_cases(database, CaseFilter(limit=50, after=page.next))


QUESTIONS: dict[str, Question] = {
    "cases, newest": lambda one: queries.list_cases(one, CaseFilter()),
    "cases, a later page": _deep,
    "cases, open": lambda one: queries.list_cases(one, CaseFilter(status="open")),
    "cases, closed": lambda one: queries.list_cases(one, CaseFilter(status="closed")),
    "cases of an SOP": lambda one: queries.list_cases(one, CaseFilter(sop=SopId("sip-bidan"))),
    "cases by name": lambda one: queries.list_cases(one, CaseFilter(text="Rini")),
    "cases that wait for a role": lambda one: queries.list_cases(
        one, CaseFilter(role=RoleId("kasi"))
    ),
    "cases, counted": queries.standings,
    "cases and events, counted": queries.tally,
    "tasks of a role": lambda one: queries.list_tasks(one, TaskFilter(role=RoleId("kasi"))),
    "tasks, all roles": lambda one: queries.list_tasks(one, TaskFilter()),
    "deviations, newest": lambda one: deviations.list_deviations(one, DeviationFilter(limit=50)),
    "deviations, counted": lambda one: deviations.count_deviations(one, DeviationFilter()),
    "notices, unread": lambda one: notices.list_notices(one, notices.NoticeFilter()),
    "notices of a role": lambda one: notices.list_notices(
        one, notices.NoticeFilter(unit=UnitId("dpmptsp-rokan-hilir"), role=RoleId("kasi"))
    ),
    "incidents": lambda one: incidents.list_incidents(one, IncidentFilter()),
    "attempts, newest": lambda one: runs.newest(one, limit=50),
    "attempts, untold": lambda one: runs.untold(one, before=_EVENING, limit=50),
    "outbox: is anything due": lambda one: effects.is_due(one, at=_EVENING),
    "outbox: backlog": lambda one: effects.backlog(one, at=_EVENING),
    "outbox: claim 16": _claim,
    "timers: next look": timers.next_look,
    "the installation's figures": lambda one: figures.read_figures(one, now=lambda: _EVENING),
}


def ask_all(database: Database) -> dict[str, dict[str, float]]:
    """Milliseconds of each question: of this process, and the quickest by the wall."""
    return {name: _measured(database, question) for name, question in QUESTIONS.items()}


def _measured(database: Database, question: Question) -> dict[str, float]:
    question(database)
    cpus, walls = [], []
    for _ in range(ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        question(database)
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return {"cpu ms": median(cpus) * 1000, "quickest ms": min(walls) * 1000}


class _Explaining:
    """A store that tells how it goes about what it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.plans: list[str] = []

    def read(self, job: Callable[[Reader], T]) -> T:
        return self._store.read(lambda reader: job(self._told(reader, Reader)))

    def write(self, job: Callable[[Unit], T], *, once: bool = False) -> T:
        return self._store.write(lambda unit: job(self._told(unit, Unit)), once=once)

    def _told(self, one: Any, kind: type[Any]) -> Any:
        words = "EXPLAIN QUERY PLAN " if one.dialect == "sqlite" else "EXPLAIN "

        def run(text: str, bound: dict[str, Any]) -> Any:
            plan = one._run(words + text, bound).fetchall()
            self.plans += [
                f"  {text[:2000]}".replace("\n", " "),
                *(f"    {_line(row)}" for row in plan),
            ]
            return one._run(text, bound)

        return kind(run, one.dialect)


def _line(row: tuple[Any, ...]) -> str:
    return str(row[-1])


def plans(database: Database) -> dict[str, list[str]]:
    """How the database goes about each question, statement by statement."""
    told = {}
    store = database.store
    for name, question in QUESTIONS.items():
        explaining = _Explaining(store)
        database.store = explaining  # type: ignore[assignment]
        try:
            question(database)
        finally:
            database.store = store
        told[name] = explaining.plans
    return told
