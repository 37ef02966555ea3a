"""The slowest way forward from where a case stands: each row laid on the calendar in turn.

No row is done twice on it: returns are not foreseen. Of several answers the one that takes longest
is, and a parallel block lasts as long as its slowest branch. A row with a condition counts unless
what is known, and will not change on the way, leaves it out.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import NamedTuple

from engine.core.calendar import Calendar
from engine.core.calendar_due import due
from engine.core.clock_clauses import rule_of
from engine.core.clock_history import ground_of
from engine.core.clock_ledger import Ground
from engine.core.foresight import Arrow, arrows_forward, may_be, nodes_ahead, unsettled_paths
from engine.core.ids import END, NodeId, StepId
from engine.core.local_time import instant_from_seconds, start_of_day
from engine.core.state import CaseState, facts
from engine.core.text import Frozen
from engine.core.workflow import AnyStep, Fork, Join, Node, WaitStep, Workflow


class Leg(Frozen, frozen=True, kw_only=True):
    """A row as it is expected to be done; `ground` where that is not the office's time."""

    step: StepId
    begins: datetime
    ends: datetime
    ground: Ground | None = None


class Arrival(NamedTuple):
    """A token expected at a node: when, from where, and by which answer."""

    at: datetime
    source: NodeId
    arrow: Arrow


class Route(Frozen, frozen=True, kw_only=True):
    """What is expected: the legs by node, and the slowest arrival at each node.

    At a join there is one for each branch that has not arrived yet.
    """

    legs: Mapping[NodeId, Leg]
    arrivals: Mapping[NodeId, Mapping[int, Arrival]]

    @property
    def finish(self) -> datetime | None:
        """When the end is reached; None where no way forward leads to it."""
        return max((one.at for one in self._into(END)), default=None)

    def path(self) -> tuple[Leg, ...]:
        """The legs that decide when the end is reached, in order."""
        legs: list[Leg] = []
        into = self._into(END)
        while into:
            latest = max(into, key=lambda one: one.at)
            legs.extend(self._leg(latest))
            into = self._into(latest.source)
        return tuple(reversed(legs))

    def run(self) -> tuple[Leg, ...]:
        """The legs of the same run with all its parallel branches."""
        return tuple(leg for one in self._run() for leg in self._leg(one))

    def accepted(self) -> datetime | None:
        """When the file is expected to be found complete on that run, if it is."""
        answers = [
            one for one in self._run() if one.arrow.outcome and one.arrow.outcome.accepts_file
        ]
        return min((one.at for one in answers), default=None)

    def _run(self) -> Iterator[Arrival]:
        seen: set[NodeId] = set()
        fresh = [END]
        while fresh:
            for one in self._into(fresh.pop()):
                yield one
                if one.source not in seen:
                    seen.add(one.source)
                    fresh.append(one.source)

    def _into(self, node: NodeId) -> tuple[Arrival, ...]:
        return tuple(self.arrivals.get(node, {}).values())

    def _leg(self, arrival: Arrival) -> Iterator[Leg]:
        if arrival.source in self.legs and not arrival.arrow.skips:
            yield self.legs[arrival.source]


class RowTimes:
    """How long rows take, by what is known of a case."""

    def __init__(self, workflow: Workflow, calendar: Calendar, state: CaseState) -> None:
        self.workflow, self.calendar = workflow, calendar
        self.known = facts(workflow, state)
        self._rule = rule_of(workflow.service)

    def ends(self, step: AnyStep, begins: datetime) -> datetime:
        """When a row is done that begins at `begins`: at once where no time is stated.

        Raises:
            BeyondCalendar: it is outside the days compiled.
        """
        if isinstance(step, WaitStep) and step.until is not None:
            return max(begins, self._first_moment(step.until) or begins)
        length = step.duration if isinstance(step, WaitStep) else step.time
        if length is None:
            return begins
        rule = self._rule
        return due(self.calendar, length, start=begins, day_one=rule.day_one, cut_off=rule.cut_off)

    def _first_moment(self, field: str) -> datetime | None:
        """Of the day that the form holds, if it does."""
        try:
            day = date.fromisoformat(str(self.known.get(f"form.{field}")))
        except ValueError:
            return None
        if day > self.calendar.last:
            raise self.calendar.beyond(f"{day}")
        return instant_from_seconds(start_of_day(day, self.calendar.zone))


def find_route(rows: RowTimes, opened: Mapping[NodeId, Leg]) -> Route:
    """The slowest way on from the open steps; `opened` says when each is expected to be done.

    Raises:
        BeyondCalendar: a row would be done outside the days compiled.
    """
    router = _Router(rows, opened)
    for name in router.order():
        router.leave(rows.workflow.nodes[name])
    return Route(legs=router.legs, arrivals=router.arrivals)


class _Router:
    """Passes the nodes ahead, each after all that lead to it."""

    def __init__(self, rows: RowTimes, opened: Mapping[NodeId, Leg]) -> None:
        self.rows, self.workflow = rows, rows.workflow
        self.opened, self.legs = opened, dict(opened)
        self.ahead = nodes_ahead(self.workflow, opened)
        self.unsettled = unsettled_paths(self.workflow, self.ahead, begun=opened)
        self.arrivals: dict[NodeId, dict[int, Arrival]] = {}

    def order(self) -> Iterable[NodeId]:
        sorter: TopologicalSorter[NodeId] = TopologicalSorter()
        for name in sorted(self.ahead):
            sorter.add(name)
            for arrow in arrows_forward(self.workflow.nodes[name]):
                if arrow.target != END:
                    sorter.add(arrow.target, name)
        return sorter.static_order()

    def leave(self, node: Node) -> None:
        name = NodeId(node.id)
        into = self.arrivals.get(name)
        if name in self.opened:
            self._go(node, self.opened[name].ends, skips=False)
        elif into is not None:
            begins = max(one.at for one in into.values())
            if isinstance(node, Fork | Join):
                self._go(node, begins, skips=False)
            else:
                self._pass(node, begins)

    def _pass(self, step: AnyStep, begins: datetime) -> None:
        if self._may_be(step, open_it=True):
            self.legs[NodeId(step.id)] = leg = Leg(
                step=step.id,
                begins=begins,
                ends=self.rows.ends(step, begins),
                ground=ground_of(self.workflow, step.id, step.pause),
            )
            self._go(step, leg.ends, skips=False)
        if self._may_be(step, open_it=False):
            self._go(step, begins, skips=True)

    def _may_be(self, step: AnyStep, *, open_it: bool) -> bool:
        """Whether the row may be opened, or left out."""
        if step.when is None:
            return open_it
        return may_be(step.when, self.rows.known, self.unsettled, wanted=open_it)

    def _go(self, node: Node, at: datetime, *, skips: bool) -> None:
        for arrow in arrows_forward(node):
            if arrow.skips == skips and arrow.target not in self.opened:
                arrival = Arrival(at, NodeId(node.id), arrow)
                into = self.arrivals.setdefault(arrow.target, {})
                branch = self._branch(node, arrow.target)
                if branch not in into or into[branch].at < at:
                    into[branch] = arrival

    def _branch(self, source: Node, target: NodeId) -> int:
        """The branch of a join that a token arrives by; 0 everywhere else."""
        join = self.workflow.nodes.get(target)
        fork = join.fork if isinstance(join, Join) else None
        return next((lies.branch for lies in source.within if lies.fork == fork), 0)
