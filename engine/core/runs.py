"""How a case of a log most plainly went: which row opened which step, and what was open between.

A log says what was done, not what was opened; the token net says that. Of all runs that the rows
can be those of, the one that leaves the fewest rows out counts. A step is open since the row that
led to it: the one before it where rows follow each other, the one before the fork for the first of
each branch, the last branch to arrive for the row behind a join, the one that sent it back for a
row done again.

What a log leaves out the system did at once (an action), or it took a time that nobody knows (a
submission, a call, a wait): then the log does not show since when the step behind it was open. A
step passed over took no time; one that came late was open since its turn came.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from engine.core.automaton import ENDED, Automaton, may_be_left_out
from engine.core.ids import NodeId, StepId
from engine.core.net import OPEN, Place
from engine.core.repair import Laid
from engine.core.workflow import ActionStep, AnyStep, HumanStep, PauseReason

AT_THE_OPENING = -1
"""Stands for the opening of the case, which is no row and lies before the first."""
NOT_SHOWN = 1 << 62
"""Stands for the row that opened a step where none shows it; later than every row."""


class Opening(NamedTuple):
    """Since which row a step is open, and on which ground the office need not hurry with it."""

    since: int
    pause: PauseReason | None = None


class Turn(NamedTuple):
    """From this row on these steps are open."""

    row: int
    open: tuple[tuple[StepId, PauseReason | None], ...]


class Run(NamedTuple):
    """What the run says of the rows of a course.

    `openings` has those rows of whose step the log shows the opening. `accepted` is the row with
    which the file counts as complete, None as long as the log does not show it.
    """

    openings: Mapping[int, Opening]
    turns: tuple[Turn, ...]
    accepted: int | None


class _By(Enum):
    """How a step of the run was done."""

    ROW = "row"
    PASSED = "passed"
    LEFT_OUT = "left out"


class _Move(NamedTuple):
    before: "_Move | None"
    marking: int
    step: StepId = StepId("")
    by: _By = _By.ROW
    row: int | None = None
    pause: PauseReason | None = None


class _Key(NamedTuple):
    """Where a run may stand, and with which row the file was accepted."""

    marking: int
    accepted: int | None


class _Here(NamedTuple):
    """The plainest way there.

    It costs the rows left out; among equals actions lie early and all others late.
    """

    cost: tuple[int, int]
    move: _Move


_Layer = dict[_Key, _Here]


class Runs:
    """Finds the runs of courses. Not for several threads."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._steps = automaton.steps
        self._accepting: dict[StepId, frozenset[str]] = {}
        self._pauses: dict[StepId, dict[str, PauseReason]] = {}
        for step, row in self._steps.items():
            answers = row.outcomes if isinstance(row, HumanStep) else ()
            self._accepting[step] = frozenset(one.id for one in answers if one.accepts_file)
            self._pauses[step] = {str(one.id): one.pause for one in answers if one.pause}
        self._is_judged = any(self._accepting.values())

    def run(self, laid: Sequence[Laid]) -> Run:
        """The run of a course, laid out by `CourseJudge.lay`."""
        # Where no answer accepts the file, it is complete when the case is opened.
        accepted = None if self._is_judged else 0
        layer = {
            _Key(marking, accepted): _Here((0, 0), _Move(None, marking))
            for marking in self._automaton.beginnings
        }
        for one in laid:
            self._leave_out(layer, one.at)
            # The end alone may be out of reach, in a case that never came to one.
            layer = self._do(layer, one) or layer
        plainest = min(here.cost for here in layer.values())
        ends = [key for key, here in layer.items() if here.cost == plainest]
        return self._told(layer[ends[0]].move, _surely(key.accepted for key in ends))

    def _leave_out(self, layer: _Layer, at: int) -> None:
        """Also stand where rows that a log may leave out lead, before the row `at`."""
        fresh = list(layer)
        while fresh:
            key = fresh.pop()
            here = layer[key]
            for step, targets in self._automaton.leading_on(key.marking).items():
                row = self._steps.get(step)
                if row is None or not may_be_left_out(row):
                    continue
                lies = at if isinstance(row, ActionStep) else -at
                cost = (here.cost[0] + 1, here.cost[1] + lies)
                for found, move in self._moves(key, here, step, targets, at):
                    if found not in layer or cost < layer[found].cost:
                        layer[found] = _Here(cost, move._replace(by=_By.LEFT_OUT))
                        fresh.append(found)

    def _do(self, layer: _Layer, laid: Laid) -> _Layer:
        """Where the next step of the run leads."""
        after: _Layer = {}
        by = _By.PASSED if laid.passed else _By.ROW
        for key, here in layer.items():
            targets = self._automaton.leading_on(key.marking).get(laid.step, {})
            for found, move in self._moves(key, here, laid.step, targets, laid.at):
                if found not in after or here.cost < after[found].cost:
                    after[found] = _Here(here.cost, move._replace(by=by, row=laid.row))
        return after

    def _moves(
        self,
        key: _Key,
        here: _Here,
        step: StepId,
        targets: Mapping[int, frozenset[str]],
        at: int,
    ) -> Iterator[tuple[_Key, _Move]]:
        for marking, answers in targets.items():
            accepted = key.accepted
            if accepted is None and answers and answers <= self._accepting[step]:
                accepted = at
            pauses = self._pauses.get(step, {})
            pause = next((pauses[one] for one in sorted(answers) if one in pauses), None)
            yield _Key(marking, accepted), _Move(here.move, marking, step, pause=pause)

    def _told(self, last: _Move, accepted: int | None) -> Run:
        begun, *moves = _in_order(last)
        places = {
            place: Opening(AT_THE_OPENING, self._pause_of(place))
            for place in self._automaton.places(begun.marking)
        }
        openings, turns, is_known = dict[int, Opening](), list[Turn](), False
        for move in moves:
            if move.step == ENDED:
                break
            own = self._move(places, move)
            if move.row is not None and AT_THE_OPENING < own.since < NOT_SHOWN:
                openings[move.row] = own
            if move.by is _By.ROW and move.row is not None:
                turns.append(Turn(move.row, ()))
                is_known = True
            elif move.by is _By.LEFT_OUT and not self._is_at_once(move.step):
                is_known = False  # it stays open until the next row shows that it is done
            if is_known:
                turns[-1] = turns[-1]._replace(open=_open(places))
        return Run(openings, tuple(turns), accepted)

    def _move(self, places: dict[Place, Opening], move: _Move) -> Opening:
        """Bring what is open up to date; the opening of the step that was done."""
        own = places.pop((NodeId(move.step), OPEN))
        stands = self._automaton.places(move.marking)
        gone = {place: places.pop(place) for place in [*places] if place not in stands}
        joined = [one.since for (_, branch), one in gone.items() if branch != OPEN]
        since = own.since
        if move.by is _By.ROW and move.row is not None:
            since = move.row
        elif move.by is _By.LEFT_OUT and not self._is_at_once(move.step):
            since = NOT_SHOWN
        since = max([since, *joined])
        for place in stands - places.keys():
            places[place] = Opening(since, move.pause or self._pause_of(place))
        return own

    def _is_at_once(self, step: StepId) -> bool:
        return isinstance(self._steps[step], ActionStep)

    def _pause_of(self, place: Place) -> PauseReason | None:
        row: AnyStep | None = self._steps.get(StepId(place[0])) if place[1] == OPEN else None
        return None if row is None else row.pause


def _surely(rows: Iterable[int | None]) -> int | None:
    """The latest row, unless one run says that there is none."""
    found = list(rows)
    known = [row for row in found if row is not None]
    return max(known) if len(known) == len(found) else None


def _in_order(last: _Move) -> list[_Move]:
    moves, move = [last], last.before
    while move is not None:
        moves.append(move)
        move = move.before
    return moves[::-1]


def _open(places: Mapping[Place, Opening]) -> tuple[tuple[StepId, PauseReason | None], ...]:
    return tuple(
        (StepId(node), one.pause) for (node, branch), one in places.items() if branch == OPEN
    )
