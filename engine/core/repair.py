"""The least that has to be said of a case which does not fit its SOP.

A run of the SOP is laid beside the rows of the log. Where they part, a row of the SOP was passed
over, or a row of the log stands apart from the run. A step passed over and done later, or done too
early and missing in its place, is one departure, not two. The cheapest explanation counts; among
equally cheap ones the first found, which is always the same one.

The weights say what is plainer. Rows passed over together on the way forward are little worse than
one; passing over is plainer than a row that does not belong; a step that was late is plainer than
one that was early. A whole round that nothing shows is less plain than a step done twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, assert_never

from engine.core.automaton import ENDED, NOWHERE, Automaton
from engine.core.ids import StepId
from engine.core.ways import Way, Ways
from engine.core.workflow import Workflow

PASS = 20
PASS_MORE_FORWARD = 1
COME_LATE = 31
"""What a step that was late costs in all, the passing over included."""
STAND_APART_AGAIN = 27
STAND_APART = 36
OWN_UP = 5

MAX_TRIES = 2_000
"""Places looked at before the one that explains most rows is taken, and the search begins there
with half as many, but no fewer than `LEAST_TRIES`: a long case without any order costs linear time.
"""
LEAST_TRIES = 16
MAX_PENDING = 64
"""Steps passed over or done too early that a new search still remembers."""


class Departure(StrEnum):
    """How the rows of a case part from the SOP's language."""

    SKIPPED = "skipped"
    OUT_OF_ORDER = "out_of_order"
    REPEATED = "repeated"


class Departed(NamedTuple):
    """One departure: the step, the row of the log that shows it, the steps it is held against."""

    kind: Departure
    step: StepId
    row: int
    against: tuple[StepId, ...]


class Laid(NamedTuple):
    """A step of the run that the rows were laid beside.

    It was done by a row, `row`, or passed over just before the row `at`; then `row` is the one that
    did it late, if one did.
    """

    step: StepId
    at: int
    row: int | None = None
    passed: bool = False


class _Row(NamedTuple):
    """A row of the log, and whether its step stands in an earlier one too."""

    step: StepId
    again: bool


class _Act(StrEnum):
    PASSED = "passed over"
    CAME_LATE = "came late"
    STOOD_APART = "stood apart"
    OWNED = "was done before"


class _Said(NamedTuple):
    """One thing said of the case, and what was said before it."""

    act: _Act
    step: StepId
    row: int
    state: int
    before: "_Said | None"


class _Place(NamedTuple):
    """How far a search has come. The order is that in which places are looked at.

    `passed` holds the steps passed over with what that cost, `apart` those that stand apart.
    """

    cost: int
    left: int
    turn: int
    state: int
    passed: tuple[tuple[StepId, int], ...] = ()
    apart: tuple[StepId, ...] = ()
    said: _Said | None = None


