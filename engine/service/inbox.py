"""The inbox: somebody's tasks, what they may claim, what they wait for; cut, counted and sorted.

A page costs what it shows, however long the queues behind it are: nothing is counted beyond
`MOST_COUNTED`, and no more is listed than is asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.core.commands import Actor
from engine.core.errors import FourEyes
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.permit import four_eyes_partners, require_four_eyes
from engine.core.text import Frozen, Text
from engine.core.workflow import HumanStep, PauseReason, Workflow
from engine.service import directory as people
from engine.service.catalogue import workflow_of_row
from engine.service.database import Database
from engine.service.inbox_asked import (
    GROUPS,
    MOST_COUNTED,
    MOST_FOUND,
    MOST_SHOWN,
    TABS,
    GroupName,
    InboxQuery,
    Looker,
    Sort,
    Tab,
)
from engine.service.inbox_rows import Rows, find_rows
from engine.service.queries import task_view
from engine.service.queues import sources_for
from engine.service.views import TaskView
from engine.store import inbox_lists, inbox_tasks, log, mentions
from engine.store.inbox_lists import InboxRow, Pile
from engine.store.inbox_tasks import TaskOfCase
from engine.store.job import Reader
from engine.store.urgencies import NEVER

__all__ = [
    "GROUPS",
    "MOST_COUNTED",
    "MOST_FOUND",
    "MOST_SHOWN",
    "TABS",
    "GroupName",
    "InboxGroup",
    "InboxPage",
    "InboxQuery",
    "InboxTask",
    "Looker",
    "Sort",
    "Tab",
    "count_come",
    "show_inbox",
]


class InboxTask(Frozen, frozen=True, kw_only=True):
    """A task in a list. Instants are UTC; `due` is None where nothing decides it, or not yet.

    `since` and `sent_by`: when and by whose act it came to where it lies. `barred`: four eyes keep
    it from whoever asks. `outcome`: what was decided, of what is done.
    """

    task: TaskView
    sop: SopId
    version: int
    title: Text
    unit: UnitId
    applicant: str
    steps: int
    due: datetime | None = None
    pause: PauseReason | None = None
    goes_first: bool = False
    since: datetime | None = None
    sent_by: PersonId | None = None
    remarks: int = 0
    barred: bool = False
    outcome: Text | None = None


class InboxGroup(Frozen, frozen=True, kw_only=True):
    """Tasks that press alike; `count` of them up to `MOST_COUNTED`, of which some are shown."""

    name: GroupName
    count: int
    tasks: tuple[InboxTask, ...]


class InboxPage(Frozen, frozen=True, kw_only=True):
    """What there is. `tabs` counts each tab whole, `total` what was asked for; up to a bound.

    `too_broad`: the search goes through some of what it found only. `units`: whose queues they
    claim from.
    """

    groups: tuple[InboxGroup, ...]
    total: int
    tabs: Mapping[Tab, int]
    units: tuple[UnitId, ...] = ()
    too_broad: bool = False

    @property
    def shown(self) -> int:
        """How many tasks are there to be read."""
        return sum(len(one.tasks) for one in self.groups)


def show_inbox(database: Database, looker: Looker, wanted: InboxQuery) -> InboxPage:
    """A page of somebody's inbox; of the tabs `mentioned` and `done` only the counts.

    When tasks are due is what the last look at each case told (`engine.service.timers`).
    """
    return database.store.read(lambda reader: _page(database, reader, looker, wanted))


def count_come(database: Database, person: PersonId, tab: Tab, *, since: datetime) -> int:
    """How many tasks came to that tab after `since` by somebody else's act; up to 100."""

    def counted(reader: Reader) -> int:
        return sum(
            inbox_lists.come_since(reader, pile, since, person=person, most=_MOST_COME)
            for pile in _piles(database, reader, person, tab, since)
        )

    return min(database.store.read(counted), _MOST_COME)


_MOST_COME = 100