class Repairer:
    """Explains cases of one workflow."""

    def __init__(self, workflow: Workflow, automaton: Automaton, *, tries: int = MAX_TRIES) -> None:
        self._automaton, self._tries = automaton, tries
        self._ways = Ways(workflow, automaton)

    def explain(self, steps: Sequence[StepId]) -> tuple[Departed, ...]:
        """What has to be said of these steps, in the order of the log.

        `ENDED` as the last one asks for what is missing up to an end.

        Raises:
            WorkflowTooWide: see `Automaton.after`.
        """
        rows = _marked(steps)
        return self._told(self._search(rows), rows)

    def lay(self, steps: Sequence[StepId]) -> tuple[Laid, ...]:
        """The run of the same explanation, in its order; rows that stand apart are not in it.

        Raises:
            WorkflowTooWide: see `Automaton.after`.
        """
        passed = defaultdict[int, list[Laid]](list)
        waiting = defaultdict[StepId, list[tuple[int, int]]](list)
        apart = set[int]()
        for act, step, row, _ in _in_order(self._search(_marked(steps))):
            if act in {_Act.PASSED, _Act.OWNED}:
                if act is _Act.PASSED:
                    waiting[step].append((row, len(passed[row])))
                passed[row].append(Laid(step, row, passed=True))
                continue
            apart.add(row)
            if act is _Act.CAME_LATE:
                at, place = waiting[step].pop()
                passed[at][place] = passed[at][place]._replace(row=row)
        run = list[Laid]()
        for row, step in enumerate(steps):
            run += passed[row]
            if row not in apart:
                run.append(Laid(step, row, row))
        return tuple(run)

    def _search(self, rows: Sequence[_Row]) -> _Said | None:
        """What the cheapest explanation says."""
        turns, tries = count(1), self._tries
        heap = [_Place(0, len(rows), 0, self._automaton.start)]
        seen = set[tuple[object, ...]]()
        while heap[0].left:
            place = heappop(heap)
            mark = (place.left, place.state, place.passed, place.apart)
            if mark in seen:
                continue
            seen.add(mark)
            for follow in self._follow(place, rows):
                heappush(heap, follow._replace(turn=next(turns)))
            if len(seen) > tries:
                heap, seen = [_unburdened(min(heap, key=_most_explained))], set()
                tries = max(tries // 2, LEAST_TRIES)
        return heap[0].said

    def _follow(self, place: _Place, rows: Sequence[_Row]) -> Iterator[_Place]:
        """Every way to go on from a place."""
        number = len(rows) - place.left
        step, again = rows[number]
        there = self._automaton.after(place.state, step)
        ways = self._ways.to(step, place.state)
        if there != NOWHERE:
            yield place._replace(left=place.left - 1, state=there)
        for way in ways:
            state = self._automaton.after(way.state, step)
            yield _pass(place, way, number)._replace(left=place.left - 1, state=state)
        if step != ENDED:
            yield _set_apart(place, step, number, again=again)
        elif there == NOWHERE and not ways:  # no end within reach: what is explained stands
            yield place._replace(left=0)
        for owed in dict.fromkeys(place.apart):
            state = self._automaton.after(place.state, owed)
            if state != NOWHERE:
                yield _own_up(place, owed, number)._replace(state=state)

    def _told(self, said: _Said | None, rows: Sequence[_Row]) -> tuple[Departed, ...]:
        """What was said, one departure told once, in the order of the log."""
        told: dict[int, Departed] = {}
        latest = defaultdict[tuple[_Act, StepId], list[int]](list)
        for number, (act, step, row, state) in enumerate(_in_order(said)):
            match act:
                case _Act.PASSED:
                    instead = () if rows[row].step == ENDED else (rows[row].step,)
                    one = Departed(Departure.SKIPPED, step, row, instead)
                case _Act.CAME_LATE:
                    skipped = told.pop(latest[_Act.PASSED, step].pop())
                    one = Departed(Departure.OUT_OF_ORDER, step, row, skipped.against)
                case _Act.STOOD_APART:
                    kind = Departure.REPEATED if rows[row].again else Departure.OUT_OF_ORDER
                    one = Departed(kind, step, row, self._automaton.due(state))
                case _Act.OWNED:
                    early = told.pop(latest[_Act.STOOD_APART, step].pop())
                    one = early._replace(kind=Departure.OUT_OF_ORDER)
                case _:
                    assert_never(act)
            told[number] = one
            latest[act, step].append(number)
        return tuple(sorted(told.values(), key=lambda one: one.row))


def _marked(steps: Sequence[StepId]) -> tuple[_Row, ...]:
    first: dict[StepId, int] = {}
    return tuple(_Row(step, first.setdefault(step, row) < row) for row, step in enumerate(steps))


def _most_explained(place: _Place) -> tuple[int, int, int]:
    return place.left, place.cost, place.turn


def _unburdened(place: _Place) -> _Place:
    many = len(place.passed) + len(place.apart) > MAX_PENDING
    return place._replace(passed=(), apart=()) if many else place


def _pass(place: _Place, way: Way, row: int) -> _Place:
    """Pass over the steps of a way; those done too early are thereby in their place."""
    cost = PASS
    for step in way.passed:
        if step in place.apart:
            place = _own_up(place, step, row)
            continue
        said = _Said(_Act.PASSED, step, row, place.state, place.said)
        passed = tuple(sorted((*place.passed, (step, cost))))
        place = place._replace(cost=place.cost + cost, passed=passed, said=said)
        cost = PASS_MORE_FORWARD if way.forward else PASS
    return place


def _own_up(place: _Place, step: StepId, row: int) -> _Place:
    """A step done too early has its place here."""
    said = _Said(_Act.OWNED, step, row, place.state, place.said)
    found = place.apart.index(step)
    apart = place.apart[:found] + place.apart[found + 1 :]
    return place._replace(cost=place.cost + OWN_UP, apart=apart, said=said)


def _set_apart(place: _Place, step: StepId, row: int, *, again: bool) -> _Place:
    """Let a row of the log stand beside the run: it is late, or does not belong there."""
    owed = [number for number, (passed, _) in enumerate(place.passed) if passed == step]
    if owed:
        found, act = owed[-1], _Act.CAME_LATE
        cost = COME_LATE - place.passed[found][1]
        place = place._replace(passed=place.passed[:found] + place.passed[found + 1 :])
    else:
        cost, act = (STAND_APART_AGAIN if again else STAND_APART), _Act.STOOD_APART
        place = place._replace(apart=tuple(sorted((*place.apart, step))))
    said = _Said(act, step, row, place.state, place.said)
    return place._replace(cost=place.cost + cost, left=place.left - 1, said=said)


def _in_order(said: _Said | None) -> Iterator[tuple[_Act, StepId, int, int]]:
    acts = list[_Said]()
    while said is not None:
        acts.append(said)
        said = said.before
    return ((one.act, one.step, one.row, one.state) for one in reversed(acts))