def _page(database: Database, reader: Reader, looker: Looker, wanted: InboxQuery) -> InboxPage:
    tabs = _Tabs(database, reader, looker)
    counts = tabs.counts()
    if wanted.tab in {"mentioned", "done"}:
        return InboxPage(groups=(), total=counts[wanted.tab], tabs=counts)
    found = find_rows(reader, tabs.piles[wanted.tab], wanted, looker)
    fill = _Filling(database, reader, looker.person, may_claim=wanted.tab == "claimable")
    return InboxPage(
        groups=fill.groups(found.groups),
        total=min(sum(one.count for one in found.groups), MOST_COUNTED),
        tabs=counts,
        units=tuple(sorted({one.unit for one in tabs.piles["claimable"] if one.unit})),
        too_broad=found.too_broad,
    )


class _Tabs:
    """What lies behind the tabs, and how much that is."""

    def __init__(self, database: Database, reader: Reader, looker: Looker) -> None:
        self._reader, self._looker = reader, looker
        kinds: tuple[Tab, ...] = ("mine", "claimable", "waiting")
        self.piles: dict[Tab, tuple[Pile, ...]] = {
            tab: _piles(database, reader, looker.person, tab, looker.at) for tab in kinds
        }

    def counts(self) -> dict[Tab, int]:
        """How much there is, up to a bound."""
        who, reach = self._looker.person, self._looker.reach
        counted = {tab: self._count(piles) for tab, piles in self.piles.items()}
        named = mentions.count_unread(self._reader, who, reach, most=MOST_COUNTED)
        today = self._looker.begin
        done = inbox_tasks.count_done(self._reader, who, reach, since=today, most=MOST_COUNTED)
        return {**counted, "mentioned": named, "done": done}

    def _count(self, piles: Sequence[Pile]) -> int:
        counts = (inbox_lists.counted(self._reader, one, most=MOST_COUNTED) for one in piles)
        return min(sum(counts), MOST_COUNTED)


def _piles(
    database: Database, reader: Reader, person: PersonId, tab: Tab, at: datetime
) -> tuple[Pile, ...]:
    if tab == "mine":
        return (Pile(held_by=person),)
    if tab == "waiting":
        return (Pile(awaited_by=person),)
    sources = sources_for(people.current_in(database, reader), Actor(person=person), at)
    asked = {
        (one.query.role, unit, one.query.sop) for one in sources for unit in one.query.units or ()
    }
    return tuple(
        Pile(role=role, unit=unit, sop=sop)
        for role, unit, sop in sorted(asked, key=str)
        if sop is None or (role, unit, None) not in asked  # else it would be counted twice
    )


class _Filling:
    """Rows become tasks, with the words of their SOPs in place."""

    def __init__(
        self, database: Database, reader: Reader, person: PersonId, *, may_claim: bool
    ) -> None:
        self._database, self._reader, self._person = database, reader, person
        self._may_claim = may_claim

    def groups(self, groups: Sequence[Rows]) -> tuple[InboxGroup, ...]:
        """The groups with all that is shown of their tasks."""
        rows = [row for one in groups for row in one.rows]
        tasks = inbox_tasks.tasks_of(self._reader, [row.name for row in rows])
        remarks = mentions.remarks_of(self._reader, list({row.case_id for row in rows}))
        return tuple(
            InboxGroup(
                name=one.name,
                count=one.count,
                tasks=tuple(
                    self._task(row, tasks[row.name], remarks)
                    for row in one.rows
                    if row.name in tasks
                ),
            )
            for one in groups
        )

    def _task(self, row: InboxRow, one: TaskOfCase, remarks: Mapping[CaseId, int]) -> InboxTask:
        workflow = workflow_of_row(self._database, self._reader, one.row)
        return InboxTask(
            task=task_view(self._database, self._reader, one.row),
            sop=one.row.sop,
            version=one.row.version,
            title=workflow.title,
            unit=one.row.unit,
            applicant=one.applicant,
            steps=len(workflow.steps()),
            due=None if row.due >= NEVER else row.due,
            pause=one.pause,
            goes_first=row.goes_first,
            since=row.since,
            sent_by=row.sent_by,
            remarks=remarks.get(row.case_id, 0),
            barred=self._may_claim and self._is_barred(workflow, one),
        )

    def _is_barred(self, workflow: Workflow, one: TaskOfCase) -> bool:
        step = workflow.step(one.row.step)
        if not isinstance(step, HumanStep) or not four_eyes_partners(workflow, step):
            return False
        stored = log.find(self._reader, one.row.case_id)
        if stored is None:
            return False
        try:
            require_four_eyes(workflow, step, stored.state, self._person)
        except FourEyes:
            return True
        return False
